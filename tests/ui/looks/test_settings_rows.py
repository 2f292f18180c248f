"""Rows of the settings where there is little room, and cards with large letters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.status import AccountStatus
from igdesk.ui.controls import TextField
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.account_card import AVATAR, AccountCard
from igdesk.ui.settings.page import Row
from igdesk.ui.theme import ThemeSource


def test_a_wide_field_goes_under_its_words_and_the_icon_with_it(qtbot: QtBot) -> None:
    source, parent = ThemeSource(), QWidget()
    qtbot.addWidget(parent)
    field = TextField("Name", source)
    field.setMinimumWidth(220)
    row = Row("Name in igdesk", source, parent, text="Only you see it", icon_name="users", controls=(field,))
    parent.show()
    row.resize(640, 80)
    assert field.geometry().center().y() == pytest.approx(row.rect().center().y(), abs=2)
    row.resize(330, 140)
    row.show()
    row.layout().activate()
    words = row.findChildren(QWidget)[0]
    assert field.geometry().top() >= words.geometry().bottom()


@pytest.mark.parametrize("scale", [0.875, 1.0, 1.5])
def test_names_never_run_into_each_other(qtbot: QtBot, account_of: Any, scale: float) -> None:
    source, parent = ThemeSource(), QWidget()
    qtbot.addWidget(parent)
    source.wear("light", strong_contrast=None, scale=scale)
    card = AccountCard(account_of(1), source, parent, is_demo=True)
    card.show_account(account_of(1), AccountStatus(account_of(1).id), datetime(2026, 11, 20, tzinfo=UTC))
    card.resize(600, 100)
    theme = source.current
    lines = theme.line_height("title3") + theme.line_height("small")
    facts = theme.line_height("micro") + theme.line_height("small")
    assert card.sizeHint().height() >= max(AVATAR, lines) + facts + 50


@pytest.mark.parametrize("is_rtl", [False, True])
def test_a_value_of_two_lines_ends_where_the_others_end(qtbot: QtBot, is_rtl: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
    words = "instagram_business_basic, instagram_business_manage_messages"
    value = PlainText(ThemeSource(), parent, align=Qt.AlignmentFlag.AlignTrailing, text=words)
    value.resize(380, 60)
    parent.show()
    last = value.last_line()
    assert last.width() < 360, "else nothing is tried"
    assert (last.left() if is_rtl else 380 - last.right()) == pytest.approx(0, abs=1)
