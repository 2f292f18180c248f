"""Which files Instagram takes, how large they may be, and what can be made sendable here."""

from igdesk.domain.attachment import AttachmentKind

MIB = 1024 * 1024
PICTURE_MOST_BYTES = 8 * MIB
OTHER_MOST_BYTES = 25 * MIB
SOURCE_MOST_BYTES = 64 * MIB
"""A picture that is larger is not even read to be made smaller."""
SOURCE_MOST_PIXELS = 64_000_000
"""A picture of more pixels is not unpacked: a small file may hold a huge one."""

TAKEN = {
    "image/jpeg": AttachmentKind.IMAGE,
    "image/png": AttachmentKind.IMAGE,
    "image/gif": AttachmentKind.IMAGE,
    "video/mp4": AttachmentKind.VIDEO,
    "video/quicktime": AttachmentKind.VIDEO,
    "video/webm": AttachmentKind.VIDEO,
    "video/x-msvideo": AttachmentKind.VIDEO,
    "video/ogg": AttachmentKind.VIDEO,
    "audio/mp4": AttachmentKind.AUDIO,
    "audio/aac": AttachmentKind.AUDIO,
    "audio/wav": AttachmentKind.AUDIO,
    "application/pdf": AttachmentKind.FILE,
}
CONVERTED = frozenset({"image/heic", "image/avif", "image/webp", "image/bmp", "image/tiff"})
"""Pictures that become JPEG."""
ENDING = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/x-msvideo": "avi",
    "video/ogg": "ogv",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/wav": "wav",
    "application/pdf": "pdf",
}


def most_bytes(kind: AttachmentKind) -> int:
    """How large a file of a kind may be."""
    return PICTURE_MOST_BYTES if kind is AttachmentKind.IMAGE else OTHER_MOST_BYTES


def sent_name(name: str, mime_type: str) -> str:
    """The name a file is sent under: its own, with the ending of what it really is, and without any folder."""
    name = name.replace("\\", "/").rpartition("/")[2].strip(". ")
    ending = ENDING.get(mime_type, "")
    stem, dot, given = name.rpartition(".")
    if not dot or not stem:
        stem, given = name, ""
    if not ending or given.lower() == ending or (ending, given.lower()) == ("jpg", "jpeg"):
        return name
    return f"{stem or 'file'}.{ending}"
