"""A window that says what stops the program, where nobody reads a terminal."""

from collections.abc import Mapping
from contextlib import suppress

from igdesk.domain.status import KnownError, Problem

UNSEEN = ("offscreen", "minimal", "vnc", "linuxfb")
"""Platforms of Qt on which nobody could close a window."""


def show(problem: Problem, env: Mapping[str, str]) -> None:
    """Say it in a window, and wait until that is closed. Nothing happens where no window can be had."""
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
    from PySide6.QtWidgets import QApplication

    from igdesk.app.program import make_application, message_box
    from igdesk.loop.prelude import Prelude

    prelude = Prelude(QApplication.instance() or make_application())
    box = message_box(problem.happened, problem.cure)
    box.finished.connect(prelude.end)
    box.open()
    prelude.run()
