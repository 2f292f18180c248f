"""Hostile answers through the whole chain: HTTP over a socket, decoding, archive, models, the painted window.

Whatever comes, a placeholder or a clear message is the worst that happens: no crash, no hang, no lost message, no
link that opens by itself; and the conversation beside the bad one stays whole and can be answered.
"""

import asyncio
import json
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from igdesk.domain.message_kinds import Delivery
from igdesk.domain.status import Connection
from igdesk.graph.errors import GraphError
from igdesk.ui.timeline.actions import Do

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PLAIN_CHARS = {"\n", "\t"}


class Watch:
    """The good conversation, and what has to hold of it and of everything after every answer."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        stage.server.plan = None
        self.thread = next(t for t in stage.threads if stage.engine is not None)
        stage.world.say(self.thread, "Hello, is the shop open?")
        stage.list_page()
        for thread in stage.threads:
            stage.read(thread.id)
        self.id = stage.archive.inbox.find(stage.account_id, self.thread.id)
        self.bad = [thread for thread in stage.threads if thread is not self.thread]
        self.known = [(m.remote_id, m.text, m.kind, m.sent_at) for m in stage.messages(self.id)]
        self.sent = 0

    def good_stays_whole(self) -> None:
        shown = [(m.remote_id, m.text, m.kind, m.sent_at) for m in self.stage.messages(self.id)]
        assert shown[: len(self.known)] == self.known

    def good_can_be_answered(self) -> None:
        text = f"Open until six {self.sent}"
        self.sent += 1
        assert self.stage.reply(self.id, text) is Delivery.SENT
        assert Counter(sent.text for sent in self.stage.world.sent)[text] == 1

    def nothing_opens_by_itself(self) -> None:
        stage = self.stage
        assert stage.opened_urls == []
        for bubble in stage.view().visible_bubbles():
            actions = [part.action for part in bubble.parts if getattr(part, "action", None) is not None]
            urls = [action.url for action in actions if action.do in (Do.OPEN_LINK, Do.OPEN_STORY)]
            urls += [link.url for part in bubble.parts if hasattr(part, "block") for link in part.block.links]
            for url in urls:
                assert url.lower().startswith(("http://", "https://"))

    def everything_stored_can_be_shown(self, conversation_id: Any) -> None:
        for message in self.stage.messages(conversation_id):
            assert message.text.isprintable() or not {
                c for c in message.text if (ord(c) < 32 and c not in PLAIN_CHARS) or 0xD800 <= ord(c) < 0xE000
            }
            assert "\u202e" not in message.text
            message.text.encode()


@settings(max_examples=90, phases=(Phase.generate,))  # what is found depends on what came before
@given(data=st.data())
def test_whatever_comes_the_chain_holds(stage: Any, hostile: Any, data: Any) -> None:
    watch = getattr(stage, "watch", None)
    if watch is None:
        watch = stage.watch = Watch(stage)
    bends = data.draw(hostile.bends)
    wrap = data.draw(st.one_of(st.just(""), st.just(""), st.sampled_from(list(hostile.WRAPS))))
    bad = watch.bad[data.draw(st.integers(0, len(watch.bad) - 1))]
    stage.server.plan = hostile.Plan(bends, wrap, watch.thread.id)
    answers = [stage.list_page(), stage.read(bad.id)]
    event(", ".join("error" if isinstance(answer, GraphError) else "taken" for answer in answers))
    stage.call(lambda client: client.profile(bad.person.igsid))
    stage.call(lambda client: client.older_messages(bad.id, "cursor"))
    conversation_id = stage.archive.inbox.find(stage.account_id, bad.id)
    stage.paint(conversation_id)
    watch.nothing_opens_by_itself()
    watch.everything_stored_can_be_shown(conversation_id)
    watch.good_stays_whole()
    stage.server.plan = None
    stage.paint(watch.id)
    watch.good_can_be_answered()
    assert stage.errors == [], "the sandbox itself was not broken by what it was asked"


TEXTS = 33


def test_no_hostile_text_is_left_out(hostile: Any) -> None:
    assert len(hostile.TEXTS) == TEXTS


@pytest.mark.parametrize("place", range(TEXTS))
def test_a_message_with_a_hostile_text_is_there_among_its_neighbours(stage: Any, hostile: Any, place: int) -> None:
    """failure 84: every one of the hostile texts as the text of one message; the others are not touched."""
    thread = stage.threads[1]
    stage.world.say(thread, "before")
    message = stage.world.say(thread, "MARK")
    stage.world.say(thread, "after")
    server, value = stage.server, hostile.TEXTS[place]
    app = server.app

    async def replacing(scope: Any, receive: Any, send: Any) -> None:
        events: list[dict[str, Any]] = []

        async def keep(event: dict[str, Any]) -> None:
            events.append(event)

        await app(scope, receive, keep)
        body = events[-1].get("body", b"").replace(b'"MARK"', json.dumps(value).encode())
        headers = {name: v for name, v in events[0]["headers"] if name.lower() != b"content-length"}
        headers[b"content-length"] = str(len(body)).encode()
        await send(events[0] | {"headers": list(headers.items())})
        await send({"type": "http.response.body", "body": body})

    server.app = replacing
    stage.list_page()
    result = stage.read(thread.id)
    assert not isinstance(result, GraphError)
    shown = {m.remote_id: m for m in stage.messages(result.conversation_id)}
    assert message.id in shown, "it has a row, whatever it says"
    assert [m.text for m in shown.values()][-3::2] == ["before", "after"]
    stage.paint(result.conversation_id)
    stage.window.resize(420, 600)
    stage.paint(None)
    assert stage.reply(result.conversation_id, "Thanks") is Delivery.SENT


@pytest.mark.parametrize("how", ["drips", "pours"])
def test_an_answer_that_never_ends_is_given_up(stage: Any, hostile: Any, how: str) -> None:
    """failure 59: by size or by time, and the other conversation is answered meanwhile."""
    watch = Watch(stage)
    stage.server.plan = hostile.Plan([], "", watch.thread.id)
    stage.server.never_ends = how
    for found in (stage.list_page(), stage.read(watch.bad[0].id)):
        assert isinstance(found, GraphError)
    watch.good_can_be_answered()
    stage.server.never_ends = ""
    assert not isinstance(stage.read(watch.bad[0].id), GraphError)


def test_every_wrong_body_is_an_error_in_words_or_the_answer_itself(stage: Any, hostile: Any) -> None:
    """failure 96: never an exception of a library, never the token in the words."""
    watch = Watch(stage)
    before = {t.id: [m.remote_id for m in stage.messages(found(stage, t))] for t in watch.bad}
    for wrap in hostile.WRAPS:
        stage.server.plan = hostile.Plan([], wrap)
        for answer in (stage.list_page(), stage.read(watch.bad[0].id), stage.read(watch.thread.id)):
            if isinstance(answer, GraphError):
                assert answer.problem().happened
                assert stage.world.token not in str(answer) + repr(answer) + answer.words
    stage.server.plan = None
    for thread in watch.bad:
        assert [m.remote_id for m in stage.messages(found(stage, thread))] == before[thread.id]
    watch.good_stays_whole()


def found(stage: Any, thread: Any) -> Any:
    return stage.archive.inbox.find(stage.account_id, thread.id)


def test_the_program_at_work_against_a_hostile_server(
    stage: Any, hostile: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The engine itself, its pace apart, for a while of wrong answers: replies go out once each, nothing is a bug."""
    watch = Watch(stage)
    dice = random.Random(5)
    stage.vault.set_token(stage.world.businesses[0].ig_id, stage.world.token)
    engine, written = stage.engine, Counter[str]()
    statuses: list[Any] = []
    engine.subscribe(statuses.append)

    def another_plan() -> Any:
        ways = ("fit", "any", "none", "drop", "twice", "list", "dict", "extra", "turn")
        bends = [hostile.Bend(dice.choice(ways), dice.randrange(5000), dice.randrange(500)) for _ in range(3)]
        return hostile.Plan(bends, dice.choice(("", "", *hostile.WRAPS)), watch.thread.id)

    async def body() -> None:
        working = asyncio.create_task(engine.run())
        for number in range(40):
            stage.server.plan = another_plan() if dice.random() < 0.8 else None
            stage.world.say(dice.choice(stage.threads), f"Question {number}")
            if number % 5 == 0:
                text = f"Answer {number}"
                written[text] += len(engine.send_text(watch.id, text))
            engine.check_now()
            await asyncio.sleep(0.05)
            stage.paint(dice.choice([watch.id, stage.archive.inbox.find(1, dice.choice(watch.bad).id)]))
            assert not working.done()
        stage.server.plan = None
        for _ in range(200):
            engine.check_now()
            await asyncio.sleep(0.03)
            if not stage.archive.outbox.items() and engine.status.accounts[0].connection is Connection.ONLINE:
                break
        working.cancel()
        await asyncio.wait([working])

    stage.loop.run(body())
    assert Counter(sent.text for sent in stage.world.sent) == written
    assert stage.archive.outbox.items() == []
    watch.good_stays_whole()
    shown = [m.text for m in stage.messages(watch.id)]
    assert all(shown.count(text) == 1 for text in written)
    told = [s.accounts[0].problem for s in statuses if s.accounts and s.accounts[0].problem is not None]
    assert all(problem.happened for problem in told)
    assert engine.status.problem is None
    assert not [r.getMessage() for r in caplog.records if "stopped by" in r.getMessage() or r.exc_info]
    assert stage.world.token not in caplog.text
    assert stage.opened_urls == []
    stage.paint(watch.id)
