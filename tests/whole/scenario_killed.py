"""The plug is pulled while a reply is on its way: after the restart it was sent once, or honestly not confirmed.

Two replies: one whose request reached Instagram and whose answer was lost with the program, one still in the outbox.
"""

import sys
from pathlib import Path

from desktop import Desktop, until
from parts import TOKEN, Sandbox, start_igdesk

FIRST = "The parcel leaves tomorrow morning"
SECOND = "And the number follows by mail"


def main(folder: Path) -> None:
    with Desktop(), Sandbox(folder) as sandbox:
        with start_igdesk(folder, sandbox.url, INSTAGRAM_ACCESS_TOKEN=TOKEN) as igdesk:
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12 and all(", " in row.name for row in inbox.children), "12 rows")
            sandbox.fault(kind="hang_after_processing", scope="send", count=1)
            inbox.children[0].click()
            field = igdesk.find("text", lambda name: name.startswith("Reply to "))
            field.text = FIRST
            igdesk.find("push button", "Send").press()
            until(lambda: FIRST in sandbox.sent_texts(), "the first reply at Instagram")
            field.text = SECOND
            igdesk.find("push button", "Send").press()
            igdesk.find("list item", lambda name: SECOND in name)
            field.text = "a draft that nobody sent"
            igdesk.wait_for("list item", lambda name: ", draft, " in name, "the draft in the list")
            igdesk.kill()
        with start_igdesk(folder, sandbox.url) as igdesk:
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12, "12 rows")
            next(row for row in inbox.children if ", draft, " in row.name).click()
            field = igdesk.find("text", lambda name: name.startswith("Reply to "))
            until(lambda: field.text == "a draft that nobody sent", "the draft in the field")
            igdesk.find("list item", lambda name: FIRST in name and name.rstrip().endswith("Sent."))
            igdesk.find("list item", lambda name: SECOND in name and name.rstrip().endswith("Sent."))
        assert sandbox.sent_texts().count(FIRST) == 1, sandbox.state()
        assert sandbox.sent_texts().count(SECOND) == 1, sandbox.state()
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
