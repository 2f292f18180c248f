"""A computer without a keychain, and a Page token in a .env file: a passphrase is chosen, and opens everything again.

The token stands in the file that the person wrote and nowhere else.
"""

import sys
from pathlib import Path

from desktop import Desktop, until
from parts import PAGE_TOKEN, Sandbox, files_with, start_igdesk

PASSPHRASE = "three kilns and a wheel"


def main(folder: Path) -> None:
    (folder / ".env").write_text(f"\ufeffexport INSTAGRAM_ACCESS_TOKEN='{PAGE_TOKEN}'\r\n", "utf-8")
    with Desktop(keychain=False), Sandbox(folder, flavour="facebook") as sandbox:
        with start_igdesk(folder, sandbox.url) as igdesk:
            igdesk.find("password text", "Passphrase").text = PASSPHRASE
            igdesk.find("password text", "Passphrase again").text = PASSPHRASE
            igdesk.find("push button", "Use this passphrase").press()
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12 and all(", " in row.name for row in inbox.children), "12 rows")
            inbox.children[0].click()
            field = igdesk.find("text", lambda name: name.startswith("Reply to "))
            field.text = "Sent through the Page"
            igdesk.find("push button", "Send").press()
            igdesk.find("list item", lambda name: "Sent through the Page" in name and "Sent." in name)
            assert igdesk.quit() == 0, igdesk.said
        assert sandbox.sent_texts().count("Sent through the Page") == 1
        assert files_with(folder / "profile", PAGE_TOKEN.encode()) == []
        assert files_with(folder / "profile", PASSPHRASE.encode()) == []
        with start_igdesk(folder, sandbox.url) as igdesk:
            field = igdesk.find("password text", "Passphrase")
            field.text = "not the one"
            igdesk.find("push button", "Unlock").press()
            igdesk.find("label", "That is not the passphrase.")
            field.text = PASSPHRASE
            igdesk.find("push button", "Unlock").press()
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12, "12 rows")
            assert igdesk.quit() == 0, igdesk.said
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
