"""What a file is, as Meta judges it, and whether it may be sent as what it is said to be."""

from dataclasses import dataclass

from igdesk.sandbox import failures

MB = 1024 * 1024
MOST_BYTES = {"image": 8 * MB, "video": 25 * MB, "audio": 25 * MB, "file": 25 * MB}
ACCEPTED = {
    "image": frozenset({"image/jpeg", "image/png", "image/gif"}),
    "video": frozenset({"video/mp4", "video/quicktime", "video/webm", "video/x-msvideo", "video/ogg"}),
    "audio": frozenset({"audio/mp4", "audio/aac", "audio/wav"}),
    "file": frozenset({"application/pdf"}),
}
ENDINGS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "heic": "image/heic",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "avi": "video/x-msvideo",
    "ogg": "video/ogg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """The file field of a form."""

    name: str
    mime_type: str
    data: bytes


def type_of(data: bytes) -> str:
    """MIME type by the first bytes; empty when it is nothing that Meta takes."""
    head = data[:16]
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"OggS"):
        return "video/ogg"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm"
    if head.startswith(b"RIFF"):
        return {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _iso(data, head[8:12])
    if head[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return "audio/aac"
    return "audio/mpeg" if head.startswith((b"ID3", b"\xff\xfb")) else ""


def _iso(data: bytes, brand: bytes) -> str:
    if brand in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return "image/heic"
    if b"vide" not in data and (b"soun" in data or brand in (b"M4A ", b"M4B ")):
        return "audio/mp4"
    return "video/quicktime" if brand == b"qt  " else "video/mp4"


def check_file(kind: str, mime_type: str, size_bytes: int) -> None:
    """Raise what Meta answers to a file that it does not take."""
    if mime_type == "image/heic":
        raise failures.parameter("The attachment format is not supported.", 2534080)
    if mime_type not in ACCEPTED[kind]:
        raise failures.parameter(
            "Upload attachment failure. The type of file does not match the type of attachment.", 2018047
        )
    if size_bytes > MOST_BYTES[kind]:
        raise failures.parameter("The attachment size exceeds allowable limit.", 2018109)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG; zeros when the header does not tell."""
    if data.startswith(b"\x89PNG"):
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data.startswith(b"GIF8"):
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    at = 2
    while data.startswith(b"\xff\xd8") and at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in (0xC0, 0xC1, 0xC2):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0
