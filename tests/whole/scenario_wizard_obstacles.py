"""Message access is off and a permission missing: each obstacle is named; put right, the list checks itself again.

Driven by accessible names from another process. In between the program is closed, and the next start goes on.
"""

import subprocess
import sys
from pathlib import Path

from desktop import Desktop, Program, until
from parts import TOKEN, Sandbox, leaks, press_if_enabled, start_igdesk


def come_back(igdesk: Program) -> None:
    """Put the window away and take it up again, as after a walk through the settings of the phone."""
    window = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "igdesk"], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    subprocess.run(["xdotool", "windowminimize", "--sync", window], check=True)
    until(lambda: not any(frame.is_active for frame in igdesk.root().children), "the window to be away")
    subprocess.run(["xdotool", "windowactivate", window], check=True)


def main(folder: Path) -> None:
    with Desktop(), Sandbox(folder) as sandbox:
        ig_id = sandbox.state()["accounts"][0]["ig_id"]
        sandbox.app(message_access_off=[ig_id])
        with start_igdesk(folder, sandbox.url) as igdesk:
            igdesk.find("radio button", "Paste a token, recommended")
            igdesk.find("push button", "Continue").press()
            field = igdesk.find("password text", "Access token")
            field.text = "0123456789abcdef0123456789abcdef"
            igdesk.find("label", "This looks like an app secret, not a token.")
            field.text = TOKEN
            igdesk.find("label", "Looks like an Instagram token.")
            igdesk.find("push button", "Check the token").press()
            igdesk.find("list item", lambda name: name.startswith("Message access is allowed: failed, Switched off."))
            igdesk.find("list item", lambda name: name.startswith("Conversations are readable: waiting"))
            igdesk.find("label", "Step 3 of 4, Checks")
            assert not igdesk.find("push button", "Continue").is_enabled
            igdesk.find("push button", "Copy report").press()
            igdesk.find("push button", "Copied")
            assert igdesk.quit() == 0, igdesk.said
        assert leaks(folder, TOKEN) == [], "the token rests in the keychain alone"
        with start_igdesk(folder, sandbox.url) as igdesk:
            igdesk.find("list item", lambda name: name.startswith("Message access is allowed: failed, Switched off."))
            sandbox.app(message_access_off=[])
            come_back(igdesk)
            igdesk.find("list item", lambda name: name.startswith("Conversations are readable: passed"))
            until(lambda: press_if_enabled(igdesk, "Continue"), "all checks passed")
            igdesk.find("progress bar", lambda name: name.startswith("Fetching conversations, "))
            igdesk.find("push button", "Open the inbox").press()
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12, "12 rows")
            assert igdesk.quit() == 0, igdesk.said
        assert leaks(folder, TOKEN) == [], "no file and no log holds the token"
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
