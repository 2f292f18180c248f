"""A question as a card over the darkened window, whatever frames the system has."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QMoveEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from igdesk.ui.layout.popover import paint_card
from igdesk.ui.menu import is_translucent, knows_places, rounded_region
from igdesk.ui.paint import fill
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

RADIUS = "radius.dialog"


class CardDialog(QDialog):
    """Window-modal, opened with ``open()``; gone for good when it is closed."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._veil: _Veil | None = None
        if QGuiApplication.platformName() != "cocoa":  # a Mac shows it as a sheet of its own kind
            self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, is_translucent())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("app.title"))
        theme_source.changed.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None and self._veil is None:
            self._veil = _Veil(self._theme_source, parent.window())
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._veil is not None:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        if self.windowFlags() & Qt.WindowType.FramelessWindowHint:
            paint_card(painter, QRectF(self.rect()), theme, reach=0, radius=theme.size(RADIUS))
        else:
            fill(painter, self.rect(), theme.color("bg.raised"))

    def _follow(self) -> None:
        """The card under it lies where it lies."""
        if self._veil is None:
            return
        window = self._veil.parentWidget()
        assert window is not None
        card = QRect(window.mapFromGlobal(self.geometry().topLeft()), self.size())
        is_inside = knows_places() and window.rect().contains(card)
        self._veil.show_card(card if is_inside else None)
        if not is_translucent():
            radius = round(self._theme_source.current.size(RADIUS))
            self.setMask(rounded_region(self.rect(), radius, inset=1 if is_inside else 0))


class _Veil(QWidget):
    """Darkens the window; the shadow of the card, and its smooth edge, are painted here."""

    def __init__(self, theme_source: ThemeSource, window: QWidget) -> None:
        super().__init__(window)
        self._theme_source = theme_source
        self._card: QRect | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        theme_source.changed.connect(self.update)
        self.show()
        self.raise_()

    def show_card(self, card: QRect | None) -> None:
        if card != self._card:
            self._card = card
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.scrim"))
        if self._card is not None:
            paint_card(painter, QRectF(self._card), theme, radius=theme.size(RADIUS))
