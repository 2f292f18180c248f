"""The send machine at work: what is done with each answer, and that nothing is ever sent twice."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from igdesk.domain.account import AccountProblem, AccountState, Capability
from igdesk.domain.attention import Attention
from igdesk.domain.conversation import Conversation
from igdesk.domain.message_kinds import Delivery, Origin
from igdesk.domain.outbox import FailureReason
from igdesk.domain.status import Connection
from igdesk.domain.window import WindowLevel
from igdesk.store.removing import RemovedReply


def test_a_reply_from_enter_to_sent(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.archive.inbox.save_draft(row.id, "Yes, it")
        (message_id,) = rig.engine.send_text(row.id, "Yes, it is.")
        assert rig.message(message_id).delivery is Delivery.QUEUED
        assert rig.row(row.remote_id).draft == ""
        assert rig.engine.status.queued_replies == 1
        await asyncio.sleep(0.2)
        message = rig.message(message_id)
        assert message.delivery is Delivery.SENT
        assert message.remote_id == rig.world.sent[0].message_id
        assert rig.engine.status.queued_replies == 0
        await asyncio.sleep(60)
        assert [m.remote_id for m in rig.messages(row)].count(message.remote_id) == 1, "failure 47"
        assert rig.message(message_id).origin is Origin.HERE
        assert rig.world.sent[0].tag == ""

    play(rig, scene)


def test_long_replies_go_in_parts_and_in_order(rig: Any, play: Any) -> None:
    """failure 36, failure 37"""

    async def scene() -> None:
        row = await rig.begin_asked()
        ids = rig.engine.send_text(row.id, "Eine Antwort. " * 200)
        assert len(ids) == 3
        rig.engine.send_text(row.id, "And done.")
        await asyncio.sleep(5)
        assert rig.sent_texts == [rig.message(message_id).text for message_id in ids] + ["And done."]
        assert [sent.at for sent in rig.world.sent] == sorted(sent.at for sent in rig.world.sent)
        await asyncio.sleep(60)
        assert len([m for m in rig.messages(row) if m.text == "And done."]) == 1

    play(rig, scene)


def test_enter_pressed_twice_on_an_empty_field_sends_once(rig: Any, play: Any) -> None:
    """failure 45"""

    async def scene() -> None:
        row = await rig.begin_asked()
        assert rig.engine.send_text(row.id, "Once")
        assert rig.engine.send_text(row.id, "") == ()
        assert rig.engine.send_text(row.id, " \n ") == ()
        await asyncio.sleep(5)
        assert rig.sent_texts == ["Once"]

    play(rig, scene)


def test_the_recipient_is_the_one_it_was_written_to(rig: Any, play: Any) -> None:
    """failure 44"""

    async def scene() -> None:
        row = await rig.begin_asked()
        other = rig.world.threads()[1]
        rig.world.say(other, "Me too")
        await asyncio.sleep(20)
        rig.faults.add("slow", "send", count=2, seconds=3)
        rig.engine.open_conversation(row.id)
        rig.engine.send_text(row.id, "For the first one")
        rig.engine.open_conversation(rig.row(other).id)
        rig.engine.send_text(rig.row(other).id, "For the second one")
        await asyncio.sleep(10)
        assert {(s.text, s.recipient_id) for s in rig.world.sent} == {
            ("For the first one", row.participant.igsid),
            ("For the second one", other.person.igsid),
        }

    play(rig, scene)


def test_conversations_overlap_but_only_two(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin_asked()
        threads = rig.world.threads()[:4]
        for thread in threads:
            rig.world.say(thread, "Hi")
        await asyncio.sleep(30)
        rig.faults.add("slow", "send", count=None, seconds=5)
        for thread in threads:
            rig.engine.send_text(rig.row(thread).id, f"Hi {thread.person.username}")
        started = rig.loop.time()
        await rig.until(lambda: len(rig.world.sent) == 4)
        assert 10 <= rig.loop.time() - started < 11

    play(rig, scene)


def test_offline_replies_wait_and_go_in_order(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        await rig.go_offline()
        for n in range(5):
            rig.engine.send_text(row.id, f"Reply {n}")
        assert rig.engine.status.queued_replies == 5
        await asyncio.sleep(3 * 3600)
        assert all(m.delivery is Delivery.QUEUED for m in rig.messages(row)[-5:])
        rig.come_back()
        await asyncio.sleep(10)
        assert rig.sent_texts == [f"Reply {n}" for n in range(5)]
        assert all(m.delivery is Delivery.SENT for m in rig.messages(row)[-5:])

    play(rig, scene)


def test_the_connection_goes_at_the_moment_of_sending(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.cut = True
        (message_id,) = rig.engine.send_text(row.id, "Now")
        await asyncio.sleep(5)
        assert rig.message(message_id).delivery is Delivery.QUEUED
        assert rig.status().connection is Connection.OFFLINE
        rig.cut = False
        await asyncio.sleep(90)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert rig.sent_texts == ["Now"]

    play(rig, scene)


@pytest.mark.parametrize("kind", ["drop_after", "server_error_after", "truncated", "garbage", "hang after"])
def test_an_answer_that_is_lost_is_looked_up_and_never_sent_again(rig: Any, play: Any, kind: str) -> None:
    """failure 33"""

    async def scene() -> None:
        row = await rig.begin_asked()
        if kind == "hang after":
            rig.faults.add("hang", "send", processed=True)
        else:
            rig.faults.add(kind, "send")
        (message_id,) = rig.engine.send_text(row.id, "Only once")
        rig.engine.send_text(row.id, "Right behind it")
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.UNCERTAIN)
        assert rig.sent_texts == ["Only once"], "what follows waits for the answer"
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        await asyncio.sleep(60)
        assert rig.sent_texts == ["Only once", "Right behind it"]
        assert [m.text for m in rig.messages(row)][-2:] == ["Only once", "Right behind it"]
        assert rig.message(message_id).remote_id == rig.world.sent[0].message_id

    play(rig, scene)


@pytest.mark.parametrize("kind", ["drop_before", "empty", "html", "hang"])
def test_a_message_that_never_arrived_ends_as_not_confirmed(rig: Any, play: Any, kind: str) -> None:
    """failure 33, failure 43"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add(kind, "send")
        (message_id,) = rig.engine.send_text(row.id, "Lost")
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.FAILED)
        assert rig.message(message_id).failure == FailureReason.NOT_CONFIRMED.value
        await asyncio.sleep(600)
        assert rig.sent_texts == []
        rig.engine.send_again(message_id)
        await asyncio.sleep(5)
        assert rig.sent_texts == ["Lost"]
        assert rig.message(message_id).delivery is Delivery.SENT

    play(rig, scene)


def test_an_echo_that_comes_late_still_counts(rig: Any, play: Any) -> None:
    """failure 33"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("late_echo", "send", reads=4)
        rig.faults.add("drop_after", "send")
        (message_id,) = rig.engine.send_text(row.id, "Late")
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.FAILED)
        rig.engine.open_conversation(row.id)
        await asyncio.sleep(120)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert len([m for m in rig.messages(row) if m.text == "Late"]) == 1

    play(rig, scene)


def test_an_echo_that_comes_late_is_found_without_anybody_looking(rig: Any, play: Any) -> None:
    """failure 33: the list has moved long before the message that moved it is handed out."""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("late_echo", "send", reads=4)
        rig.faults.add("drop_after", "send")
        (message_id,) = rig.engine.send_text(row.id, "Late")
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.FAILED)
        await asyncio.sleep(120)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert len([m for m in rig.messages(row) if m.text == "Late"]) == 1

    play(rig, scene)


def test_one_broken_call_does_not_hold_up_the_rest_until_the_next_look(rig: Any, play: Any) -> None:
    """The list is what finds out that the connection is back; at night its next look is minutes away."""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(3 * 3600)
        rig.world.say(rig.world.threads()[0], "Still there?")
        await rig.until(lambda: rig.row(row.remote_id).preview.text == "Still there?")
        rig.cut = True
        (message_id,) = rig.engine.send_text(row.id, "Now")
        await asyncio.sleep(0.5)
        assert rig.status().connection is Connection.OFFLINE
        rig.cut = False
        await asyncio.sleep(8)
        assert rig.status().connection is Connection.ONLINE
        assert rig.message(message_id).delivery is Delivery.SENT
        assert rig.sent_texts == ["Now"]

    play(rig, scene)


def test_the_echo_may_come_before_the_answer(rig: Any, play: Any) -> None:
    """failure 47"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.open_conversation(row.id)
        rig.slow_answers = 8.0
        (message_id,) = rig.engine.send_text(row.id, "Quick echo")
        for _ in range(6):
            await asyncio.sleep(1)
            rig.engine.check_now()
        assert rig.message(message_id).delivery is Delivery.SENDING
        await asyncio.sleep(60)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert len([m for m in rig.messages(row) if m.text == "Quick echo"]) == 1
        assert rig.sent_texts == ["Quick echo"]

    play(rig, scene)


def test_a_window_that_closed_while_offline_is_not_tried(rig: Any, play: Any) -> None:
    """failure 21, failure 24"""

    async def scene() -> None:
        row = await rig.begin_asked()
        await rig.go_offline()
        (message_id,) = rig.engine.send_text(row.id, "Too late")
        rig.archive.accounts.set_human_agent(1, Capability.NOT_GRANTED)
        await asyncio.sleep(25 * 3600)
        rig.cut = False
        posts = [call for call in rig.app.calls if call.method == "POST"]
        await asyncio.sleep(120)
        message = rig.message(message_id)
        assert (message.delivery, message.failure) == (Delivery.FAILED, FailureReason.WINDOW_CLOSED.value)
        assert [call for call in rig.app.calls if call.method == "POST"] == posts
        assert message.text == "Too late"
        assert rig.engine.window_of(rig.row(row.remote_id)).level is WindowLevel.CLOSED
        assert rig.engine.send_text(row.id, "And again") == ()

    play(rig, scene)


def days_old(rig: Any, **age: float) -> Any:
    """A conversation whose last word is this old."""
    thread = rig.world.newcomer()
    rig.world.say(thread, "Hello", at=rig.world.now() - timedelta(**age))
    return thread


@pytest.mark.parametrize(
    ("age", "tag"), [({"hours": 23}, ""), ({"hours": 25}, "HUMAN_AGENT"), ({"days": 6, "hours": 23}, "HUMAN_AGENT")]
)
def test_the_human_tag_is_for_the_second_to_the_seventh_day(rig: Any, play: Any, age: Any, tag: str) -> None:
    """failure 24"""

    async def scene() -> None:
        thread = days_old(rig, **age)
        await rig.begin_asked()
        rig.engine.send_text(rig.row(thread).id, "Sorry for the wait")
        await asyncio.sleep(5)
        assert [sent.tag for sent in rig.world.sent] == [tag]
        expected = Capability.AVAILABLE if tag else Capability.UNKNOWN
        assert rig.archive.accounts.get(1).human_agent is expected

    play(rig, scene)


def test_after_seven_days_nothing_goes(rig: Any, play: Any) -> None:
    """failure 24"""

    async def scene() -> None:
        thread = days_old(rig, days=8)
        await rig.begin_asked()
        assert rig.engine.send_text(rig.row(thread).id, "Sorry for the wait") == ()

    play(rig, scene)


def test_without_the_human_agent_feature(make_rig: Callable[..., Any], play: Any) -> None:
    """failure 25"""
    rig = make_rig(human_agent=False)

    async def scene() -> None:
        thread = days_old(rig, hours=30)
        await rig.begin_asked()
        (message_id,) = rig.engine.send_text(rig.row(thread).id, "Sorry for the wait")
        await asyncio.sleep(5)
        assert rig.message(message_id).failure == FailureReason.HUMAN_NOT_GRANTED.value
        assert rig.archive.accounts.get(1).human_agent is Capability.NOT_GRANTED
        assert rig.engine.window_of(rig.row(thread)).level is WindowLevel.CLOSED
        assert rig.engine.send_text(rig.row(thread).id, "Once more") == ()

    play(rig, scene)


def test_the_tag_is_dropped_once_inside_24_hours(make_rig: Callable[..., Any], play: Any) -> None:
    """failure 25"""
    rig = make_rig(human_agent=False)

    async def scene() -> None:
        thread = days_old(rig, hours=23, minutes=59, seconds=30)
        await rig.begin_asked()
        (message_id,) = rig.engine.send_text(rig.row(thread).id, "Just in time")
        await asyncio.sleep(3)
        assert rig.message(message_id).delivery is Delivery.SENT
        assert rig.sent_texts == ["Just in time"]

    play(rig, scene)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ({"code": 10, "subcode": 2534022, "status": 403}, FailureReason.REFUSED_WINDOW_UNSURE),
        ({"code": 10, "subcode": 2018278}, FailureReason.REFUSED_WINDOW_UNSURE),
        ({"code": 100, "subcode": 2534014}, FailureReason.RECIPIENT),
        ({"code": 100, "subcode": 2534037}, FailureReason.OTHER_APP),
        ({"code": 551}, FailureReason.UNREACHABLE),
        ({"code": 200, "subcode": 2534048}, FailureReason.PERMISSION),
        ({"code": 200, "subcode": 2534041}, FailureReason.MESSAGE_ACCESS),
        ({"code": 368}, FailureReason.RESTRICTED),
        ({"code": 100}, FailureReason.OTHER),
        ({"code": 999999, "words": "Something new"}, FailureReason.OTHER),
    ],
)
def test_refusals_are_final_and_told_apart(rig: Any, play: Any, error: Any, reason: FailureReason) -> None:
    """failure 15, failure 21, failure 27, failure 28, failure 29, failure 43"""

    async def scene() -> None:
        row = await rig.begin_asked()
        fault = rig.faults.add("error", "send", count=None, **error)
        (message_id,) = rig.engine.send_text(row.id, "Hello")
        await asyncio.sleep(600)
        message = rig.message(message_id)
        assert (message.delivery, message.failure) == (Delivery.FAILED, reason.value)
        assert message.failure_code.startswith(str(error["code"]))
        assert message.failure_words
        assert fault.hits == 1, "never tried again"
        refused = reason in (FailureReason.OTHER_APP, FailureReason.UNREACHABLE)
        assert rig.row(row.remote_id).reply_refusal == (reason.value if refused else "")
        assert rig.status().connection is Connection.ONLINE
        state = rig.archive.accounts.get(1)
        if reason is FailureReason.RESTRICTED:
            assert (state.state, state.problem) == (AccountState.LIMITED, AccountProblem.RESTRICTED)
            assert rig.status().problem is not None
        else:
            assert state.state is AccountState.ACTIVE

    play(rig, scene)


NO_ACCESS: Any = {"code": 100, "type": "IGApiException", "message": "Unsupported request - method type: post"}


def test_replies_wait_while_the_app_has_no_access(rig: Any, play: Any) -> None:
    """failure 7: it worked before, so the queue is kept; nothing is lost and nothing has to be sent by hand"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "conversations", count=None, **NO_ACCESS)
        refusal = rig.faults.add("error", "send", count=None, **NO_ACCESS)
        first = rig.engine.send_text(row.id, "One")
        await asyncio.sleep(200)
        second = rig.engine.send_text(row.id, "Two")
        await asyncio.sleep(400)
        assert rig.archive.accounts.get(1).problem is AccountProblem.NO_ROLE
        assert [rig.message(id_).delivery for id_ in (*first, *second)] == [Delivery.QUEUED, Delivery.QUEUED]
        assert refusal.hits == 1
        rig.faults.clear()
        rig.engine.check_now()
        await asyncio.sleep(5)
        assert rig.sent_texts == ["One", "Two"]

    play(rig, scene)


def test_a_reply_alone_that_the_app_may_not_send_fails(rig: Any, play: Any) -> None:
    """failure 6"""

    async def scene() -> None:
        row = await rig.begin_asked()
        refusal = rig.faults.add("error", "send", count=None, **NO_ACCESS)
        (message_id,) = rig.engine.send_text(row.id, "One")
        await asyncio.sleep(200)
        assert rig.message(message_id).failure == FailureReason.PERMISSION.value
        assert refusal.hits == 2

    play(rig, scene)


def test_what_follows_a_part_that_failed_waits_for_the_person(rig: Any, play: Any) -> None:
    """failure 37"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "send", code=100, subcode=2534037, skip=1)
        ids = rig.engine.send_text(row.id, "Eine Antwort. " * 200)
        (other,) = rig.engine.send_text(row.id, "Something else")
        await asyncio.sleep(10)
        found = [rig.message(message_id) for message_id in ids]
        assert [message.delivery for message in found] == [Delivery.SENT, Delivery.FAILED, Delivery.FAILED]
        assert found[2].failure == FailureReason.PART_BEFORE.value
        assert rig.message(other).delivery is Delivery.SENT, "another reply does not begin in the middle"
        rig.engine.send_again(ids[1])
        await asyncio.sleep(10)
        texts = [message.text for message in found]
        assert rig.sent_texts == [texts[0], "Something else", texts[1], texts[2]]

    play(rig, scene)


def test_a_part_that_arrived_after_all_lets_the_rest_follow(rig: Any, play: Any) -> None:
    """failure 33"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("late_echo", "send", reads=4)
        rig.faults.add("drop_after", "send")
        first, second, third = rig.engine.send_text(row.id, "Eine Antwort. " * 200)
        await rig.until(lambda: rig.message(first).delivery is Delivery.FAILED)
        assert rig.message(third).failure == FailureReason.PART_BEFORE.value
        rig.engine.open_conversation(row.id)
        await asyncio.sleep(120)
        texts = [rig.message(message_id).text for message_id in (first, second, third)]
        assert rig.sent_texts == texts
        assert [rig.message(m).delivery for m in (first, second, third)] == [Delivery.SENT] * 3

    play(rig, scene)


def test_a_failed_reply_does_not_hold_up_the_next(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "send", code=100, subcode=2534037)
        (first,) = rig.engine.send_text(row.id, "One")
        (second,) = rig.engine.send_text(row.id, "Two")
        await asyncio.sleep(5)
        assert rig.message(first).delivery is Delivery.FAILED
        assert rig.message(second).delivery is Delivery.SENT
        assert rig.row(row.remote_id).reply_refusal == "", "it works again"

    play(rig, scene)


@pytest.mark.parametrize("code", [2, 1200, 1])
def test_a_temporary_refusal_is_tried_again_a_few_times(rig: Any, play: Any, code: int) -> None:
    """failure 30, failure 31"""

    async def scene() -> None:
        row = await rig.begin_asked()
        fault = rig.faults.add("error", "send", count=2, code=code, status=400)
        (message_id,) = rig.engine.send_text(row.id, "Patience")
        await asyncio.sleep(120)
        assert fault.hits == 2
        assert rig.sent_texts == ["Patience"]
        assert rig.message(message_id).delivery is Delivery.SENT
        fault = rig.faults.add("error", "send", count=None, code=code, status=400)
        (message_id,) = rig.engine.send_text(row.id, "No patience")
        await asyncio.sleep(900)
        assert fault.hits <= 5
        assert rig.message(message_id).failure == FailureReason.TEMPORARY.value

    play(rig, scene)


@pytest.mark.parametrize("code", [2, 1200, 1])
@pytest.mark.parametrize("skip", [0, 4])
def test_a_temporary_refusal_of_what_was_taken_sends_nothing_twice(rig: Any, play: Any, code: int, skip: int) -> None:
    """failure 31: nobody promises that such a refusal means that nothing was sent, so its conversation is read first"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "send", count=skip, code=code, status=400)
        rig.faults.add("server_error_after", "send", count=None, code=code, status=400)
        (message_id,) = rig.engine.send_text(row.id, "Only once")
        await asyncio.sleep(900)
        assert rig.sent_texts == ["Only once"]
        assert rig.message(message_id).delivery is Delivery.SENT
        assert [m.text for m in rig.messages(row)].count("Only once") == 1
        rig.faults.clear()
        rig.engine.send_text(row.id, "Next")
        await asyncio.sleep(5)
        assert rig.sent_texts == ["Only once", "Next"]

    play(rig, scene)


def test_every_refusal_for_now_is_looked_into_anew(rig: Any, play: Any) -> None:
    """failure 31: the second try may have been taken although the first one was not, and no list is read meanwhile."""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(1800)
        rig.faults.add("error", "send", count=1, code=2, status=400)
        rig.faults.add("server_error_after", "send", count=None, code=2, status=400)
        reads = len(rig.calls("list"))
        (message_id,) = rig.engine.send_text(row.id, "Only once")
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        assert len(rig.calls("list")) - reads <= 1
        assert rig.sent_texts == ["Only once"]

    play(rig, scene)


def test_a_reply_that_was_refused_for_now_waits_for_a_read_that_works(rig: Any, play: Any) -> None:
    """failure 31"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("server_error_after", "send", count=None, code=1200, status=400)
        rig.faults.add("error", "read", count=4, code=2, status=500)
        (message_id,) = rig.engine.send_text(row.id, "Only once")
        rig.engine.send_text(
            next(rig.row(t).id for t in rig.world.threads() if t.id != row.remote_id), "To somebody else"
        )
        await asyncio.sleep(300)
        assert rig.sent_texts == ["Only once", "To somebody else"]
        assert rig.message(message_id).delivery is Delivery.SENT

    play(rig, scene)


def test_a_pause_keeps_the_order(rig: Any, play: Any) -> None:
    """failure 34"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("throttle", "send", count=1, code=80002, subcode=2446079, minutes=5)
        for n in range(3):
            rig.engine.send_text(row.id, f"Reply {n}")
        await asyncio.sleep(240)
        assert rig.sent_texts == []
        assert rig.status().connection is Connection.THROTTLED
        assert all(m.delivery is Delivery.QUEUED for m in rig.messages(row)[-3:])
        assert rig.messages(row)[-3].retry_at is not None
        await asyncio.sleep(120)
        assert rig.sent_texts == ["Reply 0", "Reply 1", "Reply 2"]

    play(rig, scene)


def test_two_hundred_in_five_minutes_is_not_passed(rig: Any, play: Any) -> None:
    """failure 35"""

    async def scene() -> None:
        row = await rig.begin_asked()
        for n in range(210):
            rig.engine.send_text(row.id, f"Reply {n}")
        await asyncio.sleep(290)
        assert len(rig.world.sent) <= 200
        await asyncio.sleep(100)
        assert rig.sent_texts == [f"Reply {n}" for n in range(210)]

    play(rig, scene)


def test_a_quoted_reply(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        quoted = next(m for m in reversed(rig.messages(row)) if not m.is_own)
        rig.engine.send_text(row.id, "To this", quoted=quoted.id)
        await asyncio.sleep(3)
        assert rig.world.sent[0].quoted_id == quoted.remote_id

    play(rig, scene)


async def one_of_two_is_out(rig: Any) -> tuple[Conversation, RemovedReply]:
    """Two replies wait for the network; the person takes the first one out."""
    row = await rig.begin_asked()
    await rig.go_offline()
    (first,) = rig.engine.send_text(row.id, "One")
    rig.engine.send_text(row.id, "Two")
    removed = rig.archive.removing.remove(first)
    rig.engine.outbox_changed()
    return row, removed


def test_discarded_replies_are_never_sent(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await one_of_two_is_out(rig)
        rig.come_back()
        await asyncio.sleep(10)
        assert rig.sent_texts == ["Two"]

    play(rig, scene)


def test_a_reply_put_back_is_sent_once_and_in_its_place(rig: Any, play: Any) -> None:
    """It does not leave while it is out, however often the sender looks; then it does, before what came after it."""

    async def scene() -> None:
        _, removed = await one_of_two_is_out(rig)
        assert [item.text for item, _ in rig.archive.outbox.items()] == ["Two"]
        assert rig.archive.removing.put_back(removed)
        assert not rig.archive.removing.put_back(removed)
        rig.engine.outbox_changed()
        rig.come_back()
        await asyncio.sleep(10)
        assert rig.sent_texts == ["One", "Two"]

    play(rig, scene)


def test_a_reply_that_is_out_stays_out_while_others_leave(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row, removed = await one_of_two_is_out(rig)
        rig.come_back()
        await asyncio.sleep(10)
        assert rig.sent_texts == ["Two"]
        assert rig.archive.removing.put_back(removed)
        rig.engine.outbox_changed()
        await asyncio.sleep(10)
        assert rig.sent_texts == ["Two", "One"]
        assert [m.text for m in rig.messages(row) if m.is_own][-2:] == ["Two", "One"]

    play(rig, scene)


def test_drafts_survive_everything(rig: Any, play: Any, tmp_path: Any) -> None:
    """failure 93"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.archive.inbox.save_draft(row.id, "half a thou")
        rig.faults.add("error", "send", code=551)
        other = rig.world.threads()[1]
        rig.world.say(other, "Hi")
        rig.world.say(rig.world.threads()[0], "And?")
        await asyncio.sleep(30)
        rig.engine.send_text(rig.row(other).id, "fails")
        await asyncio.sleep(3)
        await rig.kill(tmp_path / "two")
        rig.open().start()
        await rig.until_quiet()
        assert rig.row(row.remote_id).draft == "half a thou"

    play(rig, scene)


def test_an_account_that_is_disconnected_while_it_sends_and_comes_back(rig: Any, play: Any) -> None:
    """failure 33, failure 45: nobody heard whether it arrived, so its conversation tells."""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.slow_answers = 30.0
        (message_id,) = rig.engine.send_text(row.id, "Only once")
        await asyncio.sleep(1)
        assert rig.message(message_id).delivery is Delivery.SENDING
        rig.engine.care.disconnect(row.account_id, erase=False)
        await asyncio.sleep(5)
        assert rig.message(message_id).delivery is Delivery.UNCERTAIN
        rig.slow_answers = 0.0
        fresh = rig.world.tokens.issue("instagram_user", rig.world.businesses[0], rig.world.now())
        assert (await rig.sign_in(fresh.text)).account_id == row.account_id
        rig.engine.send_text(row.id, "And this")
        await rig.until(lambda: len(rig.sent_texts) == 2)
        await asyncio.sleep(60)
        assert rig.sent_texts == ["Only once", "And this"]
        assert rig.message(message_id).delivery is Delivery.SENT

    play(rig, scene)


def test_an_uncertain_reply_in_a_conversation_that_cannot_be_read_is_the_persons_to_decide(rig: Any, play: Any) -> None:
    """failure 33, failure 57: it neither waits for ever nor leaves a second time."""

    async def scene() -> None:
        row = await rig.begin_asked()
        thread = next(thread for thread in rig.world.threads() if thread.id == row.remote_id)
        rig.faults.add("drop_after", "send", count=1)
        rig.world.poison(thread)
        (message_id,) = rig.engine.send_text(row.id, "Only once")
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.FAILED, within_s=3600)
        assert rig.message(message_id).failure == FailureReason.NOT_CONFIRMED.value
        assert rig.sent_texts == ["Only once"]
        thread.is_poisoned = False
        rig.world.say(thread, "And?")
        await asyncio.sleep(1800)
        assert rig.sent_texts == ["Only once"]
        assert rig.message(message_id).delivery is Delivery.SENT, "it came to light"

    play(rig, scene)
