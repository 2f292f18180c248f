"""Buttons in lines, as many on a line as fit."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.ui.controls import PaintedButton

GAP = 6


class ChipFlow(QWidget):
    """Chips in lines, as many on a line as fit."""

    def __init__(self, parent: QWidget, *, gap: int = GAP) -> None:
        super().__init__(parent)
        self._gap = gap
        self._shown: list[PaintedButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chips(self, chips: Sequence[PaintedButton]) -> None:
        self._shown = list(chips)
        for chip in chips:
            chip.show()
        self.updateGeometry()
        self._arrange()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return max((place.bottom() + 1 for place in places), default=0)

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button says something else, or is hidden
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    @property
    def _visible(self) -> list[PaintedButton]:
        return [chip for chip in self._shown if not chip.isHidden()]

    def _places(self, width: int) -> list[QRect]:
        places = []
        corner = QPoint(0, 0)
        for chip in self._visible:
            size = chip.sizeHint().boundedTo(chip.maximumSize()).expandedTo(chip.minimumSize())
            wide = min(size.width(), max(width, 1))
            if corner.x() and corner.x() + wide > width:
                corner = QPoint(0, corner.y() + size.height() + self._gap)
            places.append(QRect(corner.x(), corner.y(), wide, size.height()))
            corner = QPoint(corner.x() + wide + self._gap, corner.y())
        return places

    def _arrange(self) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for chip, place in zip(self._visible, self._places(self.width()), strict=True):
            if is_rtl:
                place.moveLeft(self.width() - place.right() - 1)
            chip.setGeometry(place)
