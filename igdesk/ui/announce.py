"""Tells screen readers what changed on the window without moving the focus."""

from enum import Enum

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


class Urgency(Enum):
    POLITE = "polite"
    """Read when the reader is done with what it says."""
    ASSERTIVE = "assertive"
    """Read at once: something failed."""


def announce(source: QWidget, text: str, urgency: Urgency = Urgency.POLITE) -> None:
    """Have a text read aloud, if somebody listens and the window is on screen."""
    if not text or not QAccessible.isActive() or not source.isVisible():
        return
    event = QAccessibleAnnouncementEvent(source, text)
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive
        if urgency is Urgency.ASSERTIVE
        else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)
