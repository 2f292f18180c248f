"""The index of words: kept in the transaction of each message, built in small steps for what was there before."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from igdesk.domain.words import words_of

if TYPE_CHECKING:
    from igdesk.store.database import Row

VERSION = 1
"""Of the words in the index: raised whenever other words come of the same text."""
BUCKET_SIZE = 20_000
OVERFULL = 4
"""A bucket of so many times its size, after an import of old messages, has the index made anew."""
IN_ONE_TRANSACTION = 60
"""So many changed messages are indexed with the transaction that changed them; the rest of a larger change follows."""
STEP = 30
"""Messages of one step of the builder: a few milliseconds in which nothing else can write."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MOST_BUCKETS = len(_DIGITS) ** 2
_READABLE = (1, 2, 4)
"""Of a shared post: name, description, author; not link and kind."""
FILES = {"image": "_hp", "video": "_hv", "audio": "_ha", "file": "_hf", "unknown": "_hf"}
OWN, LINK, STORY = "_o", "_hl", "_hs"


def of_conversation(conversation_id: int) -> str:
    return f"_c{conversation_id}"


def of_account(account_id: int) -> str:
    return f"_a{account_id}"


class Reading(Protocol):
    """Whatever can be asked."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> "list[Row]": ...


class Connection(Reading, Protocol):
    """What is needed of a connection or an open transaction."""

    def write(self, sql: str, parameters: Sequence[object] = ()) -> object: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What of a message can be found."""

    sent_at: int
    conversation_id: int
    account_id: int | None
    is_own: bool
    text: str
    shares: str
    template: str
    has_story: bool
    files: tuple[tuple[str, str], ...]
    """Kind and name of each."""

    def words(self) -> list[str]:
        """The words of the message, after those that stand for what it is and has."""
        found = [of_conversation(self.conversation_id)]
        if self.account_id is not None:
            found.append(of_account(self.account_id))
        if self.is_own:
            found.append(OWN)
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
    def read(cls, connection: Connection) -> "Buckets":
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


def settle(connection: Connection, limit: int = IN_ONE_TRANSACTION) -> int:
    """Bring the index up to date with the messages that changed; how many were taken. Inside a transaction."""
    queue = connection.rows("select message_id, was from search_queue order by message_id desc limit ?", (limit,))
    if not queue:
        return 0
    buckets = Buckets.read(connection)
    for message_id, was in queue:
        if was is not None:
            _take_out(connection, buckets, message_id, _said_of(was))
    _put_in(connection, buckets, (row[0] for row in queue))
    buckets.keep(connection)
    ids = json.dumps([row[0] for row in queue])
    connection.write("delete from search_queue where message_id in (select value from json_each(?))", (ids,))
    return len(queue)


def build_some(connection: Connection, limit: int = STEP) -> int:
    """Index the newest messages that are not indexed yet; how many were looked at. Inside a transaction."""
    below = connection.rows("select below from search_state")[0][0]
    ids = [
        row[0]
        for row in connection.rows("select id from message where id <= ? order by id desc limit ?", (below, limit))
    ]
    buckets = Buckets.read(connection)
    _put_in(connection, buckets, ids)
    buckets.keep(connection)
    connection.write("update search_state set below = ?", (ids[-1] - 1 if len(ids) == limit else 0,))
    return len(ids)


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
    return bool(waits) or needs_anew(connection)


def begin_anew(connection: Connection) -> None:
    """Forget the index; everything is to be built. Inside a transaction."""
    connection.write("insert into search_words (search_words) values ('delete-all')")
    connection.write("delete from search_queue")
    connection.write("delete from search_bucket")
    connection.write(
        "update search_state set version = ?, below ="
        " coalesce((select seq from sqlite_sequence where name = 'message'), 0)",
        (VERSION,),
    )


def divide(connection: Connection, moments: list[int], share: int) -> None:
    """Buckets for an archive of which every ``share``-th time is known. Inside a transaction."""
    moments.sort()
    per_bucket = max(1, BUCKET_SIZE // share)
    starts = moments[::per_bucket][:_MOST_BUCKETS] or [0]
    rows: list[list[int]] = []
    for start in starts:
        if not rows or start > rows[-1][1]:
            rows.append([len(rows), start, start, 0])
    buckets = Buckets(rows, {row[0] for row in rows})
    buckets.keep(connection)


def _put_in(connection: Connection, buckets: Buckets, message_ids: Iterable[int]) -> None:
    rows = connection.rows(_SAID, (json.dumps(list(message_ids)),))
    for row in rows:
        said = said_of_row(row[1:])
        if said is not None:
            bucket = code(buckets.take(said.sent_at))
            connection.write(
                "insert into search_words (rowid, words) values (?, ?)",
                (row[0], " ".join(bucket + word for word in said.words())),
            )


def _take_out(connection: Connection, buckets: Buckets, message_id: int, said: Said | None) -> None:
    if said is None:
        return
    bucket = buckets.give(said.sent_at)
    if bucket is not None:
        connection.write(
            "insert into search_words (search_words, rowid, words) values ('delete', ?, ?)",
            (message_id, " ".join(code(bucket) + word for word in said.words())),
        )


def _said_of(was: str) -> Said | None:
    return said_of_row(json.loads(was))


def said_of_row(row: Sequence[Any]) -> Said | None:
    """From the columns of the triggers; None where there is nothing to find."""
    sent_at, conversation_id, account_id, direction, text, shares, template, story_id, files = row
    found = tuple((kind, name) for kind, name in (json.loads(files) if isinstance(files, str) else files))
    if not (text or shares or template or found or story_id is not None):
        return None
    return Said(
        sent_at, conversation_id, account_id, direction == "out", text, shares, template, story_id is not None, found
    )


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
