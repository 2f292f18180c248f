"""Reminders before the reply window closes, in the window."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.conversation import InboxView, Shelf
from igdesk.domain.window import SAFETY
from igdesk.ui.texts import unmarked
from igdesk.ui.triage.menu import conversation_menu
from igdesk.ui.triage.remind_popover import RemindPopover

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(studio: Any, qtbot: QtBot) -> Iterator[Any]:
    qtbot.waitUntil(lambda: studio.window._triage is not None)
    studio.window.open_conversation(studio.talks["mara"])
    yield studio


def words_of(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def said(studio: Any) -> str:
    return unmarked(studio.window.undoing.toast.text)


def strip(studio: Any) -> Any:
    return studio.window.conversation.composer.strip


def strip_text(studio: Any) -> str:
    bar = studio.window.findChild(QWidget, "composerStrip")
    return unmarked(bar.text)


def choose(studio: Any, key: Qt.Key = Qt.Key.Key_Return) -> None:
    assert studio.window.registry.run("remind")
    (popup,) = [one for one in studio.window.findChildren(RemindPopover) if one.isVisible()]
    QTest.keyClick(popup, key)


def go_to(studio: Any, moment: datetime) -> None:
    """Instagram's clock stands there."""
    studio.engine.server_now = lambda: moment
    studio.window.triage.waker.look()


def test_it_is_set_shown_and_removed(desk: Any) -> None:
    choose(desk)
    row = desk.row("mara")
    end = row.last_inbound_at + timedelta(hours=24) - SAFETY
    assert row.remind_at == end - HOUR
    assert said(desk).startswith("Reminder ")
    assert said(desk).endswith(": Mara Lindqvist.")
    assert strip(desk).text_id == "strip.remind"
    assert strip_text(desk).startswith("You’ll be reminded ")
    assert desk.window.triage.reminding.words() == "Remove the reminder"
    desk.window.findChild(QWidget, "composerStripAction").click()
    assert desk.row("mara").remind_at is None
    assert said(desk) == "No reminder of Mara Lindqvist."
    assert strip(desk) is None
    desk.window.undoing.undo()
    assert desk.row("mara").remind_at == end - HOUR
    desk.window.undoing.undo()
    assert desk.row("mara").remind_at is None


def test_another_lead(desk: Any) -> None:
    choose(desk, Qt.Key.Key_4)
    row = desk.row("mara")
    assert row.remind_at == row.last_inbound_at + timedelta(hours=20) - SAFETY


def test_at_its_time_it_is_back_on_top_with_the_time_left(desk: Any) -> None:
    choose(desk)
    row = desk.row("mara")
    desk.window.triage.snooze([row.id], None)
    assert desk.row("mara").shelf is Shelf.SNOOZED
    go_to(desk, row.remind_at)
    desk.window.open_conversation(row.id)
    assert desk.row("mara").shelf is Shelf.INBOX
    assert desk.archive.inbox.rows(InboxView.INBOX, now=row.remind_at)[0].id == row.id
    assert strip(desk).text_id == "strip.reminded"
    model = desk.window.list_pane.model
    said_of_row = model.index(model.row_of(row.id), 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "you asked to be reminded" in said_of_row
    desk.window.triage.done([row.id])
    assert desk.row("mara").reminded_at is None


def test_off_at_its_time_the_reason_is_told_at_once(desk: Any) -> None:
    choose(desk)
    row = desk.row("mara")
    go_to(desk, row.remind_at + timedelta(minutes=20))
    assert strip(desk).text_id == "strip.reminded.late"
    assert "igdesk was closed at that time" in strip_text(desk)


def test_by_the_clock_of_instagram_which_the_engine_knows(make_studio: Any, qtbot: QtBot) -> None:
    studio = make_studio(attach=False)
    row = studio.row("priya")
    studio.archive.triage.remind({row.id: timedelta(hours=23)}, row.last_inbound_at)
    studio.window.show()
    qtbot.waitUntil(lambda: studio.window._triage is not None)
    assert studio.row("priya").reminded_at is None
    studio.window.attach(studio.engine)
    assert studio.row("priya").reminded_at == studio.engine.server_now()


def test_the_menu_of_the_row_offers_it_where_a_window_is_open(desk: Any) -> None:
    words = "Remind me before the window closes…"
    menus = {key: conversation_menu(desk.window, [desk.talks[key]]) for key in ("mara", "noah", "priya")}
    assert words in words_of(menus["mara"])
    assert words not in words_of(menus["noah"]), "the window is closed"
    desk.window.triage.reminding.remind([desk.talks["mara"], desk.talks["noah"]], HOUR)
    assert desk.row("noah").remind_at is None
    assert "Remove the reminder" in words_of(conversation_menu(desk.window, [desk.talks["mara"]]))


def test_half_an_hour_before_the_end_only_shorter_leads_are_offered(desk: Any) -> None:
    reminding = desk.window.triage.reminding
    assert reminding.leads([desk.row("priya")]) == [timedelta(minutes=30)]
    assert HOUR in reminding.leads([desk.row("tomas")])
    desk.window.open_conversation(desk.talks["noah"])
    assert not reminding.applies
