"""Tells customers that somebody reads or writes, where the person wants that. Never in anybody's way.

What cannot be told now is not told later, and what fails is logged and forgotten.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId
from igdesk.domain.status import Connection
from igdesk.domain.window import WindowLevel, window_at
from igdesk.graph.errors import GraphError
from igdesk.graph.sender_actions import SenderAction
from igdesk.sync.link import AccountLink, SignedOut
from igdesk.sync.waking import wait_for

TYPING_EVERY_S = 15.0
"""The dots vanish by themselves after about 20 seconds."""
SPARE_BUDGET = 0.7
"""From this use of the budget on it belongs to messages."""
REST_S = 600.0
"""How long nothing is told after a refusal: it would be refused again."""


class Presence:
    """ "Seen" and the typing dots of one account."""

    def __init__(self, link: AccountLink, *, server_now: Callable[[], datetime], log: logging.Logger) -> None:
        self._link = link
        self._server_now = server_now
        self._log = log
        self._wanted: dict[tuple[ConversationId, SenderAction], str] = {}
        self._has_wanted = asyncio.Event()
        self._seen_up_to: dict[ConversationId, datetime] = {}
        self._typing_told_s: dict[ConversationId, float] = {}
        self._rests_until_s = 0.0

    def seen(self, row: Conversation) -> None:
        """The newest message of the customer was read; each is told once."""
        if row.last_inbound_at is None or self._seen_up_to.get(row.id) == row.last_inbound_at:
            return
        if self._want(row, "mark_seen"):
            self._seen_up_to[row.id] = row.last_inbound_at

    def writing(self, row: Conversation) -> None:
        """Somebody types; called as often as they press a key."""
        now_s = self._now_s()
        if now_s - self._typing_told_s.get(row.id, -TYPING_EVERY_S) >= TYPING_EVERY_S and self._want(row, "typing_on"):
            self._typing_told_s[row.id] = now_s

    def stopped_writing(self, row: Conversation) -> None:
        """What was typed is gone again; a message that was sent ends the dots by itself."""
        told_s = self._typing_told_s.pop(row.id, None)
        self._wanted.pop((row.id, "typing_on"), None)
        if told_s is not None and self._now_s() - told_s < TYPING_EVERY_S:
            self._want(row, "typing_off")

    def sent(self, conversation_id: ConversationId) -> None:
        """A reply goes out."""
        self._typing_told_s.pop(conversation_id, None)
        self._wanted.pop((conversation_id, "typing_on"), None)

    async def run(self) -> None:
        """Tell one thing after the other, until cancelled."""
        while True:
            if not self._wanted:
                await wait_for(self._has_wanted, None)
                continue
            key = next(iter(self._wanted))
            recipient_id = self._wanted.pop(key)
            try:
                await self._link.call_aside(lambda client: client.act(recipient_id, key[1]))  # noqa: B023 - awaited here
            except SignedOut:
                self._wanted.clear()
            except GraphError as error:
                self._log.info("%s was not taken: %s", key[1], error)
                self._wanted.clear()
                self._rests_until_s = self._now_s() + REST_S

    def _want(self, row: Conversation, action: SenderAction) -> bool:
        link = self._link
        is_possible = (
            row.can_reply
            and link.online.is_set()
            and link.status.connection is Connection.ONLINE
            and link.budget.used < SPARE_BUDGET
            and self._now_s() >= self._rests_until_s
            and row.last_inbound_at is not None
            and window_at(row.last_inbound_at, self._server_now(), Capability.NOT_GRANTED).level
            is not WindowLevel.CLOSED
        )
        if is_possible:
            self._wanted[row.id, action] = row.participant.igsid
            self._has_wanted.set()
        return is_possible

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()
