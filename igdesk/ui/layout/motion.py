"""Short movements of height and place that never delay input."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.ui import tokens

_CHOSEN = "igdeskHasMotion"


def choose_motion(has_motion: bool | None) -> None:
    """What the person chose for the whole application; None leaves it to the system."""
    application = QApplication.instance()
    if application is not None and application.property(_CHOSEN) is not has_motion:
        application.setProperty(_CHOSEN, has_motion)


def has_motion(widget: QWidget) -> bool:
    """Whether the person, else the system, wants things to move at all."""
    application = QApplication.instance()
    chosen = application.property(_CHOSEN) if application is not None else None
    if isinstance(chosen, bool):
        return chosen
    from PySide6.QtWidgets import QStyle  # its enums are many: 6 ms that the first window does not wait for

    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


def duration_ms(widget: QWidget, name: str) -> int:
    """A duration of the tokens (``fast``, ``base``, ``slow``); 0 where nothing may move or nobody sees it."""
    if not widget.isVisible() or not has_motion(widget):
        return 0
    duration: int = tokens.value("motion")[name]
    return duration


class Movement(QVariantAnimation):
    """From where it is to a number. A new aim takes over at once."""

    def __init__(self, parent: QObject, start: float = 0.0) -> None:
        super().__init__(parent)
        self._at = start
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._keep)

    @property
    def at(self) -> float:
        return self._at

    def go(self, aim: float, duration_ms: int) -> None:
        """Move to ``aim``; with a duration of 0 it is there when this returns."""
        self.stop()
        if duration_ms <= 0 or aim == self._at:
            self._keep(aim)
            self.valueChanged.emit(aim)
            self.finished.emit()
            return
        self.setStartValue(float(self._at))
        self.setEndValue(float(aim))  # both of one type, else nothing moves
        self.setDuration(duration_ms)
        self.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def _keep(self, value: object) -> None:
        if isinstance(value, int | float):
            self._at = float(value)
