"""The focus: passed on to a child, and given back by what lay over the window."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from igdesk.ui.announce import tell_focus


def pass_focus_on(widget: QWidget, target: QWidget) -> None:
    """Who gives ``widget`` the focus gives it to ``target``.

    A focus proxy is not for this: Tab takes a widget with a proxy inside for one single control, and never reaches
    the others in it.
    """
    widget.setFocusPolicy(widget.focusPolicy() & ~Qt.FocusPolicy.TabFocus)
    _Passing(widget, target)


def give_back(before: QWidget | None) -> None:
    """What opened a thing has the focus again. Called before that thing hides: Qt gives the focus of what is hidden
    to whatever comes next, and who listens would hear of it.
    """
    if before is not None and isValid(before) and before.isVisible():
        before.setFocus(Qt.FocusReason.PopupFocusReason)


def holds_focus(widget: QWidget) -> bool:
    """Whether the focus is in a widget."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def put_in_tab_order(*stops: QWidget) -> None:
    """Tab goes from each to the next. What is made late would come after everything else in the window."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


class _Passing(QObject):
    def __init__(self, widget: QWidget, target: QWidget) -> None:
        super().__init__(widget)
        self._target = target
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self._target.setFocus(event.reason())
            # Qt names the widget that passes it on, and does so after the one that has it.
            QTimer.singleShot(0, self._target, self._tell)
        return False

    def _tell(self) -> None:
        if self._target.hasFocus():
            tell_focus(self._target)
