"""Emoji, undo, a quote and a reaction by the keyboard alone, as somebody hears them who listens to the window."""

import sys
from pathlib import Path

from desktop import Desktop, until
from parts import start_igdesk


def main(folder: Path) -> None:
    with Desktop(keychain=False) as desktop, start_igdesk(folder, "", "--demo") as igdesk:
        inbox = igdesk.find("list", lambda name: name.startswith("Inbox, "))
        until(lambda: len(inbox.children) > 20, "the demo's rows")
        until(lambda: inbox.is_focused or any(row.is_focused for row in inbox.children), "focus in the list")
        desktop.press("Down")  # the first row, a voice message
        desktop.press("Down")
        until(lambda: any(row.is_focused and "Mara" in row.name for row in inbox.children), "the second row")
        desktop.press("Return")
        field = igdesk.find("text", lambda name: name.startswith("Reply to "))
        until(lambda: field.is_focused, "focus in the composer")

        desktop.press("ctrl+e")
        search = igdesk.find("text", "Search emoji")
        until(lambda: search.is_focused, "focus in the search for emoji")
        grid = igdesk.find("table", lambda name: bool(name))
        assert any(cell.name == "grinning face" for cell in grid.children), "the emoji have names"
        desktop.type("thumbs up")
        desktop.press("alt+Down")
        igdesk.find("push button", "thumbs up light skin tone")
        desktop.press("Escape")
        until(lambda: search.is_focused, "focus back in the search")
        desktop.press("Return")
        until(lambda: field.text == "👍", "the emoji in the reply")
        until(lambda: field.is_focused, "focus back in the composer")

        desktop.type(" ok")
        desktop.press("Return")
        igdesk.find("push button", lambda name: name.startswith("Undo sending, "))
        igdesk.find("list item", lambda name: "👍 ok" in name and "Not sent yet" in name)
        desktop.press("ctrl+z")
        until(lambda: field.text == "👍 ok", "the reply back in the field")

        desktop.press("Escape")
        timeline = igdesk.find("list", "Messages")
        until(lambda: timeline.is_focused or any(m.is_focused for m in timeline.children), "focus in the timeline")
        desktop.press("Up")
        desktop.press("Down")
        for name in ("React", "Quote", "Copy text", "More"):
            igdesk.find("push button", name)
        desktop.press("shift+r")
        igdesk.find("menu item", "fire")
        desktop.press("6")
        igdesk.find("list item", lambda name: name.endswith("Reactions: fire from You.") or "fire from You" in name)

        desktop.press("r")
        igdesk.find("label", lambda name: name.startswith("Quoting "))
        until(lambda: field.is_focused, "focus in the composer for the quote")
        desktop.press("Return")
        igdesk.find("list item", lambda name: "Reply to " in name and "👍 ok" in name and "Sent" in name)
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
