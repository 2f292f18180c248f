"""The wizard in the window: each way, by keyboard alone, resumed, given up, and with nothing secret left behind."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDir, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from igdesk.domain.account import AccountProblem, AccountState, Flavour
from igdesk.domain.checks import CheckId, CheckResult, CheckState, Checkup, Finding
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import AccountStatus, Connection, EngineStatus, FirstSync, Problem
from igdesk.sync.session import SignInResult
from igdesk.sync.sign_in_steps import BrowserWait, PageOffer, Progress

TOKEN = "IGAA" + "x1Yz" * 40
SECRET = "0123456789abcdef0123456789abcdef"
UNTIL = datetime(2027, 1, 19, tzinfo=UTC)
STUDIO = AccountSnapshot("9001", "9011", "9001", Flavour.INSTAGRAM, "studio1", "Studio 1", "BUSINESS", "", 8214)
PASSED = (
    CheckResult(CheckId.TOKEN, CheckState.PASSED, Finding.UNTIL, until=UNTIL),
    CheckResult(CheckId.PROFESSIONAL, CheckState.PASSED, Finding.PROFESSIONAL, account_type="business"),
    CheckResult(CheckId.PERMISSIONS, CheckState.PASSED, Finding.GRANTED, granted=2, needed=2),
    CheckResult(CheckId.CAPABILITY, CheckState.PASSED, Finding.ENABLED),
    CheckResult(CheckId.MESSAGE_ACCESS, CheckState.PASSED, Finding.ALLOWED),
    CheckResult(CheckId.CONVERSATIONS, CheckState.PASSED, Finding.FOUND, count=23),
)
OFF = CheckResult(CheckId.MESSAGE_ACCESS, CheckState.FAILED, Finding.SWITCHED_OFF)


def checkup(*other: CheckResult, is_running: bool = False) -> Checkup:
    made = Checkup(PASSED, Flavour.INSTAGRAM, is_running)
    for result in other:
        made = made.with_result(result)
    return made


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No ``.env`` of the developer is picked up."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def first(make_studio: Callable[..., Any]) -> Any:
    """The first start, without an account."""
    studio = make_studio(accounts=0)
    studio.window.show()
    studio.window.activateWindow()
    QTest.qWaitForWindowActive(studio.window)
    return studio


def part(studio: Any, name: str) -> Any:
    """What is on the screen under that name; widgets that were replaced do not count."""
    return next((w for w in studio.window.findChildren(QWidget, name) if w.isVisible()), None)


def name_of(studio: Any, name: str) -> str:
    return part(studio, name).accessibleName()


def press(*keys: Any) -> None:
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        if isinstance(key, str) and len(key) > 1 and "+" in key:
            QTest.keySequence(target, QKeySequence(key))
        elif isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)


def asked(studio: Any) -> Any:
    return studio.engine.connecting


def as_far_as_the_checks(studio: Any) -> None:
    press(Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText(f"IG_TOKEN='{TOKEN}'\n")
    press("Ctrl+V", Qt.Key.Key_Return)


def hear(studio: Any, progress: Progress) -> None:
    asked(studio).tell(progress)


def connected(studio: Any) -> Any:
    """The engine made an account of it."""
    account_id = studio.archive.accounts.add(STUDIO, connected_at=UNTIL)
    asked(studio).done(SignInResult(account_id))
    return account_id


# By keyboard alone


def test_the_whole_way_by_keyboard(first: Any) -> None:
    """Choose, paste, check, go on, open the inbox: not one click."""
    assert name_of(first, "wizardSteps") == "Step 1 of 4, Connection"
    assert QApplication.focusWidget() is part(first, "wizardOptionToken")
    press(Qt.Key.Key_Down, Qt.Key.Key_Up, "3", "1")
    assert part(first, "wizardOptionToken").isChecked()
    as_far_as_the_checks(first)
    name, given, named = asked(first).asked[-1]
    assert (name, given, named) == ("check", (TOKEN,), {"expected_account": ""})
    assert name_of(first, "wizardSteps") == "Step 3 of 4, Checks"
    assert not part(first, "wizardNext").isEnabled()
    hear(first, Progress(checkup(OFF)))
    assert name_of(first, "check_message_access").startswith("Message access is allowed: failed, Switched off. On your")
    assert QApplication.focusWidget() is part(first, "wizardCheckAgain")
    press(Qt.Key.Key_Return)
    assert asked(first).names[-1] == "check_again"
    hear(first, Progress(checkup(is_running=True)))
    hear(first, Progress(checkup(), STUDIO))
    assert QApplication.focusWidget() is part(first, "wizardNext")
    press(Qt.Key.Key_Return)
    assert asked(first).names[-1] == "connect"
    account_id = connected(first)
    assert name_of(first, "wizardSteps") == "Step 4 of 4, Ready"
    assert QApplication.focusWidget() is part(first, "wizardNext")
    press(Qt.Key.Key_Return)
    assert first.window.pages.currentWidget() is first.window.columns
    assert first.window.list_pane.account_id == account_id


def test_every_control_is_reached_by_tab(first: Any) -> None:
    def walk() -> list[str]:
        seen: list[str] = []
        for _ in range(30):
            press(Qt.Key.Key_Tab)
            name = QApplication.focusWidget().objectName() or QApplication.focusWidget().accessibleName()
            if name in seen:
                break
            seen.append(name)
        return seen

    assert set(walk()) >= {"wizardOptionToken", "wizardHelp", "wizardNext"}
    part(first, "wizardOptionToken").setFocus()
    as_far_as_the_checks(first)
    hear(first, Progress(checkup(OFF)))
    assert set(walk()) >= {"wizardBack", "wizardCopyReport", "wizardCheckAgain"}


def test_names_of_the_first_page(first: Any) -> None:
    names = {
        "wizardOptionToken": "Paste a token, recommended",
        "wizardOptionBrowser": "Sign in with the browser",
        "wizardOptionEnv": "Import from a .env file",
        "wizardOptionDemo": "Try the demo",
        "wizardHelp": "Which one is right for me?",
        "wizardNext": "Continue",
    }
    assert {name: name_of(first, name) for name in names} == names
    assert part(first, "wizardCancel") is None, "there is nowhere to go back to"
    assert part(first, "wizardBack") is None


def test_esc_goes_back_and_deletes_nothing(studio: Any) -> None:
    window = studio.window
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.sign_in.begin()
    press(Qt.Key.Key_Return)
    part(studio, "wizardToken").setText(TOKEN)
    press(Qt.Key.Key_Escape)
    assert name_of(studio, "wizardSteps") == "Step 1 of 4, Connection"
    press(Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.columns
    window.sign_in.begin()
    press(Qt.Key.Key_Return)
    assert part(studio, "wizardToken").text() == TOKEN


def test_cancel_without_an_account_begins_again(first: Any) -> None:
    as_far_as_the_checks(first)
    part(first, "wizardCancel").click()
    assert name_of(first, "wizardSteps") == "Step 1 of 4, Connection"
    assert secrets_in(first) == []
    assert asked(first).names[-1] == "forget"


def test_numbers_choose_and_enter_goes_on(first: Any) -> None:
    heard: list[bool] = []
    first.window.demo_requested.connect(lambda: heard.append(True))
    press("4", Qt.Key.Key_Return)
    assert heard == [True]
    press("2", Qt.Key.Key_Return)
    assert name_of(first, "wizardSteps") == "Step 2 of 4, Sign-in"


# To and fro


def test_back_keeps_the_input(first: Any) -> None:
    press(Qt.Key.Key_Return)
    field = part(first, "wizardToken")
    field.setText(TOKEN)
    press("Alt+Left")
    assert name_of(first, "wizardSteps") == "Step 1 of 4, Connection"
    press(Qt.Key.Key_Return)
    assert part(first, "wizardToken").text() == TOKEN
    press(Qt.Key.Key_Return)
    hear(first, Progress(checkup(OFF)))
    part(first, "wizardBack").click()
    assert part(first, "wizardToken").text() == TOKEN
    assert asked(first).names[-1] == "cancel"


def test_a_step_that_is_done_can_be_clicked(first: Any) -> None:
    as_far_as_the_checks(first)
    side = first.window.sign_in.page._side
    QTest.mouseClick(side, Qt.MouseButton.LeftButton, pos=side.rect().topLeft() + _at(36, 158))
    assert name_of(first, "wizardSteps") == "Step 2 of 4, Token"
    QTest.mouseClick(side, Qt.MouseButton.LeftButton, pos=side.rect().topLeft() + _at(36, 254))
    assert name_of(first, "wizardSteps") == "Step 2 of 4, Token", "what is to come cannot"
    QTest.mouseClick(side, Qt.MouseButton.LeftButton, pos=side.rect().topLeft() + _at(36, 110))
    assert name_of(first, "wizardSteps") == "Step 1 of 4, Connection"


def _at(x: int, y: int) -> Any:
    from PySide6.QtCore import QPoint

    return QPoint(x, y)


# Checks


def test_links_do_what_they_say(first: Any) -> None:
    as_far_as_the_checks(first)
    no_role = CheckResult(CheckId.TOKEN, CheckState.FAILED, Finding.NO_TESTER)
    hear(first, Progress(checkup(no_role)))
    link(first, "Show me where").click()
    assert first.opened_urls == ["https://www.instagram.com/accounts/manage_access/"]
    not_accepted = CheckResult(CheckId.TOKEN, CheckState.FAILED, Finding.NOT_ACCEPTED)
    hear(first, Progress(checkup(not_accepted)))
    link(first, "Open the App Dashboard").click()
    assert first.opened_urls[-1] == "https://developers.facebook.com/apps/"
    link(first, "Paste another token").click()
    assert part(first, "wizardToken").text() == ""


def link(studio: Any, words: str) -> Any:
    return next(w for w in studio.window.findChildren(QWidget) if w.isVisible() and w.accessibleName() == words)


def test_a_warning_may_be_passed_over(first: Any) -> None:
    as_far_as_the_checks(first)
    none = CheckResult(CheckId.CONVERSATIONS, CheckState.WARNING, Finding.NONE_FOUND)
    hear(first, Progress(checkup(none), STUDIO))
    assert part(first, "wizardNext").isEnabled()
    link(first, "Continue anyway").click()
    assert asked(first).names[-1] == "connect"


def test_it_checks_itself_when_the_window_is_shown_again(first: Any) -> None:
    def back_again() -> None:
        QApplication.sendEvent(first.window.sign_in.page, QEvent(QEvent.Type.WindowActivate))

    as_far_as_the_checks(first)
    before = list(asked(first).names)
    back_again()
    assert asked(first).names == before, "it is under way"
    hear(first, Progress(checkup(OFF)))
    back_again()
    assert asked(first).names == [*before, "check_again"]
    hear(first, Progress(checkup()))
    back_again()
    assert asked(first).names == [*before, "check_again"], "all is well"


def test_the_report_holds_nothing_of_anybody(first: Any) -> None:
    as_far_as_the_checks(first)
    hear(first, Progress(checkup(OFF), STUDIO))
    part(first, "wizardCopyReport").click()
    report = QGuiApplication.clipboard().text()
    assert "Message access is allowed: failed" in report
    assert TOKEN not in report
    assert "studio1" not in report
    assert name_of(first, "wizardCopyReport") == "Copied"


def test_a_vault_that_fails_is_said_and_can_be_tried_again(first: Any) -> None:
    """failure 95"""
    as_far_as_the_checks(first)
    hear(first, Progress(checkup(), STUDIO))
    part(first, "wizardNext").click()
    assert not part(first, "wizardNext").isEnabled(), "once is enough"
    asked(first).done(SignInResult(problem=Problem("keychain_locked", "The keychain is locked.", "Unlock it.")))
    assert name_of(first, "wizardProblem") == "The keychain is locked. Unlock it."
    assert part(first, "wizardNext").isEnabled()
    part(first, "wizardNext").click()
    connected(first)
    assert name_of(first, "wizardSteps") == "Step 4 of 4, Ready"


def test_progress_of_the_first_fetch(first: Any) -> None:
    as_far_as_the_checks(first)
    hear(first, Progress(checkup(), STUDIO))
    part(first, "wizardNext").click()
    account_id = connected(first)
    first.engine.tell(EngineStatus((AccountStatus(account_id, Connection.ONLINE, first_sync=FirstSync(37, 120)),)))
    assert name_of(first, "wizardFetchProgress") == "Fetching conversations, 37 of 120"
    first.engine.tell(EngineStatus((AccountStatus(account_id, Connection.ONLINE, last_checked_at=UNTIL),)))
    assert name_of(first, "wizardFetchProgress") == "Fetching conversations, 120 of 120"
    part(first, "wizardAddAnother").click()
    assert name_of(first, "wizardSteps") == "Step 1 of 4, Connection"


def test_enter_goes_on_from_a_wish_too(first: Any) -> None:
    """Space switches it; Enter is the next step wherever the focus is."""
    as_far_as_the_checks(first)
    hear(first, Progress(checkup(), STUDIO))
    part(first, "wizardNext").click()
    connected(first)
    wish = part(first, "wizardNotify")
    was_on = wish.isChecked()
    wish.setFocus()
    press(Qt.Key.Key_Return)
    assert wish.isChecked() is was_on
    assert first.window.pages.currentWidget() is first.window.columns


# Resumed, given up


def secrets_in(studio: Any) -> list[str]:
    return [edit.text() for edit in studio.window.sign_in.page.findChildren(QLineEdit) if edit.text()]


def test_what_is_kept_between_two_starts_holds_no_secret(first: Any, make_studio: Callable[..., Any]) -> None:
    as_far_as_the_checks(first)
    hear(first, Progress(checkup(OFF)))
    kept = first.archive.settings.get("wizard.place")
    assert "checks" in kept
    assert TOKEN not in kept
    first.window.sign_in.page.hide()
    later = make_studio(accounts=0)
    asked(later).begun = True
    later.archive.settings.set("wizard.place", kept)
    later.window.sign_in.begin()
    assert "resume" in asked(later).names
    assert name_of_hidden(later, "wizardSteps") == "Step 3 of 4, Checks"
    hear(later, Progress(checkup(), STUDIO))
    asked_before = len(asked(later).names)
    later.window.sign_in._connect()
    assert asked(later).names[asked_before:] == ["connect"]


def name_of_hidden(studio: Any, name: str) -> str:
    return studio.window.findChild(QWidget, name).accessibleName()


def test_what_was_begun_may_be_gone(first: Any) -> None:
    as_far_as_the_checks(first)
    first.window.sign_in.begin()
    assert name_of(first, "wizardSteps") == "Step 2 of 4, Token", "the vault knows nothing of it"


def test_no_secret_stays_once_it_worked(first: Any) -> None:
    as_far_as_the_checks(first)
    hear(first, Progress(checkup(), STUDIO))
    part(first, "wizardNext").click()
    assert TOKEN in secrets_in(first)
    connected(first)
    assert TOKEN not in secrets_in(first)
    assert first.archive.settings.get("wizard.place") in ("", None)


def test_cancel_forgets_everything(studio: Any) -> None:
    window = studio.window
    window.show()
    window.sign_in.begin()
    part(studio, "wizardNext").click()
    part(studio, "wizardToken").setText(TOKEN)
    part(studio, "wizardCancel").click()
    assert window.pages.currentWidget() is window.columns
    assert TOKEN not in secrets_in(studio)
    assert asked(studio).names[-1] == "forget"


def test_reconnecting_names_the_account_it_expects(studio: Any) -> None:
    """failure 4: the archive stays, and only the token is another one."""
    window = studio.window
    window.show()
    window.sign_in.begin(studio.accounts[0])
    part(studio, "wizardToken").setText(TOKEN)
    part(studio, "wizardNext").click()
    assert asked(studio).asked[-1][2] == {"expected_account": "9001"}
    hear(studio, Progress(checkup(), STUDIO))
    part(studio, "wizardNext").click()
    asked(studio).done(SignInResult(studio.accounts[0]))
    assert window.pages.currentWidget() is window.columns


def test_the_checks_of_a_connected_account(studio: Any) -> None:
    window = studio.window
    window.show()
    window.sign_in.check(studio.accounts[0])
    assert asked(studio).asked[-1][:2] == ("check_account", (studio.accounts[0],))
    hear(studio, Progress(checkup(), STUDIO))
    assert name_of(studio, "wizardNext") == "Done"
    part(studio, "wizardNext").click()
    assert window.pages.currentWidget() is window.columns
    assert "connect" not in asked(studio).names


def test_a_token_that_is_accepted_after_all(studio: Any) -> None:
    """A checkpoint was passed in the Instagram app: the same token signs in again."""
    window, account_id = studio.window, studio.accounts[0]
    studio.archive.accounts.set_state(account_id, AccountState.NEEDS_SIGN_IN, AccountProblem.CHECKPOINT)
    window.show()
    window.sign_in.check(account_id)
    hear(studio, Progress(checkup(), STUDIO))
    part(studio, "wizardNext").click()
    assert asked(studio).names[-1] == "connect"
    asked(studio).done(SignInResult(account_id))
    assert window.pages.currentWidget() is window.columns


# The browser


def at_the_app(studio: Any) -> None:
    press("2", Qt.Key.Key_Return)
    part(studio, "wizardAppId").setText("1200000000000042")
    part(studio, "wizardAppSecret").setText(SECRET)


def wait_for(listens: bool = True) -> Progress:
    return Progress(wait=BrowserWait("https://meta.example/oauth", "https://localhost:8714/", listens, False, 300.0))


def test_signing_in_with_the_browser(first: Any) -> None:
    press("2", Qt.Key.Key_Return)
    assert not part(first, "wizardNext").isEnabled()
    assert (name_of(first, "wizardAppId"), name_of(first, "wizardAppSecret")) == ("App ID", "App secret")
    at_the_app(first)
    part(first, "wizardNext").click()
    name, (wish,), _ = asked(first).asked[-1]
    assert name == "sign_in_with_browser"
    assert (wish.flavour, wish.app_id, wish.app_secret) == (Flavour.INSTAGRAM, "1200000000000042", SECRET)
    assert wish.redirect_uri == "https://localhost:8714/"
    assert SECRET not in repr(wish)
    hear(first, wait_for())
    assert first.opened_urls == ["https://meta.example/oauth"]
    assert (name_of(first, "wizardOpenAgain"), name_of(first, "wizardCopyLink")) == (
        "Open the page again",
        "Copy the link",
    )
    part(first, "wizardOpenAgain").click()
    part(first, "wizardCopyLink").click()
    assert first.opened_urls == ["https://meta.example/oauth"] * 2
    assert QGuiApplication.clipboard().text() == "https://meta.example/oauth"
    hear(first, Progress(checkup(is_running=True)))
    assert name_of(first, "wizardSteps") == "Step 3 of 4, Checks"


def test_the_address_is_copied_by_hand(first: Any) -> None:
    at_the_app(first)
    part(first, "wizardNext").click()
    hear(first, wait_for(listens=False))
    assert not part(first, "wizardNext").isEnabled()
    part(first, "wizardAddress").setText(" https://localhost:8714/?code=AQ&state=s#_ ")
    part(first, "wizardNext").click()
    assert asked(first).asked[-1][:2] == ("take_address", ("https://localhost:8714/?code=AQ&state=s#_",))


def test_a_refusal_keeps_what_was_typed(first: Any) -> None:
    """failure 17"""
    at_the_app(first)
    part(first, "wizardNext").click()
    hear(first, wait_for())
    hear(first, Progress(problem=Problem("sign_in_denied", "You chose not to allow it. Nothing was connected.", "")))
    assert name_of(first, "wizardProblem") == "You chose not to allow it. Nothing was connected."
    assert part(first, "wizardAppId").text() == "1200000000000042"
    assert part(first, "wizardNext").isEnabled()


def test_an_app_that_is_known_needs_no_secret(make_studio: Callable[..., Any]) -> None:
    studio = make_studio(accounts=0)
    asked(studio).app_id = "1200000000000042"
    studio.window.show()
    studio.window.activateWindow()
    QTest.qWaitForWindowActive(studio.window)
    press("2", Qt.Key.Key_Return)
    assert part(studio, "wizardAppId").text() == "1200000000000042"
    assert part(studio, "wizardNext").isEnabled()


def test_a_page_is_chosen(first: Any) -> None:
    at_the_app(first)
    part(first, "wizardNext").click()
    second = AccountSnapshot("9002", "", "700", Flavour.FACEBOOK, "studio2", "Studio 2")
    hear(first, Progress(pages=(PageOffer("600", STUDIO), PageOffer("700", second))))
    assert name_of(first, "wizardPage1") == "Studio 2"
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert asked(first).asked[-1][:2] == ("choose_page", ("700",))


# A file


def env_file(folder: Path) -> Path:
    path = folder / "studio.env"
    path.write_bytes(f"\ufeffexport IG_ACCESS_TOKEN={TOKEN}\r\nIG_APP_SECRET={SECRET}\r\nSMTP=x\r\n".encode())
    return path


def test_importing_a_file(first: Any, tmp_path: Path) -> None:
    env_file(tmp_path).rename(tmp_path / ".env")
    press("3", Qt.Key.Key_Return)
    assert name_of(first, "wizardEnvValue0") == "IG_ACCESS_TOKEN, Instagram token · IGAA••••x1Yz"
    assert name_of(first, "wizardEnvValue1") == "IG_APP_SECRET, Secret"
    assert part(first, "wizardEnvValue0").isChecked()
    assert not part(first, "wizardEnvValue1").isChecked()
    assert not part(first, "wizardEnvValue2").isEnabled()
    assert name_of(first, "wizardEnvChoose") == "Choose another file…"
    part(first, "wizardNext").click()
    assert asked(first).asked[-1] == ("check", (TOKEN,), {"app_secret": "", "expected_account": ""})
    part(first, "wizardBack").click()
    part(first, "wizardEnvValue1").setChecked(True)
    part(first, "wizardNext").click()
    assert asked(first).asked[-1][2]["app_secret"] == SECRET


def test_a_file_without_a_token(first: Any, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"IG_ACCESS_TOKEN={SECRET}\n")
    press("3", Qt.Key.Key_Return)
    assert "This looks like an app secret, not a token." in name_of(first, "wizardEnvValue0")
    assert not part(first, "wizardNext").isEnabled()


def test_a_file_is_chosen_in_a_dialog(first: Any, tmp_path: Path) -> None:
    """Hidden files are shown: most of this kind are."""
    press("3", Qt.Key.Key_Return)
    page = first.window.sign_in._pages.env
    dialog = page._dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.filter() & QDir.Filter.Hidden
    dialog.fileSelected.emit(str(env_file(tmp_path)))
    dialog.close()
    assert name_of(first, "wizardEnvValue0") == "IG_ACCESS_TOKEN, Instagram token · IGAA••••x1Yz"
    assert part(first, "wizardNext").isEnabled()


def test_a_file_that_cannot_be_read(first: Any, tmp_path: Path) -> None:
    page = first.window.sign_in._pages.env
    page.read(tmp_path / "missing.env")
    assert "could not be read" in page._intro.text()
    (tmp_path / "large.env").write_bytes(b"A" * 70_000)
    page.read(tmp_path / "large.env")
    assert "too large" in page._intro.text()
