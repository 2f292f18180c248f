"""The first fetch of an account."""

from collections.abc import Callable
from typing import Any


def test_first_fetch_costs_a_call_per_page_and_conversation(make_rig: Callable[..., Any], play: Any) -> None:
    """failure 51"""
    rig = make_rig(conversations=60)

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        listed = [thread for thread in rig.world.threads() if thread.is_listed(rig.world.now())]
        pages = -(-len(listed) // 25)
        assert rig.archive.inbox.counts(now=rig.engine.server_now()).total == len(listed)
        assert all(rig.row(thread).preview is not None for thread in listed)
        assert len(rig.calls("list", "read")) <= 1.1 * (pages + len(listed))
        assert len(rig.calls("list", "read")) >= pages + len(listed)

    play(rig, scene)
