"""Saying on the terminal what stops the program, where there is one."""

import os
import stat
import sys
from typing import TextIO

from igdesk.domain.status import Problem

FAULT_STATUS = 70
"""Exit status after something that nobody foresaw."""


def tell(problem: Problem) -> int:
    """Say on the terminal what stops the start; the exit status."""
    say_line(problem.happened)
    if problem.cure and sys.stderr is not None:
        sys.stderr.write(f"{problem.cure}\n")
    return 1


def say_line(words: str) -> None:
    """One line on the terminal."""
    if sys.stderr is not None:  # there is none where a program for windows is started by its icon
        sys.stderr.write(f"igdesk: {words}\n")


def is_read() -> bool:
    """Whether somebody hears of it without a window: at a terminal, also where the words go into a file beside it, or a
    program that holds the other end of a pipe. Started by its icon, igdesk writes into a log at most.
    """
    return _is_heard(sys.stderr) or (sys.stderr is not None and (_is_heard(sys.stdout) or _is_heard(sys.stdin)))


def _is_heard(stream: TextIO | None) -> bool:
    if stream is None:
        return False
    try:
        return stream.isatty() or stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # no file at all
        return False
