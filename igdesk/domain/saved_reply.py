"""Replies that are written once and inserted often, with fields that are filled for each person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from igdesk.domain.text import clean, graphemes

FIELDS = ("first_name", "full_name", "username", "my_name", "today", "cursor")
"""What may stand in braces, beside fields of the person's own; ``cursor`` is where they go on writing."""
NAME_MAX, SHORTCUT_MAX, FOLDER_MAX, FIELD_MAX = 60, 24, 40, 30
"""In graphemes."""
TEXT_MAX = 4000
"""In characters; more than Instagram takes in four messages."""
FIELD = re.compile(r"\{([^{}\n]{1,80})\}")
"""A field as it stands in a text, its name in the first group; whether there is such a field is another question."""
_NOT_IN_SHORTCUT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class SavedReply:
    id: int
    shortcut: str
    """Without the slash; empty: found by its name alone."""
    name: str
    text: str
    folder: str = ""
    uses: int = 0
    """How often it was inserted."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the person's own, the same for everybody, e.g. ``bank account``."""

    name: str
    value: str

    @property
    def key(self) -> str:
        return field_key(self.name)


class SavedReplies(Protocol):
    """Where they come from."""

    def all(self) -> Sequence[SavedReply]: ...

    def note_use(self, reply_id: int, /) -> None:
        """It was inserted once more."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a filled text that waits for the person: what stands there is selected."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Filled:
    text: str
    slots: tuple[Slot, ...] = ()

    @property
    def shown(self) -> str:
        """For eyes: an empty place inside the text is an ellipsis, else words would seem to be missing."""
        units = self.text.rstrip().encode("utf-16-le", "surrogatepass")
        for slot in reversed(self.slots):
            at = 2 * slot.start
            if not slot.length and 0 < at < len(units):
                units = units[:at] + "…".encode("utf-16-le") + units[at:]
        return units.decode("utf-16-le", "surrogatepass")


def fill(text: str, values: Mapping[str, str], names: Mapping[str, str]) -> Filled:
    """The text with its fields filled in.

    ``names`` are the fields by key, in the person's words: one without a value shows its name in brackets, to be
    written over. Braces around anything else are text.
    """
    parts: list[str] = []
    slots: list[Slot] = []
    length = at = 0
    for found in FIELD.finditer(text):
        field = field_key(found.group(1))
        if field not in names and field not in FIELDS:
            continue
        before = text[at : found.start()]
        value = values.get(field, "").strip()
        is_slot = not value
        shown = value or ("" if field == "cursor" else f"[{names.get(field, field)}]")
        length += _length(before)
        if is_slot:
            slots.append(Slot(length, _length(shown)))
        length += _length(shown)
        parts += [before, shown]
        at = found.end()
    return Filled("".join([*parts, text[at:]]), tuple(slots))


def field_key(name: str) -> str:
    """What makes two names of fields the same: ``First name`` is ``first_name``."""
    return "_".join(name.casefold().replace("_", " ").split())


def clean_name(text: str, most: int = NAME_MAX) -> str:
    """One line without control characters, at most so many graphemes."""
    line = " ".join(clean(text[: most * 40]).split())
    return "".join(graphemes(line)[:most]).strip()


def clean_shortcut(text: str) -> str:
    """Letters, digits, dots and dashes in lower case, without the slash."""
    line = clean_name(text.strip().lstrip("/"), SHORTCUT_MAX).casefold()
    return _NOT_IN_SHORTCUT.sub("-", line).strip("-")


def clean_text(text: str) -> str:
    """Fit to be sent, and no longer than ``TEXT_MAX``."""
    return clean(text[: TEXT_MAX * 2])[:TEXT_MAX]


def _length(text: str) -> int:
    """In UTF-16 units, as text fields count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def matching(replies: Iterable[SavedReply], query: str) -> list[SavedReply]:
    """The ones that fit what was typed after the slash, best first; all in their order while nothing is typed."""
    wanted = query.strip().casefold()
    ranked = []
    for place, reply in enumerate(replies):
        rank = _rank(reply, wanted)
        if rank is not None:
            ranked.append((rank, place, reply))
    ranked.sort(key=lambda entry: entry[:2])
    return [reply for _, _, reply in ranked]


def _rank(reply: SavedReply, wanted: str) -> int | None:
    shortcut, name, text = reply.shortcut.casefold(), reply.name.casefold(), reply.text.casefold()
    if not wanted or shortcut == wanted:
        return 0
    if shortcut.startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in name.split()):
        return 2
    if wanted in shortcut or wanted in name:
        return 3
    if len(wanted) > 2 and wanted in text:
        return 4
    if _is_spelt_along(wanted, shortcut) or _is_spelt_along(wanted, name):
        return 5
    return None


def _is_spelt_along(wanted: str, word: str) -> bool:
    """Whether the letters stand in the word in this order, as when typing fast leaves some out."""
    letters = iter(word)
    return len(wanted) > 1 and all(letter in letters for letter in wanted)
