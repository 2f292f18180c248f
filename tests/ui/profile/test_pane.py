"""The details pane leaves out what is unknown and copies the username."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.conversation import Participant
from igdesk.domain.ids import ParticipantId
from igdesk.ui.profile.pane import DetailsPane
from igdesk.ui.profile.parts import NameLine
from igdesk.ui.theme import ThemeSource

PERSON = Participant(ParticipantId(1), "ig1", "mara", "Mara Lindqvist")


@pytest.fixture
def pane(qtbot: QtBot) -> DetailsPane:
    made = DetailsPane(ThemeSource())
    qtbot.addWidget(made)
    made.resize(292, 700)
    return made


def shown(pane: DetailsPane) -> set[str]:
    names = ("detailsFollowers", "detailsFollowsYou", "detailsYouFollow", "detailsUsername", "detailsOpenInstagram")
    return {name for name in names if not pane.findChild(QWidget, name).isHidden()}


def test_unknown_facts_are_left_out(pane: DetailsPane) -> None:
    pane.show_participant(PERSON)
    assert shown(pane) == {"detailsUsername", "detailsOpenInstagram"}
    pane.show_participant(PERSON._replace(follower_count=0, follows_you=False, you_follow=True))
    assert shown(pane) == {"detailsFollowers", "detailsYouFollow", "detailsUsername", "detailsOpenInstagram"}
    pane.show_participant(Participant(ParticipantId(2), "ig2"))
    assert shown(pane) == set()
    assert pane.accessibleName() == "Details of Instagram user"


def test_a_click_copies_the_username(pane: DetailsPane) -> None:
    pane.show_participant(PERSON)
    button = pane.findChild(QWidget, "detailsUsername")
    button.click()
    assert QGuiApplication.clipboard().text() == "mara"
    assert button.words == "Copied"


def test_only_the_sheet_has_a_way_to_close_in_itself(pane: DetailsPane) -> None:
    pane.show_participant(PERSON)
    close = pane.findChild(QWidget, "detailsClose")
    assert close.isHidden()
    pane.set_sheet(True)
    assert not close.isHidden()
    assert pane.first_control() is close


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("name", ["Mara Lindqvist", "Maximiliane-Alexandrina von Hohenberg"])
def test_the_sign_of_a_verified_account_follows_the_last_word(
    pane: DetailsPane, name: str, direction: Qt.LayoutDirection
) -> None:
    pane.setLayoutDirection(direction)
    pane.show_participant(PERSON._replace(name=name, is_verified=True))
    pane.show()
    pane.layout().activate()
    line = pane.findChild(NameLine)
    last, sign = line.words.last_line().translated(line.words.pos()), line.sign_place()
    is_rtl = direction is Qt.LayoutDirection.RightToLeft
    assert (last.left() - sign.right() if is_rtl else sign.left() - last.right()) == pytest.approx(5)
    assert abs(sign.center().y() - last.center().y()) < 1
    assert line.rect().toRectF().contains(sign)
    if "von" in name:
        assert last.top() > line.height() / 3
        assert last.width() < line.words.width() - 20
