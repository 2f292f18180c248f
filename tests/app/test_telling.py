"""What stops the start is said where somebody sees it."""

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from igdesk.app import last_resort, launch, stopped, telling
from igdesk.domain.status import KnownError, Problem

PROBLEM = Problem("second_copy", "It does not answer.", "End it.")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """A start that comes to nothing; the problems that were shown in a window."""
    shown: list[Problem] = []

    def stopped(*_: object) -> int:
        raise KnownError(PROBLEM)

    monkeypatch.setattr(launch, "_start", stopped)
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(launch, "show", lambda problem, _env: shown.append(problem))
    return shown


@pytest.mark.parametrize(
    ("stream", "is_shown"), [(Terminal(), False), (io.StringIO(), True), (None, True)], ids=["terminal", "log", "icon"]
)
def test_a_window_says_it_where_nobody_reads_a_terminal(
    monkeypatch: pytest.MonkeyPatch, started: list[Problem], stream: Any, is_shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    assert launch.launch([], {}) == 1
    assert started == ([PROBLEM] if is_shown else [])
    if stream is not None:
        assert stream.getvalue() == "igdesk: It does not answer.\nEnd it.\n"


@pytest.mark.parametrize(("status", "count"), [(telling.FAULT_STATUS, 1), (0, 0), (1, 0)])
def test_an_end_that_nobody_foresaw_is_shown_too(
    monkeypatch: pytest.MonkeyPatch, started: list[Problem], status: int, count: int
) -> None:
    """What is known was shown by the program itself."""
    monkeypatch.setattr(launch, "_start", lambda *_: status)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert launch.launch(["--profile", "somewhere"], {}) == status
    assert len(started) == count
    assert all("somewhere" in problem.cure for problem in started)


def test_without_any_terminal_nothing_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs for windows have none on some systems."""
    monkeypatch.setattr(sys, "stderr", None)
    assert telling.tell(PROBLEM) == 1
    assert not telling.is_read()
    assert launch.launch([], {"IGDESK_INSTAGRAM_GRAPH_URL": "https://example.com"}) == 2


def test_a_program_that_reads_through_a_pipe_need_not_close_a_window(
    monkeypatch: pytest.MonkeyPatch, started: list[Problem], tmp_path: Path
) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as heard, os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stderr", pipe)
        assert launch.launch([], {}) == 1
        pipe.flush()
        assert heard.readline() == "igdesk: It does not answer.\n"
    assert started == []
    with (tmp_path / "log").open("w") as log:
        monkeypatch.setattr(sys, "stderr", log)
        assert launch.launch([], {}) == 1
    assert started == [PROBLEM]


@pytest.mark.parametrize("name", ["stdin", "stdout"])
def test_words_that_go_into_a_file_beside_a_terminal_need_no_window(
    monkeypatch: pytest.MonkeyPatch, started: list[Problem], tmp_path: Path, name: str
) -> None:
    """``igdesk 2>log``, typed or in a script: it would wait for somebody who looks at the terminal."""
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        monkeypatch.setattr(sys, "stderr", log)
        monkeypatch.setattr(sys, name, Terminal())
        assert launch.launch([], {}) == 1
    assert started == []
    assert (tmp_path / "log").read_text("utf-8") == "igdesk: It does not answer.\nEnd it.\n"


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_window_that_nobody_closes_does_not_hold_up_the_end_for_ever(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    """A service or a nightly script may have a screen, and nobody in front of it."""
    monkeypatch.setattr(stopped, "LONGEST_MS", 1)
    stopped._open_window(PROBLEM)
    assert not any(isinstance(one, QMessageBox) and one.isVisible() for one in qapp.topLevelWidgets())


def test_the_last_resort_ends_the_process_without_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(last_resort.os, "_exit", ended.append)
    resort = last_resort.LastResort(limit_s=600)
    resort.cancel()
    resort._end()
    assert ended == [1]


@pytest.mark.parametrize(
    "env", [{"QT_QPA_PLATFORM": "offscreen"}, {"QT_QPA_PLATFORM": "minimal:enable_fonts"}, {}], ids=str
)
def test_no_window_is_opened_where_nobody_could_close_it(monkeypatch: pytest.MonkeyPatch, env: dict[str, str]) -> None:
    opened: list[Problem] = []
    monkeypatch.setattr(stopped, "_open_window", opened.append)
    if not env and not sys.platform.startswith("linux"):
        pytest.skip("without a screen there is nothing else on Linux only")
    stopped.show(PROBLEM, env)
    assert opened == []


def test_without_a_cure_only_what_happened_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert telling.tell(Problem("x", "It does not answer.", "")) == 1
    assert capsys.readouterr().err == "igdesk: It does not answer.\n"
