"""The one QApplication, and what the desktop asks of it: its name, quitting, coming back, the end of the session."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEvent, QLoggingCategory, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from igdesk import __version__
from igdesk.ui.accessible_role import install_roles
from igdesk.ui.theme import QUIET_FONTS

NAME = "igdesk"
SETTLED_MS = 3000
"""macOS brings every program to the front when it starts, which asks for no window."""


class Application(QApplication):
    """Left to itself Qt would close every window when the desktop asks it to quit, and take the first one that goes to
    the tray instead for a refusal: nothing in the Dock or at the end of the session could end igdesk.
    """

    def __init__(self) -> None:
        super().__init__([NAME])
        self.quits: Callable[[], None] | None = None
        """What ends igdesk in order."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit and self.quits is not None:
            event.accept()
            self.quits()
            return True
        return super().event(event)


def make_application() -> QApplication:
    """Named as desktops expect it."""
    name_process()
    QLoggingCategory.setFilterRules(QUIET_FONTS)
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    if sys.platform in ("win32", "darwin"):
        QApplication.setStyle("Fusion")  # as everywhere: what the styles of these systems draw leaves no room for ours
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else Application()
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(NAME)
    QGuiApplication.setQuitOnLastWindowClosed(False)
    install_roles()
    return app


def follow_desktop(
    app: QApplication, *, keep: Callable[[], object], quits: Callable[[], None], come_back: Callable[[], object]
) -> None:
    """``keep``: the session ends, and the process may not outlive this call. ``come_back``: the icon in the Dock was
    clicked while there is no window.
    """
    app.commitDataRequest.connect(lambda: keep())  # without the session, which Python cannot hold
    if isinstance(app, Application):
        app.quits = quits
    if sys.platform == "darwin":

        def follow(state: Qt.ApplicationState) -> None:
            if state is Qt.ApplicationState.ApplicationActive:
                come_back()

        QTimer.singleShot(SETTLED_MS, app, lambda: app.applicationStateChanged.connect(follow))


def name_process(platform: str = sys.platform, shell: Any = None) -> None:
    """Windows groups and pins what runs by this name; without one igdesk would be a window of Python. One that was
    installed goes by its own file, as its entry in the start menu does: with a name it would stand beside that one.
    """
    if platform == "win32" and not getattr(sys, "frozen", False):
        with suppress(OSError, AttributeError):
            (shell or _shell()).SetCurrentProcessExplicitAppUserModelID(NAME)


def _shell() -> Any:
    import ctypes

    return ctypes.windll.shell32  # type: ignore[attr-defined, unused-ignore]
