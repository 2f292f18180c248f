"""The list under pointer and keyboard."""

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QHoverEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from igdesk.domain.conversation import Conversation, InboxFilter
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.ui.inbox.delegate import MARGIN, PAD_X, PAD_Y, RowDelegate, RowLook, avatar_size
from igdesk.ui.inbox.model import ROW_ROLE, InboxModel
from igdesk.ui.inbox.view import ConversationList

Make = Callable[..., Conversation]


class Bench:
    """A list on the screen, and what it reported."""

    def __init__(self, ui: Any, qtbot: QtBot) -> None:
        self.ui = ui
        self.qtbot = qtbot
        self.model = InboxModel(
            ui.archive,
            server_now=ui.engine.server_now,
            local_now=lambda: ui.now,
            zone=UTC,
            account_id=AccountId(1),
        )
        ui.archive.subscribe(self.model.apply)
        self.list = ConversationList(self.model, ui.images, ui.theme_source)
        self.list.resize(336, 400)
        qtbot.addWidget(self.list)
        self.list.show()
        self.opened: list[tuple[int, bool]] = []
        self.selected: list[int] = []
        self.list.opened.connect(lambda i, k: self.opened.append((i, k)))
        self.list.selected.connect(self.selected.append)

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.list, key)

    def point_of(self, row: int) -> QPoint:
        return self.list.visualRect(self.model.index(row)).center()

    def click(self, row: int) -> None:
        self.qtbot.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, pos=self.point_of(row))

    def move_pointer(self, row: int) -> None:
        place = QPointF(self.point_of(row))
        QApplication.sendEvent(
            self.list.viewport(),
            QMouseEvent(
                QEvent.Type.MouseMove,
                place,
                self.list.viewport().mapToGlobal(place),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
            ),
        )

    def ids(self) -> list[int | None]:
        return [self.model.id_at(row) for row in range(self.model.rowCount())]

    @property
    def marked(self) -> list[int | None]:
        return [self.model.id_at(i.row()) for i in self.list.selectionModel().selectedRows()]


@pytest.fixture
def bench(make_ui: Callable[..., Any], conversation_of: Make, qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(make_ui(*(conversation_of(n, ago=timedelta(minutes=n)) for n in range(1, 21))), qtbot)
    yield bench
    bench.ui.images.close()


def test_at_first_nothing_is_open_and_the_first_row_is_current(bench: Bench) -> None:
    assert bench.list.currentIndex().row() == 0
    assert bench.marked == []
    assert bench.list.selected_id is None


def test_the_first_step_opens_the_current_row_and_the_next_ones_walk(bench: Bench) -> None:
    bench.key(Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K)
    assert bench.selected == [1, 2, 3, 2]
    assert bench.opened == []
    assert bench.marked == [2]


def test_the_ends_stop_the_walk(bench: Bench) -> None:
    bench.key(Qt.Key.Key_End, Qt.Key.Key_J, Qt.Key.Key_Home, Qt.Key.Key_K, Qt.Key.Key_Up)
    assert bench.selected == [20, 1]


def test_page_keys_move_by_what_is_seen(bench: Bench) -> None:
    bench.key(Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    assert bench.selected == [1, 5, 1]


def test_enter_opens_and_a_click_opens(bench: Bench) -> None:
    bench.key(Qt.Key.Key_Return)
    bench.click(2)
    assert bench.opened == [(1, True), (3, False)]
    assert bench.selected == []
    assert bench.marked == [3]


def test_other_letters_are_left_to_the_window(bench: Bench) -> None:
    bench.key(Qt.Key.Key_P, Qt.Key.Key_E)
    bench.qtbot.keyClick(bench.list, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert bench.selected == []
    assert bench.list.currentIndex().row() == 0


def test_the_open_conversation_stays_marked_when_it_moves(bench: Bench, conversation_of: Make) -> None:
    bench.click(3)
    bench.ui.archive.put(conversation_of(15, ago=timedelta(seconds=1)))
    assert bench.marked == [4]
    bench.ui.archive.put(conversation_of(4, ago=timedelta(seconds=0)))
    assert bench.ids()[0] == 4
    assert bench.marked == [4]
    assert bench.opened == [(4, False)]


def test_a_row_that_leaves_opens_nothing_else(bench: Bench) -> None:
    bench.click(2)
    bench.ui.archive.drop(ConversationId(3))
    assert bench.marked == []
    assert bench.selected == []
    assert bench.list.selected_id == 3
    assert bench.model.id_at(bench.list.currentIndex().row()) == 4
    bench.key(Qt.Key.Key_J)
    assert bench.selected == [4]


def test_the_last_row_that_leaves_hands_over_upwards(bench: Bench) -> None:
    bench.key(Qt.Key.Key_End)
    bench.ui.archive.drop(ConversationId(20))
    assert bench.model.id_at(bench.list.currentIndex().row()) == 19


def test_the_mark_comes_back_with_the_conversation(bench: Bench) -> None:
    bench.click(1)
    bench.model.choose(narrowed=InboxFilter.UNREAD)
    assert bench.marked == []
    bench.model.choose(narrowed=InboxFilter.ALL)
    assert bench.marked == [2]
    assert bench.opened == [(2, False)]


def test_marking_from_outside_opens_nothing(bench: Bench) -> None:
    bench.list.select(ConversationId(18))
    assert bench.marked == [18]
    assert 17 in bench.list.rows_on_screen()
    bench.list.select(None)
    assert bench.marked == []
    bench.list.select(ConversationId(99))
    assert bench.marked == []
    assert (bench.opened, bench.selected) == ([], [])


def test_rows_do_not_move_while_the_pointer_moves(bench: Bench, conversation_of: Make) -> None:
    bench.move_pointer(1)
    bench.ui.archive.put(conversation_of(10, ago=timedelta(seconds=1)))
    assert bench.ids()[0] == 1
    bench.qtbot.waitUntil(lambda: bench.ids()[0] == 10)


def test_rows_move_at_once_when_the_pointer_has_left(bench: Bench, conversation_of: Make) -> None:
    bench.move_pointer(1)
    bench.ui.archive.put(conversation_of(10, ago=timedelta(seconds=1)))
    QApplication.sendEvent(bench.list.viewport(), QEvent(QEvent.Type.Leave))
    assert bench.ids()[0] == 10


def delegate_of(bench: Bench) -> RowDelegate:
    delegate = bench.list.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    return delegate


def test_painting_again_lays_out_nothing_and_asks_nobody(bench: Bench) -> None:
    bench.list.grab()
    made, calls = delegate_of(bench).layouts_made, bench.ui.archive.inbox.calls
    assert 5 <= made <= 7
    bench.list.grab()
    assert (delegate_of(bench).layouts_made, bench.ui.archive.inbox.calls) == (made, calls)


def test_an_edit_lays_out_one_row(bench: Bench, conversation_of: Make) -> None:
    bench.list.grab()
    made = delegate_of(bench).layouts_made
    bench.ui.archive.put(conversation_of(2, "Edited", ago=timedelta(minutes=2)))
    bench.list.grab()
    assert delegate_of(bench).layouts_made == made + 1


def test_a_theme_change_keeps_the_layouts(bench: Bench) -> None:
    light = bench.list.grab().toImage()
    made = delegate_of(bench).layouts_made
    bench.ui.theme_source.use("dark")
    assert bench.list.grab().toImage() != light
    assert delegate_of(bench).layouts_made == made
    bench.ui.theme_source.use(None)


def test_every_row_state_has_its_own_look(bench: Bench) -> None:
    looks = []
    delegate = delegate_of(bench)
    for look in (RowLook(), RowLook(is_hovered=True), RowLook(is_selected=True), RowLook(has_focus=True)):
        delegate._look_of = lambda _index, look=look: look
        looks.append(bench.list.grab().toImage())
    assert all(a != b for i, a in enumerate(looks) for b in looks[i + 1 :])


def test_the_look_of_a_row_follows_pointer_selection_and_focus(bench: Bench) -> None:
    def looks() -> list[RowLook]:
        return [bench.list._look_of(bench.model.index(row)) for row in range(3)]

    def hover(kind: QEvent.Type, row: int) -> None:
        at = QPointF(bench.list.visualRect(bench.model.index(row)).center())
        QApplication.sendEvent(bench.list.viewport(), QHoverEvent(kind, at, at, QPointF(-1, -1)))

    assert bench.list.viewport().testAttribute(Qt.WidgetAttribute.WA_Hover), "else Qt tells of no pointer"
    bench.list.clearFocus()
    hover(QEvent.Type.HoverEnter, 1)
    assert [look.is_hovered for look in looks()] == [False, True, False]
    hover(QEvent.Type.HoverMove, 2)
    assert [look.is_hovered for look in looks()] == [False, False, True]
    hover(QEvent.Type.HoverLeave, 2)
    opened = bench.model.conversation_at(1)
    assert opened is not None
    bench.list.select(opened.id)
    assert looks() == [RowLook(), RowLook(is_selected=True), RowLook()]
    bench.list.setFocus()
    assert looks()[1].has_focus == bench.list.hasFocus()


def test_rows_are_eighty_high_whatever_is_in_them(bench: Bench, conversation_of: Make) -> None:
    bench.ui.archive.put(conversation_of(21, "long " * 60, ago=timedelta(days=9)))
    heights = {bench.list.visualRect(bench.model.index(row)).height() for row in range(bench.model.rowCount())}
    assert heights == {80}


def test_mixed_writing_can_be_painted_at_any_width(bench: Bench, conversation_of: Make) -> None:
    texts = (
        "شكرًا جزيلًا! وصلت المزهرية اليوم وهي أجمل من الصور 🤍",
        "👩‍👩‍👧👍🏽" * 30,
        "x" * 200,
        "",
        "釉薬の色は選べますか？" * 9,
    )
    bench.ui.archive.put(
        *(
            conversation_of(n, text, name=name, own=own, draft=draft, unread_count=n % 3, verified=True)
            for n, (text, name, own, draft) in enumerate(
                (t, n, o, d)
                for t in texts
                for n in ("", "ليلى حداد", "M" * 80)
                for o in (True, False)
                for d in ("", "Entwurf")
            )
        )
    )
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        bench.list.setLayoutDirection(direction)
        for width in (260, 336, 480):
            bench.list.resize(width, 3000)
            assert not bench.list.grab().isNull()


def test_the_scroll_bar_takes_no_room(bench: Bench) -> None:
    assert bench.list.viewport().width() == bench.list.width()
    assert bench.list.verticalScrollBar().maximum() > 0


def test_somebody_of_whom_nothing_is_known_yet_looks_like_what_stood_there_before(
    make_ui: Callable[..., Any], conversation_of: Make, qtbot: QtBot
) -> None:
    nobody = conversation_of(1, preview=None, name="", last_inbound_at=None, is_waiting=False)
    known = conversation_of(2, preview=None, name="Mara", last_inbound_at=None, is_waiting=False)
    shown = Bench(make_ui(nobody, known), qtbot)
    shown.list.show_placeholders(True)
    row = shown.model.index(0).data(ROW_ROLE)
    assert row.is_nobody_yet
    assert not shown.model.index(1).data(ROW_ROLE).is_nobody_yet
    picture = shown.list.viewport().grab().toImage()
    theme = shown.ui.theme_source.current
    grey = theme.color("bg.selectedInactive").rgb()
    x, top, side = MARGIN + PAD_X + avatar_size(theme) // 2, PAD_Y + 1, avatar_size(theme)
    for row_top in (0, 2 * theme.row_height):  # the disc, and that of the rows to come
        inside = [picture.pixelColor(x, row_top + top + at).rgb() for at in (2, side // 2, side - 3)]
        assert inside == [grey] * 3
        assert picture.pixelColor(x, row_top + top - 2).rgb() != grey
        assert picture.pixelColor(x, row_top + top + side + 1).rgb() != grey
    assert picture.pixelColor(x, theme.row_height + top + 4).rgb() != grey
    shown.ui.images.close()


def test_no_time_beside_the_buttons_of_a_row(make_ui: Callable[..., Any], conversation_of: Make, qtbot: QtBot) -> None:
    shown = Bench(make_ui(conversation_of(1, ago=timedelta(days=1, hours=3), name="Mara")), qtbot)
    index = shown.model.index(0)
    row = shown.list.visualRect(index)
    assert index.data(ROW_ROLE).time == "Yesterday"
    shown.list._show_actions(index)
    actions = shown.list.row_actions
    beside = QRect(row.right() - 110, actions.y(), actions.x() - row.right() + 110, actions.height())
    picture = shown.list.viewport().grab(beside).toImage()
    inks = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(inks) == 1, "a part of the time stands there"
    shown.ui.images.close()


def test_while_all_is_fetched_the_first_row_is_the_current_one(
    make_ui: Callable[..., Any], conversation_of: Make, qtbot: QtBot
) -> None:
    shown = Bench(make_ui(), qtbot)
    shown.list.show_placeholders(True)
    for number, ago in ((1, 30), (2, 20), (3, 10)):
        shown.ui.archive.put(conversation_of(number, ago=timedelta(minutes=ago)))
        assert shown.list.currentIndex().row() == 0
    shown.ui.archive.put(conversation_of(1, ago=timedelta(minutes=1)))
    assert shown.list.currentIndex().row() == 0
    shown.key(Qt.Key.Key_J)
    walked = shown.list.selected_id
    shown.ui.archive.put(conversation_of(4, ago=timedelta(seconds=1)))
    assert shown.model.id_at(shown.list.currentIndex().row()) == walked, "somebody walked: it stays with the row"
    other = Bench(make_ui(conversation_of(1)), qtbot)
    other.ui.archive.put(conversation_of(2, ago=timedelta(seconds=1)))
    assert other.list.currentIndex().row() == 1, "at other times too"
    other.ui.images.close()
    shown.ui.images.close()
