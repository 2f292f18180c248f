"""Two accounts of the two flavours side by side: fair, apart, and without a trace of their tokens."""

import asyncio
from pathlib import Path
from typing import Any

from igdesk.domain.account import AccountProblem, AccountState, Flavour
from igdesk.domain.attention import Attention
from igdesk.domain.ids import AccountId
from igdesk.domain.message_kinds import Direction
from igdesk.domain.status import Connection

ONE, TWO = AccountId(1), AccountId(2)


async def both(rig: Any) -> None:
    """The first by Instagram Login, the second by way of its Page."""
    rig.start()
    assert (await rig.sign_in(rig.world.instagram_token(0))).account_id == ONE
    assert (await rig.sign_in(rig.world.page_token(1))).account_id == TWO


def test_both_flavours_read_and_answer_side_by_side(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        await both(rig)
        await rig.until_quiet()
        assert [a.flavour for a in rig.archive.accounts.all()] == [Flavour.INSTAGRAM, Flavour.FACEBOOK]
        for index in (0, 1):
            thread = rig.world.threads(index)[0]
            rig.world.say(thread, f"Hello to {index}")
            await asyncio.sleep(30)
            row = rig.row(thread, index + 1)
            assert row.preview.text == f"Hello to {index}"
            rig.engine.send_text(row.id, f"Hello from {index}")
            await asyncio.sleep(10)
        assert rig.sent_texts == ["Hello from 0", "Hello from 1"]
        unread = rig.archive.inbox.unread_by_account()
        assert set(unread) <= {ONE, TWO}

    play(rig, scene)


def test_a_large_first_fetch_of_one_does_not_hold_up_the_other(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2, conversations=150)

    async def scene() -> None:
        rig.start()
        await rig.sign_in(rig.world.page_token(1))
        await rig.until_quiet()
        await rig.sign_in(rig.world.instagram_token(0))
        await asyncio.sleep(5)
        big = rig.archive.accounts.find(rig.world.businesses[0].ig_id).id
        assert rig.engine.status.of(big).first_sync is not None, "it is under way"
        thread = rig.world.threads(1)[0]
        rig.world.say(thread, "Quick question")
        small = rig.archive.accounts.find(rig.world.businesses[1].ig_id).id
        await rig.until(lambda: rig.row(thread, small).preview.text == "Quick question", within_s=25)
        assert rig.engine.status.of(big).first_sync is not None, "and still is"

    play(rig, scene)


def test_trouble_of_one_is_not_trouble_of_the_other(make_rig: Any, play: Any) -> None:
    """failure 1, failure 2"""
    rig = make_rig(accounts=2)

    async def scene() -> None:
        await both(rig)
        await rig.until_quiet()
        rig.world.tokens.get(rig.world.instagram_token(0)).revoked = 460
        await rig.until(lambda: rig.engine.status.of(ONE).connection is Connection.SIGNED_OUT)
        assert rig.engine.status.of(TWO).connection is Connection.ONLINE
        thread = rig.world.threads(1)[0]
        rig.world.say(thread, "And mine?")
        await asyncio.sleep(30)
        assert rig.row(thread, TWO).preview.text == "And mine?"
        assert rig.archive.accounts.get(ONE).problem is AccountProblem.TOKEN_REVOKED

    play(rig, scene)


def test_reconnected_through_a_page_the_archive_goes_on(make_rig: Any, play: Any) -> None:
    """failure 20: identity is the professional id, whatever app or Page the token comes from."""
    rig = make_rig(accounts=1)

    async def scene() -> None:
        rig.start()
        await rig.sign_in(rig.world.instagram_token(0))
        await rig.until_quiet()
        thread = rig.world.threads(0)[0]
        before = rig.row(thread)
        rig.archive.inbox.save_draft(before.id, "half a")
        rig.archive.accounts.set_label(ONE, "The shop")
        rig.world.tokens.get(rig.world.instagram_token(0)).revoked = 458
        await rig.until(lambda: rig.engine.status.of(ONE).connection is Connection.SIGNED_OUT)
        rig.engine.send_text(before.id, "Waits")
        result = await rig.sign_in(rig.world.user_token(0), expected_account=rig.world.businesses[0].ig_id)
        assert result.account_id == ONE
        await rig.until_quiet()
        await asyncio.sleep(60)
        account = rig.archive.accounts.get(ONE)
        assert (account.flavour, account.state) == (Flavour.FACEBOOK, AccountState.ACTIVE)
        assert account.node_id == rig.world.businesses[0].page_id
        assert account.display_name == "The shop", "what the person chose stays"
        assert rig.row(thread).id == before.id
        assert rig.sent_texts == ["Waits"]
        own = rig.messages(rig.row(thread))
        assert [m.direction for m in own if m.text == "Waits"] == [Direction.OUTBOUND]

    play(rig, scene)


def test_disconnecting_one_leaves_the_other(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        await both(rig)
        await rig.until_quiet()
        rig.engine.care.disconnect(ONE, erase=True)
        await asyncio.sleep(5)
        assert [account.id for account in rig.archive.accounts.all()] == [TWO]
        assert rig.vault.token(rig.world.businesses[0].ig_id) is None
        assert rig.vault.token(rig.world.businesses[1].ig_id) == rig.world.page_token(1)
        thread = rig.world.threads(1)[0]
        rig.world.say(thread, "Still there?")
        await asyncio.sleep(30)
        assert rig.row(thread, TWO).preview.text == "Still there?"

    play(rig, scene)


def test_no_file_and_no_line_of_the_log_holds_a_token(make_rig: Any, play: Any, tmp_path: Path, caplog: Any) -> None:
    """failure 96: through signing in, renewing, refusals, throttling, and the end."""
    caplog.set_level("INFO")
    rig = make_rig(accounts=2, conversations=2)

    async def scene() -> None:
        await both(rig)
        await rig.until_quiet()
        rig.engine.set_attention(Attention.AWAY)
        rig.world.tokens.rotate_on_refresh = True
        rig.world.tokens.get(rig.world.instagram_token(0)).issued_at = rig.world.now()
        rig.faults.add("error", "list", code=613, status=400)
        rig.faults.add("error", "read", code=190, subcode=463, status=401, count=1, skip=3)
        await asyncio.sleep(1.05 * 86400)
        rig.engine.care.disconnect(TWO, erase=False)
        await asyncio.sleep(60)

    play(rig, scene)
    tokens = [token.encode() for token in rig.world.tokens._tokens]
    assert len(tokens) > 6, "a new one came by renewing"
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [token for token in tokens if token in content], path
    assert not [token for token in tokens if token.decode() in caplog.text]
