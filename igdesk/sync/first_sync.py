"""The first fetch of an account: the whole list, newest first, and the newest messages of every conversation."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from igdesk.domain.snapshot import InboxPage
from igdesk.domain.status import FirstSync
from igdesk.graph.client import Answer, GraphClient
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.sync import schedule
from igdesk.sync.backlog import Backlog
from igdesk.sync.gate import Priority
from igdesk.sync.ladder import FIRST_PAGES, Ladder, ListSize
from igdesk.sync.link import AccountLink
from igdesk.sync.poller import MAX_PAGES, Poller
from igdesk.sync.progress import Progress
from igdesk.sync.waking import wait_for

TRIES_PER_PAGE = 6
"""A page of the list that cannot be had ends the walk: what lies behind it comes when it moves up."""

NOT_THE_PAGE = frozenset({ErrorKind.PERMISSION, ErrorKind.MESSAGE_ACCESS, ErrorKind.RESTRICTED})


def _ask(client: GraphClient, *, size: ListSize, after: str) -> Awaitable[Answer[InboxPage]]:
    return client.inbox(limit=size.limit, after=after, with_participants=size.with_participants)


class FirstWalk:
    """Walks the list once. Started again after a restart it reads only what is not here yet."""

    def __init__(
        self,
        link: AccountLink,
        poller: Poller,
        backlog: Backlog,
        progress: Progress,
        *,
        chance: Callable[[], float],
        log: logging.Logger,
    ) -> None:
        self._link = link
        self._poller = poller
        self._backlog = backlog
        self._progress = progress
        self._chance = chance
        self._log = log
        self._ladder = Ladder(FIRST_PAGES)
        self._listed = 0

    async def run(self) -> None:
        """Fetch everything there is; returns when it is done."""
        if not self._progress.is_first_sync:
            return
        self._link.update(first_sync=FirstSync(0, 0))
        after, seen, is_whole = "", set[str](), True
        for number in range(MAX_PAGES):
            page = await self._page(after)
            if page is None:
                is_whole = False
                break
            self._listed += len(page.conversations)
            self._poller.take_in(page, Priority.FIRST_SYNC)
            if number == 0:
                # What the person sees first is read before the rest of the list is walked.
                await self._drained()
            after = page.after
            if not after or after in seen:
                break
            seen.add(after)
        await self._drained()
        self._progress.finished_first_sync(is_whole=is_whole)
        self._link.update(first_sync=None, is_busy=False)
        # The list lives while it is walked: what moved to the top meanwhile was missed further down.
        self._poller.check_now()

    async def _drained(self) -> None:
        """Wait until everything listed so far was read, and tell how far that is."""
        changed = self._poller.progressed
        while True:
            left = len(self._backlog)
            self._link.update(first_sync=FirstSync(done=max(self._listed - left, 0), total=self._listed), is_busy=True)
            if not left:
                return
            await wait_for(changed, None)

    async def _page(self, after: str) -> InboxPage | None:
        """The next page, in the largest size that works; None when it cannot be had at all."""
        failures = 0
        while True:
            size = self._ladder.size
            try:
                # Before the reading of what is listed already: names and dates of many rows for one call.
                page = await self._link.call(
                    Priority.LIST,
                    partial(_ask, size=size, after=after),
                    is_about_account=True,
                )
            except GraphError as error:
                if error.kind is ErrorKind.TOO_MUCH_DATA and self._ladder.too_large():
                    continue
                if not self._link.online.is_set():
                    continue  # the call waits for the connection
                if error.kind in NOT_THE_PAGE:
                    await asyncio.sleep(schedule.LIMITED_S)
                    continue
                failures += 1
                if failures >= TRIES_PER_PAGE:
                    self._log.warning("the list ends early: %s (%s)", error.code_text, error.kind.value)
                    return None
                await asyncio.sleep(schedule.retry_s(failures, self._chance(), first_s=5.0))
            else:
                self._ladder.worked()
                return page
