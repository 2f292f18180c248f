"""The strip over the reply field."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.banner import tone
from igdesk.ui.banner.choice import Tone
from igdesk.ui.banner.word_button import WordButton
from igdesk.ui.composer.strip_choice import Strip, StripAction
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.motion import Movement, duration_ms
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_GAP = 8
_ICON_CENTRE = 20
_TEXT_AT = 41
_PAD_X = 8
_PAD_Y = 9


class StripBar(QWidget):
    """Shows one strip or is gone. Its height moves; the words are announced once when they appear."""

    acted = Signal(object)
    """A StripAction."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composerStrip")
        set_role(self, QAccessible.Role.AlertMessage)
        self._theme_source = theme_source
        self._strip: Strip | None = None
        self._words = PlainText(theme_source, self, color="text.secondary")
        self._action = WordButton(" ", theme_source, self)
        self._action.setObjectName("composerStripAction")
        self._action.clicked.connect(self._act)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shown: tuple[Strip | None, str, str] = (None, "", "")
        self._movement = Movement(self)
        self._movement.valueChanged.connect(self._apply_height)
        self._movement.finished.connect(self._settle)
        theme_source.changed.connect(self.update)
        self.hide()

    @property
    def strip(self) -> Strip | None:
        return self._strip

    @property
    def text(self) -> str:
        return self._words.text()

    def show_strip(self, strip: Strip | None, lead: str, rest: str) -> None:
        """Show another strip, other words of the same one, or none."""
        if (strip, lead, rest) == self._shown:
            return
        self._shown = (strip, lead, rest)
        is_new = strip is not None and (self._strip is None or strip.text_id != self._strip.text_id)
        self._strip = strip
        if strip is None:
            self._movement.go(0, duration_ms(self, "base"))
            return
        self._words.set_parts(lead, rest)
        self._action.setVisible(strip.action is not StripAction.NONE)
        if strip.action is not StripAction.NONE:
            self._action.set_text(say(f"action.{strip.action.value}"))
            self._action.set_ink(tone.WORD[strip.tone])
        self.setAccessibleName(self._words.text())
        self.setVisible(True)
        self._move()
        self.update()
        if is_new:
            urgency = Urgency.ASSERTIVE if strip.tone is Tone.DANGER else Urgency.POLITE
            announce(self, self._words.text(), urgency)

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._movement.at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._strip is not None and event.oldSize().width() != event.size().width():
            self._movement.go(self._full_height(), 0)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._strip is None:
            return
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 0, 0, -_GAP)
        fill_rounded(painter, rect, theme.size("radius.send"), theme.color(tone.GROUND[self._strip.tone]))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        centre = rect.right() - _ICON_CENTRE if is_rtl else rect.left() + _ICON_CENTRE
        box = QRectF(centre - 10, rect.center().y() - 10, 20, 20)
        ink = theme.color(tone.ICON[self._strip.tone])
        paint_icon(painter, self._strip.icon, box, ink, size_key="menu", layout_direction=self.layoutDirection())

    def _act(self) -> None:
        if self._strip is not None:
            self.acted.emit(self._strip.action)

    def _arrange(self) -> None:
        """Words from the icon to the action; the action in the middle of the height."""
        height = self._full_height() - _GAP
        action = self._action.sizeHint()
        if not self._action.isHidden():
            at = self.width() - _PAD_X - action.width()
            self._place(self._action, at, (height - action.height()) // 2, action.width(), action.height())
        self._place(self._words, _TEXT_AT, 0, self._words_width(), height)

    def _place(self, child: QWidget, x: int, y: int, width: int, height: int) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        child.setGeometry(self.width() - x - width if is_rtl else x, y, width, height)

    def _words_width(self) -> int:
        action = self._action.sizeHint().width() + 8 if not self._action.isHidden() else 0
        return max(self.width() - _TEXT_AT - _PAD_X - action, 40)

    def _full_height(self) -> int:
        least = int(self._theme_source.current.size("size.composer.strip"))
        return max(self._words.heightForWidth(self._words_width()) + 2 * _PAD_Y, least) + _GAP

    def _move(self) -> None:
        self._movement.go(self._full_height(), duration_ms(self, "base"))
        self._arrange()

    def _apply_height(self, value: object) -> None:
        if isinstance(value, int | float):
            self.setFixedHeight(max(round(value), 0))

    def _settle(self) -> None:
        if self._strip is None:
            self.hide()
