"""The reply window: how long Instagram still allows an answer to a customer's last action."""

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from igdesk.domain.account import Capability

STANDARD = timedelta(hours=24)
HUMAN_AGENT = timedelta(days=7)
SAFETY = timedelta(seconds=60)
"""Taken off every deadline: nobody is promised time that is not there."""
SOON = timedelta(hours=4)
URGENT = timedelta(hours=1)


class WindowLevel(Enum):
    """How pressing it is; the ids of ``replyWindow.levels`` in the design tokens."""

    OPEN = "open"
    SOON = "soon"
    URGENT = "urgent"
    HUMAN = "agent"
    CLOSED = "closed"


class MessagingWindow(NamedTuple):
    """State of the reply window at one instant of Instagram's clock."""

    level: WindowLevel
    closes_at: datetime | None
    """When this level's right to reply ends; for CLOSED when it ended (None: they never wrote)."""

    @property
    def allows_reply(self) -> bool:
        return self.level is not WindowLevel.CLOSED

    @property
    def needs_human_tag(self) -> bool:
        return self.level is WindowLevel.HUMAN

    def remaining(self, now: datetime) -> timedelta:
        """Time left, never negative."""
        if self.closes_at is None or not self.allows_reply:
            return timedelta(0)
        return max(self.closes_at - now, timedelta(0))


def window_at(last_inbound_at: datetime | None, now: datetime, human_agent: Capability) -> MessagingWindow:
    """The window ``now`` (server clock) after the customer's last dated action.

    With UNKNOWN the seven days are offered: only trying tells whether the account has them.
    """
    if last_inbound_at is None:
        return MessagingWindow(WindowLevel.CLOSED, None)
    standard_end = last_inbound_at + STANDARD - SAFETY
    left = standard_end - now
    if left > timedelta(0):
        level = WindowLevel.URGENT if left <= URGENT else WindowLevel.SOON if left <= SOON else WindowLevel.OPEN
        return MessagingWindow(level, standard_end)
    human_end = last_inbound_at + HUMAN_AGENT - SAFETY
    if human_agent is not Capability.NOT_GRANTED:
        if now < human_end:
            return MessagingWindow(WindowLevel.HUMAN, human_end)
        return MessagingWindow(WindowLevel.CLOSED, human_end)
    return MessagingWindow(WindowLevel.CLOSED, standard_end)


def reply_span(human_agent: Capability) -> timedelta:
    """How long an answer is possible after the customer's last action, ordinary or human."""
    return (STANDARD if human_agent is Capability.NOT_GRANTED else HUMAN_AGENT) - SAFETY
