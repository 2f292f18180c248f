"""The parts of a scenario: the sandbox on a loopback port and the program that talks to it."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from desktop import Program, get_json, until

ROOT = Path(__file__).parents[2]
PYTHON = os.environ["IGDESK_TEST_PYTHON"]
TOKEN = "IGAAsandboxWholeProgramToken0123456789abcdefghij"
PAGE_TOKEN = "EAAsandboxWholeProgramPageToken0123456789abcdefghij"


class Sandbox:
    """`python -m igdesk.sandbox`, as a developer would start it."""

    def __init__(self, folder: Path, *, port: int = 0, conversations: int = 12, flavour: str = "instagram") -> None:
        self.output = folder / f"sandbox-{port}.out"
        command = [PYTHON, "-u", "-m", "igdesk.sandbox", "--port", str(port), "--seed", "7"]
        command += ["--conversations", str(conversations), "--liveliness", "0"]
        command += ["--flavour", flavour, "--token", TOKEN if flavour == "instagram" else PAGE_TOKEN]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        pattern = re.compile(r"http://127\.0\.0\.1:\d+")
        self.url = until(lambda: (m := pattern.search(self.output.read_text())) and m.group(), "the sandbox")

    def state(self) -> Any:
        return get_json(f"{self.url}/sandbox/state")

    def sent_texts(self) -> list[str]:
        return [sent["text"] for sent in self.state()["sent"]]

    def fault(self, **fault: object) -> None:
        get_json(f"{self.url}/sandbox/faults", fault)

    def app(self, **changes: object) -> Any:
        """Change the app at Meta, or what is the matter with it."""
        return get_json(f"{self.url}/sandbox/app", changes)

    def say(self, username: str, text: str) -> None:
        get_json(f"{self.url}/sandbox/say", {"username": username, "text": text})

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_igdesk(folder: Path, sandbox_url: str, *options: str, **env: str) -> Program:
    """igdesk with a profile under ``folder``, talking to the sandbox."""
    command = [PYTHON, "-m", "igdesk", "--profile", str(folder / "profile"), *options]
    hosts = {"IGDESK_INSTAGRAM_GRAPH_URL": sandbox_url, "IGDESK_FACEBOOK_GRAPH_URL": sandbox_url}
    return Program(command, {**hosts, "PYTHONPATH": str(ROOT), **env}, folder)


def connect_by_token(igdesk: Program, token: str) -> None:
    """The wizard from its first page to the inbox, by accessible names."""
    igdesk.find("push button", "Continue").press()
    igdesk.find("password text", "Access token").text = token
    igdesk.find("push button", "Check the token").press()
    igdesk.find("list item", lambda name: name.startswith("Conversations are readable: passed"))
    until(lambda: press_if_enabled(igdesk, "Continue"), "all checks passed")
    igdesk.find("push button", "Open the inbox").press()


def press_if_enabled(igdesk: Program, words: str) -> bool:
    """Press a button once it can be pressed."""
    button = igdesk.find("push button", words)
    if button.is_enabled:
        button.press()
    return button.is_enabled


def files_with(folder: Path, needle: bytes) -> list[Path]:
    """Files under ``folder`` that contain the bytes."""
    return [path for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]


def leaks(folder: Path, *secrets: str) -> list[Path]:
    """Files of the program, of the keychain and of the person's home that hold a secret in clear, byte by byte."""
    places = (folder / "profile", folder / "home")
    return [path for place in places for secret in secrets for path in files_with(place, secret.encode())]
