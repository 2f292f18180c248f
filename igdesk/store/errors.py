"""What can go wrong with the archive file, in words for the person."""

# ruff: noqa: N818 - the names say what is the matter

from pathlib import Path

import apsw

from igdesk.domain.status import KnownError, Problem


class ArchiveError(KnownError):
    """The archive cannot do what was asked of it; the person can act on it."""

    def __init__(
        self,
        happened: str = "The archive on this computer could not be read or written.",
        cure: str = "Check that the disk is connected and that you may write to the folder, then start igdesk again.",
        *,
        id: str = "archive_unusable",  # noqa: A002 - the word of Problem
    ) -> None:
        super().__init__(Problem(id, happened, cure))


class ArchiveLocked(ArchiveError):
    """The key does not open the file."""

    def __init__(self) -> None:
        super().__init__(
            "The key on this computer does not open the archive.",
            "Unlock the keychain that holds the key of igdesk, or put back the folder that belongs to this computer.",
            id="archive_locked",
        )


class ArchiveDamaged(ArchiveError):
    """The file is not what was written."""

    def __init__(self, folder: Path | None = None) -> None:
        # A file archive.db-wal that stays behind would be written into the copy, and damage it too.
        place = "the folder of the archive" if folder is None else f"the folder {folder}"
        super().__init__(
            "The archive file on this computer is damaged.",
            f"Close igdesk. In {place} move everything that begins with “archive.db” away, and put the newest copy "
            "from “backups” there as “archive.db”. Without a copy igdesk begins a new archive. Messages that Instagram "
            "still shows are fetched again.",
            id="archive_damaged",
        )


class ArchiveTooNew(ArchiveError):
    """The file was written by a later version of igdesk."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "A newer version of igdesk wrote this archive. You can read it, but nothing is fetched or sent.",
            "Update igdesk to go on.",
            id="archive_too_new",
        )
        self.version = version


class ArchiveGone(ArchiveError):
    """The file was moved, deleted or replaced while it was in use."""

    def __init__(self) -> None:
        super().__init__(
            "The folder of igdesk was moved, deleted or replaced while igdesk was running. Nothing is saved any more.",
            "Close igdesk, put the folder back in its place, then start it again.",
            id="archive_gone",
        )


class DiskFull(ArchiveError):
    """There is no room for what had to be written; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            "The disk is full. What was just to be saved is not saved.",
            "Free some space. igdesk then goes on by itself.",
            id="disk_full",
        )


class ArchiveBusy(ArchiveError):
    """Another program holds the file."""

    def __init__(self) -> None:
        super().__init__(
            "Another program is using the archive, so nothing could be saved.",
            "Close other copies of igdesk and programs that back up or scan its folder.",
            id="archive_busy",
        )


class ArchiveReadOnly(ArchiveError):
    """The file or its folder may not be written."""

    def __init__(self) -> None:
        super().__init__(
            "The archive may not be written: the file or its folder is read-only.",
            "Give your user the right to write to the folder of igdesk, then start it again.",
            id="archive_read_only",
        )


def known(error: apsw.Error) -> Exception:
    """The error a person can act on behind one of SQLite; the error itself when it is a bug of ours."""
    match error:
        case apsw.FullError():
            return DiskFull()
        case apsw.BusyError() | apsw.LockedError():
            return ArchiveBusy()
        case apsw.CorruptError() | apsw.NotADBError():
            return ArchiveDamaged()
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.AuthError():
            return ArchiveReadOnly()
        case apsw.IOError() | apsw.CantOpenError() | apsw.ProtocolError() | apsw.NoMemError():
            return ArchiveError()
        case _:
            return error
