"""Saved replies: fields and how they are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igdesk.domain.saved_reply import Filled, SavedReply, Slot, fill, matching

NAMES = {"first_name": "first name", "cursor": "cursor"}
REPLIES = [
    SavedReply(1, "hours", "Opening hours", "We’re open Tue–Sat"),
    SavedReply(2, "ship", "Shipping in Europe", "Parcels leave on Tuesdays"),
    SavedReply(3, "six", "Set of six", "A set of six takes three weeks"),
    SavedReply(4, "thanks", "Thank you", "Thank you, {first_name}!"),
]


def test_fields_are_filled() -> None:
    assert fill("Hi {first_name}!", {"first_name": "Mara"}, NAMES) == Filled("Hi Mara!")
    assert fill("{today}", {"today": "20 Nov"}, NAMES) == Filled("20 Nov")


def test_a_field_without_a_value_waits_for_the_person() -> None:
    assert fill("Hi {first_name}!", {"first_name": " "}, NAMES) == Filled("Hi [first name]!", (Slot(3, 12),))


def test_the_cursor_is_an_empty_place() -> None:
    assert fill("To {cursor} it is 190 kr{cursor}", {}, NAMES) == Filled("To  it is 190 kr", (Slot(3, 0), Slot(16, 0)))


def test_positions_count_as_text_fields_do() -> None:
    assert fill("👋 {cursor}", {}, NAMES).slots == (Slot(3, 0),)


@pytest.mark.parametrize("text", ["{", "}", "{}", "{price}", "{first_name", "{{"])
def test_other_braces_are_text(text: str) -> None:
    assert fill(text, {}, NAMES) == Filled(text)


@given(st.text(), st.text(max_size=5))
def test_filling_never_fails(text: str, value: str) -> None:
    filled = fill(text, {"first_name": value}, NAMES)
    end = len(filled.text.encode("utf-16-le", "surrogatepass")) // 2
    assert all(0 <= slot.start <= slot.start + slot.length <= end for slot in filled.slots)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [1, 2, 3, 4]),
        ("ship", [2]),
        ("SHIP", [2]),
        ("s", [2, 3, 1, 4]),
        ("europe", [2]),
        ("parcels", [2]),
        ("thk", [4]),
        ("opening h", [1]),
        ("zzz", []),
    ],
)
def test_saved_replies_are_found_by_shortcut_name_and_text(query: str, ids: list[int]) -> None:
    assert [reply.id for reply in matching(REPLIES, query)] == ids


def test_an_empty_place_inside_a_text_shows_as_an_ellipsis() -> None:
    names = {"first_name": "First name", "cursor": "Cursor"}
    filled = fill("🎁 Hi {first_name}! To {cursor} it costs 190 kr. {cursor}", {"first_name": "Mara"}, names)
    assert filled.shown == "🎁 Hi Mara! To … it costs 190 kr."
    assert filled.text == "🎁 Hi Mara! To  it costs 190 kr. "
    assert fill("{cursor}Hello", {}, names).shown == "Hello"
