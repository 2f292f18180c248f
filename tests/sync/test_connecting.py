"""Connecting step by step: tokens, the browser, and that nothing half-done is left."""

import asyncio
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from igdesk.domain.account import AccountState, Flavour
from igdesk.domain.checks import CheckId, CheckState, Finding
from igdesk.domain.status import KnownError, Problem
from igdesk.store.vault import MemoryVault, VaultError
from igdesk.sync.session import SignInResult
from igdesk.sync.sign_in_steps import BrowserWish, Progress

CALLBACK = "https://studio.example/back"


class Watch:
    """Hears what the window would."""

    def __init__(self, rig: Any) -> None:
        self.rig = rig
        self.heard: list[Progress] = []

    @property
    def last(self) -> Progress:
        return self.heard[-1]

    def __call__(self, progress: Progress) -> None:
        self.heard.append(progress)

    async def settled(self) -> Progress:
        def is_over() -> bool:
            if not self.heard:
                return False
            last = self.last
            return bool(last.problem or last.pages or (last.checkup and not last.checkup.is_running))

        await self.rig.until(is_over)
        await asyncio.sleep(0.1)
        return self.last

    async def waits(self) -> Progress:
        await self.rig.until(lambda: self.heard and self.last.wait)
        return self.last


@pytest.fixture
def watch(rig: Any) -> Watch:
    return Watch(rig)


async def connect(rig: Any) -> SignInResult:
    results: list[SignInResult] = []
    rig.engine.connecting.connect(results.append)
    await rig.until(lambda: results)
    await asyncio.sleep(0.1)
    return results[0]


def nothing_is_left(rig: Any) -> None:
    assert rig.archive.accounts.all() == ()
    assert rig.vault.token(rig.world.businesses[0].ig_id) is None


def test_checked_first_and_kept_only_then(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        rig.engine.connecting.check(f"  {rig.world.instagram_token()}\n", watch)
        progress = await watch.settled()
        assert progress.checkup.has_passed
        assert progress.account.username == rig.world.businesses[0].username
        nothing_is_left(rig)
        result = await connect(rig)
        assert rig.archive.accounts.get(result.account_id).state is AccountState.ACTIVE
        assert rig.vault.begun_sign_in() is None
        await rig.until_quiet()

    play(rig, scene)


def test_a_failed_checkup_connects_nothing(rig: Any, play: Any, watch: Watch) -> None:
    """failure 14: and the list checks itself again, until it is switched on."""

    async def scene() -> None:
        rig.start()
        rig.world.app.message_access_off.append(rig.world.businesses[0].ig_id)
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        assert (await watch.settled()).checkup[CheckId.MESSAGE_ACCESS].finding is Finding.SWITCHED_OFF
        results: list[SignInResult] = []
        rig.engine.connecting.connect(results.append)
        await asyncio.sleep(5)
        assert results == []
        nothing_is_left(rig)
        rig.world.app.message_access_off.clear()
        watch.heard.clear()
        rig.engine.connecting.check_again(watch)
        assert (await watch.settled()).checkup.has_passed
        assert (await connect(rig)).account_id is not None

    play(rig, scene)


@pytest.mark.parametrize(
    ("change", "check_id", "finding"),
    [
        ({"can_message": False}, CheckId.CAPABILITY, Finding.NOT_ENABLED),
        ({"sees_strangers": False}, CheckId.CONVERSATIONS, Finding.NONE_FOUND),
        ({"personal": ["17841400000000123"]}, CheckId.PROFESSIONAL, Finding.PERSONAL),
    ],
)
def test_the_sandbox_plays_what_is_missing(
    rig: Any, play: Any, watch: Watch, change: Any, check_id: CheckId, finding: Finding
) -> None:
    """failure 15, failure 16"""
    if "personal" in change:
        change = {"personal": [rig.world.businesses[0].ig_id]}

    async def scene() -> None:
        rig.start()
        rig.world.app.change(change)
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        assert (await watch.settled()).checkup[check_id].finding is finding
        nothing_is_left(rig)

    play(rig, scene)


def test_a_program_that_was_closed_goes_on(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        rig.world.app.can_message = False
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        await watch.settled()
        await rig.stop()
        rig.world.app.can_message = True
        rig.open().start()
        later, nothing = Watch(rig), []
        rig.engine.connecting.resume(later, lambda: nothing.append(True))
        assert (await later.settled()).checkup.has_passed
        assert (await connect(rig)).account_id is not None
        rig.engine.connecting.resume(later, lambda: nothing.append(True))
        await rig.until(lambda: nothing)

    play(rig, scene)


def test_given_up_nothing_stays(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        await watch.settled()
        assert rig.vault.begun_sign_in()
        rig.engine.connecting.forget()
        await rig.until(lambda: rig.vault.begun_sign_in() is None)
        nothing_is_left(rig)

    play(rig, scene)


def test_a_second_try_silences_the_first(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        rig.faults.add("hang", "identity")
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        await asyncio.sleep(1)
        heard = len(watch.heard)
        second = Watch(rig)
        rig.engine.connecting.check(rig.world.instagram_token(), second)
        assert (await second.settled()).checkup.has_passed
        await asyncio.sleep(120)
        assert len(watch.heard) == heard

    play(rig, scene)


@pytest.mark.parametrize("step", range(1, 40, 2))
def test_killed_while_connecting(rig: Any, play: Any, watch: Watch, tmp_path: Path, step: int) -> None:
    """failure 99: whatever moment it dies at, there is no account without a token, and the next start goes on."""

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        await watch.settled()
        reached = asyncio.Event()
        rig.loop.at_step[rig.loop.steps + step] = reached.set
        rig.engine.connecting.connect(lambda result: None)
        await reached.wait()
        await rig.kill(tmp_path / "later")
        rig.open().start()
        accounts, remote_id = rig.archive.accounts.all(), rig.world.businesses[0].ig_id
        if accounts:
            assert rig.vault.token(remote_id) == rig.world.instagram_token()
            return
        later = Watch(rig)
        rig.engine.connecting.resume(later, lambda: None)
        assert (await later.settled()).checkup.has_passed
        if step % 4 == 1:
            assert (await connect(rig)).account_id is not None
        else:
            rig.engine.connecting.forget()
            await asyncio.sleep(1)
            nothing_is_left(rig)
            assert rig.vault.begun_sign_in() is None

    play(rig, scene)


def test_a_keychain_that_asks_first_holds_up_no_check(rig: Any, play: Any, watch: Watch) -> None:
    """failure 95: slow or waiting for the person; and given up meanwhile, nothing is written afterwards."""
    rig.vault = MemoryVault()
    order: list[str] = []

    async def scene() -> None:
        rig.start()
        connecting = rig.engine.connecting
        async with connecting._begun:  # the keychain shows its question
            connecting.check(rig.world.instagram_token(), watch)
            assert (await watch.settled()).checkup.has_passed
            order.append("checked")
            connecting.forget()
            await asyncio.sleep(1)
        await asyncio.sleep(1)
        assert rig.vault.begun_sign_in() is None
        assert order == ["checked"]

    play(rig, scene)


class Fussy(MemoryVault):
    """A keychain that is locked, or that dies in the middle of writing."""

    def __init__(self, *refuses: str) -> None:
        super().__init__()
        self.refuses = refuses

    def _put(self, name: str, value: str) -> None:
        if name.partition(":")[0] in self.refuses:
            raise VaultError(Problem("keychain_locked", "The keychain is locked.", "Unlock it."))


def test_a_keychain_that_refuses_leaves_no_half_account(rig: Any, play: Any, watch: Watch) -> None:
    """failure 95: the checks pass without it; the account is not made, and a second try goes through."""
    rig.vault = vault = Fussy("token", "sign-in")

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        assert (await watch.settled()).checkup.has_passed
        assert (await connect(rig)).problem.id == "keychain_locked"
        nothing_is_left(rig)
        vault.refuses = ()
        assert (await connect(rig)).account_id is not None

    play(rig, scene)


def test_the_secret_dies_in_the_middle_of_the_write(rig: Any, play: Any, watch: Watch) -> None:
    """failure 95"""
    rig.vault = vault = Fussy("app-secret")

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.check(rig.world.instagram_token(), watch, app_secret="a secret")
        await watch.settled()
        assert (await connect(rig)).problem.id == "keychain_locked"
        nothing_is_left(rig)
        vault.refuses = ()
        result = await connect(rig)
        assert vault.app_secret(rig.archive.accounts.get(result.account_id).remote_id) == "a secret"

    play(rig, scene)


def test_an_archive_that_fails_keeps_the_former_token(rig: Any, play: Any, watch: Watch) -> None:
    """failure 99: connected again in the middle of a full disk, the account goes on with what it had."""

    async def scene() -> None:
        account_id = rig.connect()
        rig.start()
        await rig.until_quiet()
        remote_id, former = rig.world.businesses[0].ig_id, rig.world.instagram_token()

        def full(*_: object, **__: object) -> None:
            raise KnownError(Problem("disk_full", "The disk is full.", "Make room."))

        add, rig.archive.accounts.add = rig.archive.accounts.add, full
        rig.engine.connecting.check(rig.world.page_token(), watch, expected_account=remote_id)
        await watch.settled()
        assert (await connect(rig)).problem.id == "disk_full"
        assert rig.vault.token(remote_id) == former
        rig.archive.accounts.add = add
        assert (await connect(rig)).account_id == account_id
        assert rig.vault.token(remote_id) == rig.world.page_token()

    play(rig, scene)


def test_another_app_does_not_inherit_the_secret(rig: Any, play: Any, watch: Watch) -> None:
    """failure 20: a proof made with the secret of the former app would be refused."""

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.check(rig.world.instagram_token(), watch, app_secret="of the first app")
        await watch.settled()
        await connect(rig)
        watch.heard.clear()
        rig.engine.connecting.check(rig.world.page_token(), watch)
        await watch.settled()
        await connect(rig)
        assert not rig.vault.app_secret(rig.world.businesses[0].ig_id)

    play(rig, scene)


def test_a_clock_that_is_hours_wrong(rig: Any, play: Any, watch: Watch) -> None:
    """The end of the token is counted from Meta's clock, not from this computer's."""
    rig.clock = lambda: rig.loop.wall() + timedelta(hours=9)

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        rig.engine.connecting.take_address(await agree(rig, (await watch.waits()).wait.url))
        until = (await watch.settled()).checkup[CheckId.TOKEN].until
        assert abs(until - rig.world.now() - timedelta(days=60)) < timedelta(hours=1)

    play(rig, scene)


def test_what_was_granted_is_kept(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        rig.engine.connecting.check(rig.world.instagram_token(), watch)
        await watch.settled()
        account = rig.archive.accounts.get((await connect(rig)).account_id)
        assert set(account.permissions) == {"instagram_business_basic", "instagram_business_manage_messages"}

    play(rig, scene)


def test_reconnecting_takes_the_same_account_only(make_rig: Any, play: Any) -> None:
    """failure 20: the professional id is the account, whatever app or Page the token came through."""
    rig = make_rig(accounts=2)

    async def scene() -> None:
        account_id = rig.connect()
        rig.start()
        await rig.until_quiet()
        rig.archive.accounts.set_state(account_id, AccountState.NEEDS_SIGN_IN, rig.archive.accounts.get(1).problem)
        first, _second = rig.world.businesses
        watch = Watch(rig)
        rig.engine.connecting.check(rig.world.instagram_token(1), watch, expected_account=first.ig_id)
        assert (await watch.settled()).checkup[CheckId.TOKEN].finding is Finding.OTHER_ACCOUNT
        rig.engine.connecting.check(rig.world.page_token(0), watch, expected_account=first.ig_id)
        await rig.until(lambda: watch.last.checkup and watch.last.checkup.has_passed)
        assert (await connect(rig)).account_id == account_id
        assert rig.archive.accounts.get(account_id).flavour is Flavour.FACEBOOK

    play(rig, scene)


def test_checking_an_account_that_is_connected(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        account_id = rig.connect()
        rig.start()
        await rig.until_quiet()
        rig.engine.connecting.check_account(account_id, watch)
        progress = await watch.settled()
        assert progress.checkup.has_passed
        assert progress.checkup[CheckId.TOKEN].state is CheckState.PASSED

    play(rig, scene)


# The browser


def wish_of(rig: Any, flavour: Flavour = Flavour.INSTAGRAM, **more: Any) -> BrowserWish:
    app = rig.world.app
    pair = (app.instagram_app_id, app.instagram_app_secret)
    if flavour is Flavour.FACEBOOK:
        pair = (app.meta_app_id, app.meta_app_secret)
    return BrowserWish(flavour, **{"app_id": pair[0], "app_secret": pair[1], "redirect_uri": CALLBACK, **more})


async def agree(rig: Any, url: str, decision: str = "allow") -> str:
    """What a browser does: open the page, agree, and be sent somewhere."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(rig.app)) as browser:
        page = await browser.get(url)
        if page.status_code == 200:
            assert "Allow" in page.text
        answer = await browser.get(f"{url}&{urlencode({'decision': decision})}")
    return answer.headers.get("location", "")


@pytest.mark.parametrize("flavour", list(Flavour))
def test_sign_in_by_copying_the_address(rig: Any, play: Any, watch: Watch, flavour: Flavour) -> None:
    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig, flavour), watch)
        wait = (await watch.waits()).wait
        assert (wait.listens, wait.ends_in_s) == (False, 300)
        asked = parse_qs(urlsplit(wait.url).query)
        assert ("code_challenge" in asked) is (flavour is Flavour.FACEBOOK)
        address = await agree(rig, wait.url)
        assert rig.engine.connecting.take_address(address) is None
        progress = await watch.settled()
        assert progress.checkup.has_passed
        token = progress.checkup[CheckId.TOKEN]
        assert token.finding is (Finding.UNTIL if flavour is Flavour.INSTAGRAM else Finding.NO_END)
        account_id = (await connect(rig)).account_id
        account = rig.archive.accounts.get(account_id)
        assert account.flavour is flavour
        if flavour is Flavour.INSTAGRAM:
            assert account.token_expires_at is not None
        assert rig.vault.app_credentials(flavour.value)[0] == wish_of(rig, flavour).app_id

    play(rig, scene)


def test_the_app_is_entered_once(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        rig.vault.set_app_credentials("instagram", rig.world.app.instagram_app_id, rig.world.app.instagram_app_secret)
        known: list[str] = []
        rig.engine.connecting.known_app(Flavour.INSTAGRAM, known.append)
        await rig.until(lambda: known)
        assert known == [rig.world.app.instagram_app_id]
        rig.engine.connecting.sign_in_with_browser(wish_of(rig, app_secret=""), watch)
        rig.engine.connecting.take_address(await agree(rig, (await watch.waits()).wait.url))
        assert (await watch.settled()).checkup.has_passed

    play(rig, scene)


@pytest.mark.parametrize(
    ("change", "entry_id"),
    [
        ({"app_id": "2300000000000077"}, None),
        ({"app_secret": "wrong"}, "sign_in_secret"),
    ],
)
def test_the_wrong_app(rig: Any, play: Any, watch: Watch, change: Any, entry_id: str | None) -> None:
    """failure 9: the Meta app id in place of the Instagram app id; the page itself refuses it."""

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig, **change), watch)
        address = await agree_or_stay(rig, (await watch.waits()).wait.url)
        if entry_id is None:
            assert address == ""
            return
        rig.engine.connecting.take_address(address)
        assert (await watch.settled()).problem.id == entry_id
        nothing_is_left(rig)

    play(rig, scene)


async def agree_or_stay(rig: Any, url: str) -> str:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(rig.app)) as browser:
        return (await browser.get(f"{url}&decision=allow")).headers.get("location", "")


def test_invalid_platform_app(rig: Any, play: Any, watch: Watch) -> None:
    """failure 9: when the endpoint says it"""

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        address = await agree(rig, (await watch.waits()).wait.url)
        rig.world.app.meta_app_id = rig.world.app.instagram_app_id
        rig.world.app.instagram_app_id = "999"
        rig.engine.connecting.take_address(address)
        assert (await watch.settled()).problem.id == "sign_in_app_id"

    play(rig, scene)


def test_consent_denied(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        address = await agree(rig, (await watch.waits()).wait.url, "deny")
        problem = rig.engine.connecting.take_address(address)
        assert problem.happened == "You chose not to allow it. Nothing was connected."
        nothing_is_left(rig)

    play(rig, scene)


@pytest.mark.parametrize(
    ("address", "entry_id"),
    [
        (f"{CALLBACK}?code=stolen&state=guessed", "sign_in_foreign"),
        (f"{CALLBACK}?code=stolen", "sign_in_foreign"),
        (CALLBACK, "sign_in_no_code"),
        ("nonsense", "sign_in_no_code"),
        ("http://[", "sign_in_no_code"),
    ],
)
def test_an_address_that_is_not_the_answer(rig: Any, play: Any, watch: Watch, address: str, entry_id: str) -> None:
    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        url = (await watch.waits()).wait.url
        assert rig.engine.connecting.take_address(address).id == entry_id
        assert rig.engine.connecting.take_address(await agree(rig, url)) is None
        assert (await watch.settled()).checkup.has_passed

    play(rig, scene)


def test_an_unticked_permission_is_named(rig: Any, play: Any, watch: Watch) -> None:
    """failure 13"""

    async def scene() -> None:
        rig.start()
        rig.world.app.unticked.append("instagram_business_manage_messages")
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        rig.engine.connecting.take_address(await agree(rig, (await watch.waits()).wait.url))
        found = (await watch.settled()).checkup[CheckId.PERMISSIONS]
        assert (found.state, found.missing) == (CheckState.FAILED, ("instagram_business_manage_messages",))

    play(rig, scene)


def test_a_short_lived_token_is_never_final(rig: Any, play: Any, watch: Watch) -> None:
    """failure 5"""

    async def scene() -> None:
        rig.start()
        rig.world.app.exchanges = False
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        rig.engine.connecting.take_address(await agree(rig, (await watch.waits()).wait.url))
        assert (await watch.settled()).problem.id == "sign_in_short"
        nothing_is_left(rig)

    play(rig, scene)


def test_signed_in_without_a_role(rig: Any, play: Any, watch: Watch) -> None:
    """failure 6: the code exchange succeeds, and then every call is refused."""

    async def scene() -> None:
        rig.start()
        rig.world.app.is_tester = False
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        rig.engine.connecting.take_address(await agree(rig, (await watch.waits()).wait.url))
        last = await watch.settled()
        finding = last.checkup[CheckId.TOKEN].finding if last.checkup else None
        assert finding is Finding.NO_TESTER or last.problem.id == "app_no_access"
        nothing_is_left(rig)

    play(rig, scene)


def test_the_sign_in_of_meta_has_a_problem(rig: Any, play: Any, watch: Watch) -> None:
    """failure 17: what was typed is kept, and the same code is not used twice."""

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        rig.faults.add("error", "refresh", code=400, message="Session Invalid", status=400)
        rig.engine.connecting.take_address(await agree_later(rig, (await watch.waits()).wait.url))
        assert (await watch.settled()).problem.id == "sign_in_later"
        assert rig.vault.app_credentials("instagram")

    play(rig, scene)


async def agree_later(rig: Any, url: str) -> str:
    """The fault is meant for the endpoint, not for the page."""
    held = rig.faults.active
    rig.faults.clear()
    address = await agree(rig, url)
    for fault in held:
        rig.faults.add(fault.kind, fault.scope, count=1, **fault.settings)
    return address


def test_nobody_comes_back(rig: Any, play: Any, watch: Watch) -> None:
    """An app in development shows its own page, and the browser never returns."""

    async def scene() -> None:
        rig.start()
        rig.world.app.is_open = False
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        assert await agree_or_stay(rig, (await watch.waits()).wait.url) == ""
        await asyncio.sleep(299)
        assert watch.last.wait
        await asyncio.sleep(2)
        assert watch.last.problem.id == "sign_in_nobody_came"

    play(rig, scene)


def test_a_port_that_is_taken(rig: Any, play: Any, watch: Watch) -> None:
    """Another program listens where the answer would come in: the address is copied by hand then."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"http://localhost:{other.getsockname()[1]}/"

        async def scene() -> None:
            rig.start()
            rig.engine.connecting.sign_in_with_browser(wish_of(rig, redirect_uri=address), watch)
            wait = (await watch.waits()).wait
            assert (wait.listens, wait.is_port_taken) == (False, True)
            assert rig.engine.connecting.take_address(await agree(rig, wait.url)) is None
            assert (await watch.settled()).checkup.has_passed

        play(rig, scene)


def test_without_a_certificate_the_address_is_copied(
    rig: Any, play: Any, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_now: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("igdesk.sync.loopback_certificate.make_context", full)

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig, redirect_uri="https://localhost:8714/"), watch)
        wait = (await watch.waits()).wait
        assert (wait.listens, wait.is_port_taken) == (False, False)
        rig.engine.connecting.take_address(await agree(rig, wait.url))
        assert (await watch.settled()).checkup.has_passed

    play(rig, scene)


@pytest.mark.parametrize("kind", ["html", "redirect", "drop_before", "garbage", "empty", "throttle"])
def test_something_in_between(rig: Any, play: Any, watch: Watch, kind: str) -> None:
    """failure 17: a captive portal or a broken line in the middle of the exchange leaves nothing half-done."""

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        address = await agree(rig, (await watch.waits()).wait.url)
        rig.faults.add(kind, "refresh", count=None)
        rig.engine.connecting.take_address(address)
        problem = (await watch.settled()).problem
        assert problem.happened
        nothing_is_left(rig)
        rig.faults.clear()
        again = Watch(rig)
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), again)
        rig.engine.connecting.take_address(await agree(rig, (await again.waits()).wait.url))
        assert (await again.settled()).checkup.has_passed

    play(rig, scene)


def test_an_address_meta_cannot_send_to(rig: Any, play: Any, watch: Watch) -> None:
    async def scene() -> None:
        rig.start()
        for address in ("igdesk://back", "http://studio.example/", "localhost:8714"):
            rig.engine.connecting.sign_in_with_browser(wish_of(rig, redirect_uri=address), watch)
            assert watch.last.problem.id == "redirect_address"

    play(rig, scene)


def test_a_page_is_chosen(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        rig.start()
        watch = Watch(rig)
        rig.engine.connecting.sign_in_with_browser(wish_of(rig, Flavour.FACEBOOK), watch)
        rig.engine.connecting.take_address(await agree(rig, (await watch.waits()).wait.url))
        pages = (await watch.settled()).pages
        assert [page.account.username for page in pages] == [b.username for b in rig.world.businesses]
        watch.heard.clear()
        rig.engine.connecting.choose_page(pages[1].node_id, watch)
        assert (await watch.settled()).checkup.has_passed
        account_id = (await connect(rig)).account_id
        assert rig.archive.accounts.get(account_id).remote_id == rig.world.businesses[1].ig_id
        assert rig.vault.token(rig.world.businesses[1].ig_id) == rig.world.page_token(1)

    play(rig, scene)


def test_no_secret_is_logged(rig: Any, play: Any, watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    async def scene() -> None:
        rig.start()
        rig.engine.connecting.sign_in_with_browser(wish_of(rig), watch)
        address = await agree(rig, (await watch.waits()).wait.url)
        rig.engine.connecting.take_address(address)
        await watch.settled()
        await connect(rig)
        code = parse_qs(urlsplit(address).query)["code"][0]
        kept = rig.vault.token(rig.world.businesses[0].ig_id)
        for secret in (code, kept, rig.world.app.instagram_app_secret):
            assert secret not in caplog.text
            assert secret not in repr(watch.heard)

    play(rig, scene)
