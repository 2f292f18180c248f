"""Searches in a thread of its own: the newest question wins, and the one before it is given up."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from PySide6.QtCore import QObject, Qt, Signal

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.query import Problem, Query, parse
from igdesk.domain.status import KnownError
from igdesk.store.search import SearchReader, Stopped
from igdesk.store.search_messages import Hit
from igdesk.store.search_people import Person
from igdesk.store.search_scope import Scope

log = logging.getLogger(__name__)

FIRST_S = 0.018
"""After so long the first hits are handed over, however few they are."""
MOST_PEOPLE = 200
REST_AFTER_S = 20.0
"""Then the pages of the archive that were read for searching are given back, up to 8 MiB."""
MOST_IN_CONVERSATION = 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found so far."""

    ticket: int
    query: Query
    people: tuple[Person, ...] = ()
    hits: tuple[Hit, ...] = ()
    is_over: bool = False
    """There are no more hits than these."""
    count: int | None = None
    is_counted: bool = False
    """``count`` is all of them; else there are more."""
    problems: tuple[Problem, ...] = ()
    progress: float = 1.0
    """Of the archive that can be found so far."""
    suggestion: str = ""
    took_ms: float = 0.0
    failure: KnownError | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether it is certain that nothing fits."""
        return self.is_over and not self.hits and not self.people and not self.query.is_empty


@dataclass(frozen=True, slots=True)
class Places:
    """Where in one conversation something is said, the newest first."""

    ticket: int
    query: Query
    message_ids: tuple[MessageId, ...] = ()
    problems: tuple[Problem, ...] = ()
    progress: float = 1.0
    failure: KnownError | None = None
    is_over: bool = True
    """Else these are the newest of them, and all follow."""


@dataclass(frozen=True, slots=True)
class _Question:
    ticket: int
    text: str
    limit: int
    conversation_id: ConversationId | None
    zone: tzinfo
    today: date


class Searcher(QObject):
    """One for each place that asks. The archive's own connection is never used."""

    answered = Signal(object)
    """Answer, several for one question: the first hits, the rest, how many there are."""
    placed = Signal(object)
    """Places."""
    _told = Signal(object)

    def __init__(
        self,
        make_reader: Callable[[], SearchReader],
        zone: Callable[[], tzinfo],
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._zone, self._today = zone, today
        self._make_reader = make_reader
        self._reader: SearchReader | None = None
        self._condition = threading.Condition()
        self._question: _Question | None = None
        self._ticket = 0
        self._changed: set[int] | None = set()
        """Conversations to read again; None: all."""
        self._is_closed = False
        self._thread: threading.Thread | None = None
        self._told.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def ticket(self) -> int:
        """Number of the newest question."""
        return self._ticket

    def ask(self, text: str, limit: int) -> int:
        """Search everything; the number of the question."""
        return self._put(text, limit, None)

    def ask_in(self, conversation_id: ConversationId, text: str) -> int:
        """Search one conversation."""
        return self._put(text, MOST_IN_CONVERSATION, conversation_id)

    def stop(self) -> None:
        """Give up what is being looked for."""
        with self._condition:
            self._ticket += 1
            self._question = None
            self._interrupt()

    def note(self, changes: ChangeSet) -> None:
        """The archive changed."""
        with self._condition:
            if changes.accounts or changes.labels:
                self._changed = None
            elif self._changed is not None:
                self._changed.update(changes.conversations)

    def close(self) -> None:
        """Before the archive is closed."""
        with self._condition:
            self._is_closed = True
            self._ticket += 1
            self._interrupt()
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()

    def _put(self, text: str, limit: int, conversation_id: ConversationId | None) -> int:
        with self._condition:
            self._ticket += 1
            # Before the new question can be taken up: else it might be the one that is given up.
            self._interrupt()
            self._question = _Question(self._ticket, text, limit, conversation_id, self._zone(), self._today())
            self._condition.notify()
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._work, name="search", daemon=True)
            self._thread.start()
        return self._ticket

    def _interrupt(self) -> None:
        reader = self._reader
        if reader is not None:
            reader.interrupt()

    # in the thread

    def _work(self) -> None:
        reader = self._make_reader()
        self._reader = reader
        is_resting = True
        try:
            while True:
                with self._condition:
                    while self._question is None and not self._is_closed:
                        if not self._condition.wait(None if is_resting else REST_AFTER_S):
                            is_resting = True
                            reader.rest()
                    if self._is_closed:
                        return
                    question, self._question = self._question, None
                    changed, self._changed = self._changed, set()
                assert question is not None
                is_resting = False
                self._answer(reader, question, changed)
        finally:
            self._reader = None
            reader.close()

    def _answer(self, reader: SearchReader, question: _Question, changed: set[int] | None) -> None:
        ticket = question.ticket
        reader.watch(lambda: self._ticket != ticket or self._is_closed)
        query = parse(question.text, zone=question.zone, today=question.today)
        try:
            if changed is None:
                reader.people.forget()
            elif changed:
                reader.people.reread(changed)
            if question.conversation_id is None:
                self._search(reader, question, query)
            else:
                self._find(reader, question, query, question.conversation_id)
        except Stopped:
            # What changed may not have been read.
            with self._condition:
                self._changed = None if changed is None or self._changed is None else self._changed | changed
        except KnownError as error:
            log.warning("a search failed: %s", error.problem.id)
            if question.conversation_id is None:
                self._tell(Answer(ticket, query, is_over=True, failure=error))
            else:
                self._tell(Places(ticket, query, failure=error))

    def _search(self, reader: SearchReader, question: _Question, query: Query) -> None:
        began = time.perf_counter()
        if query.is_empty:
            people = sorted(reader.people.all().values(), key=lambda person: -person.newest_at)
            everyone = tuple(people[:MOST_PEOPLE])
            self._tell(Answer(question.ticket, query, everyone, is_over=True, problems=query.problems))
            return
        scope = reader.scope(query)
        search = reader.messages(query, scope)
        hits = tuple(search.more(question.limit, FIRST_S))
        answer = Answer(
            question.ticket,
            query,
            tuple(_people(reader, query, scope)),
            hits,
            is_over=search.is_over or not search.is_asked,
            problems=(*query.problems, *scope.problems),
            progress=reader.progress(),
            took_ms=(time.perf_counter() - began) * 1000,
        )
        if not search.is_asked:
            answer = replace(answer, count=0, is_counted=True)
        self._tell(answer)
        while not answer.is_over and len(answer.hits) < question.limit:
            more = tuple(search.more(question.limit - len(answer.hits), FIRST_S))
            took_ms = (time.perf_counter() - began) * 1000
            answer = replace(answer, hits=(*answer.hits, *more), is_over=search.is_over, took_ms=took_ms)
            if more or answer.is_over:
                self._tell(answer)
        if answer.count is None:
            if answer.is_over:
                answer = replace(answer, count=len(answer.hits), is_counted=True)
            else:
                count, is_all = search.count()
                answer = replace(answer, count=max(count, len(answer.hits)), is_counted=is_all)
            self._tell(answer)
        if answer.is_nothing:
            suggestion = reader.suggest(query)
            if suggestion:
                self._tell(replace(answer, suggestion=suggestion))

    def _find(self, reader: SearchReader, question: _Question, query: Query, conversation_id: ConversationId) -> None:
        scope = replace(reader.scope(query), conversations=frozenset((int(conversation_id),)))
        search = reader.messages(query, scope)
        problems = (*query.problems, *scope.problems)
        ids: list[MessageId] = []
        is_told = not search.is_asked
        until = time.perf_counter() + FIRST_S
        for id_ in search.ids() if search.is_asked else ():
            if id_ is not None:
                ids.append(id_)
            if len(ids) >= question.limit:
                break
            if not is_told and ids and time.perf_counter() > until:
                is_told = True
                self._tell(Places(question.ticket, query, tuple(ids), problems, is_over=False))
        self._tell(Places(question.ticket, query, tuple(ids), problems, reader.progress()))

    def _tell(self, found: Answer | Places) -> None:
        if found.ticket == self._ticket and not self._is_closed:
            self._told.emit(found)

    # in the thread of the interface

    def _hand_over(self, found: object) -> None:
        if self._is_closed:
            return
        if isinstance(found, Answer) and found.ticket == self._ticket:
            self.answered.emit(found)
        elif isinstance(found, Places) and found.ticket == self._ticket:
            self.placed.emit(found)


def _people(reader: SearchReader, query: Query, scope: Scope) -> list[Person]:
    """People who fit the words, among those whom the filters leave."""
    if scope.facets or scope.is_own is not None or scope.is_impossible:
        return []
    if not query.wanted and scope.conversations is None:
        return []
    among = None if scope.conversations is None else {ConversationId(found) for found in scope.conversations}
    return reader.people.found(query.terms, among, MOST_PEOPLE)
