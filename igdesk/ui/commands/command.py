"""One command: its id, its words, its usual keys, where it applies and what it does."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from igdesk.ui.texts import has_text, say


class Group(Enum):
    """Headings of the list of shortcuts and of the palette, in their order."""

    MOVE = "move"
    CONVERSATION = "conversation"
    WRITE = "write"
    MESSAGES = "messages"
    APP = "app"


class Place(Enum):
    """Where the keys of a command act. The narrower place wins where two commands share a key."""

    EVERYWHERE = "everywhere"
    """On every page of the window."""
    INSIDE = "inside"
    """While the columns are shown, or the settings that lie over them."""
    COLUMNS = "columns"
    """While the columns are shown."""
    MESSAGE = "message"
    """While a message of the timeline has the focus."""
    COMPOSER = "composer"
    """In the reply."""


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """The words are the text ``command.{id}``, where they do not depend on the moment."""

    id: str
    run: Callable[[], object] | None = None
    """None: the key belongs to the field or list that has the focus; it is told here so that it can be read about."""
    keys: tuple[str, ...] = ()
    mac_keys: tuple[str, ...] | None = None
    """Where macOS has other keys than the same with Cmd for Ctrl."""
    group: Group = Group.APP
    place: Place = Place.COLUMNS
    icon: str = ""
    applies: Callable[[], bool] = always
    """Whether it makes sense now; asked when a key is pressed and when the palette opens."""
    words: Callable[[], str] | None = None
    """For words that change, such as "Pin" and "Unpin"."""
    is_fixed: bool = False
    """The key cannot be changed: Esc, Enter, arrows."""
    is_listed: bool = True
    """Whether the palette offers it. A key that moves the focus makes no sense there."""
    repeats: bool = False
    """Whether it is done again and again while its key is held."""
    reaches_over: bool = False
    """Whether its key acts also while something lies over the window, such as the palette."""
    works_locked: bool = False
    """Whether its key acts while igdesk is locked."""
    family: str = ""
    """Commands of one family share a line in the list of shortcuts, such as "Account 1…9"."""
    hint: str = ""
    """Stands where a key would, such as "/glaze"."""
    is_minor: bool = False
    """One of many of its kind: the palette shows it once something is typed."""
    number: Callable[[], int] | None = None
    """Shown beside the words in the palette, such as how many wait."""

    @property
    def title(self) -> str:
        """As the palette and menus call it, now."""
        return self.words() if self.words is not None else say(f"command.{self.id}")

    @property
    def short_title(self) -> str:
        """As the list of shortcuts and buttons call it, at any time."""
        for text_id in (f"command.{self.id}.short", f"command.{self.id}"):
            if has_text(text_id):
                return say(text_id)
        return self.title

    @property
    def default_keys(self) -> tuple[str, ...]:
        if sys.platform == "darwin" and self.mac_keys is not None:
            return self.mac_keys
        return self.keys
