"""The person's wishes about replying, as the archive's settings keep them."""

HOLD = "replying.hold_s"
"""Seconds in which a reply can be undone."""
TELL_SEEN = "replying.tell_seen"
TELL_TYPING = "replying.tell_typing"
ASK_HUMAN = "replying.ask_human"
"""Whether the first human reply to a person asks."""
SEND_WITH = "replying.send_with"
ENTER, CTRL_ENTER = "enter", "ctrl_enter"
HOLD_CHOICES_S = (0, 5, 10, 20, 30)
USUAL_HOLD_S = 5


def never_ask_human(account_id: int) -> str:
    """Where it is kept that somebody ticked "Don't ask again" for an account."""
    return f"human_reply.never_ask.{account_id}"


def agreed_to_human(conversation_id: int) -> str:
    """Where it is kept that somebody agreed to a human reply to a person."""
    return f"human_reply.agreed.{conversation_id}"


def hold_s(kept: str) -> int:
    """Seconds that replies are held; the usual ones where nothing sensible is kept."""
    seconds = int(kept) if kept.isdigit() else USUAL_HOLD_S
    return seconds if seconds in HOLD_CHOICES_S else USUAL_HOLD_S


def is_on(kept: str) -> bool:
    """A switch that is off until somebody turns it on."""
    return kept == "1"


def is_not_off(kept: str) -> bool:
    """A switch that is on until somebody turns it off."""
    return kept != "0"
