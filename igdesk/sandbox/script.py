"""How the made-up conversations are written down: people and their lines."""

from dataclasses import dataclass
from functools import partial

HOUR = 60.0
DAY = 24 * HOUR
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Shared:
    """A post, a reel or a product that is passed on."""

    kind: str
    title: str = ""
    description: str = ""
    motif: str = ""
    """Of its picture; empty: Instagram hands out none."""
    link: str = ""
    """Made up if empty."""
    author: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    title: str
    subtitle: str = ""
    motif: str = ""
    url: str = ""
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """What a program sends: text with buttons, or cards."""

    text: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    cards: tuple[CardLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a script. The gap is the time since the line before it."""

    mine: bool
    """Written by the studio."""
    gap_min: float
    text: str = ""
    photos: tuple[str, ...] = ()
    """Motifs of the pictures sent."""
    video: str = ""
    voice_s: int = 0
    pdf: str = ""
    gif: str = ""
    sticker: str = ""
    story: str = ""
    """Motif of the story this answers."""
    mention: str = ""
    """Motif of the story that mentions the studio."""
    reel: str = ""
    """Title of a shared reel; Instagram passes on the link only."""
    shared: Shared | None = None
    template: TemplateLine | None = None
    comment: bool = False
    """A shared comment: reads back as a card that asks for the latest app."""
    withheld: bool = False
    """A shared post: the message reads back empty."""
    unsupported: bool = False
    view_once: bool = False
    reaction: str = ""
    """Emoji given by the other side."""
    quotes: int = 0
    """How many lines back the quoted one is; 0 quotes nothing."""


them = partial(Line, False)
us = partial(Line, True)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A person and what was written with them, oldest line first."""

    username: str
    name: str
    language: str
    age_min: float
    """How long ago the last line was written."""
    lines: tuple[Line, ...]
    picture: str = ""
    """Motif of the profile picture; empty: the person has none."""
    followers: int = 0
    verified: bool = False
    follows_studio: bool | None = True
    studio_follows: bool | None = False
    later: tuple[str, ...] = ()
    """What this person may still write while the sandbox runs."""
    in_requests: bool = False
    """Never accepted: left out by Instagram once it has been idle for thirty days."""
    profile: str = "open"
    """``open``, ``no_consent`` (error 230) or ``unreachable`` (error 9010)."""
