"""What is to be read, and in which order."""

from datetime import UTC, datetime, timedelta

from igdesk.domain.ids import ConversationId
from igdesk.sync.backlog import Backlog, Wanted
from igdesk.sync.gate import Priority

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def wanted(number: int, priority: Priority = Priority.CHANGED, age_min: int = 0) -> Wanted:
    return Wanted(ConversationId(number), f"t_{number}", NOW - timedelta(minutes=age_min), priority)


def drain(backlog: Backlog) -> list[int]:
    order = []
    while (item := backlog.next(0.0)) is not None:
        order.append(item.conversation_id)
        backlog.done(item)
    return order


def test_urgent_before_newest_before_older() -> None:
    backlog = Backlog()
    for item in (
        wanted(1, Priority.FIRST_SYNC),
        wanted(2, age_min=9),
        wanted(3, age_min=1),
        wanted(4, Priority.BACKGROUND),
    ):
        backlog.add(item)
    assert drain(backlog) == [3, 2, 1, 4]


def test_asked_twice_is_read_once_for_the_greater_urgency() -> None:
    backlog = Backlog()
    backlog.add(wanted(1, Priority.FIRST_SYNC))
    backlog.add(wanted(1, Priority.CHANGED))
    backlog.add(wanted(1, Priority.BACKGROUND))
    assert len(backlog) == 1
    first = backlog.next(0.0)
    assert first is not None
    assert first.priority is Priority.CHANGED


def test_news_during_a_read_are_not_lost() -> None:
    backlog = Backlog()
    backlog.add(wanted(1, age_min=5))
    reading = backlog.next(0.0)
    assert reading is not None
    backlog.add(wanted(1, age_min=1))
    backlog.done(reading)
    assert drain(backlog) == [1]


def test_a_failed_read_waits_but_not_for_news() -> None:
    backlog = Backlog()
    backlog.add(wanted(1, age_min=5))
    item = backlog.next(0.0)
    assert item is not None
    backlog.postpone(item, 60.0)
    assert backlog.next(59.0) is None
    assert backlog.next_due_s() == 60.0
    backlog.add(wanted(1, age_min=5))
    assert backlog.next(59.0) is None, "the same news again is no reason to hurry"
    backlog.add(wanted(1, age_min=0))
    assert backlog.next(0.0) is not None


def test_back_on_the_net_everything_is_due() -> None:
    backlog = Backlog()
    backlog.add(wanted(1))
    item = backlog.next(0.0)
    assert item is not None
    backlog.postpone(item, 600.0)
    backlog.hurry()
    assert backlog.next(0.0) is not None
