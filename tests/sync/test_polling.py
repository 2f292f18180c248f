"""Keeping an account up to date."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from igdesk.domain.attention import Attention
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.snapshot import InboxPage
from igdesk.domain.status import Connection
from igdesk.sync import poller

TOO_LARGE = {"code": 1, "status": 500, "message": "Please reduce the amount of data you're asking for"}


def test_an_idle_look_is_one_call_and_nothing_else(rig: Any, play: Any) -> None:
    """failure 92: nothing is replaced, so nothing jumps."""

    async def scene() -> None:
        await rig.begin()
        await asyncio.sleep(30)
        calls, told, written = len(rig.app.calls), len(rig.statuses), rig.archive.statistics.transactions
        rig.changes.clear()
        await asyncio.sleep(600)
        looks = len(rig.app.calls) - calls
        assert 35 <= looks <= 75
        assert {call.scope for call in rig.app.calls[calls:]} == {"list"}
        assert rig.archive.statistics.transactions == written
        assert rig.changes == []
        assert len(rig.statuses) - told <= 11, "no more than the minute of the last look"

    play(rig, scene)


def test_a_new_message_costs_one_read_or_two_when_its_second_was_not_over(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[5]
        reads = len(rig.calls("read"))
        rig.world.say(thread, "Do you have it in green?")
        rig.changes.clear()
        await asyncio.sleep(20)
        row = rig.row(thread)
        assert (row.unread_count, row.preview.text) == (1, "Do you have it in green?")
        assert len(rig.calls("read")) - reads in (1, 2)
        arrived = [message for change in rig.changes for message in change.arrived]
        assert arrived == [rig.messages(row)[-1].id]

    play(rig, scene)


def test_both_ids_of_the_account_mean_that_it_wrote_itself(rig: Any, play: Any) -> None:
    """failure 12, failure 50"""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[2]
        rig.world.phone(thread, "Sent from the phone")
        await asyncio.sleep(20)
        business = thread.account
        account = rig.archive.accounts.get(1)
        assert account.is_own_id(business.ig_id)
        assert account.is_own_id(business.app_scoped_id)
        row = rig.row(thread)
        assert rig.messages(row)[-1].is_own
        assert row.unread_count == 0

    play(rig, scene)


def test_catching_up_after_days_goes_down_to_what_is_known(make_rig: Callable[..., Any], play: Any) -> None:
    rig = make_rig(conversations=60)

    async def scene() -> None:
        await rig.begin()
        await rig.stop()
        rig.world.advance(0)
        changed = rig.world.threads()[:33]
        for thread in changed:
            rig.world.say(thread, "Are you there?")
        rig.open().start()
        calls = len(rig.app.calls)
        await rig.until(lambda: all(rig.row(thread).unread_count == 1 for thread in changed))
        await asyncio.sleep(5)
        new = rig.app.calls[calls:]
        assert sum(call.scope == "read" for call in new) == 33
        assert sum(call.scope == "list" for call in new) <= 4 + 4, "pages of ten, and the looks meanwhile"

    play(rig, scene)


def test_a_catch_up_that_is_cut_short_misses_nothing(make_rig: Callable[..., Any], play: Any, tmp_path: Any) -> None:
    """failure 51"""
    rig = make_rig(conversations=60)

    async def scene() -> None:
        await rig.begin()
        await rig.stop()
        changed = rig.world.threads()[:33]
        for thread in changed:
            rig.world.say(thread, "Are you there?")
        rig.open().start()
        reads = len(rig.calls("read"))
        await rig.until(lambda: len(rig.calls("read")) == reads + 14)
        await rig.kill(tmp_path / "two")
        rig.open().start()
        await rig.until(lambda: all(rig.row(thread).unread_count == 1 for thread in changed))
        assert len(rig.calls("read")) <= reads + 33 + 2

    play(rig, scene)


def test_a_poisoned_conversation_stops_nothing(rig: Any, play: Any) -> None:
    """failure 57"""

    async def scene() -> None:
        sick = rig.world.poison(rig.world.threads()[1])
        await rig.begin()
        others = [t for t in rig.world.threads() if t is not sick and t.is_listed(rig.world.now())]
        assert all(rig.row(thread).preview is not None for thread in others)
        assert rig.row(sick).unavailable_code.startswith("1")
        assert rig.status().connection is Connection.ONLINE
        tries = [call for call in rig.calls("read") if call.status != 200]
        assert len(tries) <= 4
        rig.world.say(sick, "again")
        rig.world.say(others[0], "hello")
        await asyncio.sleep(120)
        assert rig.row(others[0]).unread_count == 1
        assert len([call for call in rig.calls("read") if call.status != 200]) == len(tries), "not at every look"
        await asyncio.sleep(1200)
        tried = len([call for call in rig.calls("read") if call.status != 200])
        assert 1 <= tried - len(tries) <= 4, "once more, as somebody wrote"
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(7200)
        assert len([call for call in rig.calls("read") if call.status != 200]) == tried, "left alone for a day"
        sick.is_poisoned = False
        await asyncio.sleep(86400)
        assert rig.row(sick).unavailable_code == ""
        assert rig.messages(rig.row(sick))[-1].text == "again"

    play(rig, scene)


def test_news_in_a_conversation_that_could_not_be_read_are_not_a_day_late(rig: Any, play: Any, tmp_path: Any) -> None:
    """failure 57: it may have moved down the list meanwhile, and the program may have been started anew."""

    async def scene() -> None:
        sick = rig.world.poison(rig.world.threads()[1])
        await rig.begin()
        await asyncio.sleep(60)
        rig.world.say(sick, "again")
        await asyncio.sleep(60)
        assert rig.row(sick).unavailable_code
        sick.is_poisoned = False
        for thread in rig.world.threads()[:11]:
            rig.world.say(thread, "hello") if thread is not sick else None
        await rig.kill(tmp_path / "two")
        rig.open().start()
        await asyncio.sleep(1000)
        assert rig.row(sick).unavailable_code == ""
        assert rig.messages(rig.row(sick))[-1].text == "again"

    play(rig, scene)


def test_a_conversation_that_is_too_large_is_read_in_smaller_bites(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[3]
        rig.faults.add("error", "read", count=2, path=thread.id.split("=")[0], **TOO_LARGE)
        calls = len(rig.calls("read"))
        rig.world.say(thread, "one")
        await asyncio.sleep(20)
        limits = [call.query["fields"].partition("messages.limit(")[2].partition(")")[0] for call in rig.calls("read")]
        assert limits[calls:] == ["20", "10", "5"]
        assert rig.row(thread).unread_count == 1
        assert rig.row(thread).unavailable_code == ""

    play(rig, scene)


@pytest.mark.parametrize(("kind", "settings"), [("throttle", {"minutes": 1}), ("drop_before", {})])
def test_trouble_of_the_connection_is_never_the_fault_of_a_conversation(
    rig: Any, play: Any, kind: str, settings: dict[str, Any]
) -> None:
    """failure 34: throttled while it catches up, again and again, it waits and goes on."""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[3]
        fault = rig.faults.add(kind, "read", count=8, **settings)
        rig.world.say(thread, "one")
        codes = set()
        for _ in range(1500):
            await asyncio.sleep(1)
            codes.add(rig.row(thread).unavailable_code)
        assert fault.hits == 8
        assert codes == {""}
        assert rig.row(thread).preview.text == "one"

    play(rig, scene)


def test_a_conversation_that_always_fails_is_left_alone_after_a_few_tries(rig: Any, play: Any) -> None:
    """failure 31"""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[3]
        fault = rig.faults.add("error", "read", count=None, path=thread.id.split("=")[0], code=2, status=500)
        rig.world.say(thread, "one")
        await asyncio.sleep(300)
        assert rig.row(thread).unavailable_code == "2"
        assert fault.hits <= 6
        assert rig.status().connection is Connection.ONLINE

    play(rig, scene)


def test_more_than_a_read_can_hold_leaves_a_gap_and_raises_the_pace(rig: Any, play: Any) -> None:
    """failure 53"""

    async def scene() -> None:
        await rig.begin()
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(400)
        thread = rig.world.threads()[4]
        for n in range(70):
            rig.world.say(thread, f"message {n}")
        await asyncio.sleep(70)
        shown = rig.messages(rig.row(thread))
        assert sum(message.has_gap_before for message in shown) == 1
        assert shown[-1].text == "message 69"
        assert [m.text for m in shown if m.has_gap_before] == ["message 50"]
        assert all(m.kind is not MessageKind.WITHHELD for m in shown), "an id alone is nobody's message"
        looks = len(rig.calls("list"))
        await asyncio.sleep(60)
        assert len(rig.calls("list")) - looks >= 5
        assert len([call for call in rig.calls("read") if call.query.get("after")]) <= 1, "one try, not one per look"

    play(rig, scene)


def test_a_list_that_is_not_newest_first_is_looked_at_further(
    make_rig: Callable[..., Any], play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing promises its order."""
    rig = make_rig(conversations=30)

    async def oldest_first(client: Any, *, limit: int, after: str) -> Any:
        whole = await client.inbox(limit=100)
        first = int(after or 0)
        entries = tuple(reversed(whole.value.conversations))[first : first + limit]
        more = str(first + limit) if first + limit < len(whole.value.conversations) else ""
        return replace(whole, value=InboxPage(entries, more))

    monkeypatch.setattr(poller, "_ask", oldest_first)

    async def scene() -> None:
        await rig.begin()
        for place in (3, 17, 29):
            thread = rig.world.threads()[place]
            rig.world.say(thread, f"Do you see me at {place}?")
            await asyncio.sleep(40)
            assert rig.row(thread).preview.text == f"Do you see me at {place}?"

    play(rig, scene)


def test_the_pause_that_instagram_asks_for_is_kept(rig: Any, play: Any) -> None:
    """failure 34"""

    async def scene() -> None:
        await rig.begin()
        rig.faults.add("throttle", "list", count=1, minutes=7)
        await rig.until(lambda: rig.status().connection is Connection.THROTTLED)
        calls, status = len(rig.app.calls), rig.status()
        assert timedelta(minutes=6.5) < status.paused_until - rig.clock() <= timedelta(minutes=7)
        assert status.problem is not None
        rig.engine.check_now()
        rig.engine.open_conversation(rig.row(rig.world.threads()[0]).id)
        await asyncio.sleep(6.8 * 60)
        assert len(rig.app.calls) == calls
        await asyncio.sleep(30)
        assert rig.status().connection is Connection.ONLINE
        assert (rig.status().paused_until, rig.status().problem) == (None, None)

    play(rig, scene)


def test_two_calls_a_second_are_never_passed(make_rig: Callable[..., Any], play: Any) -> None:
    rig = make_rig(conversations=40)

    async def scene() -> None:
        rig.connect()
        rig.start()
        for n in range(60):
            await asyncio.sleep(0.5)
            rig.engine.check_now()
            rig.world.say(rig.world.threads()[n % 5], "and another thing")
        await rig.until_quiet()
        assert all(call.status == 200 for call in rig.calls("list", "read"))

    play(rig, scene)


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "server_error_after", "truncated", "garbage", "hang"])
def test_reads_are_tried_again_after_any_fault(rig: Any, play: Any, kind: str) -> None:
    """failure 59"""

    async def scene() -> None:
        await rig.begin()
        rig.faults.add(kind, "conversations", count=2)
        thread = rig.world.threads()[3]
        rig.world.say(thread, "one")
        await asyncio.sleep(200)
        assert rig.row(thread).unread_count == 1
        assert rig.status().connection is Connection.ONLINE
        assert rig.status().problem is None

    play(rig, scene)


def test_instagram_down_is_said_after_several_failures(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        fault = rig.faults.add("error", "list", count=None, code=2, status=503)
        await rig.until(lambda: fault.hits == 2)
        assert rig.status().connection is Connection.ONLINE, "once or twice is nothing"
        await rig.until(lambda: rig.status().connection is Connection.INSTAGRAM_DOWN)
        assert rig.status().trouble_since is not None
        since, hits = rig.status().trouble_since, fault.hits
        await asyncio.sleep(600)
        assert rig.status().trouble_since == since
        assert 8 <= fault.hits - hits <= 25, "about every minute"
        rig.faults.clear()
        await asyncio.sleep(80)
        assert rig.status().connection is Connection.ONLINE
        assert rig.status().trouble_since is None

    play(rig, scene)


def test_a_network_that_wants_a_sign_in(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        rig.faults.add("html", "any", count=None)
        await rig.until(lambda: rig.status().connection is Connection.CAPTIVE)
        rig.faults.clear()
        rig.engine.check_now()
        await asyncio.sleep(3)
        assert rig.status().connection is Connection.ONLINE

    play(rig, scene)


def test_a_slow_api_blocks_nothing_else(rig: Any, play: Any) -> None:
    """failure 59"""

    async def scene() -> None:
        await rig.begin()
        rig.faults.add("slow", "list", count=None, seconds=12.0)
        row = rig.row(rig.world.threads()[0])
        ids = rig.engine.send_text(row.id, "At once, please")
        await asyncio.sleep(2)
        assert ids
        assert rig.sent_texts == ["At once, please"]

    play(rig, scene)


def test_the_open_conversation_shows_edits_reactions_and_unsends(rig: Any, play: Any) -> None:
    """failure 62"""

    async def scene() -> None:
        await rig.begin()
        thread = rig.world.threads()[0]
        first = rig.world.say(thread, "Do you have blue one?")
        second = rig.world.say(thread, "Never mind")
        await asyncio.sleep(20)
        row = rig.row(thread)
        rig.engine.open_conversation(row.id)
        await asyncio.sleep(1)
        rig.world.edit(first, "Do you have a blue one?")
        rig.world.react(thread, second, "❤")
        await asyncio.sleep(20)
        shown = {message.remote_id: message for message in rig.messages(row)}
        assert shown[first.id].text == "Do you have a blue one?"
        assert shown[first.id].is_edited
        assert shown[second.id].reactions
        rig.world.unsend(thread, second)
        await asyncio.sleep(90)
        assert {m.remote_id: m for m in rig.messages(row)}[second.id].text == ""
        assert rig.row(thread).unread_count <= 2

    play(rig, scene)


def test_looking_away_slows_down_and_coming_back_looks_at_once(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        await asyncio.sleep(400)
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(60)
        calls = len(rig.app.calls)
        await asyncio.sleep(600)
        assert 8 <= len(rig.app.calls) - calls <= 14
        await rig.until(lambda: len(rig.app.calls) > calls)
        await asyncio.sleep(20)
        calls = len(rig.app.calls)
        rig.engine.set_attention(Attention.ACTIVE)
        await asyncio.sleep(2)
        assert len(rig.app.calls) > calls

    play(rig, scene)


def test_the_usage_headers_slow_it_down(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        await asyncio.sleep(400)
        calls = len(rig.app.calls)
        await asyncio.sleep(300)
        usual = len(rig.app.calls) - calls
        rig.app.meter.used_before = 2500
        await asyncio.sleep(60)
        calls = len(rig.app.calls)
        await asyncio.sleep(300)
        assert rig.status().budget_used > 0.6
        assert len(rig.app.calls) - calls < usual / 2

    play(rig, scene)


def test_one_account_in_trouble_leaves_the_other_alone(make_rig: Callable[..., Any], play: Any) -> None:
    rig = make_rig(conversations=12, accounts=2)

    async def scene() -> None:
        first, second = rig.connect(0), rig.connect(1)
        rig.start()
        await rig.until_quiet()
        rig.faults.add("throttle", "list", count=1, path=rig.world.businesses[0].ig_id, minutes=60)
        await rig.until(lambda: rig.status(first).connection is Connection.THROTTLED)
        thread = rig.world.threads(1)[0]
        rig.world.say(thread, "Hello")
        await asyncio.sleep(30)
        assert rig.row(thread, second).unread_count == 1
        assert rig.status(second).connection is Connection.ONLINE
        ids = rig.engine.send_text(rig.row(thread, second).id, "Hello!")
        await asyncio.sleep(3)
        assert ids
        assert len(rig.world.sent) == 1

    play(rig, scene)


def test_the_computer_slept(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        rig.engine.set_attention(Attention.AWAY)
        rig.engine.woke_up()
        calls = len(rig.app.calls)
        await asyncio.sleep(2)
        assert len(rig.app.calls) > calls

    play(rig, scene)


def test_sleep_is_noticed_by_the_clocks(make_rig: Callable[..., Any], play: Any) -> None:
    rig = make_rig()
    slept = [timedelta(0)]
    rig.clock = lambda: rig.loop.wall() + slept[0]
    rig.world._clock = rig.clock

    async def scene() -> None:
        await rig.begin()
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(400)
        slept[0] = timedelta(hours=8)
        calls = len(rig.app.calls)
        await asyncio.sleep(16)
        assert len(rig.app.calls) > calls
        assert rig.engine.status.clock_offset_s == 0

    play(rig, scene)


def test_instagrams_clock_counts(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.world.advance(3600)
        await rig.begin()
        assert rig.engine.status.clock_offset_s == pytest.approx(3600, abs=2)
        assert abs((rig.engine.server_now() - rig.world.now()).total_seconds()) < 2
        await rig.stop()
        rig.open()
        assert rig.engine.status.clock_offset_s == pytest.approx(3600, abs=2), "known from the start"

    play(rig, scene)
