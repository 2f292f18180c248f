"""Makes the archive of the present schema version for ``tests/store/test_opening.py``: run it once per release.

    python tests/archives/make.py

The archive holds invented people only; its key is in the test.
"""

import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import AccountSnapshot, ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.store.archive import Archive
from igdesk.store.schema import VERSION

KEY = bytes.fromhex("5e" * 32)
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
SHOP = PersonSnapshot("17841400000000123", "northwind.ceramics")
LENA = PersonSnapshot("998877665544332", "lena.bakes")


def make(target: Path) -> None:
    """Write an archive with an account, a conversation of two messages, a queued reply and a draft."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder), KEY, clock=lambda: NOW)
        account_id = archive.accounts.add(
            AccountSnapshot(SHOP.remote_id, "5550001", SHOP.remote_id, Flavour.INSTAGRAM, SHOP.username),
            connected_at=NOW - timedelta(days=1),
        )
        messages = (
            MessageSnapshot("m2", NOW - timedelta(minutes=5), SHOP, (LENA,), "Yes, it is"),
            MessageSnapshot("m1", NOW - timedelta(minutes=9), LENA, (SHOP,), "Is the blue one still there?"),
        )
        page = ConversationSnapshot("thread-1", NOW, (SHOP, LENA), messages, is_complete=True)
        conversation_id = archive.ingest.conversation(account_id, page, read_started_at=NOW).conversation_id
        archive.outbox.enqueue(conversation_id, ["Shall I keep it for you?"], now=NOW)
        archive.inbox.save_draft(conversation_id, "A draft")
        archive.close()
        shutil.copy(Path(folder) / "archive.db", target)


if __name__ == "__main__":
    path = Path(__file__).parent / f"v{VERSION}.db"
    if path.exists():
        sys.exit(f"{path.name} exists; a released archive is never made anew")
    make(path)
