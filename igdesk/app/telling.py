"""Saying on the terminal what stops the program, where there is one."""

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


def reads_terminal() -> bool:
    """Whether somebody sees what is written on the terminal. Started by its icon, igdesk writes into a log at most."""
    return sys.stderr is not None and sys.stderr.isatty()
