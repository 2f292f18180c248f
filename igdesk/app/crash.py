"""What happens to a fault nobody expected: it is logged, told once, and does not take the program along."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from igdesk.domain.status import KnownError, Problem

if TYPE_CHECKING:
    import asyncio  # slow to load, and not needed before the first paint

log = logging.getLogger("igdesk.app.crash")

FAULT_FILE = "fault.txt"
FORMER_FAULT_FILE = "fault-before.txt"
MAX_REPORTS = 50
"""A fault in a paint event would come sixty times a second."""


class CrashHook:
    """Takes every exception that nobody caught: in Qt slots, threads, destructors and asyncio tasks.

    ``tell`` is called for the first one only, on whichever thread it happened.
    """

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._tell: Callable[[], None] | None = None
        self._show: Callable[[Problem], None] | None = None
        self._interrupt: Callable[[], None] | None = None
        self._file: TextIO | None = None
        self._former: tuple[Any, Any, Any] | None = None
        self.count = 0

    def install(self) -> None:
        """Take over; a fault in C++ leaves the stack of every thread in a file of its own."""
        self._former = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        fault = self._logs / FAULT_FILE
        try:
            if fault.exists() and fault.stat().st_size:
                fault.replace(self._logs / FORMER_FAULT_FILE)
                log.error("the last run ended with a fault, see %s", FORMER_FAULT_FILE)
            self._file = fault.open("w", encoding="utf-8")
            faulthandler.enable(self._file)
        except OSError:
            with suppress(RuntimeError):  # without a file and without a terminal there is no place for it
                faulthandler.enable()

    def on_fault(self, tell: Callable[[], None]) -> None:
        """Who tells the person."""
        self._tell = tell

    def on_known_error(self, show: Callable[[Problem], None]) -> None:
        """Who shows trouble that the person can act on, where it came up in a place that cannot show it."""
        self._show = show

    def on_interrupt(self, interrupt: Callable[[], None]) -> None:
        """Who ends the program when Ctrl-C lands inside a Qt slot."""
        self._interrupt = interrupt

    def watch(self, loop: "asyncio.AbstractEventLoop") -> None:
        """Take what asyncio finds unhandled."""
        loop.set_exception_handler(self._on_loop_context)

    def uninstall(self) -> None:
        if self._former is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._former
            self._former = None
        faulthandler.disable()
        if self._file is not None:
            self._file.close()
            self._file = None
            fault = self._logs / FAULT_FILE
            if fault.exists() and not fault.stat().st_size:
                fault.unlink()

    def _on_exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            if self._interrupt is not None:
                self._interrupt()
            return
        self.report("unexpected error", error or kind(), trace)

    def _on_loop_context(self, loop: "asyncio.AbstractEventLoop", context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.report(str(context.get("message", "error in a task")), error, error.__traceback__)
        else:
            log.warning("asyncio: %s", context.get("message"))

    def report(self, what: str, error: BaseException, trace: TracebackType | None) -> None:
        """Log a fault without its words, and tell the first one."""
        if isinstance(error, KnownError) and self._show is not None:
            log.error("%s: %s", what, error.problem.id)
            self._show(error.problem)
            return
        self.count += 1
        if self.count <= MAX_REPORTS:
            log.error("%s", what, exc_info=(type(error), _without_words(error), trace))
        if self.count == 1 and self._tell is not None:
            try:
                self._tell()
            except Exception:  # this is the last place that hears of faults: one of its own must not hide the first
                log.exception("the fault could not be told")


def _without_words(error: BaseException) -> BaseException:
    """The exception as it may be logged: the words of one may quote a message of a customer."""
    if isinstance(error, (OSError, ImportError, AttributeError, NameError, TypeError, AssertionError)):
        return error
    bare = Exception(type(error).__name__)
    bare.__traceback__ = error.__traceback__
    return bare
