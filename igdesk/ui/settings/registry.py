"""The pages of the settings, in the order of the navigation. A new page is one more entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.settings.page import SettingsPage
    from igdesk.ui.window.main_window import MainWindow

Make = Callable[["MainWindow", QWidget], "SettingsPage"]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page. ``make`` is called when it is first looked at and imports what it needs."""

    id: str
    """End of its text id ``settings.page.*``."""
    icon_name: str
    make: Make

    @property
    def title(self) -> str:
        return say(f"settings.page.{self.id}")


def _accounts(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.accounts_page import AccountsPage

    return AccountsPage(window, parent)


def _notifications(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.notifications_page import NotificationsPage

    return NotificationsPage(window, parent)


def _appearance(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.appearance_page import AppearancePage

    return AppearancePage(window, parent)


def _privacy(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.privacy_page import PrivacyPage

    return PrivacyPage(window, parent)


def _replying(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.replying_page import ReplyingPage

    return ReplyingPage(window, parent)


def _saved(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.saved.page import SavedRepliesPage

    return SavedRepliesPage(window, parent)


def _labels(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.labels_page import LabelsPage

    return LabelsPage(window, parent)


def _updates(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.updates_page import UpdatesPage

    return UpdatesPage(window, parent)


def _shortcuts(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.shortcuts_page import ShortcutsPage

    return ShortcutsPage(window, parent)


def _about(window: "MainWindow", parent: QWidget) -> "SettingsPage":
    from igdesk.ui.settings.about_page import AboutPage

    return AboutPage(window, parent)


ENTRIES: tuple[PageEntry, ...] = (
    PageEntry("accounts", "users", _accounts),
    PageEntry("notifications", "bell", _notifications),
    PageEntry("appearance", "sun", _appearance),
    PageEntry("replying", "send", _replying),
    PageEntry("updates", "gauge", _updates),
    PageEntry("saved", "saved", _saved),
    PageEntry("labels", "tag", _labels),
    PageEntry("shortcuts", "keyboard", _shortcuts),
    PageEntry("privacy", "shield", _privacy),
    PageEntry("about", "info", _about),
)
