"""The index of words: kept in the transaction of each message, built in small steps for what was there before."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from igdesk.domain.words import words_of
from igdesk.store.reading import Reading

if TYPE_CHECKING:
    from igdesk.store.database import Row

VERSION = 2
"""Of the words in the index: raised whenever other words come of the same text."""
FORGOTTEN = 0
"""No index, whatever messages were put into it since."""
BUCKET_SIZE = 20_000
OVERFULL = 4
"""A bucket of so many times its size, after an import of old messages, has the index made anew."""
IN_ONE_TRANSACTION = 60
"""So many changed messages are indexed with the transaction that changed them; the rest of a larger change follows."""
MOST_SEGMENTS = 20
"""Commits only add to the index; from so many additions on the builder merges them, in steps of its own."""
FEW_SEGMENTS = 8
DAY_MS = 86_400_000

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_BUCKETS = len(_DIGITS) ** 2
_READABLE = (1, 2, 4)
"""Of a shared post: name, description, author; not link and kind."""
FILES = {"image": "_hp", "video": "_hv", "audio": "_ha", "file": "_hf", "unknown": "_hf"}
LINK, STORY = "_hl", "_hs"
EVERY = "_d"
"""How the word for the day begins, which every message has."""


def of_conversation(conversation_id: int) -> str:
    """Beginning of the word that all messages of a conversation have."""
    return f"_c{conversation_id}x"


def part_of(message_id: int) -> str:
    """What follows the conversation. FTS5 merges all of one word at once, and a bucket may have only one conversation:
    so that nobody has to wait long for that, it has 16 words. Messages that came together share one.
    """
    return _DIGITS[(message_id >> 8) % 16]


def of_day(day: int) -> str:
    """Of the days since 1970 a message was sent on: by it the newest are asked for before all the others."""
    return f"{EVERY}{day}"


def day_of(sent_at: int) -> int:
    return max(0, sent_at // DAY_MS)


class Connection(Reading, Protocol):
    """What is needed of a connection or an open transaction."""

    def write(self, sql: str, parameters: Sequence[object] = ()) -> object: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What of a message can be found."""

    sent_at: int
    conversation_id: int
    text: str
    shares: str
    template: str
    has_story: bool
    files: tuple[tuple[str, str], ...]
    """Kind and name of each."""

    def words(self, message_id: int) -> list[str]:
        """The words of the message, after those that stand for what it is and has."""
        found = [of_conversation(self.conversation_id) + part_of(message_id), of_day(day_of(self.sent_at))]
        found += {FILES[kind] for kind, _name in self.files if kind in FILES}
        if self.has_story:
            found.append(STORY)
        if self.shares or has_link(self.text):
            found.append(LINK)
        for text in self.texts():
            found += words_of(text)
        return found

    def texts(self) -> Iterator[str]:
        """Everything in it that a person can read."""
        yield self.text
        if self.shares:
            for share in _parsed(self.shares):
                yield from (part for place, part in enumerate(share) if place in _READABLE)
        if self.template:
            yield from _strings(_parsed(self.template))
        for _kind, name in self.files:
            yield name


def has_link(text: str) -> bool:
    return "://" in text or "www." in text


@dataclass(slots=True)
class Buckets:
    """Time divided so that each part has about as many messages."""

    rows: list[list[int]]
    """number, starts_at, newest_at, size; in the order of time."""
    touched: set[int] = field(default_factory=set)

    @classmethod
    def read(cls, connection: Reading) -> "Buckets":
        return cls([list(r) for r in connection.rows(_BUCKETS)])

    def at(self, sent_at: int) -> int:
        """Place of the bucket a time belongs to; -1 where there is none at all."""
        return max(bisect_right(self.rows, sent_at, key=lambda row: row[1]) - 1, 0 if self.rows else -1)

    def take(self, sent_at: int) -> int:
        """The bucket for a message to add, a new one when the newest is full."""
        place = self.at(sent_at)
        if place < 0:
            self.rows.append([0, sent_at, sent_at, 0])
            place = 0
        row = self.rows[place]
        is_last = place == len(self.rows) - 1
        if is_last and row[3] >= BUCKET_SIZE and sent_at > row[2] and len(self.rows) < _MOST_BUCKETS:
            row = [len(self.rows), row[2] + 1, sent_at, 0]
            self.rows.append(row)
        if place == 0:
            row[1] = min(row[1], sent_at)
        row[2] = max(row[2], sent_at)
        row[3] += 1
        self.touched.add(row[0])
        return row[0]

    def give(self, sent_at: int) -> int | None:
        """The bucket that a message to remove stands in."""
        place = self.at(sent_at)
        if place < 0:
            return None
        self.rows[place][3] -= 1
        self.touched.add(self.rows[place][0])
        return self.rows[place][0]

    def keep(self, connection: Connection) -> None:
        for row in self.rows:
            if row[0] in self.touched:
                connection.write(_KEEP_BUCKET, row)
        self.touched.clear()


def code(bucket: int) -> str:
    """What stands before every word of a bucket."""
    return _DIGITS[bucket // 36] + _DIGITS[bucket % 36]


@dataclass(slots=True)
class Batch:
    """What is to be taken out of the index and put into it: worked out beforehand, so that writing it is short."""

    buckets: Buckets
    without: list[tuple[int, str]] = field(default_factory=list)
    """Message and its words as they stand there."""
    into: list[tuple[int, str]] = field(default_factory=list)
    queue: list[int] = field(default_factory=list)
    """Messages that wait no longer."""
    below: int | None = None
    """Everything from here on is in the index then."""
    size: int = 0
    """Messages that were looked at."""

    def write(self, connection: Connection) -> int:
        """How many messages were looked at. Inside a transaction, in which nothing changed since it was made."""
        # By ascending id: whenever a lower one follows, FTS5 writes all it holds into a segment of its own.
        for message_id, words in sorted(self.without):
            connection.write(_TAKE_OUT, (message_id, words))
        for message_id, words in sorted(self.into):
            connection.write(_PUT_IN, (message_id, words))
        self.buckets.keep(connection)
        if self.queue:
            ids = json.dumps(self.queue)
            connection.write("delete from search_queue where message_id in (select value from json_each(?))", (ids,))
        if self.below is not None:
            connection.write("update search_state set below = ?", (self.below,))
        return self.size


def changed_messages(connection: Reading, limit: int) -> Batch:
    """The newest messages that changed, or came, since they were last indexed."""
    queue = connection.rows("select message_id, was from search_queue order by message_id desc limit ?", (limit,))
    return _changes(connection, queue)


def forget(connection: Connection, message_ids: Iterable[int]) -> None:
    """Take the words of messages that were deleted in this transaction out of the index, now: until then they stand in
    the queue."""
    queue = connection.rows(
        "select message_id, was from search_queue where message_id in (select value from json_each(?))",
        (json.dumps(list(message_ids)),),
    )
    if queue:
        _changes(connection, queue).write(connection)


def _changes(connection: Reading, queue: "Sequence[Row]") -> Batch:
    ids = [row[0] for row in queue]
    batch = Batch(Buckets.read(connection), queue=ids, size=len(ids))
    for message_id, was in queue:
        said = None if was is None else said_of_row(json.loads(was))
        bucket = None if said is None else batch.buckets.give(said.sent_at)
        if said is not None and bucket is not None:
            batch.without.append((message_id, _line(bucket, message_id, said)))
    _add_present(connection, batch, ids)
    return batch


def older_messages(connection: Reading, limit: int) -> Batch:
    """The newest messages that were never indexed."""
    below = connection.rows("select below from search_state")[0][0]
    ids = [
        row[0]
        for row in connection.rows("select id from message where id <= ? order by id desc limit ?", (below, limit))
    ]
    batch = Batch(Buckets.read(connection), size=len(ids), below=ids[-1] - 1 if len(ids) == limit else 0)
    _add_present(connection, batch, ids)
    return batch


def settle(connection: Connection, limit: int = IN_ONE_TRANSACTION) -> int:
    """Bring the index up to date with the messages that changed; how many were taken. Inside a transaction."""
    return changed_messages(connection, limit).write(connection)


def needs_anew(connection: Reading) -> bool:
    """Whether the index was made by other rules, or grew lopsided."""
    version, below = connection.rows("select version, below from search_state")[0]
    if version != VERSION:
        return True
    row = connection.rows("select max(size) from search_bucket")[0]
    return below == 0 and row[0] is not None and row[0] > OVERFULL * BUCKET_SIZE


def is_behind(connection: Reading) -> bool:
    """Whether the builder has work."""
    waits = connection.rows("select below > 0 or exists (select 1 from search_queue) from search_state")[0][0]
    return bool(waits) or needs_anew(connection) or is_scattered(connection)


def is_scattered(connection: Reading) -> bool:
    """Whether every word has to be looked up in many places."""
    return segments(connection, MOST_SEGMENTS + 1) > MOST_SEGMENTS


def segments(connection: Reading, limit: int) -> int:
    """The parts the index consists of; counted up to ``limit``."""
    return int(connection.rows(_SEGMENTS, (limit,))[0][0])


def forget_all(connection: Connection) -> None:
    """Drop the whole index; the builder begins anew. Inside a transaction."""
    connection.write("insert into search_words (search_words) values ('delete-all')")
    connection.write("delete from search_queue")
    connection.write("delete from search_bucket")
    connection.write(
        "update search_state set version = ?, below ="
        " coalesce((select seq from sqlite_sequence where name = 'message'), 0)",
        (FORGOTTEN,),
    )


def begin_anew(connection: Connection, moments: Sequence[int], share: int) -> None:
    """Drop the index, and divide the time for the next one. Inside a transaction.

    ``moments`` tell when every ``share``-th message was sent.
    """
    forget_all(connection)
    connection.write("update search_state set version = ?", (VERSION,))
    if moments:
        _divide(connection, sorted(moments), share)


def _divide(connection: Connection, moments: Sequence[int], share: int) -> None:
    per_bucket = max(1, BUCKET_SIZE // share)
    starts = moments[::per_bucket][:_MOST_BUCKETS] or [0]
    rows: list[list[int]] = []
    for start in starts:
        if not rows or start > rows[-1][1]:
            rows.append([len(rows), start, start, 0])
    buckets = Buckets(rows, {row[0] for row in rows})
    buckets.keep(connection)


def _add_present(connection: Reading, batch: Batch, message_ids: Sequence[int]) -> None:
    for row in connection.rows(_SAID, (json.dumps(message_ids),)):
        said = said_of_row(row[1:])
        if said is not None:
            batch.into.append((row[0], _line(batch.buckets.take(said.sent_at), row[0], said)))


def _line(bucket: int, message_id: int, said: Said) -> str:
    mark = code(bucket)
    return " ".join([mark + word for word in said.words(message_id)])


def said_of_row(row: Sequence[Any]) -> Said | None:
    """From the columns of the triggers; None where there is nothing to find."""
    sent_at, conversation_id, _account_id, _direction, text, shares, template, story_id, files = row
    found = tuple((kind, name) for kind, name in (json.loads(files) if isinstance(files, str) else files))
    if not (text or shares or template or found or story_id is not None):
        return None
    return Said(sent_at, conversation_id, text, shares, template, story_id is not None, found)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return []


def _strings(value: Any) -> Iterator[str]:
    """Every text inside a template but its links."""
    if isinstance(value, str):
        if "://" not in value:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


_PUT_IN = "insert into search_words (rowid, words) values (?, ?)"
_TAKE_OUT = "insert into search_words (search_words, rowid, words) values ('delete', ?, ?)"
_SEGMENTS = """
with recursive segment (id) as (
    select min(segid) from search_words_idx
    union all
    select (select min(segid) from search_words_idx where segid > segment.id) from segment where segment.id is not null
    limit ?)
select count(id) from segment
"""
_BUCKETS = "select number, starts_at, newest_at, size from search_bucket order by starts_at"
_KEEP_BUCKET = (
    "insert into search_bucket (number, starts_at, newest_at, size) values (?, ?, ?, ?)"
    " on conflict do update set starts_at = excluded.starts_at, newest_at = excluded.newest_at, size = excluded.size"
)
# The order of columns is that of the triggers in ``migrations.search``.
_SAID = """
select m.id, m.sent_at, m.conversation_id, c.account_id, m.direction, m.text, m.shares, m.template, m.story_id,
       (select json_group_array(json_array(kind, name)) from
           (select kind, name from attachment where message_id = m.id and role = 'content' order by position))
  from json_each(?) wanted cross join message m on m.id = wanted.value join conversation c on c.id = m.conversation_id
"""
