"""When what happened during the start; measured on the clock that other processes share."""

import sys
import time
from pathlib import Path

VARIABLE = "IGDESK_STARTUP_LOG"


class Milestones:
    """Marks of the start, kept in memory and written once: to a file, or to the terminal."""

    def __init__(self, destination: str = "") -> None:
        """``destination`` is a file, ``-`` for the terminal, or empty for nowhere."""
        self._destination = destination
        self._marks: dict[str, int] = {}

    def mark(self, name: str) -> None:
        """Note the first time of something, in nanoseconds of ``time.monotonic_ns``."""
        self._marks.setdefault(name, time.monotonic_ns())

    def report(self) -> None:
        """Write all marks as one JSON object."""
        if not self._destination:
            return
        import json

        text = json.dumps(self._marks)
        if self._destination == "-":
            first = min(self._marks.values())
            lines = [f"{(at - first) / 1e6:8.1f} ms  {name}\n" for name, at in self._marks.items()]
            sys.stderr.write("".join(lines))
        else:
            Path(self._destination).write_text(f"{text}\n", encoding="utf-8")
