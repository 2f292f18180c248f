"""Saying what stops the start: on the terminal, and in a window where nobody reads one."""

import sys
from collections.abc import Mapping
from contextlib import suppress

from igdesk.domain.status import KnownError, Problem

UNSEEN = ("offscreen", "minimal", "vnc", "linuxfb")
"""Platforms of Qt on which nobody could close a window."""


def tell(problem: Problem) -> int:
    """Say on the terminal what stops the start; the exit status."""
    if sys.stderr is not None:  # there is none where a program for windows is started by its icon
        words = (problem.happened, problem.cure) if problem.cure else (problem.happened,)
        sys.stderr.write("\n".join((f"igdesk: {words[0]}", *words[1:], "")))
    return 1


def reads_terminal() -> bool:
    """Whether somebody sees what is written on the terminal. Started by its icon, igdesk writes into a log at most."""
    return sys.stderr is not None and sys.stderr.isatty()


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
    from igdesk.app.program import make_application, message_box
    from igdesk.loop.prelude import Prelude

    prelude = Prelude(make_application())
    box = message_box(problem.happened, problem.cure)
    box.finished.connect(prelude.end)
    box.open()
    prelude.run()
