"""Starting with the computer: what stands in the files and keys of each system."""

import os
import plistlib
import re
import sys
from pathlib import Path

import pytest

from igdesk.app.autostart import entry
from igdesk.app.autostart.entry import AtSignIn, at_sign_in, command
from igdesk.app.autostart.linux import DesktopFile, content, quoted
from igdesk.app.autostart.macos import LaunchAgent
from igdesk.app.autostart.windows import APPROVED, RUN, RunKey
from igdesk.domain.status import KnownError
from igdesk.paths import Profile

WORDS = ["/opt/ig desk/python", "-m", "igdesk", "--background"]


def test_the_desktop_file_of_linux(tmp_path: Path) -> None:
    file = DesktopFile(tmp_path / "autostart", "igdesk", WORDS)
    assert not file.is_on
    file.write()
    assert (tmp_path / "autostart" / "igdesk.desktop").read_text() == (
        "[Desktop Entry]\nType=Application\nName=igdesk\nComment=An inbox for Instagram messages\n"
        'Exec="/opt/ig desk/python" "-m" "igdesk" "--background"\n'
        "Icon=igdesk\nTerminal=false\nStartupNotify=false\nX-GNOME-Autostart-enabled=true\n"
    )
    assert file.is_on
    assert file.is_current
    assert not DesktopFile(tmp_path / "autostart", "igdesk", ["/elsewhere"]).is_current
    file.remove()
    file.remove()
    assert not file.is_on
    assert list((tmp_path / "autostart").iterdir()) == []


@pytest.mark.parametrize("switch", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_switched_off_by_the_desktop_is_off(tmp_path: Path, switch: str) -> None:
    file = DesktopFile(tmp_path, "igdesk", WORDS)
    file.write()
    path = tmp_path / "igdesk.desktop"
    path.write_text(path.read_text().replace("X-GNOME-Autostart-enabled=true", switch))
    assert not file.is_on
    file.write()
    assert file.is_on


@pytest.mark.parametrize("word", ["plain", "two words", 'a"b', "a\\b", "$HOME", "`id`", "50%", "über", "'", ""])
def test_every_folder_survives_the_quoting_of_desktop_files(word: str) -> None:
    """Read back as the specification says: escapes of the value first, then those inside the quotes."""
    value = quoted(word).replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")
    assert value[0] == value[-1] == '"'
    assert re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL).replace("%%", "%") == word
    assert not re.search(r"(?<!\\)(\\\\)*[`$\"]", value[1:-1])


def test_no_line_of_a_desktop_file_can_be_smuggled_in() -> None:
    assert len(content(["/x\nHidden=true\n[Desktop Action]"]).splitlines()) == len(content(["/x"]).splitlines())


def test_the_launch_agent_of_macos(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "LaunchAgents", "igdesk", WORDS)
    assert not agent.is_on
    agent.write()
    kept = plistlib.loads((tmp_path / "LaunchAgents" / "app.igdesk.plist").read_bytes())
    assert kept["Label"] == "app.igdesk"
    assert kept["ProgramArguments"] == WORDS
    assert kept["RunAtLoad"] is True
    assert kept["KeepAlive"] is False
    assert agent.is_on
    assert agent.is_current
    (tmp_path / "LaunchAgents" / "app.igdesk.plist").write_bytes(b"<not a plist")
    assert not agent.is_on
    agent.remove()
    assert list((tmp_path / "LaunchAgents").iterdir()) == []


class FakeRegistry:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], object] = {}

    def get(self, key: str, name: str) -> object:
        return self.kept.get((key, name))

    def put(self, key: str, name: str, text: str) -> None:
        self.kept[key, name] = text

    def drop(self, key: str, name: str) -> None:
        self.kept.pop((key, name), None)


def test_the_run_key_of_windows() -> None:
    registry = FakeRegistry()
    run = RunKey("igdesk", [r"C:\Program Files\igdesk\igdesk.exe", "--background"], registry)
    assert not run.is_on
    run.write()
    assert registry.kept == {(RUN, "igdesk"): r'"C:\Program Files\igdesk\igdesk.exe" --background'}
    assert run.is_on
    assert run.is_current
    registry.kept[APPROVED, "igdesk"] = b"\x03\0\0\0"
    assert not run.is_on, "switched off in the settings of Windows"
    run.write()
    assert run.is_on
    run.remove()
    assert registry.kept == {}


def test_the_command_names_the_profile_only_if_it_is_another_one(tmp_path: Path) -> None:
    assert command(Profile(tmp_path), {}) == [sys.executable, "-m", "igdesk", "--background"]
    other = Profile(tmp_path / "a b", "0123abcd")
    assert command(other, {})[-2:] == ["--profile", str(tmp_path / "a b")]
    assert command(other, {"APPIMAGE": "/apps/igdesk.AppImage"})[:2] == ["/apps/igdesk.AppImage", "--background"]


def test_each_profile_has_an_entry_of_its_own_in_the_folder_of_the_person(tmp_path: Path) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    for profile in (Profile(tmp_path), Profile(tmp_path / "b", "0123abcd")):
        wish = at_sign_in(profile, env, "linux")
        assert wish is not None
        assert not wish.is_on
        wish.choose(True)
        assert wish.is_on
    names = sorted(file.name for file in (tmp_path / "config" / "autostart").iterdir())
    assert names == ["igdesk-0123abcd.desktop", "igdesk.desktop"]


def test_without_a_home_it_is_not_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may run with a user that nobody knows."""
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert at_sign_in(Profile(tmp_path), {}, "linux") is None


@pytest.mark.parametrize("name", ["FLATPAK_ID", "SNAP"])
def test_in_a_sandbox_it_is_not_offered(tmp_path: Path, name: str) -> None:
    assert at_sign_in(Profile(tmp_path), {name: "x"}, "linux") is None


def test_an_igdesk_that_was_moved_is_started_from_its_new_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    wish = at_sign_in(Profile(tmp_path), env, "linux")
    assert wish is not None
    wish.renew()
    assert not wish.is_on, "nobody asked for it"
    wish.choose(True)
    monkeypatch.setattr(entry.sys, "executable", "/new/python")
    moved = at_sign_in(Profile(tmp_path), env, "linux")
    assert moved is not None
    moved.renew()
    assert 'Exec="/new/python"' in (tmp_path / "autostart" / "igdesk.desktop").read_text()


def test_what_the_system_does_not_allow_is_said(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file in the way")
    wish = AtSignIn(DesktopFile(tmp_path / "autostart", "igdesk", WORDS))
    assert not wish.is_on
    with pytest.raises(KnownError) as refused:
        wish.choose(True)
    assert "settings of this computer" in refused.value.problem.cure
    wish.renew()
