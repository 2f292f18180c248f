"""Notices that nobody is at the window any more: no key, no pointer, for as long as the person chose."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.domain.lock import Away, Moment

_TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    )
)


class AwayWatch(QObject):
    """Looks at the window that has the keys, and at the field in it for those who write with an input method.

    No timer runs but one, for the time that is left.
    """

    left = Signal()
    """The person is away."""

    def __init__(self, window: QWidget, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._now = now
        self._away: Away | None = None
        self._watched: set[QObject] = set()
        self._field: QWidget | None = None
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.look)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self._follow_window)
        application.focusChanged.connect(self._follow_field)

    def watch(self, after: timedelta) -> None:
        """Begin anew, with so long a time; zero ends it."""
        self.timer.stop()
        self._away = Away(after, self._moment()) if after else None
        if self._away is None:
            for watched in self._watched:
                watched.removeEventFilter(self)
            self._watched.clear()
            self._follow_field(None, None)
            return
        self._follow_window(self._window.windowHandle())
        self._follow_window(QGuiApplication.focusWindow())
        self._follow_field(None, QApplication.focusWidget())
        self._arm()

    def look(self) -> None:
        """Lock if it is time, else wait for what is left; also asked when something shows that time has passed."""
        if self._away is None:
            return
        if self._away.is_due(self._moment()):
            self._leave()
        elif not self.timer.isActive():
            self._arm()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._away is None or event.type() not in _TOUCHES:
            return False
        now = self._moment()
        if self._away.is_due(now):  # it slept, and this is the first key after it
            self._leave()
            return True
        self._away.touch(now)
        return False

    def _leave(self) -> None:
        self.watch(timedelta(0))
        self.left.emit()

    def _arm(self) -> None:
        assert self._away is not None
        self.timer.start(max(int(self._away.left(self._moment()).total_seconds() * 1000) + 50, 50))

    def _follow_window(self, found: QWindow | None) -> None:
        if self._away is None:
            return
        if found is not None and found not in self._watched:
            self._watched.add(found)
            found.installEventFilter(self)
            found.destroyed.connect(lambda: self._watched.discard(found))
        self.look()

    def _follow_field(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._field is not None:
            self._field.removeEventFilter(self)
            self._field.destroyed.disconnect(self._lose_field)
            self._field = None
        if new is not None and self._away is not None:
            self._field = new
            new.installEventFilter(self)
            new.destroyed.connect(self._lose_field)

    def _lose_field(self) -> None:
        self._field = None

    def _moment(self) -> Moment:
        return Moment(self._now(), time.monotonic())
