"""What is told outside of the window while igdesk is locked: that something is there, and nobody's name."""

from datetime import timedelta
from typing import Any

import pytest

from igdesk.domain.lock import CHECK
from igdesk.domain.notices import SHOW_TEXT, WARN_MIN

SOON_S = 5 / 3600


@pytest.fixture
def locked(noting: Any) -> Any:
    noting.studio.archive.settings.set(CHECK, "{}")
    noting.window.locking.lock()
    noting.notifier.refresh()
    noting.tray.told.clear()
    return noting


def test_a_message_says_that_it_is_there(locked: Any) -> None:
    locked.arrive("zoe", "Zoë", "Is the blue one still there?")
    assert locked.told() == [("New message", "Studio 1")]
    locked.arrive("zoe", "Zoë", "Hello?", SOON_S / 2)
    locked.arrive("zoe", "Zoë", "Anybody?", SOON_S / 3)
    assert locked.told() == [("2 new messages · Studio 1", "")]


def test_also_of_the_conversation_that_is_open_behind_it(noting: Any) -> None:
    noting.window.open_conversation(noting.studio.talks["mara"])
    noting.window.activateWindow()
    noting.studio.archive.settings.set(CHECK, "{}")
    noting.window.locking.lock()
    noting.arrive("mara", "Mara Lindqvist")
    assert noting.told() == [("New message", "Studio 1")]


def test_several_people_and_reply_windows_have_no_names(locked: Any) -> None:
    for number in range(3):
        locked.arrive(f"p{number}", f"Person {number}", hours=SOON_S + number / 3600)
    assert locked.told() == [("3 new messages · Studio 1", "")]
    locked.studio.archive.settings.set(WARN_MIN, "60")
    locked.notifier.look()
    assert locked.tray.told == [("1 reply window closes soon", "")]


def test_a_click_brings_the_lock_and_nothing_else(locked: Any) -> None:
    locked.arrive("zoe", "Zoë")
    locked.told()
    locked.window.hide()
    locked.tray.notice_clicked.emit()
    assert locked.window.isVisible()
    assert locked.window.is_locked
    assert locked.window.conversation.conversation is None


def test_the_tray_counts_and_names_nobody(locked: Any) -> None:
    rows = ["Open igdesk", "Check now", "Mute for 1 hour", "Pause checking", "Quit igdesk"]
    assert locked.rows() == ["6 unread, 6 waiting", "igdesk is locked", *rows]
    assert locked.tray.badge == 6
    locked.studio.archive.settings.set(SHOW_TEXT, "0")
    locked.notifier.refresh()
    assert locked.rows() == ["igdesk is locked", *rows]
    assert locked.tray.tooltip == "igdesk"
    assert locked.tray.badge == 0


def test_a_menu_that_was_open_names_nobody_either(noting: Any) -> None:
    noting.notifier.refresh()
    noting.tray.is_menu_open = True
    noting.studio.archive.settings.set(CHECK, "{}")
    noting.window.locking.lock()
    assert "Priya Raman · 35 min left" not in noting.rows()


def test_the_row_of_the_tray_locks(noting: Any) -> None:
    noting.notifier.refresh()
    noting.studio.archive.settings.set(CHECK, "{}")
    noting.choose("Lock")
    assert noting.window.is_locked


def test_without_a_passphrase_the_tray_brings_the_window_to_choose_one(noting: Any) -> None:
    noting.notifier.refresh()
    noting.window.hide()
    noting.choose("Lock")
    assert noting.window.isVisible()
    assert not noting.window.is_locked
    assert noting.window.locking._dialog is not None


def test_snoozes_end_behind_it(locked: Any) -> None:
    studio = locked.studio
    now = locked.window.now()
    studio.archive.triage.snooze([studio.talks["mara"]], now + timedelta(minutes=1))
    locked.window.now = lambda: now + timedelta(minutes=2)
    locked.window.triage.waker._now = locked.window.now
    locked.window.triage.waker.look()
    assert studio.archive.triage.next_wake() is None
