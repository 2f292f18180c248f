"""The page of the token: names of 10.7, live judging, errors that keep the input; and the passphrase page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.status import Problem
from igdesk.ui.check_words import DASHBOARD
from igdesk.ui.theme import ThemeSource
from igdesk.ui.unlock.page import UnlockMode, UnlockPage
from igdesk.ui.wizard.token_page import TokenPage
from igdesk.ui.wizard.wizard import Wizard

TOKEN = "IGAA" + "x1Yz" * 40


@pytest.fixture
def wizard(qtbot: QtBot) -> Wizard:
    made = Wizard(ThemeSource())
    qtbot.addWidget(made)
    made.resize(780, 580)
    made.show()
    return made


@pytest.fixture
def page(wizard: Wizard) -> TokenPage:
    made = wizard.add_page(lambda parent: TokenPage(ThemeSource(), parent))
    wizard.show_page(made, "Token")
    return made


def edit_of(page: QWidget, name: str = "wizardToken") -> QLineEdit:
    return page.findChild(QLineEdit, name)


def test_names_of_the_contract(page: TokenPage, wizard: Wizard) -> None:
    names = {
        "wizardSteps": "Step 2 of 4, Token",
        "wizardDashboard": "Open the Meta App Dashboard in the browser",
        "wizardToken": "Access token",
        "wizardTokenReveal": "Show the token",
        "wizardTokenPaste": "Paste",
        "wizardBack": "Back",
        "wizardCancel": "Cancel",
        "wizardNext": "Check the token",
    }
    assert {name: wizard.findChild(QWidget, name).accessibleName() for name in names} == names
    assert (wizard.objectName(), wizard.accessibleName()) == ("wizard", "Connect an account")
    assert edit_of(page).echoMode() is QLineEdit.EchoMode.Password
    page.findChild(QWidget, "wizardTokenReveal").setChecked(True)
    assert page.findChild(QWidget, "wizardTokenReveal").accessibleName() == "Hide the token"


@pytest.mark.parametrize(
    ("text", "hint", "may_check"),
    [
        (TOKEN, "Looks like an Instagram token.", True),
        (
            "EAAG" + "a" * 150,
            "Looks like a Facebook token.",
            True,
        ),
        ("0123456789abcdef0123456789abcdef", "This looks like an app secret, not a token.", False),
        ("IGAA" + "x" * 80 + " " + "y" * 80, "There is a space in the middle of it.", False),
        ("IGAAx", "It is too short. Copy it again.", False),
        ("", "", False),
    ],
)
def test_judged_while_typing(page: TokenPage, wizard: Wizard, text: str, hint: str, may_check: bool) -> None:
    edit_of(page).setText(text)
    assert page.findChild(QWidget, "wizardTokenHint").accessibleName() == hint
    assert wizard.findChild(QWidget, "wizardNext").isEnabled() is may_check


def test_paste_takes_the_token_out_of_what_surrounds_it(page: TokenPage) -> None:
    QGuiApplication.clipboard().setText(f'export INSTAGRAM_ACCESS_TOKEN="{TOKEN[:70]}\n{TOKEN[70:]}"')
    page.findChild(QWidget, "wizardTokenPaste").click()
    assert edit_of(page).text() == TOKEN[:70], "a broken assignment ends at the line"
    QGuiApplication.clipboard().setText(f"Bearer {TOKEN[:70]}\n  {TOKEN[70:]}\n")
    page.findChild(QWidget, "wizardTokenPaste").click()
    assert edit_of(page).text() == TOKEN


def test_a_failed_try_keeps_the_token_and_says_what_to_do(page: TokenPage, wizard: Wizard) -> None:
    asked: list[str] = []
    page.check_requested.connect(asked.append)
    edit_of(page).setText(TOKEN)
    wizard.findChild(QWidget, "wizardNext").click()
    assert asked == [TOKEN]
    page.show_problem(Problem("token", "Instagram does not accept this token.", "Paste another.", "190/460"))
    box = page.findChild(QWidget, "wizardProblem")
    assert not box.isHidden()
    assert box.accessibleName() == "Instagram does not accept this token. Paste another."
    assert edit_of(page).text() == TOKEN
    assert wizard.findChild(QWidget, "wizardNext").isEnabled()


def test_no_token_stays_behind(page: TokenPage) -> None:
    edit_of(page).setText(TOKEN)
    page.forget()
    assert edit_of(page).text() == ""


def test_the_dashboard_opens_in_the_browser(page: TokenPage) -> None:
    links: list[str] = []
    page.link_wanted.connect(links.append)
    page.findChild(QWidget, "wizardDashboard").click()
    assert links == [DASHBOARD]


def test_the_unlock_page_hands_out_what_was_typed(qtbot: QtBot) -> None:
    page = UnlockPage(ThemeSource())
    qtbot.addWidget(page)
    heard: list[str] = []
    page.unlock_requested.connect(heard.append)
    names = {
        "lockField": "Passphrase",
        "lockReveal": "Show the passphrase",
        "lockUnlock": "Unlock",
        "lockForgot": "I forgot the passphrase",
    }
    assert {name: page.findChild(QWidget, name).accessibleName() for name in names} == names
    edit_of(page, "lockField").setText("wrong horse")
    page.findChild(QWidget, "lockUnlock").click()
    page.findChild(QWidget, "lockUnlock").click()
    assert heard == ["wrong horse"]
    page.show_wrong()
    assert page._remark.words.text() == "That is not the passphrase."
    assert edit_of(page, "lockField").text() == "wrong horse"


def test_choosing_a_passphrase_needs_it_twice(qtbot: QtBot) -> None:
    """failure 95: without a keychain the page says so, and nothing is kept in plain text."""
    page = UnlockPage(ThemeSource(), UnlockMode.CHOOSE)
    qtbot.addWidget(page)
    heard: list[str] = []
    page.passphrase_chosen.connect(heard.append)
    go = page.findChild(QWidget, "lockUnlock")
    for first, second, remark in (
        ("short", "short", "Use at least 8 characters."),
        ("long enough", "long enoug", "The two are not the same."),
    ):
        edit_of(page, "lockField").setText(first)
        edit_of(page, "lockFieldAgain").setText(second)
        go.click()
        assert page._remark.words.text() == remark
    edit_of(page, "lockFieldAgain").setText("long enough")
    go.click()
    assert heard == ["long enough"]


def test_tab_goes_from_passphrase_to_passphrase(qtbot: QtBot) -> None:
    """Who types on after Tab would press the button that shows it."""
    page = UnlockPage(ThemeSource(), UnlockMode.CHOOSE)
    qtbot.addWidget(page)
    edit_of(page, "lockField").setText("long enough")
    stops: list[str] = []
    stop: QWidget = edit_of(page, "lockField")
    while stop.objectName() not in stops:
        stops.append(stop.objectName())
        stop = stop.nextInFocusChain()
        while not stop.focusPolicy() & Qt.FocusPolicy.TabFocus or stop is page:
            stop = stop.nextInFocusChain()
    assert stops == ["lockField", "lockFieldAgain", "lockReveal", "lockRevealAgain", "lockUnlock", "lockRetry"]
