"""An attachment of a message, in either of the two shapes that Meta uses."""

from igdesk.domain.attachment import AttachmentKind, kind_of_mime
from igdesk.domain.snapshot import AttachmentSnapshot
from igdesk.graph.json_values import as_count, as_dict, as_id, as_text, as_url, members

SIDE_MOST_PX = 100_000

_KIND_OF_TYPE = {
    "image": AttachmentKind.IMAGE,
    "video": AttachmentKind.VIDEO,
    "audio": AttachmentKind.AUDIO,
    "file": AttachmentKind.FILE,
}


def decode_attachment(value: object) -> AttachmentSnapshot | None:
    """An attachment of the read shape (``image_data``, ``file_url`` …) or the event shape (``type``, ``payload``)."""
    entry = as_dict(value)
    if entry is None:
        return None
    mime_type = as_text(entry.get("mime_type")).strip().lower()
    name = as_text(entry.get("name")).strip()
    template = as_dict(entry.get("generic_template"))
    if template is not None:
        return _template(entry, template)
    kind, media = _media_of(entry, mime_type, name)
    return AttachmentSnapshot(
        remote_id=as_id(entry.get("id")),
        kind=kind,
        mime_type=mime_type,
        name=name,
        url=_first_url(media, "url", "animated_gif_url") or _first_url(entry, "file_url", "url"),
        preview_url=_first_url(media, "preview_url", "animated_gif_preview_url"),
        size_bytes=as_count(entry.get("size")),
        width_px=_side(media, "width") or _side(media, "max_width"),
        height_px=_side(media, "height") or _side(media, "max_height"),
    )


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
    payload = members(entry.get("payload"))
    kind = kind_of_mime(mime_type)
    if kind is AttachmentKind.UNKNOWN:
        kind = _KIND_OF_TYPE.get(as_text(entry.get("type")).lower(), AttachmentKind.UNKNOWN)
    if kind is AttachmentKind.UNKNOWN and as_url(entry.get("file_url")):
        kind = AttachmentKind.FILE
    return kind, payload


def _template(entry: dict[str, object], template: dict[str, object]) -> AttachmentSnapshot:
    """A card that another program sent: its title is what can be told of it."""
    picture = as_url(template.get("media_url"))
    title = as_text(template.get("title")).strip() or as_text(template.get("subtitle")).strip()
    return AttachmentSnapshot(
        remote_id=as_id(entry.get("id")),
        kind=AttachmentKind.IMAGE if picture else AttachmentKind.UNKNOWN,
        mime_type=as_text(entry.get("mime_type")).strip().lower(),
        name=title or as_text(entry.get("name")).strip(),
        url=picture,
    )


def _first_url(entry: dict[str, object], *keys: str) -> str:
    return next((url for url in (as_url(entry.get(key)) for key in keys) if url), "")


def _side(media: dict[str, object], key: str) -> int | None:
    return as_count(media.get(key), SIDE_MOST_PX) or None
