"""Read and answer with the keyboard alone, from the demo's list to the sent bubble and back."""

import sys
from pathlib import Path

from desktop import Desktop, until
from parts import start_igdesk


def main(folder: Path) -> None:
    with Desktop(keychain=False) as desktop, start_igdesk(folder, "", "--demo") as igdesk:
        inbox = igdesk.find("list", lambda name: name.startswith("Inbox, "))
        until(lambda: len(inbox.children) > 20, "the demo's rows")
        until(lambda: inbox.is_focused or any(row.is_focused for row in inbox.children), "focus in the list")
        desktop.press("Down")
        desktop.press("Up")
        desktop.press("Return")
        field = igdesk.find("text", lambda name: name.startswith("Reply to "))
        until(lambda: field.is_focused, "focus in the composer")
        desktop.type("Typed by hand")
        until(lambda: field.text == "Typed by hand", "the typed text")
        desktop.press("Return")
        igdesk.find("list item", lambda name: "Typed by hand" in name and "Sent" in name)
        desktop.press("Escape")
        timeline = igdesk.find("list", "Messages")
        until(lambda: timeline.is_focused or any(m.is_focused for m in timeline.children), "focus in the timeline")
        desktop.press("Escape")
        until(lambda: inbox.is_focused or any(row.is_focused for row in inbox.children), "focus back in the list")
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
