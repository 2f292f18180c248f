"""The window of rows edits itself from ChangeSets and is always what a fresh read would show."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import ConversationId
from igdesk.domain.timeline_event import EventKind, TimelineEvent
from igdesk.ui.timeline import model as model_module
from igdesk.ui.timeline.model import ROW_ROLE, TimelineModel
from igdesk.ui.timeline.rows import ReplyTime, RowRules, rows_of

HERE = ConversationId(1)
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Shadow:
    """Repeats what the signals tell; must end up with the same rows."""

    def __init__(self, model: TimelineModel) -> None:
        self.model = model
        self.rows: list[Any] = list(model.rows)
        model.modelReset.connect(self.reset)
        model.rowsInserted.connect(self.inserted)
        model.rowsRemoved.connect(self.removed)
        model.dataChanged.connect(self.changed)

    def reset(self) -> None:
        self.rows = list(self.model.rows)

    def inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.rows[first:first] = self.model.rows[first : last + 1]

    def removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self.rows[first : last + 1]

    def changed(self, top: QModelIndex, bottom: QModelIndex) -> None:
        self.rows[top.row() : bottom.row() + 1] = self.model.rows[top.row() : bottom.row() + 1]


def assert_like_a_fresh_load(model: TimelineModel, reader: Any) -> None:
    everything = reader.all()
    shown = [row.message for row in model.rows]
    if not shown:
        assert not everything
        return
    first, last = everything.index(shown[0]), everything.index(shown[-1])
    assert model.has_older == (first > 0)
    assert model.has_newer == (last < len(everything) - 1)
    older = everything[first - 1] if first else None
    newer = everything[last + 1] if last + 1 < len(everything) else None
    rules = RowRules(UTC, model._rules.unread, tuple(reader.happened), model._rules.reply_time)
    assert list(model.rows) == rows_of(everything[first : last + 1], older, newer, rules)
    assert [model.position(m.id) for m in shown] == list(range(len(shown)))


def event(start: datetime, number: int) -> TimelineEvent:
    """A line somewhere between the messages."""
    kind = (EventKind.SNOOZED, EventKind.LABELLED)[number % 2]
    return TimelineEvent(start + timedelta(minutes=number), kind, number, label_name=f"Label {number}")


@pytest.fixture
def small_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_module, "WINDOW_ROWS", 6)
    monkeypatch.setattr(model_module, "PAGE_ROWS", 4)
    monkeypatch.setattr(model_module, "MOST_ROWS", 14)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "add",
                "edit",
                "move",
                "drop",
                "older",
                "newer",
                "oldest",
                "newest",
                "around",
                "trim",
                "happen",
                "later",
            ]
        ),
        st.lists(st.integers(0, 400), min_size=1, max_size=5),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begin=st.integers(0, 30), steps=STEPS)
@example(begin=3, steps=[("add", [0]), ("happen", [0])])
def test_after_any_change_sets_it_equals_a_fresh_load(
    qapp: object, small_window: None, message: Any, reader_of: Callable[..., Any], begin: int, steps: list[Any]
) -> None:
    start = message.at
    reader = reader_of([message(at=start + timedelta(minutes=7 * i), own=i % 4 == 0) for i in range(begin)])
    model = TimelineModel(reader)
    tester = QAbstractItemModelTester(model, FATAL)
    times = ReplyTime(timedelta(hours=1), start - timedelta(hours=1), start + timedelta(hours=5))
    model.open(HERE, zone=UTC, reply_time=times)
    shadow = Shadow(model)
    for what, numbers in steps:
        held = reader.all()
        chosen = [held[n % len(held)] for n in numbers] if held else []
        match what:
            case "add":
                model.apply(reader.put(*(message(at=start + timedelta(minutes=n), own=n % 3 == 0) for n in numbers)))
            case "edit":
                model.apply(reader.put(*(replace(m, text=f"{m.text}!") for m in chosen)))
            case "move":
                shift = timedelta(minutes=numbers[0] - 200)
                model.apply(reader.put(*(replace(m, sent_at=m.sent_at + shift) for m in chosen)))
            case "drop":
                model.apply(reader.drop(*(m.id for m in chosen)))
            case "older":
                model.fetch_older()
            case "newer":
                model.fetch_newer()
            case "oldest":
                model.show_oldest()
            case "newest":
                model.show_newest()
            case "around":
                if chosen:
                    assert model.show_around(chosen[0].id) >= 0
            case "happen":
                model.apply(reader.happen(*(event(start, number) for number in numbers)))
            case "later":
                times = replace(times, now=times.now + timedelta(minutes=7 * numbers[0]))
                model.set_reply_time(times if numbers[0] % 9 else replace(times, since=start))
            case "trim":
                model.trim(numbers[0] % max(model.rowCount(), 1))
        assert_like_a_fresh_load(model, reader)
        assert shadow.rows == list(model.rows)
    del tester


def test_a_change_elsewhere_is_left_alone_at_once(qapp: object, message: Any, reader_of: Callable[..., Any]) -> None:
    reader = reader_of(message.many(5))
    model = TimelineModel(reader)
    model.open(HERE)
    reader.calls.clear()
    model.apply(ChangeSet(conversations=frozenset({ConversationId(2)}), added=frozenset({message().id})))
    assert reader.calls == []


def test_one_read_for_one_change(qapp: object, message: Any, reader_of: Callable[..., Any]) -> None:
    reader = reader_of(message.many(80))
    model = TimelineModel(reader)
    model.open(HERE)
    reader.calls.clear()
    model.apply(reader.put(message(), message()))
    assert reader.calls == ["by_ids"]


def test_data_runs_no_read(qapp: object, message: Any, reader_of: Callable[..., Any]) -> None:
    reader = reader_of(message.many(80))
    model = TimelineModel(reader)
    model.open(HERE)
    reader.calls.clear()
    for row in range(model.rowCount()):
        index = model.index(row)
        assert model.data(index, ROW_ROLE) is model.rows[row]
        assert model.data(index, Qt.ItemDataRole.AccessibleTextRole)
        assert model.data(index, Qt.ItemDataRole.DisplayRole) is None
    assert reader.calls == []


def test_opens_with_the_newest_sixty(qapp: object, message: Any, reader_of: Callable[..., Any]) -> None:
    model = TimelineModel(reader_of(message.many(100)))
    assert model.open(HERE) == -1
    assert model.rowCount() == 60 and model.has_older and not model.has_newer
    assert not model.rows[0].starts_archive


def test_opens_at_the_first_unread_message(qapp: object, message: Any, reader_of: Callable[..., Any]) -> None:
    messages = message.many(300)
    messages = [replace(m, is_unread=not m.is_own) if i >= 100 else m for i, m in enumerate(messages)]
    reader = reader_of(messages)
    model = TimelineModel(reader)
    row = model.open(HERE, unread=133)
    assert model.rows[row].new_count == 133
    assert model.rows[row].message is next(m for m in messages if m.is_unread)
    assert model.has_newer and model.has_older
    reader.held = {i: replace(m, is_unread=False) for i, m in reader.held.items()}
    model.apply(ChangeSet(conversations=frozenset({HERE}), updated=frozenset(reader.held)))
    assert model.rows[row].new_count == 133, "the line stays until the conversation is left"


def test_the_line_goes_when_the_conversation_is_opened_again(
    qapp: object, message: Any, reader_of: Callable[..., Any]
) -> None:
    reader = reader_of([message(), message(is_unread=True)])
    model = TimelineModel(reader)
    model.open(HERE, unread=1)
    reader.held = {i: replace(m, is_unread=False) for i, m in reader.held.items()}
    model.open(HERE)
    assert all(row.new_count == 0 for row in model.rows)


def test_arrived_counts_the_customers_messages_only(qapp: object, message: Any, reader_of: Callable[..., Any]) -> None:
    reader = reader_of(message.many(5))
    model = TimelineModel(reader)
    model.open(HERE)
    counted: list[int] = []
    model.arrived.connect(lambda messages: counted.append(len(messages)))
    model.apply(reader.put(message(), message(), message(own=True)))
    model.apply(reader.put(message(own=True)))
    assert counted == [2]


def test_never_more_rows_than_the_limit(qapp: object, message: Any, reader_of: Callable[..., Any]) -> None:
    model = TimelineModel(reader_of(message.many(1500)))
    model.open(HERE)
    while model.fetch_older():
        assert model.rowCount() <= model_module.MOST_ROWS
    assert model.rows[0].starts_archive and model.has_newer
