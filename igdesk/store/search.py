"""Finding messages: bucket by bucket from the newest, so that the recent comes at once and nothing is ranked."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.query import Has, Is, Operator, Problem, Query, Term, Trouble, line_of
from igdesk.domain.words import words_of
from igdesk.store.errors import known
from igdesk.store.moments import to_ms
from igdesk.store.search_index import LINK, OWN, STORY, Said, code, of_account, of_conversation, said_of_row
from igdesk.store.search_people import People, Person
from igdesk.store.search_spelling import SPELLING, suggest

if TYPE_CHECKING:
    from igdesk.store.database import Row

ME = ("me", "i", "ich", "moi", "yo")
CACHE_KIB = 8192
MOST_NAMED = 48
"""Up to so many conversations are asked for by the index; of more, each hit is looked up."""
COUNT_FOR_S = 0.4
EXACT_FIRST = 8
"""In so many of the newest buckets what is exact stands before what only begins so; further back the newest does."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that was found."""

    message_id: MessageId
    conversation_id: ConversationId
    account_id: AccountId
    sent_at_ms: int
    is_own: bool
    text: str
    """What of it fits, or its beginning."""
    files: tuple[tuple[str, str], ...]
    """Kind and name of what it brought."""


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


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The search was given up for a newer one."""


class SearchReader:
    """For one thread with a connection of its own, made at its first question; ``interrupt`` comes from another."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._connection: apsw.Connection | None = None
        self._is_stopped: Callable[[], bool] = lambda: False
        self.people = People(self.rows)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def interrupt(self) -> None:
        """Give up what is being looked for."""
        connection = self._connection
        if connection is not None:
            connection.interrupt()

    def watch(self, is_stopped: Callable[[], bool]) -> None:
        """What tells that the present search is no longer wanted."""
        self._is_stopped = is_stopped

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> "list[Row]":
        if self._connection is None:
            self._connection = self._open()
        if self._is_stopped():
            raise Stopped
        try:
            return self._connection.execute(sql, tuple(parameters)).fetchall()
        except apsw.InterruptError as error:
            raise Stopped from error
        except apsw.Error as error:
            if self._is_stopped():  # interrupted while it looked at the tables, SQLite calls that an error of theirs
                raise Stopped from error
            raise known(error) from error

    def progress(self) -> float:
        """How much of the archive can be found: 1 is everything."""
        below, newest, waiting = self.rows(
            "select below, (select max(id) from message), (select count(*) from (select 1 from search_queue limit 1))"
            " from search_state"
        )[0]
        if not newest or (below <= 0 and not waiting):
            return 1.0
        return min(0.99, 1.0 - float(below) / float(newest))

    def scope(self, query: Query) -> Scope:
        """Look up whom and what the filters name."""
        return _Scoping(self).of(query)

    def messages(self, query: Query, scope: Scope) -> "MessageSearch":
        return MessageSearch(self, query, scope)

    def suggest(self, query: Query) -> str:
        """A word that exists in place of one that does not; empty if there is none."""
        return suggest(self.rows, query)

    def _open(self) -> apsw.Connection:
        from igdesk.store.database import connect

        try:
            connection = connect(self._path, self._key)
            connection.execute(SPELLING)
            connection.execute("pragma query_only = on")
            connection.execute(f"pragma cache_size = -{CACHE_KIB}")
        except apsw.Error as error:
            raise known(error) from error
        return connection


class MessageSearch:
    """One question; ``more`` goes on where it stopped."""

    def __init__(self, reader: SearchReader, query: Query, scope: Scope) -> None:
        self._reader = reader
        self._query = query
        self._scope = scope
        self._is_asked = (bool(query.wanted) or scope.has_message_part) and not scope.is_impossible
        self._needs_reading = any(len(term.words) > 1 for term in query.terms)
        buckets = reader.rows(_BUCKETS) if self._is_asked else []
        self._buckets = [row[0] for row in self._in_time(self._of_conversations(buckets))]
        self._accounts = [row[0] for row in reader.rows("select id from account")] if self._is_asked else []
        self._hits = self._find()
        self.is_over = False
        """Whether there are no more hits."""

    @property
    def is_asked(self) -> bool:
        """Whether anything is said of messages at all."""
        return self._is_asked

    def more(self, limit: int, for_s: float = 1e9) -> list[Hit]:
        """The next hits, at most ``limit``; fewer when there are no more, or when the time is over."""
        found: list[Hit] = []
        until = time.monotonic() + for_s
        for hit in self._hits:
            if hit is not None:
                found.append(hit)
            if len(found) == limit or time.monotonic() > until:
                return found
        self.is_over = True
        return found

    def count(self, for_s: float = COUNT_FOR_S) -> tuple[int, bool]:
        """How many there are, and whether all of them could be counted in that time."""
        total, until = 0, time.monotonic() + for_s
        for bucket in self._buckets:
            if time.monotonic() > until:
                return total, False
            expression = self._expression(bucket, is_exact=False)
            if self._needs_reading or self._is_filtered_by_row():
                total += sum(1 for row in self._fitting(expression) if row is not None)
            else:
                total += self._reader.rows(_COUNT, (expression,))[0][0]
        return total, True

    def ids(self, limit: int) -> list[MessageId]:
        """The newest messages that fit, without what they say."""
        return [hit.message_id for hit in self.more(limit)]

    def _find(self) -> "Iterator[Hit | None]":
        """Within each bucket the exact before what only begins so, each with the newest first.

        None now and then, where it takes long: whoever asks may have no more time.
        """
        has_prefixes = any(term.is_prefix for term in self._query.wanted)
        for place, bucket in enumerate(self._buckets):
            seen = set()
            if has_prefixes and place < EXACT_FIRST:
                for row in self._fitting(self._expression(bucket, is_exact=True), is_exact=True):
                    if row is not None:
                        seen.add(row[0])
                    yield self._hit(row) if row is not None else None
                yield None
            for row in self._fitting(self._expression(bucket, is_exact=False)):
                if row is None:
                    yield None
                elif row[0] not in seen:
                    yield self._hit(row)
            yield None

    def _fitting(self, expression: str, *, is_exact: bool = False) -> "Iterator[Row | None]":
        query, scope = self._query, self._scope
        wheres: list[str] = []
        parameters: list[object] = [expression]
        for moment, sign in ((query.after, ">="), (query.before, "<")):
            if moment is not None:
                wheres.append(f" and m.sent_at {sign} ?")
                parameters.append(to_ms(moment))
        many = scope.conversations if scope.conversations and len(scope.conversations) > MOST_NAMED else None
        found = self._reader.rows(f"{_FOUND}{''.join(wheres)} order by m.sent_at desc, m.id desc", parameters)
        ids = [row[0] for row in found if many is None or row[1] in many]
        for at in range(0, len(ids), _AT_ONCE):
            for row in self._reader.rows(_READ, (json.dumps(ids[at : at + _AT_ONCE]),)):
                if not self._needs_reading or self._fits(said_of_row(row[1:]), is_exact=is_exact):
                    yield row
            yield None

    def _fits(self, said: Said | None, *, is_exact: bool) -> bool:
        if said is None:
            return False
        lines = [line_of(words_of(text)) for text in said.texts() if text]
        return all(
            any((term.exact if is_exact and not term.is_not else term).fits_line(line) for line in lines) != term.is_not
            for term in self._query.terms
        )

    def _expression(self, bucket: int, *, is_exact: bool) -> str:
        """What to ask the index for one bucket."""
        scope, mark = self._scope, code(bucket)

        def quoted(word: str, is_prefix: bool = False) -> str:
            return f'"{mark}{word}"{"*" if is_prefix else ""}'

        def of(term: Term, has_prefix: bool) -> str:
            last = len(term.words) - 1
            return " AND ".join(
                quoted(word, has_prefix and at == last and term.is_prefix) for at, word in enumerate(term.words)
            )

        parts = [of(term, not is_exact or (term.is_prefix and term.is_phrase)) for term in self._query.wanted]
        if scope.conversations is not None and len(scope.conversations) <= MOST_NAMED:
            parts.append(_any(quoted(of_conversation(number)) for number in sorted(scope.conversations)))
        if scope.accounts is not None:
            parts.append(_any(quoted(of_account(number)) for number in sorted(scope.accounts)))
        parts += [quoted(facet) for facet in scope.facets]
        if scope.is_own is True:
            parts.append(quoted(OWN))
        if not parts:
            parts.append(_any(quoted(of_account(number)) for number in self._accounts) or quoted(of_account(0)))
        without = [quoted(facet) for facet in scope.not_facets]
        if scope.is_own is False:
            without.append(quoted(OWN))
        # Of words in a row, one alone may well be there: that is read in the text.
        without += [of(term, True) for term in self._query.unwanted if len(term.words) == 1]
        wanted = " AND ".join(f"({part})" for part in parts)
        return f"({wanted}) NOT ({' OR '.join(without)})" if without else wanted

    def _in_time(self, buckets: "list[Row]") -> "Iterator[Row]":
        """The buckets the query can mean, the newest first."""
        after, before = self._query.after, self._query.before
        for row in buckets:
            _number, starts_at, newest_at = row
            is_too_old = after is not None and newest_at < to_ms(after)
            is_too_new = before is not None and starts_at >= to_ms(before) and row is not buckets[-1]
            if not is_too_old and not is_too_new:
                yield row

    def _of_conversations(self, buckets: "list[Row]") -> "list[Row]":
        """Only the time in which the few conversations that are asked for were going on."""
        named = self._scope.conversations
        if not named or len(named) > MOST_NAMED or len(buckets) < 2:
            return buckets
        first, last = self._reader.rows(_SPAN, (json.dumps(sorted(named)),))[0]
        if first is None:
            return []
        # A bucket ends where the next newer one begins.
        ends = [None, *(row[1] for row in buckets[:-1])]
        oldest = len(buckets) - 1
        return [
            row
            for place, (row, end) in enumerate(zip(buckets, ends, strict=True))
            if (row[1] <= last and (end is None or end > first)) or (place == oldest and first < row[1])
        ]

    def _is_filtered_by_row(self) -> bool:
        query, scope = self._query, self._scope
        has_many = scope.conversations is not None and len(scope.conversations) > MOST_NAMED
        return query.after is not None or query.before is not None or has_many

    def _hit(self, row: "Row") -> Hit:
        said = said_of_row(row[1:])
        text = row[5]
        if said is not None and self._query.wanted:
            texts = [found for found in said.texts() if found]
            first = self._query.wanted[0]
            text = next((found for found in texts if first.fits(words_of(found))), text or (texts[0] if texts else ""))
        files = said.files if said is not None else ()
        return Hit(MessageId(row[0]), ConversationId(row[2]), AccountId(row[3]), row[1], row[4] == "out", text, files)


class _Scoping:
    """Filters into sets of ids."""

    def __init__(self, reader: SearchReader) -> None:
        self._reader = reader
        self._problems: list[Problem] = []

    def of(self, query: Query) -> Scope:
        conversations = self._conversations(query)
        people, is_own, says = self._people(query)
        if people is not None:
            conversations = people if conversations is None else conversations & people
        has = [(found, _HAS[Has(found.value)]) for found in query.of(Operator.HAS)]
        accounts = self._accounts(query)
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
                people: set[int] = set(self._reader.people.called(found.value))
                if not people:
                    self._problems.append(Problem(Trouble.UNKNOWN_VALUE, found.value[:40], operator))
                if found.is_not:
                    everyone: set[int] = set(self._reader.people.all())
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
        everyone = self._reader.people.all() if query.of(Operator.LABEL) or query.of(Operator.IS) else {}
        for label in query.of(Operator.LABEL):
            fitting: set[int] = set(self._reader.people.labelled(label.value))
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
            for row in self._reader.rows("select name from label")
        )

    def _accounts(self, query: Query) -> frozenset[int] | None:
        asked = query.of(Operator.IN)
        if not asked:
            return None
        known_accounts = self._reader.rows("select id, username, name from account")
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


def _any(parts: Iterable[str]) -> str:
    return " OR ".join(parts)


_IS: dict[Is, Callable[[Person], bool]] = {
    Is.UNREAD: lambda person: person.unread_count > 0,
    Is.WAITING: lambda person: person.is_waiting_now,
    Is.SNOOZED: lambda person: person.shelf == 1,
    Is.DONE: lambda person: person.shelf == 2,
}
_HAS = {Has.PHOTO: "_hp", Has.VIDEO: "_hv", Has.VOICE: "_ha", Has.FILE: "_hf", Has.LINK: LINK, Has.STORY: STORY}
_BUCKETS = "select number, starts_at, newest_at from search_bucket where size > 0 order by starts_at desc"
_SPAN = """
select min((select min(sent_at) from message where conversation_id = value)),
       max((select max(sent_at) from message where conversation_id = value)) from json_each(?)
"""
_COUNT = "select count(*) from search_words where search_words match ?"
_AT_ONCE = 60
# "cross" keeps SQLite from starting with the messages; what waits in the queue may have other words by now.
_FOUND = """
select m.id, m.conversation_id from search_words w cross join message m on m.id = w.rowid
 where w.search_words match ? and m.id not in (select message_id from search_queue)
"""
_READ = """
select m.id, m.sent_at, m.conversation_id, c.account_id, m.direction, m.text, m.shares, m.template, m.story_id,
       case when m.attachment_count = 0 then '[]' else
       (select json_group_array(json_array(kind, name)) from
           (select kind, name from attachment where message_id = m.id and role = 'content' order by position)) end
  from json_each(?) wanted cross join message m on m.id = wanted.value join conversation c on c.id = m.conversation_id
 where c.shelf < 3
"""
