"""The time between the first paint and the end: the engine at work under asyncio, and an end that always comes."""

import asyncio
import contextlib
import hashlib
import logging
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from igdesk.app.credentials import Credentials
from igdesk.app.readying import make_ready
from igdesk.app.upkeep import (
    check_archive,
    finish_deleting,
    keep_index,
    keep_media_small,
    keep_retention,
    look_over,
    tidy_up,
)
from igdesk.domain.account import AccountProblem, AccountState, Flavour
from igdesk.domain.status import Problem
from igdesk.graph.catalogue import find_kind
from igdesk.graph.client import GraphClient, HttpPool
from igdesk.graph.endpoint import Endpoint, default_endpoint
from igdesk.graph.kinds import ErrorKind
from igdesk.graph.throttle import CallBudget
from igdesk.loop.ending_signals import ending_signals
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault
from igdesk.sync.engine import Engine
from igdesk.sync.session import SignInResult

if TYPE_CHECKING:
    from igdesk.app.preparing import Parts  # which loads this module ahead

log = logging.getLogger(__name__)

IN_PROCESS_BURST, IN_PROCESS_REFILL_S = 10, 0.04
GRACE_S = 3.0
"""So long tasks may take to end once they were told to."""
TAKEN_OVER = "credentials.taken_over"


@dataclass(frozen=True, slots=True)
class Surface:
    """What the work needs of the window and of the program around it."""

    attach: Callable[[Engine], None]
    taking_over: Callable[[SignInResult | None], None]
    """Credentials of the environment are tried (None), and what came of it."""
    make_details: Callable[[], None]
    """The pane beside the first conversation, before it is opened."""
    show_problem: Callable[[Problem], None]
    """Damage of the archive, found while at work."""
    quit_with: Callable[[Callable[[], None]], None]
    """Take what ends the work: a closed window calls it."""
    watch_faults: Callable[[asyncio.AbstractEventLoop], None]
    mark: Callable[[str], None]


async def at_work(
    archive: Archive,
    vault: Vault,
    parts: "Parts",
    surface: Surface,
    *,
    env: Mapping[str, str],
    clock: Callable[[], datetime],
) -> None:
    """Everything between the first paint and the end."""
    surface.watch_faults(asyncio.get_running_loop())
    quits = asyncio.Event()
    engine = make_engine(archive, vault, parts.pool, env=env, clock=clock)
    surface.attach(engine)
    stop_taking_over = take_over(engine, archive, parts.credentials, surface.taking_over)
    surface.mark("attached")
    surface.quit_with(quits.set)
    upkeep = (
        asyncio.create_task(tidy_up(archive), name="tidying"),
        asyncio.create_task(keep_media_small(archive), name="media"),
        asyncio.create_task(check_archive(archive, clock, surface.show_problem), name="checking"),
        asyncio.create_task(keep_index(archive), name="indexing"),
        asyncio.create_task(make_ready(surface.make_details), name="readying"),
        asyncio.create_task(look_over(archive), name="looking over"),
        asyncio.create_task(finish_deleting(archive), name="erasing"),
        asyncio.create_task(keep_retention(archive, engine.server_clock), name="retention"),
    )
    try:
        await run_until_quit(engine, parts.pool, quits)
    finally:
        stop_taking_over()
        for task in upkeep:
            task.cancel()


def make_engine(
    archive: Archive, vault: Vault, pool: HttpPool, *, env: Mapping[str, str], clock: Callable[[], datetime]
) -> Engine:
    """The engine on top of the connections."""

    def make_client(endpoint: Endpoint, token: str, **options: Any) -> GraphClient:
        return GraphClient(pool, endpoint, token, **options)

    def endpoint_of(flavour: Flavour) -> Endpoint:
        return default_endpoint(flavour, env)

    def make_budget() -> CallBudget:
        # The stand-in inside this process need not be spared: the demo fills in a moment.
        return CallBudget(burst=IN_PROCESS_BURST, refill_s=IN_PROCESS_REFILL_S) if pool.is_in_process else CallBudget()

    return Engine(
        archive, vault, make_client=make_client, endpoint_of=endpoint_of, make_budget=make_budget, clock=clock
    )


async def run_until_quit(engine: Engine, pool: HttpPool, quits: asyncio.Event) -> None:
    """Run the engine until ``quits`` is set, a signal comes or this is cancelled; end it within the grace."""
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for number in ending_signals():
            loop.add_signal_handler(number, quits.set)
    working = asyncio.create_task(engine.run(), name="engine")
    waiting = asyncio.create_task(quits.wait(), name="quit")
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if working.done() and not quits.is_set():
            # The engine restarts its loops by itself: this is a bug. What is stored can still be read.
            log.error("the engine ended: %s", type(working.exception()).__name__)
            await quits.wait()
    finally:
        working.cancel()
        waiting.cancel()
        _, late = await asyncio.wait({working, waiting}, timeout=GRACE_S)
        if late:
            log.error("tasks did not end within %s s", GRACE_S)
        with contextlib.suppress(Exception):
            async with asyncio.timeout(1):
                await pool.aclose()


def take_over(
    engine: Engine,
    archive: Archive,
    credentials: Credentials | None,
    tell: Callable[[SignInResult | None], None],
    *,
    pause_s: float = 4.0,
) -> Callable[[], None]:
    """Sign in with credentials of the environment if they are news.

    They are not when they were used before, or when they are for an account that works. While Instagram cannot be
    reached they are tried again and again, until somebody has signed in. What it answers ends that.
    """
    if credentials is None or not _is_news(archive, credentials):
        return lambda: None
    loop, mark, failures = asyncio.get_running_loop(), _mark(credentials), 0
    next_try: asyncio.TimerHandle | None = None
    known = {account.id for account in archive.accounts.all()}

    def done(result: SignInResult) -> None:
        nonlocal failures, next_try
        if result.account_id is not None:
            archive.settings.set(TAKEN_OVER, mark)
        elif result.problem is not None:
            log.warning("the credentials of the environment were refused: %s", result.problem.id)
            if _may_pass(result.problem):
                failures += 1
                next_try = loop.call_later(min(pause_s * failures, 60.0), again)
                if failures > 1:
                    return  # told already
        tell(result)

    def again() -> None:
        if all(account.id in known for account in archive.accounts.all()):
            attempt()

    def attempt() -> None:
        engine.sign_in(
            credentials.token, done, app_secret=credentials.app_secret, expected_account=credentials.account_id
        )

    def stop() -> None:
        if next_try is not None:
            next_try.cancel()

    tell(None)
    attempt()
    return stop


def _may_pass(problem: Problem) -> bool:
    """Whether it is trouble on the way to Instagram, or there, which says nothing against the token."""
    return find_kind(problem.id) in PASSING


PASSING = frozenset(
    {
        ErrorKind.NOT_CONNECTED,
        ErrorKind.NOT_INSTAGRAM,
        ErrorKind.OUTCOME_UNKNOWN,
        ErrorKind.TEMPORARY,
        ErrorKind.MALFORMED,
        ErrorKind.THROTTLED,
    }
)


def _is_news(archive: Archive, credentials: Credentials) -> bool:
    if archive.is_read_only:
        return False
    if archive.settings.get(TAKEN_OVER) == _mark(credentials):
        # Refused since, which may be over: a checkpoint, a permission. Disconnected on purpose has no problem.
        return any(
            account.state is AccountState.NEEDS_SIGN_IN and account.problem is not AccountProblem.NONE
            for account in archive.accounts.all()
        )
    wanted = credentials.account_id.removeprefix("@").lower()
    for account in archive.accounts.all():
        names = (account.remote_id, account.app_scoped_id, account.node_id, account.username.lower())
        if wanted and wanted in names:
            return account.state is AccountState.NEEDS_SIGN_IN
    return True


def _mark(credentials: Credentials) -> str:
    """Recognises a token without being one; kept in the encrypted archive."""
    return hashlib.sha256(f"igdesk {credentials.token}".encode()).hexdigest()[:24]
