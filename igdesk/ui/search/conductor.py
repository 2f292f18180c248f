"""Finding in the window: jumps to what was found, the bar of a conversation, results in place of the list."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.query import Term
from igdesk.ui.focus import put_in_tab_order
from igdesk.ui.layout.arrangement import Pane
from igdesk.ui.search.find_bar import FindBar
from igdesk.ui.search.found_words import FoundWords
from igdesk.ui.search.results import ResultsPane
from igdesk.ui.search.searcher import Searcher

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class FindingConductor:
    """One for the window, made when something is first looked for."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._searchers: list[Searcher] = []
        self._bar: FindBar | None = None
        self._results: ResultsPane | None = None
        self._found: FoundWords | None = None
        self._hit: MessageId | None = None
        window.bridge.changed.connect(self._note)
        window.commands.close_first(self._close_results)
        window.commands.close_first(self._close_bar)

    def searcher(self) -> Searcher:
        """Another place that asks; it ends with the window."""
        window = self._window
        found = Searcher(
            window.archive.search_reader,
            zone=lambda: datetime.now().astimezone().tzinfo or window.now().tzinfo,  # type: ignore[arg-type, return-value]
            today=lambda: window.now().astimezone().date(),
            parent=window,
        )
        self._searchers.append(found)
        return found

    def close(self) -> None:
        """Before the archive is closed."""
        for searcher in self._searchers:
            searcher.close()

    def open_at(self, conversation_id: ConversationId, message_id: MessageId | None) -> None:
        """A conversation, at the message in its place in the history, which flashes once."""
        window = self._window
        is_message = message_id is not None
        window.open_conversation(conversation_id, focus_composer=not is_message)
        if message_id is not None and window.conversation.conversation is not None:
            window.columns.show_pane(Pane.CONVERSATION)
            timeline = window.conversation.timeline
            self._show(message_id)
            timeline.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, message_id: MessageId) -> None:
        """In the middle of the timeline, and the one that keys on a message mean."""
        timeline = self._window.conversation.timeline
        row = timeline.model.show_around(message_id)
        if row >= 0:
            timeline.view.setCurrentIndex(timeline.model.index(row))
        timeline.show_message(message_id)

    def _show_hit(self, message_id: MessageId) -> None:
        self._hit = message_id
        if self._found is not None:
            self._found.current = message_id
        self._show(message_id)

    def _mark(self, terms: tuple[Term, ...]) -> None:
        """In the conversation, as long as they are looked for there."""
        self._found = FoundWords(terms) if terms else None
        if self._found is not None:
            self._found.current = self._hit
        self._window.conversation.timeline.mark_words(self._found)

    # in one conversation

    def find_here(self) -> None:
        """The bar, with the focus in its field."""
        row = self._window.conversation.conversation
        if row is None:
            return
        self._window.columns.show_pane(Pane.CONVERSATION)
        self._find_bar().open(row.id)

    def step(self, by: int) -> None:
        """The next older hit or back; without a bar it opens."""
        if self._bar is not None and self._bar.is_open:
            self._bar.step(by)
        else:
            self.find_here()

    def _find_bar(self) -> FindBar:
        if self._bar is None:
            timeline = self._window.conversation.timeline
            self._bar = FindBar(self.searcher(), self._window.theme_source, timeline)
            timeline.put_under_header(self._bar)
            put_in_tab_order(timeline.header.details, *self._bar.stops)
            self._bar.jumped.connect(self._show_hit)
            self._bar.sought.connect(self._mark)
            self._bar.left.connect(lambda: timeline.view.setFocus(Qt.FocusReason.ShortcutFocusReason))
            timeline.model.modelReset.connect(self._follow)
        return self._bar

    def _follow(self) -> None:
        if self._bar is not None:
            self._bar.follow(self._window.conversation.timeline.conversation_id)

    def _close_bar(self) -> bool:
        if self._bar is None or not self._bar.is_open:
            return False
        self._bar.dismiss()
        return True

    # everything, in place of the list

    def show_results(self, text: str) -> None:
        """The list becomes what was found."""
        window = self._window
        window.leave_settings()
        if self._results is None:
            self._results = ResultsPane(
                window.archive, self.searcher(), window.images, window.theme_source, window.now, window.list_pane
            )
            self._results.opened.connect(self.open_at)
            self._results.closed.connect(self._close_results)
        window.columns.show_pane(Pane.LIST)
        window.list_pane.show_results(self._results)
        put_in_tab_order(window.list_pane.header.filter, *self._results.stops)
        self._results.open(text)

    @property
    def are_results_shown(self) -> bool:
        return self._results is not None and self._results.isVisibleTo(self._window.list_pane)

    def _close_results(self) -> bool:
        if not self.are_results_shown:
            return False
        self._window.list_pane.show_results(None)
        self._window.list_pane.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _note(self, changes: object) -> None:
        if isinstance(changes, ChangeSet):
            for searcher in self._searchers:
                searcher.note(changes)
            here = self._window.conversation.conversation
            has_changed = changes.added or changes.updated or changes.removed
            if self._bar is not None and here is not None and here.id in changes.conversations and has_changed:
                self._bar.refresh()
