"""Instagram counts bytes: the counter shows from 800 and tells when a reply becomes two (failure 36)."""

import pytest

from igdesk.ui.composer.counter import measure
from igdesk.ui.composer.words import counter_words


@pytest.mark.parametrize(
    ("text", "size", "is_shown", "parts"),
    [
        ("", 0, False, 0),
        ("   ", 0, False, 0),
        ("a" * 799, 799, False, 1),
        ("a" * 800, 800, True, 1),
        ("a" * 1000, 1000, True, 1),
        (" " * 30 + "a" * 1000 + "\n", 1000, True, 1),
        ("a" * 1001, 1001, True, 2),
        ("ж" * 400, 800, True, 1),
        ("ж" * 501, 1002, True, 2),
        ("🧡" * 251, 1004, True, 2),
        ("a" * 2500, 2500, True, 3),
    ],
)
def test_bytes_and_parts(text: str, size: int, is_shown: bool, parts: int) -> None:
    """failure 36: the limit is in bytes of UTF-8, not in letters."""
    length = measure(text)
    assert (length.byte_count, length.is_shown, length.part_count) == (size, is_shown, parts)
    assert length.is_split == (parts > 1)


def test_said_once_at_each_mark() -> None:
    steps = [measure("a" * size).step for size in (799, 800, 949, 950, 999, 1000, 1001)]
    assert steps == [0, 1, 1, 2, 2, 3, 4]


def test_words_of_the_contract() -> None:
    assert counter_words(measure("a" * 912)) == ("912 of 1,000 bytes", "912 of 1,000 bytes")
    assert counter_words(measure("a" * 1124)) == (
        "1,124 bytes · sends as 2 messages",
        "1,124 bytes, sends as 2 messages",
    )
