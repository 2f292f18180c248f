"""Everything a message carries, out of both shapes, whatever is wrong with a part of it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igdesk.domain.attachment import AttachmentKind, AttachmentRole
from igdesk.domain.message import Button, ButtonKind, Card, Share, ShareKind, Story, Template
from igdesk.domain.share_link import is_web_page, read_link
from igdesk.domain.snapshot import MessageSnapshot
from igdesk.graph.decode import decode_message

FILE = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=inv"
SHOP = "https://shop.example/bowl"


def decoded(**fields: Any) -> MessageSnapshot:
    return decode_message(json.dumps({"id": "m1", **fields}).encode())


def with_attachment(**fields: Any) -> MessageSnapshot:
    return decoded(attachments={"data": [{"id": "a1", **fields}]})


@pytest.mark.parametrize(
    ("link", "kind", "author"),
    [
        ("https://www.instagram.com/reel/Cx1/", ShareKind.REEL, ""),
        ("https://instagram.com/reels/Cx1", ShareKind.REEL, ""),
        ("https://www.instagram.com/fern.clay/reel/Cx1/", ShareKind.REEL, "fern.clay"),
        ("https://www.instagram.com/p/Cx1/?igsh=abc", ShareKind.POST, ""),
        ("https://www.instagram.com/share/p/Cx1/", ShareKind.POST, ""),
        ("https://www.instagram.com/stories/fern.clay/1234/", ShareKind.STORY, "fern.clay"),
        ("https://www.instagram.com/fern.clay/", ShareKind.PROFILE, "fern.clay"),
        ("https://www.instagram.com/direct/", ShareKind.UNKNOWN, ""),
        ("https://www.instagram.com/", ShareKind.UNKNOWN, ""),
        ("https://kiln.example/reel/42", ShareKind.LINK, ""),
        ("https://instagram.com.evil.example/p/1", ShareKind.LINK, ""),
        ("", ShareKind.UNKNOWN, ""),
    ],
)
def test_what_a_link_says(link: str, kind: ShareKind, author: str) -> None:
    assert read_link(link) == (kind, author)


def test_pages_are_told_from_files() -> None:
    """failure 88"""
    assert is_web_page("https://www.instagram.com/p/Cx1/")
    assert is_web_page("https://l.facebook.com/l.php?u=x")
    assert not is_web_page(FILE)
    assert not is_web_page("https://scontent.cdninstagram.com/x.jpg")
    assert not is_web_page("")


@pytest.mark.parametrize(
    ("kind", "expected"), [("ig_reel", ShareKind.REEL), ("ig_post", ShareKind.POST), ("ig_story", ShareKind.STORY)]
)
def test_shared_things_in_the_shape_of_events(kind: str, expected: ShareKind) -> None:
    """failure 82, failure 89: no link, one picture of a carousel; what there is, is kept."""
    found = with_attachment(type=kind, payload={"title": "Glazing", "url": FILE})
    assert found.shares == (Share("", "Glazing", "", expected),)
    assert [(p.role, p.place, p.url) for p in found.pictures] == [(AttachmentRole.SHARE, 0, FILE)]
    assert found.attachments == ()


def test_a_page_is_never_taken_for_the_picture_of_a_share() -> None:
    """failure 88"""
    found = with_attachment(type="share", payload={"url": "https://www.instagram.com/p/Cx1/"})
    assert found.shares == (Share("https://www.instagram.com/p/Cx1/", kind=ShareKind.POST),)
    assert found.pictures == ()


def test_the_same_share_in_both_places_is_one() -> None:
    link = "https://www.instagram.com/p/Cx1/"
    found = decoded(
        attachments=[{"type": "share", "payload": {"url": link}}], shares={"data": [{"link": link, "name": "Twice"}]}
    )
    assert len(found.shares) == 1


def test_products_of_a_shop() -> None:
    element = {"title": "Bowl", "price": "64 €", "image_url": FILE, "url": SHOP}
    share = {
        "link": "https://www.instagram.com/p/1/",
        "template": {"payload": {"product": {"elements": {"data": [element]}}}},
    }
    found = decoded(shares={"data": [share]})
    assert found.shares == (Share(SHOP, "Bowl", "64 €", ShareKind.PRODUCT),)
    assert found.pictures[0].url == FILE


def test_cards_of_a_read_and_of_an_event_are_the_same_template() -> None:
    """failure 89"""
    read = with_attachment(
        generic_template={
            "title": "Order 12",
            "subtitle": "on its way",
            "media_url": FILE,
            "cta": {"title": "Track", "type": "web_url", "url": SHOP},
        }
    )
    button = {"type": "web_url", "title": "Track", "url": SHOP}
    element = {"title": "Order 12", "subtitle": "on its way", "image_url": FILE, "buttons": [button]}
    event = with_attachment(type="template", payload={"generic": {"elements": [element]}})
    sent = with_attachment(type="template", payload={"template_type": "generic", "elements": [element]})
    card = Card("Order 12", "on its way", buttons=(Button("Track", ButtonKind.LINK, SHOP),))
    assert read.template == event.template == sent.template == Template(cards=(card,))
    assert [(p.role, p.url) for p in read.pictures] == [(p.role, p.url) for p in event.pictures]


def test_text_with_buttons() -> None:
    payload = {
        "template_type": "button",
        "text": "Which?",
        "buttons": [{"type": "postback", "title": "A", "payload": "PA"}],
    }
    found = with_attachment(type="template", payload=payload)
    assert found.template == Template("Which?", (Button("A", ButtonKind.REPLY, "", "PA"),))


def test_a_button_cannot_become_a_command() -> None:
    """Only web addresses are links; anything else is a button that does nothing here."""
    found = with_attachment(generic_template={"title": "T", "cta": {"title": "Run", "url": "javascript:alert(1)"}})
    assert found.template is not None
    assert found.template.cards[0].buttons == (Button("Run", ButtonKind.REPLY),)


def test_a_card_that_only_asks_for_the_latest_app_is_a_message_that_is_not_handed_out() -> None:
    """A shared comment reads back so; its words stay."""
    found = with_attachment(generic_template={"title": "Use the latest version of the app"})
    assert found.is_unsupported
    assert found.template == Template(cards=(Card("Use the latest version of the app"),))


def test_the_story_of_an_event() -> None:
    found = decoded(message="wow", reply_to={"story": {"id": "18", "url": FILE}})
    assert found.story_reply == Story("18", FILE)
    assert found.quoted_remote_id == ""
    mention = with_attachment(type="story_mention", payload={"url": FILE})
    assert mention.story_mention == Story("", FILE)
    assert [p.role for p in mention.pictures] == [AttachmentRole.STORY]


def test_a_story_that_is_over_has_no_picture() -> None:
    """failure 80"""
    found = decoded(message="wow", story={"reply_to": {"link": "", "id": "18"}})
    assert found.story_reply == Story("18", "")
    assert found.pictures == ()


@pytest.mark.parametrize(
    ("attachment", "facts"),
    [
        ({"image_data": {"url": FILE, "render_as_sticker": True}}, (AttachmentKind.IMAGE, False, True, None)),
        ({"image_data": {"animated_gif_url": FILE, "url": "x"}}, (AttachmentKind.IMAGE, True, False, None)),
        ({"mime_type": "image/gif", "image_data": {"url": FILE}}, (AttachmentKind.IMAGE, True, False, None)),
        ({"video_data": {"url": FILE, "duration": 18.4}}, (AttachmentKind.VIDEO, False, False, 18400)),
        ({"audio_data": {"url": FILE, "duration_ms": 2400}}, (AttachmentKind.AUDIO, False, False, 2400)),
        ({"audio_data": {"url": FILE, "duration": "long"}}, (AttachmentKind.AUDIO, False, False, None)),
        ({"mime_type": "application/pdf", "file_url": FILE, "size": "812"}, (AttachmentKind.FILE, False, False, None)),
        ({"type": "ephemeral"}, (AttachmentKind.IMAGE, False, False, None)),
    ],
)
def test_what_an_attachment_is(attachment: dict[str, Any], facts: tuple[Any, ...]) -> None:
    (found,) = with_attachment(**attachment).attachments
    assert (found.kind, found.is_animated, found.is_sticker, found.duration_ms) == facts


def test_stills_belong_to_their_videos() -> None:
    found = decoded(
        attachments={
            "data": [
                {"id": "1", "image_data": {"url": FILE}},
                {"id": "2", "video_data": {"url": FILE, "preview_url": f"{FILE}&still"}},
            ]
        }
    )
    assert [a.place for a in found.attachments] == [0, 1]
    (still,) = found.pictures
    assert (still.role, still.place, still.url) == (AttachmentRole.POSTER, 1, f"{FILE}&still")
    assert found.file(AttachmentRole.POSTER, 1) is still
    assert found.file(AttachmentRole.CONTENT, 5) is None


def test_lists_without_end_are_cut() -> None:
    many = [{"generic_template": {"title": "T", "subtitle": str(n), "cta": [{"title": "B"}] * 400}} for n in range(400)]
    found = decoded(
        attachments={"data": many}, shares={"data": [{"link": f"https://x.example/{n}"} for n in range(400)]}
    )
    assert found.template is not None
    assert len(found.template.cards) == 10
    assert all(len(card.buttons) <= 13 for card in found.template.cards)
    assert len(found.shares) <= 50
    assert all(p.place < 50 for p in found.pictures)


KEYS = st.sampled_from(
    ["attachments", "shares", "data", "type", "payload", "generic_template", "elements", "title", "subtitle", "cta",
     "buttons", "url", "media_url", "image_url", "template", "product", "story", "reply_to", "mention", "link", "id",
     "image_data", "video_data", "preview_url", "duration", "name", "price"]
)  # fmt: skip
WORDS = ["", "template", "ig_reel", "share", "story_mention", "ephemeral", FILE, SHOP, "javascript:x", "//x", "\ud800"]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([*WORDS, "http://["])
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))


@settings(max_examples=200, deadline=None)
@given(attachments=ANYTHING, shares=ANYTHING, story=ANYTHING, quoted=ANYTHING)
def test_no_part_costs_the_message(attachments: Any, shares: Any, story: Any, quoted: Any) -> None:
    """failure 83, failure 84: whatever stands in the parts, the text is there."""
    body = {
        "id": "m1",
        "message": "kept",
        "attachments": attachments,
        "shares": shares,
        "story": story,
        "reply_to": quoted,
    }
    found = decode_message(json.dumps(body).encode())
    assert found.text == "kept"
    places = [(p.role, p.place) for p in found.pictures]
    assert len(set(places)) == len(places)
    assert all(p.url for p in found.pictures)
