"""Deleting conversations: nothing of them is left, nothing of them comes back, and nothing new is lost."""

import shutil
import threading
from datetime import UTC

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igdesk.domain.conversation import InboxView
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.outbox import SendEvent
from igdesk.domain.query import parse
from igdesk.store import deleting
from igdesk.store.database import connect
from igdesk.store.deleting import Holding, Obstacle

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def finish(desk):
    assert desk.archive.deleting.finish(threading.Event())
    assert not desk.archive.deleting.is_unfinished


def everything(desk):
    """All that any table holds, in words."""
    connection = connect(desk.archive.path, desk.key)
    tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    tables = [table for table in tables if table not in ("deletion", "search_words")]
    said = [repr(connection.execute(f"select * from {table}").fetchall()) for table in tables]
    connection.close()
    return "".join(said)


def poll(desk, *oldest_first, **fields):
    """A look at the list, and the read that it may lead to; whether it did."""
    page = desk.page(*oldest_first, **fields)
    for stale in desk.archive.ingest.inbox_page(desk.account_id, desk.listed(page)):
        desk.archive.ingest.conversation(desk.account_id, page, read_started_at=desk.now)
        assert stale.remote_id == "thread-1"
        return True
    return False


def test_nothing_is_left(desk):
    archive = desk.archive
    desk.read(desk.said("m1", -90, "zebra crossing"), desk.answered("m2", -80, "ostrich"), is_complete=True)
    found = desk.conversation_id
    archive.triage.save_note(found, "walrus")
    label = archive.triage.labels.make("Heron")
    archive.triage.label([found], label.id, True)
    archive.inbox.save_draft(found, "giraffe")
    archive.triage.pin([found], True)
    picture = archive.media.keep_file(PNG)
    with archive._database.transaction() as tx:
        tx.write("update participant set picture_key = ?", (picture.media_key,))
    assert archive.deleting.holding([found]) == Holding(1, 2, 0, 0, 1, 1)
    desk.changes.clear()
    assert archive.deleting.delete([found])
    assert [change.conversations for change in desk.changes] == [{found}], "one change tells of it"
    assert archive.inbox.by_id(found) is None
    assert archive.inbox.rows(InboxView.INBOX, now=desk.now) == []
    assert archive.media.read(picture.media_key) is None
    finish(desk)
    left = everything(desk)
    for word in ("zebra", "ostrich", "walrus", "giraffe", "lena", "998877665544332", "m1'", "picture.media_key"):
        assert word not in left
    assert "Heron" in left, "the label itself is not about this person"
    assert [label.name for label in archive.triage.labels.all()] == ["Heron"]


def test_nothing_is_left_in_the_files(desk):
    """Neither in free pages, nor in the log, nor in copies from before an update."""
    desk.read(*(desk.said(f"m{n}", n - 300, f"NEEDLE{n} " * 40) for n in range(150)), is_complete=True)
    copies = desk.folder / "backups"
    copies.mkdir()
    shutil.copy(desk.archive.path, copies / "archive-v3-20260101T000000000000Z.db")
    assert b"NEEDLE" in decrypted(desk)
    assert b"needle" in decrypted(desk), "in the index"
    assert desk.archive.deleting.delete([desk.conversation_id])
    finish(desk)
    assert list(copies.iterdir()) == []
    assert (desk.folder / "archive.db-wal").stat().st_size == 0
    assert b"NEEDLE" not in decrypted(desk)
    assert b"needle" not in decrypted(desk)


def decrypted(desk):
    """Every page of the archive file as it is, the free ones too."""
    desk.archive.close()
    plain = desk.folder / "plain.db"
    shutil.copy(desk.archive.path, plain)
    connection = apsw.Connection(str(plain))
    connection.execute("pragma cipher = 'chacha20'")
    connection.execute(f"pragma key = 'raw:{desk.key.hex()}'")
    connection.execute("pragma journal_mode = delete")
    connection.execute("pragma rekey = ''")
    connection.close()
    desk.open()
    content = plain.read_bytes()
    assert content.startswith(b"SQLite format 3")
    return content


def test_what_was_deleted_stays_away(desk):
    messages = [desk.said("m1", -90), desk.answered("m2", -80)]
    desk.read(*messages, updated_at=desk.at(-80))
    desk.archive.deleting.delete([desk.conversation_id])
    desk.without_transaction(lambda: poll(desk, *messages, updated_at=desk.at(-80)))
    assert poll(desk, *messages, updated_at=desk.at(-70)), "the list says that something happened"
    assert not poll(desk, *messages, updated_at=desk.at(-70)), "it was looked at"
    assert desk.archive.inbox.rows(InboxView.INBOX, now=desk.now) == []


def test_a_new_message_brings_the_conversation_back(desk):
    first = desk.said("m1", -90, "before")
    desk.read(first, updated_at=desk.at(-90))
    desk.archive.deleting.delete([desk.conversation_id])
    desk.changes.clear()
    assert poll(desk, first, desk.said("m2", -10, "after"), updated_at=desk.at(-10))
    assert desk.texts() == ["after"]
    assert desk.conversation.unread_count == 1
    assert desk.conversation.is_waiting
    assert any(change.arrived for change in desk.changes), "it is told of"
    assert not desk.messages[0].has_gap_before


@pytest.mark.parametrize("is_after", [True, False])
def test_an_answer_under_way_when_it_is_deleted(desk, is_after):
    """The read left before, and shows one message more than the archive held."""
    first, second = desk.said("m1", -90, "known"), desk.said("m2", -30, "not seen yet")
    desk.read(first)
    desk.archive.deleting.delete([desk.conversation_id])
    desk.read(first, *((second,) if is_after else ()), started=-40)
    found = desk.archive.inbox.rows(InboxView.INBOX, now=desk.now)
    assert len(found) == is_after
    if is_after:
        assert desk.texts() == ["not seen yet"]


def test_a_message_of_the_same_second_is_not_lost(desk):
    first, second = desk.said("m1", -90, "known"), desk.said("m2", -90, "same second")
    desk.read(first)
    desk.archive.deleting.delete([desk.conversation_id])
    desk.read(first, second)
    assert desk.texts() == ["same second"]


def test_a_message_that_an_answer_left_out_is_not_lost(desk):
    """What could not be understood at first, and lies between messages that were known."""
    first, odd, last = desk.said("m1", -90), desk.said("m2", -60, "late"), desk.answered("m3", -30)
    desk.read(first, last, is_complete=True)
    desk.archive.deleting.delete([desk.conversation_id])
    desk.read(first, odd, last, is_complete=True)
    assert desk.texts() == ["late"]


def test_a_date_in_the_future_keeps_nothing_away(desk):
    """A shop's clock, or a server's, may be ahead."""
    desk.read(desk.said("m1", 7200, "from a wrong clock"))
    desk.archive.deleting.delete([desk.conversation_id])
    desk.clock.advance(seconds=60)
    desk.read(desk.said("m2", -10, "right"), desk.said("m1", 7140, "from a wrong clock"))
    assert desk.texts() == ["right"]


def test_older_messages_that_were_never_seen_stay_away(desk):
    history = [desk.said(f"m{n:02}", n - 100) for n in range(30)]
    desk.read(*history[10:])
    desk.archive.deleting.delete([desk.conversation_id])
    desk.read(*history[5:25])
    assert desk.archive.inbox.rows(InboxView.INBOX, now=desk.now) == []


def test_more_than_one_read_holds_leaves_a_gap_to_bridge(desk):
    desk.read(desk.said("m1", -900))
    desk.archive.deleting.delete([desk.conversation_id])
    news = [desk.said(f"n{n:02}", n - 100, f"news {n}") for n in range(30)]
    assert desk.read(*news[10:]).has_gap
    desk.archive.ingest.conversation(
        desk.account_id,
        desk.page(desk.said("m1", -900), *news[:10]),
        read_started_at=desk.now,
        is_newest=False,
        newer_remote_id="n10",
    )
    assert desk.texts() == [f"news {n}" for n in range(30)]
    assert not any(message.has_gap_before for message in desk.messages)


def test_a_conversation_that_was_only_listed_comes_back_with_everything(desk):
    entry = desk.page(updated_at=desk.at(-5))
    desk.archive.ingest.inbox_page(desk.account_id, desk.listed(entry))
    desk.archive.deleting.delete([desk.conversation_id])
    assert poll(desk, desk.said("m1", -10, "unseen"), updated_at=desk.at(-5))
    assert desk.texts() == ["unseen"]


def test_unsent_messages_are_noticed_beside_deleted_ones(desk):
    old, new, last = desk.said("m1", -900), desk.said("m2", -500, "taken back"), desk.said("m3", -400, "stays")
    desk.read(old)
    desk.archive.deleting.delete([desk.conversation_id])
    desk.read(old, new, last)
    for _ in range(2):
        desk.clock.advance(seconds=40)
        desk.read(desk.said("m1", -900), desk.said("m3", -400, "stays"))
    assert desk.texts() == ["", "stays"]


def test_deleted_twice(desk):
    pages = [desk.said("m1", -90, "one"), desk.said("m2", -60, "two"), desk.said("m3", -30, "three")]
    for count in (1, 2, 3):
        desk.read(*pages[:count])
        assert len(desk.texts()) == 1
        desk.archive.deleting.delete([desk.conversation_id])
    desk.read(*pages)
    assert desk.archive.inbox.rows(InboxView.INBOX, now=desk.now) == []


def test_what_is_on_its_way_is_settled_first(desk):
    desk.read(desk.said("m1", -90))
    found, outbox = desk.conversation_id, desk.archive.outbox
    (reply,) = outbox.enqueue(found, ["yes"], now=desk.now)
    assert desk.archive.deleting.obstacle([found]) is Obstacle.SENDING
    assert not desk.archive.deleting.delete([found])
    outbox.claim(reply, desk.now)
    assert not desk.archive.deleting.delete([found])
    outbox.settle(reply, SendEvent.OUTCOME_UNKNOWN)
    assert desk.archive.deleting.obstacle([found]) is Obstacle.SENDING
    outbox.settle(reply, SendEvent.ECHO_SEEN, remote_id="m2", sent_at=desk.now)
    assert desk.archive.deleting.obstacle([found]) is None
    desk.archive.scheduling.add(found, "later", desk.at(3600))
    assert desk.archive.deleting.obstacle([found]) is Obstacle.SCHEDULED
    assert not desk.archive.deleting.delete([found])
    assert desk.texts() == ["hello", "yes"]


def test_a_long_conversation_is_gone_at_once_and_erased_in_steps(desk, monkeypatch):
    count = 330
    history = [desk.said(f"m{n:03}", n - 1000, f"pelican{n}") for n in range(count)]
    for start in range(0, count, 30):
        desk.read(*history[start : start + 30], is_complete=start == 0)
    found = desk.conversation_id
    desk.archive.triage.save_note(found, "walrus")
    (failed,) = desk.archive.outbox.enqueue(found, ["no"], now=desk.now)
    desk.archive.outbox.claim(failed, desk.now)
    desk.archive.outbox.settle(failed, SendEvent.REFUSED)
    assert desk.archive.deleting.delete([found])
    assert desk.archive.inbox.by_id(found) is None
    assert desk.archive.outbox.items() == []
    assert desk.archive.inbox.counts(now=desk.now).total == 0
    assert desk.archive.deleting.is_unfinished
    # Meanwhile the customer writes, and igdesk is closed in the middle.
    desk.read(*history[-5:], desk.said("new", -5, "flamingo"))
    stops = threading.Event()
    stops.set()
    assert not desk.archive.deleting.finish(stops)
    desk.reopen()
    finish(desk)
    assert desk.texts() == ["flamingo"]
    left = everything(desk)
    assert "pelican" not in left
    assert "walrus" not in left
    assert len(desk.archive._database.rows("select 1 from participant")) == 1


def test_many_short_ones_together_are_a_long_one(desk, monkeypatch):
    monkeypatch.setattr(deleting, "AT_ONCE", 5)
    ids = []
    for number in range(6):
        page = desk.page(
            *(desk.said(f"{number}-{n}", n - 90, f"pelican{number}") for n in range(3)), remote_id=f"thread-{number}"
        )
        ids.append(desk.archive.ingest.conversation(desk.account_id, page, read_started_at=desk.now).conversation_id)
    assert desk.archive.deleting.delete(ids)
    assert desk.archive.inbox.counts(now=desk.now).total == 0
    left = desk.archive._database.rows("select 1 from message")
    assert 0 < len(left) <= 15
    finish(desk)
    assert "pelican" not in everything(desk)


def test_a_file_of_two_conversations_goes_with_the_last(desk):
    archive = desk.archive
    desk.read(desk.said("m1", -90))
    archive.ingest.conversation(
        desk.account_id,
        desk.page(desk.said("o1", -90), remote_id="thread-2"),
        read_started_at=desk.now,
    )
    key = archive.media.keep_file(PNG).media_key
    with archive._database.transaction() as tx:
        for row in tx.rows("select id from message"):
            tx.write(
                "insert into attachment (message_id, position, remote_id, kind, mime_type, name, url, url_read_at,"
                " state, media_key) values (?, 0, '', 'image', '', '', '', 0, 'stored', ?)",
                (row[0], key),
            )
        tx.write("update message set attachment_count = 1")
    first, second = desk.conversation_id, archive.inbox.find(desk.account_id, "thread-2")
    assert archive.deleting.holding([first]).pictures == 1
    assert set(archive.deleting.same_person(first)) == {first, second}
    archive.deleting.delete([first])
    assert archive.media.read(key) == PNG
    archive.deleting.delete([second])
    assert archive.media.read(key) is None


def test_undo_of_an_earlier_act_brings_nothing_back(desk):
    desk.read(desk.said("m1", -90))
    found = desk.conversation_id
    undos = [
        desk.archive.triage.done([found]),
        desk.archive.triage.mark_unread([found]),
        desk.archive.triage.save_note(found, "walrus"),
    ]
    desk.archive.deleting.delete([found])
    for undo in reversed(undos):
        desk.archive.triage.undo(undo)
    assert desk.archive.inbox.by_id(found) is None
    assert "walrus" not in everything(desk)


def test_removing_the_account_forgets_what_was_deleted(desk):
    desk.read(desk.said("m1", -90))
    desk.archive.deleting.delete([desk.conversation_id])
    desk.archive.accounts.remove(desk.account_id)
    assert desk.archive._database.rows("select 1 from deletion") == []


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(1, 6), st.sampled_from([0, 0, 1, 30])),
        st.tuples(st.just("read"), st.integers(3, 12), st.booleans()),
        st.tuples(st.just("delete"), st.booleans(), st.booleans()),
        st.tuples(st.just("unsend"), st.integers(0, 3), st.just(0)),
    ),
    min_size=3,
    max_size=25,
)


class Story:
    """A conversation at Instagram, and what of it came here."""

    def __init__(self, desk, age):
        self.desk = desk
        self.start = desk.now
        self.world = [(n, f"h{n:02}", n - 500) for n in range(age)]
        self.place = {name: n for n, name, _ in self.world}
        self.second = {name: second for _, name, second in self.world}
        self.seen, self.deleted, self.unsent = set(), set(), set()
        self.floor, self.oldest = -1, None

    def say(self, count, apart):
        for _ in range(count):
            self.desk.clock.advance(seconds=apart)
            place = len(self.place) + 1000
            name = f"n{(place * 37) % 1009:04}"  # ids do not follow time
            self.place[name], self.second[name] = place, int((self.desk.now - self.start).total_seconds())
            self.world.append((place, name, self.second[name]))

    def snapshot(self, limit):
        ago = (self.desk.now - self.start).total_seconds()
        made = [
            (self.desk.answered if place % 4 == 0 else self.desk.said)(name, second - ago, f"word{name}")
            for place, name, second in self.world[-limit:]
        ]
        at = self.desk.at(self.world[-1][2] - ago)
        return self.desk.page(*made, updated_at=at, is_complete=len(self.world) <= limit)

    def ingest(self, page):
        self.desk.archive.ingest.conversation(self.desk.account_id, page, read_started_at=self.desk.now)
        self.seen |= {message.remote_id for message in page.messages}

    def look(self, limit):
        page = self.snapshot(limit)
        if self.desk.archive.ingest.inbox_page(self.desk.account_id, self.desk.listed(page)):
            self.ingest(page)

    def stored(self):
        return {row[0] for row in self.desk.archive._database.rows(_STORED)}

    def delete(self, monkeypatch, *, in_steps, meanwhile):
        found = self.desk.archive.inbox.find(self.desk.account_id, "thread-1")
        if found is None:
            return
        under_way = self.snapshot(12) if meanwhile and self.world else None
        held = self.stored()
        with monkeypatch.context() as patched:
            patched.setattr(deleting, "AT_ONCE", 2 if in_steps else 200)
            assert self.desk.archive.deleting.delete([found])
        self.deleted |= held
        self.floor = max([self.floor, *(self.place[name] for name in held)])
        if held and self.oldest is None:
            self.oldest = min(self.second[name] for name in held)
        if under_way is not None:
            self.ingest(under_way)


@given(STEPS, st.integers(0, 30))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_new_is_lost_and_nothing_old_comes_back(new_desk, monkeypatch, steps, age):
    """After any sequence of deletes, reads and new messages; long conversations are erased beside all that."""
    desk = new_desk()
    story = Story(desk, age)
    for step, one, two in steps:
        if step == "say":
            story.say(one, two)
        elif step == "read" and story.world:
            story.ingest(story.snapshot(one)) if two else story.look(one)
        elif step == "unsend" and one < len(story.world):
            story.unsent.add(story.world.pop(-1 - one)[1])
        elif step == "delete":
            story.delete(monkeypatch, in_steps=one, meanwhile=two)
            if two:
                finish(desk)
    finish(desk)
    if story.world:
        story.look(20)
    now = story.stored()
    assert not now & story.deleted, "nothing that was deleted comes back"
    assert all(story.oldest is None or story.second[name] >= story.oldest for name in now), "nor anything older"
    news = {name for name in story.seen - story.deleted - story.unsent if story.place[name] > story.floor}
    assert news <= now, "nothing newer is lost"
    is_consistent(desk, now)


def is_consistent(desk, names):
    """Counters and views are those of what is stored, and search finds that and nothing else."""
    rows = desk.archive.inbox.rows(InboxView.INBOX, now=desk.now)
    assert len(rows) == (desk.archive.inbox.find(desk.account_id, "thread-1") is not None)
    assert desk.archive.inbox.counts(now=desk.now).total == len(rows)
    if rows:
        messages = desk.archive.timeline.newest(rows[0].id, 1000)
        assert {m.remote_id for m in messages if m.kind is not MessageKind.UNSENT} == names
        assert rows[0].unread_count == sum(m.is_unread for m in messages)
        assert desk.archive.inbox.unread_by_account() == ({desk.account_id: 1} if rows[0].unread_count else {})
        assert rows[0].preview is None or rows[0].preview.message_id == messages[-1].id
    assert len(desk.archive._database.rows("select 1 from participant")) == len(rows)
    reader = desk.archive.search_reader()
    query = parse("word", zone=UTC, today=desk.now.date())
    hits = reader.messages(query, reader.scope(query)).more(10_000)
    assert {hit.text.removeprefix("word") for hit in hits} == names
    assert len(reader.people.all()) == len(rows)
    reader.close()


_STORED = """select m.remote_id from message m join conversation c on c.id = m.conversation_id
 where c.shelf < 3 and m.kind <> 'unsent'"""
