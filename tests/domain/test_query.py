"""What a line of search means: operators, quotes, what is wrong and said so; anything at all can be typed."""

# ruff: noqa: E501 - tables of cases read best in rows

import random
from datetime import UTC, date, datetime

import pytest

from igdesk.domain.query import (
    CHOICES,
    LONGEST_QUERY,
    MOST_TERMS,
    Filter,
    Operator,
    Query,
    Term,
    Trouble,
    parse,
    pieces,
    read_day,
)  # fmt: skip
from igdesk.domain.query_completion import complete

TODAY = date(2026, 11, 20)


def read(text: str) -> Query:
    return parse(text, zone=UTC, today=TODAY)


def troubles(text: str) -> list[Trouble]:
    return [problem.trouble for problem in read(text).problems]


def test_words_phrases_and_what_must_not_be() -> None:
    query = read('Glaze "big serving" -blue -"not this" mara.lindqvist')
    assert query.terms == (
        Term(("glaze",)),
        Term(("big", "serving"), is_phrase=True),
        Term(("blue",), is_not=True),
        Term(("not", "this"), is_phrase=True, is_not=True),
        Term(("mara", "lindqvist")),
    )
    assert query.problems == ()


def test_every_operator() -> None:
    query = read('from:mara to:me label:"big orders" is:UNREAD has:photo in:@shop -label:vip')
    assert query.filters == (
        Filter(Operator.FROM, "mara"), Filter(Operator.TO, "me"), Filter(Operator.LABEL, "big orders"),
        Filter(Operator.IS, "unread"), Filter(Operator.HAS, "photo"), Filter(Operator.IN, "@shop"),
        Filter(Operator.LABEL, "vip", is_not=True),
    )  # fmt: skip
    assert query.terms == ()
    assert query.problems == ()


def test_dates_narrow_from_and_to() -> None:
    query = read("after:2026-05-03 before:2026-06")
    assert query.after == datetime(2026, 5, 3, tzinfo=UTC)
    assert query.before == datetime(2026, 6, 1, tzinfo=UTC)
    assert read("-after:2026").before == datetime(2026, 1, 1, tzinfo=UTC)
    assert read_day("yesterday", TODAY) == date(2026, 11, 19)
    assert read_day("7d", TODAY) == date(2026, 11, 13)
    assert read_day("2026/5/3", TODAY) == date(2026, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2026-13",
        "2026-02-30",
        "99",
        "0",
        "-",
        "--",
        "999999999999d",
        "2026-1-1-1",
        "²",
        "２",
        "1e9",
        "9999y",
        "\0",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("from:", Trouble.EMPTY), ('label:""', Trouble.EMPTY), ("is:purple", Trouble.UNKNOWN_VALUE),
        ("has:cheese", Trouble.UNKNOWN_VALUE), ("before:soon", Trouble.BAD_DATE), ("form:mara", Trouble.UNKNOWN_OPERATOR),
        ('"open', Trouble.OPEN_QUOTE), ('from:"mara', Trouble.OPEN_QUOTE), ("!?", Trouble.NO_WORDS),
        ("-glaze", Trouble.ONLY_NOT), ("after:2026 before:2025", Trouble.EMPTY_RANGE),
        ("a " * 2000, Trouble.TOO_LONG), ("ab " * 100, Trouble.TOO_MANY),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(text: str, trouble: Trouble) -> None:
    assert trouble in troubles(text)


def test_what_is_wrong_does_not_hide_the_rest() -> None:
    query = read("glaze is:purple from: before:soon")
    assert query.terms == (Term(("glaze",)),)
    assert len(query.problems) == 3
    assert read("form:mara").terms == (Term(("form", "mara")),)
    assert read("https://example.org/x").problems == ()


@pytest.mark.parametrize("text", ["", " ", "\t\n\u3000", "\0\0"])
def test_nothing_is_nothing(text: str) -> None:
    query = read(text)
    assert query.is_empty
    assert query.problems == ()


def test_run_of_signs_without_spaces() -> None:
    assert read("釉薬の").terms == (Term(("釉薬", "薬の")),)
    assert read("色").terms == (Term(("色",)),)
    assert read('"釉薬 bowl"').terms == (Term(("釉薬", "薬", "bowl"), is_phrase=True),)
    (term,) = read('"色"').terms
    assert term.is_prefix
    assert term.fits(["釉薬", "色を", "を"])


def test_terms_find_beginnings_and_phrases_whole_words() -> None:
    words = ["the", "blue", "glazes", "fit"]
    assert Term(("glaz",)).fits(words)
    assert not Term(("glaz",), is_phrase=True).fits(words)
    assert Term(("blue", "gla")).fits(words)
    assert not Term(("blue", "fit")).fits(words)
    assert list(Term(("blue", "gla")).places(words)) == [1]


PARTS = (
    '"', "“", "”", "«", "„", "-", "−", ":", "：", " ", "\0", "\n", "*", "(", ")", "^", "+", "NEAR(", "AND", "OR", "NOT", "{", "}",
    "from", "to", "label", "is", "has", "before", "after", "in", "from:", "is:unread", "has:", "before:2026", "me", "unread",
    "glaze", "色", "สวัส", "👍🏿", "🇩", "é", "\u0301", "\ud800", "'", "\\", "%", "_", "a" * 300, "1", "--", "::", '""', "-:", "-\"",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(300))
def test_anything_can_be_typed(seed: int) -> None:
    """Nothing crashes, every visible part is either looked for or named as a problem, and the same again says the same."""
    chance = random.Random(seed)
    text = "".join(chance.choice(PARTS) for _ in range(chance.randrange(1, 60)))
    query = read(text)
    assert query == read(text)
    assert len(query.terms) + len(query.filters) <= 2 * MOST_TERMS
    for term in query.terms:
        assert term.words
        assert all(word and " " not in word and '"' not in word and "\0" not in word for word in term.words)
    if any(piece.value.strip() or piece.operator for piece in pieces(text)):
        assert query.terms or query.filters or query.before or query.after or query.problems
    spans = [(piece.start, piece.end) for piece in pieces(text)]
    assert spans == sorted(spans)
    assert all(start < end <= len(text) for start, end in spans)
    for cursor in {0, len(text), chance.randrange(len(text) + 1)}:
        for completion in complete(text, cursor, lambda _operator: ["Mara Lindqvist", "a", ""]):
            assert 0 <= completion.cursor <= len(completion.text)


def test_ten_kilobytes_are_cut_and_told() -> None:
    query = read("wörter 語 " * 1000)
    assert {problem.trouble for problem in query.problems} == {Trouble.TOO_LONG, Trouble.TOO_MANY}
    assert len(query.terms) <= MOST_TERMS
    assert len(query.text) <= LONGEST_QUERY


def values(operator: Operator) -> list[str]:
    return {Operator.FROM: ["Mara Lindqvist", "marco.p", "me"], Operator.LABEL: ["VIP", "Big orders"]}.get(operator, [])


def shown(text: str, cursor: int | None = None) -> list[str]:
    return [found.shown for found in complete(text, len(text) if cursor is None else cursor, values)]


def test_an_operator_and_its_values_are_completed() -> None:
    assert shown("fr") == ["from:"]
    assert shown("glaze ha") == ["has:"]
    assert shown("from:ma") == ['from:"Mara Lindqvist"', "from:marco.p"]
    assert shown("from:lind") == ['from:"Mara Lindqvist"']
    assert shown("-label:v") == ["-label:VIP"]
    assert shown("is:") == [f"is:{value}" for value in CHOICES[Operator.IS]]
    assert shown("is:unread") == []
    assert shown("glaze ") == []
    assert shown('"fr') == []
    (found,) = complete("blue from:lind glaze", 14, values)
    assert found.text == 'blue from:"Mara Lindqvist" glaze'
    assert found.text[: found.cursor] == 'blue from:"Mara Lindqvist" '
    (found,) = complete("be", 2, values)
    assert (found.text, found.cursor) == ("before:", 7)
