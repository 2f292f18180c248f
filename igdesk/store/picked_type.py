"""What a picked file really is, by its first bytes; the ending of its name says nothing."""

import re

HEAD_BYTES = 64 * 1024
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}


def type_of(head: bytes, whole: bytes = b"") -> str:
    """MIME type, or empty where nothing is known. ``whole`` tells sound from film where the beginning does not."""
    for start, mime_type in _STARTS:
        if head.startswith(start):
            return mime_type
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _iso(head, whole or head)
    if head.startswith(b"\x1aE\xdf\xa3"):
        if b"webm" not in head[:64]:
            return ""
        return "video/webm" if re.search(rb"V_VP|V_AV1", whole or head) else "audio/webm"
    if head.startswith(b"OggS"):
        return "video/ogg" if b"\x80theora" in head[:HEAD_BYTES] else "audio/ogg"
    return ""


def _iso(head: bytes, whole: bytes) -> str:
    brand = head[8:12]
    if brand in (b"avif", b"avis"):
        return "image/avif"
    if brand in _HEIF:
        return "image/avif" if b"avif" in head[8:64] else "image/heic"
    handlers = {whole[m.end() + 8 : m.end() + 12] for m in re.finditer(b"hdlr", whole)}
    if b"vide" not in handlers and (b"soun" in handlers or brand in (b"M4A ", b"M4B ")):
        return "audio/mp4"
    return "video/quicktime" if brand == b"qt  " else "video/mp4"
