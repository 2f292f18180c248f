"""The whole wizard with the keyboard alone, on a real window: choose, type the token, check, go on, open the inbox."""

import sys
from pathlib import Path

from desktop import Desktop, until
from parts import TOKEN, Sandbox, leaks, start_igdesk


def main(folder: Path) -> None:
    with Desktop() as desktop, Sandbox(folder) as sandbox:
        with start_igdesk(folder, sandbox.url) as igdesk:
            option = igdesk.find("radio button", "Paste a token, recommended")
            until(lambda: option.is_focused, "focus on the first way")
            desktop.press("Down")
            until(lambda: igdesk.find("radio button", "Sign in with the browser").is_focused, "the second way")
            desktop.press("1")
            until(lambda: option.is_focused, "the first way again")
            desktop.press("Return")
            field = igdesk.find("password text", "Access token")
            until(lambda: field.is_focused, "focus in the field")
            desktop.type(TOKEN)
            igdesk.find("label", "Looks like an Instagram token.")
            desktop.press("alt+Left")
            igdesk.find("radio button", "Paste a token, recommended")
            desktop.press("Return")
            igdesk.find("label", "Looks like an Instagram token.")
            desktop.press("Return")
            igdesk.find("list item", lambda name: name.startswith("Conversations are readable: passed"))
            until(lambda: igdesk.find("push button", "Continue").is_focused, "focus on Continue")
            desktop.press("Return")
            until(lambda: igdesk.find("push button", "Open the inbox").is_focused, "focus on Open the inbox")
            desktop.press("Return")
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: inbox.is_focused or any(row.is_focused for row in inbox.children), "focus in the list")
            assert igdesk.quit() == 0, igdesk.said
        assert leaks(folder, TOKEN) == []
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
