"""The cable is pulled, two replies are written, the program is closed and opened: they go out once, in their order."""

import sys
from pathlib import Path

from cable import Cable
from desktop import Desktop, until
from parts import TOKEN, Sandbox, start_igdesk

REPLIES = ["First, the price: 48 euros", "Second, it can leave on Monday"]


def main(folder: Path) -> None:
    with Desktop() as desktop, Sandbox(folder) as sandbox:
        cable = Cable(sandbox.port)
        with start_igdesk(folder, cable.url, INSTAGRAM_ACCESS_TOKEN=TOKEN) as igdesk:
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12 and all(", " in row.name for row in inbox.children), "12 rows")
            inbox.children[0].click()
            field = igdesk.find("text", lambda name: name.startswith("Reply to "))
            cable.pull()
            desktop.press("F5")
            igdesk.wait_for("alert", lambda name: name.startswith("You’re offline."), "the banner")
            for text in REPLIES:
                field.text = text
                igdesk.find("push button", "Send when online").press()
                igdesk.find("list item", lambda name, text=text: text in name and "Waiting for connection" in name)
            igdesk.wait_for("alert", lambda name: "2 replies wait" in name, "the outbox in the banner")
            assert igdesk.quit() == 0, igdesk.said
        assert not set(REPLIES) & set(sandbox.sent_texts())
        with start_igdesk(folder, cable.url) as igdesk:
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12, "12 rows")
            next(row for row in inbox.children if REPLIES[1][:20] in row.name).click()
            for text in REPLIES:
                igdesk.find("list item", lambda name, text=text: text in name and "Waiting for connection" in name)
            cable.plug()
            desktop.press("F5")
            for text in REPLIES:
                igdesk.find("list item", lambda name, text=text: text in name and name.rstrip().endswith("Sent."))
            until(lambda: not [alert for alert in igdesk.shown("alert") if "offline" in alert.name], "peace")
        assert [text for text in sandbox.sent_texts() if text in REPLIES] == REPLIES
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
