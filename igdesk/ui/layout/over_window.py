"""What lies over the whole window for a while: it takes the keys, follows the size, and gives the focus back."""

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.ui.focus import give_back
from igdesk.ui.paint import fill, fill_rounded, stroke_rounded
from igdesk.ui.theme import ThemeSource


class OverWindow(QWidget):
    """Hidden at first. What it shows, and when it goes, is a subclass's matter."""

    holds_keys = True
    """No key goes to the window under it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._under = window
        self._before: QWidget | None = None
        self.hide()

    def cover(self) -> None:
        """Lie over everything in the window. Who takes the focus then is a subclass's matter too."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
            self._under.installEventFilter(self)
        self.fit()
        self.show()
        self.raise_()

    def uncover(self) -> None:
        """Go; the focus returns to what had it before."""
        self._under.removeEventFilter(self)
        before, self._before = self._before, None
        give_back(before)
        self.hide()

    def fit(self) -> None:
        """As large as the window."""
        self.setGeometry(self._under.rect())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # keys belong to what lies on top
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._under and event.type() == QEvent.Type.Resize:
            self.fit()
        return False


class CardOverWindow(OverWindow):
    """A card, the window dimmed around it; a click beside the card dismisses it."""

    _card: QWidget
    """Made and placed by the subclass."""

    def __init__(self, theme_source: ThemeSource, window: QWidget) -> None:
        super().__init__(window)
        self._theme_source = theme_source
        theme_source.changed.connect(self.update)

    def dismiss(self) -> None:
        self.uncover()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.dismiss()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.scrim"))
        card, radius = QRectF(self._card.geometry()), theme.size("radius.dialog")
        fill_rounded(painter, card, radius, theme.color("bg.raised"))
        stroke_rounded(painter, card, radius, theme.color("line.separator"))
