"""Scrolling that glides a short way instead of jumping. Each new push acts on the final place at once."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation


class Glide(QObject):
    """Moves by steps that add up to the distance asked for, so what moves may itself shift meanwhile."""

    def __init__(self, move: Callable[[int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._move = move
        self._done = 0.0
        self._whole = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._step)

    @property
    def rest(self) -> float:
        """What is still to be moved."""
        return self._whole - self._done if self.is_moving else 0.0

    @property
    def is_moving(self) -> bool:
        return self._animation.state() is QVariantAnimation.State.Running

    def push(self, distance: float, duration_ms: int) -> None:
        """Move on by a distance, with what is left of an earlier push."""
        if self.is_moving and (self.rest > 0) == (distance > 0):
            distance += self.rest
        self.stop()
        if duration_ms <= 0 or abs(distance) < 1:
            self._move(round(distance))
            return
        self._whole, self._done = distance, 0.0
        self._animation.setDuration(duration_ms)
        self._animation.start()

    def stop(self) -> None:
        self._animation.stop()
        self._whole = self._done = 0.0

    def _step(self, progress: float) -> None:
        wanted = self._whole * progress
        step = round(wanted - self._done)
        if step:
            self._done += step
            self._move(step)
