"""Find in this conversation: over everything that is archived of it, from hit to hit."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.ui.announce import announce
from igdesk.ui.controls import IconButton, TextField
from igdesk.ui.focus import holds_focus
from igdesk.ui.label import Label
from igdesk.ui.paint import fill, hairline
from igdesk.ui.search.searcher import Places
from igdesk.ui.search.words import problem_words, progress_words
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.domain.ids import ConversationId, MessageId
    from igdesk.ui.search.searcher import Searcher

HEIGHT = 52
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QWidget):
    """Under the head of the conversation; the newest hit first, F3 goes on to older ones."""

    jumped = Signal(object)
    """MessageId."""
    sought = Signal(object)
    """The words that are looked for now, as terms; empty when it closes."""
    left = Signal()
    """It closes, and has the focus: that belongs elsewhere now."""

    def __init__(self, searcher: "Searcher", theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._searcher = searcher
        self._theme_source = theme_source
        self._conversation_id: ConversationId | None = None
        self._ids: tuple[MessageId, ...] = ()
        self._at = -1
        self._ticket = -1
        self._is_refreshing = False
        self._is_over = True
        self.field = _FindField(say("find.name"), theme_source, self)
        self.field.setObjectName("findField")
        self.field.setPlaceholderText(say("find.name"))
        self.field.setClearButtonEnabled(False)
        self.count = Label("", theme_source, self, scale="small", color="text.secondary", tabular=True)
        self.count.setObjectName("findCount")
        self.previous = IconButton("chev-d", say("find.previous"), theme_source, self, key="Shift+F3")
        self.previous.setObjectName("findPrevious")
        self.next = IconButton("chev-u", say("find.next"), theme_source, self, key="F3")
        self.next.setObjectName("findNext")
        self.close_button = IconButton("x", say("find.close"), theme_source, self, key="Esc")
        self.close_button.setObjectName("findClose")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        for part in (self.count, self.previous, self.next, self.close_button):
            line.addWidget(part)
        self.field.textChanged.connect(self._begin)
        self.field.stepped.connect(self.step)
        self.field.left.connect(self.dismiss)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.dismiss)
        self._rest = QTimer(self, singleShot=True, interval=700)
        self._rest.timeout.connect(lambda: announce(self, self.count.text()))
        searcher.placed.connect(self._take)
        theme_source.changed.connect(self._dress)
        self._dress()
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab comes to, in order."""
        return (self.field, self.previous, self.next, self.close_button)

    def open(self, conversation_id: "ConversationId") -> None:
        """Search here; what was looked for last is selected, to be typed over."""
        is_same = conversation_id == self._conversation_id
        self._conversation_id = conversation_id
        self.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.field.text():
            self._is_refreshing = is_same
            self._ask()

    def refresh(self) -> None:
        """Messages came or went: count anew, and stay where the person is."""
        if self.is_open and self.field.text().strip():
            self._is_refreshing = True
            self._ask()

    def follow(self, conversation_id: "ConversationId | None") -> None:
        """Another conversation was opened: nothing is looked for there."""
        if conversation_id != self._conversation_id and not self.isHidden():
            self.dismiss()

    def dismiss(self) -> None:
        self._searcher.stop()
        if holds_focus(self):
            self.left.emit()
        self.hide()
        self.sought.emit(())

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def step(self, by: int) -> None:
        """To the next older hit (1) or back (-1), and round."""
        if not self._ids:
            return
        self._at = (self._at + by) % len(self._ids)
        self._show()
        self.jumped.emit(self._ids[self._at])

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.canvas"))
        hairline(painter, QRectF(0, self.height() - 1, self.width(), 1), theme.color("line.separator"))

    def _dress(self) -> None:
        """As high as the field needs with the letters of now."""
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _begin(self) -> None:
        self._is_refreshing = False
        self._ask()

    def _ask(self) -> None:
        text = self.field.text()
        if self._conversation_id is None or not text.strip():
            self._searcher.stop()
            self._ids, self._at = (), -1
            self.count.set_text("")
            self.field.set_problem(False)
            self.sought.emit(())
            return
        self._is_over = True
        self._ticket = self._searcher.ask_in(self._conversation_id, text)

    def _take(self, places: object) -> None:
        if not isinstance(places, Places) or places.ticket != self._ticket:
            return
        if self._is_refreshing and not places.is_over:
            return  # where the person is may be among those that follow
        before = self._ids[self._at] if 0 <= self._at < len(self._ids) else None
        # What is counted anew, and the rest of what was looked for, move nobody.
        stays = self._is_refreshing or not self._is_over
        self._ids, self._is_over = places.message_ids, places.is_over
        self._at = self._ids.index(before) if before in self._ids else (0 if self._ids else -1)
        notes = [problem_words(problem) for problem in places.problems]
        notes.append(progress_words(places.progress))
        self.field.setToolTip("\n".join(filter(None, notes)))
        self.field.set_problem(bool(places.problems) and not self._ids)
        self._show(notes[0] if places.problems else "")
        self.sought.emit(places.query.wanted)
        if self._ids and not (stays and (before is None or before in self._ids)):
            self.jumped.emit(self._ids[self._at])

    def _show(self, problem: str = "") -> None:
        if self._ids and not self._is_over:
            self.count.set_text("")  # how many there are is told in a moment
        elif self._ids:
            self.count.set_text(say("find.count", i=self._at + 1, n=len(self._ids)))
        else:
            self.count.set_text(problem or say("find.nothing"))
        has_hits = bool(self._ids)
        self.previous.setEnabled(has_hits)
        self.next.setEnabled(has_hits)
        self._rest.start()

    def sizeHint(self) -> QSize:
        return QSize(300, max(HEIGHT, int(self._theme_source.current.size("size.control.field")) + 16))


class _FindField(TextField):
    """Enter and F3 go on, with Shift back; Esc leaves."""

    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER:
            self.stepped.emit(-1 if is_back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)
