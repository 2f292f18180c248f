"""An attachment of a message, in either of the two shapes that Meta uses."""

from igdesk.domain.attachment import AttachmentKind, kind_of_mime
from igdesk.domain.snapshot import AttachmentSnapshot
from igdesk.graph.json_values import as_count, as_dict, as_flag, as_id, as_text, as_url, members

SIDE_MOST_PX = 100_000
DURATION_MOST_MS = 24 * 3600 * 1000

_KIND_OF_TYPE = {
    "image": AttachmentKind.IMAGE,
    "video": AttachmentKind.VIDEO,
    "audio": AttachmentKind.AUDIO,
    "file": AttachmentKind.FILE,
    "animated_image": AttachmentKind.IMAGE,
    "sticker": AttachmentKind.IMAGE,
    "ephemeral": AttachmentKind.IMAGE,
}


def decode_attachment(value: object) -> tuple[AttachmentSnapshot, str] | None:
    """An attachment of the read shape (``image_data``, ``file_url`` …) or the event shape (``type``, ``payload``).

    Comes with the address of a still, where it has one of its own.
    """
    entry = as_dict(value)
    if entry is None:
        return None
    mime_type = as_text(entry.get("mime_type")).strip().lower()
    name = as_text(entry.get("name")).strip()
    kind, media = _media_of(entry, mime_type, name)
    moving = _first_url(media, "animated_gif_url")
    attachment = AttachmentSnapshot(
        remote_id=as_id(entry.get("id")),
        kind=kind,
        mime_type=mime_type,
        name=name,
        url=moving or _first_url(media, "url") or _first_url(entry, "file_url", "url"),
        size_bytes=as_count(entry.get("size")),
        width_px=_side(media, "width") or _side(media, "max_width"),
        height_px=_side(media, "height") or _side(media, "max_height"),
        duration_ms=_duration_ms(media, entry),
        is_animated=kind is AttachmentKind.IMAGE and (bool(moving) or mime_type == "image/gif"),
        is_sticker=as_flag(media.get("render_as_sticker")) is True or bool(as_id(payload_of(entry).get("sticker_id"))),
    )
    return attachment, _first_url(media, "preview_url", "animated_gif_preview_url")


def payload_of(entry: dict[str, object]) -> dict[str, object]:
    return members(entry.get("payload"))


def _duration_ms(*entries: dict[str, object]) -> int | None:
    """A length, where an answer gives one: in seconds, or in milliseconds under a name that says so."""
    for entry in entries:
        length = as_count(entry.get("duration_ms"), DURATION_MOST_MS)
        if length:
            return length
        seconds = entry.get("duration", entry.get("length"))
        if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds < DURATION_MOST_MS / 1000:
            return round(seconds * 1000)
    return None


def _media_of(entry: dict[str, object], mime_type: str, name: str) -> tuple[AttachmentKind, dict[str, object]]:
    """The kind, and the part of the attachment that describes the file."""
    for key, kind in (
        ("image_data", AttachmentKind.IMAGE),  # stickers and GIFs come in here too
        ("audio_data", AttachmentKind.AUDIO),
        ("video_data", AttachmentKind.VIDEO),
    ):
        media = as_dict(entry.get(key))
        if media is not None:
            return kind, media
    if mime_type == "video/mp4" and name.lower().startswith("audioclip"):
        return AttachmentKind.AUDIO, {}  # a voice note is AAC in MP4 and sometimes labelled as video
    payload = payload_of(entry)
    kind = kind_of_mime(mime_type)
    if kind is AttachmentKind.UNKNOWN:
        kind = _KIND_OF_TYPE.get(as_text(entry.get("type")).lower(), AttachmentKind.UNKNOWN)
    if kind is AttachmentKind.UNKNOWN and as_url(entry.get("file_url")):
        kind = AttachmentKind.FILE
    return kind, payload


def _first_url(entry: dict[str, object], *keys: str) -> str:
    return next((url for url in (as_url(entry.get(key)) for key in keys) if url), "")


def _side(media: dict[str, object], key: str) -> int | None:
    return as_count(media.get(key), SIDE_MOST_PX) or None
