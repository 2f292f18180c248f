"""Brings the reactions of one account to Instagram.

Unlike a reply, a reaction may be sent again when nobody knows whether it arrived: a message carries at most one own
reaction, so setting it once more, or taking it away once more, leaves everything as it is. There is no second heart
that a customer could get. Only the order matters, so one request is under way at a time.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from igdesk.domain.account import Capability
from igdesk.domain.outbox import FailureReason
from igdesk.domain.reaction import MAX_ATTEMPTS, ReactionWish
from igdesk.domain.window import WindowLevel, window_at
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.store.archive import Archive
from igdesk.sync import schedule
from igdesk.sync.link import AccountLink, SignedOut
from igdesk.sync.waking import wait_for

TRIES_OF_CODE_2 = 3
"""What accounts answer for every reaction that cannot react; once or twice it also means "later" (failure 66)."""
AWAY = frozenset({ErrorKind.NOT_CONNECTED, ErrorKind.NOT_INSTAGRAM, ErrorKind.THROTTLED, ErrorKind.REAUTHENTICATE})
"""Says nothing about the reaction: it waits until there is a connection."""
AGAIN = frozenset({ErrorKind.OUTCOME_UNKNOWN, ErrorKind.TEMPORARY, ErrorKind.MALFORMED, ErrorKind.TOO_MUCH_DATA})


class Reactor:
    """Takes wishes out of the archive, one after the other, until Instagram has confirmed each."""

    def __init__(
        self,
        link: AccountLink,
        archive: Archive,
        *,
        server_now: Callable[[], datetime],
        chance: Callable[[], float],
        log: logging.Logger,
    ) -> None:
        self._link = link
        self._archive = archive
        self._server_now = server_now
        self._chance = chance
        self._log = log
        self._wake = asyncio.Event()
        link.wakers.append(self._wake)

    def wake(self) -> None:
        """There may be a wish."""
        self._wake.set()

    async def run(self) -> None:
        """Send what is wished, until cancelled. What a request was cut short for is simply wished still."""
        while True:
            await self._link.online.wait()
            now, account_id = self._server_now(), self._link.account_id
            wish = self._archive.reactions.next_wish(account_id, now)
            if wish is not None:
                await self._fulfil(wish)
                continue
            due = self._archive.reactions.next_due(account_id)
            await wait_for(self._wake, None if due is None else max((due - now).total_seconds(), 0.05))

    async def _fulfil(self, wish: ReactionWish) -> None:
        reactions = self._archive.reactions
        if not self._is_window_open(wish):
            reactions.refused(wish, FailureReason.WINDOW_CLOSED, "", "")
            return
        reactions.claim(wish.message_id)
        try:
            await self._link.call_aside(lambda client: client.react(wish.recipient_id, wish.remote_id, wish.emoji))
        except SignedOut:
            reactions.put_off(wish, self._server_now(), is_counted=False)
        except GraphError as error:
            self._log.info("a reaction was not accepted: %s", error)
            self._failed(wish, error)
        else:
            reactions.confirmed(wish, self._server_now())
            reactions.note_ability(self._link.account_id, None)

    def _failed(self, wish: ReactionWish, error: GraphError) -> None:
        reactions, attempts = self._archive.reactions, wish.attempts + 1
        wait_s = max(schedule.retry_s(attempts, self._chance()), self._link.pause_left_s)
        not_before = self._server_now() + timedelta(seconds=wait_s)
        if error.kind in AWAY:
            reactions.put_off(wish, not_before, is_counted=False)
            return
        most = TRIES_OF_CODE_2 if error.code == 2 else MAX_ATTEMPTS
        if error.kind in AGAIN and attempts < most:
            reactions.put_off(wish, not_before)
            return
        if _is_about_account(error) and not reactions.has_worked(self._link.account_id):
            reactions.note_ability(self._link.account_id, self._server_now())
        reason = FailureReason.TEMPORARY if error.kind in AGAIN else error.entry.failure
        if error.kind is ErrorKind.WINDOW_CLOSED:
            reason = FailureReason.WINDOW_CLOSED
        reactions.refused(wish, reason, error.code_text, error.words)

    def _is_window_open(self, wish: ReactionWish) -> bool:
        """Reactions are for the 24 hours: the human-agent tag is for what a person writes (failure 24)."""
        row = self._archive.inbox.by_id(wish.conversation_id)
        if row is None or row.last_inbound_at is None:
            return True
        window = window_at(row.last_inbound_at, self._server_now(), Capability.NOT_GRANTED)
        return window.level is not WindowLevel.CLOSED


def _is_about_account(error: GraphError) -> bool:
    """Whether it is the account that cannot react, and not this message that cannot carry it."""
    if error.code == 2:
        return True
    return error.code in (3, 100) and error.subcode is None
