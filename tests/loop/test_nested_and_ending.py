"""Qt loops inside coroutines, and every way a run can end."""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from igdesk.loop.executor import DaemonExecutor
from igdesk.loop.qt_loop import QtLoop
from igdesk.loop.run import run as run_program


def _nested(duration_ms: int = 30) -> None:
    inner = QEventLoop()
    QTimer.singleShot(duration_ms, inner.quit)
    inner.exec()


def test_a_qt_loop_inside_a_coroutine_loses_no_task(run: Callable[..., Any]) -> None:
    """qasync alone: "Cannot enter into task", the task that wakes is lost and cannot even be cancelled."""

    async def body() -> None:
        turns = dict.fromkeys(range(20), 0)
        events = asyncio.Event()

        async def worker(number: int) -> None:
            for _ in range(5):
                await asyncio.sleep(0.002)
                turns[number] += 1
            await events.wait()

        async with asyncio.TaskGroup() as group:
            for number in turns:
                group.create_task(worker(number))
            await asyncio.sleep(0)
            before = dict(turns)
            _nested()
            assert turns == before, "asyncio ran inside the nested loop"
            for _ in range(20):
                QCoreApplication.processEvents()
            await asyncio.sleep(0.05)
            events.set()
        assert set(turns.values()) == {5}

    run(body())


def test_a_qt_loop_inside_a_slot_lets_asyncio_go_on(run: Callable[..., Any]) -> None:
    async def body() -> None:
        loop = asyncio.get_running_loop()
        seen: list[str] = []
        done = loop.create_future()

        def slot() -> None:
            loop.call_soon(seen.append, "inside")
            _nested(20)
            seen.append("after")
            done.set_result(None)

        QTimer.singleShot(0, slot)
        await done
        assert seen == ["inside", "after"]

    run(body())


def test_callbacks_do_not_run_between_two_runs(loop: QtLoop) -> None:
    seen: list[int] = []
    loop.call_soon(seen.append, 1)
    QCoreApplication.processEvents()
    assert seen == []
    loop.run_until_complete(asyncio.sleep(0))
    assert seen == [1]


def test_sys_exit_in_a_coroutine_ends_the_run_and_cleans_up(qapp: QApplication) -> None:
    cleaned: list[str] = []

    async def other() -> None:
        try:
            await asyncio.sleep(600)
        finally:
            cleaned.append("other")

    async def main() -> None:
        task = asyncio.create_task(other())
        await asyncio.sleep(0)
        assert not task.done()
        sys.exit(7)

    with pytest.raises(SystemExit) as ended:
        run_program(main(), qapp)
    assert ended.value.code == 7
    assert cleaned == ["other"]


def test_sys_exit_in_another_task_ends_the_run_too(qapp: QApplication) -> None:
    async def leaver() -> None:
        sys.exit(3)

    async def main() -> None:
        task = asyncio.create_task(leaver())
        await asyncio.sleep(600)
        await task

    with pytest.raises(SystemExit):
        run_program(main(), qapp)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_cancels_the_main_task_and_raises_after_its_cleanup(qapp: QApplication) -> None:
    cleaned: list[str] = []

    async def main() -> None:
        asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(600)
        finally:
            await asyncio.sleep(0)
            cleaned.append("main")

    with pytest.raises(KeyboardInterrupt):
        run_program(main(), qapp)
    assert cleaned == ["main"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_from_a_thread_wakes_a_sleeping_qt(loop: QtLoop) -> None:
    """Without a Runner and with nothing to do: Qt sleeps in C++ and must still notice."""
    threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        loop.run_forever()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_right_before_qt_begins_is_heard(loop: QtLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exit() that comes before exec() is forgotten by Qt: the program would sleep on for ever."""
    application = loop._qt_app

    class Late:
        """The signal arrives in the last moment before Qt takes over."""

        exit = application.exit

        def exec(self) -> int:
            os.kill(os.getpid(), signal.SIGINT)
            return application.exec()

    monkeypatch.setattr(loop, "_qt_app", Late())
    with pytest.raises(KeyboardInterrupt):
        loop.run_forever()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_signal_handler_of_asyncio_is_called(run: Callable[..., Any]) -> None:
    async def body() -> None:
        loop = asyncio.get_running_loop()
        got = asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, got.set)
        os.kill(os.getpid(), signal.SIGTERM)
        await got.wait()
        loop.remove_signal_handler(signal.SIGTERM)

    run(body())


def test_keyboard_interrupt_in_a_callback_leaves_the_loop_usable(loop: QtLoop) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    loop.call_soon(interrupt)
    with pytest.raises(KeyboardInterrupt):
        loop.run_until_complete(asyncio.sleep(600))
    for task in asyncio.all_tasks(loop):
        task.cancel()
    assert loop.run_until_complete(asyncio.sleep(0, "alive")) == "alive"


def test_qt_quit_cancels_the_main_task_which_still_cleans_up(qapp: QApplication) -> None:
    seen: list[str] = []

    async def main() -> str:
        QTimer.singleShot(0, qapp.quit)
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            await asyncio.sleep(0.01)
            seen.append("cleaned up")
        return "in order"

    assert run_program(main(), qapp) == "in order"
    assert seen == ["cleaned up"]


def test_stop_before_the_future_is_done_says_so(loop: QtLoop) -> None:
    loop.call_soon(loop.stop)
    task = loop.create_task(asyncio.sleep(600))
    with pytest.raises(RuntimeError, match="stopped before"):
        loop.run_until_complete(task)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        loop.run_until_complete(task)


def test_stop_before_run_forever_runs_what_is_due_and_returns(loop: QtLoop) -> None:
    seen: list[int] = []
    loop.call_soon(seen.append, 1)
    loop.stop()
    loop.run_forever()
    assert seen == [1]


def test_the_end_does_not_wait_for_a_thread_that_hangs(qapp: QApplication) -> None:
    release = threading.Event()

    async def main() -> None:
        loop, started = asyncio.get_running_loop(), asyncio.Event()
        loop.set_default_executor(DaemonExecutor(grace_s=0.01))

        def hang() -> None:
            loop.call_soon_threadsafe(started.set)
            release.wait(30)

        waiting = loop.run_in_executor(None, hang)
        await started.wait()
        waiting.cancel()

    run_program(main(), qapp)
    assert not release.is_set()
    release.set()


def test_closing_does_not_spin(loop: QtLoop) -> None:
    """The end of a run waits in Qt: no turn of the loop happens without a reason."""
    turns = 0
    time = loop.time

    def counted() -> float:
        nonlocal turns
        turns += 1
        return time()

    loop.pump._clock = counted

    async def main() -> None:
        await asyncio.sleep(0.2)

    loop.run_until_complete(main())
    assert turns < 60


def test_sockets_work(run: Callable[..., Any]) -> None:
    async def body() -> None:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            await writer.drain()
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(echo, "127.0.0.1", 0, family=socket.AF_INET)
        async with server:
            port = server.sockets[0].getsockname()[1]
            for number in range(20):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"%d\n" % number)
                assert await reader.readline() == b"%d\n" % number
                writer.close()
                await writer.wait_closed()

    run(body())


def test_the_executor_reuses_idle_threads_and_hands_over_errors() -> None:
    pool = DaemonExecutor(max_workers=3)
    assert [pool.submit(pow, 2, n).result(5) for n in range(10)] == [2**n for n in range(10)]
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 / 0).result(5)
    pool.shutdown()
    assert pool.threads <= 3
    with pytest.raises(RuntimeError):
        pool.submit(int)


def test_the_executor_can_drop_what_waits() -> None:
    pool = DaemonExecutor(max_workers=1, grace_s=0.01)
    release = threading.Event()
    running = pool.submit(release.wait, 30)
    waiting = pool.submit(int)
    pool.shutdown(cancel_futures=True)
    release.set()
    assert running.result(5)
    with pytest.raises(CancelledError):
        waiting.result(5)
