"""Whatever somebody wrote is somewhere: sent once, waiting, failed where it is seen, scheduled, or the draft."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import FailureReason


def words_here(rig: Any, rows: list[Any]) -> dict[str, list[str]]:
    """Every word of the archive that somebody wrote here, with where it stands."""
    found: dict[str, list[str]] = {}
    for before in rows:
        row = rig.archive.inbox.by_ids([before.id])[0]
        places = [("draft", row.draft)]
        places += [("scheduled", reply.text) for reply in rig.archive.scheduling.of(row.id)]
        for message in rig.archive.timeline.newest(row.id, 2000):
            if message.is_own:
                name = message.failure if message.delivery is Delivery.FAILED else message.delivery.value
                places.append((name, message.text))
        for name, text in places:
            for word in text.split():
                found.setdefault(word, []).append(name)
    return found


def judge(rig: Any, rows: list[Any], written: set[str]) -> None:
    received = Counter(word for text in rig.sent_texts for word in text.split())
    twice = [word for word, count in received.items() if count > 1]
    assert not twice, f"sent twice: {twice}"
    here = words_here(rig, rows)
    for word in written:
        places = here.get(word, [])
        assert len(places) == 1, f"{word} stands in {places}, received {received[word]}"
        if places[0] in (Delivery.SENT.value, Delivery.RECEIVED.value):
            assert received[word] == 1, f"{word} counts as sent, and was not"
        else:
            assert not received[word] or places[0] == FailureReason.NOT_CONFIRMED.value, (
                f"{word} was sent, and is {places}"
            )


@pytest.mark.parametrize("seed", range(5))
def test_undo_later_parts_kills_and_clocks(make_rig: Callable[..., Any], play: Any, tmp_path: Path, seed: int) -> None:
    """failure 36, failure 45, failure 93"""
    dice = random.Random(seed)
    rig = make_rig(conversations=4)
    written: set[str] = set()
    serial, skew = 0, 0.0
    rig.clock = lambda: rig.loop.wall() + timedelta(seconds=skew)

    def text_of(words: int) -> str:
        nonlocal serial
        serial += 1
        new = [f"w{serial}.{number}" + "x" * dice.choice((0, 0, 30)) for number in range(words)]
        return " ".join(new)

    async def scene() -> None:
        nonlocal skew
        rig.connect()
        threads = rig.world.threads()[:3]
        for thread in threads:
            rig.world.say(thread, "Hello?")
        rig.start()
        await rig.until_quiet()
        rows = [rig.row(thread) for thread in threads]

        def act() -> None:
            row, archive, engine = dice.choice(rows), rig.archive, rig.engine
            present = archive.inbox.by_ids([row.id])[0]
            match dice.randrange(9):
                case 0 | 1 | 2:
                    text = text_of(dice.choice((1, 1, 2, 90)))
                    draft = present.draft
                    if engine.send_text(row.id, text, hold_s=dice.choice((0, 5, 20)), draft=draft):
                        written.update(text.split())
                case 3:
                    text = text_of(2)
                    archive.inbox.save_draft(row.id, f"{present.draft} {text}".strip())
                    written.update(text.split())
                case 4:
                    if not present.draft:
                        text = text_of(1)
                        at = engine.server_now() + timedelta(minutes=dice.choice((1, 3, 9, 30)))
                        if engine.send_later(row.id, text, at):
                            written.update(text.split())
                case 5:
                    engine.undo_send(row.id)
                case 6:
                    waiting = archive.scheduling.of(row.id)
                    if waiting:
                        archive.scheduling.take_back(dice.choice(waiting).id)
                case 7:
                    items = [item for item, _ in archive.outbox.items()]
                    if items:
                        chosen = dice.choice(items)
                        message = rig.message(chosen.message_id)
                        if message.failure != FailureReason.NOT_CONFIRMED.value:
                            dice.choice((archive.outbox.take_back, engine.send_again))(chosen.message_id)
                            engine.outbox_changed()
                case _:
                    removed = [item for item, _ in archive.outbox.items()]
                    if removed:
                        out = archive.removing.remove(dice.choice(removed).message_id)
                        if out is not None and out.can_return:
                            assert archive.removing.put_back(out)
                        engine.outbox_changed()

        for life in range(8):
            for _ in range(dice.randint(2, 6)):
                for _ in range(dice.randint(1, 3)):
                    here = words_here(rig, rows)
                    act()
                    gone = set(here) - set(words_here(rig, rows))
                    written.difference_update(gone)  # only what may have arrived is removed for good
                    assert not gone or all(place == "not_confirmed" for word in gone for place in here[word]), gone
                if dice.random() < 0.4:
                    kind = dice.choice(("drop_before", "drop_after", "server_error_after", "hang", "error"))
                    more = {"code": 2, "status": 500} if kind == "error" else {}
                    rig.faults.add(kind, "send", count=1, **more)
                if dice.random() < 0.2:
                    skew = dice.choice((0.0, 3700.0, -3700.0, 86400.0 * 3))
                if dice.random() < 0.15:
                    rig.loop.now_s += dice.choice((600.0, 4000.0))
                if dice.random() < 0.15:
                    rig.cut = not rig.cut
                await asyncio.sleep(dice.choice((0.0, 0.1, 2.0, 6.0, 25.0, 70.0)))
            await rig.kill(tmp_path / f"life {life}")
            await rig.settle_sandbox()
            rig.cut = False
            rig.open().start()
        rig.faults.clear()
        await asyncio.sleep(3600)
        judge(rig, rows, written)

    play(rig, scene)
