"""The event loop of igdesk: qasync with its timers, its order and its ending made dependable."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from types import FrameType
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication

from igdesk.loop.executor import DaemonExecutor
from igdesk.loop.pump import Pump, Timer


def _import_qasync() -> Any:
    """qasync takes whichever Qt the environment names; a person's QT_API is not about igdesk."""
    chosen = os.environ.get("QT_API")
    os.environ["QT_API"] = "pyside6"
    try:
        import qasync  # type: ignore[import-untyped]
    finally:
        if chosen is None:
            del os.environ["QT_API"]
        else:
            os.environ["QT_API"] = chosen
    return qasync


_qasync = _import_qasync()

T = TypeVar("T")
REST_S = 0.25
"""What is done at the port of Windows is heard at once all the same."""


class QtLoop(_qasync.QEventLoop):  # type: ignore[misc, name-defined] # qasync has no types
    """Runs asyncio inside ``QApplication.exec()``.

    Differences to qasync, each with a test: callbacks run in the order of plain asyncio and in slices; timers are
    never early and cost nothing once cancelled; ``call_later`` gives a TimerHandle and ``call_soon_threadsafe`` a
    Handle with its context; a Qt loop inside a coroutine pauses the other tasks instead of losing them; SystemExit
    and Ctrl-C end ``run_until_complete`` in order; ``QApplication.quit()`` cancels what runs and waits for it.
    """

    def __init__(self, app: QCoreApplication, *, executor: DaemonExecutor | None = None) -> None:
        self.pump = Pump(self, self.time)
        self._qt_app = app
        self._runs = False
        self._stops = False
        self._interruption: BaseException | None = None
        super().__init__(app)
        self._timer = self.pump
        self._leaves_port = False
        self._rest_at_port()
        self.set_default_executor(executor or DaemonExecutor())

    # Scheduling.

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self.pump.soon(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        return self.call_soon(callback, *args, context=context)

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        self._check_closed()
        timer = Timer(when, callback, args, self, context)
        self.pump.later(timer)
        return timer

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        """Signal handlers and transports hand over ready handles."""
        self.pump.soon(handle)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        if isinstance(handle, Timer):
            self.pump.forget(handle)

    # Running and ending.

    def is_running(self) -> bool:
        return self._runs

    def is_stopping(self) -> bool:
        return self._stops

    def run_forever(self) -> None:
        """Run until ``stop()``, or until Qt is told to quit."""
        self._check_closed()
        if self._runs:
            raise RuntimeError("this event loop is already running")
        if asyncio._get_running_loop() is not None:
            raise RuntimeError("cannot run the event loop while another loop is running")
        self._runs = True
        restore_signals = self._take_signals()
        asyncio._set_running_loop(self)
        self._before_run_forever()
        try:
            self.pump.resume()
            # Whatever stops the loop before Qt has begun (a signal may) is heard in the first turn: Qt forgets an
            # exit() that comes before exec().
            self.call_soon(self._leave_if_stopping)
            self._qt_app.exec()
        finally:
            self._after_run_forever()
            asyncio._set_running_loop(None)
            restore_signals()
            self._runs = False
        if self._interruption is not None:
            error, self._interruption = self._interruption, None
            self._stops = False
            raise error

    def run_until_complete(self, future: Awaitable[T]) -> T:
        """Run until the future is done. Qt's own wish to quit cancels it, and it still gets to clean up."""
        self._check_closed()
        if self._runs:
            raise RuntimeError("this event loop is already running")
        is_new = not asyncio.isfuture(future)
        task: asyncio.Future[T] = asyncio.ensure_future(future, loop=self)
        task.add_done_callback(self._stop_when_done)
        try:
            while not task.done():
                self.run_forever()
                if not task.done():
                    if self._stops:
                        raise RuntimeError("the event loop was stopped before the future was done")
                    task.cancel()
                self._stops = False
        except BaseException:
            if is_new and task.done() and not task.cancelled():
                task.exception()  # it was raised already; asyncio must not report it as forgotten
            raise
        finally:
            task.remove_done_callback(self._stop_when_done)
            self._stops = False
        return task.result()

    def stop(self) -> None:
        """End ``run_forever`` after the callbacks that are due; called before it, run those and end."""
        self._stops = True
        if self._runs:
            self._qt_app.exit()

    def interrupt(self, error: BaseException) -> None:
        """Leave ``run_forever`` by raising this."""
        self._interruption = error
        self._stops = True
        self._qt_app.exit()

    def close(self) -> None:
        """Release everything. Threads that hang are left behind, not waited for."""
        if self._runs:
            raise RuntimeError("cannot close a running event loop")
        if self.is_closed():
            return
        super().close()
        self.pump.close()

    def _leave_if_stopping(self) -> None:
        if self._stops:
            self._qt_app.exit()

    def _stop_when_done(self, future: asyncio.Future[Any]) -> None:
        if not future.cancelled() and isinstance(future.exception(), (KeyboardInterrupt, SystemExit)):
            return  # the pump raises it out of run_forever
        self.stop()

    # The completion port of Windows.

    def _rest_at_port(self) -> None:
        """Have qasync's thread sleep until something is done. It would look a hundred times a second whether it was
        told to end.
        """
        proactor = getattr(self, "_proactor", None)
        if proactor is not None:
            look = proactor.select
            proactor.select = lambda _timeout=None: look(0 if self._leaves_port else REST_S)

    def _before_run_forever(self) -> None:
        self._leaves_port = False
        super()._before_run_forever()

    def _after_run_forever(self) -> None:
        proactor = getattr(self, "_proactor", None)
        if proactor is not None:
            self._leaves_port = True
            with suppress(KeyError, AttributeError, OSError):  # then it takes as long as it rests
                sys.modules["_overlapped"].PostQueuedCompletionStatus(proactor._iocp, 0, 0, 0)
        super()._after_run_forever()

    def _take_signals(self) -> Callable[[], None]:
        """Let signals wake Qt, which otherwise sleeps on in C++ while Python's handlers wait.

        Ctrl-C without a handler of its own ends the run; raised inside a Qt slot it would only be printed.
        """
        if threading.current_thread() is not threading.main_thread():
            return lambda: None
        wakes = sys.platform != "win32"
        former_fd = signal.set_wakeup_fd(self._csock.fileno(), warn_on_full_buffer=False) if wakes else -1
        takes_sigint = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if takes_sigint:
            signal.signal(signal.SIGINT, self._on_sigint)

        def restore() -> None:
            if takes_sigint and signal.getsignal(signal.SIGINT) == self._on_sigint:
                signal.signal(signal.SIGINT, signal.default_int_handler)
            if wakes:
                signal.set_wakeup_fd(former_fd)

        return restore

    def _on_sigint(self, number: int, frame: FrameType | None) -> None:
        self.interrupt(KeyboardInterrupt())
