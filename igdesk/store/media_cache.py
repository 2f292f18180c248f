"""How long media stay on this computer and how much room they take: what was not looked at for long goes first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from igdesk.store.moments import to_ms
from igdesk.store.rows import ids_json

if TYPE_CHECKING:
    from igdesk.store.database import Database, Row
    from igdesk.store.media import Media
    from igdesk.store.settings import Settings

KEEP = "media.keep"
ROOM = "media.room_mb"
MB = 1_000_000
ROOMS_MB = (250, 500, 1000, 5000)
DEFAULT_ROOM_MB = 500
AT_ONCE = 200
"""Files given up in one go."""


class KeepMedia(Enum):
    """How long a file stays after it was last looked at."""

    SESSION = "session"
    """Until igdesk is started the next time."""
    WEEK = "week"
    MONTH = "month"
    ROOM = "room"
    """As long as there is room."""


DEFAULT_KEEP = KeepMedia.WEEK
"""Meta's terms are read to allow a short cache and no archive of media."""
_AGE = {KeepMedia.WEEK: timedelta(days=7), KeepMedia.MONTH: timedelta(days=30)}


@dataclass(frozen=True, slots=True)
class MediaUse:
    """What the media folder holds."""

    files: int
    size_bytes: int


class MediaCache:
    """Used on the Qt thread."""

    def __init__(
        self,
        database: "Database",
        media: "Media",
        settings: "Settings",
        clock: Callable[[], datetime],
        opened_at: datetime,
    ) -> None:
        self._db = database
        self._media = media
        self._settings = settings
        self._clock = clock
        self._opened_ms = to_ms(opened_at)

    # What the person chose.

    @property
    def keep(self) -> KeepMedia:
        try:
            return KeepMedia(self._settings.get(KEEP, DEFAULT_KEEP.value))
        except ValueError:
            return DEFAULT_KEEP

    def set_keep(self, keep: KeepMedia) -> None:
        self._settings.set(KEEP, keep.value)

    @property
    def room_mb(self) -> int:
        kept = self._settings.get(ROOM)
        return int(kept) if kept.isdigit() and int(kept) in ROOMS_MB else DEFAULT_ROOM_MB

    def set_room_mb(self, room_mb: int) -> None:
        self._settings.set(ROOM, str(room_mb))

    # What there is.

    def use(self) -> MediaUse:
        row = self._db.row("select count(*), coalesce(sum(size_bytes), 0) from media_file")
        return MediaUse(*row) if row is not None else MediaUse(0, 0)

    def write_shown(self) -> None:
        """Note what was looked at since the last time."""
        waiting = self._media.shown
        shown = [waiting.pop() for _ in range(len(waiting))]
        if not shown:
            return
        with self._db.transaction() as tx:
            tx.write(
                "update media_file set shown_at = ? where media_key in (select value from json_each(?))",
                (to_ms(self._clock()), ids_json(shown)),
            )

    def give_up(self) -> int:
        """Delete some of what is over age or over the room; how many files. Call again while it deletes any."""
        self.write_shown()
        keys = self._over_age()
        if not keys:
            keys = self._over_room()
        if keys:
            self._media.give_up_files(keys)
        return len(keys)

    def empty(self) -> int:
        """Delete some of all files; how many. Call again while it deletes any."""
        keys = self._free("true", ())
        if keys:
            self._media.give_up_files(keys)
        return len(keys)

    def _over_age(self) -> list[str]:
        keep = self.keep
        if keep is KeepMedia.ROOM:
            return []
        oldest_ms = self._opened_ms if keep is KeepMedia.SESSION else to_ms(self._clock() - _AGE[keep])
        return self._free("shown_at < ?", (oldest_ms,))

    def _over_room(self) -> list[str]:
        over = self.use().size_bytes - self.room_mb * MB
        if over <= 0:
            return []
        keys = []
        for key, size_bytes in self._free_rows("true", ()):
            if over <= 0:
                break
            keys.append(key)
            over -= size_bytes
        return keys

    def _free(self, which: str, values: Sequence[object]) -> list[str]:
        return [row[0] for row in self._free_rows(which, values)]

    def _free_rows(self, which: str, values: Sequence[object]) -> "list[Row]":
        """The longest unseen first; what could not be fetched again, such as files of replies on their way, stays."""
        return self._db.rows(
            f"select media_key, size_bytes from media_file f where {which} and not exists"  # noqa: S608
            " (select 1 from attachment a left join outbox o on o.message_id = a.message_id where a.media_key <> ''"
            " and a.media_key = f.media_key and (a.url = '' or o.message_id is not null))"
            " and not exists (select 1 from draft_file d where d.media_key = f.media_key) order by shown_at limit ?",
            (*values, AT_ONCE),
        )
