"""Lock it, die, come back locked, and get in with a passphrase or a token; a screen reader finds nothing meanwhile."""

import sys
from pathlib import Path

from desktop import Desktop, Node, Program, until
from parts import TOKEN, Sandbox, connect_by_token, leaks, start_igdesk

WORDS = "kiln and glaze"
PERSON = "mara"


def words_of(igdesk: Program) -> str:
    """Everything that a screen reader can walk to, seen or not."""
    return "\n".join(f"{node.name} {node.description}" for node in igdesk.root().walk()).casefold()


def inbox_of(igdesk: Program) -> Node:
    return igdesk.find("list", lambda name: name.startswith("Inbox, "))


def main(folder: Path) -> None:
    with Desktop() as desktop, Sandbox(folder) as sandbox:
        igdesk = start_igdesk(folder, sandbox.url)
        connect_by_token(igdesk, TOKEN)
        inbox = inbox_of(igdesk)
        until(lambda: len(inbox.children) > 8, "the conversations")
        until(lambda: PERSON in words_of(igdesk), "somebody who wrote")
        until(lambda: inbox.is_focused or any(row.is_focused for row in inbox.children), "focus in the list")
        desktop.press("Home")
        desktop.press("Return")
        field = igdesk.find("text", lambda name: name.startswith("Reply to "))
        until(lambda: field.is_focused, "focus in the composer")
        desktop.type("Half a sen")

        desktop.press("ctrl+shift+l")
        first = igdesk.find("password text", "New passphrase")
        until(lambda: first.is_focused, "focus in the first field")
        desktop.type(WORDS)
        desktop.press("Tab")
        desktop.type(WORDS)
        desktop.press("Return")
        until(lambda: "i forgot the passphrase" in words_of(igdesk), "the lock")
        assert PERSON not in words_of(igdesk)
        assert "half a sen" not in words_of(igdesk)
        desktop.press("ctrl+k")
        desktop.type(WORDS)
        desktop.press("Return")
        until(lambda: PERSON in words_of(igdesk), "the inbox again")
        field = igdesk.find("text", lambda name: name.startswith("Reply to "))
        until(lambda: field.is_focused, "focus where it was")
        desktop.type("tence")
        until(lambda: field.text == "Half a sentence", "the draft as it was")

        desktop.press("ctrl+shift+l")
        until(lambda: "i forgot the passphrase" in words_of(igdesk), "the lock")
        igdesk.kill()
        assert leaks(folder / "profile", WORDS) == []

        with start_igdesk(folder, sandbox.url) as igdesk:
            lock = igdesk.find("password text", "Passphrase")
            until(lambda: lock.is_focused, "focus in the passphrase")
            assert PERSON not in words_of(igdesk)
            desktop.type("a wrong guess")
            desktop.press("Return")
            until(lambda: "that is not the passphrase." in words_of(igdesk), "the words about it")
            igdesk.find("push button", "I forgot the passphrase").press()
            igdesk.find("password text", "Access token").text = TOKEN
            igdesk.find("push button", "Remove the passphrase").press()
            until(lambda: PERSON in words_of(igdesk), "the inbox again")
            until(lambda: "draft, half a sentence" in words_of(igdesk), "the draft in the list")
            until(lambda: any(row.is_focused for row in inbox_of(igdesk).children), "focus in the list")
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
