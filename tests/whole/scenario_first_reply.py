"""From the first start, with a pasted token, to a reply that the sandbox received exactly once; then offline.

Real keychain, real window, real HTTP. At the end no file of the profile holds the token or a message.
"""

import sys
from pathlib import Path

from desktop import Desktop, until
from parts import TOKEN, Sandbox, connect_by_token, files_with, start_igdesk

REPLY = "Yes, both sizes are on the shelf - shall I put one aside?"


def main(folder: Path) -> None:
    with Desktop():
        with Sandbox(folder) as sandbox:
            with start_igdesk(folder, sandbox.url) as igdesk:
                connect_by_token(igdesk, f"  {TOKEN}\n")
                inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
                until(lambda: len(inbox.children) == 12 and inbox.children[0].name, "12 rows")
                until(lambda: all(", " in row.name for row in inbox.children), "rows that say something")
                row = inbox.children[0]
                row.click()
                field = igdesk.find("text", lambda name: name.startswith("Reply to "))
                field.text = REPLY
                igdesk.find("push button", "Send").press()
                igdesk.find("list item", lambda name: REPLY in name and "Sent" in name)
                assert sandbox.sent_texts().count(REPLY) == 1, sandbox.state()
                until(lambda: field.text == "", "the field emptied")
                assert igdesk.quit() == 0, igdesk.said
            assert sandbox.sent_texts().count(REPLY) == 1
        profile = folder / "profile"
        assert files_with(profile, TOKEN.encode()) == []
        assert files_with(profile, REPLY.encode()) == []
        with start_igdesk(folder, "http://127.0.0.1:9") as igdesk:
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12, "12 rows")
            next(row for row in inbox.children if "You: " in row.name and REPLY[:20] in row.name).click()
            igdesk.find("list item", lambda name: REPLY in name and "Sent" in name)
            igdesk.wait_for("alert", lambda name: name.startswith("You’re offline."), "the banner")
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
