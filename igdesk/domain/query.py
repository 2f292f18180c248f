"""What the person looks for: words, phrases and filters, read from one line of text; nothing is silently dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from enum import Enum

from igdesk.domain.words import is_dense, words_of

LONGEST_QUERY = 2000
"""Of a longer text only the beginning is looked for; that is said."""
MOST_TERMS = 24


class Is(Enum):
    UNREAD = "unread"
    WAITING = "waiting"
    DONE = "done"
    SNOOZED = "snoozed"


class Has(Enum):
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    FILE = "file"
    LINK = "link"
    STORY = "story"


class Operator(Enum):
    FROM = "from"
    TO = "to"
    LABEL = "label"
    IS = "is"
    HAS = "has"
    BEFORE = "before"
    AFTER = "after"
    IN = "in"


class Trouble(Enum):
    """What is wrong with a part of a query; the interface has the words."""

    EMPTY = "empty"
    """An operator without a value."""
    UNKNOWN_VALUE = "unknown_value"
    """Such as is:purple."""
    UNKNOWN_OPERATOR = "unknown_operator"
    """Such as form:mara: it is looked for as text."""
    BAD_DATE = "bad_date"
    OPEN_QUOTE = "open_quote"
    """It is taken as if it were closed at the end."""
    NO_WORDS = "no_words"
    """Signs that nobody can look for, such as "!?"."""
    ONLY_NOT = "only_not"
    """Nothing but what must not be there."""
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    EMPTY_RANGE = "empty_range"
    """Before a day that does not come after the other."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the query that is wrong, as it was written."""

    trouble: Trouble
    text: str = ""
    operator: Operator | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found in a row. Only the first of a single word's letters need to be there, unless it was quoted."""

    words: tuple[str, ...]
    is_phrase: bool = False
    is_not: bool = False

    @property
    def is_prefix(self) -> bool:
        """Whether more letters may follow. A single sign of Chinese or Japanese is always the beginning of a pair."""
        last = self.words[-1]
        return not self.is_phrase or (len(last) == 1 and is_dense(last))

    @property
    def exact(self) -> "Term":
        """The same with no more letters to follow."""
        return replace(self, is_phrase=True)

    def fits(self, words: Sequence[str]) -> bool:
        """Whether a text with these words has the term."""
        return self.fits_line(line_of(words))

    def fits_line(self, line: str) -> bool:
        """The same for words that ``line_of`` put in a row."""
        return f" {' '.join(self.words)}{'' if self.is_prefix else ' '}" in line

    def places(self, words: Sequence[str]) -> Iterator[int]:
        """Where it begins in these words."""
        wanted, last = list(self.words), len(self.words) - 1
        for at in range(len(words) - last):
            if list(words[at : at + last]) == wanted[:last] and (
                words[at + last] == wanted[last] or (self.is_prefix and words[at + last].startswith(wanted[last]))
            ):
                yield at


def line_of(words: Sequence[str]) -> str:
    """Words in a row, for ``Term.fits_line``."""
    return f" {' '.join(words)} "


@dataclass(frozen=True, slots=True)
class Filter:
    """An operator and its value, or that it must not be so."""

    operator: Operator
    value: str
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.terms and not self.filters and self.after is None and self.before is None

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_not)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.is_not)

    def of(self, operator: Operator) -> list[Filter]:
        return [found for found in self.filters if found.operator is operator]


@dataclass(slots=True)
class _Reading:
    terms: list[Term] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    after: datetime | None = None
    before: datetime | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a query between spaces, with its place in the text."""

    start: int
    end: int
    is_not: bool
    operator: str
    """What stands before the colon; empty where there is none."""
    value: str
    is_quoted: bool
    is_open: bool
    """The quote at its beginning is not closed."""


_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』"}


def pieces(text: str) -> Iterator[Piece]:
    """The parts of a query in their order. Every text can be taken apart."""
    at, length = 0, len(text)
    while at < length:
        if text[at].isspace() or text[at] == "\0":
            at += 1
            continue
        start = at
        is_not = text[at] in "-−" and at + 1 < length and not text[at + 1].isspace()
        if is_not:
            at += 1
        operator = ""
        word_end = at
        while word_end < length and text[word_end].isalpha():
            word_end += 1
        if at < word_end < length and text[word_end] in ":：":
            operator = text[at:word_end].casefold()
            at = word_end + 1
        if at < length and text[at] in _QUOTES:
            closing = '"' + _QUOTES[text[at]]
            at += 1
            value_at = at
            while at < length and text[at] not in closing:
                at += 1
            is_open = at >= length
            yield Piece(start, min(at + 1, length), is_not, operator, text[value_at:at], True, is_open)
            at += 1
            continue
        value_at = at
        while at < length and not text[at].isspace() and text[at] not in ('"', "\0"):
            at += 1
        if at == start:  # a lone sign that begins nothing
            at += 1
        yield Piece(start, at, is_not, operator, text[value_at:at], False, False)


def parse(text: str, *, zone: tzinfo, today: date) -> Query:
    """Read a query. Whatever is wrong with it is told in ``problems``, and the rest is looked for."""
    read = _Reading()
    if len(text) > LONGEST_QUERY:
        read.problems.append(Problem(Trouble.TOO_LONG))
        text = text[:LONGEST_QUERY]
    for piece in pieces(text):
        _take(read, piece, zone, today)
    if len(read.terms) + len(read.filters) > MOST_TERMS:
        read.problems.append(Problem(Trouble.TOO_MANY))
        del read.terms[MOST_TERMS:]
        del read.filters[MOST_TERMS:]
    if read.after is not None and read.before is not None and read.after >= read.before:
        read.problems.append(Problem(Trouble.EMPTY_RANGE))
    query = Query(text, tuple(read.terms), tuple(read.filters), read.after, read.before, tuple(read.problems))
    if query.terms and not query.wanted and not query.filters and query.after is None and query.before is None:
        return Query(text, query.terms, (), None, None, (*query.problems, Problem(Trouble.ONLY_NOT)))
    return query


def _take(read: _Reading, piece: Piece, zone: tzinfo, today: date) -> None:
    if piece.is_open:
        read.problems.append(Problem(Trouble.OPEN_QUOTE, piece.value.strip()))
    operator = _OPERATORS.get(piece.operator)
    if operator is not None:
        _take_filter(read, piece, operator, zone, today)
        return
    written = piece.value
    if piece.operator:
        is_link = piece.value.startswith("//")
        if not is_link and piece.operator.isascii() and not piece.is_quoted:
            read.problems.append(Problem(Trouble.UNKNOWN_OPERATOR, piece.operator))
        written = f"{piece.operator} {piece.value}"
    words = term_words(written)
    if words:
        # Words that hang together, as in "mara.lindqvist" and "don't", are looked for in a row.
        is_phrase = piece.is_quoted
        read.terms.append(Term(words, is_phrase, piece.is_not))
    elif piece.value.strip():
        read.problems.append(Problem(Trouble.NO_WORDS, piece.value.strip()[:40]))


def term_words(text: str) -> tuple[str, ...]:
    """The words to look for: as they are indexed, without what stands there only for the end of a text."""
    words = words_of(text)
    last, pair = (words[-1], words[-2]) if len(words) > 1 else ("", "")
    if len(last) == 1 and len(pair) == 2 and pair[1] == last and is_dense(pair):
        words.pop()  # the last sign of a run of Chinese or Japanese: the run may go on in the text
    return tuple(words)


def _take_filter(read: _Reading, piece: Piece, operator: Operator, zone: tzinfo, today: date) -> None:
    value = " ".join(piece.value.split())
    if not value:
        read.problems.append(Problem(Trouble.EMPTY, "", operator))
    elif operator in (Operator.BEFORE, Operator.AFTER):
        day = read_day(value, today)
        if day is None:
            read.problems.append(Problem(Trouble.BAD_DATE, value[:40], operator))
            return
        moment = datetime.combine(day, clock_time(), zone)
        if (operator is Operator.BEFORE) != piece.is_not:
            read.before = moment if read.before is None else min(read.before, moment)
        else:
            read.after = moment if read.after is None else max(read.after, moment)
    elif operator in CHOICES and value.casefold() not in CHOICES[operator]:
        read.problems.append(Problem(Trouble.UNKNOWN_VALUE, value[:40], operator))
    else:
        is_choice = operator in CHOICES
        read.filters.append(Filter(operator, value.casefold() if is_choice else value, piece.is_not))


def read_day(text: str, today: date) -> date | None:
    """The day a date begins with: 2026-05-03, 2026-05, 2026, today, yesterday, or 7d for a week ago."""
    text = text.casefold()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in named:
        return named[text]
    if not text.isascii():
        text = "".join(words_of(text)) if text.isdigit() else text
    try:
        if text[-1:] in _SPANS and text[:-1].isdigit():
            return today - timedelta(days=int(text[:-1]) * _SPANS[text[-1]])
        parts = [int(part) for part in text.replace("/", "-").split("-")]
        if len(text) > 10 or not 1 <= len(parts) <= 3 or parts[0] < 1000:
            return None
        return date(*[*parts, 1, 1][:3])
    except (ValueError, OverflowError):
        return None


_SPANS = {"d": 1, "w": 7, "m": 30, "y": 365}
_OPERATORS = {operator.value: operator for operator in Operator}
CHOICES: dict[Operator, tuple[str, ...]] = {
    Operator.IS: tuple(choice.value for choice in Is),
    Operator.HAS: tuple(choice.value for choice in Has),
}
