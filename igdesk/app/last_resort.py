"""Ends the process when something keeps it from ending by itself."""

import faulthandler
import os
import threading
from contextlib import suppress

LIMIT_S = 10.0


class LastResort:
    """A timer beside the end of the program. When it fires, everything was stored long ago."""

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._timer = threading.Timer(limit_s, self._end)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        with suppress(Exception):  # programs for windows have no terminal on some systems
            faulthandler.dump_traceback()
        os._exit(1)
