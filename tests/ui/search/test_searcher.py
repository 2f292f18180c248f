"""The newest question wins; the thread of the interface only hands over questions and answers."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Flavour
from igdesk.domain.changes import ChangeSet
from igdesk.domain.snapshot import AccountSnapshot, ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.store.archive import Archive
from igdesk.ui.search.searcher import Answer, Places, Searcher

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    held = Archive.open(tmp_path, b"k" * 32, clock=lambda: NOW)
    account = held.accounts.add(AccountSnapshot("900", "1", "900", Flavour.INSTAGRAM, "shop"), connected_at=NOW)
    me, mara = PersonSnapshot("900", "shop"), PersonSnapshot("5", "mara", "Mara Lindqvist")
    messages = tuple(
        MessageSnapshot(f"m{n}", NOW.replace(minute=n), mara, (me,), f"glaze number {n}") for n in range(30)
    )
    page = ConversationSnapshot("t", NOW, (me, mara), tuple(reversed(messages)), is_complete=True)
    held.ingest.conversation(account, page, read_started_at=NOW)
    yield held
    held.close()


@pytest.fixture
def searcher(archive: Archive, qtbot: QtBot) -> Any:
    made = Searcher(archive.search_reader, zone=lambda: UTC, today=lambda: date(2026, 11, 20))
    yield made
    made.close()


def wait_for(qtbot: QtBot, signal: Any, fits: Any) -> Any:
    with qtbot.waitSignal(signal, timeout=5000, check_params_cb=fits) as caught:
        pass
    return caught.args[0]


def test_first_hits_then_the_number(searcher: Searcher, qtbot: QtBot) -> None:
    answers: list[Answer] = []
    searcher.answered.connect(answers.append)
    ticket = searcher.ask("glaze", 6)
    answer = wait_for(qtbot, searcher.answered, lambda found: found.count is not None)
    assert answer.ticket == ticket
    assert len(answer.hits) == 6
    assert (answer.count, answer.is_counted) == (30, True)
    assert [hit.text for hit in answer.hits][:2] == ["glaze number 29", "glaze number 28"]
    assert answers[0].count is None
    assert answer.progress == 1.0


def test_only_the_newest_question_is_answered(searcher: Searcher, qtbot: QtBot) -> None:
    answers: list[Answer] = []
    searcher.answered.connect(answers.append)
    for end in range(1, 6):
        ticket = searcher.ask("glaze"[:end], 5)
    wait_for(qtbot, searcher.answered, lambda found: found.ticket == ticket and found.count is not None)
    assert [answer.query.text for answer in answers if answer.ticket == ticket][-1] == "glaze"
    searcher.ask("mara", 5)
    searcher.stop()
    before = len(answers)
    qtbot.wait(50)
    assert len(answers) == before


def test_asking_does_no_work_in_the_thread_of_the_interface(archive: Archive, qtbot: QtBot) -> None:
    threads: set[int] = set()

    def make_reader() -> Any:
        threads.add(threading.get_ident())
        return archive.search_reader()

    before = archive.statistics.statements
    searcher = Searcher(make_reader, zone=lambda: UTC, today=lambda: date(2026, 11, 20))
    searcher.ask("glaze", 5)
    wait_for(qtbot, searcher.answered, lambda found: found.count is not None)
    searcher.close()
    assert threading.get_ident() not in threads
    assert archive.statistics.statements == before


def test_find_in_a_conversation(searcher: Searcher, archive: Archive, qtbot: QtBot) -> None:
    conversation_id = archive.inbox.find(1, "t")  # type: ignore[arg-type]
    assert conversation_id is not None
    searcher.ask_in(conversation_id, "number 1")
    places = wait_for(qtbot, searcher.placed, lambda found: isinstance(found, Places))
    texts = [message.text for message in archive.timeline.by_ids(places.message_ids)]
    assert sorted(texts) == sorted(f"glaze number {n}" for n in (1, *range(10, 20)))


def test_the_newest_places_come_before_all_are_known(
    searcher: Searcher, archive: Archive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("igdesk.ui.search.searcher.FIRST_S", -1)
    conversation_id = archive.inbox.find(1, "t")  # type: ignore[arg-type]
    assert conversation_id is not None
    told: list[Places] = []
    searcher.placed.connect(told.append)
    searcher.ask_in(conversation_id, "glaze")
    wait_for(qtbot, searcher.placed, lambda found: found.is_over)
    assert [(len(places.message_ids), places.is_over) for places in told] == [(1, False), (30, True)]
    assert told[0].message_ids == told[1].message_ids[:1]


def test_people_follow_the_archive(searcher: Searcher, archive: Archive, qtbot: QtBot) -> None:
    searcher.ask("mara", 5)
    answer = wait_for(qtbot, searcher.answered, lambda found: found.people)
    assert answer.people[0].name == "Mara Lindqvist"
    conversation_id = answer.people[0].conversation_id
    archive.triage.save_note(conversation_id, "Café in Malmö")
    searcher.note(ChangeSet(conversations=frozenset((conversation_id,))))
    searcher.ask("malmo", 5)
    answer = wait_for(qtbot, searcher.answered, lambda found: found.query.text == "malmo")
    assert [person.note for person in answer.people] == ["Café in Malmö"]


def test_trouble_with_the_archive_is_an_answer(tmp_path: Path, qtbot: QtBot) -> None:
    from igdesk.store.search import SearchReader

    searcher = Searcher(
        lambda: SearchReader(tmp_path / "gone.db", bytes(32)), zone=lambda: UTC, today=lambda: date(2026, 11, 20)
    )
    searcher.ask("glaze", 5)
    answer = wait_for(qtbot, searcher.answered, lambda found: found.failure is not None)
    assert answer.failure.problem.happened
    searcher.close()


def test_what_was_read_is_given_back_when_nothing_is_looked_for(
    searcher: Searcher, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("igdesk.ui.search.searcher.REST_AFTER_S", 0.02)
    rests: list[None] = []
    monkeypatch.setattr("igdesk.store.search.SearchReader.rest", lambda _reader: rests.append(None))
    for _ in range(2):
        searcher.ask("glaze", 5)
        wait_for(qtbot, searcher.answered, lambda found: found.count is not None)
        qtbot.waitUntil(lambda: len(rests) > 0, timeout=5000)
        qtbot.wait(60)
        assert len(rests) == 1, "once, not again and again"
        rests.clear()


def test_no_question_is_lost_however_fast_they_come(searcher: Searcher, qtbot: QtBot) -> None:
    """The last of each burst is answered: giving up the one before it must not hit it."""
    for burst in range(25):
        answers: list[Answer] = []
        searcher.answered.connect(answers.append)
        for end in range(1, 1 + burst % 5 + 1):
            ticket = searcher.ask("glaze"[:end], 5)
            if burst % 3:
                qtbot.wait(1)
        qtbot.waitUntil(lambda: any(a.ticket == ticket for a in answers), timeout=5000)  # noqa: B023
        searcher.answered.disconnect(answers.append)
