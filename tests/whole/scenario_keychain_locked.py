"""A real keychain: what is connected is stored and read back; locked, the program says so; unlocked, it goes on;
disconnected, the token is gone from it."""

import subprocess
import sys
from pathlib import Path

from desktop import Desktop, until
from parts import PYTHON, TOKEN, Sandbox, connect_by_token, leaks, start_igdesk

LOOK = """
import secretstorage
bus = secretstorage.dbus_init()
collection = secretstorage.get_default_collection(bus)
for item in collection.get_all_items():
    print(item.get_attributes().get("username", ""), len(item.get_secret()) if not item.is_locked() else -1)
"""
UNLOCK = """
import secretstorage
from secretstorage.util import DBusAddressWrapper, format_secret, open_session
bus = secretstorage.dbus_init()
path = secretstorage.get_default_collection(bus).collection_path
keyring = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
daemon = DBusAddressWrapper("/org/freedesktop/secrets", keyring, bus)
daemon.call("UnlockWithMasterPassword", "o(oayays)", path, format_secret(open_session(bus), b"test", "text/plain"))
"""
LOCK = """
import secretstorage
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
"""


def keychain(script: str) -> None:
    subprocess.run([PYTHON, "-c", script], check=True, timeout=30)


def entries() -> dict[str, int]:
    """What the keychain holds, by name, with the length of each secret."""
    said = subprocess.run([PYTHON, "-c", LOOK], capture_output=True, text=True, check=True, timeout=30).stdout
    return {line.rpartition(" ")[0]: int(line.rpartition(" ")[2]) for line in said.splitlines()}


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
            keychain(LOCK)
            igdesk.find("radio button", "Settings").click()
            igdesk.find("push button", lambda name: name.startswith("Disconnect…")).press()
            igdesk.find("push button", "Disconnect").press()
            igdesk.wait_for("alert", lambda name: name.startswith("The keychain is locked."), "the banner")
            keychain(UNLOCK)
            assert any(name.startswith(f"token:{ig_id}/") for name in entries()), "it is still connected"
            igdesk.find("push button", lambda name: name.startswith("Disconnect…")).press()
            igdesk.find("push button", "Disconnect").press()
            until(lambda: not any(name.startswith("token:") for name in entries()), "the token removed")
            assert igdesk.quit() == 0, igdesk.said
        assert leaks(folder, TOKEN) == []
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
