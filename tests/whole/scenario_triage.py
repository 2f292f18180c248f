"""From a full inbox to none left with the keyboard alone: answer, label, snooze, done, undo, all at once."""

import sys
import time
from pathlib import Path

from desktop import Desktop, Node, Program, until
from parts import start_igdesk

STEADY_S = 4


def inbox_of(igdesk: Program) -> Node:
    return igdesk.find("list", lambda name: name.startswith("Inbox, "))


def count_of(igdesk: Program) -> int:
    """How many conversations the list says it holds."""
    return int(inbox_of(igdesk).name.split(", ")[1].split()[0])


def steady_count(igdesk: Program) -> int:
    """The number once the first update is through: the same for some seconds."""
    seen: list[tuple[float, int]] = []

    def is_steady() -> int:
        seen.append((time.monotonic(), count_of(igdesk)))
        lately = [count for at, count in seen if at > seen[-1][0] - STEADY_S]
        return lately[-1] if seen[0][0] < seen[-1][0] - STEADY_S and len(set(lately)) == 1 else 0

    return until(is_steady, "the whole inbox", 60)


def has_line(igdesk: Program, words: str) -> bool:
    """Whether a message of the open conversation tells of it."""
    return any(words in message.description for message in igdesk.find("list", "Messages").children)


def main(folder: Path) -> None:
    with Desktop(keychain=False) as desktop, start_igdesk(folder, "", "--demo") as igdesk:
        until(lambda: len(inbox_of(igdesk).children) > 20, "the demo's rows")
        inbox = inbox_of(igdesk)
        until(lambda: inbox.is_focused or any(row.is_focused for row in inbox.children), "focus in the list")
        full = steady_count(igdesk)
        desktop.press("Home")
        desktop.press("Down")
        desktop.press("l")
        igdesk.find("text", "Find or create a label")
        desktop.type("Walk")
        desktop.press("Return")
        igdesk.find("list item", lambda name: "labels " in name and "Walk" in name)
        desktop.press("Escape")
        until(lambda: has_line(igdesk, "You added the label Walk"), "the line between the messages")
        desktop.press("e")
        until(lambda: count_of(igdesk) == full - 1, "one that is done")
        desktop.press("h")
        igdesk.find("menu item", lambda name: name.startswith("In one hour"))
        desktop.press("Return")
        until(lambda: count_of(igdesk) == full - 2, "one that is snoozed")
        desktop.press("z")
        until(lambda: count_of(igdesk) == full - 1, "one that is back")
        desktop.press("Escape")
        desktop.press("Home")
        desktop.press("ctrl+a")
        igdesk.find("label", lambda name: name.endswith(" selected"))
        desktop.press("e")
        # Somebody may write meanwhile: what is left then is theirs alone.
        until(lambda: count_of(igdesk) <= 2, "an empty inbox")
        desktop.press("ctrl+4")
        igdesk.find("list", lambda name: name.startswith("Done, "))
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
