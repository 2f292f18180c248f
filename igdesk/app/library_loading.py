"""The shared libraries of Qt are loaded by a thread of their own while Python reads its modules.

Loading one resolves tens of thousands of symbols without Python's lock. On one core it takes as long as it did before.
"""

import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

PLATFORM_PLUGIN = "Qt/plugins/platforms/libqxcb.so"
NOW = getattr(os, "RTLD_NOW", 0)


def begin_loading(env: Mapping[str, str], platform: str = "") -> threading.Thread | None:
    """Return at once; None where nothing is loaded ahead. After the last fork: a child could wait for ever for the
    lock of the loader.

    Nothing is said of what fails here: importing PySide6 asks for the same files and says it.
    """
    if (platform or sys.platform) != "linux":
        return None
    has_x_window = bool(env.get("DISPLAY")) and env.get("QT_QPA_PLATFORM", "xcb") == "xcb"
    thread = threading.Thread(target=_load, args=(has_x_window,), name="libraries", daemon=True)
    thread.start()
    return thread


def _load(has_x_window: bool) -> None:
    try:
        from ctypes import CDLL

        folder = next(path for entry in sys.path if (path := Path(entry, "PySide6")).is_dir())
        CDLL(str(folder / "QtWidgets.abi3.so"), NOW)
        if has_x_window:
            CDLL(str(folder / PLATFORM_PLUGIN), NOW)
        CDLL("libfontconfig.so.1", NOW).FcInit()
    except (ImportError, OSError, StopIteration, AttributeError):
        return
