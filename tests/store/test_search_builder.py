"""The index is built in small steps that think beforehand, write briefly, and let the window go first."""

import random
import threading
from threading import Event

import pytest

from igdesk.store import search_builder, search_index
from igdesk.store.search_builder import IndexBuilder
from igdesk.store.turn import Turn


class Watched(Turn):
    """Notes who asks, and can pretend that the window waits."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = 0

    def is_wanted(self) -> bool:
        if self.waits:
            self.waits -= 1
            return True
        return super().is_wanted()


@pytest.fixture
def turn():
    return Watched()


@pytest.fixture
def builder(desk, turn):
    made = IndexBuilder(desk.archive.path, desk.key, Event(), turn, rest=0)
    yield made
    made.close()


def unindexed(desk, count: int) -> None:
    desk.read(*(desk.said(f"m{n}", n - count, f"word{n} every") for n in range(count)), is_complete=True)
    with desk.archive._database.transaction() as tx:
        search_index.begin_anew(tx, [], 1)


def found(desk, word: str) -> int:
    database = desk.archive._database
    code = search_index.code(0)
    return database.rows(f"select count(*) from search_words where search_words match '\"{code}{word}\"'")[0][0]


def test_each_step_writes_few_messages_and_little_of_the_index(desk, builder, monkeypatch):
    unindexed(desk, 700)
    written = []
    write = IndexBuilder.write

    def noting(self, sql, parameters=()):
        if sql == search_index._PUT_IN:
            written[-1] += 1
        elif "'merge'" in sql:
            assert abs(parameters[0]) <= search_builder.MOST
        write(self, sql, parameters)

    in_step = IndexBuilder._in_step

    def step(self, work):
        written.append(0)
        return in_step(self, work)

    monkeypatch.setattr(IndexBuilder, "write", noting)
    monkeypatch.setattr(IndexBuilder, "_in_step", step)
    assert builder.run()
    assert sum(written) == 700
    assert max(written) <= search_builder.MOST
    assert found(desk, "every") == 700


def test_steps_that_take_long_get_smaller(desk, builder, monkeypatch):
    unindexed(desk, 400)
    clock = [0.0]

    def now() -> float:
        clock[0] += 1.0  # each look at the clock comes so much later
        return clock[0]

    builder._size["messages"] = 160
    monkeypatch.setattr(search_builder.time, "perf_counter", now)
    sizes = []
    for _ in range(6):
        builder._index(search_index.older_messages)
        sizes.append(builder._size["messages"])
    assert sizes == [80, 40, 20, 10, 10, 10]


def test_nothing_is_worked_out_while_others_have_to_wait(desk, builder, turn, monkeypatch):
    """Reading messages and taking their words apart is done before the turn is taken."""
    unindexed(desk, 30)
    held = []
    words = search_index.Said.words

    def watched(said, message_id):
        held.append(turn._lock.locked())
        return words(said, message_id)

    monkeypatch.setattr(search_index.Said, "words", watched)
    assert builder.run()
    assert held.count(False) == len(held) == 30


def test_what_changed_since_it_was_read_is_read_again(desk, builder, monkeypatch):
    unindexed(desk, 3)
    changes = iter(["first", "second", None, None, None])
    read = IndexBuilder._read

    def meddled(self, work):
        answer = read(self, work)
        if isinstance(answer, tuple) and (text := next(changes)):
            plain = [desk.said(f"m{n}", n - 3, f"word{n} every") for n in range(2)]
            desk.read(*plain, desk.said("m2", -1, text), started=5)
        return answer

    monkeypatch.setattr(IndexBuilder, "_read", meddled)
    assert builder.run()
    assert [found(desk, word) for word in ("word2", "first", "second", "every")] == [0, 0, 1, 2]


def test_the_builder_does_not_begin_while_the_window_waits(desk, builder, turn):
    unindexed(desk, 5)
    turn.waits = 12
    assert builder.run()
    assert turn.waits == 0
    assert found(desk, "every") == 5


def test_the_window_goes_first_even_when_it_comes_later():
    turn = Turn()
    order: list[str] = []
    turn.acquire()
    came = threading.Event()

    def beside() -> None:
        came.set()
        with turn.beside():
            order.append("builder")

    def window() -> None:
        turn.acquire()
        order.append("window")
        turn.release()

    builder = threading.Thread(target=beside)
    builder.start()
    came.wait()
    other = threading.Thread(target=window)
    other.start()
    while not turn.is_wanted():
        pass
    turn.release()
    for thread in (builder, other):
        thread.join()
    assert order == ["window", "builder"]


def test_a_commit_of_the_window_only_adds_to_the_index(desk):
    """Merging is left to the builder: no commit waits for it."""
    for n in range(12):
        desk.read(desk.said(f"m{n}", n, f"word{n}"))
    assert search_index.segments(desk.archive._database, 1000) == 12
    assert not desk.archive.is_index_behind


def test_the_builder_merges_what_many_commits_added(desk, builder):
    for n in range(search_index.MOST_SEGMENTS + 1):
        desk.read(desk.said(f"m{n}", n, f"word{n} every"))
    assert desk.archive.is_index_behind
    assert builder.run()
    assert search_index.segments(desk.archive._database, 1000) <= search_index.FEW_SEGMENTS
    assert not desk.archive.is_index_behind
    assert found(desk, "every") == search_index.MOST_SEGMENTS + 1


def test_a_step_is_one_segment_however_the_messages_lie(desk, builder):
    """FTS5 writes one for each message that has a lower number than the one before."""
    chance = random.Random(4)
    ages = chance.sample(range(10_000), 60)
    unindexed(desk, 1)
    desk.read(*(desk.said(f"x{n}", -10_000 + age, f"word{n}") for n, age in enumerate(ages)), is_complete=True)
    database = desk.archive._database
    assert search_index.segments(database, 1000) == 1


def test_the_log_is_not_moved_by_a_commit_of_the_builder(builder):
    assert builder.rows("pragma wal_autocheckpoint") == [(0,)]
