"""Signing in with the browser, both ways back: to the listener on this computer, and by copying the address.

The browser is played by this test: it opens the page at the sandbox, agrees, and goes where it is sent.
"""

import http.client
import ssl
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from desktop import Desktop, Program, until
from parts import Sandbox, leaks, press_if_enabled, start_igdesk

OPENER = """#!/bin/sh
printf '%s\\n' "$1" >> "{folder}/opened"
"""


class Elsewhere(urllib.request.HTTPRedirectHandler):
    """Stops at the redirect, as somebody would who copies the address."""

    def redirect_request(self, *_: object) -> None:
        return None


def opened(folder: Path, count: int) -> str:
    """The address that igdesk gave to the browser."""
    path = folder / "opened"
    return until(lambda: path.exists() and (path.read_text().split() + [""] * count)[count - 1], "the browser")


def agree(url: str) -> str:
    """Agree on the consent page; the address the browser is sent to."""
    browser = urllib.request.build_opener(Elsewhere, urllib.request.ProxyHandler({}))
    try:
        browser.open(f"{url}&decision=allow", timeout=10)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
    raise AssertionError("not sent anywhere")


def follow(address: str) -> str:
    """Go to the address on this computer, past the warning about its certificate."""
    parts = urllib.parse.urlsplit(address)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=trusting, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    return connection.getresponse().read().decode()


def name_the_app(igdesk: Program, app: dict[str, str]) -> None:
    igdesk.find("text", "App ID").text = app["instagram_app_id"]
    igdesk.find("password text", "App secret").text = app["instagram_app_secret"]
    igdesk.find("push button", "Open the browser").press()
    igdesk.find("push button", "Copy the link")


def main(folder: Path) -> None:
    tools = folder / "tools"
    tools.mkdir()
    (tools / "xdg-open").write_text(OPENER.format(folder=folder))
    (tools / "xdg-open").chmod(0o755)
    with Desktop(), Sandbox(folder) as sandbox:
        app = sandbox.app()
        with start_igdesk(
            folder, sandbox.url, BROWSER=str(tools / "xdg-open"), PATH=f"{tools}:/usr/bin:/bin"
        ) as igdesk:
            igdesk.find("radio button", "Sign in with the browser").press()
            igdesk.find("push button", "Continue").press()
            name_the_app(igdesk, app)
            address = agree(opened(folder, 1))
            assert "You can go back to igdesk" in follow(address)
            igdesk.find("list item", lambda name: name.startswith("Conversations are readable: passed"))
            igdesk.find("push button", "Back").press()
            igdesk.find("text", "App ID")
            igdesk.find("push button", "Open the browser").press()
            copied = agree(opened(folder, 2))
            igdesk.find("text", "Address of the page you were sent to").text = copied.replace("state=", "state=x")
            until(lambda: press_if_enabled(igdesk, "Continue"), "Continue")
            igdesk.find("label", lambda name: name.startswith("This address belongs to another sign-in."))
            igdesk.find("text", "Address of the page you were sent to").text = copied
            until(lambda: press_if_enabled(igdesk, "Continue"), "Continue")
            igdesk.find("list item", lambda name: name.startswith("Conversations are readable: passed"))
            until(lambda: press_if_enabled(igdesk, "Continue"), "all checks passed")
            igdesk.find("push button", "Open the inbox").press()
            inbox = igdesk.find("list", lambda name: name.startswith("Inbox, 12 conversations"))
            until(lambda: len(inbox.children) == 12, "12 rows")
            assert igdesk.quit() == 0, igdesk.said
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(copied).query)["code"][0]
        assert leaks(folder, app["instagram_app_secret"], "IGAAsandbox", code) == []
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
