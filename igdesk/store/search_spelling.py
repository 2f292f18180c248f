"""Did you mean: a word of the archive that is almost the one that was not found."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from igdesk.domain.query import Query
from igdesk.domain.words import is_dense
from igdesk.store.search_index import code

if TYPE_CHECKING:
    from igdesk.store.database import Row

SPELLING = "create virtual table temp.search_spelling using fts5vocab(main, search_words, row)"
"""To be made on the connection that asks."""
LOOKED_THROUGH = 4
"""The newest buckets are enough to know how words are written."""
SHORTEST = 4


def suggest(rows: "Callable[[str, Sequence[object]], list[Row]]", query: Query) -> str:
    """The query with its unknown words replaced by known ones, if that is possible; else empty."""
    if query.filters or not query.wanted or query.unwanted:
        return ""
    buckets = [code(row[0]) for row in rows("select number from search_bucket order by starts_at desc", ())]
    changed, corrected = False, []
    for term in query.wanted:
        for word in term.words:
            better = _better(rows, buckets[:LOOKED_THROUGH], word)
            changed = changed or better != word
            corrected.append(better)
    return " ".join(corrected) if changed else ""


def _better(rows: "Callable[[str, Sequence[object]], list[Row]]", buckets: list[str], word: str) -> str:
    if len(word) < SHORTEST or is_dense(word):
        return word
    found: dict[str, int] = {}
    for bucket in buckets:
        low, high = bucket + word[0], bucket + word[0] + "\U0010ffff"
        for term, count in rows("select term, doc from search_spelling where term >= ? and term < ?", (low, high)):
            found[term[2:]] = found.get(term[2:], 0) + count
    if any(other.startswith(word) for other in found):
        return word
    most = 1 if len(word) < 6 else 2
    near = [(d, -count, other) for other, count in found.items() if (d := distance(word, other, most)) <= most]
    return min(near)[2] if near else word


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap, at most ``most`` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    older: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        newer = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, newer[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            newer.append(cost)
        if min(newer) > most:
            return most + 1
        older, row = row, newer
    return row[-1]
