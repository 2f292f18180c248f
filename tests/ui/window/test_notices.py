"""Notifications, the tray, and their page of the settings, on the whole window with a tray that notes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import AccountProblem, AccountState
from igdesk.domain.notices import (
    KEEP_RUNNING,
    MESSAGES,
    QUIET,
    QUIET_FROM,
    QUIET_LETS_WARNINGS,
    QUIET_TO,
    SHOW_TEXT,
    WARN_MIN,
)
from igdesk.domain.outbox import SendEvent
from igdesk.domain.status import Connection, FirstSync, KnownError, Problem
from igdesk.domain.text import split_reply
from igdesk.ui.notices.icon import TrayState, tray_pixmap
from igdesk.ui.notices.words import for_desktop

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
SOON_S = 5 / 3600
"""Hours ago, of a message that has just arrived."""


def test_a_message_is_told_and_a_click_opens_it(noting: Any) -> None:
    noting.arrive("zoe", "Zoë", "Is the blue one\nstill there?")
    assert noting.told() == [("Zoë", "Is the blue one still there?\nStudio 1 · 23 h left to reply")]
    noting.window.close_conversation()
    noting.tray.notice_clicked.emit()
    assert noting.window.conversation.conversation.participant.username == "zoe"
    assert noting.window.isVisible()


def test_what_arrives_at_once_is_told_once_and_then_there_is_a_pause(noting: Any, qtbot: QtBot) -> None:
    for number in range(5):
        noting.arrive(f"p{number}", f"Person {number}", hours=SOON_S + number / 3600)
    qtbot.waitUntil(lambda: bool(noting.tray.told), timeout=3000)
    names = "Person 0, Person 1, Person 2 and 2 more"
    assert noting.tray.told == [("5 new messages · Studio 1", names)]
    noting.arrive("late", "Late")
    qtbot.wait(700)
    assert len(noting.tray.told) == 1
    noting.arrive("late", "Late", hours=SOON_S / 2)
    noting.tray.told.clear()
    assert noting.told()[0][0] == "2 new messages from Late"


def test_without_the_text_only_who_wrote(noting: Any) -> None:
    noting.studio.archive.settings.set(SHOW_TEXT, "0")
    noting.arrive("zoe", "Zoë", "A secret")
    assert noting.told() == [("New message from Zoë", "Studio 1")]


def test_what_is_never_told(noting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """failure 62, 71: muted people, the conversation in front, and what was read meanwhile."""
    studio, window = noting.studio, noting.window
    studio.archive.triage.mute([studio.talks["mara"]], True)
    noting.arrive("mara", "Mara Lindqvist")
    assert noting.told() == []
    window.open_conversation(studio.talks["tomas"])
    monkeypatch.setattr(noting.notifier, "_in_front", lambda: studio.talks["tomas"])
    noting.arrive("tomas", "Tomás Oliveira")
    assert noting.told() == []
    noting.arrive("priya", "Priya Raman")
    studio.archive.inbox.mark_read(studio.talks["priya"])
    assert noting.told() == []
    studio.tell(Connection.ONLINE, first_sync=FirstSync(1, 9))
    noting.arrive("zoe", "Zoë")
    assert noting.told() == []
    studio.tell(Connection.ONLINE)
    studio.archive.settings.set(MESSAGES, "0")
    noting.arrive("yusuf", "Yusuf")
    assert noting.told() == []


def test_names_stand_apart_and_markup_is_text(noting: Any) -> None:
    noting.arrive("evil", "\u202eEvil <b>", "<a href='x'>&lt;click&gt;</a> & more")
    noting.notifier.tell_gathered()
    title, text = noting.tray.told.pop()
    assert title == "Evil <b>"
    shown = for_desktop(text, "linux")
    assert "<" not in shown
    assert "&\u2060lt;" in shown
    assert "& more" in shown
    assert for_desktop(text, "win32") == text


def test_a_reply_window_is_warned_of_once(noting: Any) -> None:
    studio = noting.studio
    studio.archive.settings.set(WARN_MIN, "60")
    noting.notifier.look()
    assert noting.tray.told == [("35 minutes left to answer Priya", "They wrote: “Hello”")]
    noting.notifier.look()
    assert len(noting.tray.told) == 1
    noting.notifier._warned = None  # as after the next start
    noting.notifier.look()
    assert len(noting.tray.told) == 1
    studio.archive.inbox.save_draft(studio.talks["tomas"], "Hi Tomás,\nthe stoneware set")
    studio.archive.settings.set(WARN_MIN, "240")
    noting.notifier.look()
    assert noting.tray.told[1] == ("2 hours left to answer Tomás", "You have a draft: “Hi Tomás, the stoneware set”")


def test_quiet_hours_hold_messages_back_and_warnings_if_told_so(noting: Any) -> None:
    settings = noting.studio.archive.settings
    here = NOW.astimezone()
    settings.set(QUIET, "1")
    settings.set(QUIET_FROM, (here - timedelta(hours=1)).strftime("%H:%M"))
    settings.set(QUIET_TO, (here + timedelta(hours=1)).strftime("%H:%M"))
    settings.set(QUIET_LETS_WARNINGS, "0")
    settings.set(WARN_MIN, "60")
    noting.arrive("zoe", "Zoë")
    noting.notifier.look()
    assert noting.told() == []
    settings.set(QUIET_LETS_WARNINGS, "1")
    noting.notifier.look()
    assert len(noting.told()) == 1


def test_the_tray_says_how_things_stand(noting: Any) -> None:
    noting.notifier.refresh()
    assert noting.tray.tooltip == "igdesk: 6 unread, 6 waiting"
    assert noting.tray.badge == 6
    rows = noting.rows()
    assert rows[0] == "6 unread, 6 waiting"
    assert rows[2:7] == [
        "Open igdesk", "Studio 1 · 5", "Studio 2 · 1", "Priya Raman · 35 min left", "Tomás Oliveira · 2 h left",
    ]  # fmt: skip
    assert rows[7:] == ["Check now", "Mute for 1 hour", "Pause checking", "Lock", "Settings…", "Quit igdesk"]
    accounts = noting.studio.archive.accounts
    accounts.set_state(noting.studio.accounts[0], AccountState.NEEDS_SIGN_IN, AccountProblem.TOKEN_EXPIRED)
    noting.notifier.refresh()
    assert noting.tray.tooltip == "igdesk: 6 unread, 6 waiting, needs attention"


def test_the_rows_of_the_menu_do_what_they_say(noting: Any) -> None:
    studio, window = noting.studio, noting.window
    noting.choose("Priya Raman · 35 min left")
    assert window.conversation.conversation.id == studio.talks["priya"]
    noting.choose("Studio 2 · 1")
    assert window.list_pane.account_id == studio.accounts[1]
    noting.choose("Check now")
    assert ("check_now", ()) in studio.engine.asked
    noting.choose("Pause checking")
    assert [asked[:3] for asked in studio.engine.care.asked] == [
        ("pause", account_id, True) for account_id in studio.accounts
    ]
    noting.choose("Mute for 1 hour")
    noting.arrive("zoe", "Zoë")
    assert noting.told() == []
    noting.choose(next(row for row in noting.rows() if row.startswith("Unmute")))
    noting.arrive("zoe", "Zoë", hours=SOON_S / 2)
    assert noting.told() != []
    noting.choose("Settings…")
    assert window.settings.place.page_id == "notifications"
    quits: list[bool] = []
    window.quit_requested.connect(lambda: quits.append(True))
    noting.choose("Quit igdesk")
    assert quits == [True]


def test_one_account_is_muted_from_its_menu_and_the_palette_with_a_way_back(noting: Any) -> None:
    window, muting, first = noting.window, noting.notifier.muting, noting.studio.accounts[0]
    menu = window.account_actions.menu(window.accounts[0], window)
    next(row for row in menu.actions() if row.text() == "Mute for 1 hour").trigger()
    assert noting.plain(window.undoing.toast.text).startswith("Studio 1 is muted until ")
    assert list(muting.muted) == [first]
    assert "Mute for 1 hour" in noting.rows(), "of all of them"
    noting.arrive("zoe", "Zoë")
    assert noting.told() == []
    window.undoing.toast.run()
    assert muting.muted == {}
    window.choose_account(first)
    window.registry.run("mute_hour")
    assert list(muting.muted) == [first]
    assert noting.plain(window.registry.get("mute_hour").title).startswith("Unmute, muted until ")
    window.registry.run("mute_hour")
    assert noting.plain(window.undoing.toast.text) == "Studio 1 is no longer muted."
    assert muting.muted == {}


def test_muting_ends_by_itself(noting: Any) -> None:
    noting.choose("Mute for 1 hour")
    noting.window.now = lambda: NOW + timedelta(minutes=61)
    assert noting.notifier.muting.muted == {}
    noting.notifier.look()
    assert "Mute for 1 hour" in noting.rows()


def test_closing_ends_unless_the_tray_keeps_it(noting: Any) -> None:
    window, ended = noting.window, []
    window.closed.connect(lambda: ended.append(True))
    noting.studio.archive.settings.set(KEEP_RUNNING, "1")
    window.close()
    assert not window.isVisible()
    assert window.is_in_tray
    assert ended == []
    assert noting.told() == [("igdesk keeps running", "It waits in the tray and tells you about new messages.")]
    assert noting.studio.engine.asked[-1][0] == "set_attention"
    noting.tray.clicked.emit()
    assert window.isVisible()
    assert not window.is_in_tray
    window.close()
    assert noting.told() == []  # said once
    noting.tray.clicked.emit()
    noting.studio.archive.settings.set(KEEP_RUNNING, "0")
    window.close()
    assert ended == [True]


def test_where_there_is_no_tray_the_window_ends_as_ever(noting: Any) -> None:
    noting.tray.is_available = noting.tray.can_tell = False
    noting.studio.archive.settings.set(KEEP_RUNNING, "1")
    page = open_page(noting)
    assert not named(page, "Keep running in the tray").isEnabled()
    assert "no tray" in named(page, "Keep running in the tray").accessibleDescription()
    assert "task bar" in named(page, "New messages").accessibleDescription()
    assert not page.findChild(QWidget, "settingsTestNotice").isVisible()
    noting.arrive("zoe", "Zoë")
    noting.notifier.tell_gathered()  # asks for a look at the window
    noting.window.close()
    assert not noting.window.is_in_tray


def test_at_the_end_the_tray_lets_go(noting: Any) -> None:
    noting.studio.archive.settings.set(KEEP_RUNNING, "1")
    noting.window.close_notices()
    ended: list[bool] = []
    noting.window.closed.connect(lambda: ended.append(True))
    noting.window.close()
    assert ended == [True]
    assert noting.tray.is_closed
    assert noting.tray.badge == 0


def test_a_reply_that_missed_its_time_is_told_once(noting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    studio, scheduling = noting.studio, noting.studio.archive.scheduling
    monkeypatch.setattr(noting.notifier, "_is_looked_at", lambda: False)
    scheduling.add(studio.talks["mara"], "Good morning", NOW - timedelta(hours=1))
    scheduling.release(NOW)
    studio.archive.triage.pin([studio.talks["mara"]], True)
    told = ("A reply to Mara Lindqvist was not sent", "igdesk was closed at its time. The words are kept.")
    assert noting.tray.told == [told]


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_troubles_are_told_while_nobody_looks_and_once(
    noting: Any, monkeypatch: pytest.MonkeyPatch, is_looked_at: bool
) -> None:
    studio, archive = noting.studio, noting.studio.archive
    monkeypatch.setattr(noting.notifier, "_is_looked_at", lambda: is_looked_at)
    found = archive.outbox.enqueue(studio.talks["mara"], split_reply("Thank you"), now=NOW)
    for _ in range(2):
        archive.outbox.settle(found[0], SendEvent.WINDOW_CLOSED)
        archive.accounts.set_state(studio.accounts[0], AccountState.NEEDS_SIGN_IN, AccountProblem.TOKEN_EXPIRED)
    archive.accounts.set_state(studio.accounts[1], AccountState.NEEDS_SIGN_IN, AccountProblem.NONE)
    told = [
        ("A reply to Mara Lindqvist was not sent", "Not sent. The reply window has closed."),
        ("Studio 1 is signed out", "Open igdesk to reconnect."),
    ]
    assert noting.tray.told == ([] if is_looked_at else told)


# The page of the settings


def open_page(noting: Any) -> Any:
    noting.window.settings.open("notifications")
    return noting.window.settings.place.page


def named(where: Any, name: str) -> Any:
    return next(child for child in where.findChildren(QWidget) if child.accessibleName() == name)


@pytest.mark.parametrize(
    ("name", "key", "usual"),
    [
        ("New messages", MESSAGES, True),
        ("Show the text of the message", SHOW_TEXT, True),
        ("Count on the app icon", "notify.badge", True),
        ("Keep quiet at night", QUIET, False),
        ("Keep running in the tray", KEEP_RUNNING, False),
    ],
)
def test_a_switch_is_kept(noting: Any, name: str, key: str, usual: bool) -> None:
    toggle = named(open_page(noting), name)
    assert toggle.isChecked() is usual
    toggle.click()
    assert noting.studio.archive.settings.get(key) == ("0" if usual else "1")
    assert toggle.isChecked() is not usual


def test_lead_time_and_quiet_hours_are_kept(noting: Any) -> None:
    page, settings = open_page(noting), noting.studio.archive.settings
    lead = named(page, "Warn me before a window closes")
    assert [lead.itemText(at) for at in range(lead.count())] == [
        "Never", "15 minutes before", "30 minutes before", "1 hour before", "2 hours before", "4 hours before",
    ]  # fmt: skip
    lead.chosen.emit(30)
    assert settings.get(WARN_MIN) == "30"
    assert not named(page, "From").isEnabled()
    named(page, "Keep quiet at night").click()
    named(page, "From").setTime(QTime(21, 30))
    named(page, "To").setTime(QTime(7, 15))
    named(page, "Let window warnings through").click()
    wishes = noting.notifier.wishes
    assert (str(wishes.quiet_from), str(wishes.quiet_to), wishes.quiet_lets_warnings) == ("21:30:00", "07:15:00", False)


def test_a_time_of_day_is_not_mirrored(noting: Any) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert named(open_page(noting), "From").text() == "20:00"
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_count_follows_its_switch_and_the_test_is_told(noting: Any) -> None:
    page = open_page(noting)
    named(page, "Count on the app icon").click()
    assert noting.tray.badge == 0
    page.findChild(QWidget, "settingsTestNotice").click()
    assert noting.told() == [("This is a test", "So igdesk tells you about new messages.")]


@pytest.mark.parametrize("state", list(TrayState))
def test_every_state_has_its_picture(noting: Any, state: TrayState) -> None:
    theme = noting.window.theme_source.current
    quiet = tray_pixmap(22, TrayState.QUIET, 0, theme, is_dark=False).toImage()
    shown = tray_pixmap(22, state, 12, theme, is_dark=False).toImage()
    assert (shown == quiet) is (state is TrayState.QUIET)


class AtSignIn:
    is_on = False
    fails = False

    def choose(self, is_on: bool) -> None:
        if self.fails:
            raise KnownError(Problem("autostart", "Not allowed.", "Change it elsewhere."))
        self.is_on = is_on


def test_starting_with_the_computer_stands_beside_staying_in_the_tray(noting: Any) -> None:
    window = noting.window
    window.settings.open("notifications")
    page = window.settings.place.page
    assert page._start_row.isHidden(), "where it cannot be it is not offered"
    start = window.at_sign_in = AtSignIn()
    page.refresh()
    assert page._start_row.text.startswith("It starts as an entry of the task bar.")
    page._start.click()
    assert start.is_on
    page._tray.click()
    assert page._start_row.text == "It starts in the tray, without a window."
    start.fails = True
    page._start.click()
    assert page._start.isChecked()
    assert window.banner.banner.problem.happened == "Not allowed."


def test_a_quiet_start_goes_to_the_tray_or_to_the_task_bar(
    make_studio: Callable[..., Any], qtbot: QtBot, noting_tray: object
) -> None:
    window = make_studio().window
    window.begin_quietly()
    assert window.isMinimized()
    qtbot.waitUntil(lambda: window._is_whole)
    window.hide()
    window.archive.settings.set(KEEP_RUNNING, "1")
    window.begin_quietly()
    assert not window.isVisible()
    assert window.is_in_tray
    window.notifier.tray.clicked.emit()
    assert window.isVisible()
