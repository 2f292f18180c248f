"""How much memory this process takes, by three measures, in MiB."""

from pathlib import Path


def memory_of_this_process() -> dict[str, float]:
    """``rss``: all pages it has mapped; ``pss``: shared pages divided among their users; ``anonymous``: no file's."""
    found: dict[str, float] = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        if name in ("Rss", "Pss", "Anonymous"):
            found[name.lower()] = round(int(value.split()[0]) / 1024, 1)
    return found
