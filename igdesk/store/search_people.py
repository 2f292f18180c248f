"""The people of the archive as search knows them: names, @handles, notes and labels, held ready for every key."""

# ruff: noqa: S608 - SQL is put together from constants of this module; values are always parameters

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.query import Term
from igdesk.domain.words import words_of

if TYPE_CHECKING:
    from igdesk.store.database import Row

Rows = Callable[[str, Sequence[object]], "list[Row]"]


@dataclass(frozen=True, slots=True)
class Person:
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

    def forget(self) -> None:
        """Read everything again when it is needed next."""
        self._people = None

    def reread(self, conversation_ids: Iterable[int]) -> None:
        """These changed."""
        if self._people is None:
            return
        wanted = list(conversation_ids)
        for conversation_id in wanted:
            self._people.pop(ConversationId(conversation_id), None)
        for row in self._rows(f"{_PEOPLE} where c.id in (select value from json_each(?))", (json.dumps(wanted),)):
            person = _person(row)
            self._people[person.conversation_id] = person

    def all(self) -> dict[ConversationId, Person]:
        if self._people is None:
            self._people = {ConversationId(row[0]): _person(row) for row in self._rows(_PEOPLE, ())}
        return self._people

    def called(self, value: str) -> set[ConversationId]:
        """Everyone whose name or @handle begins so, word by word; who is called exactly so goes before all others."""
        words = words_of(value)
        found = {id_: person for id_, person in self.all().items() if words and _fits(words, person.names)}
        return {id_ for id_, person in found.items() if set(words) <= set(person.names)} or set(found)

    def labelled(self, value: str) -> set[ConversationId]:
        wanted = words_of(value)
        return {
            id_
            for id_, person in self.all().items()
            if wanted and any(_fits(wanted, words_of(label)) for label in person.labels)
        }

    def found(self, terms: Sequence[Term], among: set[ConversationId] | None = None) -> list[Person]:
        """Who fits every term by name, @handle, note or label: names first, then the newest."""
        ranked = []
        for person in self.all().values():
            if among is not None and person.conversation_id not in among:
                continue
            is_by_name = True
            for term in terms:
                has_name = _has(term, person.names)
                if (has_name or _has(term, person.others)) == term.is_not:
                    break
                is_by_name = is_by_name and has_name != term.is_not
            else:
                is_exact = is_by_name and all(set(term.words) <= set(person.names) for term in terms)
                ranked.append((not is_exact, not is_by_name, -person.newest_at, person))
        ranked.sort(key=lambda entry: entry[:3])
        return [entry[3] for entry in ranked]


def _has(term: Term, words: tuple[str, ...]) -> bool:
    if len(term.words) == 1:
        word = term.words[0]
        return any(found.startswith(word) for found in words) if term.is_prefix else word in words
    return term.fits(list(words))


def _fits(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _person(row: "Row") -> Person:
    labels = tuple(json.loads(row[9])) if row[9] else ()
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
