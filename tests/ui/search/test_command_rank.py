"""Which commands the palette offers for what was typed."""

from igdesk.ui.commands.command import Command
from igdesk.ui.palette.content import Offer, rank

NAMES = ["Mute notifications", "Mute for 1 hour", "Delete from this computer…", "Snooze…", "Go to Inbox", "Quote"]


def ranked(typed: str) -> list[str]:
    offers = [Offer.of(Command(name, print, words=lambda name=name: name)) for name in NAMES]  # type: ignore[misc]
    return [offer.command.title for _score, offer, _spans in rank(offers, typed).found]


def test_beginnings_of_words_leave_no_room_for_scattered_letters() -> None:
    assert sorted(ranked("mute")) == ["Mute for 1 hour", "Mute notifications"]
    assert ranked("comp") == ["Delete from this computer…"]


def test_letters_in_their_order_find_where_no_word_does() -> None:
    assert ranked("snz") == ["Snooze…"]
    assert ranked("gti") == ["Go to Inbox"]
    assert ranked("xq") == []
