"""All results in place of the list: the field, what to show, and every hit."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.query import Has, Operator
from igdesk.store.archive import Archive
from igdesk.ui import format as fmt
from igdesk.ui.announce import announce
from igdesk.ui.chip_flow import ChipFlow
from igdesk.ui.controls import ButtonKind, Chip, IconButton, TextButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.label import Label
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.palette.content import Surroundings, count_words, hit_row, people_rows
from igdesk.ui.palette.parts import PaletteField
from igdesk.ui.plain_text import PlainText
from igdesk.ui.search.found_list import FoundList
from igdesk.ui.search.rows import FoundRow, RowKind
from igdesk.ui.search.searcher import Answer, Searcher
from igdesk.ui.search.words import problem_words, progress_words
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

LIMIT, MORE = 100, 200
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Kind(Enum):
    EVERYWHERE = "everywhere"
    PEOPLE = "people"
    MESSAGES = "messages"
    PHOTOS = "photos"


class ResultsPane(QWidget):
    """Fills the list column while results are shown."""

    opened = Signal(object, object)
    """ConversationId, MessageId or None."""
    closed = Signal()

    def __init__(
        self,
        archive: Archive,
        searcher: Searcher,
        images: ImageCache,
        theme_source: ThemeSource,
        now: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._archive, self._searcher, self._theme_source, self._now = archive, searcher, theme_source, now
        self._kind = Kind.EVERYWHERE
        self._answer: Answer | None = None
        self._ticket = -1
        self._limit = LIMIT
        self._build(images)
        searcher.answered.connect(self._take)
        self._rest = QTimer(self, singleShot=True, interval=700)
        self._rest.timeout.connect(self._announce)

    def open(self, text: str) -> None:
        """Show everything that fits."""
        if self.field.text() == text:
            self._ask()
        else:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab comes to, in order."""
        return (self.field, self._clear, *self._chips.values(), self._empty.meant_button)

    def _build(self, images: ImageCache) -> None:
        theme_source = self._theme_source
        self._box = _FieldBox(theme_source, self)
        self.field = PaletteField(theme_source, self._box, scale="body")
        self.field.setObjectName("listSearch")
        self.field.setAccessibleName(say("list.search"))
        self.field.textChanged.connect(self._typed)
        self.field.key_wanted.connect(self._take_key)
        self._clear = IconButton("x", say("list.search.clear"), theme_source, self._box, key="Esc", side=26)
        self._clear.setObjectName("listSearchClear")
        self._clear.clicked.connect(self.closed)
        line = QHBoxLayout(self._box)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        line.setContentsMargins(*((5, 0, 34, 0) if is_rtl else (34, 0, 5, 0)))  # Qt does not mirror margins
        line.addWidget(self.field, 1)
        line.addWidget(self._clear)
        self._chips: dict[Kind, Chip] = {}
        chip_line = QHBoxLayout()
        chip_line.setContentsMargins(12, 10, 12, 6)
        flow = ChipFlow(self)  # on two lines where the list is narrow: all of them stay in reach
        chip_line.addWidget(flow)
        for kind in Kind:
            words = say(f"results.{kind.value}")
            chip = self._chips[kind] = Chip(words, theme_source, flow)
            chip.setObjectName(f"resultsChip{kind.value.capitalize()}")
            chip.setAccessibleName(words)
            chip.setChecked(kind is self._kind)
            chip.clicked.connect(lambda _checked=False, k=kind: self._choose(k))
        flow.show_chips(list(self._chips.values()))
        self._note = Label("", theme_source, self, scale="small", color="text.secondary")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(20, 2, 16, 4)
        self._note.hide()
        self.list = FoundList(images, theme_source, self)
        self.list.setObjectName("resultsList")
        self.list.chosen.connect(self._open)
        self.list.verticalScrollBar().valueChanged.connect(self._want_more)
        self._empty = _Empty(theme_source, self.list.viewport())
        self._empty.meant.connect(self.field.setText)
        column = QVBoxLayout(self.list.viewport())
        column.setContentsMargins(16, 60, 16, 0)
        column.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        field_line = QHBoxLayout()
        field_line.setContentsMargins(12, 0, 12, 0)
        field_line.addWidget(self._box)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(field_line)
        whole.addLayout(chip_line)
        whole.addWidget(self._note)
        whole.addWidget(self.list, 1)

    def _typed(self) -> None:
        self._limit = LIMIT
        self._ask()

    def _ask(self) -> None:
        text = self.field.text()
        if self._kind is Kind.PHOTOS:
            text = f"{text} {Operator.HAS.value}:{Has.PHOTO.value}"
        self._ticket = self._searcher.ask(text, self._limit)

    def _take(self, answer: object) -> None:
        if not isinstance(answer, Answer) or answer.ticket != self._ticket:
            return
        is_first = self._answer is None or self._answer.query.text != answer.query.text
        self._answer = answer
        self.list.show_rows(self._rows(answer), keeps_choice=not is_first)
        notes = [problem_words(problem) for problem in answer.problems]
        if answer.failure is not None:
            notes.append(answer.failure.problem.happened)
        notes += [progress_words(answer.progress), "" if answer.is_nothing else count_words(answer)]
        self._note.set_text("\n".join(filter(None, notes)))
        self._note.setVisible(any(notes))
        self._empty.setVisible(not self.list.found.rows and answer.is_over and bool(self.field.text().strip()))
        if self._empty.isVisibleTo(self.list.viewport()):
            self._empty.show_state(self.field.text(), answer.suggestion, self._archive_start())
        self._rest.start()

    def _rows(self, answer: Answer) -> list[FoundRow]:
        around = Surroundings(
            conversations=lambda ids: self._archive.inbox.by_ids(list(ids)),
            now=self._now(),
            key_of=lambda _command: "",
            here="",
        )
        rows: list[FoundRow] = []
        if self._kind in (Kind.EVERYWHERE, Kind.PEOPLE):
            people = people_rows(answer.people[: 4 if self._kind is Kind.EVERYWHERE else LIMIT], answer.query, around)
            if people and self._kind is Kind.EVERYWHERE:
                rows.append(FoundRow(RowKind.HEADING, say("palette.people")))
            rows += people
        if self._kind is not Kind.PEOPLE:
            found = self._archive.inbox.by_ids(list({hit.conversation_id for hit in answer.hits}))
            by_id = {row.id: row for row in found}
            hits = [
                hit_row(hit, by_id[hit.conversation_id], answer.query, around.now)
                for hit in answer.hits
                if hit.conversation_id in by_id
            ]
            if rows and hits:
                rows.append(FoundRow(RowKind.HEADING, say("palette.messages")))
            rows += hits
        return rows

    def _want_more(self, value: int) -> None:
        """Near the end of the list the next hits are asked for."""
        answer, bar = self._answer, self.list.verticalScrollBar()
        is_near = value > bar.maximum() - 2 * self.list.viewport().height()
        if answer is not None and is_near and not answer.is_over and len(answer.hits) >= self._limit:
            self._limit += MORE
            self._ask()

    def _choose(self, kind: Kind) -> None:
        self._kind = kind
        for other, chip in self._chips.items():
            chip.setChecked(other is kind)
        self._answer = None
        self._limit = LIMIT
        self._ask()

    def _open(self, row: object) -> None:
        if isinstance(row, FoundRow) and row.conversation_id is not None:
            self.opened.emit(row.conversation_id, row.message_id)

    def _take_key(self, event: QKeyEvent) -> None:
        key, is_plain = event.key(), event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        event.accept()
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and is_plain:
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in _ENTER and self.list.current is not None:
            self._open(self.list.current)
        else:
            event.ignore()

    def _archive_start(self) -> datetime | None:
        return self._archive.first_message_at()

    def _announce(self) -> None:
        if self._answer is not None and self.isVisible():
            announce(self.list, count_words(self._answer) or self.list.accessibleName())


class _FieldBox(QWidget):
    """The ground of the field, with the sign of search."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedHeight(int(theme_source.current.size("size.list.search")))
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        from PySide6.QtCore import QRectF

        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, theme.size("radius.field"), theme.color("bg.raised"))
        stroke_rounded(painter, rect, theme.size("radius.field"), theme.color("focus.ring"), 2)
        sign = QRectF(11, (rect.height() - 18) / 2, 18, 18)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            sign.moveRight(rect.width() - 11)
        paint_icon(painter, "search", sign, theme.color("text.secondary"))


class _Empty(QWidget):
    """Nothing fits: since when there is an archive, and what may have been meant."""

    meant = Signal(str)

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._suggestion = ""
        center = Qt.AlignmentFlag.AlignHCenter
        self._heading = PlainText(theme_source, self, scale="title3", align=center)
        self._heading.setObjectName("resultsEmpty")
        self._meant = TextButton("", theme_source, self, kind=ButtonKind.LINK)
        self._meant.setObjectName("resultsMeant")
        self.meant_button: QWidget = self._meant
        self._meant.clicked.connect(lambda: self.meant.emit(self._suggestion))
        self._text = PlainText(theme_source, self, color="text.secondary", align=center)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 44, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self._meant, 0, center)
        column.addWidget(self._text)
        self.hide()

    def show_state(self, words: str, suggestion: str, start: datetime | None) -> None:
        self._suggestion = suggestion
        self._heading.set_text(say("empty.search.heading", words=isolate(words.strip()[:60])))
        self._meant.set_text(say("empty.search.hint", other=isolate(suggestion)) if suggestion else "")
        self._meant.setVisible(bool(suggestion))
        self._text.set_text(say("empty.search", date=_date_of(start)) if start is not None else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        from PySide6.QtCore import QRectF

        box = QRectF(self.width() / 2 - 14, 4, 28, 28)
        paint_icon(QPainter(self), "search", box, self._theme_source.current.color("text.secondary"))


def _date_of(moment: datetime) -> str:
    return fmt.short_date(moment.astimezone().date(), with_year=True)
