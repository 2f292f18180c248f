"""What the desktop asks of the program: to quit, to come back, to keep what was typed before the session ends."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from igdesk.app import application, program
from igdesk.app.application import follow_desktop, make_application, name_process
from igdesk.app.autostart.entry import own_command

Start = Callable[..., "subprocess.CompletedProcess[str]"]
QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from igdesk.app.application import follow_desktop, make_application

class Staying(QWidget):
    def closeEvent(self, event):
        print("closed")
        event.ignore()

app = make_application()
window = Staying()
window.show()

def quits():
    print("quits")
    app.exit(3)

follow_desktop(app, keep=print, quits=quits, come_back=print)
QTimer.singleShot(0, app.quit)
QTimer.singleShot(10_000, lambda: app.exit(1))
sys.exit(app.exec())
"""


FONTS = """
from PySide6.QtCore import QLoggingCategory
from igdesk.app.application import make_application
from igdesk.ui.media import multimedia

app = make_application()
print(QLoggingCategory("qt.text.font.db").isWarningEnabled())
try:
    multimedia.load()
except multimedia.CannotPlayError:
    pass
print([QLoggingCategory(name).isWarningEnabled() for name in ("qt.text.font.db", "qt.multimedia.ffmpeg", "qt.gui")])
"""


class Desktop(QObject):
    """The signals of a QApplication, to be sent by hand."""

    commitDataRequest = Signal(object)  # noqa: N815
    applicationStateChanged = Signal(Qt.ApplicationState)  # noqa: N815


def test_quitting_from_the_dock_is_no_closing_of_windows(start: Start) -> None:
    """A window that goes to the tray when it is closed would refuse it, and hold up the end of the session."""
    ended = start(code=QUIT, QT_QPA_PLATFORM="offscreen")
    assert (ended.stdout, ended.returncode) == ("quits\n", 3), ended.stderr


def test_a_font_without_a_script_is_not_told_at_the_terminal(start: Start) -> None:
    """A customer who writes Hindi made Qt print a line under the command that the person had typed."""
    ended = start(code=FONTS, QT_QPA_PLATFORM="offscreen")
    assert ended.stdout == "False\n[False, False, True]\n", ended.stderr


def test_what_was_typed_is_kept_before_the_session_ends() -> None:
    """Windows ends the process when this call returns."""
    kept: list[int] = []
    desktop = Desktop()
    follow_desktop(cast(QApplication, desktop), keep=lambda: kept.append(1), quits=lambda: None, come_back=lambda: None)
    desktop.commitDataRequest.emit(object())
    assert kept == [1]


@pytest.mark.parametrize(("platform", "count"), [("darwin", 1), ("linux", 0), ("win32", 0)])
def test_the_icon_in_the_dock_brings_the_window_back(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, platform: str, count: int
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(application, "SETTLED_MS", 0)
    came: list[int] = []
    desktop = Desktop()
    follow_desktop(cast(QApplication, desktop), keep=lambda: None, quits=lambda: None, come_back=lambda: came.append(1))
    desktop.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert came == [], "when it starts, macOS brings every program to the front"
    qapp.processEvents()
    desktop.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    desktop.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert len(came) == count


class Shell:
    def __init__(self) -> None:
        self.names: list[str] = []

    def SetCurrentProcessExplicitAppUserModelID(self, name: str) -> None:
        self.names.append(name)


@pytest.mark.parametrize(("platform", "names"), [("win32", ["igdesk"]), ("linux", []), ("darwin", [])])
def test_windows_is_told_whose_window_it_is(platform: str, names: list[str]) -> None:
    shell = Shell()
    name_process(platform, shell)
    assert shell.names == names


def test_an_installed_igdesk_goes_by_its_own_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    shell = Shell()
    name_process("win32", shell)
    assert shell.names == []


def test_a_windows_that_has_no_such_name_starts_all_the_same() -> None:
    name_process("win32", object())


@pytest.mark.qt_log_ignore("setHighDpiScaleFactorRoundingPolicy")
@pytest.mark.parametrize(("platform", "styles"), [("win32", ["Fusion"]), ("darwin", ["Fusion"]), ("linux", [])])
def test_the_widgets_are_drawn_alike_everywhere(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, platform: str, styles: list[str]
) -> None:
    """Linux has this style anyway."""
    chosen: list[str] = []
    assert qapp.style().name() == "fusion"
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(application, "name_process", lambda: None)
    monkeypatch.setattr(QApplication, "setStyle", chosen.append)
    assert make_application() is qapp
    assert chosen == styles


def test_the_demo_is_started_as_igdesk_itself_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """On Windows without a black window behind it, out of a bundle without ``-m``."""
    started: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("PySide6.QtCore.QProcess.startDetached", lambda *words: started.append(words))
    program.start_demo()
    assert started.pop() == (sys.executable, ["-m", "igdesk", "--demo"])
    python = tmp_path / "python.exe"
    windowed = tmp_path / "pythonw.exe"
    windowed.touch()
    monkeypatch.setattr(sys, "executable", str(python))
    program.start_demo()
    assert started.pop() == (str(windowed), ["-m", "igdesk", "--demo"])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    program.start_beside_demo()
    assert started.pop() == (str(python), [])
    assert own_command({"APPIMAGE": "/apps/igdesk.AppImage"}) == ["/apps/igdesk.AppImage"]
