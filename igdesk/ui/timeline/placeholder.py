"""Words in place of what cannot be shown: never an empty bubble."""

from dataclasses import replace

from PySide6.QtCore import QRectF

from igdesk.domain.message import Message
from igdesk.domain.message_kinds import MessageKind
from igdesk.ui.texts import say
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Frame, Measures, Segment
from igdesk.ui.timeline.parts import Part, Sign, Words
from igdesk.ui.timeline.speech import note_in

PLACEHOLDER_WIDTH = 292
PLACEHOLDER_TEXT_X = 38
PLACEHOLDER_ICON = 16

PLACEHOLDERS = {
    MessageKind.UNSUPPORTED: ("unsupported", "message.unsupported"),
    MessageKind.WITHHELD: ("reel", "message.withheld"),
    MessageKind.UNSENT: ("unsent", "message.unsent"),
    MessageKind.DISAPPEARING: ("eye-off", "message.disappearing"),
}
_LEADS_TO_INSTAGRAM = frozenset({MessageKind.UNSUPPORTED, MessageKind.WITHHELD})


def placeholder(message: Message, measures: Measures, kind: MessageKind) -> Segment:
    icon, text_id = PLACEHOLDERS[kind]
    words = (note_in(message) if kind is MessageKind.UNSUPPORTED else "") or say(text_id)
    if kind in _LEADS_TO_INSTAGRAM:
        action = Action(Do.OPEN_INSTAGRAM, message.id)
        return outline(measures, icon, words, say("command.open_instagram"), action)
    return outline(measures, icon, words)


def outline(measures: Measures, icon: str, text: str, link: str = "", action: Action | None = None) -> Segment:
    """Words in an outline, and the way on if there is one."""
    theme = measures.theme
    pad = theme.size("size.timeline.bubblePadY")
    trailing = theme.size("size.timeline.bubblePadX")
    room = min(PLACEHOLDER_WIDTH, measures.bubble) - PLACEHOLDER_TEXT_X - trailing
    words = measures.block(text, "body", room)
    line = theme.line_height("body")
    sign = QRectF(13, pad + (line - PLACEHOLDER_ICON) / 2, PLACEHOLDER_ICON, PLACEHOLDER_ICON)
    parts: list[Part] = [
        Sign(icon, sign, "text.secondary"),
        Words(words, QRectF(PLACEHOLDER_TEXT_X, pad, room, words.height), "text.secondary"),
    ]
    width, y = words.width, pad + words.height
    if link:
        way = measures.block(link, "body", room, weight=600)
        parts.append(Words(way, QRectF(PLACEHOLDER_TEXT_X, y, room, way.height), "text.link", action))
        width, y = max(width, way.width), y + way.height
    total = PLACEHOLDER_TEXT_X + width + trailing
    fitted = tuple(_fitted(part, total - PLACEHOLDER_TEXT_X - trailing) for part in parts)
    return Segment(Frame.OUTLINE, total, y + pad, fitted)


def _fitted(part: Part, width: float) -> Part:
    """Words in a box no wider than the segment turned out to be."""
    if isinstance(part, Words):
        rect = QRectF(part.rect.left(), part.rect.top(), width, part.rect.height())
        return replace(part, rect=rect)
    return part
