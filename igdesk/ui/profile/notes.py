"""Private notes about a customer, saved while typing; they never leave this computer."""

import math

from PySide6.QtCore import QMimeData, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QInputMethodEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from igdesk.domain.ids import ConversationId
from igdesk.domain.triage import NOTE_CHARS_MAX
from igdesk.ui.line_spacing import space_lines
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.profile.section import Section
from igdesk.ui.scroll import BESIDE_BAR, OverlayScrollBar, make_viewport_known
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

SAVE_AFTER_MS = 400
_LEAST_LINES, _MOST_LINES = 3, 9
_PAD_X, _PAD_Y = 3, 9


class NoteField(QTextEdit):
    """Grows with what is written, up to a point. Tab leaves it."""

    left = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setObjectName("detailsNotes")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._is_composing = False
        self.setAccessibleDescription(say("details.notes.placeholder"))
        self.setViewportMargins(BESIDE_BAR, 0, BESIDE_BAR, 0)
        OverlayScrollBar(self, theme_source)
        theme_source.changed.connect(self._dress)
        self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """With what the empty field says; Qt's own placeholder is cut after its first line."""
        super().paintEvent(event)
        if self._is_composing or not self.document().isEmpty():
            return
        painter, rect = QPainter(self.viewport()), QRectF(self.viewport().rect())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        rect.setTop(max(self._theme_source.current.line_height("body") - QFontMetricsF(self.font()).height(), 0.0))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignAbsolute) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(rect, flags, say("details.notes.placeholder"))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.left.emit()

    def show_text(self, text: str) -> None:
        """What is kept, in place of what stood there."""
        self.setPlainText(text)
        space_lines(self, self._theme_source.current.line_height("body"))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(source.text())
        self.ensureCursorVisible()

    def _dress(self) -> None:
        theme = self._theme_source.current
        self.setFont(theme.font("body"))
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, theme.color("bg.raised"))
        palette.setColor(QPalette.ColorRole.Text, theme.color("text.primary"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.color("text.tertiary"))
        self.setPalette(palette)
        make_viewport_known(self).setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        space_lines(self, theme.line_height("body"))
        self._fit()

    def _fit(self) -> None:
        line = self._theme_source.current.line_height("body")
        self.setFixedHeight(
            max(_LEAST_LINES * line, min(math.ceil(self.document().size().height()), _MOST_LINES * line))
        )


class _Frame(QWidget):
    """The rounded ground of the field."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.field = NoteField(theme_source, self)
        self.field.left.connect(self.update)
        self.field.cursorPositionChanged.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        radius = theme.size("radius.field")
        fill_rounded(painter, rect, radius, theme.color("bg.raised"))
        has_focus = self.field.hasFocus()
        line = theme.color("focus.ring" if has_focus else "line.separator")
        stroke_rounded(painter, rect, radius, line, 2 if has_focus else 1)


class NoteSection(Section):
    changed = Signal(object, str)
    """ConversationId and the whole text."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(say("details.notes"), theme_source, parent, sign="lock")
        self.setToolTip(say("details.notes.private"))
        self._id: ConversationId | None = None
        self._kept = ""
        frame = _Frame(theme_source, self)
        self.field = frame.field
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(_PAD_X, _PAD_Y, _PAD_X, _PAD_Y)
        inside.addWidget(self.field)
        self.column.addWidget(frame)
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.field.textChanged.connect(self._note_typed)
        self.field.left.connect(self.flush)

    def show_note(self, conversation_id: ConversationId, text: str, name: str) -> None:
        """What is kept of a conversation; what is being typed stays."""
        self.field.setAccessibleName(say("details.notes.name", name=name))
        if conversation_id != self._id:
            self.flush()
        elif self.field.toPlainText() != self._kept:
            return
        if conversation_id != self._id or text != self.field.toPlainText():
            self._id, self._kept = conversation_id, text
            self.field.show_text(text)
        self._kept = text
        self._timer.stop()

    def flush(self) -> None:
        """Keep what is typed, now."""
        self._timer.stop()
        text = self.field.toPlainText()
        if self._id is not None and text != self._kept:
            self._kept = text
            self.changed.emit(self._id, text)

    def _note_typed(self) -> None:
        text = self.field.toPlainText()
        if len(text) > NOTE_CHARS_MAX:
            cursor = self.field.textCursor()
            at = cursor.position()
            self.field.show_text(text[:NOTE_CHARS_MAX])
            cursor.setPosition(min(at, NOTE_CHARS_MAX))
            self.field.setTextCursor(cursor)
            return
        if self._id is not None and text != self._kept:
            self._timer.start()
