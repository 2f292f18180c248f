"""The message a reply answers, over the reply field."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.ids import MessageId
from igdesk.ui.announce import announce
from igdesk.ui.controls import IconButton
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.layout.motion import Movement, duration_ms
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

_ICON_AT = 14
_BAR_AT, _BAR = 34, 3
_TEXT_AT = 45
_GAP = 8
_PAD_Y = 1
_CLOSE = 28


@dataclass(frozen=True, slots=True)
class QuotedMessage:
    """What the bar says of it."""

    message_id: MessageId
    who: str
    text: str


class QuoteBar(QWidget):
    """Shows one quote or is gone. Its height moves."""

    removed = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._quote: QuotedMessage | None = None
        self._who = PlainText(theme_source, self, scale="small", weight=600, color="accent.text", max_lines=1)
        self._line = PlainText(theme_source, self, scale="small", color="text.secondary", max_lines=1)
        self._who.setObjectName("composerQuote")
        self._close = IconButton("x", say("composer.quote.remove"), theme_source, self, side=_CLOSE, key="Esc")
        self._close.setObjectName("composerQuoteRemove")
        self.close_button: QWidget = self._close
        self._close.clicked.connect(self.removed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._movement = Movement(self)
        self._movement.valueChanged.connect(self._apply_height)
        self._movement.finished.connect(self._settle)
        theme_source.changed.connect(self._dress)
        self.hide()

    @property
    def quote(self) -> QuotedMessage | None:
        return self._quote

    def show_quote(self, quote: QuotedMessage | None, *, is_told: bool = True) -> None:
        """Show what is answered, or nothing; ``is_told``: a screen reader says it."""
        is_new = quote is not None and quote != self._quote
        self._quote = quote
        if quote is None:
            self._movement.go(0, duration_ms(self, "base"))
            return
        self._who.set_text(isolate(quote.who))
        self._line.set_text(isolate(quote.text))
        name = say("composer.quote.name", who=quote.who, text=quote.text)
        self._who.setAccessibleName(name)
        self.setVisible(True)
        self._movement.go(self._full_height(), duration_ms(self, "base"))
        self._arrange()
        self.update()
        if is_new and is_told:
            announce(self, name)

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._movement.at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._quote is None:
            return
        theme, painter = self._theme_source.current, QPainter(self)
        height = self._full_height() - _GAP
        size = icon_size("menu")
        icon = self._mirrored(QRectF(_ICON_AT - size / 2 + 2, (height - size) / 2, size, size))
        paint_icon(
            painter, "reply", icon, theme.color("accent.text"), size_key="menu", layout_direction=self.layoutDirection()
        )
        fill_rounded(painter, self._mirrored(QRectF(_BAR_AT, 0, _BAR, height)), 1.5, theme.color("bubble.quote.bar"))

    def _mirrored(self, rect: QRectF) -> QRectF:
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            rect.moveLeft(self.width() - rect.right())
        return rect

    def _dress(self) -> None:
        if self._quote is not None:
            self._movement.go(self._full_height(), 0)
            self._arrange()
        self.update()

    def _full_height(self) -> int:
        return 2 * self._theme_source.current.line_height("small") + 2 * _PAD_Y + _GAP

    def _arrange(self) -> None:
        line = self._theme_source.current.line_height("small")
        room = self.width() - _TEXT_AT - _CLOSE - 12
        for label, y in ((self._who, _PAD_Y), (self._line, _PAD_Y + line)):
            label.setGeometry(self._mirrored(QRectF(_TEXT_AT, y, max(room, 20), line)).toRect())
        at = QRectF(self.width() - _CLOSE - 8, (self._full_height() - _GAP - _CLOSE) / 2, _CLOSE, _CLOSE)
        self._close.setGeometry(self._mirrored(at).toRect())

    def _apply_height(self, value: object) -> None:
        if isinstance(value, int | float):
            self.setFixedHeight(max(round(value), 0))

    def _settle(self) -> None:
        if self._quote is None:
            self.hide()
