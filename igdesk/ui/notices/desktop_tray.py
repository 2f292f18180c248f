"""The tray of the desktop, as far as there is one."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from igdesk.ui.notices.words import for_desktop

SHOWN_MS = 10_000


class DesktopTray(QObject):
    """One icon and the notifications that come out of it."""

    clicked = Signal()
    notice_clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    @property
    def is_available(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def can_tell(self) -> bool:
        return self.is_available and QSystemTrayIcon.supportsMessages()

    def tell(self, title: str, text: str) -> None:
        """A notification; plain text."""
        icon = self._icon
        if icon is not None and icon.isVisible():
            icon.showMessage(title, for_desktop(text), icon.icon(), SHOWN_MS)

    def show_state(self, icon: QIcon, tooltip: str, menu: QMenu | None) -> None:
        """``menu``: another one from now on; None keeps the present one."""
        found = self._icon
        if found is None:
            found = self._icon = QSystemTrayIcon(icon, self)
            found.setObjectName("tray")
            found.activated.connect(self._activated)
            found.messageClicked.connect(self._notice_clicked)
        found.setIcon(icon)
        found.setToolTip(tooltip)
        if menu is not None:
            former = found.contextMenu()
            found.setContextMenu(menu)
            if former is not None:
                former.deleteLater()
        if not found.isVisible() and self.is_available:
            found.show()

    def show_badge(self, count: int) -> None:
        """On the icon of the program, where the desktop has that; 0 takes it away."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setBadgeNumber(count)

    @property
    def is_menu_open(self) -> bool:
        menu = self._icon.contextMenu() if self._icon is not None else None
        return menu is not None and menu.isVisible()

    def close(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            menu = self._icon.contextMenu()
            if menu is not None:
                menu.deleteLater()
            self._icon.deleteLater()
            self._icon = None

    def _notice_clicked(self) -> None:
        # In the old tray of X11 a click on the icon counts as one on the notification beside it, too.
        icon = self._icon
        is_on_icon = icon is not None and icon.geometry().contains(QCursor.pos())
        if not (is_on_icon and QGuiApplication.platformName() == "xcb"):
            self.notice_clicked.emit()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # On a Mac every click opens the menu, which would lie over a window that comes or goes with it.
        if reason is QSystemTrayIcon.ActivationReason.Trigger and sys.platform != "darwin":
            self.clicked.emit()
