"""Days away, and everything at once afterwards: what Instagram can still give is here, and what it cannot is a gap.

Played against an Instagram of its own, written from the documentation alone and less kind than the sandbox.
"""

import asyncio
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from igdesk.domain.attention import Attention
from igdesk.domain.conversation import InboxFilter, InboxView

OWN = "17841400000000007"
NEWEST = 20
"""Details exist for so many messages of a conversation."""


@dataclass
class Said:
    id: str
    at: datetime
    by: str
    text: str
    reactions: list[str] = field(default_factory=list)


@dataclass
class Talk:
    id: str
    person: str
    said: list[Said] = field(default_factory=list)
    """Oldest first."""
    updated: datetime | None = None
    is_hidden: bool = False
    """Taken out of the list after it was cut into pages: those are shorter then, or empty."""
    is_poisoned: bool = False
    most: int = 20
    """So many messages of it fit into one answer."""


class Refusal(Exception):  # noqa: N818
    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"message": message, "type": "OAuthException", "code": code, **more}


class AnotherInstagram:
    """The reading half of the API. Every list is live: it is cut anew at each call."""

    def __init__(self, now: Callable[[], datetime], dice: random.Random, *, older: str, cursor: str) -> None:
        self.now = now
        self.dice = dice
        self.older = older
        """What lies behind the newest twenty: ``full`` messages, ``bare`` ids, or an ``error``."""
        self.cursor = cursor
        """What the cursors of the list name: a ``place``, a ``date``, or a ``talk``."""
        self.talks: dict[str, Talk] = {}
        self.calls: list[str] = []
        self.trouble = 0.0
        """How many calls of a hundred fail."""
        self.older_trouble = 0
        """So many calls for older messages fail."""
        self.tells_dates = True
        self.refuses_cursors = False
        """Nothing but the first page of the list can be had."""
        self._serial = 0

    # What happens there

    def begin(self, count: int) -> None:
        for number in range(count):
            self.talk(number)

    def talk(self, number: int) -> Talk:
        talk = self.talks.get(f"t{number}")
        if talk is None:
            most = 5 if number % 10 == 7 else 20
            talk = self.talks[f"t{number}"] = Talk(f"t{number}", str(99_000 + number), most=most)
        return talk

    def say(self, talk: Talk, *, own: bool = False) -> Said:
        self._serial += 1
        at = self.now().replace(microsecond=0)
        said = Said(f"m{self._serial}", at, OWN if own else talk.person, f"{talk.id}: {self._serial}")
        talk.said.append(said)
        talk.updated = at
        return said

    # The API

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        query = {name: values[0] for name, values in parse_qs(scope["query_string"].decode()).items()}
        path = scope["path"].split("/", 2)[2]
        self.calls.append(path)
        status = 200
        try:
            if self.dice.random() * 100 < self.trouble:
                self._fail()
            answer = self._answer(path, query)
        except Refusal as refusal:
            status, answer = refusal.status, {"error": refusal.error}
        body = json.dumps(answer).encode()
        headers = [
            (b"content-type", b"application/json"), (b"date", format_datetime(self.now(), usegmt=True).encode()),
        ]  # fmt: skip
        await asyncio.sleep(self.dice.choice((0.0, 0.05, 0.4)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _fail(self) -> None:
        kind = self.dice.randrange(5)
        if kind == 0:
            raise Refusal(400, 613, "Calls to this api have exceeded the rate limit.")
        if kind == 1:
            raise Refusal(400, 4, "Application request limit reached")
        if kind == 2:
            raise Refusal(500, 2, "An unexpected error has occurred. Please retry your request later.")
        if kind == 3:
            raise Refusal(500, 1, "Please reduce the amount of data you're asking for, then retry your request")
        raise Refusal(503, -2, "timeout")

    def _answer(self, path: str, query: dict[str, str]) -> Any:
        first, _, edge = path.partition("/")
        if edge == "conversations":
            return self._list(query)
        talk = self.talks.get(first)
        if talk is not None and (talk.is_poisoned or talk.is_hidden):
            raise Refusal(500, 1, "Please reduce the amount of data you're asking for, then retry your request")
        if talk is not None and edge == "messages":
            return self._messages(talk, int(query.get("limit", 20)), query.get("after", ""))
        if talk is not None:
            limit = re.search(r"messages\.limit\((\d+)\)", query["fields"])
            return {
                **self._entry(talk),
                "participants": {"data": [{"id": OWN, "username": "own"}, {"id": talk.person, "username": talk.id}]},
                "messages": self._messages(talk, int(limit.group(1)) if limit else 20, ""),
            }
        if edge == "" and first.isdecimal():
            return {"id": first, "username": f"u{first}", "name": "Somebody"}
        raise Refusal(400, 100, "Unsupported get request.", error_subcode=33)

    def _entry(self, talk: Talk) -> dict[str, Any]:
        assert talk.updated is not None
        dated = {"updated_time": talk.updated.strftime("%Y-%m-%dT%H:%M:%S+0000")} if self.tells_dates else {}
        return {"id": talk.id, **dated}

    def _list(self, query: dict[str, str]) -> Any:
        order = sorted((t for t in self.talks.values() if t.updated), key=lambda t: (t.updated, t.id), reverse=True)
        if "participants" in query["fields"] and any(talk.is_poisoned for talk in order):
            raise Refusal(500, 1, "Please reduce the amount of data you're asking for, then retry your request")
        limit, after = int(query.get("limit", 25)), query.get("after", "")
        if after and self.refuses_cursors:
            raise Refusal(400, 100, "Invalid parameter")
        start = 0
        if after and self.cursor == "place":
            start = int(after)
        elif after and self.cursor == "date":
            start = next((n for n, t in enumerate(order) if f"{t.updated:%Y%m%d%H%M%S}{t.id}" < after), len(order))
        elif after:
            start = next((n + 1 for n, t in enumerate(order) if t.id == after), len(order))
        page = order[start : start + limit]
        answer: dict[str, Any] = {"data": [self._entry(talk) for talk in page if not talk.is_hidden]}
        if page:
            end = page[-1]
            cursor = {"place": str(start + limit), "date": f"{end.updated:%Y%m%d%H%M%S}{end.id}", "talk": end.id}[
                self.cursor
            ]
            answer["paging"] = {"cursors": {"before": "b", "after": cursor}}
            if start + limit < len(order):
                answer["paging"]["next"] = "https://graph.instagram.com/next"
        return answer

    def _messages(self, talk: Talk, limit: int, after: str) -> Any:
        newest_first = talk.said[::-1]
        if limit > talk.most:
            raise Refusal(500, 1, "Please reduce the amount of data you're asking for, then retry your request")
        start = next((n + 1 for n, said in enumerate(newest_first) if said.id == after), 0) if after else 0
        if start >= NEWEST and self.older == "error":
            raise Refusal(400, 9000001, "This Message has been deleted by the user or the business")
        if start and self.older_trouble:
            self.older_trouble -= 1
            raise Refusal(500, 2, "An unexpected error has occurred. Please retry your request later.")
        page = newest_first[start : start + limit]
        answer: dict[str, Any] = {
            "data": [
                self._message(talk, said, start + n >= NEWEST and self.older != "full") for n, said in enumerate(page)
            ]
        }
        if page:
            answer["paging"] = {"cursors": {"before": "b", "after": page[-1].id}}
            if start + limit < len(newest_first):
                answer["paging"]["next"] = "https://graph.instagram.com/next"
        return answer

    def _message(self, talk: Talk, said: Said, is_bare: bool) -> dict[str, Any]:
        found: dict[str, Any] = {"id": said.id, "created_time": said.at.strftime("%Y-%m-%dT%H:%M:%S+0000")}
        if not is_bare:
            found |= {"from": {"id": said.by}, "to": {"data": [{"id": OWN}]}, "message": said.text}
            if said.reactions:
                users = [{"id": talk.person, "username": talk.id}]
                found["reactions"] = {"data": [{"reaction": emoji, "users": users} for emoji in said.reactions]}
        return found


def judge(rig: Any, api: AnotherInstagram) -> None:
    """Message by message: all that the API could still give is here, in order, and every hole is told as one."""
    for talk in api.talks.values():
        if talk.is_hidden or talk.is_poisoned or not talk.said:
            continue
        found = rig.archive.inbox.find(rig.account_id, talk.id)
        assert found is not None, f"{talk.id} is missing"
        truth = {said.id: place for place, said in enumerate(talk.said)}
        kept, gaps, has_gap = [], [], False
        for message in rig.archive.timeline.newest(found, 5000):
            has_gap = has_gap or message.has_gap_before
            if message.remote_id in truth:  # the others were withdrawn
                kept.append(message)
                gaps.append(has_gap)
                has_gap = False
        places = [truth[m.remote_id] for m in kept]
        assert places == sorted(set(places)), f"{talk.id} is out of order, or twice"
        # What was said before the account was connected and lies further back is nobody's duty.
        could = talk.said[min(places, default=0) if api.older == "full" else -NEWEST :]
        lost = [said.id for said in could if truth[said.id] not in places]
        assert not lost, f"{talk.id} lacks {len(lost)} of {len(talk.said)}: {lost}"
        for has_gap, place, before in zip(gaps[1:], places[1:], places, strict=False):
            is_whole = place == before + 1
            if is_whole and api.older == "error" and has_gap:
                continue  # twenty new ones: nobody tells whether there was one more
            assert has_gap is not is_whole, f"{talk.id} at {place}: gap {not is_whole} is not told so"
        for message, place in zip(kept, places, strict=True):
            said = talk.said[place]
            assert (message.text, message.is_own) == (said.text, said.by == OWN)
            assert [reaction.emoji for reaction in message.reactions] == said.reactions
        # What was answered by phone was read; of the same second nobody knows.
        answered = max((m.sent_at for m in kept if m.is_own), default=rig.connected_at)
        since = max(answered, rig.connected_at)
        unread = {m.sent_at for m in kept if m.is_unread}
        assert all(at >= since for at in unread), f"{talk.id} counts what was read"
        assert {m.sent_at for m in kept if not m.is_own and m.sent_at > since} <= unread, f"{talk.id} hides news"


@pytest.fixture
def away(make_rig: Callable[..., Any]) -> Callable[..., Any]:
    """A rig at the other Instagram."""

    def make(seed: int, **how: str) -> Any:
        rig = make_rig(conversations=1)
        rig.dice = random.Random(seed)
        rig.api = rig.app = AnotherInstagram(rig.loop.wall, rig.dice, **how)
        return rig

    return make


def connect(rig: Any) -> None:
    rig.account_id = rig.connect()
    account = rig.archive.accounts.get(rig.account_id)
    rig.connected_at = account.connected_at
    global OWN
    OWN = account.remote_id


async def live(rig: Any, days: int, *, busy: int) -> None:
    """What happens meanwhile: much in some conversations, a little in many, replies by phone, new people."""
    api, dice = rig.api, rig.dice
    for _ in range(days):
        rig.loop.now_s += 86_400 / 2
        for number in dice.sample(range(60), busy):
            talk = api.talk(number)
            for _ in range(dice.choice((1, 1, 2, 3, 7, 19, 20, 21, 45))):
                rig.loop.now_s += dice.choice((0.0, 0.3, 2.0, 40.0))
                api.say(talk, own=dice.random() < 0.25)
            if dice.random() < 0.3 and len(talk.said) > 3 and talk.said[-2].by != OWN:
                del talk.said[-2]
            if dice.random() < 0.3:
                talk.said[-1].reactions[:] = ["❤"]
            if dice.random() < 0.3:
                talk.said[-1].text += " (edited)"


async def settle(rig: Any) -> None:
    rig.api.trouble = 0.0
    await asyncio.sleep(1500)
    rig.engine.check_now()
    await asyncio.sleep(60)


async def die(rig: Any, folder: Path, *, after: int) -> None:
    """So many people write, then the program is killed, and it goes on from the disk as it was, in ``folder``."""
    for _ in range(after):
        await asyncio.sleep(rig.dice.choice((0.2, 1.0, 3.0)))
        rig.api.say(rig.api.talk(rig.dice.randrange(60)))
    await rig.kill(folder)
    rig.open().start()


@pytest.mark.parametrize(("older", "cursor"), [("error", "place"), ("bare", "date"), ("full", "talk")])
def test_days_away(away: Any, play: Any, tmp_path: Path, older: str, cursor: str) -> None:
    """failure 51, failure 53, failure 60: killed again and again while it catches up, and people go on writing."""
    rig = away(3, older=older, cursor=cursor)

    async def scene() -> None:
        api, dice = rig.api, rig.dice
        await live(rig, 1, busy=40)
        connect(rig)
        rig.start()
        await rig.until_quiet()
        judge(rig, api)
        for life in range(2):
            await rig.stop()
            await live(rig, 3, busy=30)
            for number in range(100, 140):  # nobody else is shown on some pages
                api.talk(number).is_hidden = True
                rig.loop.now_s += 1
                api.say(api.talk(number))
            for number in dice.sample(range(60), 20):
                api.say(api.talk(number))
            api.trouble = 8.0
            rig.open().start()
            for kill in range(3):
                await die(rig, tmp_path / f"{life} {kill}", after=dice.randint(2, 12))
            await settle(rig)
            judge(rig, api)

    play(rig, scene)


@pytest.mark.parametrize("cursor", ["place", "date"])
def test_the_first_fetch_is_killed_again_and_again(away: Any, play: Any, tmp_path: Path, cursor: str) -> None:
    """failure 51: the list moves while it is walked, some of its pages are empty, and every start goes on."""
    rig = away(5, older="bare", cursor=cursor)

    async def scene() -> None:
        api, dice = rig.api, rig.dice
        for number in range(100, 130):
            api.talk(number).is_hidden = True
            api.say(api.talk(number))
        await live(rig, 2, busy=55)
        connect(rig)
        api.trouble = 6.0
        rig.start()
        for life in range(6):
            await die(rig, tmp_path / f"life {life}", after=dice.randint(3, 20))
        await settle(rig)
        judge(rig, api)
        assert not any(status.first_sync for status in rig.engine.status.accounts)

    play(rig, scene)


def test_a_first_fetch_that_ends_early_begins_anew_with_the_program(away: Any, play: Any, tmp_path: Path) -> None:
    """failure 51: what could not be had of the list is not taken for read."""
    rig = away(9, older="bare", cursor="date")

    async def scene() -> None:
        api = rig.api
        await live(rig, 1, busy=50)
        connect(rig)
        api.refuses_cursors = True
        rig.start()
        await rig.until(lambda: rig.status().connection and rig.status().first_sync is not None)
        await rig.until(lambda: rig.status().first_sync is None, within_s=3600)
        await asyncio.sleep(600)
        assert len(rig.archive.inbox.rows(InboxView.INBOX, InboxFilter.ALL, now=rig.loop.wall())) < 40
        await rig.kill(tmp_path / "two")
        api.refuses_cursors = False
        rig.open().start()
        await asyncio.sleep(600)
        judge(rig, api)

    play(rig, scene)


def test_a_list_without_dates_is_not_walked_to_its_end_at_every_look(away: Any, play: Any) -> None:
    rig = away(9, older="bare", cursor="date")

    async def scene() -> None:
        api = rig.api
        for number in range(150):
            api.say(api.talk(number))
        connect(rig)
        rig.start()
        await rig.until_quiet()
        api.tells_dates = False
        await asyncio.sleep(600)
        api.calls.clear()
        rig.engine.check_now()
        await rig.until(lambda: api.calls)
        await asyncio.sleep(9)
        assert 1 <= sum(call.endswith("/conversations") for call in api.calls) <= 8

    play(rig, scene)


def test_conversations_that_cannot_be_read_for_a_while_lose_nothing(away: Any, play: Any, tmp_path: Path) -> None:
    """failure 57: left alone, over restarts too, and read as soon as that works again."""
    rig = away(8, older="bare", cursor="date")

    async def scene() -> None:
        api, dice = rig.api, rig.dice
        await live(rig, 1, busy=40)
        connect(rig)
        rig.start()
        await rig.until_quiet()
        await rig.stop()
        await live(rig, 2, busy=30)
        broken = dice.sample(sorted(api.talks), 12)
        for name in broken:
            api.talks[name].is_poisoned = True
            api.say(api.talks[name])
        rig.open().start()
        await asyncio.sleep(200)
        await rig.kill(tmp_path / "two")
        rig.open().start()
        await asyncio.sleep(600)
        judge(rig, api)
        for name in broken[:6]:
            api.talks[name].is_poisoned = False
            api.say(api.talks[name])
        await asyncio.sleep(600)
        for name in broken[6:]:
            api.talks[name].is_poisoned = False
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(26 * 3600)
        judge(rig, api)

    play(rig, scene)


@pytest.mark.parametrize(("trouble", "is_closed"), [(2, True), (50, False)])
def test_trouble_in_the_middle_of_a_gap(away: Any, play: Any, trouble: int, is_closed: bool) -> None:
    """failure 53: what fails for the moment is asked for again, and not for ever; the conversation stays readable."""
    rig = away(1, older="full", cursor="date")

    async def scene() -> None:
        api = rig.api
        talk = api.talk(1)
        api.say(talk)
        connect(rig)
        rig.start()
        await rig.until_quiet()
        for _ in range(55):
            api.say(talk)
        api.older_trouble = trouble
        await asyncio.sleep(900)
        kept = rig.messages(rig.row(talk))
        assert [m.has_gap_before for m in kept].count(True) == (0 if is_closed else 1)
        assert len(kept) == (56 if is_closed else 21)
        assert trouble - api.older_trouble <= 3
        assert not rig.row(talk).unavailable_code

    play(rig, scene)
