"""What the first window costs, counted: modules loaded before its paint, collections, sources read."""

import gc
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from igdesk.app.collector import rest_collector, wake_collector

ROOT = Path(__file__).parents[2]
LATER = (
    "asyncio", "ssl", "httpx", "httpcore", "h2", "anyio", "keyring", "secretstorage", "cryptography", "msgspec",
    "qasync", "PySide6.QtNetwork", "igdesk.graph", "igdesk.sandbox", "igdesk.sync.engine", "igdesk.store.ingest",
    "igdesk.store.outbox", "igdesk.store.keychain", "igdesk.ui.conversation.talk", "igdesk.ui.timeline.view",
    "igdesk.ui.composer.pane", "igdesk.ui.composer.strip_choice", "igdesk.ui.shortcuts", "igdesk.ui.profile.pane",
    "igdesk.ui.wizard.wizard", "igdesk.ui.dialogs", "igdesk.ui.banner.bar",
    "igdesk.ui.banner.choice", "igdesk.sync.schedule", "igdesk.store.schema", "igdesk.ui.conversation.empty",
    "igdesk.domain.outbox", "igdesk.domain.message", "igdesk.domain.attachment", "igdesk.store.timeline",
    "igdesk.store.summary", "argparse", "igdesk.ui.notices", "igdesk.domain.notices", "dataclasses",
    "socket", "selectors",
)  # fmt: skip
"""Nothing of this is needed to read the inbox."""

SCRIPT = """
import gc, json, linecache, os, sys
from igdesk.app import keys
from igdesk.app.launch import launch
from igdesk.app.milestones import Milestones
from igdesk.store.vault import MemoryVault
vault = MemoryVault()
vault.adopt_archive_key(bytes(32))
keys.keychain_of = lambda profile: vault
def mark(self, name):
    if name == "painted":
        facts = {"loaded": sorted(sys.modules), "is_collected": gc.isenabled(), "sources": sorted(linecache.cache)}
        print(json.dumps(facts), flush=True)
        os._exit(0)
Milestones.mark = mark
launch(["--profile", sys.argv[1]])
"""
PREPARE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.store.archive import Archive
now = datetime.now(UTC)
archive = Archive.open(Path(sys.argv[1]) / "archive", bytes(32), clock=lambda: now)
archive.accounts.add(AccountSnapshot("1", "2", "1", Flavour.INSTAGRAM, "studio", "Studio"), connected_at=now)
archive.close()
"""


def run(script: str, profile: Path) -> str:
    # no bus: no child that asks the real keychain
    env = {k: v for k, v in os.environ.items() if k != "DBUS_SESSION_BUS_ADDRESS"}
    env |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(profile)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_inbox_is_painted_before_anything_else_is_loaded(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    run(PREPARE, profile)
    facts = json.loads(run(SCRIPT, profile).splitlines()[-1])
    loaded = facts["loaded"]
    assert "igdesk.ui.inbox.view" in loaded
    assert [name for name in LATER if name in loaded] == []
    assert not facts["is_collected"]
    assert [source for source in facts["sources"] if "igdesk/ui" in source] == []


def test_what_is_loaded_later_exists() -> None:
    """A module that was renamed is never loaded under its old name: the test above would keep nothing out."""
    own = [name for name in LATER if name.startswith("igdesk.")]
    assert [name for name in own if importlib.util.find_spec(name) is None] == []


def test_the_collector_rests_once_and_wakes_once() -> None:
    try:
        rest_collector()
        assert not gc.isenabled()
        wake_collector()
        frozen = gc.get_freeze_count()
        assert gc.isenabled()
        assert frozen > 0
        wake_collector()
        assert gc.get_freeze_count() == frozen
    finally:
        gc.enable()
        gc.unfreeze()
