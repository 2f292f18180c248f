"""Breaking and cutting the text of a row."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation
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
