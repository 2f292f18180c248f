"""The words of the interface, by id, from ``resources/texts/en.json``."""

import json
import sys
from functools import cache

from igdesk.paths import resource

_BOLD = "**"
_Entry = str | dict[str, str]


@cache
def _catalogue() -> dict[str, _Entry]:
    entries: dict[str, _Entry] = json.loads(keys_here(resource("texts/en.json").read_text("utf-8")))
    return entries


def keys_here(words: str, platform: str = "") -> str:
    """The words with their keys as they are printed on the keyboards of this system: on a Mac, Ctrl is told as ⌘."""
    if (platform or sys.platform) != "darwin":
        return words
    import re

    return re.sub(r"\b(Ctrl|Alt|Shift)(?:\+(?=\S)| (?=[A-Z]\b))", lambda found: _MAC_SIGNS[found[1]], words)


_MAC_SIGNS = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧"}


def say(text_id: str, **values: object) -> str:
    """The text with its fields filled in. An unknown id or a missing field is a bug and raises KeyError.

    Texts with a singular and a plural choose by ``n``. Marks of a bold beginning are left out; see ``say_parts``.
    """
    return _template(text_id, values).replace(_BOLD, "").format_map(values)


def say_parts(text_id: str, **values: object) -> tuple[str, str]:
    """A text of a banner or strip as its bold beginning and the rest; the beginning may be empty."""
    template = _template(text_id, values)
    if not template.startswith(_BOLD):
        return "", template.format_map(values)
    lead, _, rest = template[len(_BOLD) :].partition(_BOLD)
    return lead.format_map(values), rest.strip().format_map(values)


def has_text(text_id: str) -> bool:
    """Whether the catalogue knows this id."""
    return text_id in _catalogue()


def isolate(text: str) -> str:
    """A name, number or key inside a sentence, so that its direction does not disturb the sentence."""
    return f"\u2068{text}\u2069"


def left_to_right(text: str) -> str:
    """The same for what always reads left to right: usernames, links, codes, shortcuts."""
    return f"\u2066{text}\u2069"


_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def unmarked(text: str) -> str:
    """A text as it is read aloud, looked for or copied: the marks that keep directions apart are for the eye alone."""
    return text.translate(_ISOLATES)


def _template(text_id: str, values: dict[str, object]) -> str:
    entry = _catalogue()[text_id]
    if isinstance(entry, str):
        return entry
    return entry["one" if values["n"] == 1 else "other"]
