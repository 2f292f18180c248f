"""The field a reply is written in: plain text, grows with it, leaves the keys of an input method alone."""

import math
import unicodedata

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from igdesk.domain.text import clean, is_right_to_left
from igdesk.ui.composer.drop import has_files
from igdesk.ui.line_spacing import space_lines
from igdesk.ui.scroll import BESIDE_BAR, make_viewport_known

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL = Qt.KeyboardModifier.ControlModifier
_PASSED_ON = frozenset({Qt.Key.Key_K, Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_U, Qt.Key.Key_J, Qt.Key.Key_I})
"""With Ctrl these are editing keys in Qt on some systems, and shortcuts here. They never touch the text."""
_SCROLLS_TIMELINE = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ReplyText(QTextEdit):
    """Plain text only. Emits what the keys ask for; the pane decides what comes of it."""

    send_pressed = Signal()
    files_offered = Signal(object)
    """QMimeData: files or a picture were pasted."""
    left = Signal()
    """Esc: out of the field."""
    timeline_scrolled = Signal(int)
    """Pages to scroll the timeline by while writing: -1 up, 1 down."""
    height_changed = Signal()
    focus_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_composing = False
        self.enter_sends = True
        """Else it breaks the line, and only Ctrl+Enter sends."""
        self._placeholder = ""
        self._line_px = 20
        self._most_px = 160
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        make_viewport_known(self).setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(BESIDE_BAR, 0, BESIDE_BAR, 0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.textChanged.connect(self._follow_direction)

    @property
    def is_composing(self) -> bool:
        """Whether an input method is putting a word together; every key belongs to it then."""
        return self._is_composing

    def set_line_height(self, line_px: int) -> None:
        self._line_px = line_px
        space_lines(self, self._line_px)
        self._fit()

    def set_most_height(self, most_px: int) -> None:
        """The height from which the text scrolls."""
        if most_px != self._most_px:
            self._most_px = most_px
            self._fit()

    def set_placeholder(self, text: str) -> None:
        """What the empty field says; painted on the line the text will stand on."""
        if text != self._placeholder:
            self._placeholder = text
            self.setAccessibleDescription(text)
            self.viewport().update()

    @property
    def placeholder(self) -> str:
        return self._placeholder

    def text(self) -> str:
        return self.toPlainText()

    def replace_text(self, text: str) -> None:
        """Show another text, with the cursor at its end and nothing to undo."""
        self._is_composing = False
        self.setPlainText(text)
        space_lines(self, self._line_px)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._follow_direction()

    def sizeHint(self) -> QSize:
        return QSize(200, self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._line_px)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_composing:
                event.accept()
                return True
            if _is_passed_on(event):
                event.ignore()
                return False
        if self._is_composing and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)  # else Tab would move the focus before anybody is asked
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_composing:
            # Some platforms hand these keys on as well; acting on them would cut the word in two.
            if event.key() not in (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                super().keyPressEvent(event)
            event.accept()
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER:
            if modifiers == _CONTROL or (self.enter_sends and modifiers == Qt.KeyboardModifier.NoModifier):
                if not event.isAutoRepeat():
                    self.send_pressed.emit()
            else:
                self.insertPlainText("\n")
                self.ensureCursorVisible()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and modifiers == Qt.KeyboardModifier.NoModifier:
            self.left.emit()
            event.accept()
        elif event.key() in _SCROLLS_TIMELINE and modifiers == Qt.KeyboardModifier.NoModifier:
            self.timeline_scrolled.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
            event.accept()
        elif _is_passed_on(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._placeholder and self.document().isEmpty() and not self._is_composing:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            line = QRectF(self.viewport().rect())
            line.setHeight(self._line_px)
            metrics = QFontMetricsF(self.font())
            words = metrics.elidedText(self._placeholder, Qt.TextElideMode.ElideRight, line.width())
            is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
            bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(line, side | bottom | Qt.TextFlag.TextSingleLine, words)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._is_composing = False
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or has_files(source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event.mimeData()):
            event.ignore()  # the whole conversation takes them
        else:
            super().dragEnterEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()
        mime.setText(self.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n"))
        return mime

    def insertFromMimeData(self, source: QMimeData) -> None:
        if has_files(source):
            self.files_offered.emit(source)
        elif source.hasText():
            self.insertPlainText(clean(source.text()))
            self.ensureCursorVisible()

    def _follow_direction(self) -> None:
        """The whole field reads in the direction of its first strong letter."""
        wanted = _direction_of(self.toPlainText()[:400]) or self.layoutDirection()
        option = self.document().defaultTextOption()
        if option.textDirection() != wanted:
            option.setTextDirection(wanted)
            self.document().setDefaultTextOption(option)

    def _wanted_height(self) -> int:
        return max(self._line_px, min(math.ceil(self.document().size().height()), self._most_px))

    def _fit(self) -> None:
        wanted = self._wanted_height()
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
            self.height_changed.emit()


def _is_passed_on(event: QKeyEvent) -> bool:
    modifiers = event.modifiers()
    return bool(modifiers & _CONTROL) and not modifiers & Qt.KeyboardModifier.AltModifier and event.key() in _PASSED_ON


def _direction_of(text: str) -> Qt.LayoutDirection | None:
    """Direction of the first strong letter; None while there is none."""
    if is_right_to_left(text):
        return Qt.LayoutDirection.RightToLeft
    if any(unicodedata.bidirectional(letter) == "L" for letter in text):
        return Qt.LayoutDirection.LeftToRight
    return None
