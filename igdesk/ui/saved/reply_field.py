"""The text of a saved reply while it is written: fields stand out, and are put in by a press."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QMimeData, QRectF, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from igdesk.domain.saved_reply import FIELD, field_key
from igdesk.ui.line_spacing import space_lines
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.scroll import BESIDE_BAR, OverlayScrollBar
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

LINES = 6


class _Marker(QSyntaxHighlighter):
    """Tints the fields; their braces step back."""

    def __init__(self, field: QTextEdit, theme_source: ThemeSource, names: Callable[[], Mapping[str, str]]) -> None:
        super().__init__(field.document())
        self._theme_source = theme_source
        self._names = names

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        theme, known = self._theme_source.current, self._names()
        word, brace = QTextCharFormat(), QTextCharFormat()
        for style in (word, brace):
            style.setBackground(theme.color("accent.soft"))
        word.setForeground(theme.color("accent.text"))
        word.setFontWeight(500)
        brace.setForeground(theme.color("accent.soft"))
        for found in FIELD.finditer(text):
            if field_key(found.group(1)) not in known:
                continue
            start, end = (_units(text, at) for at in found.span())
            self.setFormat(start, 1, brace)
            self.setFormat(start + 1, end - start - 2, word)
            self.setFormat(end - 1, 1, brace)


class ReplyField(QWidget):
    """Grows no further than the page gives room; Tab leaves it."""

    changed = Signal()
    left = Signal()

    def __init__(
        self, theme_source: ThemeSource, names: Callable[[], Mapping[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.edit = _Edit(self)
        self.edit.setObjectName("savedText")
        self.edit.setAccessibleName(say("saved.text"))
        self.edit.textChanged.connect(self.changed)
        self._marker = _Marker(self.edit, theme_source, names)
        OverlayScrollBar(self.edit, theme_source)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(3, 9, 3, 9)
        inside.addWidget(self.edit)
        theme_source.changed.connect(self._dress)
        self._dress()

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        if text != self.text:
            self.edit.setPlainText(text)
            space_lines(self.edit, self._theme_source.current.line_height("message"))

    def insert(self, field: str) -> None:
        """Put a field in at the cursor, and go on writing."""
        self.edit.insertPlainText(f"{{{field}}}")
        self.edit.setFocus()

    def mark_again(self) -> None:
        """The known fields are others now."""
        self._marker.rehighlight()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        radius, has_focus = theme.size("radius.field"), self.edit.hasFocus()
        fill_rounded(painter, rect, radius, theme.color("bg.raised"))
        stroke_rounded(
            painter, rect, radius, theme.color("focus.ring" if has_focus else "line.strong"), 2 if has_focus else 1
        )

    def _dress(self) -> None:
        theme = self._theme_source.current
        self.edit.setFont(theme.font("message"))
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, theme.color("bg.raised"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("text.primary"))
        self.edit.setPalette(palette)
        self.setFixedHeight(LINES * theme.line_height("message") + 20)
        space_lines(self.edit, theme.line_height("message"))
        self._marker.rehighlight()


class _Edit(QTextEdit):
    def __init__(self, frame: ReplyField) -> None:
        super().__init__(frame)
        self._frame = frame
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(BESIDE_BAR, 0, BESIDE_BAR, 0)
        self.viewport().setAutoFillBackground(False)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())
        self.ensureCursorVisible()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._frame.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._frame.update()
        self._frame.left.emit()


def _units(text: str, at: int) -> int:
    """A place in UTF-16 units, as Qt counts."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
