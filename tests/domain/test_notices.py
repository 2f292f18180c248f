"""Which messages and reply windows are told of, as tables."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.conversation import Conversation, Participant
from igdesk.domain.ids import AccountId, ConversationId, MessageId, ParticipantId
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin
from igdesk.domain.notices import (
    OLD,
    USUAL,
    MessageNotice,
    NoticeWishes,
    Scene,
    SeveralNotice,
    is_quiet,
    message_notice,
    read_muted,
    read_warned,
    read_wishes,
    window_notice,
    written_muted,
    written_warned,
)
from igdesk.domain.window import SAFETY, SOON, STANDARD

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
HOUR = timedelta(hours=1)


def account(number: int = 1, **parts: Any) -> Account:
    made = Account(
        AccountId(number), f"9{number}", "", f"9{number}", Flavour.INSTAGRAM, f"studio{number}", f"Studio {number}", "",
        AccountState.ACTIVE, AccountProblem.NONE, Capability.UNKNOWN, None, NOW - timedelta(days=9),
    )  # fmt: skip
    return made._replace(**parts)


def talk(number: int = 1, **parts: Any) -> Conversation:
    person = Participant(ParticipantId(number), f"ig{number}", f"p{number}", f"Person {number}")
    made = Conversation(ConversationId(number), AccountId(1), f"t{number}", person, None, NOW, NOW, 1, is_waiting=True)
    return made._replace(**parts)


def message(number: int = 1, of: int = 1, **parts: Any) -> Message:
    made = Message(
        MessageId(number), ConversationId(of), f"m{number}", Direction.INBOUND, NOW - timedelta(seconds=60 - number), 0,
        MessageKind.TEXT, "Hello", Delivery.RECEIVED, Origin.CUSTOMER, is_unread=True,
    )  # fmt: skip
    return replace(made, **parts)


def scene(**parts: Any) -> Scene:
    made = Scene(USUAL, NOW, NOW, {AccountId(1): account(1), AccountId(2): account(2)})
    return replace(made, **parts)


def told(*messages: Message, talks: tuple[Conversation, ...] = (), at: Scene | None = None) -> Any:
    held = {one.id: one for one in talks or (talk(1), talk(2), talk(3))}
    return message_notice(messages, held, at or scene())


def test_one_new_message_is_one_notice() -> None:
    found = told(message())
    assert found == MessageNotice(talk(1), account(1), message(), 1)


def test_several_of_one_person_are_one_with_the_newest() -> None:
    found = told(message(3), message(1), message(2))
    assert isinstance(found, MessageNotice)
    assert (found.message.id, found.count) == (3, 3)


def test_several_people_are_one_the_newest_first() -> None:
    found = told(message(1, of=1), message(2, of=3), message(3, of=2), message(4, of=1))
    assert isinstance(found, SeveralNotice)
    assert [one.id for one in found.conversations] == [1, 2, 3]
    assert (found.count, found.account) == (4, account(1))


def test_several_accounts_have_no_name_in_common() -> None:
    found = told(message(1, of=1), message(2, of=2), talks=(talk(1), talk(2, account_id=AccountId(2))))
    assert isinstance(found, SeveralNotice)
    assert found.account is None


QUIET = NoticeWishes(has_quiet_hours=True, quiet_from=time(14), quiet_to=time(15))


@pytest.mark.parametrize(
    ("what", "of", "at"),
    [
        (message(direction=Direction.OUTBOUND), talk(), scene()),
        (message(is_unread=False), talk(), scene()),
        (message(kind=MessageKind.UNSENT), talk(), scene()),
        (message(sent_at=NOW - OLD - timedelta(seconds=1)), talk(), scene()),
        (message(), talk(is_muted=True), scene()),
        (message(), talk(), scene(in_front=ConversationId(1))),
        (message(), talk(), scene(first_fetching=(AccountId(1),))),
        (message(), talk(), scene(accounts={AccountId(1): account(is_paused=True)})),
        (message(), talk(), scene(accounts={})),
        (message(), talk(), scene(wishes=NoticeWishes(messages=False))),
        (message(), talk(), scene(wishes=QUIET)),
        (message(), talk(), scene(muted=(AccountId(1),))),
        (message(of=7), talk(), scene()),
    ],
)
def test_what_is_never_told(what: Message, of: Conversation, at: Scene) -> None:
    """failure 62, 71: neither an edit nor a muted person makes a sound (an edit is no arrival, and read it is not)."""
    assert told(what, talks=(of,), at=at) is None


def test_what_is_not_told_does_not_silence_the_rest() -> None:
    found = told(message(1, of=1), message(2, of=2), talks=(talk(1, is_muted=True), talk(2)))
    assert isinstance(found, MessageNotice)
    assert found.conversation.id == 2


@pytest.mark.parametrize(
    ("begin", "end", "at", "quiet"),
    [
        (time(20), time(8), time(20), True),
        (time(20), time(8), time(23, 59), True),
        (time(20), time(8), time(0), True),
        (time(20), time(8), time(7, 59), True),
        (time(20), time(8), time(8), False),
        (time(20), time(8), time(19, 59), False),
        (time(12), time(13), time(12, 30), True),
        (time(12), time(13), time(13), False),
        (time(9), time(9), time(3), True),
    ],
)
def test_quiet_hours(begin: time, end: time, at: time, quiet: bool) -> None:
    here = datetime.combine(NOW.date(), at)
    wishes = NoticeWishes(has_quiet_hours=True, quiet_from=begin, quiet_to=end)
    assert is_quiet(wishes, here) is quiet
    assert not is_quiet(replace(wishes, has_quiet_hours=False), here)


def left(time_left: timedelta, number: int = 1, **parts: Any) -> Conversation:
    """Whose window closes in so much time."""
    return talk(number, last_inbound_at=NOW + time_left - STANDARD + SAFETY, **parts)


@pytest.mark.parametrize(
    ("closing", "at", "is_told"),
    [
        (left(HOUR), scene(), True),
        (left(timedelta(minutes=38)), scene(), True),
        (left(HOUR + timedelta(seconds=1)), scene(), False),
        (left(timedelta(0)), scene(), False),
        (left(-HOUR), scene(), False),
        (left(SOON), scene(wishes=NoticeWishes(warns_before=SOON)), True),
        (left(timedelta(minutes=5)), scene(wishes=NoticeWishes(warns_before=timedelta(0))), False),
        (left(HOUR, is_muted=True), scene(), False),
        (left(HOUR, is_waiting=False), scene(), False),
        (left(HOUR), scene(in_front=ConversationId(1)), False),
        (left(HOUR), scene(accounts={AccountId(1): account(is_paused=True)}), False),
        (left(HOUR), scene(muted=(AccountId(1),)), False),
        (left(HOUR), scene(wishes=QUIET), True),
        (left(HOUR), scene(wishes=replace(QUIET, quiet_lets_warnings=False)), False),
        (left(HOUR), scene(wishes=NoticeWishes(messages=False)), True),
        (talk(last_inbound_at=None), scene(), False),
    ],
)
def test_which_windows_are_warned_of(closing: Conversation, at: Scene, is_told: bool) -> None:
    notice, warned = window_notice([closing], {}, at)
    assert (notice is not None) is is_told
    assert bool(warned) is is_told


def test_each_window_once_and_a_new_one_again() -> None:
    closing = left(timedelta(minutes=38))
    notice, warned = window_notice([closing], {}, scene())
    assert notice is not None
    assert notice.left == timedelta(minutes=38)
    again, still = window_notice([closing], read_warned(written_warned(warned)), scene())
    assert (again, still) == (None, warned)
    wrote_again = closing._replace(last_inbound_at=closing.last_inbound_at + timedelta(minutes=10))
    notice, _ = window_notice([wrote_again], warned, scene())
    assert notice is not None


def test_several_windows_are_one_notice_the_next_first_and_the_past_is_forgotten() -> None:
    closing = [left(HOUR, 1), left(timedelta(minutes=5), 2), left(timedelta(minutes=9), 3, is_muted=True)]
    notice, warned = window_notice(closing, {ConversationId(9): 5}, scene())
    assert notice is not None
    assert [one.id for one in notice.conversations] == [2, 1]
    assert set(warned) == {1, 2}


def test_wishes_come_from_the_settings_and_nonsense_is_the_usual() -> None:
    assert read_wishes(lambda key: "") == USUAL
    assert read_wishes(lambda key: "nonsense \u0661") == USUAL
    kept = {
        "notify.messages": "0", "notify.show_text": "0", "notify.badge": "0", "notify.warn_min": "30",
        "notify.quiet": "1", "notify.quiet_from": "21:30", "notify.quiet_to": "07:15",
        "notify.quiet_lets_warnings": "0", "tray.keep_running": "1",
    }  # fmt: skip
    assert read_wishes(lambda key: kept.get(key, "")) == NoticeWishes(
        False, False, False, timedelta(minutes=30), True, time(21, 30), time(7, 15), False, True
    )
    assert read_wishes(lambda key: "31" if key == "notify.warn_min" else "") == USUAL


@pytest.mark.parametrize("kept", ["", "nonsense", "[]", "3", '{"a": 1}', '{"1": null}', "[" * 5000])
def test_what_cannot_be_read_was_never_warned_of(kept: str) -> None:
    assert read_warned(kept) == {}


def test_an_account_that_is_muted_says_nothing_and_the_others_do() -> None:
    found = told(
        message(1, of=1),
        message(2, of=2),
        talks=(talk(1), talk(2, account_id=AccountId(2))),
        at=scene(muted=(AccountId(1),)),
    )
    assert isinstance(found, MessageNotice)
    assert found.account.id == 2


def test_muting_ends_by_itself_and_outlives_a_restart() -> None:
    kept = written_muted({AccountId(1): NOW + HOUR, AccountId(2): NOW + timedelta(minutes=5)})
    assert read_muted(kept, NOW) == {1: NOW + HOUR, 2: NOW + timedelta(minutes=5)}
    assert list(read_muted(kept, NOW + timedelta(minutes=5))) == [1]
    assert read_muted(kept, NOW + HOUR) == {}
    assert read_muted(kept, NOW - timedelta(minutes=1)) == {2: NOW + timedelta(minutes=5)}, "the clock was put back"


@pytest.mark.parametrize("kept", ["", "x", "[]", "3", '{"1": "x"}', '{"x": 1}', '{"1": 1e400}', "[" * 100_000])
def test_a_mute_that_cannot_be_read_mutes_nothing(kept: str) -> None:
    assert read_muted(kept, NOW) == {}
