"""Words of any script: what is the same, where they stand."""

# ruff: noqa: E501 - tables of cases read best in rows

import random

import pytest

from igdesk.domain.words import LONGEST, placed_words, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Malmö", "malmo"), ("MAÑANA", "manana"), ("Tomás", "tomas"), ("cafe\u0301", "café"), ("straße", "STRASSE"),
        ("Søren", "soren"), ("łódź", "lodz"), ("ΣΊΣΥΦΟΣ", "σισυφος"), ("ёлка", "елка"), ("İstanbul", "istanbul"),
        ("ışık", "isik"), ("أهلاً", "اهلا"), ("مَرْحَبًا", "مرحبا"), ("مـــرحبا", "مرحبا"), ("کتاب", "كتاب"),
        ("می‌خوام", "میخوام"), ("شَكَرَهُ", "شكره"), ("מֶלֶךְ", "מלכ"), ("ｇｌａｚｅ", "glaze"), ("１２３", "123"),
        ("٤٢", "42"), ("४२", "42"), ("カップ", "かっぷ"), ("ｶｯﾌﾟ", "カップ"), ("👍🏿", "👍"), ("❤️", "❤"), ("ﬁre", "fire"),
        ("don’t", "don't"), ("한글", "한글"),
    ],
)  # fmt: skip
def test_the_same_word(one: str, other: str) -> None:
    assert words_of(one) == words_of(other) != []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []), ("  ", []), ("!?… —", []), ("\0\x01", []), ("a\0b", ["a", "b"]), ("Mara.Lindqvist_7", ["mara", "lindqvist", "7"]),
        ("釉薬の色", ["釉薬", "薬の", "の色", "色"]), ("iPhone買う", ["iphone", "買う", "う"]), ("色", ["色"]),
        ("สวัสดี", ["สว", "วั", "ัส", "สด", "ดี", "ี"]), ("धन्यवाद", ["धन्यवाद"]), ("감사합니다", ["감사합니다"]),
        ("🇩🇪🇧🇷", ["🇩🇪", "🇧🇷"]), ("hi👋you", ["hi", "👋", "you"]), ("50 €", ["50", "€"]),
        ("😀😍", ["😀", "😍"]), ("_c12 _hp", ["c12", "hp"]),
    ],
)  # fmt: skip
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_long_words_and_books_are_cut() -> None:
    assert words_of("x" * 5000) == ["x" * LONGEST]
    assert len(words_of("ab " * 100_000)) == 4000
    assert len(placed_words("語" * 100_000)) == 4000


ALPHABETS = (
    "abcdefghi XYZ.,", "äöüßéñøłı ÄÖİ", "абвгдёй ЖЩ", "αβγς ΆΈ", "ابتثأإآةى ـَُ", "אבךםן ְִ", "釉薬の色カップー 。", "สวัสดี ",
    "धन्यवाद ि", "한글조합 ", "👍🏿❤️👨‍👩‍👧🇩🇪 ", "0१٤１ ½²", "\0\x1b\u200d\u200f\ufeff\ud800 ",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_places_and_words_agree(seed: int) -> None:
    """Whatever a text is made of, its placed words are its words, and their places are inside, in order."""
    chance = random.Random(seed)
    text = "".join(chance.choice(chance.choice(ALPHABETS)) for _ in range(chance.randrange(80)))
    placed = placed_words(text)
    import unicodedata

    if unicodedata.is_normalized("NFC", text):
        assert [word.text for word in placed] == words_of(text)
    assert all(0 <= word.start < word.end <= len(text) for word in placed)
    assert [word.start for word in placed] == sorted(word.start for word in placed)
    for word in words_of(text):
        assert " " not in word
        assert words_of(word)[:1] == [word] or len(word) <= 2
