"""What all messages of an opened conversation are shown with, beside the theme: names, the present day, the network."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from igdesk.domain.conversation import Participant
from igdesk.ui.texts import say


@dataclass(frozen=True, slots=True)
class Scene:
    customer: str = ""
    first_name: str = ""
    today: datetime = datetime(2000, 1, 1, 12, tzinfo=UTC)
    """Noon of the present day: words such as "Today" depend on the day only."""
    zone: tzinfo | None = None
    """Zone of all times; None is the computer's."""
    is_offline: bool = False
    saves_media: bool = False
    """Whether somebody answers when a file is to be saved."""
    uploading: frozenset[int] = frozenset()
    """Messages whose files are on their way to Instagram just now."""
    deleted_on: date | None = None
    """When older messages of this conversation were deleted here."""


def scene_of(
    participant: Participant,
    now: datetime,
    *,
    is_offline: bool = False,
    zone: tzinfo | None = None,
    saves_media: bool = False,
    uploading: frozenset[int] = frozenset(),
    deleted_at: datetime | None = None,
) -> Scene:
    """The scene of a conversation at a moment; equal for all moments of one day."""
    name = participant.display_name or say("row.nobody")
    noon = now.astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    deleted_on = None if deleted_at is None else deleted_at.astimezone(zone).date()
    return Scene(name, participant.first_name or name, noon, zone, is_offline, saves_media, uploading, deleted_on)
