"""Bytes, splitting and cleaning of text."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from igdesk.domain.text import (
    LIMIT_BYTES,
    byte_length,
    clean,
    graphemes,
    is_emoji_only,
    is_right_to_left,
    one_line,
    split_reply,
)

FAMILY = "👨‍👩‍👧‍👦"


@given(st.text(max_size=4000), st.integers(40, 1000))
def test_parts_fit_and_nothing_visible_is_lost(text: str, limit: int) -> None:
    """failure 36: the limit is 1,000 bytes, not characters."""
    text = text.encode("utf-8", "replace").decode()
    parts = split_reply(text, limit)
    assert all(0 < byte_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(st.lists(st.sampled_from(["👩🏽‍💻", FAMILY, "🇩🇪", "é", "नि", "a", " "]), max_size=300))
def test_a_grapheme_is_never_cut(pieces: list[str]) -> None:
    text = "".join(pieces)
    known = set(graphemes(text))
    assert all(g in known for part in split_reply(text, 60) for g in graphemes(part))


def test_cuts_at_the_paragraph_the_sentence_the_word() -> None:
    paragraph = "a" * 600 + "\n\n" + "b" * 600
    assert split_reply(paragraph) == ("a" * 600, "b" * 600)
    sentence = "One sentence here. " * 70
    assert all(part.endswith(".") for part in split_reply(sentence))
    words = "word " * 300
    assert all(part == " ".join(["word"] * len(part.split())) for part in split_reply(words))
    assert split_reply("x" * 2500) == ("x" * 1000, "x" * 1000, "x" * 500)


def test_cyrillic_counts_two_bytes_a_letter() -> None:
    assert byte_length("Привет") == 12
    assert len(split_reply("ж" * 501)) == 2


def test_short_and_empty_texts() -> None:
    assert split_reply("  Hello\n") == ("Hello",)
    assert split_reply(" \n\t") == ()
    assert split_reply("a" * LIMIT_BYTES) == ("a" * LIMIT_BYTES,)


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("plain", "plain"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("nul\x00 bell\x07 esc\x1b[31m", "nul bell esc[31m"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066x\u2069", "x"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (FAMILY, FAMILY),
        ("\ud800broken", "broken"),
    ],
)
def test_text_from_outside_is_cleaned(dirty: str, shown: str) -> None:
    assert clean(dirty) == shown


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_previews_are_one_line() -> None:
    assert one_line(" a\n\n b\tc ") == "a b c"
    assert len(one_line("word " * 1000)) <= 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [("שלום", True), ("... مرحبا", True), ("Hello שלום", False), ("123", False), ("", False), ("😀", False)],
)
def test_direction_by_the_first_strong_letter(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("🥰🏺", True),
        ("❤️", True),
        (FAMILY, True),
        ("🇩🇪🇸🇪🇯🇵", True),
        ("👍👍👍👍", False),
        ("1", False),
        ("ok 👍", False),
        ("", False),
        ("©", False),
    ],
)
def test_one_to_three_emoji_are_shown_large(text: str, expected: bool) -> None:
    assert is_emoji_only(text) is expected


@given(
    st.text(
        st.one_of(st.characters(), st.characters(max_codepoint=0x700), st.sampled_from("कि한가\u200d\ufe0f👩🇩🇪ำ")),
        max_size=12,
    )
)
def test_the_short_way_to_graphemes_is_the_right_one(text: str) -> None:
    assert graphemes(text) == regex.findall(r"\X", text)
