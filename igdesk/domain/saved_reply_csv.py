"""Saved replies as a table that spreadsheets and other programs read and write."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from igdesk.domain.saved_reply import (
    FOLDER_MAX,
    SavedReply,
    clean_name,
    clean_shortcut,
    clean_text,
)

COLUMNS = ("shortcut", "name", "text", "folder")
MOST_ROWS = 1000
MOST_CHARS = 8_000_000
_OTHER_NAMES = {
    "shortcut": {"shortcut", "trigger", "keyword", "command", "short code", "shortcode"},
    "name": {"name", "title", "label"},
    "text": {"text", "message", "content", "body", "reply", "response"},
    "folder": {"folder", "category", "group"},
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table holds, and the lines (from 1) that hold nothing that can be used."""

    replies: tuple[SavedReply, ...] = ()
    """Without ids."""
    left_out: tuple[int, ...] = ()
    is_a_table: bool = True


def to_csv(replies: Iterable[SavedReply]) -> str:
    """With a line of headings. A cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for reply in replies:
        writer.writerow([_guarded(cell) for cell in (reply.shortcut, reply.name, reply.text, reply.folder)])
    return out.getvalue()


def from_csv(content: str) -> Imported:
    """Whatever such a table says; columns by their headings, else in the order of ``COLUMNS``."""
    content = content.lstrip("\ufeff")[:MOST_CHARS]
    if "\0" in content or not content.strip():
        return Imported(is_a_table=False)
    try:
        rows = list(csv.reader(io.StringIO(content), delimiter=_delimiter(content), strict=False))[: MOST_ROWS + 1]
    except csv.Error:
        return Imported(is_a_table=False)
    places = _places(rows[0])
    first = 1 if places else 0
    places = places or {name: place for place, name in enumerate(COLUMNS)}
    found: list[SavedReply] = []
    left_out: list[int] = []
    for number, row in enumerate(rows[first:], first + 1):
        if not any(cell.strip() for cell in row):
            continue
        reply = _reply_of({name: _bare(row[place]) for name, place in places.items() if place < len(row)})
        if reply is None:
            left_out.append(number)
        else:
            found.append(reply)
    return Imported(tuple(found), tuple(left_out), bool(found or left_out))


def _reply_of(cells: dict[str, str]) -> SavedReply | None:
    text = clean_text(cells.get("text", "")).strip()
    if not text:
        return None
    name = clean_name(cells.get("name", "")) or clean_name(text)
    shortcut = clean_shortcut(cells.get("shortcut", ""))
    return SavedReply(0, shortcut, name, text, clean_name(cells.get("folder", ""), FOLDER_MAX))


def _places(heading: list[str]) -> dict[str, int]:
    """Which column is what; empty when the first line is no heading."""
    words = [cell.strip().casefold() for cell in heading]
    found = {
        name: next((i for i, word in enumerate(words) if word in others), -1) for name, others in _OTHER_NAMES.items()
    }
    found = {name: place for name, place in found.items() if place >= 0}
    return found if "text" in found else {}


def _delimiter(content: str) -> str:
    """Spreadsheets of many countries write semicolons."""
    line = content.split("\n", 1)[0]
    return max(",;\t", key=line.count)


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
