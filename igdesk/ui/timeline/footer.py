"""The line under a group: time, where the last message stands, and what can be done about it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from igdesk.domain.message import Message
from igdesk.domain.message_kinds import NOT_SHOWN, Delivery, Origin
from igdesk.domain.outbox import FailureReason
from igdesk.ui.format import clock_time
from igdesk.ui.icons import icon_size
from igdesk.ui.texts import say
from igdesk.ui.timeline.actions import Action, Do, may_send_again
from igdesk.ui.timeline.content import Measures
from igdesk.ui.timeline.parts import Part, Sign, Words
from igdesk.ui.timeline.speech import state_word
from igdesk.ui.timeline.text_block import TextBlock

GAP, WIDE_GAP = 4.0, 7.0
_ICONS = {
    Delivery.HELD: "clock",
    Delivery.QUEUED: "clock",
    Delivery.SENDING: "clock",
    Delivery.SENT: "check",
    Delivery.SEEN: "checks",
    Delivery.UNCERTAIN: "help",
}
_WITHOUT_TIME = frozenset({Delivery.HELD, Delivery.QUEUED, Delivery.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Piece:
    """An icon or some words of the footer."""

    text: str = ""
    icon: str = ""
    color: str = "text.tertiary"
    weight: int | None = None
    action: Action | None = None
    gap: float = GAP
    """Space before it."""


_Placed = tuple[Piece, TextBlock | None, float, float]
"""A piece, its words laid out (None for an icon), the space before it and its width."""


def footer_pieces(message: Message, measures: Measures) -> list[Piece]:
    """What the footer says, in reading order (the table of chapter 5.5)."""
    if message.delivery is Delivery.FAILED:
        return _failed(message)
    pieces: list[Piece] = []
    is_elsewhere = message.is_own and message.origin is Origin.ELSEWHERE
    if is_elsewhere:
        pieces.append(Piece(icon="phone"))
    if message.delivery not in _WITHOUT_TIME:
        pieces.append(Piece(clock_time(message.sent_at, zone=measures.scene.zone)))
    if message.is_edited:
        _add(pieces, Piece(say("state.edited")))
    if is_elsewhere:
        _add(pieces, Piece(say("state.elsewhere")))
        return pieces
    if message.part is not None and message.is_own:
        _add(pieces, Piece(say("state.part", part=message.part[0], parts=message.part[1])))
    word = state_word(message, measures.scene) if message.is_own else ""
    if word:
        color = "accent.text" if message.delivery is Delivery.SEEN else "text.tertiary"
        icon = "help" if message.failure == NOT_SHOWN else _ICONS[message.delivery]
        _add(pieces, Piece(icon=icon, color=color))
        pieces.append(Piece(word))
    if message.delivery is Delivery.HELD:
        undo = Action(Do.UNDO_SEND, message.id)
        _add(pieces, Piece(say("action.undo"), color="text.link", weight=600, action=undo))
    return pieces


def _add(pieces: list[Piece], piece: Piece, color: str = "text.tertiary") -> None:
    """Put a dot between a piece and the words before it."""
    if pieces:
        pieces.append(Piece("·", color=color))
    pieces.append(piece)


def _failed(message: Message) -> list[Piece]:
    try:
        reason = FailureReason(message.failure)
    except ValueError:
        reason = FailureReason.OTHER
    words = say("state.not_sent") if reason is FailureReason.NONE else say(f"send.{reason.value}")
    pieces = [
        Piece(icon="error", color="danger.text"),
        Piece(words, color="danger.text", weight=500, gap=GAP + 1),
    ]
    why = Piece(say("message.why"), color="text.link", weight=600, action=Action(Do.WHY, message.id), gap=WIDE_GAP)
    if not may_send_again(message):
        return [*pieces, why]
    for text_id, do in (
        ("message.try_again", Do.SEND_AGAIN),
        ("message.copy", Do.COPY),
        ("message.delete", Do.DISCARD),
    ):
        if do is not Do.SEND_AGAIN:
            pieces.append(Piece("·", color="danger.text"))
        gap = WIDE_GAP if do is Do.SEND_AGAIN else GAP
        pieces.append(Piece(say(text_id), color="text.link", weight=600, action=Action(do, message.id), gap=gap))
    if reason not in (FailureReason.TEMPORARY, FailureReason.NONE):
        pieces += [Piece("·", color="danger.text"), Piece(why.text, color=why.color, weight=600, action=why.action)]
    return pieces


def place_footer(
    parts: list[Part], message: Message, measures: Measures, left: float, right: float, y: float, *, at_end: bool
) -> float:
    """Put the footer between two edges, at the writer's side; wraps where it must. Returns its height."""
    line_px = float(measures.theme.line_height("micro"))
    lines = _break(footer_pieces(message, measures), measures, right - left)
    for number, line in enumerate(lines):
        width = sum(gap + piece_width for _, _, gap, piece_width in line)
        x = right - width if at_end else left
        top = y + number * (line_px + 2)
        for piece, block, gap, piece_width in line:
            x += gap
            if block is not None:
                parts.append(Words(block, QRectF(x, top, piece_width, line_px), piece.color, piece.action))
            else:
                size = icon_size("meta")
                parts.append(Sign(piece.icon, QRectF(x, top + (line_px - size) / 2, size, size), piece.color))
            x += piece_width
    return len(lines) * (line_px + 2) - 2


def _break(pieces: list[Piece], measures: Measures, room: float) -> list[list[_Placed]]:
    """Pieces with their widths, in lines no wider than ``room``."""
    lines: list[list[_Placed]] = [[]]
    x = 0.0
    for piece in pieces:
        block = None
        width = icon_size("meta")
        if piece.text:
            block = measures.block(piece.text, "micro", room, weight=piece.weight, max_lines=1)
            width = block.width
        gap = piece.gap if lines[-1] else 0.0
        if piece.text == "·" and not lines[-1]:
            continue
        if lines[-1] and x + gap + width > room:
            if lines[-1][-1][0].text == "·":
                lines[-1].pop()
            lines.append([])
            x = gap = 0.0
        lines[-1].append((piece, block, gap, width))
        x += gap + width
    return lines
