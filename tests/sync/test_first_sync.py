"""The first fetch of an account."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from igdesk.domain.status import FirstSync


def listed(rig: Any) -> list[Any]:
    return [thread for thread in rig.world.threads() if thread.is_listed(rig.world.now())]


def test_first_fetch_costs_a_call_per_page_and_conversation(make_rig: Callable[..., Any], play: Any) -> None:
    rig = make_rig(conversations=60)

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        threads = listed(rig)
        pages = -(-len(threads) // 25)
        assert rig.archive.inbox.counts(now=rig.engine.server_now()).total == len(threads)
        assert all(rig.row(thread).preview is not None for thread in threads)
        assert pages + len(threads) <= len(rig.calls("list", "read")) <= 1.1 * (pages + len(threads))
        assert rig.archive.inbox.counts(now=rig.engine.server_now()).unread == 0, "history is not unread"

    play(rig, scene)


def test_what_is_seen_first_is_read_before_the_rest_is_listed(make_rig: Callable[..., Any], play: Any) -> None:
    rig = make_rig(conversations=60)

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        scopes = [call.scope for call in rig.calls("list", "read")]
        second_page = next(n for n, call in enumerate(rig.calls("list", "read")) if call.query.get("after"))
        assert scopes[:second_page].count("read") >= 25
        read = [unquote(call.path.rpartition("/")[2]) for call in rig.calls("read")]
        assert read == [thread.id for thread in listed(rig)], "newest first, each once"

    play(rig, scene)


def test_progress_is_told(make_rig: Callable[..., Any], play: Any) -> None:
    rig = make_rig(conversations=30)

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        seen = [s.of(1).first_sync for s in rig.statuses if s.accounts and s.of(1).first_sync]
        assert FirstSync(30, 30) in seen or FirstSync(29, 30) in seen
        assert [p.done for p in seen if p.total == 30] == sorted(p.done for p in seen if p.total == 30)
        assert rig.status().first_sync is None

    play(rig, scene)


def test_a_restart_goes_on_where_it_was(make_rig: Callable[..., Any], play: Any, tmp_path: Path) -> None:
    """failure 51"""
    rig = make_rig(conversations=40)

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until(lambda: len(rig.calls("read")) == 15)
        await rig.kill(tmp_path / "two")
        rig.open().start()
        await rig.until_quiet()
        assert len(rig.calls("read")) <= len(listed(rig)) + 2, "nothing is read twice but what was under way"
        assert all(rig.row(thread).preview is not None for thread in listed(rig))
        before = {row.id: len(rig.messages(row)) for row in map(rig.row, listed(rig))}
        await rig.stop()
        rig.open().start()
        calls = len(rig.app.calls)
        await rig.until_quiet()
        assert len(rig.app.calls) == calls + 1, "once done, a start costs one look"
        assert {row.id: len(rig.messages(row)) for row in map(rig.row, listed(rig))} == before

    play(rig, scene)


def test_what_arrives_meanwhile_is_not_missed(make_rig: Callable[..., Any], play: Any) -> None:
    """Paging is live: a conversation that moves to the top is missed further down."""
    rig = make_rig(conversations=60)

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until(lambda: len(rig.calls("read")) == 20)
        late = listed(rig)[55]
        rig.world.say(late, "I am back")
        await rig.until_quiet()
        await rig.until(lambda: rig.row(late).unread_count == 1)
        assert rig.messages(rig.row(late))[-1].text == "I am back"

    play(rig, scene)


def test_a_list_that_is_too_large_is_asked_for_in_smaller_pages(make_rig: Callable[..., Any], play: Any) -> None:
    """failure 57"""
    rig = make_rig(conversations=30)

    async def scene() -> None:
        too_large = {"code": 1, "status": 500, "message": "Please reduce the amount of data you're asking for"}
        rig.faults.add("error", "list", count=3, skip=1, **too_large)
        rig.connect()
        rig.start()
        await rig.until_quiet()
        limits = [int(call.query["limit"]) for call in rig.calls("list")]
        assert limits[1:5] == [25, 12, 6, 3]
        assert all(rig.row(thread).preview is not None for thread in listed(rig))
        assert rig.status().problem is None

    play(rig, scene)


def test_names_are_dropped_when_even_one_is_too_many(make_rig: Callable[..., Any], play: Any) -> None:
    """failure 57"""
    rig = make_rig(conversations=30)

    async def scene() -> None:
        rig.faults.add("error", "list", count=5, skip=1, code=1, status=500, message="An unknown error occurred")
        rig.connect()
        rig.start()
        await rig.until_quiet()
        walk = [call.query for call in rig.calls("list")]
        assert ["participants" in query["fields"] for query in walk[1:7]] == [True] * 5 + [False]
        assert walk[6]["limit"] == "25"
        assert all(rig.row(thread).preview is not None for thread in listed(rig))

    play(rig, scene)


def test_an_empty_account_is_no_trouble(make_rig: Callable[..., Any], play: Any) -> None:
    """failure 14"""
    rig = make_rig(conversations=0)

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        assert rig.status().problem is None
        thread = rig.world.newcomer()
        rig.world.say(thread, "Hello?")
        await rig.until(lambda: rig.archive.inbox.find(1, thread.id) and rig.row(thread).unread_count)

    play(rig, scene)


def test_permission_that_comes_late_still_fetches_everything(make_rig: Callable[..., Any], play: Any) -> None:
    """failure 13"""
    rig = make_rig(conversations=12)

    async def scene() -> None:
        refusal = rig.faults.add("error", "list", count=None, code=200, message="(#200) Permission error", status=403)
        rig.connect()
        rig.start()
        await rig.until(lambda: rig.status().problem is not None)
        await asyncio.sleep(4000)
        rig.faults.remove(refusal)
        await asyncio.sleep(1000)
        assert all(rig.row(thread).preview is not None for thread in listed(rig))
        assert rig.status().problem is None

    play(rig, scene)
