"""The line under the reply field: the reply window at one end, the counter or a hint at the other."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.ui.announce import announce
from igdesk.ui.composer.counter import ReplyLength
from igdesk.ui.composer.words import FooterWords, counter_words
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.plain_text import PlainText
from igdesk.ui.theme import ThemeSource

_PAD = 5
_ICON_GAP = 7
_BETWEEN = 16


class ComposerFooter(QWidget):
    """22 high. The hint gives way first, then the counter takes what it needs, then the window is cut."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._icon = ""
        self._words: FooterWords | None = None
        self._length = ReplyLength(0, 0)
        self._hints: tuple[str, ...] = ()
        self._step_said = 0
        self._window = PlainText(
            theme_source, self, scale="micro", weight=400, color="text.tertiary", max_lines=1, tabular=True
        )
        self._window.setObjectName("composerWindow")
        self._counter = PlainText(theme_source, self, scale="micro", weight=600, max_lines=1, tabular=True)
        self._counter.setObjectName("composerCounter")
        self._hint = PlainText(theme_source, self, scale="micro", weight=400, color="text.tertiary", max_lines=1)
        self._counter.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_source.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, int(self._theme_source.current.size("size.composer.footer")))

    def set_window(self, words: FooterWords) -> None:
        """What the leading end says; empty words leave it free."""
        if words == self._words:
            return
        self._words = words
        self._icon = words.icon
        self._window.set_text(words.text)
        self._window.setAccessibleName(words.spoken)
        self._window.setVisible(bool(words.text))
        self._arrange()
        self.update()

    def set_hints(self, *hints: str) -> None:
        """The hint and shorter forms of it, longest first."""
        if hints != self._hints:
            self._hints = hints
            self._arrange()

    def set_length(self, length: ReplyLength) -> None:
        """Count, once there is something to count; each mark is said once on the way up."""
        if length == self._length:
            return
        self._length = length
        self._counter.setVisible(length.is_shown)  # first of all: what is not there says nothing
        if length.is_shown:
            shown, spoken = counter_words(length)
            self._counter.set_text(shown)
            self._counter.set_color("info.text" if length.is_split else "warn.text")
            self._counter.setAccessibleName(spoken)
            if length.step > self._step_said:
                announce(self._counter, spoken)
        self._step_said = length.step
        self._arrange()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        if self._icon and not self._window.isHidden():
            self._paint_icon(painter, self._icon, self._window, theme.color("text.tertiary"))
        if self._length.is_split:
            self._paint_icon(painter, "info", self._counter, theme.color("info.text"))

    def _paint_icon(self, painter: QPainter, name: str, label: QWidget, ink: QColor) -> None:
        size = icon_size("meta")
        place = label.geometry()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = place.right() + 1 + _ICON_GAP if is_rtl else place.left() - _ICON_GAP - size
        box = QRectF(x, (self.height() - size) / 2, size, size)
        paint_icon(painter, name, box, ink, layout_direction=self.layoutDirection())

    def _arrange(self) -> None:
        taken = icon_size("meta") + _ICON_GAP
        start = round(_PAD + taken) if self._icon else _PAD
        room = self.width() - start - _PAD
        trailing: PlainText | None = None
        if self._length.is_shown:
            trailing = self._counter
        else:
            for hint in self._hints:
                self._hint.set_text(hint)
                needed = self._window.sizeHint().width() + _BETWEEN if self._window.text() else 0
                if hint and needed + self._hint.sizeHint().width() <= room:
                    trailing = self._hint
                    break
        self._hint.setVisible(trailing is self._hint)
        width = min(trailing.sizeHint().width(), room) if trailing is not None else 0
        if trailing is not None:
            self._place(trailing, self.width() - _PAD - width, width)
        left_over = room - width - (_BETWEEN + (taken if self._length.is_split else 0) if trailing is not None else 0)
        self._place(self._window, start, round(min(max(left_over, 0), self._window.sizeHint().width())))

    def _place(self, label: QWidget, x: int, width: int) -> None:
        at = self.width() - x - width if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else x
        label.setGeometry(at, 0, width, self.height())
