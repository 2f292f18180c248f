"""The exact sentences of chapter 10.3 of the design."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.label import LabelColour
from igdesk.domain.message import Quote, Reaction, Share, Story
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin
from igdesk.domain.outbox import FailureReason
from igdesk.domain.timeline_event import EventKind, TimelineEvent
from igdesk.ui.timeline.rows import RowRules, UnreadLine, row_of
from igdesk.ui.timeline.scene import Scene
from igdesk.ui.timeline.speech import describe_dividers, emoji_name, speak

SCENE = Scene("Mara Lindqvist", "Mara", datetime(2026, 11, 20, 12, tzinfo=UTC), UTC)
AT = datetime(2026, 11, 19, 16, 2, tzinfo=UTC)


def said(message: Any, scene: Scene = SCENE) -> str:
    return speak(row_of(message, None, None, RowRules(UTC)), scene)


def test_the_example_of_the_design(message: Any) -> None:
    story = message(
        "Is this glaze available on the big serving bowl?",
        at=AT,
        kind=MessageKind.STORY_REPLY,
        story=Story("1", "https://x/story"),
    )
    assert said(story) == (
        "Mara Lindqvist, yesterday 16:02: Reply to your story: Is this glaze available on the big serving bowl?."
        " Press Enter to open the story."
    )


@pytest.mark.parametrize(
    ("parts", "content"),
    [
        ({"text": "Hello"}, "Hello."),
        (
            {"text": "Yes", "quote": Quote("q", None, Direction.OUTBOUND, MessageKind.TEXT, "Six?")},
            "Reply to You, Six?: Yes.",
        ),
        (
            {"text": "So nice", "kind": MessageKind.STORY_REPLY, "story": Story("1", "")},
            "Reply to your story, which has expired: So nice.",
        ),
        (
            {"text": "", "kind": MessageKind.STORY_MENTION, "story": Story("1", "")},
            "Mention of you in a story.",
        ),
        ({"text": "", "kind": MessageKind.UNSENT}, "Message unsent."),
        (
            {"text": "", "kind": MessageKind.UNSUPPORTED},
            "This kind of message can’t be shown here. Press Enter to open it in Instagram.",
        ),
        (
            {"text": "", "kind": MessageKind.WITHHELD},
            "Shared a post or reel. Press Enter to open it in Instagram.",
        ),
        (
            {"text": "", "kind": MessageKind.DISAPPEARING},
            "Disappearing photo. Press Enter to open it in Instagram.",
        ),
        (
            {"text": "", "kind": MessageKind.SHARE, "shares": (Share("", ""),)},
            "Shared post or reel, details not passed on. Press Enter to open it in Instagram.",
        ),
        ({"text": " ", "kind": MessageKind.TEXT}, "Shared a post or reel."),
        (
            {"text": "Look", "reactions": (Reaction("❤️", True), Reaction("🔥", False))},
            "Look. Reactions: red heart from You, fire from Mara Lindqvist.",
        ),
        ({"text": "See https://a.example/x"}, "See https://a.example/x. Press Enter to open the link."),
    ],
)
def test_what_a_message_holds_is_read_aloud(message: Any, parts: dict[str, Any], content: str) -> None:
    assert said(message(at=AT, **parts)) == f"Mara Lindqvist, yesterday 16:02: {content}"


def test_media_are_read_aloud_with_the_key_that_opens_them(message: Any) -> None:
    def of(*attachments: Any) -> str:
        return said(message("", at=AT, kind=MessageKind.MEDIA, attachments=attachments)).partition("16:02: ")[2]

    photo, make = message.attachment(state=MediaState.STORED), message.attachment
    assert of(make()) == "Photo."
    assert of(photo) == "Photo. Press Enter to open it."
    assert of(photo, photo, photo) == "3 photos. Press Enter to open it."
    assert of(make(AttachmentKind.VIDEO)) == "Video. Press Enter to open it."
    assert of(make(AttachmentKind.AUDIO)) == "Voice message."
    voice = make(AttachmentKind.AUDIO, state=MediaState.STORED, duration_ms=24_000)
    assert of(voice) == "Voice message, 24 seconds. Press Enter to play it."
    plan = make(AttachmentKind.FILE, name="floor-plan.pdf", size_bytes=1_200_000)
    assert of(plan) == "File floor-plan.pdf, PDF, 1.2 megabytes."
    gone = make(state=MediaState.GONE)
    assert of(gone) == "Photo no longer available. Press Enter to try to load it again."


@pytest.mark.parametrize(
    ("delivery", "origin", "is_offline", "state"),
    [
        (Delivery.QUEUED, Origin.HERE, True, "Waiting for connection."),
        (Delivery.QUEUED, Origin.HERE, False, "Waiting."),
        (Delivery.SENDING, Origin.HERE, False, "Sending."),
        (Delivery.SENT, Origin.HERE, False, "Sent."),
        (Delivery.SEEN, Origin.HERE, False, "Seen."),
        (Delivery.UNCERTAIN, Origin.HERE, False, "Checking whether it was sent."),
        (Delivery.RECEIVED, Origin.ELSEWHERE, False, "Sent elsewhere."),
        (Delivery.RECEIVED, Origin.BEFORE, False, ""),
    ],
)
def test_the_state_of_a_reply_is_read_aloud(
    message: Any, delivery: Delivery, origin: Origin, is_offline: bool, state: str
) -> None:
    scene = Scene(SCENE.customer, SCENE.first_name, SCENE.today, UTC, is_offline)
    own = message("Hi", own=True, at=AT, delivery=delivery, origin=origin)
    assert said(own, scene) == f"You, yesterday 16:02: Hi. {state}".rstrip()


def test_every_failure_is_told_and_what_enter_does(message: Any) -> None:
    """failure 43: a failed reply never sounds sent."""
    for reason in FailureReason:
        text = said(message("Hi", own=True, at=AT, delivery=Delivery.FAILED, failure=reason.value))
        assert "Not sent" in text or "Not confirmed" in text, reason
        assert text.endswith(("Press Enter to try again.", "Press Enter to read why."))
    closed = message("Hi", own=True, at=AT, delivery=Delivery.FAILED, failure="window_closed")
    assert said(closed) == ("You, yesterday 16:02: Hi. Not sent, the reply window has closed. Press Enter to read why.")
    assert "Not sent." in said(message("Hi", own=True, at=AT, delivery=Delivery.FAILED, failure="from the future"))


def test_the_day_is_read_aloud_as_one_says_it(message: Any) -> None:
    assert said(message(at=SCENE.today)).startswith("Mara Lindqvist, today 12:00")
    assert ", Monday 09:00" in said(message(at=datetime(2026, 11, 16, 9, tzinfo=UTC)))


def test_dividers_are_the_description(message: Any) -> None:
    first = message(at=AT)
    row = row_of(message(at=AT, has_gap_before=True), first, None, RowRules(UTC, UnreadLine(first.sort_key, 2)))
    assert describe_dividers(row, SCENE) == "Some messages may be missing here"
    row = row_of(first, None, None, RowRules(UTC, UnreadLine(first.sort_key, 2)))
    assert describe_dividers(row, SCENE).endswith("Yesterday, 2 new messages")


def test_emoji_names() -> None:
    assert emoji_name("❤️") == "red heart"
    assert emoji_name("🔥") == "fire"
    assert emoji_name("") == ""


def test_what_happened_beside_the_messages_is_told_with_the_message_it_stands_at(message: Any) -> None:
    """Section 12.7: the words of the lines."""
    events = (
        TimelineEvent(AT, EventKind.LABELLED, 1, label_name="Wholesale", label_colour=LabelColour.BLUE),
        TimelineEvent(AT, EventKind.SNOOZED, 2, wakes_at=datetime(2026, 11, 21, 9, tzinfo=UTC)),
        TimelineEvent(AT, EventKind.SNOOZED, 3),
        TimelineEvent(AT, EventKind.WINDOW_CLOSED),
    )
    row = row_of(message(at=AT), message(at=AT - timedelta(minutes=1)), None, RowRules(UTC, events=events))
    assert describe_dividers(row, SCENE) == (
        "You added the label Wholesale, Snoozed until Sat 09:00, Snoozed until they write, The reply window closed"
    )
