"""A program that is killed at any moment never sends twice and never loses a queued reply."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import FailureReason

FAULTS = (
    ("drop_before", {}),
    ("drop_after", {}),
    ("server_error_after", {}),
    ("truncated", {}),
    ("garbage", {}),
    ("hang", {}),
    ("hang", {"processed": True}),
    ("slow", {"seconds": 7.0}),
    ("slow", {"seconds": 40.0}),
    ("html", {}),
    ("empty", {}),
    ("late_echo", {"reads": 1}),
    ("error", {"code": 2, "status": 500}),
    ("error", {"code": 2, "status": 400}),
    ("error", {"code": 190, "subcode": 463, "status": 401}),
    ("throttle", {"minutes": 1}),
    ("throttle", {"retry_after": 20}),
)
END_STATES = (Delivery.SENT, Delivery.FAILED)


def judge(rig: Any, written: dict[int, str], *, is_ordered: bool = True) -> None:
    """What has to hold at the end, whatever happened on the way."""
    received = Counter(sent.text for sent in rig.world.sent)
    assert all(count == 1 for count in received.values()), f"sent twice: {received}"
    assert set(received) <= set(written.values()), "something was sent that nobody wrote"
    kept = {message.id: message for message in rig.archive.timeline.by_ids(list(written))}
    for message_id, text in written.items():
        assert message_id in kept, f"{text} vanished"
        message = kept[message_id]
        assert message.text == text
        assert message.delivery in END_STATES, f"{text} is {message.delivery} for ever"
        if message.delivery is Delivery.SENT:
            assert received[text] == 1, f"{text} counts as sent, and was not"
        elif received[text]:
            assert message.failure == FailureReason.NOT_CONFIRMED.value, f"{text} was sent, and counts as {message}"
    for row in {message.conversation_id for message in kept.values()}:
        shown = Counter(m.text for m in rig.archive.timeline.newest(row, 500) if m.is_own and m.text in received)
        assert all(count == 1 for count in shown.values()), f"shown twice: {shown}"
    sent = rig.sent_texts
    for conversation in {message.conversation_id for message in kept.values()} if is_ordered else ():
        mine = [
            text for i, text in written.items()
            if kept[i].conversation_id == conversation and kept[i].delivery is Delivery.SENT
        ]  # fmt: skip
        assert [t for t in sent if t in mine] == mine, "out of order"


async def settle(rig: Any, written: dict[int, str]) -> None:
    """Nothing goes wrong any more; sign in again if that is needed, and wait."""
    rig.faults.clear()
    await rig.settle_sandbox()
    rig.engine.sign_in(rig.world.instagram_token(), lambda result: None)
    await rig.until(
        lambda: all(m.delivery in END_STATES for m in rig.archive.timeline.by_ids(list(written))), within_s=7200
    )
    await asyncio.sleep(120)


def write(rig: Any, written: dict[int, str], rows: list[Any], text: str, which: int) -> None:
    for message_id in rig.engine.send_text(rows[which].id, text):
        written[message_id] = text


async def begin(rig: Any) -> list[Any]:
    """A running program with three people to answer."""
    rig.connect()
    for thread in rig.world.threads()[:3]:
        rig.world.say(thread, "Hello?")
    rows = [thread.id for thread in rig.world.threads()[:3]]
    rig.start()
    await rig.until_quiet()
    return [rig.row(remote_id) for remote_id in rows]


@pytest.mark.parametrize("fault", [None, "drop_after", "hang"])
def test_killed_at_every_step_of_a_send(make_rig: Callable[..., Any], play: Any, tmp_path: Path, fault: Any) -> None:
    """failure 33, failure 45, failure 47: every turn of the loop from Enter to the tick, one after the other."""
    rig = make_rig(conversations=3)

    async def scene() -> None:
        rows = await begin(rig)
        written: dict[int, str] = {}
        killed_in: set[Delivery] = set()
        for step in range(1, 40):
            if fault is not None:
                rig.faults.add(fault, "send", processed=True)
            text = f"Reply {step}"
            write(rig, written, rows, text, step % 3)
            write(rig, written, rows, f"{text}, second", step % 3)
            reached = asyncio.Event()
            rig.loop.at_step[rig.loop.steps + step] = reached.set
            await reached.wait()
            killed_in |= {m.delivery for m in rig.archive.timeline.by_ids(list(written)[-2:])}
            await rig.kill(tmp_path / f"life {step}")
            await rig.settle_sandbox()
            rig.faults.clear()
            rig.open().start()
            if step % 10 == 0:
                await settle(rig, written)
        await settle(rig, written)
        judge(rig, written)
        assert {Delivery.QUEUED, Delivery.SENDING} <= killed_in

    play(rig, scene)


@pytest.mark.parametrize("seed", range(8))
def test_killed_again_and_again_while_everything_goes_wrong(
    make_rig: Callable[..., Any], play: Any, tmp_path: Path, seed: int
) -> None:
    """failure 33, failure 45, failure 47, failure 51"""
    dice = random.Random(seed)
    rig = make_rig(conversations=4)

    async def scene() -> None:
        rows = await begin(rig)
        written: dict[int, str] = {}
        for life in range(12):
            for number in range(dice.randint(1, 4)):
                write(rig, written, rows, f"Reply {life}.{number}", dice.randrange(3))
                for _ in range(dice.randint(0, 2)):
                    kind, settings = dice.choice(FAULTS)
                    scope = dice.choice(("send", "send", "send", "conversations"))
                    if kind == "late_echo" and any(fault.kind == kind for fault in rig.faults.active):
                        continue  # what two reads do not show was unsent, and that is another matter
                    rig.faults.add(kind, scope, count=dice.randint(1, 2), skip=dice.randint(0, 2), **settings)
                rig.slow_answers = dice.choice((0.0, 0.0, 3.0))
                await asyncio.sleep(dice.choice((0.0, 0.01, 0.3, 2.0, 8.0)))
                if dice.random() < 0.2:
                    rig.engine.check_now()
                if dice.random() < 0.2:
                    rig.world.say(rig.world.threads()[0], f"Hm {life}.{number}")
                if dice.random() < 0.1:
                    rig.cut = not rig.cut
            if dice.random() < 0.2:
                rig.engine.sign_in(rig.world.instagram_token(), lambda result: None)
            await asyncio.sleep(dice.choice((0.0, 0.2, 5.0, 30.0, 100.0)))
            reached = asyncio.Event()
            rig.loop.at_step[rig.loop.steps + dice.randint(1, 80)] = reached.set
            await reached.wait()
            if dice.random() < 0.8:
                await rig.kill(tmp_path / f"life {life}")
            else:
                await rig.stop()
            if dice.random() < 0.5:
                await rig.settle_sandbox()
            rig.cut = False
            rig.open().start()
        rig.slow_answers = 0.0
        await settle(rig, written)
        # A request that is carried out after its reply was given up comes behind later ones: nobody can help that.
        judge(rig, written, is_ordered=False)

    play(rig, scene)
