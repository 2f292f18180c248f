"""Small parts of the palette: its field, tabs and the line of keys under the list."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import PaintedButton
from igdesk.ui.paint import fill_rounded, hairline
from igdesk.ui.search.key_caps import caps_height, caps_width, paint_caps
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource


class PaletteField(QLineEdit):
    """Text goes in here; the keys that move through the list are handed on."""

    key_wanted = Signal(object)
    """QKeyEvent that the field has no use for; accepted if somebody had."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget, *, scale: str = "title2") -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._scale = scale
        self.setFrame(False)
        theme_source.changed.connect(self._dress)
        self._dress()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            event.ignore()
            self.key_wanted.emit(event)
            if event.isAccepted():
                return True
            event.accept()
        return super().event(event)

    def _dress(self) -> None:
        theme = self._theme_source.current
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)
        self.setFont(theme.font(self._scale, weight=400))


class TabButton(PaintedButton):
    """One of the groups that can be shown alone."""

    def __init__(self, words: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_role(self, QAccessible.Role.PageTab)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return self.height() / 2

    def sizeHint(self) -> QSize:
        font = self.theme.font("small", weight=600, text=self.text())
        return QSize(int(QFontMetricsF(font).horizontalAdvance(self.text()) + 21), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        if self.isChecked():
            fill_rounded(painter, rect, self.radius(), theme.color("accent.soft"))
        elif self.underMouse():
            fill_rounded(painter, rect, self.radius(), theme.color("bg.hover"))
        painter.setFont(theme.font("small", weight=600 if self.isChecked() else 500, text=self.text()))
        painter.setPen(theme.color("accent.text" if self.isChecked() else "text.secondary"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())


class KeyHints(QWidget):
    """Which keys do what: the leading ones from the start, the trailing ones from the end."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        theme_source.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(max(40, int(caps_height(self._theme_source.current)) + 18))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        hairline(painter, QRectF(0, 0, self.width(), 1), theme.color("line.separator"))
        leading = ((("↑", "↓"), "palette.move"), (("Enter",), "palette.open"), (("Tab",), "palette.next_group"))
        trailing = (((">",), "palette.only_commands"), (("@",), "palette.only_people"))
        left = 20.0
        for caps, text_id in leading:
            left = self._hint(painter, caps, say(text_id), left) + 16
        width = sum(self._width(caps, say(text_id)) for caps, text_id in trailing) + 16
        start = self.width() - 20 - width
        if start < left:
            return  # a narrow window: the first three are what one needs
        for caps, text_id in trailing:
            start = self._hint(painter, caps, say(text_id), start) + 16

    def _hint(self, painter: QPainter, caps: tuple[str, ...], words: str, left: float) -> float:
        theme = self._theme_source.current
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        font = theme.font("small")
        keys, text = caps_width(theme, caps), QFontMetricsF(font).horizontalAdvance(words) + 1
        middle = self.height() / 2
        at = self.width() - left - keys if is_rtl else left
        paint_caps(painter, theme, caps, at, middle)
        box = QRectF(left + keys + 6, 0, text, self.height())
        if is_rtl:
            box.moveRight(self.width() - box.left())
        painter.setFont(font)
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return left + keys + 6 + text

    def _width(self, caps: tuple[str, ...], words: str) -> float:
        theme = self._theme_source.current
        return caps_width(theme, caps) + 7 + QFontMetricsF(theme.font("small")).horizontalAdvance(words)


class Caps(QWidget):
    """Keys beside a field."""

    def __init__(self, caps: tuple[str, ...], theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._caps = caps
        self._theme_source = theme_source
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_source.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(
            int(caps_width(self._theme_source.current, self._caps) + 1),
            int(caps_height(self._theme_source.current)) + 2,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_caps(QPainter(self), self._theme_source.current, self._caps, 0, self.height() / 2)
