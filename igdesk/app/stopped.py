"""A window that says what stops the program, where nobody reads a terminal."""

from collections.abc import Mapping
from contextlib import suppress

from igdesk.domain.status import KnownError, Problem

UNSEEN = ("offscreen", "minimal", "vnc", "linuxfb")
"""Platforms of Qt on which nobody could close a window."""
LONGEST_MS = 5 * 60_000
"""Then the start ends by itself: a script or a service that has a screen would wait for ever."""


def show(problem: Problem, env: Mapping[str, str]) -> None:
    """Say it in a window, and wait until that is closed, but not for ever. Nothing happens where there can be none."""
    if env.get("QT_QPA_PLATFORM", "").partition(":")[0] in UNSEEN:
        return
    with suppress(KnownError, ImportError):
        from igdesk.app.qt_loading import load_qt
        from igdesk.app.surroundings import check_platform_plugin, check_screen

        check_screen(env)
        load_qt()
        check_platform_plugin(env)
        _open_window(problem)


def _open_window(problem: Problem) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from igdesk.app.application import make_application
    from igdesk.app.program import message_box
    from igdesk.loop.prelude import Prelude

    prelude = Prelude(QApplication.instance() or make_application())
    box = message_box(problem.happened, problem.cure)
    box.finished.connect(prelude.end)
    box.open()
    QTimer.singleShot(LONGEST_MS, prelude, prelude.end)
    prelude.run()
    box.close()
