"""Inserting saved replies: what is typed after the slash, the fields, and Tab from one open place to the next."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from igdesk.domain.saved_reply import Filled, SavedReplies, SavedReply, matching
from igdesk.ui.composer.pane import ComposerPane
from igdesk.ui.composer.reply_text import ReplyText
from igdesk.ui.composer.saved_popup import Offer, SavedPopup
from igdesk.ui.theme import ThemeSource


class SavedInsertion(QObject):
    """For one composer. ``fill`` knows the person who is written to."""

    def __init__(
        self,
        composer: ComposerPane,
        replies: SavedReplies,
        fill: Callable[[SavedReply], Filled],
        theme_source: ThemeSource,
    ) -> None:
        super().__init__(composer)
        self._text: ReplyText = composer.box.text
        self._box = composer.box
        self._replies = replies
        self._fill = fill
        self._theme_source = theme_source
        self._popup: SavedPopup | None = None
        self._from = -1
        """Where what is replaced begins; -1: nothing is being looked for."""
        self._query_from = 0
        self._slots: list[QTextCursor] = []
        self._last = self._text.text()
        self._text.textChanged.connect(self._follow_text)
        self._text.cursorPositionChanged.connect(self._follow_cursor)
        self._text.installEventFilter(self)

    @property
    def has_any(self) -> bool:
        return bool(self._replies.all())

    def open(self) -> None:
        """Look for one at the cursor; in an empty reply as if a slash had been typed."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._text.text():
            self._text.insertPlainText("/")
            return
        position = self._text.textCursor().position()
        self._from = self._query_from = position
        self._show()

    def insert(self, reply: SavedReply) -> None:
        """This one, at the cursor."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._from = self._text.textCursor().position()
        self._insert(reply)

    def close(self) -> bool:
        """Whether there was something to close."""
        was_open = self._popup is not None and self._popup.is_open
        if self._popup is not None:
            self._popup.close_popup()
        return was_open

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if not is_tab or not self._slots or self._text.is_composing:
            return False
        assert isinstance(event, QKeyEvent)
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            return self._go_on(-1 if event.key() == Qt.Key.Key_Backtab else 1)
        return False

    # looking

    def _follow_text(self) -> None:
        before, self._last = self._last, self._text.text()
        if not self._last:
            self._slots.clear()
        if self._text.is_composing:
            return
        if self._from < 0 and self._last == "/" and not before and self._text.hasFocus():
            self._from, self._query_from = 0, 1
        if self._from >= 0:
            self._show()

    def _follow_cursor(self) -> None:
        if self._from >= 0 and self._text.textCursor().position() < self._query_from:
            self._stop()

    def _show(self) -> None:
        position = self._text.textCursor().position()
        is_slash_gone = self._query_from > self._from and self._between(self._from, self._query_from) != "/"
        query = self._between(self._query_from, position)
        if is_slash_gone or position < self._query_from or "\n" in query:
            self._stop()
            return
        offers = [Offer(reply, self._fill(reply).shown) for reply in matching(self._replies.all(), query)]
        if not offers:
            self._stop()
            return
        if self._popup is None:
            self._popup = SavedPopup(self._text, self._box, self._theme_source)
            self._popup.chosen.connect(self._insert)
            self._popup.closed.connect(self._forget)
        self._popup.show_offers(offers)

    def _between(self, start: int, end: int) -> str:
        """Positions are those of the field, which counts in UTF-16."""
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        last = cursor.position()
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(max(end, start), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n")

    def _stop(self) -> None:
        if not self.close():
            self._forget()

    def _forget(self) -> None:
        self._from = -1

    # inserting

    def _insert(self, reply: object) -> None:
        assert isinstance(reply, SavedReply)
        filled = self._fill(reply)
        start, self._from = self._from, -1
        if start < 0:
            return
        self._replies.note_use(reply.id)
        cursor = self._text.textCursor()
        position = cursor.position()
        cursor.setPosition(start)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(filled.text)
        self._text.setTextCursor(cursor)
        self._slots = [self._slot_cursor(start + slot.start, slot.length) for slot in filled.slots]
        if self._slots:
            self._text.setTextCursor(self._slots[0])
        self._text.ensureCursorVisible()

    def _slot_cursor(self, start: int, length: int) -> QTextCursor:
        """Moves with the text around it."""
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _go_on(self, step: int) -> bool:
        """To the next open place; behind the last one Tab is an ordinary key again."""
        position = self._text.textCursor().selectionStart()
        ahead = [s for s in self._slots if s.selectionStart() > position]
        behind = [s for s in self._slots if s.selectionStart() < position]
        if step > 0 and not ahead:
            self._slots.clear()
            cursor = self._text.textCursor()
            cursor.movePosition(QTextCursor.MoveOperation.End)
            self._text.setTextCursor(cursor)
            return True
        if step < 0 and not behind:
            return True
        self._text.setTextCursor(ahead[0] if step > 0 else behind[-1])
        return True
