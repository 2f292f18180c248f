"""The loop as it is put together on Windows, on a completion port that is a queue; prints what happened as JSON.

Run as a program: what pretends to be Windows must be there before asyncio is loaded.
"""

import concurrent.futures
import json
import logging
import multiprocessing
import os
import queue
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import types

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

_ = concurrent.futures, logging, multiprocessing, shutil, ssl, subprocess, tempfile  # loaded as what they are here

app = QApplication([])
ports: dict[int, "queue.Queue[tuple[int, int, int, int]]"] = {}
looks: list[float] = []


def create_port(handle: int, port: int, key: int, threads: int) -> int:
    found = port or 100 + len(ports)
    ports.setdefault(found, queue.Queue())
    return found


def next_status(port: int, timeout_ms: float) -> tuple[int, int, int, int] | None:
    looks.append(timeout_ms)
    try:
        return ports[port].get(timeout=timeout_ms / 1000) if timeout_ms else ports[port].get_nowait()
    except queue.Empty:
        return None


def post(port: int, *status: int) -> None:
    ports[port].put((0, *status))


class Everything(types.ModuleType):
    """A module of numbers that nobody looks at."""

    def __getattr__(self, name: str) -> int:
        if name.startswith("__"):
            raise AttributeError(name)
        return 1


overlapped, winapi = Everything("_overlapped"), Everything("_winapi")
vars(overlapped).update(
    Overlapped=object,
    CreateIoCompletionPort=create_port,
    GetQueuedCompletionStatus=next_status,
    PostQueuedCompletionStatus=post,
    INVALID_HANDLE_VALUE=-1,
    NULL=0,
)
vars(winapi).update(CloseHandle=ports.pop)
sys.modules.update({"_overlapped": overlapped, "_winapi": winapi, "msvcrt": Everything("msvcrt")})
sys.platform, os.name = "win32", "nt"

import asyncio  # noqa: E402

from igdesk.loop.qt_loop import QtLoop  # noqa: E402
from igdesk.loop.run import run  # noqa: E402

found: dict[str, object] = {"base": [base.__name__ for base in QtLoop.__mro__]}


async def work() -> None:
    loop = asyncio.get_running_loop()
    found["slept"] = await asyncio.sleep(0.01, True)
    found["thread"] = await asyncio.to_thread(lambda: threading.current_thread().name)
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        found["timeout"] = True
    await asyncio.sleep(0.3)  # the thread at the port is asleep now
    done: asyncio.Future[int] = loop.create_future()
    operation = types.SimpleNamespace(address=7, pending=False)
    proactor = loop._proactor  # type: ignore[attr-defined]
    proactor._cache[7] = (done, operation, 0, lambda transferred, key, ov: transferred)
    before = len(looks)
    post(proactor._iocp, 42, 0, 7)
    found["completed"] = await asyncio.wait_for(done, 60)
    found["looks_until_completed"] = len(looks) - before
    before, began = len(looks), time.monotonic()
    await asyncio.sleep(1)
    found["looks_a_second"] = (len(looks) - before) / (time.monotonic() - began)


async def until_quit() -> None:
    QTimer.singleShot(0, app.quit)
    await asyncio.sleep(60)


async def until_interrupted() -> None:
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(60)
    finally:
        found["cleaned"] = True


run(work(), app)
try:
    run(until_quit(), app)
except asyncio.CancelledError:
    found["quit"] = True
try:
    run(until_interrupted(), app)
except KeyboardInterrupt:
    found["interrupted"] = True
found["open_ports"] = len(ports)
print(json.dumps(found))  # noqa: T201
