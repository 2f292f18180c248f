"""Saying on the terminal what stops the program, where there is one."""

import os
import stat
import sys

from igdesk.domain.status import Problem

FAULT_STATUS = 70
"""Exit status after something that nobody foresaw."""


def tell(problem: Problem) -> int:
    """Say on the terminal what stops the start; the exit status."""
    if sys.stderr is not None:  # there is none where a program for windows is started by its icon
        words = (problem.happened, problem.cure) if problem.cure else (problem.happened,)
        sys.stderr.write("\n".join((f"igdesk: {words[0]}", *words[1:], "")))
    return 1


def is_read() -> bool:
    """Whether somebody sees what is said: on a terminal, or a program that reads it through a pipe, and would wait for
    ever for a window to be closed. Started by its icon, igdesk writes into a log at most.
    """
    if sys.stderr is None:
        return False
    try:
        return sys.stderr.isatty() or stat.S_ISFIFO(os.fstat(sys.stderr.fileno()).st_mode)
    except (OSError, ValueError):  # no file at all
        return False
