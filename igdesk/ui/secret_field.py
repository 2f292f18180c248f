"""A field for something that is not for every eye: a token or a passphrase, hidden until it is revealed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from igdesk.ui.controls import IconButton
from igdesk.ui.focus import pass_focus_on
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import ThemeSource

_HEIGHT = 42
_ICON_CENTRE = 20
_TEXT_AT = 36


class SecretEdit(QLineEdit):
    """The edit itself. With ``masked`` the hidden text shows what that gives instead of dots alone."""

    pasted = Signal()
    """Paste by key: the owner reads the clipboard, because line breaks would be lost in here."""

    def __init__(self, parent: QWidget, masked: Callable[[str], str] | None = None) -> None:
        super().__init__(parent)
        self._masked = masked
        self.setFrame(False)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setDragEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._masked is None or self.echoMode() is not QLineEdit.EchoMode.Password or not self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        metrics = QFontMetricsF(self.font())
        shown = metrics.elidedText(self._masked(self.text()), Qt.TextElideMode.ElideMiddle, self.width() - 6)
        width = metrics.horizontalAdvance(shown)
        place = QRectF(2, 0, width, self.height())
        palette = self.palette()
        if self.hasSelectedText():
            high = (self.height() - metrics.height()) / 2
            painter.fillRect(place.adjusted(0, high, 0, -high), palette.color(QPalette.ColorRole.Highlight))
            painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
        else:
            painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.setFont(self.font())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(place.adjusted(0, 0, 4, 0), flags, shown)
        if self.hasFocus() and not self.hasSelectedText():
            top = (self.height() - metrics.height()) / 2
            painter.fillRect(
                QRectF(place.right() + 1, top, 1.5, metrics.height()), palette.color(QPalette.ColorRole.Text)
            )


class SecretField(QWidget):
    """Icon, edit, a button that reveals, and whatever the owner adds at the end."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        reveal_name: str,
        hide_name: str,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        masked: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._names = (reveal_name, hide_name)
        self._theme_source = theme_source
        self._has_problem = False
        self._is_fixed_pitch = masked is not None
        self.edit = SecretEdit(self, masked)
        self.edit.setAccessibleName(name)
        self.edit.installEventFilter(self)
        self.reveal = IconButton("eye", reveal_name, theme_source, self, size_key="menu", side=28)
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._reveal)
        self.row = QHBoxLayout(self)
        set_margins(self.row, self, _TEXT_AT - 2, 4, 6, 4)
        self.row.setSpacing(6)
        self.row.addWidget(self.edit, 1)
        self.row.addWidget(self.reveal)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pass_focus_on(self, self.edit)
        theme_source.changed.connect(self._dress)
        self._dress()

    def set_problem(self, has_problem: bool) -> None:
        if has_problem != self._has_problem:
            self._has_problem = has_problem
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        radius = theme.size("radius.field")
        fill_rounded(painter, rect, radius, theme.color("bg.raised" if self.isEnabled() else "bg.sunken"))
        edge = "danger.base" if self._has_problem else "focus.ring" if self.edit.hasFocus() else "line.strong"
        stroke_rounded(painter, rect, radius, theme.color(edge), 1 if edge == "line.strong" else 2)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        centre = rect.right() - _ICON_CENTRE if is_rtl else rect.left() + _ICON_CENTRE
        box = QRectF(centre - 10, rect.center().y() - 10, 20, 20)
        paint_icon(painter, self._icon_name, box, theme.color("text.secondary"), size_key="inline")

    def _reveal(self, is_shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self.reveal.set_icon("eye-off" if is_shown else "eye")
        self.reveal.set_name(self._names[1] if is_shown else self._names[0])

    def _dress(self) -> None:
        theme = self._theme_source.current
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.edit.setPalette(palette)
        font = QFont(theme.font("body"))
        if self._is_fixed_pitch:
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            fixed.setPixelSize(font.pixelSize())
            font = fixed
        self.edit.setFont(font)
        self.update()
