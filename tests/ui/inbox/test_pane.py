"""The column with title, chips, list and footer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Account, AccountProblem, AccountState
from igdesk.domain.conversation import Conversation, InboxFilter, InboxView
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.status import AccountStatus, Connection, EngineStatus, FirstSync
from igdesk.ui.controls import Chip
from igdesk.ui.inbox.footer import FooterState, footer_state
from igdesk.ui.inbox.pane import WANT_AFTER_MS, ListPane
from igdesk.ui.label import Label

Make = Callable[..., Conversation]
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
ONE = AccountId(1)


@pytest.fixture(autouse=True)
def british() -> None:
    QLocale.setDefault(QLocale("en_GB"))


@pytest.fixture
def open_pane(make_ui: Callable[..., Any], qtbot: QtBot) -> Iterator[Callable[..., tuple[ListPane, Any]]]:
    made: list[Any] = []

    def build(*conversations: Conversation, accounts: Any = (), **parts: Any) -> tuple[ListPane, Any]:
        ui = make_ui(*conversations, accounts=accounts)
        made.append(ui)
        pane = ListPane(
            ui.archive,
            ui.engine,
            ui.bridge,
            ui.images,
            ui.theme_source,
            account_id=ONE,
            local_now=lambda: ui.now,
            zone=UTC,
            **parts,
        )
        qtbot.addWidget(pane)
        pane.resize(336, 700)
        pane.show()
        return pane, ui

    yield build
    for ui in made:
        ui.images.close()


def child(pane: QWidget, name: str) -> QWidget:
    found = pane.findChild(QWidget, name)
    assert found is not None, name
    return found


def say_of(pane: QWidget, name: str) -> str:
    return child(pane, name).accessibleName().replace("\u00a0", " ")


def role_of(pane: QWidget, name: str) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(child(pane, name)).role()


def test_names_and_roles_of_the_contract(open_pane: Any, conversation_of: Make) -> None:
    pane, _ = open_pane(
        conversation_of(1, unread_count=2),
        conversation_of(2, ago=timedelta(hours=22)),
        conversation_of(3, own=True),
    )
    assert pane.objectName() == "listPane"
    assert pane.accessibleName() == "Conversations"
    assert say_of(pane, "listTitle") == "Inbox"
    assert say_of(pane, "conversationList") == "Inbox, 3 conversations"
    assert say_of(pane, "listChipAll") == "All"
    assert say_of(pane, "listChipUnread") == "Unread, 1"
    assert say_of(pane, "listChipWaiting") == "Waiting, 2"
    assert say_of(pane, "listChipClosingSoon") == "Closing soon, 1"
    roles = QAccessible.Role
    assert role_of(pane, "listTitle") == roles.StaticText
    assert role_of(pane, "listChipUnread") == roles.CheckBox
    assert role_of(pane, "conversationList") == roles.List
    assert role_of(pane, "listFooterState") == roles.StaticText


def test_rows_are_list_items_with_their_sentence(open_pane: Any, conversation_of: Make) -> None:
    pane, _ = open_pane(conversation_of(1, "Is it there?", name="Mara", unread_count=1))
    item = QAccessible.queryAccessibleInterface(pane.list).child(0)
    assert item.role() == QAccessible.Role.ListItem
    assert item.text(QAccessible.Text.Name) == "Mara, 1 unread, Is it there?, 14:31, 23 hours left to reply"


def test_numbers_follow_the_archive(open_pane: Any, conversation_of: Make) -> None:
    pane, ui = open_pane(conversation_of(1))
    ui.archive.put(conversation_of(2, unread_count=1))
    assert say_of(pane, "listChipUnread") == "Unread, 1"
    assert say_of(pane, "conversationList") == "Inbox, 2 conversations"
    ui.archive.drop(ConversationId(1))
    assert say_of(pane, "conversationList") == "Inbox, 1 conversation"


def test_a_chip_narrows_and_shows_what_is_left(open_pane: Any, conversation_of: Make, qtbot: QtBot) -> None:
    pane, _ = open_pane(conversation_of(1, unread_count=1), conversation_of(2))
    with qtbot.waitSignal(pane.filter_changed) as changed:
        qtbot.mouseClick(child(pane, "listChipUnread"), Qt.MouseButton.LeftButton)
    assert changed.args == [InboxFilter.UNREAD]
    assert pane.model.rowCount() == 1
    assert say_of(pane, "conversationList") == "Inbox, 1 conversation"


def test_an_empty_filter_offers_the_way_out(open_pane: Any, conversation_of: Make, qtbot: QtBot) -> None:
    pane, _ = open_pane(conversation_of(1))
    pane.narrow(InboxFilter.UNREAD)
    assert say_of(pane, "listEmptyHeading") == "Nothing matches"
    assert child(pane, "listChipUnread").isVisible()
    qtbot.mouseClick(child(pane, "listClearFilters"), Qt.MouseButton.LeftButton)
    assert pane.model.choice.narrowed is InboxFilter.ALL
    assert pane.list.isVisible()


def test_chips_that_do_not_fit_leave_from_the_end(open_pane: Any, conversation_of: Make) -> None:
    pane, _ = open_pane(conversation_of(1, unread_count=1))
    names = ("listChipAll", "listChipUnread", "listChipWaiting", "listChipClosingSoon")
    shown = []
    for width in (480, 260, 150):
        pane.resize(width, 700)
        shown.append([n for n in names if child(pane, n).isVisible()])
    assert shown[0] == list(names)
    assert shown[1] == list(names[: len(shown[1])])
    assert 1 <= len(shown[2]) <= len(shown[1]) < 4
    pane.resize(480, 700)
    pane.narrow(InboxFilter.CLOSING_SOON)
    pane.resize(260, 700)
    assert child(pane, "listChipClosingSoon").isVisible()


def test_chips_move_closer_before_one_leaves(open_pane: Any, conversation_of: Make) -> None:
    """At the usual width of the list, with numbers of two digits, all four stay."""
    closing = {"ago": timedelta(hours=23, minutes=20), "unread_count": 1, "is_waiting": True}
    pane, _ = open_pane(*(conversation_of(n, **closing) for n in range(1, 25)))
    pane.resize(336, 700)
    chips = pane.chips.findChildren(Chip)
    assert [chip.accessibleName() for chip in chips if chip.isVisible()] == [
        "All", "Unread, 24", "Waiting, 24", "Closing soon, 24",
    ]  # fmt: skip
    close = [chip.width() for chip in chips]
    assert all(left.geometry().right() < right.x() for left, right in pairwise(chips))
    assert chips[-1].geometry().right() < pane.chips.width()
    pane.resize(480, 700)
    assert all(chip.width() > width for chip, width in zip(chips, close, strict=True))


def test_views_keep_their_own_words(open_pane: Any, conversation_of: Make, qtbot: QtBot) -> None:
    pane, _ = open_pane(conversation_of(1, own=True))
    with qtbot.waitSignal(pane.view_changed) as changed:
        pane.show_view(InboxView.WAITING)
    assert changed.args == [InboxView.WAITING]
    assert say_of(pane, "listTitle") == "Waiting on you"
    assert say_of(pane, "listEmptyHeading") == "Nobody is waiting"
    assert not child(pane, "listChipWaiting").isVisible()


def test_an_empty_inbox_has_no_chips(open_pane: Any) -> None:
    pane, ui = open_pane()
    assert not child(pane, "listEmpty").isVisible(), "nobody knows yet"
    ui.engine.publish(EngineStatus((AccountStatus(ONE, Connection.ONLINE, last_checked_at=ui.now),)))
    assert say_of(pane, "listEmpty") == "Nothing here right now."
    assert child(pane, "listEmpty").isVisible()
    assert pane.list.isVisible()
    assert not child(pane, "listChipAll").isVisible()


def test_a_missing_permission_is_told(open_pane: Any, account_of: Callable[..., Account]) -> None:
    account = account_of(1, state=AccountState.LIMITED, problem=AccountProblem.PERMISSION)
    pane, _ = open_pane(accounts=[account])
    assert say_of(pane, "listEmpty") == "Nothing can be fetched yet."
    assert say_of(pane, "listFooterState") == "Permission missing"


def test_the_first_update_takes_the_place_of_the_chips(open_pane: Any, conversation_of: Make) -> None:
    pane, ui = open_pane()
    status = AccountStatus(ONE, Connection.ONLINE, is_busy=True, first_sync=FirstSync(37, 1200))
    ui.engine.publish(EngineStatus((status,)))
    assert pane.list.isVisible()
    bar = child(pane, "listFirstUpdate")
    assert bar.isVisible()
    assert bar.accessibleName() == "First update, newest first, 37 of 1,200"
    assert say_of(pane, "listFooterState") == "Updating"
    ui.archive.put(conversation_of(1))
    assert pane.model.rowCount() == 1
    assert not pane.grab().isNull()
    ui.engine.publish(EngineStatus((AccountStatus(ONE, Connection.ONLINE, last_checked_at=ui.now),)))
    assert not bar.isVisible()
    assert child(pane, "listChipAll").isVisible()


def test_a_first_update_that_cannot_go_on_is_not_shown(open_pane: Any) -> None:
    pane, ui = open_pane()
    for connection in (Connection.SIGNED_OUT, Connection.OFFLINE, Connection.THROTTLED):
        ui.engine.publish(EngineStatus((AccountStatus(ONE, connection, first_sync=FirstSync(3, 10)),)))
        assert not child(pane, "listFirstUpdate").isVisible()
        assert child(pane, "listEmpty").isVisible()


def test_no_row_moves_while_an_account_is_fetched_for_the_first_time(open_pane: Any, conversation_of: Make) -> None:
    pane, ui = open_pane()
    tops = []
    for status in (
        AccountStatus(ONE, first_sync=FirstSync(0, 0)),
        AccountStatus(ONE, Connection.ONLINE, is_busy=True, first_sync=FirstSync(0, 25)),
        AccountStatus(ONE, Connection.ONLINE, is_busy=True, first_sync=FirstSync(25, 40)),
        AccountStatus(ONE, Connection.ONLINE, last_checked_at=NOW),
    ):
        if status.connection is Connection.ONLINE:
            ui.archive.put(conversation_of(1))
        ui.engine.publish(EngineStatus((status,)))
        pane.layout().activate()
        if status.first_sync is not None:
            assert child(pane, "listFirstUpdate").isVisible()
            said = "First update, newest first"
            said += f", {status.first_sync.done} of {status.first_sync.total}" if status.first_sync.total else ""
            assert say_of(pane, "listFirstUpdate") == said
            count = pane.progress.findChildren(Label)[1]
            assert count.width() >= count.sizeHint().width(), "not in the room of the words before it"
        tops.append(pane.list.mapTo(pane, QPoint(0, 0)).y())
    assert child(pane, "listChipAll").isVisible()
    assert len(set(tops)) == 1, tops


def test_an_archive_of_a_newer_version_is_not_said_to_connect(
    open_pane: Any, account_of: Callable[..., Account]
) -> None:
    for connection in (Connection.CONNECTING, Connection.ONLINE, Connection.OFFLINE):
        state = footer_state(account_of(1), AccountStatus(ONE, connection), NOW, is_demo=False, is_read_only=True)
        assert (state.text, state.icon) == ("Read only · not updating", "alert")
    pane, ui = open_pane()
    ui.archive.is_read_only = True
    ui.engine.publish(EngineStatus((AccountStatus(ONE),)))
    assert say_of(pane, "listFooterState") == "Read only · not updating"
    assert not child(pane, "listFirstUpdate").isVisible()


def test_chips_have_the_room_of_letters_that_grow(open_pane: Any, conversation_of: Make) -> None:
    pane, ui = open_pane(conversation_of(1, unread_count=2), conversation_of(2))
    ui.engine.publish(EngineStatus((AccountStatus(ONE, Connection.ONLINE, last_checked_at=NOW),)))
    ui.theme_source.wear("light", strong_contrast=None, scale=1.5)
    shown = [chip for chip in pane.chips.findChildren(Chip) if chip.isVisible()]
    assert shown
    for chip in shown:
        assert chip.size() == chip.sizeHint(), chip.accessibleName()


def test_the_footer_tells_of_budget_outbox_and_ways_out(open_pane: Any, qtbot: QtBot) -> None:
    pane, ui = open_pane()
    online = AccountStatus(ONE, Connection.ONLINE, last_checked_at=NOW, budget_used=0.184)
    ui.engine.publish(EngineStatus((online,)))
    assert say_of(pane, "listFooterState") == "Up to date · 14:36"
    assert say_of(pane, "listFooterBudget") == "API use 18 percent"
    ui.engine.publish(EngineStatus((online,), queued_replies=2))
    assert say_of(pane, "listFooterBudget") == "2 in outbox"
    ui.engine.publish(EngineStatus((AccountStatus(ONE, Connection.SIGNED_OUT),)))
    assert not child(pane, "listFooterBudget").isVisible()
    with qtbot.waitSignal(pane.reconnect_requested) as asked:
        qtbot.mouseClick(child(pane, "listFooterAction"), Qt.MouseButton.LeftButton)
    assert asked.args == [ONE]


def test_the_demo_says_so(open_pane: Any, qtbot: QtBot) -> None:
    pane, _ = open_pane(is_demo=True)
    assert say_of(pane, "listFooterState") == "Demo · nothing is sent"
    with qtbot.waitSignal(pane.connect_requested):
        qtbot.mouseClick(child(pane, "listFooterAction"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("status", "text", "icon"),
    [
        (AccountStatus(ONE), "Connecting", "refresh"),
        (AccountStatus(ONE, is_busy=True), "Updating", "refresh"),
        (AccountStatus(ONE, Connection.ONLINE, True, NOW), "Up to date · 14:36", "check"),
        (AccountStatus(ONE, Connection.OFFLINE, last_checked_at=NOW), "Offline · last update 14:36", "offline"),
        (AccountStatus(ONE, Connection.OFFLINE), "Offline", "offline"),
        (AccountStatus(ONE, Connection.CAPTIVE), "Offline", "offline"),
        (
            AccountStatus(ONE, Connection.THROTTLED, paused_until=NOW + timedelta(minutes=7)),
            "Paused · next check 14:43",
            "hourglass",
        ),
        (
            AccountStatus(ONE, Connection.INSTAGRAM_DOWN, trouble_since=NOW - timedelta(minutes=3)),
            "Not updating since 14:33",
            "alert",
        ),
        (
            AccountStatus(ONE, Connection.ONLINE, last_checked_at=NOW - timedelta(hours=1)),
            "Not updating since 13:36",
            "alert",
        ),
        (AccountStatus(ONE, Connection.SIGNED_OUT), "Signed out", "error"),
    ],
)
def test_what_the_footer_says(status: AccountStatus, text: str, icon: str, account_of: Callable[..., Account]) -> None:
    state: FooterState = footer_state(account_of(1), status, NOW, is_demo=False, zone=UTC)
    assert (state.text, state.icon) == (text, icon)


def test_every_connection_has_words(account_of: Callable[..., Account]) -> None:
    for connection in Connection:
        assert footer_state(account_of(1), AccountStatus(ONE, connection), NOW, is_demo=False, zone=UTC).text


def test_people_are_asked_for_once_and_only_those_on_screen(
    open_pane: Any, conversation_of: Make, qtbot: QtBot
) -> None:
    pane, ui = open_pane(*(conversation_of(n, ago=timedelta(minutes=n)) for n in range(1, 60)))
    qtbot.waitUntil(lambda: bool(ui.engine.wanted))
    asked = ui.engine.wanted[0]
    assert asked[0] == 1
    assert len(asked) <= 10
    pane.list.verticalScrollBar().setValue(80)
    qtbot.waitUntil(lambda: len(ui.engine.wanted) > 1)
    assert not set(asked) & set(ui.engine.wanted[1])
    assert ui.engine.wanted_pictures == []


def test_a_picture_whose_address_is_known_is_asked_for(open_pane: Any, conversation_of: Make, qtbot: QtBot) -> None:
    _, ui = open_pane(
        conversation_of(1, picture_url="https://example.org/1"),
        conversation_of(2, picture_url="https://example.org/2", picture_key="there"),
        conversation_of(3),
    )
    qtbot.waitUntil(lambda: bool(ui.engine.wanted))
    assert ui.engine.wanted_pictures == [1]


def test_a_newcomer_is_asked_for_once_it_is_known_who_it_is(
    open_pane: Any, conversation_of: Make, qtbot: QtBot
) -> None:
    """The list has the conversation first; who it is with comes with its first read."""
    pane, ui = open_pane(conversation_of(1))
    qtbot.waitUntil(lambda: ui.engine.wanted == [(1,)])
    newcomer = conversation_of(2, ago=timedelta(minutes=1))
    ui.archive.put(newcomer._replace(participant=newcomer.participant._replace(igsid="")))
    qtbot.waitUntil(lambda: bool(pane.list.rows_on_screen()) and pane.model.rowCount() == 2)
    qtbot.wait(WANT_AFTER_MS * 2)
    assert ui.engine.wanted == [(1,)]
    ui.archive.put(newcomer)
    qtbot.waitUntil(lambda: ui.engine.wanted == [(1,), (2,)])


def test_another_account_shows_its_own_rows(open_pane: Any, conversation_of: Make, account_of: Any) -> None:
    pane, _ = open_pane(
        conversation_of(1), conversation_of(2, account_id=AccountId(2)), accounts=[account_of(1), account_of(2)]
    )
    pane.show_account(AccountId(2))
    assert [pane.model.id_at(row) for row in range(pane.model.rowCount())] == [2]
    assert pane.account_id == 2


def test_signals_of_the_list_are_those_of_the_pane(open_pane: Any, conversation_of: Make, qtbot: QtBot) -> None:
    pane, _ = open_pane(conversation_of(1), conversation_of(2, ago=timedelta(minutes=9)))
    with qtbot.waitSignal(pane.selected) as walked:
        pane.step(1)
    with qtbot.waitSignal(pane.opened) as opened:
        qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    assert walked.args == [1]
    assert opened.args == [1, True]


def test_a_tick_brings_the_words_up_to_date(open_pane: Any, conversation_of: Make) -> None:
    pane, ui = open_pane(conversation_of(1, ago=timedelta(hours=19, minutes=58)))
    assert say_of(pane, "listChipClosingSoon") == "Closing soon"
    ui.advance(minutes=3)
    pane.tick()
    assert say_of(pane, "listChipClosingSoon") == "Closing soon, 1"


def test_it_can_be_painted_in_both_themes_and_directions(open_pane: Any, conversation_of: Make) -> None:
    pane, ui = open_pane(conversation_of(1, unread_count=3), is_demo=True)
    for name in ("dark", "light"):
        ui.theme_source.use(name)
        for direction in (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight):
            pane.setLayoutDirection(direction)
            assert not pane.grab().isNull()
    ui.theme_source.use(None)
