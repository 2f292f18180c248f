"""The desk of the demo is in order before somebody could read it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from igdesk.app.demo_desk import PINNED, DemoDesk
from igdesk.domain.account import Flavour
from igdesk.domain.conversation import InboxFilter, InboxView
from igdesk.domain.snapshot import AccountSnapshot, ConversationSnapshot, InboxPage, PersonSnapshot
from igdesk.store.archive import Archive

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
ME = PersonSnapshot("9001", "studio")


def entry(username: str, minutes: int, *, is_named: bool) -> ConversationSnapshot:
    people = (ME, PersonSnapshot(f"ig-{username}", username)) if is_named else ()
    return ConversationSnapshot(f"t-{username}", NOW - timedelta(minutes=minutes), people, (), is_complete=False)


def test_who_is_pinned_stands_above_as_soon_as_names_are_there(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "archive", b"k" * 32, clock=lambda: NOW)
    account = archive.accounts.add(
        AccountSnapshot("9001", "9011", "9001", Flavour.INSTAGRAM, "studio", "Studio"), connected_at=NOW
    )
    DemoDesk(archive, NOW)
    for is_named in (False, True):
        page = InboxPage(tuple(entry(name, n, is_named=is_named) for n, name in enumerate(("mara", "layla", *PINNED))))
        archive.ingest.inbox_page(account, page)
    rows = archive.inbox.rows(InboxView.INBOX, InboxFilter.ALL, account_id=account, now=NOW)
    assert [row.participant.username for row in rows] == [*PINNED, "mara", "layla"]
    assert rows[0].preview is None, "before anything of it was read"
    archive.close()
