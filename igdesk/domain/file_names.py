"""Names for files that leave the archive: safe on every system, with the ending that the bytes deserve."""

import re
import unicodedata

ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "image/avif": ".avif",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
    "application/pdf": ".pdf",
}
"""Of every kind that the archive keeps, and of no other: nothing that a system would run."""
MOST_CHARACTERS = 80
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")}
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def ending_of(mime_type: str) -> str:
    """With its dot; ``.bin`` for what is not known, which no system runs or opens by itself."""
    return ENDINGS.get(mime_type.partition(";")[0].strip().lower(), ".bin")


def safe_name(name: str, mime_type: str, *, fallback: str) -> str:
    """A file name without any path, for the bytes of this real type.

    What a stranger called the file is kept as far as it can do no harm: no folders, no devices, no hidden file, no
    characters that turn the reading order around or that look like an end of the name.
    """
    plain = _plain(name)
    ending = ending_of(mime_type)
    stem = plain
    while (cut := stem.rpartition("."))[1] and 0 < len(cut[2]) <= 5 and cut[2].isalnum():
        stem = cut[0]  # also of "photo.jpg.exe": the bytes say what it is
    return (_stem(stem) or fallback) + ending


def safe_folder(name: str, *, fallback: str) -> str:
    """The same for a folder, which has no ending."""
    return _stem(_plain(name)) or fallback


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    return _FORBIDDEN.sub("_", re.split(r"[/\\]", plain)[-1])


def _stem(name: str) -> str:
    """Empty where nothing is left that every system takes."""
    stem = " ".join(name.split()).strip(". ")[:MOST_CHARACTERS].rstrip(". ")
    return "" if stem.split(".")[0].lower() in _RESERVED else stem


def numbered(name: str, number: int) -> str:
    """``photo (2).jpg`` where ``photo.jpg`` is taken."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
