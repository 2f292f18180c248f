"""Start-up and rest on a million messages, as ratios to an empty PySide6 window measured in the same run.

usage: startup.py [--runs 9] [--messages 1000000] [--rest 60]. Both programs are started in turn, so that what else the
machine does falls on both. Prints one JSON line; the figures to compare are the ratios.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def measure(command: list[str], env: dict[str, str]) -> tuple[int, dict[str, float]]:
    """Spawn time on the monotonic clock, and what the process said."""
    start = time.monotonic_ns()
    done = subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=True, cwd=HERE)
    return start, json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rest", type=float, default=0.0, help="seconds at rest in one more run")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="igdesk-bench-"))
    log = folder / "milestones.json"
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{HERE}",
        "IGDESK_STARTUP_LOG": str(log),
        "IGDESK_INSTAGRAM_GRAPH_URL": "http://127.0.0.1:9",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    env.setdefault("QT_QPA_PLATFORM", "offscreen" if "DISPLAY" not in env else "xcb")
    try:
        make = ["make_archive.py", str(folder / "profile" / "archive"), str(options.messages)]
        subprocess.run([sys.executable, *make], env=env, check=True, cwd=HERE, stdout=subprocess.DEVNULL)
        floor, floor_memory, painted, memory = [], [], [], []
        for run in range(options.runs + 1):
            start, said = measure(["floor_window.py"], env)
            begin, figures = measure(["start_igdesk.py", str(folder / "profile"), "4"], env)
            marks = json.loads(log.read_text())
            if run:  # the first one only warms the disk
                floor.append((said["first_paint_ns"] - start) / 1e6)
                floor_memory.append(said["memory_mib"])
                painted.append((marks["painted"] - begin) / 1e6)
                memory.append(figures["memory_mib"])
        result: dict[str, object] = {
            "floor_ms": round(statistics.median(floor), 1),
            "inbox_painted_ms": round(statistics.median(painted), 1),
            "ratio": round(statistics.median(painted) / statistics.median(floor), 2),
            "floor_mib": round(statistics.median(floor_memory), 1),
            "more_mib": round(statistics.median(memory) - statistics.median(floor_memory), 1),
        }
        if options.rest:
            _, figures = measure(["start_igdesk.py", str(folder / "profile"), str(options.rest + 3)], env)
            result["cpu_at_rest_percent"] = round(100 * figures["rest_cpu_s"] / figures["rest_s"], 3)
        print(json.dumps(result))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
