"""Breaking and cutting the text of a row."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import LabelId
from igdesk.domain.label import Label, LabelColour
from igdesk.domain.text import graphemes
from igdesk.ui.inbox.row import make_row
from igdesk.ui.inbox.row_text import RowText, lay_out
from igdesk.ui.theme import Theme

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
Make = Callable[..., Conversation]

pytestmark = pytest.mark.usefixtures("qapp")


def laid_out(conversation: Conversation, width: float = 240, interface: Qt.LayoutDirection = LTR) -> RowText:
    row = make_row(conversation, Capability.AVAILABLE, server_now=NOW, local_now=NOW, zone=UTC)
    return lay_out(row, width, Theme("light"), interface)


def test_two_lines_without_a_pill_one_with(conversation_of: Make) -> None:
    long = "Is the large planter back in stock? I would need two of them before Christmas, if that is possible"
    two = laid_out(conversation_of(1, long, is_waiting=False))
    one = laid_out(conversation_of(1, long))
    assert len(two.snippet) == 2
    assert len(one.snippet) == 1
    assert two.snippet[1].text.endswith("…")
    assert one.snippet[0].text.endswith("…")
    assert all(line.width <= 240 for line in (*two.snippet, *one.snippet))


def labelled(conversation: Conversation, *names: str, width: float = 240, shows_names: bool = True) -> RowText:
    labels = tuple(Label(LabelId(n), name, LabelColour.RED, n) for n, name in enumerate(names))
    row = make_row(conversation, Capability.AVAILABLE, labels=labels, server_now=NOW, local_now=NOW, zone=UTC)
    return lay_out(row, width, Theme("light"), LTR, shows_label_names=shows_names)


def test_as_many_labels_as_fit_then_their_number(conversation_of: Make) -> None:
    text = labelled(conversation_of(1), "Wholesale", "VIP", "Complaint", "Press", "Order")
    assert 1 <= len(text.labels) < 5
    assert text.more_labels is not None
    assert text.more_labels.text == f"+{5 - len(text.labels)}"
    last = text.labels[-1]
    assert last.name is not None
    assert last.start + 14 + last.name.width + text.more_labels.width <= 240
    assert all(one.start < other.start for one, other in pairwise(text.labels))


def test_one_absurd_label_is_cut_and_never_pushes_the_row_apart(conversation_of: Make) -> None:
    text = labelled(conversation_of(1), "W" * 40)
    (place,) = text.labels
    assert place.name is not None
    assert "…" in place.name.text
    assert place.start + 14 + place.name.width <= 241
    assert text.more_labels is None


def test_without_their_names_the_shapes_stand_alone(conversation_of: Make) -> None:
    text = labelled(conversation_of(1), "Wholesale", "VIP", "Complaint", "Press", shows_names=False)
    assert len(text.labels) == 4
    assert all(place.name is None for place in text.labels)


def test_a_label_takes_the_second_line_of_the_snippet(conversation_of: Make) -> None:
    assert len(labelled(conversation_of(1, "word " * 40, is_waiting=False), "VIP").snippet) == 1


def test_marks_after_the_name_leave_it_its_room(conversation_of: Make) -> None:
    long = "A name that is so long that it would fill the whole row by itself"
    plain = laid_out(conversation_of(1, name=long))
    marked = laid_out(conversation_of(1, name=long, is_pinned=True, is_muted=True))
    assert plain.name.width - marked.name.width >= 20


def test_short_text_is_not_cut(conversation_of: Make) -> None:
    text = laid_out(conversation_of(1, "Hello"))
    assert [line.text for line in text.snippet] == ["Hello"]


def test_the_badge_keeps_its_room(conversation_of: Make) -> None:
    free = laid_out(conversation_of(1, "word " * 40))
    taken = laid_out(conversation_of(1, "word " * 40, unread_count=2))
    assert free.badge_room == 0
    assert taken.badge_room == 28
    assert taken.snippet[0].width <= 240 - 28


def test_the_name_leaves_room_for_the_time_and_is_never_squeezed_away(conversation_of: Make) -> None:
    text = laid_out(conversation_of(1, name="Zoë " * 30, verified=True))
    assert text.name.width + text.time_width <= 240 - 8 - 18
    narrow = laid_out(conversation_of(1, name="Zoë " * 30), 110)
    assert narrow.name.width > 60


def test_text_is_never_cut_inside_a_grapheme(conversation_of: Make) -> None:
    family = "👩‍👩‍👧‍👦"
    for width in range(120, 200, 7):
        line = laid_out(conversation_of(1, family * 40), width).snippet[0].text
        assert line.endswith("…")
        assert set(graphemes(line[:-1])) <= {family}


@pytest.mark.parametrize(
    ("text", "interface", "direction"),
    [
        ("Hello", LTR, LTR),
        ("شكرًا جزيلًا", LTR, RTL),
        ("Hello", RTL, LTR),
        ("שלום", RTL, RTL),
        ("👍", RTL, RTL),
        ("12:30?", LTR, LTR),
    ],
)
def test_a_snippet_follows_its_text(
    conversation_of: Make, text: str, interface: Qt.LayoutDirection, direction: Qt.LayoutDirection
) -> None:
    assert laid_out(conversation_of(1, text), 240, interface).snippet_side is direction


@pytest.mark.parametrize("interface", [LTR, RTL])
def test_with_a_prefix_it_follows_the_interface_and_is_isolated(
    conversation_of: Make, interface: Qt.LayoutDirection
) -> None:
    text = laid_out(conversation_of(1, "شكرًا", own=True), 240, interface)
    assert text.snippet_side is interface
    assert text.snippet[0].text == "\u2068شكرًا\u2069"
    assert text.prefix is not None
    assert text.snippet_indent > text.prefix.width
