"""All commands of the window with the keys they have now: the usual ones, or what the person chose."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from igdesk.ui.commands.command import Command, Place
from igdesk.ui.commands.keys import is_letter, normal, parts_of

_KEYS = "shortcuts.keys"
_LETTERS = "shortcuts.letters"

RESERVED = frozenset(
    normal(key)
    for key in (
        "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+Shift+V", "Tab", "Shift+Tab",
        "Backspace", "Delete", "Left", "Right", "Up", "Down", "Home", "End", "Return", "Enter", "Esc", "Space",
        "Ctrl+Left", "Ctrl+Right", "Ctrl+Backspace", "Ctrl+Delete", "Ctrl+Home", "Ctrl+End", "PgUp", "PgDown",
        "Ctrl+Shift+U", "Ctrl+.", "Ctrl+;",
    )
)  # fmt: skip
"""Fields, lists and input methods need these; no command can take them."""


class KeySettings(Protocol):
    """Where chosen keys are kept."""

    def get(self, key: str, default: str = "") -> str: ...

    def set(self, key: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that cannot be given: another command has it, or text needs it."""

    key: str
    command: Command | None


class Commands:
    """Commands are added once; ``changed`` is called when keys are given or taken."""

    def __init__(self, settings: KeySettings) -> None:
        self._settings = settings
        self._commands: dict[str, Command] = {}
        self._sources: list[Callable[[], Iterable[Command]]] = []
        self._chosen = _read(settings.get(_KEYS))
        self._has_letters = settings.get(_LETTERS, "1") != "0"
        self._listeners: list[Callable[[], None]] = []

    def add(self, *commands: Command) -> None:
        """Commands with keys, or that are always there."""
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"two commands are called {command.id}")
            self._commands[command.id] = command
        if commands:
            self._tell()

    def add_source(self, source: Callable[[], Iterable[Command]]) -> None:
        """Commands that come and go, such as the accounts; asked for when the palette opens."""
        self._sources.append(source)

    def all(self) -> tuple[Command, ...]:
        """In the order in which they were added."""
        return tuple(self._commands.values())

    def offered(self) -> list[Command]:
        """What the palette offers now."""
        found = [*self._commands.values(), *(command for source in self._sources for command in source())]
        return [c for c in found if c.is_listed and c.run is not None and c.applies()]

    def get(self, command_id: str) -> Command:
        return self._commands[command_id]

    def run(self, command_id: str) -> bool:
        """Do it if it applies now."""
        command = self._commands[command_id]
        if command.run is None or not command.applies():
            return False
        command.run()
        return True

    # keys

    def keys(self, command: Command) -> tuple[str, ...]:
        """All keys of a command, single letters too while they are switched off."""
        chosen = None if command.is_fixed else self._chosen.get(command.id)
        return tuple(normal(key) for key in command.default_keys) if chosen is None else chosen

    def keys_in_use(self, command: Command) -> tuple[str, ...]:
        """The keys that work now."""
        return tuple(key for key in self.keys(command) if self._has_letters or command.is_fixed or not is_letter(key))

    def first_key(self, command: Command, *, prefers_letter: bool = False) -> str:
        """The key to teach: the palette shows the one that also works while writing."""
        keys = sorted(self.keys_in_use(command), key=lambda key: is_letter(key) != prefers_letter)
        return keys[0] if keys else ""

    def key_of(self, command_id: str, *, prefers_letter: bool = False) -> str:
        """The key to teach in a tooltip or menu; empty where the command has none."""
        command = self._commands.get(command_id)
        return self.first_key(command, prefers_letter=prefers_letter) if command is not None else ""

    def bound(self) -> dict[str, tuple[Command, ...]]:
        """Each key with the commands it can mean, the narrowest place first."""
        found: dict[str, list[Command]] = {}
        for command in self._commands.values():
            if command.run is not None:
                for key in self.keys_in_use(command):
                    found.setdefault(key, []).append(command)
        return {key: tuple(sorted(commands, key=lambda c: _WIDTH[c.place])) for key, commands in found.items()}

    def clash(self, command: Command, key: str) -> Clash | None:
        """Why a key cannot be given to a command, if so."""
        key = normal(key)
        if not key or key in RESERVED or _is_for_typing(key):
            return Clash(key, None)
        for other in self._commands.values():
            is_same_place = _meet(other.place, command.place)
            if other.id != command.id and is_same_place and key in self.keys(other):
                return Clash(key, other)
        return None

    def clashes(self) -> list[tuple[Command, Clash]]:
        """Keys that two commands have, as kept settings of another version may hold."""
        found = []
        for command in self._commands.values():
            if command.id in self._chosen and not command.is_fixed:
                for key in self.keys(command):
                    clash = self.clash(command, key)
                    if clash is not None:
                        found.append((command, clash))
        return found

    def rebind(self, command_id: str, keys: Iterable[str]) -> None:
        """Give a command other keys; none at all leaves it to the palette."""
        command = self._commands[command_id]
        if command.is_fixed:
            raise ValueError(f"the keys of {command_id} are fixed")
        wanted = tuple(dict.fromkeys(filter(None, map(normal, keys))))
        if wanted == tuple(normal(key) for key in command.default_keys):
            self._chosen.pop(command_id, None)
        else:
            self._chosen[command_id] = wanted
        self._keep()

    def take_over(self, command_id: str, keys: Iterable[str]) -> None:
        """Give keys to a command, and take them from whichever has them."""
        wanted = tuple(dict.fromkeys(filter(None, map(normal, keys))))
        for key in wanted:
            clash = self.clash(self._commands[command_id], key)
            if clash is not None and clash.command is not None and not clash.command.is_fixed:
                left = tuple(other for other in self.keys(clash.command) if other != key)
                self._chosen[clash.command.id] = left
        self.rebind(command_id, wanted)

    def reset(self, command_id: str | None = None) -> None:
        """The usual keys again, of one command or of all."""
        if command_id is None:
            self._chosen.clear()
        else:
            self._chosen.pop(command_id, None)
        self._keep()

    def is_changed(self, command: Command) -> bool:
        return command.id in self._chosen and not command.is_fixed

    @property
    def has_letters(self) -> bool:
        """Whether single letters act at all."""
        return self._has_letters

    def use_letters(self, is_on: bool) -> None:
        self._has_letters = is_on
        self._settings.set(_LETTERS, "1" if is_on else "0")
        self._tell()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Be told when keys change; the answer ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def _keep(self) -> None:
        self._settings.set(_KEYS, json.dumps({name: list(keys) for name, keys in sorted(self._chosen.items())}))
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


_WIDTH = {Place.MESSAGE: 0, Place.COMPOSER: 0, Place.COLUMNS: 1, Place.INSIDE: 2, Place.EVERYWHERE: 3}
_SHARES = {
    frozenset((Place.MESSAGE, Place.COLUMNS)),
    frozenset((Place.MESSAGE, Place.COMPOSER)),
    frozenset((Place.COMPOSER, Place.COLUMNS)),
}
"""Places whose commands may share a key: R quotes a message, and replies where none has the focus; Ctrl+Z takes back
a reply that is held, else the last act."""


def _meet(one: Place, other: Place) -> bool:
    return frozenset((one, other)) not in _SHARES


def _is_for_typing(key: str) -> bool:
    """AltGr types letters on Windows, Alt opens menus and types on a Mac."""
    held, last = parts_of(key)
    return len(last) == 1 and last.isalpha() and "Alt" in held and "Meta" not in held


def _read(text: str) -> dict[str, tuple[str, ...]]:
    """What was kept; whatever is not keys is left out."""
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(kept, dict):
        return {}
    found = {}
    for name, keys in kept.items():
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            found[str(name)] = tuple(dict.fromkeys(filter(None, (normal(key) for key in keys))))
    return found
