"""A line of things that stand one under the other where there is no room beside each other."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QBoxLayout, QLayoutItem, QWidget

_BESIDE, _UNDER = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class TurningLine(QBoxLayout):
    """Turns within the same pass that gives it another width: nothing is laid out twice."""

    def __init__(
        self,
        parent: QWidget | None,
        turns: Callable[[int], bool],
        *,
        turned: Callable[[bool], None] | None = None,
    ) -> None:
        """``turns`` tells whether a width (margins included) is too narrow.

        ``turned`` hears of it while the parts are being placed: it may give them other limits, not hide or show them.
        """
        if parent is None:
            super().__init__(_BESIDE)
        else:
            super().__init__(_BESIDE, parent)
        self._turns = turns
        self._turned = turned

    @property
    def is_turned(self) -> bool:
        return self.direction() is _UNDER

    def setGeometry(self, rect: QRect) -> None:
        self._fit(rect.width())
        super().setGeometry(rect)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self._fit(width)
        if super().hasHeightForWidth():
            return super().heightForWidth(width)
        return super().sizeHint().height()

    def minimumHeightForWidth(self, width: int) -> int:  # noqa: N802
        self._fit(width)
        return super().minimumHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """As wide as all of them beside each other, also while they are not."""
        widths = [item.sizeHint().width() for item in self._items()]
        wanted = sum(widths) + self.spacing() * max(len(widths) - 1, 0)
        return QSize(self._with_margins(wanted), super().sizeHint().height())

    def minimumSize(self) -> QSize:  # noqa: N802
        """As narrow as the widest of them."""
        widest = max((item.minimumSize().width() for item in self._items()), default=0)
        return QSize(self._with_margins(widest), super().minimumSize().height())

    def _items(self) -> list[QLayoutItem]:
        items = [self.itemAt(at) for at in range(self.count())]
        return [item for item in items if item is not None and not item.isEmpty()]

    def _with_margins(self, width: int) -> int:
        margins = self.contentsMargins()
        return width + margins.left() + margins.right()

    def _fit(self, width: int) -> None:
        direction = _UNDER if self._turns(width) else _BESIDE
        if direction is not self.direction():
            self.setDirection(direction)
            if self._turned is not None:
                self._turned(direction is _UNDER)
