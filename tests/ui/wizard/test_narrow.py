"""The wizard in the smallest window, with the largest letters: no button is cut, nothing runs past the edge."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Flavour
from igdesk.domain.checks import CheckId, CheckResult, CheckState, Checkup, Finding
from igdesk.ui.controls import TextButton
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.checks_page import ChecksPage
from igdesk.ui.wizard.token_page import TokenPage
from igdesk.ui.wizard.wait_page import WaitPage
from igdesk.ui.wizard.wizard import Wizard

UNTIL = datetime(2027, 1, 19, tzinfo=UTC)


@pytest.fixture
def large(qtbot: QtBot) -> ThemeSource:
    source = ThemeSource()
    source.wear("light", strong_contrast=None, scale=1.5)
    return source


@pytest.fixture
def wizard(qtbot: QtBot, large: ThemeSource) -> Wizard:
    made = Wizard(large)
    qtbot.addWidget(made)
    made.resize(480, 640)
    made.show()
    return made


def two_problems(page: ChecksPage) -> None:
    checkup = Checkup(flavour=Flavour.INSTAGRAM, is_running=True)
    unticked = ("instagram_business_manage_messages",)
    for result in (
        CheckResult(CheckId.TOKEN, CheckState.PASSED, Finding.UNTIL, until=UNTIL),
        CheckResult(CheckId.PERMISSIONS, CheckState.FAILED, Finding.MISSING, granted=1, needed=2, missing=unticked),
        CheckResult(CheckId.MESSAGE_ACCESS, CheckState.FAILED, Finding.SWITCHED_OFF),
    ):
        checkup = checkup.with_result(result)
    page.start()
    page.show_checkup(checkup.ended())


def test_the_checks_have_room_for_their_words(
    wizard: Wizard, large: ThemeSource, spilt: Callable[[QWidget], list[str]]
) -> None:
    page = wizard.add_page(lambda parent: ChecksPage(large, parent))
    assert isinstance(page, ChecksPage)
    wizard.show_page(page, "Token")
    two_problems(page)
    wizard._card.layout().activate()  # type: ignore[union-attr]
    page.column.activate()
    assert spilt(wizard) == []
    names = [row._name for row in page._rows.values()]
    assert all(name.height() <= 2 * large.current.line_height("body") for name in names)
    for button in wizard.findChildren(TextButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()


def test_the_foot_goes_back_to_one_line(wizard: Wizard, large: ThemeSource) -> None:
    page = wizard.add_page(lambda parent: ChecksPage(large, parent))
    assert isinstance(page, ChecksPage)
    wizard.show_page(page, "Token")
    two_problems(page)
    wizard._card.layout().activate()  # type: ignore[union-attr]
    assert wizard._back.y() < wizard._next.y()
    wizard.resize(820, 640)
    wizard._card.layout().activate()  # type: ignore[union-attr]
    assert wizard._back.geometry().center().y() == pytest.approx(wizard._next.geometry().center().y(), abs=1)


def test_other_pages_keep_to_their_width(
    wizard: Wizard, large: ThemeSource, spilt: Callable[[QWidget], list[str]]
) -> None:
    waiting = wizard.add_page(lambda parent: WaitPage(large, parent))
    assert isinstance(waiting, WaitPage)
    waiting.wait(Flavour.INSTAGRAM, listens=True, is_port_taken=False, is_https=True, seconds=272)
    for page in (waiting, wizard.add_page(lambda parent: TokenPage(large, parent))):
        wizard.show_page(page, "Token")
        page.column.activate()
        assert spilt(wizard) == []
