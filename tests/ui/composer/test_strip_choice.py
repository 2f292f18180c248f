"""One strip at most, chosen by what weighs most (5.6, 12.2, chapter 7 of the design)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation, Participant
from igdesk.domain.ids import AccountId, ConversationId, ParticipantId
from igdesk.domain.window import window_at
from igdesk.ui.composer.strip_choice import ReplySituation, StripAction, choose_strip
from igdesk.ui.composer.words import placeholder, send_name, strip_words
from igdesk.ui.texts import unmarked

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def talk(ago: timedelta | None, **changes: object) -> Conversation:
    wrote_at = None if ago is None else NOW - ago
    person = Participant(ParticipantId(1), "igsid-1", "noah.o", "Noah Okafor")
    made = Conversation(ConversationId(1), AccountId(1), "t_1", person, None, NOW, wrote_at)
    return made._replace(**changes)  # type: ignore[arg-type]


def situation(ago: timedelta | None, agent: Capability = Capability.UNKNOWN, **changes: object) -> ReplySituation:
    of_talk = {key: value for key, value in changes.items() if key in ("unavailable_code", "reply_refusal")}
    own = {key: value for key, value in changes.items() if key not in of_talk}
    conversation = talk(ago, **of_talk)
    window = window_at(conversation.last_inbound_at, NOW, agent)
    return ReplySituation(conversation, window, agent, **own)  # type: ignore[arg-type]


HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("ago", "agent", "text_id"),
    [
        (HOURS, Capability.UNKNOWN, None),
        (19 * HOURS, Capability.AVAILABLE, None),
        (21 * HOURS, Capability.AVAILABLE, "strip.soon"),
        (21 * HOURS, Capability.NOT_GRANTED, "strip.soon.no_agent"),
        (23.5 * HOURS, Capability.UNKNOWN, "strip.urgent"),
        (23.5 * HOURS, Capability.NOT_GRANTED, "strip.urgent.no_agent"),
        (30 * HOURS, Capability.UNKNOWN, "strip.human"),
        (30 * HOURS, Capability.NOT_GRANTED, "strip.closed"),
        (8 * 24 * HOURS, Capability.AVAILABLE, "strip.closed"),
        (None, Capability.AVAILABLE, None),
    ],
)
def test_the_level_of_the_window_chooses(ago: timedelta | None, agent: Capability, text_id: str | None) -> None:
    strip = choose_strip(situation(ago, agent))
    assert (strip.text_id if strip else None) == text_id


def test_what_weighs_more_comes_first() -> None:
    urgent = 23.5 * HOURS
    assert_id(situation(urgent, is_offline=True, queued_count=2), "strip.offline")
    assert_id(situation(urgent, is_offline=True, queued_count=2, is_trouble_told=True), "strip.urgent")
    assert_id(situation(urgent, is_offline=True), "strip.urgent")
    assert_id(situation(urgent, unavailable_code="1", is_offline=True, queued_count=1), "strip.unavailable")
    assert_id(situation(urgent, unavailable_code="1", reply_refusal="other_app"), "strip.other_app")
    assert_id(situation(urgent, reply_refusal="unreachable"), "strip.unreachable")
    assert_id(situation(30 * HOURS, Capability.NOT_GRANTED, held_back_count=1), "strip.held_back")
    nobody = situation(urgent, held_back_count=1)
    nobody = replace(nobody, conversation=nobody.conversation._replace(participant=Participant(ParticipantId(2), "")))
    assert_id(nobody, "strip.no_recipient")
    assert choose_strip(nobody).action is StripAction.OPEN_IN_INSTAGRAM  # type: ignore[union-attr]


def assert_id(of: ReplySituation, text_id: str) -> None:
    strip = choose_strip(of)
    assert strip is not None
    assert strip.text_id == text_id


def test_words_name_the_time_and_the_person() -> None:
    held = situation(21 * HOURS, Capability.AVAILABLE)
    strip = choose_strip(held)
    assert strip is not None
    lead, rest = strip_words(strip, held, NOW, NOW)
    assert "2 h 59 min left to reply." in plain(lead)
    assert "only a personal reply is possible" in rest
    closed = situation(8 * 24 * HOURS)
    found = choose_strip(closed)
    assert found is not None
    assert plain(strip_words(found, closed, NOW, NOW)[1]).endswith("as soon as Noah writes to you.")


def plain(text: str) -> str:
    return unmarked(text).replace("\u00a0", " ")


def test_every_strip_has_its_words() -> None:
    for ago in (21 * HOURS, 23.5 * HOURS, 30 * HOURS, 8 * 24 * HOURS):
        for agent in Capability:
            of = situation(ago, agent)
            strip = choose_strip(of)
            assert strip is not None
            assert strip_words(strip, of, NOW, NOW)[0]
    for changes in (
        {"held_back_count": 2},
        {"unavailable_code": "1"},
        {"reply_refusal": "other_app"},
        {"reply_refusal": "unreachable"},
        {"is_offline": True, "queued_count": 1},
    ):
        of = situation(HOURS, **changes)  # type: ignore[arg-type]
        strip = choose_strip(of)
        assert strip is not None
        assert strip_words(strip, of, NOW, NOW)[0]


def test_field_and_button_say_what_sending_means() -> None:
    assert send_name(situation(HOURS)) == "Send"
    assert send_name(situation(30 * HOURS)) == "Send as human reply"
    assert send_name(situation(HOURS, is_offline=True)) == "Send when online"
    assert placeholder(situation(HOURS)) == "Write a reply"
    assert placeholder(situation(30 * HOURS)) == "Write a personal reply"
    assert placeholder(situation(8 * 24 * HOURS)) == "You can keep a draft here"
    assert placeholder(situation(HOURS, is_signed_out=True)) == "Write a reply; it is queued until you reconnect"


def test_where_nothing_is_dated_the_try_is_allowed() -> None:
    """failure 26: a window that Instagram's dates do not show may still be open."""
    assert situation(None).can_send
    assert not situation(8 * 24 * HOURS).can_send


END = timedelta(hours=24) - timedelta(seconds=60)


@pytest.mark.parametrize(
    ("ago", "agent", "shown", "text_id"),
    [
        # how long ago they wrote, whether seven days are open, when the reminder was shown before or after its time
        (10 * HOURS, Capability.UNKNOWN, None, "strip.remind"),
        (23.5 * HOURS, Capability.UNKNOWN, 0 * HOURS, "strip.reminded"),
        (23.5 * HOURS, Capability.UNKNOWN, 0.3 * HOURS, "strip.reminded.late"),
        (30 * HOURS, Capability.AVAILABLE, 3 * HOURS, "strip.reminded.human"),
        (30 * HOURS, Capability.NOT_GRANTED, 3 * HOURS, "strip.reminded.closed"),
        (30 * HOURS, Capability.NOT_GRANTED, 0 * HOURS, "strip.closed"),
    ],
)
def test_a_reminder_and_what_became_of_it(
    ago: timedelta, agent: Capability, shown: timedelta | None, text_id: str
) -> None:
    due = NOW - ago + END - HOURS
    row = talk(ago, remind_after=END - HOURS, reminded_at=None if shown is None else due + shown)
    given = ReplySituation(row, window_at(row.last_inbound_at, NOW, agent), agent)
    strip = choose_strip(given)
    assert strip is not None
    assert strip.text_id == text_id
    words = " ".join(strip_words(strip, given, NOW, NOW))
    assert "{" not in words
    if text_id != "strip.closed":
        assert strip.action is StripAction.REMOVE_REMINDER
        assert ("igdesk was closed at that time" in words) == ((shown or 0 * HOURS) > 0 * HOURS)
