"""Where the toast stands."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtWidgets import QWidget

from igdesk.ui.layout.arrangement import Pane

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def toast_room(window: "MainWindow") -> QRectF:
    """Where the toast may stand: over the composer, else over whatever is in front."""
    column: QWidget = window.conversation
    bottom = column.height()
    if window.columns.cover is not None and window.settings.is_open:
        column = window.settings.place.pages
        bottom = column.height()
    elif column.isHidden() or (window.columns.wishes.front is Pane.LIST and window.columns.arrangement.is_one_pane):
        column = window.list_pane
        bottom = column.height()
    elif window.conversation.conversation is not None:
        bottom -= window.conversation.composer.height()
    corner = QPointF(column.mapTo(window, QPoint(0, 0)))
    return QRectF(corner.x(), corner.y(), column.width(), bottom)
