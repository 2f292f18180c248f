"""Starts the program on an archive made by make_archive.py, with its key at hand, and ends it after a while.

usage: start_igdesk.py PROFILE SECONDS. The milestones go to the file that IGDESK_STARTUP_LOG names, and one
JSON line with memory and CPU time of this process to the standard output.
"""

import json
import os
import resource
import sys
from pathlib import Path

from floor_window import memory_mib
from make_archive import KEY

from igdesk.app.keys import KeyFetch, Opened
from igdesk.app.milestones import VARIABLE, Milestones
from igdesk.paths import open_profile
from igdesk.store.vault import MemoryVault


def opened() -> Opened:
    """The key of the benchmark's archive; nothing is asked of a keychain."""
    return Opened(MemoryVault(), KEY)


def main(folder: str, seconds: float) -> None:
    milestones = Milestones(os.environ.get(VARIABLE, ""))
    milestones.mark("started")
    profile = open_profile(folder)
    profile.create()
    fetch = KeyFetch(opened)
    from PySide6.QtCore import QTimer

    from igdesk.app.program import Program

    program = Program(profile, milestones, env=dict(os.environ), fetch=fetch)
    figures: dict[str, float] = {}

    def cpu_s() -> float:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    def settled() -> None:
        figures["memory_mib"] = memory_mib()
        figures["cpu_at_settled_s"] = cpu_s()

    def finish() -> None:
        figures["rest_s"] = max(seconds - 3, 0.0)
        figures["rest_cpu_s"] = cpu_s() - figures["cpu_at_settled_s"]
        os.kill(os.getpid(), 15)

    QTimer.singleShot(3000, settled)
    QTimer.singleShot(int(seconds * 1000), finish)
    program.run()
    print(json.dumps(figures))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main(sys.argv[1], float(sys.argv[2]))
