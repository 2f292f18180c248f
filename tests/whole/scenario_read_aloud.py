"""What a screen reader finds: buttons that open menus, menus in the tree, rows that can be chosen, the focus told."""

import sys
from pathlib import Path

from desktop import Atspi, Desktop, Node, until
from parts import start_igdesk

OPENERS = ("Sort and filter", "Labels", "Snooze", "More", "Saved replies", "Emoji", "Add label")


def has(node: Node, state: Atspi.StateType) -> bool:
    node._accessible.clear_cache()
    return bool(node._accessible.get_state_set().contains(state))


def main(folder: Path) -> None:
    with Desktop(keychain=False) as desktop, start_igdesk(folder, "", "--demo") as igdesk:
        inbox = igdesk.find("list", lambda name: name.startswith("Inbox, "))
        until(lambda: len(inbox.children) > 20, "the demo's rows")
        until(lambda: any(row.is_focused for row in inbox.children), "focus in the list")

        # a row is chosen as a screen reader chooses it
        until(lambda: not inbox.children[3].name.startswith("@"), "the names of people")
        person = inbox.children[3].name.partition(",")[0]
        assert Atspi.Selection.select_child(inbox._accessible.get_selection_iface(), 3)
        igdesk.find("panel", f"Conversation with {person}")
        until(lambda: has(inbox.children[3], Atspi.StateType.SELECTED), "the row of the open conversation")

        for name in OPENERS:
            assert has(igdesk.find("push button", name), Atspi.StateType.HAS_POPUP), name

        # menus are found where everything else is, by their words
        igdesk.find("push button", "More").press()
        igdesk.find("menu item", "Open in Instagram")
        desktop.press("Escape")
        until(lambda: not igdesk.shown("popup menu"), "no menu")
        inbox.focus()
        for key in ("Menu", "shift+F10"):
            desktop.press(key)
            done = igdesk.find("menu item", "Mark as done")
            assert igdesk.find("popup menu", person)
            until(lambda done=done: done.is_focused, "the first row of a menu opened by key")  # type: ignore[misc]
            desktop.press("Escape")
            until(lambda: not igdesk.shown("popup menu"), "no menu")
        until(lambda: inbox.is_focused, "focus back in the list")

        desktop.press("h")
        hour = igdesk.find("menu item", lambda name: name.startswith("In one hour"))
        until(lambda: hour.is_focused, "the first row of snoozing")
        desktop.press("Down")
        until(lambda: not hour.is_focused, "the next row of snoozing")
        desktop.press("Escape")
        until(lambda: inbox.is_focused, "focus back in the list")

        desktop.press("ctrl+k")
        tab = igdesk.find("page tab", "People")
        tab.press()
        until(lambda: has(tab, Atspi.StateType.SELECTED), "the tab that is chosen")
        desktop.press("Escape")
        until(lambda: inbox.is_focused, "focus back in the list")
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
