"""A real keychain: what is connected is stored and read back; locked, the program says so; unlocked, it goes on;
given up, nothing is left in it."""

import subprocess
import sys
from pathlib import Path

from desktop import Desktop, until
from parts import PYTHON, TOKEN, Sandbox, connect_by_token, leaks, press_if_enabled, start_igdesk

LOOK = """
import secretstorage
bus = secretstorage.dbus_init()
collection = secretstorage.get_default_collection(bus)
for item in collection.get_all_items():
    print(item.get_attributes().get("username", ""), len(item.get_secret()) if not item.is_locked() else -1)
"""
LOCK = """
import secretstorage
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
"""


def entries() -> dict[str, int]:
    """What the keychain holds, by name, with the length of each secret."""
    said = subprocess.run([PYTHON, "-c", LOOK], capture_output=True, text=True, check=True, timeout=30).stdout
    return {line.rpartition(" ")[0]: int(line.rpartition(" ")[2]) for line in said.splitlines()}


def unlock() -> None:
    subprocess.run(
        ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
        input=b"test",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def main(folder: Path) -> None:
    with Desktop(), Sandbox(folder) as sandbox:
        ig_id = sandbox.state()["accounts"][0]["ig_id"]
        with start_igdesk(folder, sandbox.url) as igdesk:
            sandbox.app(can_message=False)
            igdesk.find("push button", "Continue").press()
            igdesk.find("password text", "Access token").text = TOKEN
            igdesk.find("push button", "Check the token").press()
            igdesk.find("list item", lambda name: name.startswith("Messaging is enabled for the app: failed"))
            held = entries()
            assert any(name.startswith("sign-in/") for name in held), held
            assert not any(name.startswith("token:") for name in held), held
            sandbox.app(can_message=True)
            igdesk.find("push button", "Back").press()
            igdesk.find("password text", "Access token")
            igdesk.find("push button", "Back").press()
            igdesk.find("radio button", "Paste a token, recommended")
            connect_by_token(igdesk, TOKEN)
            igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: not any(name.startswith("sign-in/") for name in entries()), "what was begun is forgotten")
            assert any(name.startswith(f"token:{ig_id}/") for name in entries()), entries()
            assert igdesk.quit() == 0, igdesk.said
        with start_igdesk(folder, sandbox.url) as igdesk:
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12, "12 rows, with the token read back")
            sandbox.say(
                sandbox.state()["accounts"][0]["conversations"][0]["username"], "Read with the token of the vault"
            )
            until(lambda: any("Read with the token" in row.name for row in inbox.children), "a new message", 60)
            subprocess.run([PYTHON, "-c", LOCK], check=True, timeout=30)
            igdesk.find("push button", "Add account").press()
            igdesk.find("push button", "Continue").press()
            igdesk.find("password text", "Access token").text = TOKEN
            igdesk.find("push button", "Check the token").press()
            igdesk.find("list item", lambda name: name.startswith("Token is valid: warning, Already connected"))
            unlock()
            igdesk.find("list item", lambda name: name.startswith("Conversations are readable: passed"))
            until(lambda: press_if_enabled(igdesk, "Continue"), "Continue")
            igdesk.find("push button", "Open the inbox").press()
            assert igdesk.quit() == 0, igdesk.said
        assert leaks(folder, TOKEN) == []
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
