"""A question as a card over the darkened window, whatever frames the system has."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QMoveEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from igdesk.ui.layout.popover import paint_card
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.menu import is_translucent, knows_places, rounded_region
from igdesk.ui.paint import fill
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say, unmarked
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

    def write(self, heading: str, *texts: str) -> QVBoxLayout:
        """The heading and the paragraphs under it, also for screen readers; what is asked for is added below."""
        self.setAccessibleName(unmarked(heading))
        self.setAccessibleDescription(unmarked("\n".join(texts)))
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(PlainText(self._theme_source, self, scale="title2", text=heading))
        for text in texts:
            words.addWidget(PlainText(self._theme_source, self, color="text.secondary", text=text))
        return words

    def arrange(
        self,
        sign: QWidget,
        words: QVBoxLayout,
        *buttons: QWidget,
        width_px: int,
        link: QWidget | None = None,
        warning: QWidget | None = None,
    ) -> None:
        """``sign`` beside the words, ``warning`` and the buttons under them, ``link`` at their other end."""
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        for button in buttons:
            line.addWidget(button)
        foot = TurningLine(None, lambda width: foot.sizeHint().width() > width)  # no word of a button is cut
        foot.setSpacing(8)
        if link is not None:
            foot.addWidget(link, 0, Qt.AlignmentFlag.AlignLeading)
        foot.addLayout(line, 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(16)
        column.addLayout(top)
        if warning is not None:
            column.addWidget(warning)
        column.addLayout(foot)
        self._width_px = width_px
        self.fit()

    def fit(self) -> None:
        """As high as what is in it."""
        self._column.invalidate()
        self.setFixedSize(self._width_px, self._column.totalHeightForWidth(self._width_px))

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
        if not is_translucent():
            fill(painter, self.rect().adjusted(-1, -1, 2, 2), theme.color("bg.raised"))  # half a pixel is none
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
