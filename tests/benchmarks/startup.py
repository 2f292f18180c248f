"""Start-up, memory and rest on a million messages, as ratios to an empty PySide6 window measured in the same run.

usage: startup.py [--runs 9] [--messages 1000000] [--rest 60] [--latin]. Names and texts are in eight scripts, each with
a font of its own, unless ``--latin`` is given. Both programs are started in turn, so that what else the
machine does falls on both. Prints one JSON line; the figures to compare are the ratios. The program talks to a sandbox
on loopback where nothing happens.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from make_archive import index, open_for_writing
from studio import HERE, environment, make_profile, sandbox, workshop

ROWS, CHARACTERS = 8, 60
"""Of the list that are on the screen, and of each line."""
CHECKS_S = 45
"""Once a day the archive is looked through for damage, soon after the start; rest begins after that."""


def measure(command: list[str], env: dict[str, str]) -> tuple[int, dict[str, float]]:
    """Spawn time on the monotonic clock, and what the process said."""
    start = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, *command], env=env, capture_output=True, text=True, check=True, cwd=HERE, timeout=300
    )
    return start, json.loads(done.stdout.strip().splitlines()[-1])


def first_texts(path: Path) -> list[str]:
    """What the first rows of the list show: names, and the beginning of what was written last."""
    connection = open_for_writing(path)
    rows = list(
        connection.execute(
            "select p.name, c.preview_text from conversation c join participant p on p.id = c.participant_id"
            " order by c.last_activity_at desc limit ?",
            (ROWS,),
        )
    )
    connection.close()
    return [text[:CHARACTERS] for row in rows for text in row]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rest", type=float, default=0.0, help="seconds at rest in one more run")
    parser.add_argument("--latin", action="store_true", help="names and texts in Latin letters alone")
    options = parser.parse_args()
    median = statistics.median
    with workshop() as folder, sandbox(folder) as url:
        profile = make_profile(folder, options.messages, url, latin=options.latin)
        index(profile / "archive")
        log = folder / "milestones.json"
        env = {**environment(folder, url), "IGDESK_STARTUP_LOG": str(log)}
        floors: list[dict[str, float]] = []
        runs: list[dict[str, float]] = []
        for run in range(options.runs + 1):
            start, floor = measure(["floor_window.py"], env)
            floor["painted_ms"] = (floor.pop("first_paint_ns") - start) / 1e6
            start, figures = measure(["start_igdesk.py", str(profile), "4"], env)
            figures["painted_ms"] = (json.loads(log.read_text())["painted"] - start) / 1e6
            if run:  # the first one only warms the disk
                floors.append(floor)
                runs.append(figures)
        floor = {name: median(one[name] for one in floors) for name in floors[0]}
        found = {name: median(one[name] for one in runs) for name in floor}
        result: dict[str, float] = {
            "floor_ms": round(floor["painted_ms"], 1),
            "inbox_painted_ms": round(found["painted_ms"], 1),
            "ratio": round(found["painted_ms"] / floor["painted_ms"], 2),
            "ratio_of_least": round(
                min(one["painted_ms"] for one in runs) / min(one["painted_ms"] for one in floors), 2
            ),
        }
        for name in ("rss", "pss", "anonymous"):
            result[f"floor_{name}_mib"] = round(floor[name], 1)
            result[f"more_{name}_mib"] = round(found[name] - floor[name], 1)
        texts = folder / "texts.json"
        texts.write_text(json.dumps(first_texts(profile / "archive" / "archive.db")), "utf-8")
        lettered = [measure(["floor_window.py", str(texts)], env)[1]["rss"] for _ in range(3)]
        result["of_that_letters_rss_mib"] = round(median(lettered) - floor["rss"], 1)
        if options.rest:
            _, figures = measure(["start_igdesk.py", str(profile), str(options.rest + CHECKS_S), str(CHECKS_S)], env)
            result["cpu_at_rest_percent"] = round(100 * figures["rest_cpu_s"] / figures["rest_s"], 3)
        print(json.dumps(result))


if __name__ == "__main__":
    main()
