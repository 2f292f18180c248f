"""Media that belongs to a message. Links expire: the row stays, the file is fetched in its own step."""

from dataclasses import dataclass
from enum import Enum

from igdesk.domain.ids import AttachmentId


class AttachmentKind(Enum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    UNKNOWN = "unknown"


class MediaState(Enum):
    """Whether the bytes are on this computer."""

    REMOTE = "remote"
    STORED = "stored"
    GONE = "gone"
    """The link is dead and no newer one is known."""
    REFUSED = "refused"
    """Too large, of another type than it claims, or on a host that is not Meta's."""


@dataclass(frozen=True, slots=True)
class Attachment:
    id: AttachmentId
    kind: AttachmentKind
    mime_type: str
    """As Instagram claims; the real type is sniffed when the file is stored."""
    name: str
    url: str
    size_bytes: int | None
    width_px: int | None
    height_px: int | None
    state: MediaState
    media_key: str = ""
    """Name of the stored file in the media folder, when state is STORED."""


KIND_OF_MIME_PREFIX = {
    "image": AttachmentKind.IMAGE,
    "video": AttachmentKind.VIDEO,
    "audio": AttachmentKind.AUDIO,
    "application": AttachmentKind.FILE,
    "text": AttachmentKind.FILE,
}


def kind_of_mime(mime_type: str) -> AttachmentKind:
    """Attachment kind of a MIME type; UNKNOWN when it says nothing."""
    return KIND_OF_MIME_PREFIX.get(mime_type.partition("/")[0].lower(), AttachmentKind.UNKNOWN)
