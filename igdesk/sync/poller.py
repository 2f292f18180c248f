"""Looks at the list of one account and reads the conversations that changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from igdesk.domain.account import AccountState
from igdesk.domain.attention import Attention
from igdesk.domain.ids import ConversationId
from igdesk.domain.snapshot import InboxPage
from igdesk.domain.status import Connection
from igdesk.graph.client import Answer, GraphClient
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.store.archive import Archive
from igdesk.sync import schedule
from igdesk.sync.backlog import Backlog, Wanted
from igdesk.sync.gate import Priority
from igdesk.sync.ladder import POLL_PAGES, Ladder
from igdesk.sync.link import AccountLink
from igdesk.sync.progress import Progress
from igdesk.sync.quarantine import Quarantine
from igdesk.sync.reader import ThreadReader
from igdesk.sync.rereads import Rereads
from igdesk.sync.schedule import Situation
from igdesk.sync.waking import wait_for

MAX_PAGES = 500
"""A list that never ends is a fault of the other side."""
PAGES_OUT_OF_ORDER = 5
"""Instagram gives the list newest first, but nothing promises it. Where it does not, so many more pages are read."""
TRIES_PER_THREAD = 5
"""Reads of one conversation that fail while the list works, before it is left alone for a while."""
PAUSE_OF_THREAD = timedelta(minutes=15)
"""Such trouble may be over soon, and a customer may be writing."""
NOT_ITS_FAULT = frozenset({ErrorKind.NOT_CONNECTED, ErrorKind.THROTTLED, ErrorKind.REAUTHENTICATE})
AHEAD = timedelta(days=1)
"""A date further ahead than this is a mistake. Believed, it would hide what else is new."""
FIRST_SYNC_INTERVAL_S = 45.0
"""While the history is fetched the budget goes there; new messages come first all the same when they are seen."""


def _is_newest_first(dates: list[datetime]) -> bool:
    return all(one >= other for one, other in pairwise(dates))


def _ask(client: GraphClient, *, limit: int, after: str) -> Awaitable[Answer[InboxPage]]:
    return client.inbox(limit=limit, after=after)


def _believable(page: InboxPage, now: datetime) -> InboxPage:
    """The page without dates that cannot be."""
    latest = now + AHEAD
    if all(entry.updated_at is None or entry.updated_at <= latest for entry in page.conversations):
        return page
    entries = (
        replace(entry, updated_at=None) if entry.updated_at is not None and entry.updated_at > latest else entry
        for entry in page.conversations
    )
    return replace(page, conversations=tuple(entries))


class Poller:
    """The two loops that keep one account up to date: the list, and the conversations it names."""

    def __init__(
        self,
        link: AccountLink,
        archive: Archive,
        reader: ThreadReader,
        quarantine: Quarantine,
        progress: Progress,
        backlog: Backlog,
        *,
        clock: Callable[[], datetime],
        server_now: Callable[[], datetime],
        chance: Callable[[], float],
        attention: Callable[[], Attention],
        slowness: Callable[[], float],
        log: logging.Logger,
    ) -> None:
        self._link = link
        self._archive = archive
        self._reader = reader
        self._quarantine = quarantine
        self._progress = progress
        self._backlog = backlog
        self._clock = clock
        self._server_now = server_now
        self._chance = chance
        self._attention = attention
        self._slowness = slowness
        self._log = log
        self.is_ours: Callable[[], Awaitable[bool]] = _surely
        """Whether the token still leads to this account, asked where the list has nothing that is known."""
        self._ladder = Ladder(POLL_PAGES)
        self._rereads = Rereads()
        self._wake = asyncio.Event()
        self._has_work = asyncio.Event()
        self.progressed = asyncio.Event()
        """Set whenever a conversation was read or given up."""
        self._is_asked = False
        self._is_due = False
        self._due_s = 0.0
        self._failures = 0
        self._checked_s: float | None = None
        link.wakers.append(self._has_work)
        link.on_trouble = self._probe_soon

    # What the engine calls

    def check_now(self, *, is_asked: bool = False) -> None:
        """Look at once; ``is_asked`` when a person asked for it and wants to see that something happens."""
        if is_asked:
            self._rereads.forget()
        self._is_asked = self._is_asked or is_asked
        self._is_due = True
        self._failures = 0
        self._backlog.hurry()
        self._has_work.set()
        self._wake.set()

    def reconsider(self) -> None:
        """Something changed that the pace depends on: the next look may come earlier."""
        if self._checked_s is not None and self._link.online.is_set():
            self._due_s = min(self._due_s, self._checked_s + self._interval_s())
            self._wake.set()

    def _probe_soon(self) -> None:
        """Everybody waits until the list answers, so it must not be minutes until the next look."""
        self._due_s = min(self._due_s, self._now_s() + schedule.retry_s(1, self._chance()))
        self._wake.set()

    def want(self, conversation_id: ConversationId, remote_id: str, priority: Priority = Priority.CHANGED) -> None:
        """Read this conversation soon."""
        self._backlog.add(Wanted(conversation_id, remote_id, self._server_now(), priority))
        self._has_work.set()

    # The list

    async def watch_list(self) -> None:
        """Look at the list again and again; this is also what finds out that the connection is back."""
        while True:
            await self._link.ready.wait()
            self._is_due = False
            delay_s = await self._look()
            self._due_s = self._now_s() + delay_s
            self._is_asked = False
            self._link.update(next_check_at=self._in_s(delay_s), **self._busy())
            while not self._is_due and (left_s := self._due_s - self._now_s()) > 0:
                await wait_for(self._wake, left_s)

    async def _look(self) -> float:
        """One look; answers how long to wait for the next one."""
        if self._is_asked:
            self._link.update(is_busy=True)
        try:
            await self._check()
        except GraphError as error:
            return self._after(error)
        self._failures = 0
        self._checked_s = self._now_s()
        if self._link.account.is_withheld:
            self._link.lift_limit()
        self._link.update(last_checked_at=self._clock())
        self._link.recorder.checked(self._clock())
        return self._interval_s()

    def _after(self, error: GraphError) -> float:
        if error.kind is ErrorKind.THROTTLED or self._link.pause_left_s > 0:
            return self._link.pause_left_s + 2.0 * self._chance()
        self._failures += 1
        if error.kind is ErrorKind.TOO_MUCH_DATA:  # not even one entry of the list can be had
            self._link.update(problem=error.problem())
        if self._link.account.state is AccountState.LIMITED:
            return self._interval_s()
        return schedule.retry_s(self._failures, self._chance())

    async def _check(self) -> None:
        """Walk the list from the top down to what is known; some pages further where it is not newest first."""
        known_to = self._progress.listed_to
        newest: datetime | None = None
        above: list[datetime] = []
        known_pages = 0
        after, walked = "", set[str]()
        while len(walked) < MAX_PAGES:
            page = _believable(await self._page(after), self._server_now())
            if not after and self._is_all_new(page) and not await self.is_ours():
                return
            self.take_in(page, Priority.CHANGED)
            dates = [c.updated_at for c in page.conversations if c.updated_at is not None]
            newest = max([*dates, newest] if newest is not None else dates, default=None)
            after = page.after
            is_in_order, above = _is_newest_first(above + dates), dates[-1:] or above
            if known_to is None or not after or after in walked:
                break
            # A page may be empty in the middle: what is not shown to this app is taken out of it at the end.
            if min(dates) <= known_to if dates else page.conversations:
                known_pages += 1
                if (dates and is_in_order) or known_pages > PAGES_OUT_OF_ORDER:
                    break
            walked.add(after)
        if newest is not None:
            self._progress.listed(newest)
        self._retry_quarantined()
        self._settle()

    async def _page(self, after: str) -> InboxPage:
        while True:
            size = self._ladder.size
            try:
                page = await self._link.call(
                    Priority.LIST,
                    partial(_ask, limit=size.limit, after=after),
                    is_about_account=True,
                    is_probe=True,
                )
            except GraphError as error:
                if error.kind is ErrorKind.TOO_MUCH_DATA and self._ladder.too_large():
                    continue
                raise
            self._ladder.worked()
            return page

    def _is_all_new(self, page: InboxPage) -> bool:
        """Whether nothing of the top of the list was ever seen before, in an inbox that was read."""
        if self._progress.listed_to is None:
            return False
        find, account_id = self._archive.inbox.find, self._link.account_id
        return not any(find(account_id, listed.remote_id) for listed in page.conversations)

    def take_in(self, page: InboxPage, priority: Priority) -> int:
        """Store one page of the list; answers how many conversations of it have to be read."""
        now = self._server_now()
        wanted = 0
        for stale in self._archive.ingest.inbox_page(self._link.account_id, _believable(page, now)):
            if self._quarantine.holds(stale.remote_id, now):
                if stale.updated_at is not None:
                    self._quarantine.hurry(stale.remote_id, now)
                continue
            is_waiting = stale.conversation_id in self._backlog
            if not is_waiting and not self._rereads.allows(stale.conversation_id, stale.updated_at, self._now_s()):
                continue
            self._backlog.add(Wanted(stale.conversation_id, stale.remote_id, stale.updated_at or now, priority))
            wanted += 1
        if wanted:
            self._has_work.set()
        return wanted

    def _retry_quarantined(self) -> None:
        now = self._server_now()
        for remote_id in self._quarantine.due(now) if len(self._quarantine) else ():
            conversation_id = self._archive.inbox.find(self._link.account_id, remote_id)
            if conversation_id is None:
                self._quarantine.release(remote_id)
            else:
                self.want(conversation_id, remote_id, Priority.BACKGROUND)

    # The conversations

    async def read_changed(self) -> None:
        """Read what the list named, the most urgent first, one after the other."""
        while True:
            await self._link.online.wait()
            wanted = self._backlog.next(self._now_s())
            if wanted is None:
                due_s = self._backlog.next_due_s()
                await wait_for(self._has_work, None if due_s is None else due_s - self._now_s())
                continue
            self._link.update(**self._busy())
            try:
                await self._reader.read(wanted.conversation_id, wanted.remote_id, wanted.priority)
            except GraphError as error:
                self._read_failed(wanted, error)
            else:
                self._backlog.done(wanted)
            self._settle()

    def _read_failed(self, wanted: Wanted, error: GraphError) -> None:
        if error.kind in NOT_ITS_FAULT and not self._link.online.is_set():  # it waits for the connection alone
            return
        # After an answer that looks like trouble with the connection only a list that works goes on to here: who
        # fails again and again in between is the cause, and must not keep the others from being read.
        if wanted.failures + 1 >= TRIES_PER_THREAD:
            self._reader.give_up(wanted.conversation_id, wanted.remote_id, error, pause=PAUSE_OF_THREAD)
            self._backlog.done(wanted)
            return
        self._backlog.postpone(wanted, self._now_s() + schedule.retry_s(wanted.failures + 1, self._chance()))

    def _settle(self) -> None:
        """Note how far everything is read, and what is left to do."""
        if not self._backlog:
            self._progress.all_read()
        self.progressed.set()
        self._link.update(**self._busy())

    def _busy(self) -> dict[str, bool]:
        can_work = self._link.online.is_set()
        return {"is_busy": can_work and (self._is_asked or len(self._backlog) > 1 or self._progress.is_first_sync)}

    # The pace

    def situation(self) -> Situation:
        """What the intervals depend on, now."""
        return Situation(
            attention=self._attention(),
            slowness=self._slowness(),
            quiet_s=self._now_s() - self._link.last_activity_s,
            is_night=schedule.is_night(self._clock().astimezone()),
            budget_used=self._link.budget.used,
            was_throttled=self._link.was_throttled,
            is_limited=self._link.account.is_withheld,
            is_hot=self._reader.is_hot,
        )

    def _interval_s(self) -> float:
        interval_s = schedule.list_interval_s(self.situation(), self._chance())
        return max(interval_s, FIRST_SYNC_INTERVAL_S) if self._progress.is_first_sync else interval_s

    def _in_s(self, delay_s: float) -> datetime:
        if self._link.status.connection is Connection.THROTTLED and self._link.status.paused_until is not None:
            return self._link.status.paused_until
        return self._clock() + timedelta(seconds=delay_s)

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()


async def _surely() -> bool:
    return True
