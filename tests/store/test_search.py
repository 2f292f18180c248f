"""Searching gives what a plain look through every message gives, whatever was written, changed and taken back."""

# ruff: noqa: E501 - tables of cases read best in rows

import random
from datetime import UTC, date, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message import Share, Story
from igdesk.domain.query import Operator, Trouble, parse
from igdesk.domain.snapshot import AttachmentSnapshot, PersonSnapshot
from igdesk.domain.words import placed_words
from igdesk.store import search_index, search_messages
from igdesk.store.archive import Archive
from igdesk.store.search import SearchReader, Stopped

TODAY = date(2026, 11, 20)


@pytest.fixture
def reader(desk):
    found = desk.archive.search_reader()
    yield found
    found.close()


def ask(reader: SearchReader, text: str):
    query = parse(text, zone=UTC, today=TODAY)
    scope = reader.scope(query)
    return query, scope, reader.messages(query, scope)


def found(reader: SearchReader, text: str) -> list[str]:
    return [hit.text for hit in ask(reader, text)[2].more(10_000)]


def ids(reader: SearchReader, text: str) -> list[int]:
    return [hit.message_id for hit in ask(reader, text)[2].more(10_000)]


def test_a_message_is_found_with_its_transaction(desk, reader):
    desk.in_one_transaction(lambda: desk.read(desk.said("m1", -60, "Is this Glaze food-safe?")))
    assert found(reader, "glaze") == ["Is this Glaze food-safe?"]
    assert found(reader, "food sa") == ["Is this Glaze food-safe?"]
    assert found(reader, '"this glaze"') == ["Is this Glaze food-safe?"]
    assert found(reader, '"glaze this"') == []
    assert reader.progress() == 1.0


def test_own_replies_too_from_the_moment_they_are_queued(desk, reader):
    desk.read(desk.said("m1", -60, "hello"))
    desk.archive.outbox.enqueue(desk.conversation_id, ["The celadon bowl"], now=desk.now)
    assert found(reader, "celadon") == ["The celadon bowl"]
    assert found(reader, "from:me celadon") == ["The celadon bowl"]
    assert found(reader, "to:me celadon") == []


def test_edited_and_unsent(desk, reader):
    desk.read(desk.said("m1", -60, "secret ochre"), desk.said("m2", -50, "plain"))
    desk.read(desk.said("m1", -60, "open cobalt"), desk.said("m2", -50, "plain"), started=5)
    assert found(reader, "ochre") == []
    assert found(reader, "cobalt") == ["open cobalt"]
    for started in (40, 90):
        desk.read(desk.said("m2", -50, "plain"), started=started, is_complete=True)
    assert found(reader, "cobalt") == []
    assert {word[:3] for word in words_in_index(desk) - {"plain"}} == {"_c1", "_d2"}


def words_in_index(desk) -> set[str]:
    """Every word that can be read in the file's index."""
    database = desk.archive._database
    database.rows("create virtual table if not exists temp.words using fts5vocab(main, search_words, row)")
    return {row[0][2:] for row in database.rows("select term from temp.words")}


def test_what_is_erased_leaves_no_word_behind(desk, reader):
    desk.read(desk.said("m1", -60, "verschwiegen"), desk.answered("m2", -50, "geheim"))
    assert "verschwiegen" in words_in_index(desk)
    desk.archive.accounts.remove(desk.account_id)
    assert words_in_index(desk) == set()
    assert found(reader, "geheim") == []


def test_a_large_account_takes_the_index_with_it(desk, monkeypatch):
    monkeypatch.setattr("igdesk.store.accounts.MUCH", 3)
    desk.read(*(desk.said(f"m{n}", -60 + n, f"word{n}") for n in range(6)))
    desk.archive.accounts.remove(desk.account_id)
    assert words_in_index(desk) == set()
    assert desk.archive._database.rows("select * from search_queue") == []
    assert desk.archive.build_index(Event())


def test_a_message_costs_few_statements(desk):
    desk.read(desk.said("m1", -60, "one"))
    before = desk.archive.statistics.statements
    desk.archive.outbox.enqueue(desk.conversation_id, ["one two three"], now=desk.now)
    with_index = desk.archive.statistics.statements - before
    desk.archive._database._has_index = False
    desk.archive._database.rows("drop trigger search_added")
    desk.archive._database._index = lambda transaction: None
    before = desk.archive.statistics.statements
    desk.archive.outbox.enqueue(desk.conversation_id, ["one two three"], now=desk.now)
    assert with_index - (desk.archive.statistics.statements - before) <= 8


def test_nothing_to_index_costs_one_look(desk):
    desk.read(desk.said("m1", -60, "one"))
    before = desk.archive.statistics.statements
    desk.archive.settings.set("x", "y")
    assert desk.archive.statistics.statements - before <= 4


def test_the_recent_and_the_exact_win(desk, reader):
    desk.read(
        desk.said("m1", -300, "glaze old"),
        desk.said("m2", -200, "glaze new"),
        desk.said("m3", -100, "glazes newest"),
    )
    assert found(reader, "glaze") == ["glaze new", "glaze old", "glazes newest"]
    assert found(reader, "glaz") == ["glazes newest", "glaze new", "glaze old"]


def test_what_a_message_has(desk, reader):
    photo = AttachmentSnapshot(
        remote_id="a1", kind=AttachmentKind.IMAGE, mime_type="image/jpeg", name="IMG_1.jpg", url="https://x/1.jpg"
    )
    voice = AttachmentSnapshot(
        remote_id="a2", kind=AttachmentKind.AUDIO, mime_type="audio/mp4", name="note.m4a", url="https://x/2.m4a"
    )
    desk.read(
        desk.said("m1", -300, "", attachments=(photo,)),
        desk.answered("m2", -200, "", attachments=(voice,)),
        desk.said("m3", -100, "look at https://example.org/bowl"),
        desk.said("m4", -90, "nice", story_reply=Story("s1", "https://x/s")),
        desk.said("m5", -80, "plain"),
    )
    by_remote = {message.id: message.remote_id for message in desk.messages}

    def remote(text):
        return [by_remote[id_] for id_ in ids(reader, text)]

    assert remote("has:photo") == ["m1"]
    assert remote("has:voice") == ["m2"]
    assert remote("has:link") == ["m3"]
    assert remote("has:story") == ["m4"]
    assert remote("has:video") == []
    assert remote("has:photo from:me") == []
    assert remote("-has:link from:lena") == ["m5", "m4", "m1"]
    assert remote("IMG_1") == ["m1"]
    assert remote("bowl has:link") == ["m3"]
    assert remote("after:2026-11-01") == ["m5", "m4", "m3", "m2", "m1"]


def test_people_labels_notes_and_states(desk, reader):
    desk.read(desk.said("m1", -60, "glaze"))
    archive, id_ = desk.archive, desk.conversation_id
    archive.triage.save_note([id_][0], "Opens a café in Malmö")
    label = archive.triage.labels.make("Wholesale")
    archive.triage.label([id_], label.id, True)

    def people(text):
        query, _scope, _search = ask(reader, text)
        return [person.username for person in reader.people.found(query.terms)]

    assert people("lena") == people("lena.bak") == people("malmo cafe") == people("whole") == ["lena.bakes"]
    assert people("nobody") == []
    assert found(reader, "label:whole glaze") == ["glaze"]
    assert found(reader, "is:waiting glaze") == ["glaze"]
    assert found(reader, "is:done glaze") == []
    archive.triage.done([id_])
    reader.people.reread([id_])
    assert found(reader, "is:done glaze") == ["glaze"]
    assert found(reader, "-is:done glaze") == []
    assert ask(reader, "label:nope glaze")[1].problems[0].trouble is Trouble.UNKNOWN_VALUE
    assert ask(reader, "from:nobody glaze")[1].problems[0].operator is Operator.FROM
    assert found(reader, "in:northwind glaze") == ["glaze"]
    assert ask(reader, "in:other glaze")[1].problems[0].operator is Operator.IN
    assert not ask(reader, "is:waiting")[2].is_asked  # that is about conversations


def test_did_you_mean(desk, reader):
    desk.read(desk.said("m1", -60, "the terracotta lamp"))
    query = parse("terracota lamp", zone=UTC, today=TODAY)
    assert reader.suggest(query) == "terracotta lamp"
    assert reader.suggest(parse("terracotta", zone=UTC, today=TODAY)) == ""
    assert reader.suggest(parse("xyzzyx", zone=UTC, today=TODAY)) == ""


def test_a_search_that_is_given_up_stops(desk, reader):
    desk.read(desk.said("m1", -60, "glaze"))
    asked = []

    def is_stopped():
        asked.append(None)
        return len(asked) > 3

    reader.watch(is_stopped)
    with pytest.raises(Stopped):
        for _ in range(10):
            ask(reader, "glaze")[2].more(10)


# what was there before the index


def unindexed(desk, count: int) -> None:
    desk.read(*(desk.said(f"m{n}", n - count, f"word{n} every") for n in range(count)), is_complete=True)
    with desk.archive._database.transaction() as tx:
        search_index.begin_anew(tx, [], 1)


def test_an_archive_of_before_is_built_newest_first_and_resumes(desk, reader):
    unindexed(desk, 25)
    assert reader.progress() < 1
    database = desk.archive._database
    with database.transaction() as tx:
        assert search_index.older_messages(tx, 10).write(tx) == 10
    assert len(found(reader, "every")) == 10
    assert found(reader, "word24") == ["word24 every"]
    assert desk.archive.is_index_behind
    desk.read(desk.said("late", 5, "every late"))  # what comes meanwhile is there at once
    assert found(reader, "late") == ["every late"]
    stops = Event()
    stops.set()
    assert not desk.archive.build_index(stops)
    assert desk.archive.build_index(Event())
    assert not desk.archive.is_index_behind
    assert len(found(reader, "every")) == 26
    assert reader.progress() == 1.0


def test_changes_below_the_mark_are_indexed_once(desk, reader):
    unindexed(desk, 5)
    read = [desk.said(f"m{n}", n - 5, "other" if n == 2 else f"word{n} every") for n in range(5)]
    desk.read(*read, started=5)
    assert desk.archive._database.rows("select * from search_queue") == []
    assert desk.archive.build_index(Event())
    assert found(reader, "other") == ["other"]
    assert len(found(reader, "every")) == 4


def test_a_large_change_follows_in_steps(desk, reader, monkeypatch):
    monkeypatch.setattr(search_index, "IN_ONE_TRANSACTION", 60)
    desk.read(*(desk.said(f"m{n}", n - 100, f"word{n} every") for n in range(100)), is_complete=True)
    assert len(found(reader, "every")) == 60
    assert reader.progress() < 1
    assert desk.archive.build_index(Event())
    assert len(found(reader, "every")) == 100


def test_other_rules_make_the_index_anew(desk, reader, monkeypatch):
    desk.read(desk.said("m1", -60, "glaze"))
    monkeypatch.setattr(search_index, "VERSION", 99)
    assert desk.archive.is_index_behind
    assert desk.archive.build_index(Event())
    assert found(reader, "glaze") == ["glaze"]
    assert not desk.archive.is_index_behind


def test_buckets_follow_time_and_lopsided_ones_are_divided_anew(desk, reader, monkeypatch):
    monkeypatch.setattr(search_index, "BUCKET_SIZE", 10)
    for n in range(35):
        desk.read(desk.said(f"m{n}", n * 60, f"word{n} every"))
    sizes = [row[0] for row in desk.archive._database.rows("select size from search_bucket order by number")]
    assert sizes == [10, 10, 10, 5]
    assert found(reader, "every") == [f"word{n} every" for n in reversed(range(35))]
    older = [desk.said(f"old{n}", -9000 + n, f"old{n} every") for n in range(60)]
    desk.read(*older, is_newest=False)
    assert desk.archive.build_index(Event())
    assert max(row[0] for row in desk.archive._database.rows("select size from search_bucket")) > 40
    monkeypatch.setattr("igdesk.store.search_builder.SAMPLE", 1)
    assert desk.archive.build_index(Event())
    assert max(row[0] for row in desk.archive._database.rows("select size from search_bucket")) <= 20
    assert len(found(reader, "every")) == 95
    before = found(reader, f"before:{desk.now + timedelta(days=1):%Y-%m-%d} old5")
    assert "old5 every" in before


def test_what_comes_before_the_builder_does_not_make_it_lopsided(desk, reader, monkeypatch):
    monkeypatch.setattr(search_index, "BUCKET_SIZE", 10)
    monkeypatch.setattr("igdesk.store.search_builder.SAMPLE", 1)
    for n in range(35):
        desk.read(desk.said(f"m{n}", n * 60, f"word{n} every"))
    with desk.archive._database.transaction() as tx:
        search_index.forget_all(tx)
    desk.read(desk.said("late", 4000, "late every"))
    assert desk.archive.build_index(Event())
    assert max(row[0] for row in desk.archive._database.rows("select size from search_bucket")) <= 11
    assert found(reader, "every") == ["late every"] + [f"word{n} every" for n in reversed(range(35))]
    assert not desk.archive.is_index_behind


# the same as a plain scan

WORDS = [
    "glaze",
    "glazes",
    "Glasur",
    "blue",
    "bluebell",
    "Malmö",
    "malmo",
    "café",
    "don't",
    "12",
    "1200",
    "спасибо",
    "Спасибо",
    "ёлка",
    "شكراً",
    "شكرا",
    "אלף",
    "צלחת",
    "釉薬",
    "釉薬の色",
    "色",
    "谢谢你",
    "ありがとう",
    "アリガトウ",
    "สวัสดีครับ",
    "धन्यवाद",
    "감사합니다",
    "👍",
    "👍🏿",
    "❤️",
    "🇩🇪",
    "mara.lindqvist",
    "https://example.org/glaze",
    "a",
    "b",
    "ab",
    "x_y",
]


def said_words(chance: random.Random) -> str:
    return chance.choice((" ", " ", ", ", "")).join(chance.choices(WORDS, k=chance.randrange(0, 6)))


FILTERS = ["from:lena", "to:lena", "from:me", "from:otto", "-from:otto", "in:northwind", "has:link", "-has:link", "before:2026-11-20",
           "after:2026-11-20", "before:today after:2026-11-19", "label:nobody", "is:waiting", "-is:waiting", "from:lena has:link"]  # fmt: skip


def passes(found, message, person: str) -> bool:
    """One filter, by what the message itself says."""
    match found.operator, found.value:
        case Operator.FROM, "me":
            fits = message.is_own
        case Operator.FROM, name:
            # Not from somebody leaves out the whole conversation with them.
            fits = name == person and (found.is_not or not message.is_own)
        case Operator.TO, name:
            fits = message.is_own and name == person
        case Operator.HAS, _:
            fits = "://" in message.text
        case Operator.IS, _:
            fits = person == "lena"  # otto's last word is the shop's
        case _:
            fits = found.operator is Operator.IN
    return fits != found.is_not


def everything(archive: Archive, people: dict[int, str]) -> list[tuple]:
    """Every message with its words and the other person."""
    return [
        (message, [word.text for word in placed_words(message.text)], person)
        for conversation_id, person in people.items()
        for message in archive.timeline.newest(conversation_id, 100_000)
        if message.text
    ]


def scan(messages: list[tuple], text: str) -> set[int]:
    """Every message looked at, without any index."""
    query = parse(text, zone=UTC, today=TODAY)
    return {
        message.id
        for message, words, person in messages
        if all(any(True for _ in term.places(words)) != term.is_not for term in query.terms)
        and all(passes(found, message, person) for found in query.filters)
        and (query.after is None or message.sent_at >= query.after)
        and (query.before is None or message.sent_at < query.before)
    }


def question(chance: random.Random) -> str:
    parts = [chance.choice(FILTERS)] if chance.random() < 0.5 else []
    for _ in range(chance.randrange(1, 4)):
        word = chance.choice(WORDS)
        kind = chance.random()
        if kind < 0.3:
            word = word[: chance.randrange(1, len(word) + 1)]
        elif kind < 0.5:
            word = f'"{word} {chance.choice(WORDS)}"'
        elif kind < 0.6 and parts:
            word = f"-{word}"
        parts.append(word)
    return " ".join(parts)


@pytest.mark.parametrize("seed", range(12))
def test_results_equal_a_plain_scan(desk, reader, seed, monkeypatch):
    """On generated multilingual text of two people, while messages come, change and go, with a half-built index
    brought to its end; in the same order whether the newest days are asked for first or not.
    """
    chance = random.Random(seed)
    monkeypatch.setattr(search_index, "BUCKET_SIZE", chance.choice((5, 20, 1000)))
    for name, choices in (
        ("A_FEW", (0, 3, 120)),
        ("TO_READ", (0, 3, 24)),
        ("DAYS_FOR", (1, 10, 400)),
        ("MOST_NAMED", (0, 1, 48)),
    ):
        monkeypatch.setattr(search_messages, name, chance.choice(choices))
    otto = PersonSnapshot("5", "otto", "Otto")
    ottos = [desk.said(f"o{n}", -300_000 + n * 20_000, said_words(chance), sender=otto) for n in range(12)]
    page = desk.page(
        *ottos, desk.answered("o99", -9_000, "glaze", recipients=(otto,)),
        remote_id="thread-2", participants=(desk.shop, otto), is_complete=True,
    )  # fmt: skip
    desk.archive.ingest.conversation(desk.account_id, page, read_started_at=desk.now)
    stored: dict[str, tuple[float, str, bool]] = {}
    for turn in range(8):
        for _ in range(chance.randrange(1, 12)):
            stored[f"m{len(stored)}"] = (
                chance.randrange(-400_000, 60) + turn / 10,
                said_words(chance),
                chance.random() < 0.3,
            )
        if turn == 3 and seed % 2:
            with desk.archive._database.transaction() as tx:
                search_index.begin_anew(tx, [], 1)
                search_index.older_messages(tx, 7).write(tx)
        for key in chance.sample(list(stored), k=min(3, len(stored))):
            stored[key] = (stored[key][0], said_words(chance), stored[key][2])
        ordered = sorted(stored.items(), key=lambda entry: (entry[1][0], entry[0]))
        desk.read(
            *((desk.answered if is_own else desk.said)(key, at, text) for key, (at, text, is_own) in ordered),
            desk.said("last", 90, "色"), started=turn * 100, is_complete=True,
        )  # fmt: skip
        if chance.random() < 0.5 and len(stored) > 4:
            del stored[chance.choice(list(stored))]
    assert desk.archive.build_index(Event())
    names = {"lena.bakes": "lena", "otto": "otto"}
    people = {int(id_): names[person.username] for id_, person in reader.people.all().items()}
    messages = everything(desk.archive, people)
    sent_at = {message.id: message.sent_at for message, _words, _person in messages}
    for _ in range(60):
        text = question(chance)
        query, scope, asked = ask(reader, text)
        hits = [hit.message_id for hit in asked.more(10_000)]
        assert len(hits) == len(set(hits)), text
        if not asked.is_asked:
            assert not query.wanted or scope.is_impossible or not scan(messages, text), text
            continue
        assert set(hits) == scan(messages, text), (text, query, scope)
        again = ask(reader, text)[2]
        assert again.count(9) == (len(hits), True), text
        paged = ask(reader, text)[2]
        in_pages = []
        while not paged.is_over:
            in_pages += [hit.message_id for hit in paged.more(3, 0.0 if chance.random() < 0.3 else 9)]
        assert in_pages == hits, text
        in_time = [id_ for id_ in ask(reader, text)[2].ids() if id_ is not None]
        assert sorted(in_time) == sorted(hits), text
        assert in_time == sorted(in_time, key=lambda id_: (sent_at[id_], id_), reverse=True), text
        with monkeypatch.context() as plainly:
            plainly.setattr(search_messages, "A_FEW", 10_000)
            plainly.setattr(search_messages, "TO_READ", 0)
            assert [hit.message_id for hit in ask(reader, text)[2].more(10_000)] == hits, text


@pytest.mark.parametrize(
    "text",
    ['"', "*", "glaze*", "NEAR(a b)", "a AND b", "a OR", "NOT", "^a", "{a}: b", "a + b", "words:glaze", "\0", "'; drop table message", "-" * 50,
     '""', "((", "%", "_c1", "from:\0", "in:*", 'label:"', "has:photo has:video is:done is:unread", "é" * 3000, "👍" * 500, "\ud800", "before:0001"],
)  # fmt: skip
def test_signs_of_the_database_mean_nothing(desk, reader, text):
    """Bad input: nothing crashes, whatever is typed."""
    desk.read(desk.said("m1", -60, "glaze a b"))
    query, scope, asked = ask(reader, text)
    asked.more(10)
    asked.count()
    reader.people.found(query.terms)
    reader.suggest(query)
    assert isinstance(scope.problems, tuple)


def test_dates_are_those_of_the_computers_zone(desk, reader):
    desk.read(desk.said("m1", -60, "glaze"))
    moment = desk.message("m1").sent_at
    for zone in (ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Los_Angeles")):
        day = moment.astimezone(zone).date()
        for text, is_there in ((f"after:{day} glaze", True), (f"before:{day} glaze", False)):
            query = parse(text, zone=zone, today=TODAY)
            hits = reader.messages(query, reader.scope(query)).more(5)
            assert bool(hits) == is_there, (zone, text)


def test_no_question_walks_through_the_messages(desk, reader, monkeypatch):
    desk.read(desk.said("m1", -60, "glaze"), desk.answered("m2", -30, "bowl"))
    plans = []
    rows = SearchReader.rows

    def explained(self, sql, parameters=()):
        plans.extend((row[3], sql) for row in rows(self, f"explain query plan {sql}", parameters))
        return rows(self, sql, parameters)

    monkeypatch.setattr(SearchReader, "rows", explained)
    for text in (
        "glaze",
        '"glaze bowl"',
        "from:lena glaze",
        "has:photo",
        "before:2027 glaze",
        "is:waiting glaze",
        "in:north b",
    ):
        _query, _scope, asked = ask(reader, text)
        asked.more(10)
        asked.count()
    scans = [
        step
        for step, _sql in plans
        if step.startswith("SCAN ") and step.split()[1] in ("m", "message", "attachment", "a")
    ]
    assert scans == []


def test_people_called_exactly_so_go_before_others(desk, reader):
    desk.read(desk.said("m1", -60, "glaze"))
    other = PersonSnapshot("5", "lenart", "Lenart")
    me = desk.shop
    page = desk.page(remote_id="thread-2", participants=(me, other))
    desk.archive.ingest.conversation(desk.account_id, page, read_started_at=desk.now)
    assert len(reader.people.called("len")) == 2
    assert len(reader.people.called("@lena.bakes")) == 1
    assert len(reader.people.called("lenart")) == 1
    assert search_messages.MOST_NAMED > 2


def test_shared_posts_and_cards_are_read_too(desk, reader):
    post = Share("https://x/p", "Winter glazes", "Four new ones, all food safe", author="fernandclay.studio")
    desk.read(desk.said("m1", -60, "", shares=(post,)))
    assert len(ids(reader, "glaze")) == len(ids(reader, '"food safe"')) == len(ids(reader, "fernandclay")) == 1
    assert found(reader, "winter") == ["Winter glazes"]
    assert len(ids(reader, "has:link")) == 1
