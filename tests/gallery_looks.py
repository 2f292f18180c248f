"""What lies over the window, in windows of its own: menus, choices, questions, tooltips."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from igdesk.domain.conversation import InboxFilter, InboxView
from igdesk.ui.dialogs import human_reply_question
from igdesk.ui.settings.controls import ChoiceField
from igdesk.ui.timeline.message_details import MessageDetails
from igdesk.ui.triage.menu import conversation_menu
from igdesk.ui.window.main_window import MainWindow

MOMENT_MS = 350


def looks(window: MainWindow, save: Callable[[str, QPixmap], None]) -> Iterator[int]:
    """One after the other, each painted where it lies."""

    def shoot(name: str) -> None:
        whole = window.grab()
        painter = QPainter(whole)
        for top in QApplication.topLevelWidgets():
            if top.isVisible() and isinstance(top, QMenu | QDialog):
                painter.drawPixmap(window.mapFromGlobal(top.pos()), top.grab())
        painter.end()
        save(name, whole)

    now = window.door.server_now()
    row = window.archive.inbox.rows(InboxView.INBOX, InboxFilter.ALL, now=now, limit=1)[0]
    menu = conversation_menu(window, [row.id])
    menu.popup(window.mapToGlobal(QPoint(250, 160)))
    menu.setActiveAction(menu.actions()[0])
    yield MOMENT_MS
    shoot("menu")
    menu.close()
    button = window.findChild(QWidget, "headerSnooze")
    assert button is not None
    middle = button.rect().center()
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, middle, button.mapToGlobal(middle)))
    yield MOMENT_MS
    shoot("tooltip")
    question = human_reply_question(window.theme_source, window)
    question.open()
    yield MOMENT_MS
    shoot("question")
    question.reject()
    timeline = window.conversation.timeline
    messages = [row.message for row in timeline.model.rows]
    for name, message in (
        ("details-own", next(m for m in reversed(messages) if m.is_own)),
        ("details-theirs", next(m for m in reversed(messages) if not m.is_own)),
    ):
        details = MessageDetails(message, timeline.model.scene, window.theme_source, window)
        details.open()
        yield MOMENT_MS
        shoot(name)
        details.reject()
    window.settings.open("replying")
    yield MOMENT_MS
    choice = next(field for field in window.findChildren(ChoiceField) if field.isVisible())
    choice.showPopup()
    yield MOMENT_MS
    shoot("choices")
    opened = choice.window().findChild(QMenu, "choices")
    assert opened is not None
    opened.close()
    window.leave_settings()
    yield MOMENT_MS
