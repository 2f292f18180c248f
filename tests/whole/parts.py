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


def files_with(folder: Path, needle: bytes) -> list[Path]:
    """Files under ``folder`` that contain the bytes."""
    return [path for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]
