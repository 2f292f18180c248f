"""The libraries of Qt loaded beside Python's own work."""

import os
import subprocess
import sys
import threading

import pytest

from igdesk.app import library_loading

SCRIPT = """
import os
from igdesk.app.library_loading import begin_loading
begin_loading(os.environ)
from igdesk.app.qt_loading import load_qt
load_qt()
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
app = QApplication([])
print(QThread.isMainThread(), app.thread() is QThread.currentThread())
"""


def test_the_main_thread_stays_the_one_of_the_windows() -> None:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.split() == ["True", "True"]
    assert said.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes part")
def test_a_folder_without_the_libraries_is_left_to_the_import_to_complain_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]
) -> None:
    monkeypatch.setattr(library_loading.sys, "path", [os.fspath(tmp_path)])
    thread = library_loading.begin_loading({"DISPLAY": ":0"})
    assert thread is not None
    thread.join(10)
    assert not thread.is_alive()


def test_other_systems_load_as_they_always_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_loading.sys, "platform", "win32")
    assert library_loading.begin_loading({}) is None
    assert "libraries" not in {thread.name for thread in threading.enumerate()}
