"""The archive: everything that was received and written, in one encrypted file and a folder of media."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from igdesk.store.accounts import Accounts
from igdesk.store.database import Database, Listener, Statistics
from igdesk.store.errors import ArchiveTooNew
from igdesk.store.inbox import Inbox
from igdesk.store.moments import from_ms
from igdesk.store.opening import open_database
from igdesk.store.settings import Settings

if TYPE_CHECKING:
    from threading import Event

    from igdesk.store.deleting import Deleting
    from igdesk.store.drafts import Drafts
    from igdesk.store.export_reader import ExportReader
    from igdesk.store.gallery import Gallery
    from igdesk.store.health import Health
    from igdesk.store.holding import Holding
    from igdesk.store.ingest import Ingest
    from igdesk.store.labels import Labels
    from igdesk.store.media import Media
    from igdesk.store.media_cache import MediaCache
    from igdesk.store.opened_files import OpenedFiles
    from igdesk.store.outbox import Outbox
    from igdesk.store.reactions import Reactions
    from igdesk.store.removing import Removing
    from igdesk.store.retention import Retention
    from igdesk.store.saved_replies import SavedReplyStore
    from igdesk.store.scheduling import Scheduling
    from igdesk.store.search import SearchReader
    from igdesk.store.timeline import Timeline
    from igdesk.store.tray import Tray
    from igdesk.store.triage import Triage


class Archive:
    """Made by ``open``."""

    def __init__(self, folder: Path, database: Database, clock: Callable[[], datetime]) -> None:
        self.folder = folder
        self._database = database
        self._clock = clock
        self._opened_at = clock()
        self.accounts = Accounts(database)
        self.inbox = Inbox(database)
        self.settings = Settings(database)
        database.on_media_discarded = self._delete_files

    @classmethod
    def open(cls, folder: Path, key: bytes, *, clock: Callable[[], datetime]) -> "Archive":
        """Open the archive of a folder, or make it. Raises ``ArchiveError`` in plain words."""
        database = open_database(folder / "archive.db", key, folder / "backups", clock())
        return cls(folder, database, clock)

    # What the first sight of the inbox does not need is loaded when it is first asked for.

    @cached_property
    def timeline(self) -> "Timeline":
        from igdesk.store.timeline import Timeline

        return Timeline(self._database)

    @cached_property
    def outbox(self) -> "Outbox":
        from igdesk.store.outbox import Outbox

        return Outbox(self._database, self._clock)

    @cached_property
    def removing(self) -> "Removing":
        from igdesk.store.removing import Removing

        return Removing(self._database)

    @cached_property
    def drafts(self) -> "Drafts":
        from igdesk.store.drafts import Drafts

        return Drafts(self._database)

    @cached_property
    def holding(self) -> "Holding":
        from igdesk.store.holding import Holding

        return Holding(self._database)

    @cached_property
    def saved_replies(self) -> "SavedReplyStore":
        from igdesk.store.saved_replies import SavedReplyStore

        return SavedReplyStore(self._database)

    @cached_property
    def scheduling(self) -> "Scheduling":
        from igdesk.store.scheduling import Scheduling

        return Scheduling(self._database)

    @cached_property
    def reactions(self) -> "Reactions":
        from igdesk.store.reactions import Reactions

        return Reactions(self._database)

    @cached_property
    def ingest(self) -> "Ingest":
        from igdesk.store.ingest import Ingest

        return Ingest(self._database, self.accounts, self._clock)

    @cached_property
    def health(self) -> "Health":
        from igdesk.store.health import Health

        return Health(self._database)

    @cached_property
    def deleting(self) -> "Deleting":
        from igdesk.store.deleting import Deleting

        return Deleting(self._database, self._clock)

    @cached_property
    def retention(self) -> "Retention":
        from igdesk.store.retention import Retention

        return Retention(self._database, self.settings, self._clock)

    @cached_property
    def media(self) -> "Media":
        from igdesk.store.media import Media

        return Media(self._database, self.folder / "media", self._clock)

    @cached_property
    def tray(self) -> "Tray":
        from igdesk.store.tray import Tray

        return Tray(self._database, self._delete_files)

    @cached_property
    def media_cache(self) -> "MediaCache":
        from igdesk.store.media_cache import MediaCache

        return MediaCache(self._database, self.media, self.settings, self._clock, self._opened_at)

    @cached_property
    def opened_files(self) -> "OpenedFiles":
        from igdesk.store.opened_files import OpenedFiles

        return OpenedFiles(self.folder / "opened")

    @cached_property
    def gallery(self) -> "Gallery":
        from igdesk.store.gallery import Gallery

        return Gallery(self._database)

    @cached_property
    def triage(self) -> "Triage":
        from igdesk.store.triage import Triage

        return Triage(self._database, self.labels, self._clock)

    @cached_property
    def labels(self) -> "Labels":
        """Apart from triage, because rows that wear one are painted at the start."""
        from igdesk.store.labels import Labels

        return Labels(self._database)

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def is_read_only(self) -> bool:
        """Whether a later version of igdesk wrote the file; ``read_only_reason`` says it in words."""
        return self._database.read_only_reason is not None

    @property
    def read_only_reason(self) -> ArchiveTooNew | None:
        return self._database.read_only_reason

    @property
    def statistics(self) -> Statistics:
        return self._database.statistics

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told of every committed change; the answer ends it."""
        return self._database.subscribe(listener)

    def check(self, stops: "Event | None" = None) -> None:
        """Raise ``ArchiveDamaged`` if the file is not sound. Takes a while: call it in a thread, it has its own
        connection. Once ``stops`` is set it ends, and then it has found nothing.
        """
        from igdesk.store.checking import check_file

        check_file(self._database.path, self._database.key, stops)

    def search_reader(self) -> "SearchReader":
        """For finding messages and people in a thread of its own."""
        from igdesk.store.search import SearchReader

        return SearchReader(self._database.path, self._database.key)

    def export_reader(self) -> "ExportReader":
        """For writing messages into files; made in the thread that uses it."""
        from igdesk.store.export_reader import ExportReader

        return ExportReader(self._database.path, self._database.key)

    def build_index(self, stops: "Event") -> bool:
        """Index what is not indexed yet; whether that is done. Takes a while: call it in a thread, it has its own
        connection. Once ``stops`` is set it ends, and the next call goes on.
        """
        from igdesk.store.search_builder import IndexBuilder

        builder = IndexBuilder(self._database.path, self._database.key, stops, self._database.turn)
        try:
            return builder.run()
        finally:
            builder.close()

    def first_message_at(self) -> datetime | None:
        """When the oldest message was written that can be found."""
        row = self._database.row("select min(starts_at) from search_bucket where size > 0")
        return None if row is None or row[0] is None else from_ms(row[0])

    @property
    def is_index_behind(self) -> bool:
        """Whether ``build_index`` has anything to do."""
        from igdesk.store.search_index import is_behind

        return not self.is_read_only and is_behind(self._database)

    def look_over(self) -> bool:
        """Find out what some more conversations of an older archive hold; whether there may be more."""
        from igdesk.store.looking_over import look_over

        return not self.is_read_only and look_over(self._database)

    def sweep(self) -> None:
        """Delete media files whose message is gone and that a crash kept from being deleted."""
        if not self.is_read_only:
            self.media.delete_discarded()

    def close(self) -> None:
        if "opened_files" in self.__dict__:
            self.opened_files.delete_all()
        self._database.close()

    def _delete_files(self, keys: Sequence[str]) -> None:
        self.media.delete_files(keys)
