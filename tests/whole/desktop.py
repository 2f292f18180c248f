"""A desktop for tests of the whole program: a virtual screen, a window manager, a keychain and the accessibility bus.

Runs under the system's Python (which has gi) inside a D-Bus session of its own; the program under test runs under the
Python of the tests, as a process of its own, and is driven by the accessible names that a screen reader would read.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

T = TypeVar("T")
PATIENCE_S = 30.0


class NotSeenError(AssertionError):
    """Something that should have appeared did not."""


def until(condition: Callable[[], T | None], what: str, patience_s: float = PATIENCE_S) -> T:
    """The first true answer of ``condition``; asks again every 50 ms."""
    end = time.monotonic() + patience_s
    trouble = ""
    while time.monotonic() < end:
        try:
            answer = condition()
        except Exception as error:  # a node that vanished while it was read: look again
            trouble, answer = repr(error), None
        if answer:
            return answer
        time.sleep(0.05)
    raise NotSeenError(f"waited {patience_s} s for {what} {trouble}")


class Desktop:
    """Everything a program finds on a person's desktop, gone again at the end."""

    def __init__(self, size: str = "1280x800x24", *, keychain: bool = True) -> None:
        self.size = size
        self.keychain = keychain
        self._started: list[subprocess.Popen[bytes]] = []
        self._manager: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Desktop:
        read, write = os.pipe()
        self._spawn("Xvfb", "-displayfd", str(write), "-screen", "0", self.size, "-nolisten", "tcp", pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as numbers:
            os.environ["DISPLAY"] = f":{numbers.readline().strip()}"
        until(self._manages_windows, "the window manager")
        if self.keychain:
            subprocess.run(
                ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
                input=b"test",
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )
        self._spawn("/usr/libexec/at-spi-bus-launcher", "--launch-immediately", "--a11y=1")
        until(lambda: Atspi.get_desktop(0) is not None, "the accessibility bus")
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()

    def _spawn(self, *command: str, pass_fds: list[int] | None = None) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, pass_fds=pass_fds or [])
        self._started.append(process)
        return process

    def _manages_windows(self) -> bool:
        """Without a window manager no window becomes active, and keys reach whatever lies under the pointer."""
        if self._manager is None or self._manager.poll() is not None:
            self._manager = self._spawn("openbox", "--sm-disable")
        return subprocess.run(["xdotool", "get_desktop"], capture_output=True).returncode == 0

    def press(self, key: str) -> None:
        """Press a key on the keyboard, e.g. ``ctrl+Return``."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)

    def type(self, text: str) -> None:
        """Type ASCII text on the keyboard."""
        subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "15", text], check=True)


class Node:
    """One accessible thing on the screen."""

    def __init__(self, accessible: Any) -> None:
        self._accessible = accessible

    @property
    def name(self) -> str:
        return self._accessible.get_name() or ""

    @property
    def role(self) -> str:
        return self._accessible.get_role_name()

    @property
    def description(self) -> str:
        return self._accessible.get_description() or ""

    @property
    def children(self) -> list[Node]:
        found = (self._accessible.get_child_at_index(i) for i in range(self._accessible.get_child_count()))
        return [Node(child) for child in found if child]

    @property
    def is_showing(self) -> bool:
        return self._has(Atspi.StateType.SHOWING)

    @property
    def is_focused(self) -> bool:
        return self._has(Atspi.StateType.FOCUSED)

    @property
    def is_active(self) -> bool:
        return self._has(Atspi.StateType.ACTIVE)

    @property
    def is_enabled(self) -> bool:
        return self._has(Atspi.StateType.ENABLED)

    def _has(self, state: Any) -> bool:
        self._accessible.clear_cache()  # an event that was lost would keep an old answer for ever
        return self._accessible.get_state_set().contains(state)

    @property
    def text(self) -> str:
        iface = self._accessible.get_text_iface()
        return Atspi.Text.get_text(iface, 0, Atspi.Text.get_character_count(iface)) if iface else self.name

    @text.setter
    def text(self, value: str) -> None:
        iface = self._accessible.get_editable_text_iface()
        assert iface is not None, f"{self} cannot be edited"
        assert Atspi.EditableText.set_text_contents(iface, value)

    def press(self) -> None:
        iface = self._accessible.get_action_iface()
        names = [Atspi.Action.get_action_name(iface, i).lower() for i in range(Atspi.Action.get_n_actions(iface))]
        for wanted in ("press", "click", "toggle", "activate"):
            if wanted in names:
                Atspi.Action.do_action(iface, names.index(wanted))
                return
        raise AssertionError(f"{self} cannot be pressed: {names}")

    def focus(self) -> None:
        Atspi.Component.grab_focus(self._accessible.get_component_iface())

    def click(self) -> None:
        box = Atspi.Component.get_extents(self._accessible.get_component_iface(), Atspi.CoordType.SCREEN)
        subprocess.run(
            ["xdotool", "mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2), "click", "1"],
            check=True,
        )

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def tree(self, depth: int = 0) -> str:
        own = "  " * depth + f"{self.role} {self.name!r}"
        return "\n".join([own, *(child.tree(depth + 1) for child in self.children)])

    def __repr__(self) -> str:
        return f"<{self.role} {self.name!r}>"


class Program:
    """A running program, found on the accessibility bus by its process id."""

    def __init__(self, command: list[str], env: dict[str, str], folder: Path) -> None:
        self.output = tempfile.NamedTemporaryFile(suffix=".out", delete=False)
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", **env},
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.quit()

    def quit(self) -> int:
        """Ask the program to end as the session would; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait()

    @property
    def said(self) -> str:
        return Path(self.output.name).read_text("utf-8", "replace")

    def root(self) -> Node:
        def own() -> Node | None:
            assert self.process.poll() is None, f"the program ended with {self.process.poll()}: {self.said}"
            desktop = Atspi.get_desktop(0)
            for i in range(desktop.get_child_count()):
                child = desktop.get_child_at_index(i)
                if child is not None and child.get_process_id() == self.process.pid and child.get_child_count():
                    return Node(child)
            return None

        return until(own, "the program on the accessibility bus")

    def find(self, role: str, name: str | Callable[[str], bool] = "", patience_s: float = PATIENCE_S) -> Node:
        """The first showing thing of that role and name (a text, or a test of it)."""
        fits = name if callable(name) else (lambda found: not name or found == name)

        def once() -> Node | None:
            for node in self.root().walk():
                if node.role == role and fits(node.name) and node.is_showing:
                    return node
            return None

        try:
            return until(once, f"{role} {name!r}", patience_s)
        except NotSeenError as error:
            raise NotSeenError(f"{error}\n{self.root().tree()}\n{self.said}") from None

    def shown(self, role: str) -> list[Node]:
        """Everything of that role that is on the screen."""
        return [node for node in self.root().walk() if node.role == role and node.is_showing]

    def wait_for(self, role: str, fits: Callable[[str], bool], what: str) -> None:
        """Wait until something of that role is there, on the screen or scrolled away."""
        try:
            until(lambda: any(node.role == role and fits(node.name) for node in self.root().walk()), what)
        except NotSeenError as error:
            raise NotSeenError(f"{error}\n{self.root().tree()}\n{self.said}") from None


def get_json(url: str, body: object | None = None) -> Any:
    """Ask the sandbox something (GET), or tell it something (POST)."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())
