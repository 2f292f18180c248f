"""One running copy for each profile."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from igdesk.app import instance
from igdesk.app.instance import SingleInstance, let_come_forward, lock_or_show
from igdesk.app.profile_lock import ProfileLock
from igdesk.paths import Profile, open_profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    made = open_profile(str(tmp_path / "profile"))
    made.create()
    return made


def turn(milliseconds: int = 100) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def test_the_lock_has_one_owner_and_leaves_nothing(profile: Profile) -> None:
    lock = ProfileLock.take(profile)
    assert lock is not None
    assert ProfileLock.take(profile) is None
    lock.release()
    assert not profile.lock.exists()
    again = ProfileLock.take(profile)
    assert again is not None
    again.release()


def test_a_lock_file_of_a_dead_process_is_no_lock(profile: Profile) -> None:
    """failure 98: killed without a chance to clean up."""
    code = (
        "import os, sys; from igdesk.paths import open_profile; from igdesk.app.profile_lock import ProfileLock;"
        "lock = ProfileLock.take(open_profile(sys.argv[1])); assert lock; os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(profile.folder)], timeout=30, check=False)
    assert ended.returncode == 9
    assert profile.lock.exists()
    lock = ProfileLock.take(profile)
    assert lock is not None
    lock.release()


def test_a_second_start_shows_the_first_window(profile: Profile, qapp: QApplication) -> None:
    lock = ProfileLock.take(profile)
    assert lock is not None
    shown: list[int] = []
    first = SingleInstance(profile, lambda: shown.append(1))
    code = (
        "import sys; from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]);"
        "from igdesk.app.instance import lock_or_show; from igdesk.paths import open_profile;"
        "sys.exit(0 if lock_or_show(open_profile(sys.argv[1])) is True else 1)"
    )
    status: list[int] = []
    loop = QEventLoop()

    def second() -> None:
        ended = subprocess.run([sys.executable, "-c", code, str(profile.folder)], timeout=30, check=False)
        status.append(ended.returncode)
        QTimer.singleShot(0, QCoreApplication.instance(), loop.quit)

    thread = threading.Thread(target=second)
    thread.start()
    loop.exec()
    thread.join()
    assert (status, shown) == ([0], [1])
    first.close()
    lock.release()


def test_what_a_dead_copy_left_shows_nothing(profile: Profile, qapp: QApplication) -> None:
    profile.doorbell.mkdir()
    (profile.doorbell / "4711").touch()
    shown: list[int] = []
    first = SingleInstance(profile, lambda: shown.append(1))
    turn()
    assert shown == []
    assert list(profile.doorbell.iterdir()) == []
    (profile.doorbell / "4712").touch()
    turn()
    assert shown == [1]
    first.close()
    assert not profile.doorbell.exists()


def test_the_folder_is_not_watched_any_more_when_it_goes(
    profile: Profile, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows its name would stay, and so would the folder of the demo."""
    instance = SingleInstance(profile, lambda: None)
    watched: list[list[str]] = []
    monkeypatch.setattr(Path, "rmdir", lambda _: watched.append(instance._watcher.directories()))
    instance.close()
    assert watched == [[]]


class User:
    def __init__(self) -> None:
        self.allowed: list[int] = []

    def AllowSetForegroundWindow(self, process: int) -> None:
        self.allowed.append(process)


@pytest.mark.parametrize(("platform", "allowed"), [("win32", [-1]), ("linux", []), ("darwin", [])])
def test_windows_lets_the_first_window_come_to_the_front(platform: str, allowed: list[int]) -> None:
    user = User()
    let_come_forward(platform, user)
    assert user.allowed == allowed
    let_come_forward(platform, object())


def test_what_cannot_be_taken_away_stops_nothing(profile: Profile, qapp: QApplication) -> None:
    (profile.doorbell / "folder of somebody").mkdir(parents=True)
    SingleInstance(profile, lambda: None).close()


@pytest.mark.skipif(sys.platform == "win32", reason="folders of Windows have no such modes")
def test_only_the_same_user_may_ring(profile: Profile, qapp: QApplication) -> None:
    first = SingleInstance(profile, lambda: None)
    assert profile.doorbell.stat().st_mode & 0o077 == 0
    first.close()


def test_a_copy_that_does_not_answer_is_told_from_one_that_does(
    profile: Profile, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "GRACE_MS", 100)
    lock = ProfileLock.take(profile)
    assert lock is not None
    assert lock_or_show(profile) is False
    lock.release()


def test_a_copy_that_just_ends_makes_way(profile: Profile, qapp: QApplication) -> None:
    lock = ProfileLock.take(profile)
    assert lock is not None
    threading.Timer(0.2, lock.release).start()
    mine = lock_or_show(profile)
    assert isinstance(mine, ProfileLock)
    mine.release()
