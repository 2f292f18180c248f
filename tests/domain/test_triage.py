"""The rules of triage, as a table: every state and every act."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Shelf
from igdesk.domain.label import LABEL_NAME_MAX, label_key, label_name
from igdesk.domain.triage import (
    LEADS,
    SnoozePreset,
    TriageState,
    back,
    done,
    lead_before,
    not_to_remind,
    reminded,
    snooze_presets,
    snoozed,
    to_remind,
    undone,
    waits,
    woken,
    written_to,
)
from igdesk.domain.window import SAFETY, window_at

NOW = datetime(2026, 11, 20, 13, 36, tzinfo=UTC)
PAST, SOON = NOW - timedelta(minutes=5), NOW + timedelta(hours=1)
INBOX = TriageState()
WOKEN = TriageState(woken_at=PAST)
SNOOZED = TriageState(Shelf.SNOOZED, wakes_at=SOON, shelved_at=PAST)
UNTIL_THEY_WRITE = TriageState(Shelf.SNOOZED, shelved_at=PAST)
DUE = TriageState(Shelf.SNOOZED, wakes_at=PAST, shelved_at=PAST - timedelta(days=1))
DONE = TriageState(Shelf.DONE, shelved_at=PAST)
PLACES = (INBOX, WOKEN, SNOOZED, UNTIL_THEY_WRITE, DUE, DONE)
JUST_DONE = TriageState(Shelf.DONE, shelved_at=NOW)
AWAY_FOR_AN_HOUR = TriageState(Shelf.SNOOZED, wakes_at=SOON, shelved_at=NOW)
CAME_BACK = TriageState(woken_at=NOW)

TABLE = [
    # state, done, back, snoozed for an hour, time goes on
    (INBOX, JUST_DONE, INBOX, AWAY_FOR_AN_HOUR, INBOX),
    (WOKEN, JUST_DONE, WOKEN, AWAY_FOR_AN_HOUR, WOKEN),
    (SNOOZED, JUST_DONE, INBOX, AWAY_FOR_AN_HOUR, SNOOZED),
    (UNTIL_THEY_WRITE, JUST_DONE, INBOX, AWAY_FOR_AN_HOUR, UNTIL_THEY_WRITE),
    (DUE, JUST_DONE, INBOX, AWAY_FOR_AN_HOUR, TriageState(woken_at=PAST)),
    (DONE, DONE, INBOX, AWAY_FOR_AN_HOUR, DONE),
]


@pytest.mark.parametrize(("state", "finished", "returned", "away", "later"), TABLE)
def test_where_each_act_leads(state, finished, returned, away, later):
    assert done(state, NOW) == finished
    assert back(state) == returned
    assert snoozed(state, SOON, NOW) == away
    assert woken(state, NOW) == later
    assert written_to(state).shelf is Shelf.INBOX


@pytest.mark.parametrize("state", PLACES)
def test_a_snooze_into_the_past_is_over_at_once(state):
    """A clock that was put forward while the menu was open."""
    assert snoozed(state, PAST, NOW) == CAME_BACK
    assert snoozed(state, NOW, NOW) == CAME_BACK


@pytest.mark.parametrize("state", PLACES)
def test_marks_stay_where_the_conversation_goes(state):
    marked = TriageState(
        state.shelf,
        state.wakes_at,
        state.shelved_at,
        state.woken_at,
        needs_no_reply=True,
        is_pinned=True,
        is_muted=True,
    )
    for after in (done(marked, NOW), back(marked), snoozed(marked, SOON, NOW), woken(marked, NOW)):
        assert (after.needs_no_reply, after.is_pinned, after.is_muted) == (True, True, True)
    after = written_to(marked)
    assert (after.needs_no_reply, after.is_pinned, after.is_muted) == (False, True, True)


def test_only_the_inbox_waits():
    for state in PLACES:
        assert waits(state, is_last_word_theirs=True) is (state.shelf is Shelf.INBOX)
        assert not waits(state, is_last_word_theirs=False)
    assert not waits(TriageState(needs_no_reply=True), is_last_word_theirs=True)


ACTS = [
    lambda s: done(s, NOW),
    back,
    lambda s: snoozed(s, SOON, NOW),
    lambda s: snoozed(s, None, NOW),
    written_to,
    lambda s: woken(s, NOW + timedelta(days=1)),
    lambda s: TriageState(s.shelf, s.wakes_at, s.shelved_at, s.woken_at, s.needs_no_reply, not s.is_pinned, s.is_muted),
    lambda s: TriageState(s.shelf, s.wakes_at, s.shelved_at, s.woken_at, not s.needs_no_reply, s.is_pinned, s.is_muted),
]


def test_undo_restores_the_exact_state():
    for state, act in itertools.product(PLACES, ACTS):
        assert undone(act(state), state, act(state)) == state


def test_undo_leaves_what_came_later():
    """Done, then a message: the conversation is in the inbox, and Undo of "done" does not move it."""
    finished = done(SNOOZED, NOW)
    assert undone(written_to(finished), SNOOZED, finished) == INBOX
    # pinned meanwhile: the pin stays, the rest is taken back
    pinned = TriageState(finished.shelf, None, finished.shelved_at, is_pinned=True)
    assert undone(pinned, SNOOZED, finished) == TriageState(Shelf.SNOOZED, SOON, PAST, is_pinned=True)


def test_the_states_are_always_sound():
    """An end only while snoozed, a date of putting away only while away: after any two acts."""
    for state, first, second in itertools.product(PLACES, ACTS, ACTS):
        after = second(first(state))
        assert after.wakes_at is None or after.shelf is Shelf.SNOOZED
        assert (after.shelved_at is None) == (after.shelf is Shelf.INBOX)
        assert after.woken_at is None or after.shelf is Shelf.INBOX


BERLIN = ZoneInfo("Europe/Berlin")


def presets(local, zone=BERLIN, first_weekday=0):
    now = datetime.fromisoformat(local).replace(tzinfo=zone)
    return {
        preset: None if at is None else f"{at.astimezone(zone):%a %d %H:%M}"
        for preset, at in snooze_presets(now.astimezone(UTC), zone, first_weekday)
    }


def test_presets_on_an_ordinary_day():
    assert presets("2026-11-20T14:36") == {
        SnoozePreset.HOUR: "Fri 20 15:36",
        SnoozePreset.EVENING: "Fri 20 18:00",
        SnoozePreset.TOMORROW: "Sat 21 09:00",
        SnoozePreset.NEXT_WEEK: "Mon 23 09:00",
        SnoozePreset.WHEN_THEY_WRITE: None,
    }


def test_presets_leave_out_what_makes_no_sense():
    assert SnoozePreset.EVENING not in presets("2026-11-20T17:00")
    assert SnoozePreset.NEXT_WEEK not in presets("2026-11-22T10:00")  # Sunday: tomorrow is next week
    assert presets("2026-11-21T10:00", first_weekday=6)[SnoozePreset.TOMORROW] == "Sun 22 09:00"
    assert SnoozePreset.NEXT_WEEK not in presets("2026-11-21T10:00", first_weekday=6)
    assert presets("2026-11-23T10:00")[SnoozePreset.NEXT_WEEK] == "Mon 30 09:00"


def test_nine_in_the_morning_is_nine_on_the_day_after_the_clocks_changed():
    """Daylight saving: tomorrow at 09:00 is 23 or 25 hours away, not always 24."""
    spring = dict(snooze_presets(datetime(2026, 3, 28, 8, 0, tzinfo=UTC), BERLIN))[SnoozePreset.TOMORROW]
    autumn = dict(snooze_presets(datetime(2026, 10, 24, 7, 0, tzinfo=UTC), BERLIN))[SnoozePreset.TOMORROW]
    assert spring == datetime(2026, 3, 29, 7, 0, tzinfo=UTC)
    assert autumn == datetime(2026, 10, 25, 8, 0, tzinfo=UTC)


def test_a_snooze_is_an_instant_wherever_the_computer_goes():
    """Travel: what was set for 09:00 in Berlin ends at that instant, which is 03:00 in New York."""
    at = dict(snooze_presets(NOW, BERLIN))[SnoozePreset.TOMORROW]
    assert at.astimezone(ZoneInfo("America/New_York")).hour == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  VIP \n customer ", "VIP customer"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("\u202ecba", "cba"),
        ("x" * 10_000, "x" * LABEL_NAME_MAX),
        ("👩‍👩‍👧" * 60, "👩‍👩‍👧" * LABEL_NAME_MAX),
        ("\x00\n\t ", ""),
        ("", ""),
    ],
)
def test_names_of_labels_are_one_short_line(text, name):
    assert label_name(text) == name


def test_names_that_look_the_same_are_the_same():
    assert label_key("VIP") == label_key("vip") == label_key("ＶＩＰ")
    assert label_key("e\u0301") == label_key("É")
    assert label_key("VIP") != label_key("VIP 2")


# reminders before the reply window closes

WROTE = NOW - timedelta(hours=20)
HOUR = timedelta(hours=1)
STANDARD_END, HUMAN_END = timedelta(hours=24) - SAFETY, timedelta(days=7) - SAFETY
AFTER = STANDARD_END - HOUR
WANTED = to_remind(INBOX, AFTER, NOW)
SHOWN = reminded(WANTED, WROTE, WROTE + AFTER)


@pytest.mark.parametrize(
    ("age", "human_agent", "lead", "after"),
    [
        (timedelta(hours=20), Capability.UNKNOWN, HOUR, STANDARD_END - HOUR),
        (timedelta(hours=20), Capability.NOT_GRANTED, 4 * HOUR, None),  # that moment has passed
        (timedelta(hours=23, minutes=30), Capability.UNKNOWN, HOUR, None),
        (timedelta(hours=30), Capability.UNKNOWN, HOUR, HUMAN_END - HOUR),
        (timedelta(hours=30), Capability.NOT_GRANTED, HOUR, None),  # closed
        (timedelta(days=8), Capability.UNKNOWN, HOUR, None),
        (None, Capability.UNKNOWN, HOUR, None),  # they never wrote
    ],
)
def test_which_lead_is_still_to_come(age, human_agent, lead, after):
    wrote = None if age is None else NOW - age
    assert lead_before(window_at(wrote, NOW, human_agent), wrote, lead, NOW) == after


def test_the_usual_lead_is_one_hour():
    assert LEADS[0] == HOUR
    assert len(set(LEADS)) == len(LEADS)


@pytest.mark.parametrize("state", PLACES[:5])
def test_a_reminder_brings_it_to_the_top_of_the_inbox_once(state):
    asked = to_remind(state, AFTER, NOW)
    due = WROTE + AFTER
    assert reminded(asked, WROTE, due - timedelta(seconds=1)) == asked
    shown = reminded(asked, WROTE, due)
    assert (shown.shelf, shown.wakes_at, shown.woken_at, shown.reminded_at) == (Shelf.INBOX, None, due, due)
    assert reminded(shown, WROTE, due + HOUR) == shown


def test_what_ends_a_reminder():
    for state in (WANTED, SHOWN):
        assert not_to_remind(state).remind_after is None
        assert not_to_remind(state).reminded_at is None
        assert done(state, NOW) == JUST_DONE
        assert undone(done(state, NOW), state, done(state, NOW)) == state
    assert snoozed(WANTED, SOON, NOW).remind_after == AFTER, "it may be before the end of the snooze"


def test_it_moves_along_when_they_write_again():
    assert written_to(WANTED) == WANTED
    assert written_to(SHOWN).reminded_at is None
    assert written_to(SHOWN).remind_after is None
    of_seven_days = to_remind(INBOX, HUMAN_END - HOUR, NOW)
    assert written_to(of_seven_days).remind_after == AFTER
