"""What an operator can be completed to while it is typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from igdesk.domain.query import CHOICES, Operator, Piece, pieces
from igdesk.domain.words import fold

MOST = 8


@dataclass(frozen=True, slots=True)
class Completion:
    """The whole query with the part at the cursor completed."""

    shown: str
    """The completed part alone."""
    text: str
    cursor: int


def complete(text: str, cursor: int, values: Callable[[Operator], Iterable[str]]) -> list[Completion]:
    """What the part before the cursor may become; ``values`` knows people, labels and accounts."""
    piece = next((p for p in pieces(text[:cursor]) if p.end == cursor), None)
    if piece is None or text[cursor : cursor + 1].strip():
        return []
    found: list[Completion] = []
    operator = next((o for o in Operator if o.value == piece.operator), None)
    if operator is None:
        if piece.operator or piece.is_quoted or not piece.value.isalpha():
            return []
        wanted = [f"{o.value}:" for o in Operator if o.value.startswith(piece.value.casefold())]
        return [_put(text, piece, cursor, part, "") for part in wanted]
    sought = fold(piece.value).strip()
    for value in CHOICES.get(operator) or values(operator):
        folded = fold(value).strip()
        if folded.startswith(sought) or any(word.startswith(sought) for word in folded.split()):
            if folded == sought and not piece.is_open and operator in CHOICES:
                continue  # nothing is left to complete
            found.append(_put(text, piece, cursor, f"{operator.value}:{_quoted(value)}", " "))
        if len(found) == MOST:
            break
    return found


def _put(text: str, piece: Piece, cursor: int, part: str, behind: str) -> Completion:
    shown = ("-" if piece.is_not else "") + part
    head = text[: piece.start] + shown + behind
    return Completion(shown, head + text[cursor:].lstrip(), len(head))


def _quoted(value: str) -> str:
    value = value.replace('"', "")
    return f'"{value}"' if any(letter.isspace() for letter in value) else value
