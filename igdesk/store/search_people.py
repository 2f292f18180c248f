"""The people of the archive as search knows them: names, @handles, notes and labels, held ready for every key."""

# ruff: noqa: S608 - SQL is put together from constants of this module; values are always parameters

import json
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.query import Term
from igdesk.domain.words import words_of

if TYPE_CHECKING:
    from igdesk.store.database import Row

Rows = Callable[[str, Sequence[object]], "list[Row]"]


class Person(NamedTuple):
    """A customer with the conversation; what is on the screen is read anew when it is shown."""

    conversation_id: ConversationId
    account_id: AccountId
    name: str
    username: str
    newest_at: int
    unread_count: int
    is_waiting: bool
    shelf: int
    note: str
    labels: tuple[str, ...]
    names: tuple[str, ...]
    """Words of name and @handle."""
    others: tuple[str, ...]
    """Words of note and labels."""

    @property
    def is_waiting_now(self) -> bool:
        return self.is_waiting and self.shelf == 0


class People:
    """Read once, then only those who changed."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._people: dict[ConversationId, Person] | None = None
        self._names = _Words()
        self._others = _Words()

    def forget(self) -> None:
        """Read everything again when it is needed next."""
        self._people = None

    def reread(self, conversation_ids: Iterable[int]) -> None:
        """These changed."""
        if self._people is None:
            return
        wanted = list(conversation_ids)
        rows = self._rows(f"{_PEOPLE} where c.id in (select value from json_each(?))", (json.dumps(wanted),))
        for conversation_id in wanted:
            gone = self._people.pop(ConversationId(conversation_id), None)
            if gone is not None:
                self._names.remove(gone.names, gone.conversation_id)
                self._others.remove(gone.others, gone.conversation_id)
        for row in rows:
            person = _person(row)
            self._people[person.conversation_id] = person
            self._names.add(person.names, person.conversation_id)
            self._others.add(person.others, person.conversation_id)

    def all(self) -> dict[ConversationId, Person]:
        if self._people is None:
            people = {ConversationId(row[0]): _person(row) for row in self._rows(_PEOPLE, ())}
            self._names = _Words.of((person.names, id_) for id_, person in people.items())
            self._others = _Words.of((person.others, id_) for id_, person in people.items())
            self._people = people
        return self._people

    def called(self, value: str) -> set[ConversationId]:
        """Everyone whose name or @handle begins so, word by word; who is called exactly so goes before all others."""
        people, words = self.all(), words_of(value)
        if not words:
            return set()
        found = set.intersection(*(self._names.beginning(word) for word in words))
        return {id_ for id_ in found if set(words) <= set(people[id_].names)} or found

    def labelled(self, value: str) -> set[ConversationId]:
        wanted = words_of(value)
        fitting: dict[str, bool] = {}
        found = set()
        for id_, person in self.all().items():
            for label in person.labels:
                if label not in fitting:
                    fitting[label] = bool(wanted) and _fits(wanted, words_of(label))
                if fitting[label]:
                    found.add(id_)
        return found

    def found(
        self, terms: Sequence[Term], among: set[ConversationId] | None = None, limit: int | None = None
    ) -> list[Person]:
        """Who fits every term by name, @handle, note or label: names first, then the newest."""
        people = self.all()
        left = among
        by_name: set[ConversationId] | None = None
        for term in sorted(terms, key=lambda term: term.is_not):
            named, noted = self._with(term, self._names), self._with(term, self._others)
            if term.is_not:
                left = (set(people) if left is None else left) - named - noted
            else:
                left = named | noted if left is None else left & (named | noted)
                by_name = named if by_name is None else by_name & named
        ids = [id_ for id_ in (people if left is None else left) if id_ in people]
        wanted = [set(term.words) for term in terms if not term.is_not]

        def rank(id_: ConversationId) -> tuple[bool, bool, int]:
            person = people[id_]
            is_by_name = by_name is None or id_ in by_name
            is_exact = is_by_name and all(words <= set(person.names) for words in wanted)
            return not is_exact, not is_by_name, -person.newest_at

        ranked = sorted(ids, key=rank) if limit is None else nsmallest(limit, ids, key=rank)
        return [people[id_] for id_ in ranked]

    def _with(self, term: Term, words: "_Words") -> set[ConversationId]:
        first = term.words[0]
        if len(term.words) == 1:
            return words.beginning(first) if term.is_prefix else words.equal(first)
        people, is_of_names = self.all(), words is self._names
        return {
            id_ for id_ in words.equal(first) if term.fits(people[id_].names if is_of_names else people[id_].others)
        }


class _Words:
    """Words in order, each with whom it belongs to."""

    def __init__(self, entries: list[tuple[str, ConversationId]] | None = None) -> None:
        self._entries = entries if entries is not None else []

    @classmethod
    def of(cls, people: Iterable[tuple[tuple[str, ...], ConversationId]]) -> "_Words":
        return cls(sorted((word, id_) for words, id_ in people for word in words))

    def add(self, words: Iterable[str], id_: ConversationId) -> None:
        for word in words:
            insort(self._entries, (word, id_))

    def remove(self, words: Iterable[str], id_: ConversationId) -> None:
        for word in words:
            del self._entries[bisect_left(self._entries, (word, id_))]

    def beginning(self, word: str) -> set[ConversationId]:
        start = bisect_left(self._entries, (word,))
        end = bisect_left(self._entries, (word + _LAST,), start)
        return {entry[1] for entry in self._entries[start:end]}

    def equal(self, word: str) -> set[ConversationId]:
        start = bisect_left(self._entries, (word,))
        end = bisect_left(self._entries, (word + _FIRST,), start)
        return {entry[1] for entry in self._entries[start:end]}


_FIRST, _LAST = "\0", "\U0010ffff"


def _fits(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _person(row: "Row") -> Person:
    labels = tuple(json.loads(row[9])) if row[9] != "[]" else ()
    others = words_of(row[8]) if row[8] else []
    for label in labels:
        others += words_of(label)
    return Person(
        conversation_id=ConversationId(row[0]),
        account_id=AccountId(row[1]),
        name=row[2],
        username=row[3],
        newest_at=row[4],
        unread_count=row[5],
        is_waiting=row[6] == 1,
        shelf=row[7],
        note=row[8] or "",
        labels=labels,
        names=tuple(words_of(f"{row[2]} {row[3]}")),
        others=tuple(others),
    )


_PEOPLE = """
select c.id, c.account_id, p.name, p.username, c.newest_at, c.unread_count, c.is_waiting and c.needs_no_reply = 0,
       c.shelf, (select text from note where conversation_id = c.id),
       (select json_group_array(l.name) from conversation_label g join label l on l.id = g.label_id
         where g.conversation_id = c.id)
  from conversation c join participant p on p.id = c.participant_id and c.shelf < 3
"""
