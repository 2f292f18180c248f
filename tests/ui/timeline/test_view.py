"""The list on the screen: what is laid out, what stays in place, what keys and pointer do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget

from igdesk.domain.attachment import MediaState
from igdesk.domain.label import LabelColour
from igdesk.domain.message import Quote, Reaction, Story
from igdesk.domain.message_kinds import Delivery, MessageKind
from igdesk.domain.timeline_event import EventKind, TimelineEvent
from igdesk.ui.timeline import model as model_module
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.glide import Glide
from igdesk.ui.timeline.parts import Shape, Words

Build = Callable[..., Any]


# what is laid out


def test_opening_lays_out_a_screen_or_two_of_a_hundred_thousand(stage: Build, message: Any) -> None:
    scene = stage(message.many(100_000))
    assert scene.model.rowCount() == model_module.WINDOW_ROWS
    assert scene.view.shelf.contents_built < 40
    assert scene.view.placing.is_at_end
    assert scene.y_of(scene.model.rows[-1].id) < scene.view.viewport().height()


def test_one_append_builds_one_bubble_and_lays_out_one_row(stage: Build, message: Any) -> None:
    scene = stage(message.many(1500))
    while scene.model.rowCount() < model_module.MOST_ROWS:
        assert scene.model.fetch_older()
    assert scene.model.rowCount() == model_module.MOST_ROWS
    scene.view.begin_at_end()
    scene.view.grab()
    shelf, placing = scene.view.shelf, scene.view.placing
    built, assembled, laid_out = shelf.contents_built, shelf.bubbles_assembled, placing.rows_laid_out
    scene.put(message("One more", at=message.at + timedelta(hours=1)))
    scene.view.grab()
    assert shelf.contents_built == built + 1
    assert shelf.bubbles_assembled == assembled + 1
    assert placing.rows_laid_out == laid_out + 1


def test_an_append_that_joins_its_group_only_refits_the_one_before(stage: Build, message: Any) -> None:
    scene = stage(message.many(100))
    built, laid_out = scene.view.shelf.contents_built, scene.view.placing.rows_laid_out
    last = scene.model.rows[-1].message
    scene.put(message("Same group", own=last.is_own, at=last.sent_at + timedelta(seconds=5)))
    assert scene.view.shelf.contents_built == built + 1
    assert scene.view.placing.rows_laid_out == laid_out + 2


def test_a_change_of_theme_lays_out_nothing(stage: Build, message: Any) -> None:
    scene = stage(message.many(100))
    before = scene.view.shelf.contents_built, scene.view.shelf.bubbles_assembled, scene.view.placing.rows_laid_out
    scene.theme_source.use("dark")
    scene.view.grab()
    assert before == (
        scene.view.shelf.contents_built,
        scene.view.shelf.bubbles_assembled,
        scene.view.placing.rows_laid_out,
    )


def test_painting_reads_nothing(stage: Build, message: Any) -> None:
    scene = stage(message.many(300))
    scene.reader.calls.clear()
    scene.view.grab()
    assert scene.reader.calls == []


def test_qt_never_asks_for_sizes(stage: Build, message: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = stage(message.many(200))
    asked: list[int] = []
    monkeypatch.setattr(type(scene.view._delegate), "sizeHint", lambda *_: asked.append(1))
    scene.put(message("More"))
    scene.pane.resize(500, 600)
    scene.view.grab()
    assert asked == []


# what stays in place


@pytest.fixture
def reading(stage: Build, message: Any) -> Any:
    """Somebody who reads in the middle of 800 messages."""
    messages = message.many(800)
    messages = [replace(m, text=m.text * (1 + i % 9)) for i, m in enumerate(messages)]
    scene = stage(messages)
    scene.scroll_to(scene.view.verticalScrollBar().maximum() - 1900)
    assert not scene.view.is_at_end
    return scene


def test_an_append_moves_nothing_and_counts_at_the_button(reading: Any, message: Any) -> None:
    """failure 92: what arrives never pulls the reader away."""
    held = reading.middle().id
    y = reading.y_of(held)
    reading.put(message("New", at=message.at + timedelta(hours=2)), message("Newer"))
    reading.view.grab()
    assert reading.y_of(held) == y
    jump = reading.view.overlays.jump
    assert jump.isVisible() and jump.count == 2
    assert jump.accessibleName() == "Jump to latest, 2 new"


def test_older_pages_keep_the_message_under_the_eye(reading: Any) -> None:
    for _ in range(6):
        held = reading.middle().id
        y = reading.y_of(held)
        assert reading.model.fetch_older()
        reading.view.grab()
        assert reading.y_of(held) == y


def test_scrolling_up_moves_each_message_by_exactly_that_much(reading: Any) -> None:
    for _ in range(40):
        held = reading.middle().id
        y = reading.y_of(held)
        bar = reading.view.verticalScrollBar()
        before = bar.value()
        bar.setValue(before - 97)
        reading.view.grab()
        assert reading.y_of(held) == y + 97


def test_inserting_editing_and_removing_above_move_nothing(reading: Any, message: Any) -> None:
    held = reading.middle()
    y = reading.y_of(held.id)
    row = reading.model.position(held.id)
    above = [r.message for r in reading.model.rows[row - 12 : row - 6]]
    reading.put(message("In between", at=above[0].sent_at + timedelta(seconds=1)))
    assert reading.y_of(held.id) == y
    reading.put(replace(above[1], text="word " * 200, is_edited=True))
    assert reading.y_of(held.id) == y
    reading.drop(above[2].id, above[3].id)
    reading.view.grab()
    assert reading.y_of(held.id) == y


def test_lines_of_what_happened_move_nothing(reading: Any) -> None:
    held = reading.middle()
    y = reading.y_of(held.id)
    row = reading.model.position(held.id)
    for place in (row - 12, row + 2, len(reading.model.rows) - 1):
        at = reading.model.rows[place].message.sent_at - timedelta(seconds=1)
        more = TimelineEvent(at, EventKind.LABELLED, place, label_name="Wholesale", label_colour=LabelColour.BLUE)
        reading.pane.apply(reading.reader.happen(*reading.reader.happened, more))
        reading.view.grab()
        assert reading.y_of(held.id) == y
    reading.pane.apply(reading.reader.happen())
    reading.view.grab()
    assert reading.y_of(held.id) == y


def test_the_line_of_a_label_shows_its_shape_in_the_middle(stage: Build, message: Any) -> None:
    scene = stage([message()])
    at = message.at + timedelta(seconds=1)
    scene.pane.apply(
        scene.reader.happen(
            TimelineEvent(at, EventKind.LABELLED, 1, label_name="Wholesale", label_colour=LabelColour.BLUE),
            TimelineEvent(at, EventKind.SNOOZED, 2),
        )
    )
    bubble = scene.view.bubble(0)
    (shape,) = [part for part in bubble.parts if isinstance(part, Shape)]
    lines = [p for p in bubble.parts if isinstance(p, Words) and p.rect.top() > bubble.body.bottom() + 20]
    assert [p.block.text.strip("\u2068\u2069") for p in lines] == [
        "You added the label", "Wholesale", "Snoozed until they write",
    ]  # fmt: skip
    assert lines[0].rect.right() < shape.rect.left() < shape.rect.right() < lines[1].rect.left()
    middle = (lines[0].rect.left() + lines[1].rect.right()) / 2
    assert abs(middle - scene.view.shelf.measures.column / 2) <= 1
    assert bubble.height >= lines[2].rect.bottom()


def test_when_the_anchor_itself_goes_the_rest_stays(reading: Any) -> None:
    anchor = reading.view.placing._anchor.message_id
    row = reading.model.position(anchor)
    following = reading.model.rows[row + 1].id
    reading.drop(anchor)
    assert reading.y_of(following) >= 0
    visible = reading.view.placing.visible_rows()
    assert reading.model.position(following) in visible


def test_a_picture_that_arrives_moves_nothing(stage: Build, message: Any) -> None:
    messages = message.many(100)
    photo = message.attachment()
    messages[70] = replace(messages[70], kind=MessageKind.MEDIA, text="", attachments=(photo,))
    scene = stage(messages)
    scene.view.show_message(messages[74].id, flash=False)
    anchor = scene.view.placing._anchor.message_id
    y = scene.y_of(anchor)
    stored = replace(photo, state=MediaState.STORED, media_key="k", width_px=500, height_px=1000)
    scene.put(replace(messages[70], attachments=(stored,)))
    scene.view.grab()
    assert scene.y_of(anchor) == y


def test_another_size_keeps_the_first_message_in_place(reading: Any) -> None:
    anchor = reading.view.placing._anchor
    y = reading.y_of(anchor.message_id)
    for size in ((700, 700), (420, 700), (420, 500), (560, 900), (1900, 600)):
        reading.pane.resize(*size)
        reading.view.grab()
        assert reading.y_of(anchor.message_id) == y, size


def test_a_change_of_direction_keeps_the_place(reading: Any) -> None:
    anchor = reading.view.placing._anchor
    y = reading.y_of(anchor.message_id)
    reading.pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    reading.view.grab()
    assert reading.view.shelf.is_rtl
    assert reading.y_of(anchor.message_id) == y


def test_it_follows_the_end_only_when_it_is_there(stage: Build, message: Any) -> None:
    scene = stage(message.many(100))
    bar = scene.view.verticalScrollBar()
    scene.scroll_to(bar.maximum() - 48)
    scene.put(message("New"))
    assert bar.value() == bar.maximum()
    scene.scroll_to(bar.maximum() - 49)
    value = bar.value()
    scene.put(message("Newer"))
    assert bar.value() == value


def test_the_end_does_not_hold_who_leaves_it_by_small_steps(stage: Build, message: Any) -> None:
    scene = stage(message.many(100))
    bar = scene.view.verticalScrollBar()
    end = bar.maximum()
    for step in range(1, 30):
        bar.setValue(bar.value() - 5)
        scene.view.grab()
        assert bar.maximum() - bar.value() == 5 * step
    assert bar.maximum() == end or scene.view.placing.value < bar.maximum()


def test_a_resize_at_the_end_stays_at_the_end(stage: Build, message: Any) -> None:
    scene = stage(message.many(100))
    for size in ((400, 400), (800, 300), (560, 900)):
        scene.pane.resize(*size)
        bar = scene.view.verticalScrollBar()
        assert bar.value() == bar.maximum() > 0


def test_a_trimmed_window_moves_nothing(stage: Build, message: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_module, "MOST_ROWS", 120)
    scene = stage(message.many(600))
    scene.scroll_to(0)
    for _ in range(12):
        held = scene.middle().id
        y = scene.y_of(held)
        scene.view.verticalScrollBar().setValue(scene.view.verticalScrollBar().value() - 300)
        scene.view.grab()
        moved = scene.y_of(held) - y
        assert moved == 300 or scene.view.placing.value == 0
        assert scene.model.rowCount() <= 120
    assert scene.model.has_newer
    scene.view.overlays.jump.click()
    assert not scene.model.has_newer and scene.view.is_at_end


def test_few_messages_stand_at_the_bottom(stage: Build, message: Any) -> None:
    scene = stage([message("Hello")])
    bottom = scene.y_of(scene.model.rows[0].id) + scene.view.bubble(0).body.height()
    assert scene.view.viewport().height() - 80 < bottom < scene.view.viewport().height()
    assert scene.view.verticalScrollBar().maximum() == 0


def test_the_same_rows_under_a_model_tester(stage: Build, message: Any) -> None:
    scene = stage(message.many(200))
    tester = QAbstractItemModelTester(scene.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    scene.scroll_to(0)
    scene.put(message("x"), message("y"))
    scene.drop(scene.model.rows[3].id, scene.model.rows[4].id)
    scene.view.grab()
    del tester


# opening


def test_opens_at_the_first_unread_with_its_line_on_the_screen(stage: Build, message: Any) -> None:
    messages = message.many(200)
    messages = [replace(m, is_unread=i >= 150 and not m.is_own) for i, m in enumerate(messages)]
    scene = stage(messages, unread_count=33)
    first = next(m for m in messages if m.is_unread)
    assert 0 < scene.y_of(first.id) < scene.view.viewport().height() / 2
    assert not scene.view.is_at_end and scene.view.overlays.jump.isVisible()


def test_shows_a_message_far_away_in_the_middle(stage: Build, message: Any) -> None:
    messages = message.many(2000)
    scene = stage(messages)
    assert scene.pane.show_message(messages[100].id)
    middle = scene.view.viewport().height() / 2
    assert abs(scene.y_of(messages[100].id) - middle) < 80
    assert scene.view.effects.flash_strength(messages[100].id) > 0
    assert scene.pane.show_message(10**9) is False


def test_a_conversation_without_messages(stage: Build, message: Any) -> None:
    scene = stage([])
    scene.view.grab()
    QTest.keyClick(scene.view, Qt.Key.Key_Up)
    QTest.keyClick(scene.view, Qt.Key.Key_Home)
    assert scene.view.verticalScrollBar().maximum() == 0
    scene.put(message("First"))
    assert scene.model.rowCount() == 1
    scene.pane.close_conversation()
    assert scene.model.rowCount() == 0


# keys and pointer


def test_keys_walk_over_the_messages(stage: Build, message: Any) -> None:
    messages = message.many(500)
    scene = stage(messages)
    scene.view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(scene.view, Qt.Key.Key_End)
    assert scene.view.current_row() == scene.model.rowCount() - 1
    for _ in range(30):
        QTest.keyClick(scene.view, Qt.Key.Key_Up)
        rect = scene.view.visualRect(scene.view.currentIndex())
        assert rect.top() >= 0 and rect.bottom() <= scene.view.viewport().height()
    current = scene.model.rows[scene.view.current_row()].id
    assert current == messages[-31].id
    QTest.keyClick(scene.view, Qt.Key.Key_Home)
    assert scene.model.rows[0].id == messages[0].id and scene.view.current_row() == 0
    assert scene.y_of(messages[0].id) >= 0
    QTest.keyClick(scene.view, Qt.Key.Key_Down)
    assert scene.view.current_row() == 1
    QTest.keyClick(scene.view, Qt.Key.Key_End)
    assert scene.model.rows[scene.view.current_row()].id == messages[-1].id


def test_page_keys_scroll_by_a_screen(stage: Build, message: Any) -> None:
    scene = stage(message.many(300))
    held = scene.model.rows[-1].id
    y = scene.y_of(held)
    QTest.keyClick(scene.view, Qt.Key.Key_PageUp)
    assert scene.y_of(held) == y + scene.view.viewport().height() - 40
    QTest.keyClick(scene.view, Qt.Key.Key_PageDown)
    assert scene.y_of(held) == y


def test_letters_are_left_to_the_window(stage: Build, message: Any) -> None:
    scene = stage(message.many(20))
    seen: list[int] = []
    scene.pane.keyPressEvent = lambda event: seen.append(event.key())
    QTest.keyClick(scene.view, Qt.Key.Key_J)
    assert seen == [Qt.Key.Key_J]


def test_copy_takes_the_whole_message(stage: Build, message: Any) -> None:
    text = "<b>all</b> of it\n" + "x" * 9_000
    scene = stage([message(text)])
    scene.view.set_current_row(0)
    QTest.keyClick(scene.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == text


def test_enter_does_the_natural_thing(stage: Build, message: Any) -> None:
    messages = message.many(200)
    messages += [
        message("x", own=True, delivery=Delivery.FAILED, failure="temporary"),
        message("y", kind=MessageKind.STORY_REPLY, story=Story("1", "https://x/story")),
        message("see https://a.example/b"),
        message("z", quote=Quote("q", messages[0].id, messages[0].direction, MessageKind.TEXT, "m")),
    ]
    scene = stage(messages)
    done: list[Any] = []
    scene.pane.send_again.connect(lambda i: done.append(("again", i)))
    scene.pane.open_link.connect(lambda url: done.append(("link", url)))
    last = scene.model.rowCount() - 1
    for row in (last - 3, last - 2, last - 1, last):
        scene.view.set_current_row(row)
        QTest.keyClick(scene.view, Qt.Key.Key_Return)
    assert done == [
        ("again", messages[-4].id),
        ("link", "https://x/story"),
        ("link", "https://a.example/b"),
    ]
    assert scene.model.position(messages[0].id) >= 0, "jumped to the quoted message"


def click(scene: Any, do: Do) -> None:
    """Press on the part of the last message that does something."""
    row = scene.model.rowCount() - 1
    bubble = scene.view.bubble(row)
    part = next(p for p in bubble.parts if getattr(p, "action", None) is not None and p.action.do is do)
    point = QPointF(scene.view.row_origin(row)) + QPointF(part.rect.left() + 4, part.rect.center().y())
    QTest.mouseMove(scene.view.viewport(), point.toPoint())
    QTest.mouseClick(scene.view.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())


def test_clicks_reach_the_words_of_the_footer(stage: Build, message: Any) -> None:
    before = message("Hi")
    failed = message("Not gone", own=True, delivery=Delivery.FAILED, failure="not_confirmed")
    scene = stage([before, failed])
    done: list[Any] = []
    scene.pane.send_again.connect(lambda i: done.append(("again", i)))
    scene.pane.discard.connect(lambda i: done.append(("discard", i)))
    scene.pane.why.connect(lambda i: done.append(("why", i)))
    for do in (Do.SEND_AGAIN, Do.DISCARD, Do.WHY, Do.COPY):
        click(scene, do)
    assert done == [("again", failed.id), ("discard", failed.id), ("why", failed.id)]
    assert QGuiApplication.clipboard().text() == "Not gone"


def test_a_press_that_ends_elsewhere_does_nothing(stage: Build, message: Any) -> None:
    scene = stage([message("", kind=MessageKind.UNSUPPORTED)])
    done: list[int] = []
    scene.pane.open_instagram.connect(lambda: done.append(1))
    viewport = scene.view.viewport()
    bubble = scene.view.bubble(0)
    part = next(p for p in bubble.parts if getattr(p, "action", None) is not None)
    point = (QPointF(scene.view.row_origin(0)) + part.rect.center() - QPointF(part.rect.width() / 3, 0)).toPoint()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert done == []
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
    assert done == [1]


def test_a_press_moves_nothing(reading: Any) -> None:
    top = reading.view.placing.visible_rows()[0]
    y = reading.view.placing.top_on_screen(top)
    assert y < 0, "cut by the edge"
    QTest.mouseClick(reading.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 3))
    assert reading.view.placing.top_on_screen(top) == y
    assert reading.view.current_row() == top


def test_the_pointer_shows_what_can_be_clicked(stage: Build, message: Any) -> None:
    scene = stage([message("see https://a.example/b")])
    bubble = scene.view.bubble(0)
    words = next(p for p in bubble.parts if getattr(p, "block", None) is not None and p.block.links)
    rect = words.block.link_rects(words.block.links[0], words.x, words.rect.top())[0]
    scene.view.pointer.move(QPointF(scene.view.row_origin(0)) + rect.center())
    assert scene.view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    scene.view.grab()
    scene.view.pointer.move(QPointF(1, 1))
    assert scene.view.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def test_show_all_opens_a_long_text_in_place(stage: Build, message: Any) -> None:
    scene = stage([message("Hi"), message("word " * 3_000)])
    scene.view.scrollTo(scene.model.index(1))
    height = scene.view.placing.heights.height(1)
    scene.view.act(Action(Do.SHOW_ALL, scene.model.rows[1].id))
    assert scene.view.placing.heights.height(1) > height


def wheel(scene: Any, turn: int = 0, pixels: int = 0) -> None:
    where = QPointF(100, 100)
    event = QWheelEvent(
        where,
        scene.view.viewport().mapToGlobal(where),
        QPoint(0, pixels),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    scene.view.wheelEvent(event)


def test_the_wheel_goes_on_over_the_way_to_the_newest(stage: Build, message: Any) -> None:
    """The button appears under the pointer of whoever has just clicked it and scrolls up again."""
    scene = stage(message.many(200))
    scene.view.scroll_by(-2000, glides=False)
    jump, before = scene.view.overlays.jump, scene.view.placing.value
    assert jump.isVisible()
    middle = QPointF(jump.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(jump.mapToGlobal(middle.toPoint())),
        QPoint(0, 7),
        QPoint(),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.ScrollUpdate,
        False,
    )
    QGuiApplication.sendEvent(jump, event)
    assert scene.view.placing.value == pytest.approx(before - 7)


def test_the_wheel_turns_three_lines_and_a_touchpad_moves_by_pixels(stage: Build, message: Any) -> None:
    scene = stage(message.many(200))
    held = scene.model.rows[-1].id
    y = scene.y_of(held)
    wheel(scene, turn=120)
    assert scene.y_of(held) == y + 60
    wheel(scene, pixels=7)
    assert scene.y_of(held) == y + 67


def test_the_day_is_told_while_scrolling(reading: Any) -> None:
    pill = reading.view.overlays.day_pill
    wheel(reading, pixels=5)
    assert pill.isVisible() and pill.text
    assert pill.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_menu_offers_what_applies(stage: Build, message: Any) -> None:
    from igdesk.ui.timeline.message_menu import menu_actions, message_menu

    def offered(**parts: Any) -> list[Do]:
        return [action.do for _, _, action in menu_actions(message(**parts)) if action.do is not Do.DETAILS]

    assert offered() == [Do.COPY, Do.OPEN_INSTAGRAM]
    assert offered(text="", kind=MessageKind.UNSENT) == [Do.OPEN_INSTAGRAM]
    failed = offered(own=True, delivery=Delivery.FAILED, failure="temporary")
    assert failed == [Do.SEND_AGAIN, Do.COPY, Do.MAKE_SAVED, Do.OPEN_INSTAGRAM, Do.DISCARD]
    closed = offered(own=True, delivery=Delivery.FAILED, failure="window_closed")
    assert closed == [Do.COPY, Do.MAKE_SAVED, Do.OPEN_INSTAGRAM, Do.DISCARD]
    scene = stage([message("Hi")])
    done: list[Action] = []
    menu = message_menu(message("Hi"), scene.theme_source, done.append, scene.view)
    menu.actions()[0].trigger()
    assert done[0].do is Do.COPY
    menu.deleteLater()


OFFERED = ("❤", "😂", "😮", "😢", "👏", "🔥")


@pytest.fixture
def reacting(stage: Build, message: Any, qtbot: Any) -> Any:
    """The menu of a message that bears a reaction of one's own, opened by key."""
    from igdesk.ui.menu import select_first
    from igdesk.ui.timeline.message_menu import Offers, message_menu

    scene = stage([message("Hi")])
    done: list[Action] = []
    mine = message("Hi", reactions=(Reaction("😮", is_own=True),))
    menu = message_menu(mine, scene.theme_source, done.append, scene.view, Offers(reactions=OFFERED))
    menu.popup(scene.view.mapToGlobal(QPoint(20, 20)))
    select_first(menu)
    qtbot.waitUntil(menu.isVisible)
    return menu, done


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_menu_begins_with_six_reactions(reacting: Any) -> None:
    menu, _ = reacting
    buttons = [menu.findChild(QWidget, f"reaction{number}") for number in range(1, 7)]
    assert [button.accessibleName() for button in buttons][:2] == ["red heart", "tears of joy"]
    assert [button.isChecked() for button in buttons] == [False, False, True, False, False, False]
    assert menu.findChild(QWidget, "reactionBar").accessibleName() == "React"
    assert menu.actions()[1].isSeparator()


@pytest.mark.qt_log_ignore("does not support", extend=True)
@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ((Qt.Key.Key_Right, Qt.Key.Key_Return), "😢"),
        ((Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Space), "❤"),
        ((Qt.Key.Key_6,), "🔥"),
        ((Qt.Key.Key_Down, Qt.Key.Key_2), "😂"),
        ((Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return), "😮"),
    ],
)
def test_reactions_of_the_menu_by_key(reacting: Any, keys: tuple[Qt.Key, ...], chosen: str) -> None:
    menu, done = reacting
    for key in keys:
        QTest.keyClick(menu.focusWidget() or menu, key)
    assert [(action.do, action.url) for action in done] == [(Do.TOGGLE_REACTION, chosen)]
    assert not menu.isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_rows_under_the_reactions_are_reached_by_key(reacting: Any) -> None:
    menu, done = reacting
    QTest.keyClick(menu.focusWidget() or menu, Qt.Key.Key_Down)
    QTest.keyClick(menu.focusWidget() or menu, Qt.Key.Key_Return)
    assert [action.do for action in done] == [Do.COPY]


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_escape_closes_the_menu_from_the_reactions(reacting: Any) -> None:
    menu, done = reacting
    QTest.keyClick(menu.focusWidget() or menu, Qt.Key.Key_Escape)
    assert not menu.isVisible() and not done


def test_who_cannot_react_sees_no_reactions(stage: Build, message: Any) -> None:
    from igdesk.ui.timeline.message_menu import message_menu

    scene = stage([message("Hi")])
    menu = message_menu(message("Hi"), scene.theme_source, lambda _action: None, scene.view)
    assert menu.findChild(QWidget, "reactionBar") is None
    menu.deleteLater()


def test_glides_add_up_exactly(qapp: object) -> None:
    from PySide6.QtCore import QObject

    moved: list[int] = []
    owner = QObject()
    glide = Glide(moved.append, owner)
    glide.push(60, 0)
    assert moved == [60]
    glide.push(100, 90)
    assert glide.is_moving
    glide.push(60, 90)
    glide._animation.setCurrentTime(45)
    glide._animation.setCurrentTime(90)
    assert sum(moved) == 60 + 160


# for people who listen


def test_it_is_a_list_with_a_child_for_each_message(stage: Build, message: Any) -> None:
    scene = stage(message.many(30))
    found = QAccessible.queryAccessibleInterface(scene.view)
    assert found.role() is QAccessible.Role.List
    assert found.text(QAccessible.Text.Name) == "Messages"
    assert found.childCount() == scene.model.rowCount()
    child = found.child(29)
    assert child.role() is QAccessible.Role.ListItem
    assert child.text(QAccessible.Text.Name).startswith("Mara Lindqvist, ")
    assert child.rect().height() > 20


def test_the_focus_stays_with_a_message_that_moves(stage: Build, message: Any) -> None:
    """One that is tried again goes to the end; who pressed Enter on it goes along."""
    messages = message.many(6)
    scene = stage(messages)
    scene.view.set_current_row(3)
    scene.view.grab()
    moved = replace(messages[3], sent_at=message.at + timedelta(hours=1))
    scene.put(moved)
    assert scene.model.rows[-1].id == moved.id
    assert scene.model.rows[scene.view.current_row()].id == moved.id
    scene.drop(moved.id)
    assert scene.view.current_row() >= 0, "what is gone for good leaves the focus beside it"
