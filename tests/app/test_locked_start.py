"""An igdesk that was quit or killed while it was locked shows the lock before anything of the archive is painted."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

PREPARE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from igdesk.domain.account import Flavour
from igdesk.domain.lock import CHECK, LOCKED
from igdesk.domain.snapshot import AccountSnapshot, ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.store import passphrase
from igdesk.store.archive import Archive
now = datetime.now(UTC)
archive = Archive.open(Path(sys.argv[1]) / "archive", bytes(32), clock=lambda: now)
account = archive.accounts.add(AccountSnapshot("1", "2", "1", Flavour.INSTAGRAM, "studio", "Studio"), connected_at=now)
me, mara = PersonSnapshot("1", "studio"), PersonSnapshot("9", "mara", "Mara Lindqvist")
message = MessageSnapshot("m1", now, mara, (me,), "Is it still there?")
page = ConversationSnapshot("t1", now, (me, mara), (message,), is_complete=True)
archive.ingest.conversation(account, page, read_started_at=now)
passphrase.SCRYPT_N = 2**14
archive.settings.set(CHECK, passphrase.make_check("kiln and glaze"))
archive.settings.set(LOCKED, "1")
archive.close()
"""

SCRIPT = """
import json, os, sys
from igdesk.app import keys
from igdesk.app.launch import launch
from igdesk.app.milestones import Milestones
from igdesk.store.vault import MemoryVault
vault = MemoryVault()
vault.adopt_archive_key(bytes(32))
keys.keychain_of = lambda profile: vault
painted = []
def mark(self, name):
    if name == "archive":
        from igdesk.ui.inbox.pane import ListPane
        from igdesk.ui.inbox.view import ConversationList
        from igdesk.ui.rail.rail import Rail
        for kind in (ListPane, ConversationList, Rail):
            kind.paintEvent = lambda self, event: painted.append(type(self).__name__)
    if name == "painted":
        from PySide6.QtWidgets import QApplication, QWidget
        from igdesk.ui.window.main_window import MainWindow
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        page = window.locking.page
        seen = [w for w in window.findChildren(QWidget) if w.isVisible() and w is not page and not page.isAncestorOf(w)]
        facts = {"locked": window.is_locked, "painted": painted, "seen": len(seen), "title": window.windowTitle()}
        print(json.dumps(facts), flush=True)
        os._exit(0)
Milestones.mark = mark
launch(["--profile", sys.argv[1]])
"""


def run(script: str, profile: Path) -> str:
    env = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
    env |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(profile)]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_nothing_but_the_lock_is_painted(tmp_path: Path) -> None:
    run(PREPARE, tmp_path)
    facts = json.loads(run(SCRIPT, tmp_path).splitlines()[-1])
    assert facts == {"locked": True, "painted": [], "seen": 0, "title": "igdesk"}
