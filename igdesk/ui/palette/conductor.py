"""Opens the palette, asks for what is typed, and does what is chosen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from igdesk.domain.conversation import InboxFilter, InboxView
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.query import Operator, Query
from igdesk.domain.query_completion import Completion, complete
from igdesk.ui.announce import announce
from igdesk.ui.commands.keys import caps
from igdesk.ui.palette.content import (
    COMMANDS_SIGN,
    MOST_MESSAGES,
    MOST_RECENT,
    PEOPLE_SIGN,
    Offer,
    Ranked,
    Surroundings,
    Tab,
    all_rows,
    command_rows,
    count_words,
    message_rows,
    people_rows,
    rank,
    recent_person,
)
from igdesk.ui.palette.palette import Palette
from igdesk.ui.search.rows import FoundRow, RowKind
from igdesk.ui.search.searcher import Answer
from igdesk.ui.search.words import problem_words, progress_words
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

MOST_OF_ONE_KIND = 60
ANNOUNCE_AFTER_MS = 600
SUGGESTION = "suggestion:"
"""Before the words of a row that searches for others."""


class PaletteConductor:
    """One for the window, made when it is first asked for."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._searcher = window.finding.searcher()
        self._searcher.answered.connect(self._take)
        self._tab = Tab.ALL
        self._answer: Answer | None = None
        self._is_early = False
        """What is shown is not an answer yet, but what was recent."""
        self._ticket = -1
        self._offers: list[Offer] = []
        self._ranked = Ranked("", ())
        self._labels: list[str] = []
        self._names: list[str] = []
        self.palette = Palette(window.images, window.theme_source, window)
        self.palette.typed.connect(lambda _text: self._ask())
        self.palette.tab_chosen.connect(self._choose_tab)
        self.palette.chosen.connect(self._choose)
        self.palette.all_wanted.connect(self._show_all)
        self.palette.completed.connect(self._complete)
        self.palette.closed.connect(self._searcher.stop)
        self._tell = QTimer(self.palette, singleShot=True, interval=ANNOUNCE_AFTER_MS)
        self._tell.timeout.connect(self._announce)

    @property
    def is_open(self) -> bool:
        return self.palette.isVisible()

    def open(self, text: str = "") -> None:
        """Ask for anything; with a text, as if it had been typed."""
        if self.is_open:
            self.palette.dismiss()
            return
        self._tab = Tab.ALL
        self._offers = [Offer.of(command) for command in self._window.registry.offered() if command.id != "find"]
        self._ranked = Ranked("", ())
        self._labels = [label.name for label in self._window.archive.triage.labels.all()]
        self._answer = None
        self._is_early = not text
        # Search needs a moment, the first time a longer one: the card is not to grow under the eye.
        rows = all_rows(self._recent(), self._offers, self._ranked, self._around()) if self._is_early else []
        self.palette.show_rows(rows, keeps_choice=False)
        self.palette.open(text)
        self._ask()

    def _recent(self) -> Answer:
        """What search will answer, as far as the list knows it at once."""
        inbox = self._window.archive.inbox
        rows = inbox.rows(InboxView.INBOX, InboxFilter.ALL, now=self._window.now(), limit=4 * MOST_RECENT)
        newest = sorted(rows, key=lambda row: row.last_activity_at, reverse=True)[:MOST_RECENT]
        return Answer(-1, Query(), tuple(recent_person(row) for row in newest), is_over=True)

    # what is typed

    def _ask(self) -> None:
        text = self.palette.field.text()
        shown = self._shown_tab(text)
        if self._is_early and text:
            self._is_early = False
            self.palette.list.choose_none()  # Enter waits for the answer to what is typed
        self.palette.show_tab(shown)
        self.palette.show_completions(self._completions() if shown is not Tab.COMMANDS else [])
        if shown is Tab.COMMANDS:
            self._searcher.stop()
            self._answer = None
            self.palette.show_note("")
            self.palette.show_count("")
            rows = command_rows(self._offers, self._rank(text), self._around(), MOST_OF_ONE_KIND)
            self.palette.show_rows(rows or [_note(say("palette.nothing"))], keeps_choice=False)
            return
        limit = MOST_OF_ONE_KIND if shown is Tab.MESSAGES else MOST_MESSAGES + 1
        self._ticket = self._searcher.ask(self._sought(text), limit)

    def _take(self, found: object) -> None:
        if not isinstance(found, Answer) or found.ticket != self._ticket or not self.is_open:
            return
        is_first = self._answer is None or self._answer.ticket != found.ticket
        if self._is_early:
            self._is_early, is_first = False, not self.palette.list.has_moved
        self._answer = found
        if found.query.is_empty and found.people:
            self._names = [person.name or person.username for person in found.people]
        self.palette.show_rows(self._rows(found), keeps_choice=not is_first)
        self.palette.show_count(count_words(found))
        notes = [problem_words(problem) for problem in found.problems]
        if found.failure is not None:
            notes.append(found.failure.problem.happened)
        notes.append(progress_words(found.progress))
        self.palette.show_note("\n".join(filter(None, notes)))
        self._tell.start()

    def _rows(self, answer: Answer) -> list[FoundRow]:
        text = self.palette.field.text()
        around, shown = self._around(), self._shown_tab(text)
        if shown is Tab.PEOPLE:
            rows = people_rows(answer.people[:MOST_OF_ONE_KIND], answer.query, around)
        elif shown is Tab.MESSAGES:
            rows = message_rows(answer, MOST_OF_ONE_KIND, around)
        else:
            rows = all_rows(answer, self._offers, self._rank(text), around)
        if not rows and answer.is_over and not answer.query.is_empty:
            words = isolate(answer.query.text.strip()[:60])
            rows = [_note(say("empty.search.heading", words=words))]
            if answer.suggestion:
                words = say("palette.did_you_mean", other=isolate(answer.suggestion))
                command_id = SUGGESTION + answer.suggestion
                rows.append(FoundRow(RowKind.COMMAND, words, icon="search", command_id=command_id))
        return rows

    def _rank(self, text: str) -> Ranked:
        sought = self._sought(text)
        if self._ranked.typed != sought:
            self._ranked = rank(self._offers, sought)
        return self._ranked

    def _shown_tab(self, text: str) -> Tab:
        if text.lstrip().startswith(COMMANDS_SIGN):
            return Tab.COMMANDS
        return Tab.PEOPLE if text.lstrip().startswith(PEOPLE_SIGN) else self._tab

    def _sought(self, text: str) -> str:
        text = text.lstrip()
        return text[1:] if text[:1] in (COMMANDS_SIGN, PEOPLE_SIGN) else text

    def _completions(self) -> list[Completion]:
        field = self.palette.field
        if self._sought(field.text()) != field.text().lstrip():
            return []
        found = complete(field.text(), field.cursorPosition(), self._values)
        # A word alone is a word: only with the colon near is an operator meant.
        return found if len(field.text().strip()) > 1 else []

    def _values(self, operator: Operator) -> list[str]:
        if operator is Operator.LABEL:
            return self._labels
        if operator is Operator.IN:
            return [account.username for account in self._window.accounts]
        if operator in (Operator.FROM, Operator.TO):
            return ["me", *self._names]
        return ["today", "yesterday", "7d", "30d"]

    # what is chosen

    def _choose(self, row: object) -> None:
        if not isinstance(row, FoundRow):
            return
        if row.kind is RowKind.MORE:
            self._show_all()
            return
        if row.command_id.startswith(SUGGESTION):
            self.palette.field.setText(row.command_id.removeprefix(SUGGESTION))
            return
        self.palette.dismiss()
        if row.kind is RowKind.COMMAND:
            command = next((o.command for o in self._offers if o.command.id == row.command_id), None)
            if command is not None and command.run is not None and command.applies():
                command.run()
        elif row.conversation_id is not None:
            self._open(row.conversation_id, row.message_id)

    def _open(self, conversation_id: ConversationId, message_id: MessageId | None) -> None:
        self._window.finding.open_at(conversation_id, message_id)

    def _show_all(self) -> None:
        text = self._sought(self.palette.field.text())
        if self._answer is None or self._answer.query.is_empty:
            return
        self.palette.dismiss()
        self._window.finding.show_results(text)

    def _choose_tab(self, tab: object) -> None:
        if not isinstance(tab, Tab):
            return
        self._tab = tab
        field = self.palette.field
        sign = COMMANDS_SIGN if tab is Tab.COMMANDS else ""
        text = sign + self._sought(field.text())
        if text != field.text():
            field.setText(text)
        else:
            self._ask()
        field.setFocus()

    def _complete(self, completion: object) -> None:
        if isinstance(completion, Completion):
            field = self.palette.field
            field.setText(completion.text)
            field.setCursorPosition(completion.cursor)
            field.setFocus()
            self.palette.show_completions(self._completions())

    def _announce(self) -> None:
        answer = self._answer
        if answer is not None and self.is_open and not answer.query.is_empty:
            announce(self.palette.list, count_words(answer) or self.palette.list.accessibleName())

    def _around(self) -> Surroundings:
        window = self._window
        row = window.conversation.conversation
        return Surroundings(
            conversations=lambda ids: window.archive.inbox.by_ids(list(ids)),
            now=window.now(),
            key_of=window.registry.first_key,
            here=row.participant.display_name if row is not None else "",
            show_all_caps=caps("Ctrl+Return"),
        )


def _note(words: str) -> FoundRow:
    return FoundRow(RowKind.NOTE, words)
