"""How the kinds of messages look: what stands on them, what can be done with them, and that nothing sticks out."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from igdesk.domain.attachment import AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message import Button, ButtonKind, Card, QuickReply, Quote, Share, ShareKind, Story, Template
from igdesk.domain.message_kinds import Direction, MessageKind
from igdesk.ui.images import ImageCache
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.actions import Action, Do, natural_action
from igdesk.ui.timeline.bubble import Bubble, has_something_to_see
from igdesk.ui.timeline.content import Measures
from igdesk.ui.timeline.estimate import estimate_height
from igdesk.ui.timeline.message_menu import menu_actions
from igdesk.ui.timeline.parts import Picture, Words
from igdesk.ui.timeline.rows import RowRules, row_of
from igdesk.ui.timeline.scene import Scene
from igdesk.ui.timeline.shelf import BubbleShelf
from igdesk.ui.timeline.speech import content_said
from igdesk.ui.timeline.words import words_of

SCENE = Scene("Mara Lindqvist", "Mara", datetime(2026, 11, 20, 12, tzinfo=UTC), UTC)
SHOP = "https://shop.example/bowl"
REEL = Share("https://www.instagram.com/fern.clay/reel/1/", "Glazing", "", ShareKind.REEL, "fern.clay")
BUY = Button("Buy", ButtonKind.LINK, "https://pay.example/1")
CARDS = Template(
    "Which one?",
    (Button("Ask", ButtonKind.REPLY),),
    (
        Card("Bowl", "64 €", SHOP, (Button("Buy", ButtonKind.LINK, "https://pay.example/1"),)),
        Card("Cup"),
        *[Card("More")] * 3,
    ),
)


class Table:
    """Lays messages out and takes them apart."""

    def __init__(self, width: int = 520) -> None:
        self.themes = ThemeSource()
        self.themes.use("light")
        self.shelf = BubbleShelf(Measures(float(width), self.themes.current, SCENE))

    def lay(self, message: Any, *, width: int = 520, is_rtl: bool = False, scene: Scene = SCENE) -> Bubble:
        self.shelf.set_measures(Measures(float(width), self.themes.current, scene), is_rtl=is_rtl)
        return self.shelf.bubble(row_of(message, None, None, RowRules(UTC)))


@pytest.fixture
def table(qapp: QApplication) -> Table:
    return Table()


def words(bubble: Bubble) -> list[str]:
    return [p.block.text.strip("\u2066\u2068\u2069") for p in bubble.parts if isinstance(p, Words)]


def deeds(bubble: Bubble) -> list[Action]:
    return [p.action for p in bubble.parts if getattr(p, "action", None) is not None]  # type: ignore[union-attr]


def every_kind(make: Any) -> dict[str, Any]:
    """A message of each kind, as the customer's and in every state of its files."""
    found = {}
    for state in MediaState:

        def files(*kinds: AttachmentKind, state: MediaState = state, **parts: Any) -> tuple[Any, ...]:
            return tuple(make.attachment(kind, state=state, media_key="k", **parts) for kind in kinds)

        side = {
            role: make.attachment(state=state, media_key="k", role=role, place=0)
            for role in (AttachmentRole.STORY, AttachmentRole.SHARE, AttachmentRole.CARD)
        }
        image, kinds = AttachmentKind.IMAGE, MessageKind
        said: dict[str, dict[str, Any]] = {
            "photo": {"kind": kinds.MEDIA, "attachments": files(image)},
            "album": {"kind": kinds.MEDIA, "attachments": files(*[image] * 5)},
            "large album": {"kind": kinds.MEDIA, "attachments": files(*[image] * 12)},
            "sticker": {"kind": kinds.MEDIA, "attachments": files(image, is_sticker=True)},
            "video": {"kind": kinds.MEDIA, "attachments": files(AttachmentKind.VIDEO, duration_ms=18_000)},
            "voice": {"kind": kinds.MEDIA, "attachments": files(AttachmentKind.AUDIO)},
            "file": {"kind": kinds.MEDIA, "attachments": files(AttachmentKind.FILE, name="plan.pdf")},
            "story": {"kind": kinds.STORY_REPLY, "story": Story("1", SHOP), "pictures": (side[AttachmentRole.STORY],)},
            "reel": {"kind": kinds.SHARE, "shares": (REEL,), "pictures": (side[AttachmentRole.SHARE],)},
            "cover": {"kind": kinds.SHARE, "shares": (REEL,), "attachments": files(image)},
            "nameless": {"kind": kinds.SHARE, "shares": (Share(""),), "pictures": (side[AttachmentRole.SHARE],)},
            "cards": {"kind": kinds.TEMPLATE, "template": CARDS, "pictures": (side[AttachmentRole.CARD],)},
            "offered": {"text": "Which?", "quick_replies": tuple(QuickReply(f"Answer {n}") for n in range(13))},
            "quote": {
                "text": "this",
                "quote": Quote("q", 1, Direction.INBOUND, kinds.MEDIA, "", image, files(image)[0]),
            },
        }
        found |= {
            f"{name} {state.value}": make("" if "text" not in p else p.pop("text"), **p) for name, p in said.items()
        }
    return found


@pytest.mark.parametrize("width", [160, 240, 520, 900])
@pytest.mark.parametrize("is_rtl", [False, True])
def test_nothing_is_empty_and_nothing_sticks_out(table: Table, message: Any, width: int, is_rtl: bool) -> None:
    for name, said in every_kind(message).items():
        bubble = table.lay(said, width=width, is_rtl=is_rtl)
        assert has_something_to_see(bubble), name
        assert bubble.body.left() >= -0.5, name
        assert bubble.body.right() <= width + 0.5, name
        for part in bubble.parts:
            if isinstance(part, Picture):
                assert bubble.body.adjusted(-1, -1, 1, 1).contains(part.rect), name
        assert content_said(said, SCENE), name


def test_the_guess_of_a_height_is_near(table: Table, message: Any) -> None:
    for name, said in every_kind(message).items():
        bubble = table.lay(said)
        guess = estimate_height(bubble.row, bubble.measures)
        assert bubble.height / 3 <= guess <= bubble.height * 3, name


def test_a_shared_reel_says_what_and_whose_it_is(table: Table, message: Any) -> None:
    picture = message.attachment(role=AttachmentRole.SHARE, state=MediaState.STORED, media_key="k")
    bubble = table.lay(message("", kind=MessageKind.SHARE, shares=(REEL,), pictures=(picture,)))
    found = words(bubble)
    assert {"Reel", "Shared a reel", "Glazing"} <= set(found)
    assert content_said(bubble.row.message, SCENE) == "Shared reel from @fern.clay, Glazing"
    assert any("@fern.clay" in text for text in found)
    assert {(a.do, a.url) for a in deeds(bubble)} == {(Do.OPEN_LINK, REEL.link)}


def test_the_only_photo_beside_a_shared_post_is_its_picture(table: Table, message: Any) -> None:
    """failure 82"""
    photo = message.attachment(state=MediaState.STORED, media_key="k", width_px=300, height_px=500)
    bubble = table.lay(message("", kind=MessageKind.SHARE, shares=(REEL,), attachments=(photo,)))
    (picture,) = bubble.pictures
    assert picture.key == "k"
    assert picture.rect.width() == 236
    two = table.lay(message("", kind=MessageKind.SHARE, shares=(REEL,), attachments=(photo, photo)))
    assert len(two.pictures) == 2


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (ShareKind.POST, "Shared a post"),
        (ShareKind.REEL, "Shared a reel"),
        (ShareKind.STORY, "Shared a story"),
        (ShareKind.PROFILE, "Shared a profile"),
        (ShareKind.PRODUCT, "Shared a product"),
        (ShareKind.LINK, "Shared a link"),
        (ShareKind.UNKNOWN, "Shared a post or reel"),
    ],
)
def test_every_shared_thing_has_its_name(table: Table, message: Any, kind: ShareKind, title: str) -> None:
    share = Share(SHOP, "Bowl", kind=kind)
    said = message("", kind=MessageKind.SHARE, shares=(share,))
    found = words(table.lay(said))
    assert title in found
    assert "shop.example" in found, "where it leads is on the card"
    assert content_said(said, SCENE).startswith(title.replace("Shared a ", "Shared "))
    assert natural_action(said) == Action(Do.OPEN_LINK, said.id, SHOP)


def test_buttons_say_where_they_lead(table: Table, message: Any) -> None:
    said = message("", own=True, kind=MessageKind.TEMPLATE, template=CARDS)
    bubble = table.lay(said)
    found = words(bubble)
    assert {"Which one?", "Ask", "Bowl", "64 €", "Buy", "pay.example", "shop.example"} <= set(found)
    assert {a.url for a in deeds(bubble) if a.do is Do.OPEN_LINK} == {SHOP, "https://pay.example/1"}
    assert "Show 2 more cards" in found
    assert "link Buy to pay.example" in content_said(said, SCENE)
    table.shelf.show_whole(said.id)
    assert words(table.shelf.bubble(bubble.row)).count("More") == 3


def test_a_button_that_answers_for_the_customer_does_nothing_here(table: Table, message: Any) -> None:
    template = Template("Which?", (Button("Ask", ButtonKind.REPLY),))
    said = message("", own=True, kind=MessageKind.TEMPLATE, template=template)
    assert deeds(table.lay(said)) == []
    assert natural_action(said) == Action(Do.OPEN_INSTAGRAM, said.id)


def test_offered_answers_are_chips_under_the_message(table: Table, message: Any) -> None:
    said = message("Which size?", own=True, quick_replies=(QuickReply("Small"), QuickReply("Large")))
    bubble = table.lay(said)
    assert {"Which size?", "Small", "Large"} <= set(words(bubble))
    assert "Answers offered: Small, Large" in content_said(said, SCENE)


def test_a_story_has_its_picture_while_it_lives(table: Table, message: Any) -> None:
    """failure 80"""

    def told(state: MediaState, link: str = SHOP) -> Any:
        picture = message.attachment(role=AttachmentRole.STORY, state=state, media_key="k")
        return message("Nice", kind=MessageKind.STORY_REPLY, story=Story("1", link), pictures=(picture,))

    alive = told(MediaState.STORED)
    bubble = table.lay(alive)
    (picture,) = bubble.pictures
    assert (picture.rect.width(), picture.rect.height(), picture.key) == (38, 52, "k")
    assert natural_action(alive) == Action(Do.OPEN_STORY, alive.id, SHOP, alive.pictures[0].id)
    for over in (told(MediaState.GONE), told(MediaState.GONE, "")):
        bubble = table.lay(over)
        assert bubble.pictures == []
        assert "This story has expired" in words(bubble)
        assert natural_action(over) is None
        assert content_said(over, SCENE) == "Reply to your story, which has expired: Nice"


def test_a_quote_shows_the_picture_it_quotes_and_leads_to_it(table: Table, message: Any) -> None:
    photo = message.attachment(state=MediaState.STORED, media_key="k")
    quote = Quote("q", 7, Direction.INBOUND, MessageKind.MEDIA, "", AttachmentKind.IMAGE, photo)
    said = message("This one?", quote=quote)
    bubble = table.lay(said)
    (picture,) = bubble.pictures
    assert (picture.rect.width(), picture.rect.height()) == (32, 32)
    jump = Action(Do.SHOW_QUOTED, said.id, target=7)
    assert deeds(bubble).count(jump) == 3
    assert natural_action(said) == jump
    assert jump in [action for _, _, action in menu_actions(said)]


def test_what_is_lost_is_said_once_and_loaded_again_at_once(table: Table, message: Any) -> None:
    """failure 78, failure 79"""
    gone = tuple(message.attachment(state=MediaState.GONE) for _ in range(3))
    said = message("", kind=MessageKind.MEDIA, attachments=gone)
    bubble = table.lay(said)
    assert words(bubble)[2:4] == ["3 photos no longer available", "Try to load again"]
    assert natural_action(said) == Action(Do.RELOAD, said.id)
    assert content_said(said, SCENE) == "3 photos no longer available"


def test_a_disappearing_photo_is_not_called_lost(table: Table, message: Any) -> None:
    """failure 86"""
    said = message("", kind=MessageKind.DISAPPEARING, attachments=(message.attachment(state=MediaState.GONE, url=""),))
    found = words(table.lay(said))
    assert "Disappearing photo. It can only be seen in the Instagram app." in found
    assert "Try to load again" not in found


def test_instagrams_own_note_stands_in_for_what_it_does_not_hand_out(table: Table, message: Any) -> None:
    """failure 83: a shared comment."""
    note = Template(cards=(Card("Use the latest version of the app."),))
    said = message("", kind=MessageKind.UNSUPPORTED, template=note)
    found = words(table.lay(said))
    assert "Use the latest version of the app" in found
    assert "Open in Instagram" in found
    assert content_said(said, SCENE) == "Use the latest version of the app"


def test_a_file_can_be_saved_only_where_somebody_saves_it(table: Table, message: Any) -> None:
    file = message.attachment(AttachmentKind.FILE, name="plan.pdf", mime_type="text/html", size_bytes=1_234_567)
    said = message("", kind=MessageKind.MEDIA, attachments=(file,))
    plain = table.lay(said)
    assert {"plan.pdf", "PDF · 1.2\u00a0MB", "Open in Instagram"} <= set(words(plain))
    saving = table.lay(said, scene=Scene("Mara", "Mara", SCENE.today, UTC, saves_media=True))
    assert [(a.do, a.target) for a in deeds(saving)] == [(Do.SAVE_MEDIA, file.id)]
    lying = message.attachment(AttachmentKind.FILE, name="plan.pdf", real_type="image/png", state=MediaState.STORED)
    assert "PNG" in words(table.lay(message("", kind=MessageKind.MEDIA, attachments=(lying,))))


def test_a_sticker_has_no_ground(table: Table, message: Any) -> None:
    sticker = message.attachment(is_sticker=True, width_px=480, height_px=480, state=MediaState.STORED, media_key="k")
    said = message("", kind=MessageKind.MEDIA, attachments=(sticker,))
    (picture,) = table.lay(said).pictures
    assert (picture.ground, picture.is_whole, picture.rect.width()) == ("", True, 160)
    assert content_said(said, SCENE) == "Sticker"
    moving = message.attachment(is_animated=True)
    assert content_said(message("", kind=MessageKind.MEDIA, attachments=(moving,)), SCENE) == "Animated picture"


def test_lengths_are_spoken(message: Any) -> None:
    video = message.attachment(AttachmentKind.VIDEO, duration_ms=18_200)
    voice = message.attachment(AttachmentKind.AUDIO, duration_ms=125_000)
    said = message("", kind=MessageKind.MEDIA, attachments=(video, voice))
    assert content_said(said, SCENE) == "Video, 18 seconds, Voice message, 2 minutes 5 seconds"


def test_pictures_without_a_cache_are_grounds_with_a_sign(table: Table, message: Any) -> None:
    images = ImageCache(lambda _key: None)
    try:
        photo = message.attachment(state=MediaState.REMOTE)
        (picture,) = table.lay(message("", kind=MessageKind.MEDIA, attachments=(photo,))).pictures
        assert (picture.key, picture.is_wanted, picture.sign) == ("", True, "image")
        clip = message.attachment(
            AttachmentKind.VIDEO, role=AttachmentRole.STORY, state=MediaState.STORED, media_key="k"
        )
        story = message("", kind=MessageKind.STORY_MENTION, story=Story("1", SHOP), pictures=(clip,))
        (picture,) = table.lay(story).pictures
        assert (picture.key, picture.is_wanted, picture.sign) == ("", False, "play")
    finally:
        images.close()


def test_the_words_of_cards_and_shared_posts_can_be_copied(message: Any) -> None:
    assert words_of(message("Hello", template=CARDS)) == "Hello"
    assert words_of(message("", shares=(REEL,))) == f"Glazing\n{REEL.link}"
    said = words_of(message("", template=CARDS))
    assert said.startswith(f"Which one?\nAsk\n\nBowl\n64 €\n{SHOP}\nBuy: https://pay.example/1")
    assert words_of(message("")) == ""


def test_the_menu_reaches_every_address(message: Any) -> None:
    said = message("See https://a.example/1 and https://b.example/2", template=CARDS)
    rows = [(words, action.url) for icon, words, action in menu_actions(said) if icon == "link"]
    assert [url for _, url in rows] == ["https://a.example/1", "https://b.example/2", SHOP, "https://pay.example/1"]
    assert "a.example" in rows[0][0]
    (only,) = [words for icon, words, _ in menu_actions(message("See https://a.example/1")) if icon == "link"]
    assert only == "Open link"
    many = message(" ".join(f"https://x{n}.example/" for n in range(50)))
    assert sum(icon == "link" for icon, _, _ in menu_actions(many)) == 8
