"""A fault nobody expected is logged without words of customers, told once, and ends nothing."""

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from igdesk.app.crash import FAULT_FILE, FORMER_FAULT_FILE, MAX_REPORTS, CrashHook
from igdesk.store.errors import ArchiveDamaged


@pytest.fixture
def hook(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[CrashHook]:
    caplog.set_level(logging.INFO)
    former = sys.excepthook, threading.excepthook, sys.unraisablehook
    made = CrashHook(tmp_path)
    made.install()
    yield made
    made.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == former
    assert list(tmp_path.iterdir()) == [], "an empty fault file is not left behind"


def fail() -> None:
    raise ValueError("words of a customer")


def report(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def caught() -> BaseException:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_it_is_logged_with_its_place_and_without_its_words(hook: CrashHook, caplog: pytest.LogCaptureFixture) -> None:
    report(caught())
    assert "ValueError" in caplog.text
    assert "in fail" in caplog.text
    assert "words of a customer" not in caplog.text.replace('raise ValueError("words of a customer")', "")


def test_it_is_told_once_and_logged_at_most_so_often(hook: CrashHook, caplog: pytest.LogCaptureFixture) -> None:
    told: list[int] = []
    hook.on_fault(lambda: told.append(1))
    error = caught()
    for _ in range(MAX_REPORTS + 20):
        report(error)
    assert told == [1]
    assert len([record for record in caplog.records if record.levelno >= logging.ERROR]) == MAX_REPORTS


def test_trouble_the_person_can_act_on_is_shown_as_such(hook: CrashHook, caplog: pytest.LogCaptureFixture) -> None:
    """failure 99: damage met in a slot of Qt is no fault of the program."""
    told: list[int] = []
    shown: list[str] = []
    hook.on_fault(lambda: told.append(1))
    report(ArchiveDamaged())
    assert told == [1], "as long as nobody shows it, it is told like any other"
    hook.on_known_error(lambda problem: shown.append(problem.id))
    report(ArchiveDamaged())
    assert (told, shown) == ([1], ["archive_damaged"])
    assert "archive_damaged" in caplog.text


def test_a_fault_while_telling_is_only_logged(hook: CrashHook) -> None:
    hook.on_fault(fail)
    report(caught())
    assert hook.count == 1


def test_threads_are_covered(hook: CrashHook) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert hook.count == 1


def test_tasks_are_covered(hook: CrashHook) -> None:
    async def body() -> None:
        hook.watch(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(body())
    assert hook.count == 1


def test_ctrl_c_inside_a_slot_ends_the_program_instead(hook: CrashHook) -> None:
    ended: list[int] = []
    hook.on_interrupt(lambda: ended.append(1))
    report(KeyboardInterrupt())
    assert (ended, hook.count) == ([1], 0)


def test_without_a_folder_the_fault_file_goes_to_the_terminal(tmp_path: Path) -> None:
    hook = CrashHook(tmp_path / "missing")
    hook.install()
    hook.uninstall()


def test_without_a_folder_and_without_a_terminal_nothing_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs for windows have none on some systems."""
    monkeypatch.setattr(sys, "stderr", None)
    hook = CrashHook(tmp_path / "missing")
    hook.install()
    hook.uninstall()


def test_the_fault_of_the_last_run_is_kept_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / FAULT_FILE).write_text("Fatal Python error: Segmentation fault")
    hook = CrashHook(tmp_path)
    hook.install()
    hook.uninstall()
    assert (tmp_path / FORMER_FAULT_FILE).read_text().startswith("Fatal")
    assert "the last run ended with a fault" in caplog.text
