"""Finding messages: bucket by bucket from the newest, so that the recent comes at once and nothing is ranked."""

# ruff: noqa: S608 - SQL is put together from constants of this module; values are always parameters

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.query import Query, Term, line_of
from igdesk.domain.words import words_of
from igdesk.store.moments import to_ms
from igdesk.store.search_index import EVERY, Said, code, day_of, of_conversation, of_day, said_of_row
from igdesk.store.search_scope import Scope

if TYPE_CHECKING:
    from igdesk.store.database import Row

MOST_NAMED = 48
"""Up to so many conversations are asked for by the index; of more, each hit is looked up."""
COUNT_FOR_S = 0.4
EXACT_FIRST = 8
"""In so many of the newest buckets what is exact stands before what only begins so; further back the newest does."""
A_FEW = 120
"""Of a bucket with more hits the newest days are asked for first: each hit costs a look at its message."""
DAYS_FOR = 400
"""Messages of the first days that are asked for."""
MOST_DAYS = 96
TO_READ = 24
"""So few messages of a person, or with a link, are rather read than looked for by their words."""


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


class Bucket(NamedTuple):
    """The messages of a span of time."""

    number: int
    starts_at: int
    newest_at: int
    size: int


class MessageSearch:
    """One question; ``more`` goes on where it stopped."""

    def __init__(self, rows: "Callable[[str, Sequence[object]], list[Row]]", query: Query, scope: Scope) -> None:
        self._rows = rows
        self._query = query
        self._scope = scope
        is_possible = not scope.is_impossible and not _contradicts_itself(query)
        self._is_asked = (bool(query.wanted) or scope.has_message_part) and is_possible
        self._needs_reading = any(len(term.words) > 1 for term in query.terms)
        many = scope.conversations is not None and len(scope.conversations) > MOST_NAMED
        self._many = scope.conversations if many else None
        self._row_filter, self._row_values = self._of_rows()
        self._narrow = self._narrowing()
        self._shapes = {is_exact: self._shape(is_exact=is_exact) for is_exact in (True, False)}
        buckets = [Bucket(*row) for row in rows(_BUCKETS, ())] if self._is_asked else []
        self._buckets = list(self._in_time(self._of_conversations(buckets)))
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
            if self._needs_reading or self._row_filter or self._many is not None:
                for row in self._fitting(bucket):
                    total += row is not None
                    if time.monotonic() > until:
                        return total, False
            elif time.monotonic() > until:
                return total, False
            else:
                total += self._rows(_COUNT, (_of(self._shapes[False], bucket),))[0][0]
        return total, True

    def ids(self) -> "Iterator[MessageId | None]":
        """All messages that fit in the order of time, the newest first, without what they say; None now and then."""
        for bucket in self._buckets:
            for row in self._fitting(bucket, ids_only=True):
                yield MessageId(row[0]) if row is not None else None
            yield None

    def _find(self) -> "Iterator[Hit | None]":
        """Within each bucket the exact before what only begins so, each with the newest first.

        None now and then, where it takes long: whoever asks may have no more time.
        """
        has_prefixes = any(term.is_prefix for term in self._query.wanted)
        for place, bucket in enumerate(self._buckets):
            seen = set()
            if has_prefixes and place < EXACT_FIRST:
                for row in self._fitting(bucket, is_exact=True):
                    if row is not None:
                        seen.add(row[0])
                    yield self._hit(row) if row is not None else None
                yield None
            for row in self._fitting(bucket):
                if row is None:
                    yield None
                elif row[0] not in seen:
                    yield self._hit(row)
            yield None

    def _fitting(self, bucket: Bucket, *, is_exact: bool = False, ids_only: bool = False) -> "Iterator[Row | None]":
        """The messages of a bucket that fit, the newest first; of ``ids_only`` no more than the id."""
        if self._narrow:
            few = self._few(_of(self._narrow, bucket), TO_READ)
            if few is not None:
                # Their words were not asked for: they are read, all of them.
                yield from self._read(self._in_order(few), is_exact=is_exact, is_reading=True)
                return
        shape = _of(self._shapes[is_exact], bucket)
        few = None if self._is_everything else self._few(shape, A_FEW)
        if few is not None:
            yield from self._read(
                self._in_order(few), is_exact=is_exact, is_reading=self._needs_reading, ids_only=ids_only
            )
            return
        for part in self._by_days(shape, bucket):
            found = self._rows(f"{_FOUND}{self._row_filter}{_NEWEST_FIRST}", (part, *self._row_values))
            yield from self._read(
                self._chosen(found), is_exact=is_exact, is_reading=self._needs_reading, ids_only=ids_only
            )
            yield None

    def _few(self, expression: str, most: int) -> list[int] | None:
        """The messages an expression finds, unless they are more than so many."""
        found = self._rows(_SOME, (expression, most + 1))
        return [row[0] for row in found] if len(found) <= most else None

    def _in_order(self, ids: list[int]) -> list[int]:
        """Those of them that the other filters leave, the newest first."""
        if not ids:
            return []
        found = self._rows(f"{_THESE}{self._row_filter}{_NEWEST_FIRST}", (json.dumps(ids), *self._row_values))
        return self._chosen(found)

    def _chosen(self, rows: "list[Row]") -> list[int]:
        return [row[0] for row in rows if self._many is None or row[1] in self._many]

    def _read(
        self, ids: list[int], *, is_exact: bool, is_reading: bool, ids_only: bool = False
    ) -> "Iterator[Row | None]":
        if ids_only and not is_reading:
            yield from ((id_,) for id_ in ids)
            return
        at, size = 0, _AT_FIRST
        while at < len(ids):
            for row in self._rows(_READ, (json.dumps(ids[at : at + size]),)):
                if not is_reading or self._fits(said_of_row(row[1:]), is_exact=is_exact):
                    yield row
            yield None
            at, size = at + size, _AT_ONCE

    def _fits(self, said: Said | None, *, is_exact: bool) -> bool:
        if said is None:
            return False
        lines = [line_of(words_of(text)) for text in said.texts() if text]
        return all(
            any((term.exact if is_exact and not term.is_not else term).fits_line(line) for line in lines) != term.is_not
            for term in self._query.terms
        )

    # what to ask the index

    def _shape(self, *, is_exact: bool) -> str:
        """What to ask it for one bucket: each word begins with the sign for the bucket's code."""

        def of(term: Term, has_prefix: bool) -> str:
            last = len(term.words) - 1
            return " AND ".join(
                _quoted(word, has_prefix and at == last and term.is_prefix) for at, word in enumerate(term.words)
            )

        parts = [of(term, not is_exact or (term.is_prefix and term.is_phrase)) for term in self._query.wanted]
        parts += [self._narrow] if self._narrow else []
        self._is_everything = not parts
        without = [] if self._narrow else [_quoted(facet) for facet in self._scope.not_facets]
        # Of words in a row, one alone may well be there: that is read in the text.
        without += [of(term, True) for term in self._query.unwanted if len(term.words) == 1]
        wanted = " AND ".join(f"({part})" for part in parts) or _quoted(EVERY, True)
        return f"({wanted}) NOT ({' OR '.join(without)})" if without else wanted

    def _narrowing(self) -> str:
        """The filters that few messages may pass."""
        scope = self._scope
        parts = [_quoted(facet) for facet in scope.facets]
        if scope.conversations is not None and self._many is None:
            named = sorted(scope.conversations)
            parts.append(" OR ".join(_quoted(of_conversation(number), True) for number in named))
        without = " OR ".join(_quoted(facet) for facet in scope.not_facets)
        wanted = " AND ".join(f"({part})" for part in parts if part)
        return f"({wanted}) NOT ({without})" if wanted and without else wanted

    def _by_days(self, shape: str, bucket: Bucket) -> Iterator[str]:
        """The same, for the newest days first and then for all the others."""
        newest, oldest = day_of(bucket.newest_at), day_of(bucket.starts_at)
        if self._query.before is not None:
            newest = min(newest, day_of(to_ms(self._query.before)))
        width = max(1, (newest - oldest + 1) * DAYS_FOR // max(1, bucket.size))
        asked: list[str] = []
        while newest - width >= oldest and len(asked) + width <= MOST_DAYS:
            days = [_of(_quoted(of_day(day)), bucket) for day in range(newest, newest - width, -1)]
            yield f"({shape}) AND ({' OR '.join(days)})"
            asked += days
            newest, width = newest - width, width * 4
        yield f"({shape}) NOT ({' OR '.join(asked)})" if asked else shape

    def _of_rows(self) -> tuple[str, list[object]]:
        """What is not in the index: it is looked up with each message."""
        wheres: list[str] = []
        values: list[object] = []
        for moment, sign in ((self._query.after, ">="), (self._query.before, "<")):
            if moment is not None:
                wheres.append(f" and m.sent_at {sign} ?")
                values.append(to_ms(moment))
        if self._scope.is_own is not None:
            wheres.append(" and m.direction = ?")
            values.append("out" if self._scope.is_own else "in")
        return "".join(wheres), values

    # which buckets

    def _in_time(self, buckets: list[Bucket]) -> Iterator[Bucket]:
        """The buckets the query can mean, the newest first."""
        after, before = self._query.after, self._query.before
        for bucket in buckets:
            is_too_old = after is not None and bucket.newest_at < to_ms(after)
            is_too_new = before is not None and bucket.starts_at >= to_ms(before) and bucket is not buckets[-1]
            if not is_too_old and not is_too_new:
                yield bucket

    def _of_conversations(self, buckets: list[Bucket]) -> list[Bucket]:
        """Only the time in which the few conversations that are asked for were going on."""
        named = self._scope.conversations
        if not named or self._many is not None or len(buckets) < 2:
            return buckets
        first, last = self._rows(_SPAN, (json.dumps(sorted(named)),))[0]
        if first is None:
            return []
        # A bucket ends where the next newer one begins.
        ends = [None, *(bucket.starts_at for bucket in buckets[:-1])]
        oldest = buckets[-1]
        return [
            bucket
            for bucket, end in zip(buckets, ends, strict=True)
            if (bucket.starts_at <= last and (end is None or end > first))
            or (bucket is oldest and first < bucket.starts_at)
        ]

    def _hit(self, row: "Row") -> Hit:
        said = said_of_row(row[1:])
        text = row[5]
        if said is not None and self._query.wanted:
            texts = [found for found in said.texts() if found]
            first = self._query.wanted[0]
            text = next((found for found in texts if first.fits(words_of(found))), text or (texts[0] if texts else ""))
        files = said.files if said is not None else ()
        return Hit(MessageId(row[0]), ConversationId(row[2]), AccountId(row[3]), row[1], row[4] == "out", text, files)


def _contradicts_itself(query: Query) -> bool:
    """Whether a word is wanted and not wanted at once."""
    unwanted = [term for term in query.unwanted if len(term.words) == 1]
    return any(_has(wanted, term) for wanted in query.wanted for term in unwanted)


def _has(wanted: Term, other: Term) -> bool:
    """Whether whatever fits the first fits the other, of one word."""
    word, last = other.words[0], len(wanted.words) - 1
    return any(
        found.startswith(word) if other.is_prefix else found == word and not (at == last and wanted.is_prefix)
        for at, found in enumerate(wanted.words)
    )


def _quoted(word: str, is_prefix: bool = False) -> str:
    return f'"{_MARK}{word}"{"*" if is_prefix else ""}'


def _of(shape: str, bucket: Bucket) -> str:
    return shape.replace(_MARK, code(bucket.number))


_MARK = "\0"
_AT_FIRST, _AT_ONCE = 10, 60
_BUCKETS = "select number, starts_at, newest_at, size from search_bucket where size > 0 order by starts_at desc"
_SPAN = """
select min((select min(sent_at) from message where conversation_id = value)),
       max((select max(sent_at) from message where conversation_id = value)) from json_each(?)
"""
_COUNT = "select count(*) from search_words where search_words match ?"
_SOME = "select rowid from search_words where search_words match ? limit ?"
# What waits in the queue may have other words by now.
_IS_READY = "m.id not in (select message_id from search_queue)"
# "cross" keeps SQLite from starting with the messages.
_FOUND = f"""
select m.id, m.conversation_id from search_words w cross join message m on m.id = w.rowid
 where w.search_words match ? and {_IS_READY}"""
_THESE = f"""
select m.id, m.conversation_id from json_each(?) wanted cross join message m on m.id = wanted.value
 where {_IS_READY}"""
_NEWEST_FIRST = " order by m.sent_at desc, m.rank desc, m.id desc"
_READ = """
select m.id, m.sent_at, m.conversation_id, c.account_id, m.direction, m.text, m.shares, m.template, m.story_id,
       case when m.attachment_count = 0 then '[]' else
       (select json_group_array(json_array(kind, name)) from
           (select kind, name from attachment where message_id = m.id and role = 'content' order by position)) end
  from json_each(?) wanted cross join message m on m.id = wanted.value join conversation c on c.id = m.conversation_id
 where c.shelf < 3
"""
