"""What of a text fits a search: the places to mark, and the part of a long text that shows them."""

from collections.abc import Iterable

from igdesk.domain.query import Query, Term
from igdesk.domain.text import one_line
from igdesk.domain.words import fold, is_dense, placed_words

Span = tuple[int, int]
BEFORE_CHARS = 24
"""Of a long text so much is shown before what fits."""


def marks(text: str, terms: Iterable[Term]) -> list[Span]:
    """Places of everything that fits, merged and in order."""
    words = placed_words(text)
    plain = [word.text for word in words]
    found: list[Span] = []
    for term in terms:
        if term.is_not:
            continue
        last = len(term.words) - 1
        for at in term.places(plain):
            end = words[at + last].end
            if (term.is_prefix and plain[at + last] != term.words[last] and not is_dense(term.words[last])) or (
                term.is_prefix and is_dense(term.words[last])
            ):
                end = _end_of(text, words[at + last].start, end, len(term.words[last]))
            found.append((words[at].start, end))
    return merged(found)


def merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def snippet(text: str, query: Query, limit_chars: int = 240) -> tuple[str, list[Span]]:
    """One line of a message with its marks, beginning shortly before the first of them."""
    line = one_line(text, 5000)
    spans = marks(line, query.wanted)
    start = 0
    if spans and spans[0][0] > 2 * BEFORE_CHARS:
        start = spans[0][0] - BEFORE_CHARS
        space = line.find(" ", start, spans[0][0])
        start = space + 1 if space >= 0 else start
    lead = "… " if start else ""
    shown = lead + line[start : start + limit_chars]
    shift = len(lead) - start
    cut = [(a + shift, min(b + shift, len(shown))) for a, b in spans if a + shift < len(shown)]
    return shown, cut


def _end_of(text: str, start: int, end: int, letters: int) -> int:
    """Where the first so many folded letters of a word end."""
    count = 0
    for at in range(start, end):
        count += len(fold(text[at]).strip())
        if count >= letters:
            at += 1
            while at < end and not fold(text[at]):
                at += 1
            return at
    return end
