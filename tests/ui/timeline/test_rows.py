"""Day lines, groups, footers and dividers follow from the neighbours."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from igdesk.domain.message import Reaction
from igdesk.domain.message_kinds import Delivery, Origin
from igdesk.domain.timeline_event import EventKind, TimelineEvent
from igdesk.ui.timeline.row_heights import RowHeights
from igdesk.ui.timeline.rows import ReplyTime, Row, RowRules, UnreadLine, rows_of

T = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
RULES = RowRules(UTC)


def rows(*messages: Any, rules: RowRules = RULES) -> list[Row]:
    return rows_of(list(messages), None, None, rules)


def test_messages_of_one_side_within_five_minutes_are_a_group_with_one_footer(message: Any) -> None:
    first, second, third = rows(
        message(at=T), message(at=T + timedelta(seconds=300)), message(at=T + timedelta(seconds=601))
    )
    assert (first.joins_previous, first.joins_next, first.has_footer) == (False, True, False)
    assert (second.joins_previous, second.joins_next, second.has_footer) == (True, False, True)
    assert (third.joins_previous, third.has_footer) == (False, True)


def test_the_other_side_begins_a_group(message: Any) -> None:
    first, second = rows(message(at=T), message(at=T, own=True))
    assert first.has_footer and not second.joins_previous


def test_a_failed_or_uncertain_reply_keeps_its_own_footer(message: Any) -> None:
    for delivery in (Delivery.FAILED, Delivery.UNCERTAIN):
        first, second = rows(message(at=T, own=True, delivery=delivery), message(at=T, own=True))
        assert first.has_footer and not first.joins_next and not second.joins_previous


def test_what_was_sent_elsewhere_is_not_mixed_with_own_replies(message: Any) -> None:
    first, _ = rows(message(at=T, own=True, origin=Origin.ELSEWHERE), message(at=T, own=True))
    assert first.has_footer


def test_a_day_line_stands_where_the_local_day_changes(message: Any) -> None:
    late = datetime(2026, 11, 18, 23, 59, tzinfo=UTC)
    first, second, third = rows(message(at=late), message(at=late + timedelta(minutes=2)), message(at=late))
    assert first.day == date(2026, 11, 18) and second.day == date(2026, 11, 19)
    assert not second.joins_previous
    assert third.day == date(2026, 11, 18)


def test_the_unread_line_stands_once_before_the_first_unread_message(message: Any) -> None:
    one, two, three = message(at=T), message(at=T + timedelta(seconds=1)), message(at=T + timedelta(seconds=2))
    found = rows(one, two, three, rules=RowRules(UTC, UnreadLine(two.sort_key, 2)))
    assert [row.new_count for row in found] == [0, 2, 0]
    assert not found[1].joins_previous, "the line parts a group"


def test_a_gap_parts_a_group_and_the_first_message_starts_the_archive(message: Any) -> None:
    """failure 53: what may be missing is said."""
    first, second = rows(message(at=T), message(at=T, has_gap_before=True))
    assert first.starts_archive and not second.starts_archive
    assert second.has_gap and not second.joins_previous
    assert second.has_divider


def test_a_window_in_the_middle_does_not_start_the_archive(message: Any) -> None:
    older, shown = message(at=T), message(at=T)
    (row,) = rows_of([shown], older, None, RULES)
    assert not row.starts_archive and row.day is None and row.joins_previous


def test_heights_as_prefix_sums() -> None:
    heights = RowHeights()
    heights.reset([10, 20, 30])
    assert [heights.top(i) for i in range(4)] == [0, 10, 30, 60]
    assert [heights.row_at(y) for y in (-5, 0, 9, 10, 29, 30, 59, 60, 999)] == [0, 0, 0, 1, 1, 2, 2, 2, 2]
    heights.insert(1, [5, 5])
    assert heights.total == 70 and heights.top(3) == 20
    heights.set_exact(1, 7)
    assert heights.is_exact(1) and not heights.is_exact(2) and heights.total == 72
    heights.remove(0, 1)
    assert heights.total == 55 and not heights.is_exact(0)
    heights.reset([])
    assert heights.row_at(0) == -1 and heights.total == 0


def test_what_happened_stands_in_its_place_by_time(message: Any) -> None:
    minute = timedelta(minutes=1)
    events = tuple(TimelineEvent(T + n * minute, EventKind.SNOOZED, n) for n in (0, 1, 3))
    one, two = rows(message(at=T), message(at=T + 2 * minute), rules=RowRules(UTC, events=events))
    assert [event.id for event in two.happened] == [0, 1], "what is of the same moment comes after the message"
    assert [event.id for event in two.happened_after] == [3]
    assert one.happened == one.happened_after == ()
    assert not two.joins_previous and one.has_footer, "a line parts a group"
    assert two.has_divider


def test_a_reply_window_that_closed_without_an_answer_is_told(message: Any) -> None:
    times = ReplyTime(timedelta(hours=24), T - timedelta(days=9), T + timedelta(days=3))
    rules = RowRules(UTC, reply_time=times)
    day = timedelta(days=1)

    def told(*messages: Any) -> list[list[Any]]:
        return [[e.at for e in (*row.happened, *row.happened_after)] for row in rows(*messages, rules=rules)]

    assert told(message(at=T)) == [[T + day]]
    assert told(message(at=T), message(at=T + 2 * day)) == [[], [T + day, T + 3 * day]]
    assert told(message(at=T), message(at=T + day / 2, own=True)) == [[], []], "answered"
    assert told(message(at=T, reactions=(Reaction("❤", is_own=True),))) == [[]], "a reaction is an answer"
    assert told(message(at=T), message(at=T + 2 * day, own=True)) == [[], [T + day]]
    assert told(message(at=times.since - day / 2)) == [[times.since + day / 2]]
    assert told(message(at=times.since - 2 * day)) == [[]], "nobody could have answered it from here"
    assert told(message(at=times.now - day / 2)) == [[]], "it is open yet"
