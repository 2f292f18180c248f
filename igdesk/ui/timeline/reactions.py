"""The reactions on the lower edge of a message."""

from PySide6.QtCore import QRectF

from igdesk.domain.message import Message, Reaction, ReactionState
from igdesk.domain.text import clean, one_line
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import say
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Measures
from igdesk.ui.timeline.parts import Part, Sign, Words, fill
from igdesk.ui.timeline.text_block import TextBlock

CHIP_HEIGHT, CHIP_OVER, CHIP_INSET, CHIP_PAD, CHIP_GAP = 22, 5, 10, 9, 4
SIGN_GAP = 4
MOST_CHIPS = 3
_SIGNS = {
    ReactionState.SETTING: ("clock", "text.tertiary"),
    ReactionState.REMOVING: ("clock", "text.tertiary"),
    ReactionState.FAILED: ("error", "danger.text"),
}
"""An own one that Instagram has not confirmed never looks like one that is set."""


def place_chips(parts: list[Part], message: Message, measures: Measures, body: QRectF) -> float:
    """Chips of emoji and name; returns where they end."""
    y = body.bottom() - CHIP_OVER
    chips = [(_words(reaction, measures), reaction) for reaction in message.reactions[:MOST_CHIPS]]
    more = len(message.reactions) - MOST_CHIPS
    rest = [measures.block(f"+{more}", "small", 60, weight=500)] if more > 0 else []
    size = icon_size("meta")
    widths = [
        block.width + 2 * CHIP_PAD + (size + SIGN_GAP if reaction.state in _SIGNS else 0) for block, reaction in chips
    ]
    total = sum(widths) + sum(block.width + 2 * CHIP_PAD for block in rest)
    total += CHIP_GAP * (len(chips) + len(rest) - 1)
    x = body.right() - CHIP_INSET - total if message.is_own else body.left() + CHIP_INSET
    x = min(max(x, 0.0), max(measures.column - total, 0.0))
    height = max(float(CHIP_HEIGHT), chips[0][0].height + 4)
    for (block, reaction), width in zip(chips, widths, strict=True):
        _ground(parts, QRectF(x, y, width, height))
        sign, ink = _SIGNS.get(reaction.state, ("", "text.secondary"))
        place = QRectF(x + CHIP_PAD, y + (height - block.height) / 2, block.width, block.height)
        action = _action(message, reaction)
        parts.append(Words(block, place, ink, action))
        if sign:
            box = QRectF(place.right() + SIGN_GAP, y + (height - size) / 2, size, size)
            parts.append(Sign(sign, box, ink, action=action))
        x += width + CHIP_GAP
    for block in rest:
        _ground(parts, QRectF(x, y, block.width + 2 * CHIP_PAD, height))
        place = QRectF(x + CHIP_PAD, y + (height - block.height) / 2, block.width, block.height)
        parts.append(Words(block, place, "text.secondary"))
    return y + height


def _words(reaction: Reaction, measures: Measures) -> TextBlock:
    who = say("timeline.who.you") if reaction.is_own else measures.scene.first_name
    return measures.block(f"{in_colour(reaction.emoji)} {who}", "small", 160, weight=500, max_lines=1)


def in_colour(emoji: str) -> str:
    """The emoji with the mark that asks for colour, where it is one sign that has a black one too."""
    shown = one_line(clean(emoji), 12)
    return f"{shown}\ufe0f" if len(shown) == 1 and ord(shown) < 0x1F000 else shown


def _ground(parts: list[Part], rect: QRectF) -> None:
    height = rect.height()
    parts.append(fill(rect.adjusted(-2, -2, 2, 2), height / 2 + 2, "bg.canvas"))
    parts.append(fill(rect, height / 2, "bg.raised", "line.separator"))


def _action(message: Message, reaction: Reaction) -> Action | None:
    if not reaction.is_own:
        return None
    do = Do.WHY_REACTION if reaction.state is ReactionState.FAILED else Do.TOGGLE_REACTION
    return Action(do, message.id, reaction.emoji)
