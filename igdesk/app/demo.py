"""The demo: a made-up studio, answered by the stand-in for Instagram inside this process."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import pi, sin
from pathlib import Path
from types import TracebackType
from typing import Any

from igdesk.app.demo_desk import DemoDesk
from igdesk.app.keys import Opened
from igdesk.domain.account import Flavour
from igdesk.domain.health import CallSlot, SeenError, slot_of, slot_start
from igdesk.domain.ids import AccountId
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.paths import Profile
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.tokens import FACEBOOK_PERMISSIONS, INSTAGRAM_PERMISSIONS, LIFETIME
from igdesk.sandbox.world import World
from igdesk.store.archive import Archive
from igdesk.store.vault import MemoryVault

SEED = 7
CONNECTED_FOR = timedelta(days=3)
"""The studio was connected some days ago: what came since counts as unread."""


class Demo:
    """A profile that is gone at the end, with an account that is signed in already."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC), *, beside: str | None = None) -> None:
        """``beside`` is the folder that takes the demo's own one, instead of the system's place for such things."""
        self._clock = clock
        self.world = World(SEED, clock, accounts=2)
        self.graph = GraphApp(self.world)
        if beside is not None:
            Path(beside).mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="igdesk-demo-", dir=beside))
        self.profile = Profile(self._folder, self._folder.name)

    def __enter__(self) -> "Demo":
        self.profile.create()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def asgi_app(self) -> Callable[..., Any]:
        """What answers instead of Instagram."""
        return self.graph

    def open_vault(self) -> Opened:
        vault = MemoryVault()
        return Opened(vault, vault.create_archive_key())

    def sign_in(self, archive: Archive, opened: Opened) -> None:
        """Connect the studio and a second, smaller account of the other flavour, as if that had been days ago."""
        connected_at = self._clock() - CONNECTED_FOR
        studio, second = self.world.businesses
        opened.vault.set_token(studio.ig_id, self.world.token)
        snapshot = AccountSnapshot(
            remote_id=studio.ig_id,
            app_scoped_id=studio.app_scoped_id,
            node_id=studio.ig_id,
            flavour=Flavour.INSTAGRAM,
            username=studio.username,
            name=studio.name,
            account_type="BUSINESS",
        )
        ends_at = connected_at + LIFETIME
        first_id = archive.accounts.add(
            snapshot, connected_at=connected_at, token_expires_at=ends_at, permissions=INSTAGRAM_PERMISSIONS
        )
        self._remember_calls(archive, first_id)
        opened.vault.set_token(second.ig_id, self.world.page_token(second.index))
        snapshot = AccountSnapshot(
            remote_id=second.ig_id,
            app_scoped_id="",
            node_id=second.page_id,
            flavour=Flavour.FACEBOOK,
            username=second.username,
            name=second.name,
            account_type="MEDIA_CREATOR",
        )
        archive.accounts.add(snapshot, connected_at=connected_at, permissions=FACEBOOK_PERMISSIONS)
        DemoDesk(archive, self._clock())

    def _remember_calls(self, archive: Archive, account_id: AccountId) -> None:
        """The day before: few calls at night, more while the shop is open, and one pause that Instagram asked for."""
        now = self._clock()
        slots = []
        for back in range(47, 0, -1):
            slot = slot_of(now) - back
            hour = slot_start(slot).astimezone().hour
            busy = max(0.0, sin((hour - 6) / 17 * pi)) if 6 <= hour < 23 else 0.0
            slots.append(CallSlot(slot, round(10 + 78 * busy + 9 * sin(slot * 1.7)), round(4 + 14 * busy)))
        at = now - timedelta(hours=9)
        pause = SeenError("paused", "613/2534040", "AdemoTrace7Kq2", at, at + timedelta(minutes=2), 2)
        archive.health.keep(account_id, slots, [pause])
