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


class AttachmentRole(Enum):
    """What a file is to its message."""

    CONTENT = "content"
    """What was sent."""
    POSTER = "poster"
    """A still of the video at the same place."""
    STORY = "story"
    """The story that is answered or that mentions the account."""
    SHARE = "share"
    """The picture of the shared post at the same place."""
    CARD = "card"
    """The picture of the template's card at the same place."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message, here or still with Instagram."""

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
    role: AttachmentRole = AttachmentRole.CONTENT
    place: int = 0
    """Which of its role it is in the message, or which part of the message it belongs to."""
    real_type: str = ""
    """MIME type that the bytes have; empty until they are here."""
    duration_ms: int | None = None
    """Length of a video or voice message, once anything told it."""
    is_animated: bool = False
    is_sticker: bool = False
    """Drawn without a ground, at its own size."""
    waveform: bytes = b""
    """Of a voice message: the heights of its bars, 0 to 255; empty until they are known."""

    @property
    def is_fetchable(self) -> bool:
        """Whether it can be had: what Instagram fetches for us has a link only once it was sent."""
        return self.state is MediaState.REMOTE and bool(self.url)

    @property
    def media_type(self) -> str:
        """The best that is known of what it is: the bytes' own type, else what Instagram claims."""
        return self.real_type or self.mime_type


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
