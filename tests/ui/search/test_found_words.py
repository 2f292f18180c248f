"""Marks in what people wrote stand where the letters stand, whatever is between them."""

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from igdesk.domain.query import Term
from igdesk.ui.search.found_words import FoundWords
from igdesk.ui.timeline.text_block import lay_out_text


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("The moss glaze", ("glaz",), ["glaz"]),
        ("😀😀 glaze 😀 Glazes", ("glaze",), ["glaze", "Glaze"]),
        ("two\nlines of Malmö", ("malmo",), ["Malmö"]),
        ("شكرًا جزيلًا", ("شكرا",), ["شكرًا"]),
        ("釉薬の色", ("薬の",), ["薬の"]),
        ("nothing", ("glaze",), []),
    ],
)
def test_places_are_counted_as_qt_does(qtbot: QtBot, text: str, words: tuple[str, ...], marked: list[str]) -> None:
    block = lay_out_text(text, QFont(), 20, 400, with_links=True)
    found = FoundWords([Term(words)])
    units = block.text.encode("utf-16-le")
    assert [units[2 * start : 2 * end].decode("utf-16-le") for start, end in found.spans(block)] == marked
    for start, end in found.spans(block):
        assert block.rects(start, end - start, 0, 0)
    assert found.spans(block) is found.spans(block), "worked out once"
