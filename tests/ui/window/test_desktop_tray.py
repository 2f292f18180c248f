"""The icon in the tray, where a click on it means different things."""

import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from igdesk.ui.notices.desktop_tray import DesktopTray

Reason = QSystemTrayIcon.ActivationReason


@pytest.mark.parametrize(("platform", "count"), [("linux", 1), ("win32", 1), ("darwin", 0)])
def test_a_click_shows_or_hides_the_window_where_it_does_not_open_the_menu(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication, platform: str, count: int
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    parent = QObject()
    tray = DesktopTray(parent)
    clicks: list[int] = []
    tray.clicked.connect(lambda: clicks.append(1))
    tray._activated(Reason.Trigger)
    tray._activated(Reason.Context)
    assert len(clicks) == count
