"""Text as the words that search knows: any script, accents and case aside, languages without spaces in pairs."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 32
"""Of longer words (links, codes) only the beginning counts."""
MOST = 4000
"""Words of one text; the rest of a book is not found."""


class Word(NamedTuple):
    """A word and where it stands in the text it was taken from."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The words of a text in their order, as they are indexed.

    A run of Chinese, Japanese or Thai becomes its overlapping pairs and its last sign: whatever part of it is
    looked for, its pairs stand in a row. An emoji is a word of its own, without skin tone.
    """
    if text.isascii():
        return [word[:LONGEST] for word in _PLAIN.findall(text[:_MOST_CHARS].lower())[:MOST]]
    folded = fold(text[:_MOST_CHARS])
    found: list[str] = []
    for run in folded.split():
        if run.isascii() or not _DENSE.search(run):
            found.append(run[:LONGEST])
        else:
            found += (word.text for word in _split_run(run, 0))
    return found[:MOST]


def fold(text: str) -> str:
    """Letters without case, accents and variants of shape; everything between words is a space."""
    if _HALF_WIDTH.search(text):
        text = unicodedata.normalize("NFKC", text)
    elif not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_FOLDED)


def placed_words(text: str) -> list[Word]:
    """The words of ``words_of`` with their places in the text."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text[:_MOST_CHARS]):
        for piece in char.translate(_FOLDED):
            folded.append(piece)
            places.append(place)
    places.append(min(len(text), _MOST_CHARS))
    found: list[Word] = []
    for run in re.finditer(r"\S+", "".join(folded)):
        for word in _split_run(run.group(), run.start()):
            start, last = places[word.start], places[word.end - 1]
            end = last + 1
            while end < len(text) and not text[end].translate(_FOLDED):  # marks that belong to the last letter
                end += 1
            found.append(Word(word.text, start, end))
    return found[:MOST]


def is_dense(text: str) -> bool:
    """Whether a word belongs to a script that writes without spaces."""
    return not text.isascii() and _DENSE.search(text) is not None


def _split_run(run: str, at: int) -> Iterator[Word]:
    for part in _PARTS.finditer(run):
        piece, start = part.group(), at + part.start()
        if part.lastgroup == "dense":
            for i in range(len(piece) - 1):
                yield Word(piece[i : i + 2], start + i, start + i + 2)
            yield Word(piece[-1], start + len(piece) - 1, start + len(piece))
        else:
            yield Word(piece[:LONGEST], start, start + len(piece))


_MOST_CHARS = 20_000
_HALF_WIDTH = re.compile("[\uff66-\uff9f]")
_PLAIN = re.compile("[a-z0-9]+")
# Han, kana, bopomofo, Thai, Lao, Myanmar, Khmer: written without spaces.
_DENSE_CLASS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uf900-\ufaff\U00020000-\U000323af"
)
_FLAG_CLASS = "\U0001f1e6-\U0001f1ff"
_DENSE = re.compile(f"[{_DENSE_CLASS}{_FLAG_CLASS}]")
_PARTS = re.compile(f"(?P<dense>[{_DENSE_CLASS}]+)|(?P<flag>[{_FLAG_CLASS}]{{1,2}})|[^{_DENSE_CLASS}{_FLAG_CLASS}]+")
# Letters that only differ in shape, and are not taken apart by Unicode's own rules.
_SAME = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŋ": "n", "ſ": "s",
    "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
    "ـ": "", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ς": "σ", "ґ": "г",
}  # fmt: skip


class _Folding(dict[int, str]):
    """For ``str.translate``: each sign is worked out once."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _fold_char(chr(code))
        return found


def _fold_char(char: str) -> str:
    kind = unicodedata.category(char)
    code = ord(char)
    if 0x1F1E6 <= code <= 0x1F1FF:
        return char  # half a flag
    if (kind in ("So", "Sc") and code > 0x7F and code < 0xFFE0) or (kind == "So" and code > 0xFFFF):
        return f" {char} "
    if 0x1F3FB <= code <= 0x1F3FF or kind == "Cf" or 0xFE00 <= code <= 0xFE0F:
        return ""  # skin tones, joiners, direction marks, variants
    if kind[0] not in "LNM":
        return " "
    if kind[0] == "M":
        return "" if _is_accent(char) else char
    pieces = []
    for piece in unicodedata.normalize("NFKD", char.casefold()):
        if unicodedata.category(piece)[0] == "M" and _is_accent(piece):
            continue
        digit = unicodedata.digit(piece, None)
        pieces.append(str(digit) if digit is not None else _SAME.get(piece, piece))
    plain = unicodedata.normalize("NFC", "".join(pieces)).casefold()
    plain = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in plain)
    return "".join(chr(ord(c) - 0x60) if "\u30a1" <= c <= "\u30f6" else c for c in plain)


def _is_accent(mark: str) -> bool:
    """Accents of alphabets, vowel points of Hebrew and Arabic; not the vowels of Indian and Thai writing."""
    place = unicodedata.combining(mark)
    return 10 <= place <= 36 or place >= 200


_FOLDED = _Folding()
