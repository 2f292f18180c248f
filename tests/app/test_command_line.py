"""What is said on the terminal, and that it is said without loading Qt."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from igdesk import __version__
from igdesk.app.surroundings import (
    APT_LINE,
    CannotShowError,
    check_platform_plugin,
    check_screen,
    command_typed,
    import_error,
)

Start = Any
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens of Linux")


def test_version(start: Start) -> None:
    ended = start("--version")
    assert (ended.returncode, ended.stdout) == (0, f"igdesk {__version__}\n")


def test_help_names_the_options_and_no_hidden_one(start: Start) -> None:
    ended = start("--help")
    assert ended.returncode == 0
    assert "--demo" in ended.stdout
    assert "--profile DIR" in ended.stdout
    assert "startup" not in ended.stdout


@pytest.mark.parametrize("option", ["--help", "--version", "--nonsense"])
def test_the_command_line_loads_neither_qt_nor_the_network(start: Start, option: str) -> None:
    code = (
        "import sys\nfrom igdesk.app.launch import launch\n"
        f"try: launch([{option!r}])\nexcept SystemExit: pass\n"
        "heavy = ('PySide6', 'asyncio', 'httpx', 'keyring', 'apsw', 'ssl', 'msgspec', 'igdesk.graph', 'igdesk.sandbox')"
        "\n"
        "print('loaded:', [name for name in heavy if name in sys.modules])"
    )
    assert start(code=code).stdout.endswith("loaded: []\n")


@pytest.mark.parametrize("arguments", [("--nonsense",), ("--profile",), ("--profile", ""), ("extra",)])
def test_what_makes_no_sense_ends_with_2(start: Start, arguments: tuple[str, ...]) -> None:
    ended = start(*arguments)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


@LINUX
def test_no_screen_is_said_with_the_way_out(start: Start) -> None:
    ended = start("--profile", "my shop")
    assert ended.returncode == 1
    assert "There is no screen" in ended.stderr
    assert f"\nxvfb-run {sys.executable} -m igdesk --profile 'my shop'\n" in ended.stderr
    assert "QT_QPA_PLATFORM=offscreen" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_way_out_names_the_command_that_was_typed() -> None:
    """Somebody who pastes the line of the README has no igdesk on the search path."""
    assert command_typed(".venv/bin/igdesk", ["--demo"]) == (".venv/bin/igdesk", "--demo")
    assert command_typed("/site/igdesk/__main__.py", ["--demo"]) == (sys.executable, "-m", "igdesk", "--demo")
    assert command_typed("", []) == ("igdesk",)


@LINUX
def test_a_screen_that_does_not_answer_is_said(start: Start) -> None:
    """Qt would abort the process."""
    ended = start(DISPLAY=":4711")
    assert ended.returncode == 1
    assert "No screen answers at DISPLAY=:4711" in ended.stderr


@LINUX
def test_a_wayland_that_does_not_answer_is_said(start: Start, tmp_path: Path) -> None:
    """The variable outlives its session in a terminal multiplexer, and with sudo. Qt would abort the process."""
    ended = start("--demo", WAYLAND_DISPLAY="wayland-9", XDG_RUNTIME_DIR=str(tmp_path), DISPLAY=":4711")
    assert ended.returncode == 1
    assert "No screen answers at WAYLAND_DISPLAY=wayland-9 or DISPLAY=:4711." in ended.stderr
    assert "xvfb-run" in ended.stderr


@LINUX
def test_looking_for_the_screen_costs_next_to_nothing() -> None:
    """The module ``socket`` takes 6 ms to load, and the first window waits for this."""
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as screen:
        screen.bind(f"{folder}/screen")
        screen.listen()
        look = (
            "import sys; from igdesk.app.surroundings import check_screen;"
            f"check_screen({{'WAYLAND_DISPLAY': '{folder}/screen'}}, 'linux'); print('socket' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False"]


@LINUX
def test_a_wayland_that_answers_is_a_screen() -> None:
    # not below tmp_path: addresses of sockets are short
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(f"{folder}/wayland-1")
        compositor.listen()
        check_screen({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": folder}, "linux")
        check_screen({"WAYLAND_DISPLAY": f"{folder}/wayland-1"}, "linux")
    check_screen({"WAYLAND_SOCKET": "12"}, "linux")


@LINUX
@pytest.mark.parametrize("chosen", ["wayland", "wayland-egl", "xcb", "wayland;xcb", "xcb:no-xrandr"])
def test_a_window_system_that_was_chosen_and_does_not_answer_is_said(start: Start, tmp_path: Path, chosen: str) -> None:
    """Desktops and their manuals set the variable for good; over ssh it is there and the screen is not."""
    ended = start("--demo", QT_QPA_PLATFORM=chosen, XDG_RUNTIME_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert f"where QT_QPA_PLATFORM={chosen} has igdesk look" in ended.stderr
    assert ("env -u QT_QPA_PLATFORM xvfb-run" in ended.stderr) == ("xcb" not in chosen)
    assert "Traceback" not in ended.stderr


@LINUX
def test_the_usual_wayland_needs_no_variable_of_its_own() -> None:
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(f"{folder}/wayland-0")
        compositor.listen()
        for chosen in ("wayland", "wayland-egl", "wayland;xcb"):
            check_screen({"QT_QPA_PLATFORM": chosen, "XDG_RUNTIME_DIR": folder}, "linux")
        with pytest.raises(CannotShowError):
            check_screen({"QT_QPA_PLATFORM": "xcb", "XDG_RUNTIME_DIR": folder}, "linux")
        with pytest.raises(CannotShowError):
            check_screen({"XDG_RUNTIME_DIR": folder}, "linux")
    check_platform_plugin({"QT_QPA_PLATFORM": "wayland-egl"})


@LINUX
def test_an_unknown_platform_is_said(start: Start, tmp_path: Path) -> None:
    ended = start("--profile", str(tmp_path / "p"), QT_QPA_PLATFORM="vnd")
    assert ended.returncode == 1
    assert "“vnd”" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("variable", ["IGDESK_INSTAGRAM_GRAPH_URL", "IGDESK_FACEBOOK_GRAPH_URL"])
@pytest.mark.parametrize(
    "value", ["https://example.com", "http://127.0.0.1.example.com", "ftp://127.0.0.1", "nonsense"]
)
def test_a_foreign_server_is_refused_before_anything_starts(start: Start, variable: str, value: str) -> None:
    ended = start(**{variable: value})
    assert ended.returncode == 2
    assert variable in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_profile_that_is_a_file_is_said(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in ("file", "file/below"):
        ended = start("--profile", path, QT_QPA_PLATFORM="offscreen")
        assert ended.returncode == 1
        assert "cannot keep its files" in ended.stderr
        assert "--profile FOLDER" in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_profile_that_may_not_be_written_is_said(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    ended = start("--profile", str(folder), QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 1
    assert "cannot keep its files" in ended.stderr


@LINUX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """failure 99."""
    import errno

    from igdesk.app import launch

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(launch, "_start", full)
    assert launch.launch([], {}) == 1
    assert "The disk is full" in capsys.readouterr().err


def test_a_missing_system_library_is_named_with_the_line_that_installs_it() -> None:
    words = "libEGL.so.1: cannot open shared object file: No such file or directory"
    error = import_error(ImportError(words))
    assert "libEGL.so.1" in error.problem.happened
    assert "apt-get install" in error.problem.cure
    assert "libegl1" in error.problem.cure
    assert "libxcb-cursor0" in error.problem.cure


def test_a_missing_qt_is_said_otherwise() -> None:
    error = import_error(ModuleNotFoundError("No module named 'PySide6'"))
    assert "No module named 'PySide6'" in error.problem.happened
    assert "apt-get" not in error.problem.cure
    on_windows = import_error(ImportError("DLL load failed while importing QtCore"), "win32")
    assert ".venv\\Scripts\\pip install ." in on_windows.problem.cure
    assert "pip install ." in error.problem.cure  # igdesk is installed from its folder: no index has it


def test_the_readme_names_the_same_libraries() -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    assert f"```sh\n{APT_LINE}\n```" in readme


@LINUX
def test_a_missing_library_of_the_window_system_is_found_before_qt_aborts(tmp_path: Path) -> None:
    """The plug-in is loaded by hand first; here one that cannot be."""
    platforms = tmp_path / "platforms"
    platforms.mkdir()
    (platforms / "libqbroken.so").write_bytes(b"not a library")
    with pytest.raises(CannotShowError):
        check_platform_plugin({"QT_QPA_PLATFORM": "broken", "QT_PLUGIN_PATH": str(tmp_path)})
    check_platform_plugin({"QT_QPA_PLATFORM": "offscreen"})
    check_platform_plugin({"QT_QPA_PLATFORM": "wayland;xcb"})


def test_screens_of_other_systems_are_not_judged() -> None:
    check_screen({}, "win32")
    check_screen({}, "darwin")
    check_screen({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    check_screen({"DISPLAY": "elsewhere:10.0"}, "linux")
