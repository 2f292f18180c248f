"""How much of Instagram's limit a reply takes: when the number is shown, and when it is said aloud."""

from dataclasses import dataclass

from igdesk.domain.text import LIMIT_BYTES, byte_length, split_reply

SHOWN_FROM_BYTES = 800
SAID_AT_BYTES = (800, 950, 1000)
"""Where a screen reader is told; once each time the text grows over one of them."""


@dataclass(frozen=True, slots=True)
class ReplyLength:
    """Length of the reply as it would be sent, without the white space around it."""

    byte_count: int
    part_count: int

    @property
    def is_shown(self) -> bool:
        return self.byte_count >= SHOWN_FROM_BYTES

    @property
    def is_split(self) -> bool:
        return self.byte_count > LIMIT_BYTES

    @property
    def step(self) -> int:
        """How many of the announced marks are reached."""
        return sum(self.byte_count >= mark for mark in SAID_AT_BYTES) + self.is_split


def measure(text: str) -> ReplyLength:
    """The length of a reply; cutting it up is tried only when it has to be."""
    stripped = text.strip()
    size = byte_length(stripped)
    if not stripped:
        return ReplyLength(0, 0)
    return ReplyLength(size, len(split_reply(stripped)) if size > LIMIT_BYTES else 1)
