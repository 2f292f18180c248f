"""The list of all shortcuts as lines: what each is called, and its keys."""

from collections.abc import Iterable
from dataclasses import dataclass

from igdesk.ui.commands.command import Command, Group
from igdesk.ui.commands.keys import caps, parts_of
from igdesk.ui.commands.registry import Commands
from igdesk.ui.texts import has_text, say

Caps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line; ``keys`` are alternatives."""

    title: str
    keys: tuple[Caps, ...]
    command_id: str = ""
    """What a change of this line changes; empty where it cannot be changed."""
    is_changed: bool = False
    has_clash: bool = False

    @property
    def spoken(self) -> str:
        either = say("shortcuts.or")
        keys = f" {either} ".join("+".join(key) for key in self.keys)
        return f"{self.title}, {keys or say('shortcuts.none')}"


def sheet_lines(commands: Commands, *, is_changing: bool = False) -> list[tuple[Group, list[SheetLine]]]:
    """By heading. While keys are changed, every command has a line of its own, also those without a key."""
    clashing = {command.id for command, _clash in commands.clashes()}
    found: dict[Group, list[SheetLine]] = {group: [] for group in Group}
    families: dict[str, list[Command]] = {}
    for command in commands.all():
        if command.family:
            families.setdefault(command.family, []).append(command)
    told: set[str] = set()
    for command in commands.all():
        keys = commands.keys_in_use(command)
        if command.family and not is_changing:
            if command.family in told:
                continue
            together = _together(commands, families[command.family])
            if together is not None:
                told.add(command.family)
                found[command.group].append(
                    SheetLine(_family_title(command.family, families[command.family]), together)
                )
                continue
        if (is_changing and command.is_fixed) or not (keys or is_changing):
            continue
        shown = tuple(caps(key) for key in keys)
        line = SheetLine(
            title=command.short_title,
            keys=shown,
            command_id="" if command.is_fixed else command.id,
            is_changed=commands.is_changed(command),
            has_clash=command.id in clashing,
        )
        found[command.group].append(line)
    return [(group, lines) for group, lines in found.items() if lines]


def _together(commands: Commands, family: Iterable[Command]) -> tuple[Caps, ...] | None:
    """One key for the whole family, such as Alt 1…9; None where that is not so."""
    held: set[tuple[str, ...]] = set()
    digits: list[int] = []
    for command in family:
        keys = commands.keys_in_use(command)
        if len(keys) != 1:
            return None
        before, last = parts_of(keys[0])
        if not last.isdigit():
            return None
        held.add(before)
        digits.append(int(last))
    if len(held) != 1 or len(digits) < 2 or digits != list(range(digits[0], digits[0] + len(digits))):
        return None
    first = caps("+".join((*held.pop(), str(digits[0]))))
    return ((*first[:-1], f"{digits[0]}…{digits[-1]}"),)


def _family_title(family: str, members: Iterable[Command]) -> str:
    text_id = f"command.family.{family}"
    return say(text_id) if has_text(text_id) else ", ".join(command.short_title for command in members)
