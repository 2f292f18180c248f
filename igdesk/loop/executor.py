"""Worker threads that never keep the program from ending."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MAX_WORKERS = 6
GRACE_S = 2.0


class DaemonExecutor(Executor):
    """A pool whose threads are daemons: a name lookup or a keychain prompt that hangs does not hang the exit.

    The pool of the standard library joins its threads when the interpreter ends, however long that takes.
    """

    def __init__(self, max_workers: int = MAX_WORKERS, *, grace_s: float = GRACE_S) -> None:
        self._max_workers = max_workers
        self._grace_s = grace_s
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._lock = threading.Lock()
        self._is_shut = False

    @property
    def threads(self) -> int:
        """Threads started so far."""
        return len(self._threads)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        with self._lock:
            if self._is_shut:
                raise RuntimeError("no new work after the shutdown")
            self._jobs.put((future, lambda: fn(*args, **kwargs)))
            if self._idle:
                self._idle -= 1
            elif len(self._threads) < self._max_workers:
                name = f"worker-{len(self._threads) + 1}"
                thread = threading.Thread(target=self._work, name=name, daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop taking work. Waiting has an end; what hangs is left to the daemon threads."""
        with self._lock:
            self._is_shut = True
            if cancel_futures:
                self._cancel_waiting()
            for _ in self._threads:
                self._jobs.put(None)
        if wait:
            end = time.monotonic() + self._grace_s
            for thread in self._threads:
                if thread is not threading.current_thread():
                    thread.join(max(0.0, end - time.monotonic()))

    def _cancel_waiting(self) -> None:
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job[0].cancel()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, call = job
            if future.set_running_or_notify_cancel():
                try:
                    result = call()
                except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the result
                    future.set_exception(error)
                else:
                    future.set_result(result)
                    del result
            del job, future, call
            with self._lock:
                self._idle += 1
