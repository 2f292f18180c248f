"""What a row says, to the eye and aloud."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation, Shelf
from igdesk.domain.ids import LabelId
from igdesk.domain.label import Label, LabelColour
from igdesk.domain.message_kinds import Delivery, MessageKind
from igdesk.domain.window import WindowLevel
from igdesk.ui.inbox.row import ListRow, Mark, make_row

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
Make = Callable[..., Conversation]


@pytest.fixture(autouse=True)
def british() -> None:
    QLocale.setDefault(QLocale("en_GB"))


def row_of(conversation: Conversation, human_agent: Capability = Capability.AVAILABLE) -> ListRow:
    return make_row(conversation, human_agent, server_now=NOW, local_now=NOW, zone=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_sentence_of_the_design(conversation_of: Make) -> None:
    row = row_of(conversation_of(1, "Shipping to Malmö, if that’s possible", name="Mara Lindqvist", unread_count=2))
    assert row.sentence() == (
        "Mara Lindqvist, 2 unread, Shipping to Malmö, if that’s possible, 14:31, 23 hours left to reply"
    )


VIP = Label(LabelId(1), "VIP", LabelColour.YELLOW, 2)
WHOLESALE = Label(LabelId(2), "Wholesale", LabelColour.BLUE, 1)


def test_what_the_owner_decided_is_read_aloud(conversation_of: Make) -> None:
    conversation = conversation_of(1, "Hello", name="Mara Lindqvist", is_pinned=True, is_muted=True)
    row = make_row(conversation, Capability.AVAILABLE, labels=(WHOLESALE, VIP), server_now=NOW, local_now=NOW, zone=UTC)
    assert row.sentence() == (
        "Mara Lindqvist, Hello, 14:31, 23 hours left to reply, labels Wholesale, VIP, pinned, muted"
    )


def test_a_snoozed_row_tells_when_it_comes_back(conversation_of: Make) -> None:
    conversation = conversation_of(1, "Hello", shelf=Shelf.SNOOZED, wakes_at=NOW + timedelta(days=1), is_waiting=False)
    row = row_of(conversation)
    assert row.time == "Sat 14:36"
    assert row.sentence() == "Person 1, Hello, snoozed until Sat 14:36"
    row = row_of(conversation_of(1, "Hello", shelf=Shelf.SNOOZED, is_waiting=False))
    assert row.time == "When they write"


def test_a_row_that_is_back_from_snooze_stands_at_that_time(conversation_of: Make) -> None:
    conversation = conversation_of(1, "Hello", ago=timedelta(days=2), woken_at=NOW - timedelta(minutes=6))
    row = row_of(conversation)
    assert row.time == "14:30"
    assert row.sentence().endswith("back from snooze")
    assert not conversation._replace(last_activity_at=NOW).is_back_from_snooze


def test_parts_that_are_absent_are_left_out(conversation_of: Make) -> None:
    row = row_of(conversation_of(1, "Danke!", name="Jonas Weber", own=True, ago=timedelta(hours=3, minutes=31)))
    assert row.sentence() == "Jonas Weber, You: Danke!, 11:05"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"verified": True}, "Person 1, verified, Hello, 14:31, 23 hours left to reply"),
        ({"draft": "Hi Priya"}, "Person 1, draft, Hi Priya, 14:31, 23 hours left to reply"),
        (
            {"own": True, "delivery": Delivery.FAILED, "failed_count": 1},
            "Person 1, not sent, You: Hello, 14:31",
        ),
        (
            {"own": True, "delivery": Delivery.QUEUED, "pending_count": 1},
            "Person 1, waiting to be sent, You: Hello, 14:31",
        ),
        ({"name": "", "unread_count": 1}, "Instagram user, 1 unread, Hello, 14:31, 23 hours left to reply"),
        ({"ago": timedelta(days=2)}, "Person 1, Hello, Wed, human reply possible for 4 days"),
        ({"ago": timedelta(days=8)}, "Person 1, Hello, 12 Nov, reply window closed"),
    ],
)
def test_a_row_is_read_aloud_as_one_sentence(conversation_of: Make, parts: dict[str, object], sentence: str) -> None:
    assert plain(row_of(conversation_of(1, **parts)).sentence()) == sentence


def test_the_draft_wins_over_all_others(conversation_of: Make) -> None:
    snippet = row_of(conversation_of(1, own=True, delivery=Delivery.FAILED, draft="Line one\n line two")).snippet
    assert (snippet.icon, snippet.mark, snippet.prefix, snippet.text) == (
        "pencil",
        Mark.DRAFT,
        "Draft:",
        "Line one line two",
    )


@pytest.mark.parametrize(
    ("delivery", "icon", "prefix"),
    [
        (Delivery.SENT, "check", "You:"),
        (Delivery.SEEN, "check", "You:"),
        (Delivery.RECEIVED, "check", "You:"),
        (Delivery.QUEUED, "clock", "You:"),
        (Delivery.SENDING, "clock", "You:"),
        (Delivery.UNCERTAIN, "clock", "You:"),
        (Delivery.FAILED, "error", "Not sent:"),
    ],
)
def test_own_messages_show_where_they_stand(conversation_of: Make, delivery: Delivery, icon: str, prefix: str) -> None:
    snippet = row_of(conversation_of(1, own=True, delivery=delivery)).snippet
    assert (snippet.icon, snippet.prefix) == (icon, prefix)


def test_a_reply_that_missed_its_time_shows_as_not_sent(conversation_of: Make) -> None:
    row = row_of(conversation_of(1, "Hello?", missed_reply="Good\nmorning"))
    assert (row.snippet.icon, row.snippet.prefix, row.snippet.text) == ("error", "Not sent:", "Good morning")
    assert ", not sent, You: Good morning, " in row.sentence()
    assert row_of(conversation_of(1, missed_reply="x", draft="y")).snippet.text == "y", "the draft wins"


@pytest.mark.parametrize(
    ("kind", "media", "icon", "text"),
    [
        (MessageKind.MEDIA, "image/jpeg", "image", "Photo"),
        (MessageKind.MEDIA, "video/mp4", "video", "Video"),
        (MessageKind.MEDIA, "audio/mp4", "mic", "Voice message"),
        (MessageKind.MEDIA, "application/pdf", "file", "File"),
        (MessageKind.MEDIA, "", "file", "Attachment"),
        (MessageKind.STORY_REPLY, "", "story", "Story reply"),
        (MessageKind.STORY_MENTION, "", "story", "Story mention"),
        (MessageKind.SHARE, "", "reel", "Shared post"),
        (MessageKind.WITHHELD, "", "reel", "Shared post"),
        (MessageKind.UNSUPPORTED, "", "unsupported", "Message that can’t be shown here"),
        (MessageKind.DISAPPEARING, "", "eye-off", "Disappearing photo"),
        (MessageKind.UNSENT, "", "unsent", "Message unsent"),
    ],
)
def test_a_message_without_text_has_a_word(
    conversation_of: Make, kind: MessageKind, media: str, icon: str, text: str
) -> None:
    """There is never an empty snippet for a message that was read."""
    snippet = row_of(conversation_of(1, "", kind=kind, media=media)).snippet
    assert (snippet.icon, snippet.text, snippet.mark) == (icon, text, Mark.NONE)


def test_every_kind_of_message_has_a_snippet(conversation_of: Make) -> None:
    for kind in MessageKind:
        assert row_of(conversation_of(1, "words", kind=kind)).snippet.text


def test_the_text_of_a_story_reply_is_worth_more_than_the_word(conversation_of: Make) -> None:
    snippet = row_of(conversation_of(1, "So pretty", kind=MessageKind.STORY_REPLY)).snippet
    assert (snippet.icon, snippet.text) == ("story", "So pretty")


def test_an_unread_conversation_without_messages_is_calm(conversation_of: Make) -> None:
    row = row_of(conversation_of(1, preview=None, last_inbound_at=None, is_waiting=False))
    assert row.snippet.text == ""
    assert row.pill == ""
    assert row.is_being_read
    assert row.sentence() == "Person 1, 14:31"
    assert not row_of(conversation_of(1, preview=None, unavailable_code="1")).is_being_read


def test_somebody_who_was_answered_needs_no_clock(conversation_of: Make) -> None:
    assert row_of(conversation_of(1, own=True)).window is None
    closed = row_of(conversation_of(1, own=True, ago=timedelta(days=9)))
    assert closed.window is not None
    assert closed.window.level is WindowLevel.CLOSED


def test_without_the_permission_the_window_is_closed_after_a_day(conversation_of: Make) -> None:
    row = row_of(conversation_of(1, ago=timedelta(days=2)), Capability.NOT_GRANTED)
    assert row.pill == "Closed"


def test_many_unread_are_not_counted_out(conversation_of: Make) -> None:
    assert row_of(conversation_of(1, unread_count=120)).badge == "99+"
    assert row_of(conversation_of(1)).badge == ""
