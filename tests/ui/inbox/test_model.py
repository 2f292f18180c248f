"""The model of the list: small edits, never SQL while painting."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation, InboxFilter, InboxOnly, InboxSort, InboxView, Shelf
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.ui.inbox.model import CHUNK_ROWS, FIRST_ROWS, ID_ROLE, MANY, ROW_ROLE, InboxModel

Make = Callable[..., Conversation]
ACCOUNT = AccountId(1)
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


class Seen:
    """Every edit that the model announces."""

    def __init__(self, model: InboxModel) -> None:
        self.edits: list[tuple[str, int, int]] = []
        model.rowsInserted.connect(lambda _p, a, b: self.edits.append(("insert", a, b)))
        model.rowsRemoved.connect(lambda _p, a, b: self.edits.append(("remove", a, b)))
        model.rowsMoved.connect(lambda _p, a, _b, _d, to: self.edits.append(("move", a, to)))
        model.dataChanged.connect(lambda a, b, *_: self.edits.append(("data", a.row(), b.row())))
        model.modelReset.connect(lambda: self.edits.append(("reset", 0, 0)))


def model_over(ui: Any, **parts: Any) -> InboxModel:
    return InboxModel(
        ui.archive,
        server_now=ui.engine.server_now,
        local_now=lambda: ui.now,
        zone=UTC,
        account_id=ACCOUNT,
        **parts,
    )


def watched(ui: Any) -> tuple[InboxModel, Seen, QAbstractItemModelTester]:
    model = model_over(ui)
    ui.archive.subscribe(model.apply)
    return (
        model,
        Seen(model),
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal),
    )


def ids(model: InboxModel) -> list[int]:
    return [model.index(row).data(ID_ROLE) for row in range(model.rowCount())]


def many(conversation_of: Make, count: int) -> Iterator[Conversation]:
    for number in range(1, count + 1):
        yield conversation_of(number, ago=timedelta(minutes=number))


def test_newest_first(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    model, _, _tester = watched(make_ui(*reversed(list(many(conversation_of, 5)))))
    assert ids(model) == [1, 2, 3, 4, 5]
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Person 1, Hello, 14:35")
    assert model.index(0).data(Qt.ItemDataRole.DisplayRole) == "Person 1"
    assert model.index(0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_an_update_of_one_row_emits_one_data_changed(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 5))
    _model, seen, _tester = watched(ui)
    ui.archive.put(conversation_of(3, "Edited", ago=timedelta(minutes=3)))
    assert seen.edits == [("data", 2, 2)]


def test_a_row_that_did_not_change_emits_nothing(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 5))
    _model, seen, _tester = watched(ui)
    ui.archive.put(ui.archive.inbox.held[ConversationId(3)])
    assert seen.edits == []


def test_a_new_message_moves_one_row(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 5))
    model, seen, _tester = watched(ui)
    ui.archive.put(conversation_of(4, "News", ago=timedelta(seconds=5), unread_count=1))
    assert seen.edits == [("move", 3, 0), ("data", 0, 0)]
    assert ids(model) == [4, 1, 2, 3, 5]
    ui.archive.put(conversation_of(4, "Gone again", ago=timedelta(minutes=4, seconds=30)))
    assert ids(model) == [1, 2, 3, 4, 5]


def test_come_and_gone(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 3))
    model, seen, _tester = watched(ui)
    ui.archive.put(conversation_of(9, ago=timedelta(minutes=2, seconds=30)))
    ui.archive.drop(ConversationId(1))
    assert seen.edits == [("insert", 2, 2), ("remove", 0, 0)]
    assert ids(model) == [2, 9, 3]


def test_a_conversation_of_another_account_does_not_appear(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 3))
    _model, seen, _tester = watched(ui)
    ui.archive.put(conversation_of(9, account_id=AccountId(2)))
    assert seen.edits == []


def test_data_runs_no_sql(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 50))
    model, _, _tester = watched(ui)
    before = ui.archive.inbox.calls
    for row in range(50):
        for role in (ROW_ROLE, ID_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            assert model.index(row).data(role) is not None
    assert model.row_of(ConversationId(7)) == 6
    assert ui.archive.inbox.calls == before


def test_data_never_asks_the_clock(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 3))
    asked: list[int] = []

    def clock() -> Any:
        asked.append(1)
        return ui.now

    model = InboxModel(ui.archive, server_now=clock, local_now=clock, zone=UTC)
    asked.clear()
    model.index(0).data(ROW_ROLE)
    assert not asked


def test_the_row_object_stays_the_same_until_it_changes(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 3))
    model, _, _tester = watched(ui)
    first = model.index(1).data(ROW_ROLE)
    ui.archive.put(conversation_of(3, ago=timedelta(seconds=1)))
    assert model.index(2).data(ROW_ROLE) is first


def test_some_rows_at_once_and_the_rest_in_chunks(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    total = FIRST_ROWS + CHUNK_ROWS + 30
    model = model_over(make_ui(*many(conversation_of, total)))
    seen = Seen(model)  # no tester here: it fetches everything by itself
    assert model.rowCount() == FIRST_ROWS
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert seen.edits == [
        ("insert", FIRST_ROWS, FIRST_ROWS + CHUNK_ROWS - 1),
        ("insert", FIRST_ROWS + CHUNK_ROWS, total - 1),
    ]
    assert not model.canFetchMore(QModelIndex())
    assert ids(model) == list(range(1, total + 1))


def test_the_rest_comes_by_itself_after_the_first_paint(
    make_ui: Callable[..., Any], conversation_of: Make, qtbot: Any
) -> None:
    model = model_over(make_ui(*many(conversation_of, FIRST_ROWS + 10)))
    qtbot.waitUntil(lambda: model.is_complete)
    assert model.rowCount() == FIRST_ROWS + 10


def test_a_minute_touches_only_rows_whose_words_change(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(
        conversation_of(1, ago=timedelta(minutes=5)),
        conversation_of(2, ago=timedelta(minutes=6), own=True),
        conversation_of(3, ago=timedelta(hours=23, minutes=20)),
    )
    model, seen, _tester = watched(ui)
    for row in range(3):
        model.index(row).data(ROW_ROLE)
    ui.advance(minutes=1)
    model.tick()
    assert seen.edits == [("data", 2, 2)]
    assert model.index(2).data(ROW_ROLE).pill == "38\u00a0min left"


def test_midnight_changes_the_words(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(conversation_of(1, own=True), conversation_of(2, own=True, ago=timedelta(days=40)))
    model, seen, _tester = watched(ui)
    assert model.index(0).data(ROW_ROLE).time == "14:31"
    model.index(1).data(ROW_ROLE)
    ui.advance(hours=10)
    model.tick()
    assert seen.edits == [("data", 0, 0)]
    assert model.index(0).data(ROW_ROLE).time == "Yesterday"


def test_rows_nobody_asked_for_are_not_announced(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 50))
    model = model_over(ui)
    seen = Seen(model)
    ui.advance(hours=10)
    model.tick()
    assert seen.edits == []


def test_time_alone_reorders_those_who_wait(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(
        conversation_of(1, ago=timedelta(days=6, hours=23, minutes=50)),
        conversation_of(2, ago=timedelta(hours=23)),
        conversation_of(3, ago=timedelta(hours=1)),
        conversation_of(4, own=True),
    )
    model, _, _tester = watched(ui)
    model.choose(view=InboxView.WAITING)
    assert ids(model) == [2, 3, 1]
    ui.advance(hours=2)
    model.tick()
    assert ids(model) == [3, 2, 1]


def test_closing_soon_fills_as_time_passes(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(conversation_of(1, ago=timedelta(hours=19)), conversation_of(2, ago=timedelta(hours=23)))
    model, _, _tester = watched(ui)
    model.choose(narrowed=InboxFilter.CLOSING_SOON)
    assert ids(model) == [2]
    ui.advance(minutes=59)
    model.tick()
    assert ids(model) == [1]
    ui.advance(minutes=1)
    model.tick()
    assert ids(model) == [1]


def test_a_capability_learnt_changes_the_pills(
    make_ui: Callable[..., Any], conversation_of: Make, account_of: Callable[..., Any]
) -> None:
    ui = make_ui(conversation_of(1, ago=timedelta(days=2)))
    model, seen, _tester = watched(ui)
    assert model.index(0).data(ROW_ROLE).pill.startswith("Human reply")
    ui.archive.put_account(account_of(1, human_agent=Capability.NOT_GRANTED))
    assert seen.edits == [("data", 0, 0)]
    assert model.index(0).data(ROW_ROLE).pill == "Closed"


def test_nothing_moves_while_it_is_held(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 5))
    model, seen, _tester = watched(ui)
    model.hold()
    ui.archive.put(conversation_of(4, "News", ago=timedelta(seconds=5)))
    ui.archive.put(conversation_of(6, ago=timedelta(seconds=1)))
    assert seen.edits == []
    model.release()
    assert ids(model) == [6, 4, 1, 2, 3, 5]
    model.release()
    assert len(seen.edits) == 3


def test_choosing_the_same_again_does_nothing(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    ui = make_ui(*many(conversation_of, 5))
    model, seen, _tester = watched(ui)
    model.choose(view=InboxView.INBOX, narrowed=InboxFilter.ALL, account_id=ACCOUNT)
    assert seen.edits == []
    model.choose(narrowed=InboxFilter.UNREAD)
    assert seen.edits == [("reset", 0, 0)]
    assert model.rowCount() == 0


@pytest.mark.parametrize("sort", [InboxSort.NEWEST, InboxSort.WINDOW])
def test_the_open_conversation_stays_in_a_list_that_it_no_longer_matches(
    make_ui: Callable[..., Any], conversation_of: Make, sort: InboxSort
) -> None:
    """failure 92: what is read or answered does not leave under one's eyes, nor when a minute passes"""
    ui = make_ui(*(c._replace(unread_count=1) for c in many(conversation_of, 5)))
    model, seen, _tester = watched(ui)
    model.choose(narrowed=InboxFilter.UNREAD, sort=sort)
    order = ids(model)
    model.keep(ConversationId(3))
    ui.archive.put(conversation_of(3, ago=timedelta(minutes=3)))
    assert ids(model) == order
    ui.advance(minutes=1)
    model.tick()
    assert ids(model) == order
    seen.edits.clear()
    model.keep(ConversationId(4))
    assert ids(model) == [one for one in order if one != 3]
    assert [kind for kind, *_ in seen.edits] == ["remove"]
    ui.archive.put(conversation_of(4, ago=timedelta(minutes=4), shelf=Shelf.DONE))
    assert 4 not in ids(model)  # finished is another matter


def test_an_act_on_many_is_announced_in_runs(make_ui: Callable[..., Any], conversation_of: Make) -> None:
    rows = list(many(conversation_of, MANY + 30))
    ui = make_ui(*rows)
    model, seen, _tester = watched(ui)
    while not model.is_complete:
        model.fetchMore(QModelIndex())
    seen.edits.clear()
    ui.archive.put(*(c._replace(shelf=Shelf.DONE, is_waiting=False) for c in rows[3:-3]))
    assert seen.edits == [("remove", 3, MANY + 26)]
    ui.archive.put(*rows[3:-3])
    assert seen.edits[1:] == [("insert", 3, MANY + 26)]
    ui.archive.put(*(c._replace(is_muted=True) for c in rows))
    assert seen.edits[2:] == [("data", 0, MANY + 29)]


CHANGES = st.lists(
    st.tuples(
        st.integers(1, FIRST_ROWS + 25),
        st.integers(0, 3 * 86400),
        st.booleans(),
        st.integers(0, 2),
        st.sampled_from(["put", "put", "put", "drop", "hold", "release", "more", "minute", "later", "bulk"]),
        st.sampled_from(list(Shelf)),
        st.booleans(),
    ),
    max_size=40,
)


@pytest.mark.parametrize("view", list(InboxView))
@pytest.mark.parametrize("narrowed", list(InboxFilter))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=CHANGES,
    size=st.sampled_from([0, 3, FIRST_ROWS + 20, CHUNK_ROWS]),
    is_tested=st.booleans(),
    sort=st.sampled_from(InboxSort),
    only=st.sampled_from([None, None, *InboxOnly]),
)
def test_after_any_changes_the_model_equals_a_fresh_load(
    make_ui: Callable[..., Any],
    conversation_of: Make,
    view: InboxView,
    narrowed: InboxFilter,
    changes: list[tuple[int, int, bool, int, str, Shelf, bool]],
    size: int,
    is_tested: bool,
    sort: InboxSort,
    only: InboxOnly | None,
) -> None:
    """With Qt's tester, which loads every row by itself, and without it, so that loading can stop half way."""
    ui = make_ui(*(c._replace(unread_count=c.id % 2) for c in many(conversation_of, size)))
    model = model_over(ui)
    ui.archive.subscribe(model.apply)
    _tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal) if is_tested else 0
    model.choose(view=view, narrowed=narrowed, sort=sort, only=only)
    for number, seconds, own, unread, what, shelf, is_pinned in changes:
        match what:
            case "drop":
                ui.archive.drop(ConversationId(number))
            case "hold":
                model.hold()
            case "release":
                model.release()
            case "more":
                model.fetchMore(QModelIndex())
            case "minute":
                ui.advance(minutes=1)
                model.tick()
            case "later":
                ui.advance(hours=7)
                model.tick()
            case _:
                count = MANY + 40 if what == "bulk" else 1
                wakes_at = NOW + timedelta(seconds=seconds) if shelf is Shelf.SNOOZED and not own else None
                changed = [
                    conversation_of(
                        one,
                        ago=timedelta(seconds=seconds + one),
                        own=own,
                        unread_count=unread,
                        shelf=shelf,
                        wakes_at=wakes_at,
                        is_pinned=is_pinned,
                        is_waiting=shelf is Shelf.INBOX and not own,
                        has_photos=(one + unread) % 2 == 0,
                        is_answered_elsewhere=own and unread == 0,
                    )
                    for one in range(number, number + count)
                ]
                ui.archive.put(*changed)
        for row in range(min(model.rowCount(), 3)):
            model.index(row).data(ROW_ROLE)
    model.release()
    fresh = ui.archive.inbox.rows(view, narrowed, sort=sort, account_id=ACCOUNT, only=only, now=ui.now, limit=10**6)
    shown = [model.index(row).data(ROW_ROLE).conversation for row in range(model.rowCount())]
    assert shown == fresh[: len(shown)]
    assert len(shown) == len(fresh) or not model.is_complete
    assert [model.row_of(c.id) for c in shown] == list(range(len(shown)))
    while not model.is_complete:
        model.fetchMore(QModelIndex())
    other = model_over(ui)
    other.choose(view=view, narrowed=narrowed, sort=sort, only=only)
    while not other.is_complete:
        other.fetchMore(QModelIndex())
    assert [model.index(r).data(ROW_ROLE).sentence() for r in range(model.rowCount())] == [
        other.index(r).data(ROW_ROLE).sentence() for r in range(other.rowCount())
    ]
