"""A widget that passes the focus on to one of its children."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


def pass_focus_on(widget: QWidget, target: QWidget) -> None:
    """Who gives ``widget`` the focus gives it to ``target``.

    A focus proxy is not for this: Tab takes a widget with a proxy inside for one single control, and never reaches
    the others in it.
    """
    widget.setFocusPolicy(widget.focusPolicy() & ~Qt.FocusPolicy.TabFocus)
    _Passing(widget, target)


class _Passing(QObject):
    def __init__(self, widget: QWidget, target: QWidget) -> None:
        super().__init__(widget)
        self._target = target
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._target.setFocus(event.reason())
        return False
