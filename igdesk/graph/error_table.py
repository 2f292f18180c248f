"""What igdesk says about each error of Instagram: the troubleshooting table of README.md."""

from igdesk.graph.catalogue import CATALOGUE
from igdesk.graph.kinds import CatalogueEntry, Retry

AGAIN = {
    Retry.NEVER: "no",
    Retry.LATER: "after a pause",
    Retry.SHRINK: "yes, asking for less",
    Retry.BACKOFF: "yes, a few times",
    Retry.REREAD: "only after looking",
}


def as_markdown() -> str:
    """One row for each entry, with every way in which it is recognised."""
    lines = ["| What igdesk says | What to do | Tried again by itself | Instagram’s code |", "|---|---|---|---|"]
    for entry, ways in _entries():
        happened = f"[{entry.happened}]({entry.link})" if entry.link else entry.happened
        lines.append(f"| {happened} | {entry.cure or '–'} | {AGAIN[entry.retry]} | {', '.join(ways) or '–'} |")
    return "\n".join(lines)


def _entries() -> list[tuple[CatalogueEntry, list[str]]]:
    """Rows that say the same, together; in the order of the catalogue."""
    found: dict[tuple[str, str, str], tuple[CatalogueEntry, list[str]]] = {}
    for entry in CATALOGUE:
        ways = found.setdefault((entry.happened, entry.cure, entry.retry.value), (entry, []))[1]
        way = _way(entry)
        if way and way not in ways:
            ways.append(way)
    return list(found.values())


def _way(entry: CatalogueEntry) -> str:
    """How it is recognised; empty for what happens on the way, without an answer of Instagram."""
    if entry.code is None and entry.subcode is None:
        return f"“{entry.text}”" if entry.text else ""
    number = "…" if entry.code is None else str(entry.code)
    if entry.subcode is not None:
        number += f"/{entry.subcode}"
    return f"{number} “{entry.text}”" if entry.text else number
