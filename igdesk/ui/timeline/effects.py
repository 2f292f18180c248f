"""What happens to a message for a moment: an own one fades in, a target flashes."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

FADE_MS = 140
FLASH_MS = 900


class Effects(QObject):
    """Running effects by message. With less motion nothing runs at all."""

    def __init__(self, repaint: Callable[[int], None], parent: QObject) -> None:
        super().__init__(parent)
        self.has_motion = True
        self._repaint = repaint
        self._appearing: dict[int, QVariantAnimation] = {}
        self._flashing: dict[int, QVariantAnimation] = {}

    def appear(self, message_id: int) -> None:
        if self.has_motion:
            self._run(self._appearing, message_id, FADE_MS, QEasingCurve.Type.OutCubic)

    def flash(self, message_id: int) -> None:
        """The one effect that also says something: without motion it stays still for as long."""
        self._run(self._flashing, message_id, FLASH_MS, QEasingCurve.Type.InOutCubic)

    def presence(self, message_id: int) -> float:
        running = self._appearing.get(message_id)
        return 1.0 if running is None else float(running.currentValue())

    def flash_strength(self, message_id: int) -> float:
        running = self._flashing.get(message_id)
        if running is None:
            return 0.0
        return 1.0 - float(running.currentValue()) if self.has_motion else 1.0

    def stop(self) -> None:
        for running in [*self._appearing.values(), *self._flashing.values()]:
            running.stop()
            running.deleteLater()
        self._appearing.clear()
        self._flashing.clear()

    def _run(
        self, running: dict[int, QVariantAnimation], message_id: int, duration_ms: int, easing: QEasingCurve.Type
    ) -> None:
        earlier = running.pop(message_id, None)
        if earlier is not None:
            earlier.stop()
            earlier.deleteLater()
        animation = QVariantAnimation(self)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setDuration(duration_ms)
        animation.setEasingCurve(easing)
        running[message_id] = animation
        animation.valueChanged.connect(lambda _: self._repaint(message_id))
        animation.finished.connect(lambda: self._end(running, message_id, animation))
        animation.start()

    def _end(self, running: dict[int, QVariantAnimation], message_id: int, animation: QVariantAnimation) -> None:
        if running.get(message_id) is animation:
            del running[message_id]
            self._repaint(message_id)
        animation.deleteLater()
