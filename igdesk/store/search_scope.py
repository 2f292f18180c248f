"""The filters of a query, looked up: whom and what they name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from igdesk.domain.query import Has, Is, Operator, Problem, Query, Trouble
from igdesk.domain.words import words_of
from igdesk.store.search_index import LINK, STORY
from igdesk.store.search_people import People, Person

if TYPE_CHECKING:
    from igdesk.store.database import Row

ME = ("me", "i", "ich", "moi", "yo")


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters of a query, looked up."""

    conversations: frozenset[int] | None = None
    """None: all of them."""
    accounts: frozenset[int] | None = None
    is_own: bool | None = None
    facets: tuple[str, ...] = ()
    not_facets: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    has_message_part: bool = False
    """Whether it says something of messages, not only of conversations."""

    @property
    def is_impossible(self) -> bool:
        return self.conversations == frozenset() or self.accounts == frozenset()


class Scoping:
    """Filters into sets of ids."""

    def __init__(self, people: People, rows: "Callable[[str, Sequence[object]], list[Row]]") -> None:
        self._people_of = people
        self._rows = rows
        self._problems: list[Problem] = []

    def of(self, query: Query) -> Scope:
        conversations = self._conversations(query)
        people, is_own, says = self._people(query)
        if people is not None:
            conversations = people if conversations is None else conversations & people
        has = [(found, _HAS[Has(found.value)]) for found in query.of(Operator.HAS)]
        accounts = self._accounts(query)
        if accounts is not None:
            of_them = {int(id_) for id_, person in self._people_of.all().items() if person.account_id in accounts}
            conversations = of_them if conversations is None else conversations & of_them
        return Scope(
            conversations=None if conversations is None else frozenset(conversations),
            accounts=accounts,
            is_own=is_own,
            facets=tuple(facet for found, facet in has if not found.is_not),
            not_facets=tuple(facet for found, facet in has if found.is_not),
            problems=tuple(self._problems),
            has_message_part=bool(has) or says or query.after is not None or query.before is not None,
        )

    def _people(self, query: Query) -> tuple[set[int] | None, bool | None, bool]:
        """The conversations that from: and to: name, the direction, and whether they say anything."""
        named: set[int] | None = None
        directions: set[bool] = set()
        says = False
        for operator in (Operator.FROM, Operator.TO):
            wanted: set[int] = set()
            has_names = False
            for found in query.of(operator):
                says = True
                if found.value.casefold() in ME:
                    directions.add((operator is Operator.FROM) != found.is_not)
                    continue
                people: set[int] = set(self._people_of.called(found.value))
                if not people:
                    self._problems.append(Problem(Trouble.UNKNOWN_VALUE, found.value[:40], operator))
                if found.is_not:
                    everyone: set[int] = set(self._people_of.all())
                    named = (everyone if named is None else named) - people
                    continue
                directions.add(operator is Operator.TO)
                has_names = True
                wanted |= people
            if has_names:
                named = wanted if named is None else named & wanted
        if len(directions) == 2:
            return set(), None, says  # from one and to the same: no message is both
        return named, next(iter(directions), None), says

    def _conversations(self, query: Query) -> set[int] | None:
        found: set[int] | None = None
        everyone = self._people_of.all() if query.of(Operator.LABEL) or query.of(Operator.IS) else {}
        for label in query.of(Operator.LABEL):
            fitting: set[int] = set(self._people_of.labelled(label.value))
            if not fitting and not self._is_label(label.value):
                self._problems.append(Problem(Trouble.UNKNOWN_VALUE, label.value[:40], Operator.LABEL))
            if label.is_not:
                fitting = {int(id_) for id_ in everyone} - fitting
            found = fitting if found is None else found & fitting
        for state in query.of(Operator.IS):
            is_so = _IS[Is(state.value)]
            so: set[int] = {int(id_) for id_, person in everyone.items() if is_so(person) != state.is_not}
            found = so if found is None else found & so
        return found

    def _is_label(self, value: str) -> bool:
        wanted = words_of(value)
        return bool(wanted) and any(
            all(any(w.startswith(part) for w in words_of(row[0])) for part in wanted)
            for row in self._rows("select name from label", ())
        )

    def _accounts(self, query: Query) -> frozenset[int] | None:
        asked = query.of(Operator.IN)
        if not asked:
            return None
        known_accounts = self._rows("select id, username, name from account", ())
        chosen: set[int] = set()
        banned: set[int] = set()
        for found in asked:
            wanted = words_of(found.value)
            fitting = {
                row[0]
                for row in known_accounts
                if wanted and all(any(w.startswith(p) for w in words_of(f"{row[1]} {row[2]}")) for p in wanted)
            }
            if not fitting:
                self._problems.append(Problem(Trouble.UNKNOWN_VALUE, found.value[:40], Operator.IN))
            if found.is_not:
                banned |= fitting
            else:
                chosen |= fitting
        all_accounts = {row[0] for row in known_accounts}
        has_chosen = any(not found.is_not for found in asked)
        return frozenset((chosen if has_chosen else all_accounts) - banned)


_IS: dict[Is, Callable[[Person], bool]] = {
    Is.UNREAD: lambda person: person.unread_count > 0,
    Is.WAITING: lambda person: person.is_waiting_now,
    Is.SNOOZED: lambda person: person.shelf == 1,
    Is.DONE: lambda person: person.shelf == 2,
}
_HAS = {Has.PHOTO: "_hp", Has.VIDEO: "_hv", Has.VOICE: "_ha", Has.FILE: "_hf", Has.LINK: LINK, Has.STORY: STORY}
