"""Labels: words that the owner puts on conversations, each in one of eight colours."""

from dataclasses import dataclass
from enum import Enum

from igdesk.domain.ids import LabelId
from igdesk.domain.text import clean, graphemes

LABEL_NAME_MAX = 40
"""Graphemes of a label's name."""
LABELS_MAX = 200


class LabelColour(Enum):
    """The eight colours, in the order of the design; each has a shape of its own."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    TEAL = "teal"
    BLUE = "blue"
    PURPLE = "purple"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Label:
    """A word that the owner puts on conversations."""

    id: LabelId
    name: str
    colour: LabelColour
    position: int


def label_name(text: str) -> str:
    """A name fit for one line: no control characters, single spaces, at most ``LABEL_NAME_MAX`` graphemes."""
    line = " ".join(clean(text[: LABEL_NAME_MAX * 40]).split())
    return "".join(graphemes(line)[:LABEL_NAME_MAX]).strip()


def label_key(name: str) -> str:
    """What makes two names the same: neither case nor width nor composed letters."""
    import unicodedata

    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
