"""Tells screen readers what changed on the window without moving the focus."""

from enum import Enum

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from igdesk.ui.texts import unmarked


class Urgency(Enum):
    POLITE = "polite"
    """Read when the reader is done with what it says."""
    ASSERTIVE = "assertive"
    """Read at once: something failed."""


def announce(source: QWidget, text: str, urgency: Urgency = Urgency.POLITE) -> None:
    """Have a text read aloud, if somebody listens and the window is on screen."""
    if not text or not QAccessible.isActive() or not source.isVisible():
        return
    event = QAccessibleAnnouncementEvent(source, unmarked(text))
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive
        if urgency is Urgency.ASSERTIVE
        else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)


def tell_focus(thing: QWidget) -> None:
    """This is what keys act on now, in something that has the focus as a whole: a row of a menu."""
    if QAccessible.isActive() and thing.isVisible():
        QAccessible.updateAccessibility(QAccessibleEvent(thing, QAccessible.Event.Focus))


def tell_row(view: QAbstractItemView) -> None:
    """A list got the focus: its row is told after the list itself, which Qt names when this event is over."""
    if QAccessible.isActive():
        QTimer.singleShot(0, view, lambda: tell_current(view))


def tell_current(view: QAbstractItemView) -> None:
    """The row that keys act on now, in a list that has the focus."""
    current = view.currentIndex()
    if QAccessible.isActive() and current.isValid() and view.hasFocus():
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(current.row())
        QAccessible.updateAccessibility(event)
