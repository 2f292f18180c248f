"""How well what was typed fits the name of a command: beginnings of words best, letters in order at least."""

from collections.abc import Sequence

from igdesk.domain.words import Word, placed_words, words_of

Span = tuple[int, int]
SCATTERED = 40
"""From this score on only letters fit, not the beginnings of words."""


def fits(typed: str, name: str) -> tuple[int, list[Span]] | None:
    """A score, the smaller the better, and the places that fit; None if it does not."""
    return fits_words(typed, placed_words(name))


def fits_words(typed: str, words: Sequence[Word]) -> tuple[int, list[Span]] | None:
    """The same for a name whose words are known."""
    wanted = words_of(typed)
    if not wanted:
        return None
    spans: list[Span] = []
    at, score = 0, 0
    for part in wanted:
        place = next((i for i in range(at, len(words)) if words[i].text.startswith(part)), None)
        if place is None:
            place = next((i for i in range(len(words)) if words[i].text.startswith(part)), None)
            score += 8
        if place is None:
            return _letters(wanted, words)
        word = words[place]
        spans.append((word.start, min(word.start + len(part), word.end)))
        score += 2 * (place - at) + (0 if word.text == part else 1)
        at = place + 1
    return score, sorted(spans)


def _letters(wanted: list[str], words: Sequence[Word]) -> tuple[int, list[Span]] | None:
    """Letters anywhere, in their order, each beginning where a word begins or going on in a row: "gti", "snz"."""
    letters = "".join(wanted)
    line = [(char, word.start + i, i == 0) for word in words for i, char in enumerate(word.text)]
    at, score, spans, last = 0, SCATTERED, [], -2
    for letter in letters:
        found = next((i for i in range(at, len(line)) if line[i][0] == letter), None)
        if found is None:
            return None
        begins = line[found][2]
        score += 0 if begins else 1 if found == last + 1 else 4
        spans.append((line[found][1], line[found][1] + 1))
        last, at = found, found + 1
    if len(letters) < 2 or score > SCATTERED + 3 * len(letters):
        return None
    return score, spans
