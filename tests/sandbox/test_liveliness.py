"""What happens by itself, driven by a fake clock."""

from datetime import timedelta
from itertools import pairwise


def texts(world):
    return {message.id: message.text for thread in world.threads() for message in thread.messages}


def run(caller, clock, *, minutes):
    """Ask every five seconds, as a client would; every state that was seen."""
    seen = []
    for _ in range(minutes * 12):
        clock.advance(seconds=5)
        caller.get("/v26.0/me/conversations", limit=1)
        seen.append(texts(caller.world))
    return seen


def test_nothing_happens_at_level_zero(caller, clock):
    before = texts(caller.world)
    clock.advance(hours=1)
    caller.get("/v26.0/me")
    caller.send("mara.lindqvist", "Hello")
    clock.advance(minutes=5)
    caller.get("/v26.0/me")
    assert len(texts(caller.world)) == len(before) + 1


def test_somebody_writes_every_8_to_25_seconds(make_caller, clock):
    caller = make_caller(liveliness=1)
    start = clock()
    run(caller, clock, minutes=10)
    newer = sorted(
        message.created_at
        for thread in caller.world.threads()
        for message in thread.messages
        if message.created_at > start
    )
    assert 15 <= len(newer) <= 80
    assert newer[0] - start >= timedelta(seconds=7)
    assert newer[-1] <= clock()


def test_the_same_clock_gives_the_same_events(make_caller, clock):
    start = clock.now
    first = run(make_caller(liveliness=1), clock, minutes=5)
    clock.now = start
    assert run(make_caller(liveliness=1), clock, minutes=5) == first


def test_edits_unsends_reactions_newcomers_and_the_phone_all_occur(make_caller, clock):
    caller = make_caller(liveliness=3)
    start, known = clock(), {thread.id for thread in caller.world.threads()}
    reacted = sum(len(m.reactions) for t in caller.world.threads() for m in t.messages)
    states = run(caller, clock, minutes=20)
    threads = caller.world.threads()
    assert any(before[key] != after[key] for before, after in pairwise(states) for key in before if key in after)
    assert any(set(before) - set(after) for before, after in pairwise(states))
    assert any(thread.unsent_ids for thread in threads)
    assert any(thread.id not in known for thread in threads)
    assert any(m.from_business and m.created_at > start for t in threads for m in t.messages)
    assert sum(len(m.reactions) for t in threads for m in t.messages) > reacted
    assert any(m.assets and m.created_at > start for t in threads for m in t.messages)


def test_a_customer_answers_what_was_sent(make_caller, clock):
    caller = make_caller(liveliness=0.0001)
    answered = 0
    for username in (
        "jonas.weber.wohnt",
        "layla.haddad",
        "aiko.tanaka.table",
        "minseo.home",
        "sofia.ek",
        "elifyildirim.ev",
    ):
        thread = caller.world.thread(username)
        human = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
        assert caller.send(username, "…", **human).status == 200
        before = len(thread.messages)
        clock.advance(seconds=3)
        caller.get("/v26.0/me")
        assert len(thread.messages) == before
        clock.advance(seconds=20)
        caller.get("/v26.0/me")
        answers = thread.messages[before:]
        assert len(answers) <= 2
        answered += bool(answers)
        assert all(not message.from_business for message in answers)
    assert answered >= 4


def test_a_long_sleep_is_not_made_up_for(make_caller, clock):
    caller = make_caller(liveliness=1)
    before = len(texts(caller.world))
    clock.advance(days=2)
    caller.get("/v26.0/me")
    assert len(texts(caller.world)) - before <= 60
    clock.advance(seconds=30)
    later = len(texts(caller.world))
    caller.get("/v26.0/me")
    assert len(texts(caller.world)) >= later
