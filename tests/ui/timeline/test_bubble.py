"""Every kind and state of message is laid out and painted; hostile text neither stalls nor breaks out."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.message import Quote, Reaction, Share, ShareKind, Story
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin
from igdesk.domain.outbox import FailureReason
from igdesk.ui.images import ImageCache
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.actions import Do
from igdesk.ui.timeline.bubble import Bubble, has_something_to_see
from igdesk.ui.timeline.content import Measures
from igdesk.ui.timeline.delegate import Marks, TimelineDelegate
from igdesk.ui.timeline.estimate import estimate_height
from igdesk.ui.timeline.footer import footer_pieces
from igdesk.ui.timeline.links import find_links
from igdesk.ui.timeline.parts import Fill, Picture, Words
from igdesk.ui.timeline.rows import RowRules, row_of
from igdesk.ui.timeline.scene import Scene
from igdesk.ui.timeline.shelf import BubbleShelf
from igdesk.ui.timeline.text_block import FIRST_CHARS, FIRST_LINES, MOST_CHARS, shortened

SCENE = Scene("Mara Lindqvist", "Mara", datetime(2026, 11, 20, 12, tzinfo=UTC), UTC)


class Bench:
    def __init__(self, width: int = 520) -> None:
        self.theme_source = ThemeSource()
        self.theme_source.use("light")
        self.images = ImageCache(lambda _key: None)
        self.shelf = BubbleShelf(Measures(float(width), self.theme_source.current, SCENE))
        self.delegate = TimelineDelegate(self.shelf, self.images, self.theme_source)

    def lay_out(self, message: Any, previous: Any = None) -> Bubble:
        return self.shelf.bubble(row_of(message, previous, None, RowRules(UTC)))

    def paint(self, bubble: Bubble) -> QImage:
        ground = QColor("#ff00ff")
        image = QImage(int(bubble.measures.column), max(bubble.height, 1), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(ground)
        painter = QPainter(image)
        self.delegate.paint_bubble(painter, bubble, QPointF(0, 0), Marks())
        painter.end()
        return image


@pytest.fixture
def bench(qapp: QApplication) -> Any:
    made = Bench()
    yield made
    made.images.close()


def texts(bubble: Bubble) -> list[str]:
    return [part.block.text for part in bubble.parts if isinstance(part, Words)]


def actions(bubble: Bubble) -> set[Do]:
    return {p.action.do for p in bubble.parts if not isinstance(p, Fill) and getattr(p, "action", None) is not None}


@pytest.mark.parametrize("is_own", [False, True])
def test_every_kind_in_every_state_paints_and_is_never_empty(bench: Bench, message: Any, is_own: bool) -> None:
    """failure 83, 84: a message that Instagram says nothing about still has a bubble with words."""
    for kind, delivery, text in product(MessageKind, Delivery, ("", "Hello")):
        for story in (None, Story("1", ""), Story("1", "https://x/s")):
            bubble = bench.lay_out(message(text, own=is_own, kind=kind, delivery=delivery, story=story))
            assert has_something_to_see(bubble), (kind, delivery, text, story)
            assert bubble.height >= 40
            assert bench.paint(bubble).isNull() is False
            assert bubble.body.left() >= 0 and bubble.body.right() <= bubble.measures.column


def test_every_attachment_in_every_state_has_something_to_see(bench: Bench, message: Any) -> None:
    """failure 78, 79, 86: lost media leave words and a way on, never a hole."""
    for kind, state, name in product(AttachmentKind, MediaState, ("", "a.pdf")):
        attachment = message.attachment(kind, state=state, name=name, media_key="k")
        bubble = bench.lay_out(message("", kind=MessageKind.MEDIA, attachments=(attachment,)))
        assert has_something_to_see(bubble)
        bench.paint(bubble)
        if state is MediaState.GONE:
            assert Do.RELOAD in actions(bubble)
        is_played = kind in (AttachmentKind.IMAGE, AttachmentKind.VIDEO, AttachmentKind.AUDIO)
        if state is MediaState.REFUSED or (not is_played and state is MediaState.STORED):
            assert Do.OPEN_INSTAGRAM in actions(bubble)


def test_footers_of_the_design(bench: Bench, message: Any) -> None:
    at = datetime(2026, 11, 20, 10, 12, tzinfo=UTC)

    def foot(**parts: Any) -> str:
        scene = replace(SCENE, is_offline=parts.pop("offline", False))
        measures = Measures(520.0, bench.theme_source.current, scene)
        pieces = footer_pieces(message("x", own=parts.pop("own", True), at=at, **parts), measures)
        return " ".join(piece.text or f"[{piece.icon}]" for piece in pieces)

    assert foot(delivery=Delivery.QUEUED, offline=True) == "[clock] Waiting for connection"
    assert foot(delivery=Delivery.QUEUED) == "[clock] Waiting"
    assert foot(delivery=Delivery.SENDING) == "10:12 · [clock] Sending"
    assert foot(delivery=Delivery.SENT) == "10:12 · [check] Sent"
    assert foot(delivery=Delivery.SEEN) == "10:12 · [checks] Seen"
    assert foot(delivery=Delivery.UNCERTAIN) == "[help] Checking whether it was sent"
    failed = foot(delivery=Delivery.FAILED, failure="temporary")
    assert failed == "[error] Not sent. Try again · Copy · Delete"
    for_good = foot(delivery=Delivery.FAILED, failure="window_closed")
    assert for_good == "[error] Not sent. The reply window has closed. Why?"
    assert foot(delivery=Delivery.RECEIVED, origin=Origin.ELSEWHERE) == "[phone] 10:12 · Sent elsewhere"
    assert foot(delivery=Delivery.RECEIVED, origin=Origin.BEFORE) == "10:12"
    assert foot(part=(2, 2)) == "10:12 · 2 of 2 · [check] Sent"
    assert foot(is_edited=True) == "10:12 · Edited · [check] Sent"
    assert foot(own=False, delivery=Delivery.RECEIVED) == "10:12"


def test_try_again_is_offered_only_where_it_may_help(bench: Bench, message: Any) -> None:
    """failure 21, 29: what Instagram refuses for good is not offered again."""
    for reason in FailureReason:
        bubble = bench.lay_out(message("x", own=True, delivery=Delivery.FAILED, failure=reason.value))
        found = actions(bubble)
        assert (Do.SEND_AGAIN in found) or (Do.WHY in found)
        if reason in (FailureReason.WINDOW_CLOSED, FailureReason.UNREACHABLE, FailureReason.RESTRICTED):
            assert Do.SEND_AGAIN not in found and Do.WHY in found
        if reason is FailureReason.TEMPORARY:
            assert {Do.SEND_AGAIN, Do.COPY, Do.DISCARD} <= found


def test_an_expired_story_says_so_and_leads_nowhere(bench: Bench, message: Any) -> None:
    """failure 80."""
    bubble = bench.lay_out(message("Nice", kind=MessageKind.STORY_REPLY, story=Story("1", "")))
    assert "This story has expired" in texts(bubble) and actions(bubble) == set()
    bubble = bench.lay_out(message("Nice", kind=MessageKind.STORY_REPLY, story=Story("1", "https://x/s")))
    assert "Replied to your story" in texts(bubble) and actions(bubble) == {Do.OPEN_STORY}


def test_a_share_says_what_it_is_and_leads_to_instagram(bench: Bench, message: Any) -> None:
    """failure 82, 88."""
    reel = Share("https://www.instagram.com/reel/1", "from the kiln", kind=ShareKind.REEL)
    bubble = bench.lay_out(message("", kind=MessageKind.SHARE, shares=(reel,)))
    assert {"Shared a reel", "from the kiln", "Open in Instagram"} <= set(texts(bubble))
    bubble = bench.lay_out(message("", kind=MessageKind.SHARE, shares=(Share("", ""),)))
    assert any("doesn’t pass on which one" in text for text in texts(bubble))
    assert actions(bubble) == {Do.OPEN_INSTAGRAM}


def test_pictures_reserve_their_box(bench: Bench, message: Any) -> None:
    def box(**parts: Any) -> tuple[float, float]:
        photo = message.attachment(**parts)
        bubble = bench.lay_out(message("", kind=MessageKind.MEDIA, attachments=(photo,)))
        (picture,) = bubble.pictures
        return picture.rect.width(), picture.rect.height()

    assert box() == (280, 210), "4:3 until the size is known"
    assert box(state=MediaState.STORED, media_key="k") == box()
    assert box(width_px=1080, height_px=1080) == (280, 280)
    assert box(width_px=1000, height_px=2000) == (160, 320)
    assert box(width_px=10, height_px=2000)[0] == 96
    assert box(width_px=100_000, height_px=1) == (280, 48)


def test_several_pictures_are_tiles(bench: Bench, message: Any) -> None:
    photos = tuple(message.attachment() for _ in range(12))
    bubble = bench.lay_out(message("", kind=MessageKind.MEDIA, attachments=photos))
    assert len(bubble.pictures) == 3 and (bubble.body.width(), bubble.body.height()) == (3 * 94 + 2 * 3, 94)
    for count, more in ((12, "+9"), (5, "+2"), (4, "+1")):
        bubble = bench.lay_out(message("", kind=MessageKind.MEDIA, attachments=photos[:count]))
        assert bubble.pictures[-1].more is not None and bubble.pictures[-1].more.text == more
    for count in (2, 3):
        bubble = bench.lay_out(message("", kind=MessageKind.MEDIA, attachments=photos[:count]))
        assert len(bubble.pictures) == count and bubble.pictures[-1].more is None


def test_links_are_found_and_nothing_else_is_interpreted(bench: Bench, message: Any) -> None:
    found = [link.url for link in find_links("a https://x.example/a(b). www.kiln.example, http://u@evil.example x")]
    assert found == ["https://x.example/a(b)", "https://www.kiln.example"]
    for text in ("javascript:alert(1)", "file:///etc/passwd", "https://", "www.", "x@www.a.b", "mailto:a@b.c"):
        assert find_links(text) == (), text
    markup = "<b>bold</b> <img src='https://x.example/a.png'> [x](https://y.example) &amp; **no**"
    bubble = bench.lay_out(message(markup))
    assert texts(bubble)[-2] == markup or markup in texts(bubble)


def test_a_link_is_hit_where_it_stands_also_behind_emoji(bench: Bench, message: Any) -> None:
    bubble = bench.lay_out(message("🥰🏺👩‍👩‍👧 look https://x.example/abc now"))
    words = next(part for part in bubble.parts if isinstance(part, Words) and part.block.links)
    (link,) = words.block.links
    rect = words.block.link_rects(link, words.x, words.rect.top())[0]
    hit = bubble.hit(rect.center())
    assert hit is not None and hit.action.do is Do.OPEN_LINK and hit.action.url == "https://x.example/abc"
    assert bubble.hit(QPointF(rect.left() - 12, rect.center().y())) is None


def test_buttons_take_the_pointer_beyond_their_letters(bench: Bench, message: Any) -> None:
    bubble = bench.lay_out(message("x", own=True, delivery=Delivery.FAILED, failure="temporary"))
    again = next(p for p in bubble.parts if isinstance(p, Words) and p.action and p.action.do is Do.SEND_AGAIN)
    below = bubble.hit(QPointF(again.x + 2, again.rect.bottom() + 4))
    assert below is not None and below.action.do is Do.SEND_AGAIN


def test_each_message_has_its_own_direction_and_its_writers_side(bench: Bench, message: Any) -> None:
    arabic = bench.lay_out(message("مرحبا DHL 190 kr"))
    assert arabic.body.left() == 0, "the customer's side"
    words = next(part for part in arabic.parts if isinstance(part, Words) and "DHL" in part.block.text)
    assert words.block.is_rtl
    bench.shelf.set_measures(bench.shelf.measures, is_rtl=True)
    english = bench.lay_out(message("Hello"))
    assert english.body.right() == 520, "mirrored"
    own = bench.lay_out(message("Hello", own=True))
    assert own.body.left() == 0


def test_corners_join_on_the_writers_side(bench: Bench, message: Any) -> None:
    first = message("a")
    second = message("b", at=first.sent_at)
    joined = bench.lay_out(second, first)
    ground = next(part for part in joined.parts if isinstance(part, Fill))
    assert ground.radii == (5, 16, 16, 16)
    own = message("a", own=True)
    ground = next(p for p in bench.lay_out(message("b", own=True, at=own.sent_at), own).parts if isinstance(p, Fill))
    assert ground.radii == (16, 5, 16, 16)


def test_a_few_emoji_are_large_and_without_a_bubble(bench: Bench, message: Any) -> None:
    bubble = bench.lay_out(message("🥰🏺"))
    assert not [part for part in bubble.parts if isinstance(part, Fill)]
    assert bubble.body.height() >= 48


def test_hostile_text_is_cut_cleaned_and_contained(bench: Bench, message: Any) -> None:
    family = "👨‍👩‍👧‍👦"
    hostile = {
        "line of 100 kB": "x" * 100_000,
        "words": "word " * 20_000,
        "thousands of emoji": family * 5_000,
        "line breaks": "a\n" * 50_000,
        "bidi overrides": "\u202e\u2066evil\u2069 gnp.exe\u202c" * 100,
        "controls": "a\x00b\x07c\x1b[31m\ud800",
        "stacked marks": "z" + "\u0301" * 5_000,
        "right to left": "שלום " * 5_000,
    }
    for name, text in hostile.items():
        bubble = bench.lay_out(message(text))
        words = next(part for part in bubble.parts if isinstance(part, Words) and part.rect.top() >= bubble.body.top())
        assert len(words.block.text) <= FIRST_CHARS + 1, name
        assert words.block.layout.lineCount() <= FIRST_LINES * 8, name
        assert not set(words.block.text) & {"\u202e", "\u202c", "\u2066", "\u2069", "\x00", "\x07", "\x1b", "\ud800"}
        assert bubble.body.width() <= 520 * 0.74 + 1, name
        if name == "stacked marks":
            assert words.block.is_clipped


def test_the_way_to_the_rest_stands_on_one_line_under_short_lines_too(bench: Bench, message: Any) -> None:
    bubble = bench.lay_out(message("on\n" * 200))
    rest = next(part for part in bubble.parts if isinstance(part, Words) and part.block.text == "Show all")
    assert rest.block.layout.lineCount() == 1
    assert rest.rect.right() <= bubble.body.right()


def test_text_is_cut_between_graphemes_and_shown_whole_on_request(bench: Bench, message: Any) -> None:
    family = "👨‍👩‍👧‍👦"
    shown, is_cut = shortened(family * 5_000, is_whole=False)
    assert is_cut and shown.endswith("…") and shown[:-1] == family * (len(shown[:-1]) // len(family))
    long = message("word " * 3_000)
    bubble = bench.lay_out(long)
    assert Do.SHOW_ALL in actions(bubble) and "Show all" in texts(bubble)
    bench.shelf.show_whole(long.id)
    whole = bench.lay_out(long)
    assert whole.height > bubble.height and Do.SHOW_ALL not in actions(whole)
    endless = message("word " * 30_000)
    bench.shelf.show_whole(endless.id)
    assert max(len(text) for text in texts(bench.lay_out(endless))) <= MOST_CHARS + 1


def test_a_bubble_is_built_once_and_its_text_outlives_its_footer(bench: Bench, message: Any) -> None:
    sending = message("Hello", own=True, delivery=Delivery.SENDING)
    first = bench.lay_out(sending)
    assert bench.lay_out(sending) is first
    sent = bench.lay_out(replace(sending, delivery=Delivery.SENT))
    assert sent is not first and sent.content is first.content
    assert bench.shelf.contents_built == 1


def test_reactions_hang_over_the_lower_edge(bench: Bench, message: Any) -> None:
    """failure 66: whatever sign comes is shown as it is."""
    many = tuple(Reaction(sign, i == 0) for i, sign in enumerate(("❤️", "🔥", "😂", "😮", "?")))
    bubble = bench.lay_out(message("Hello", reactions=many))
    assert {"❤️ You", "🔥 Mara", "😂 Mara", "+2"} <= set(texts(bubble))


def test_a_quote_whose_original_is_missing_leads_nowhere(bench: Bench, message: Any) -> None:
    bubble = bench.lay_out(message("Yes", quote=Quote("q")))
    assert actions(bubble) == set() and has_something_to_see(bubble)
    known = Quote("q", message().id, Direction.INBOUND, MessageKind.TEXT, "Six?")
    assert actions(bench.lay_out(message("Yes", quote=known))) == {Do.SHOW_QUOTED}


def test_estimates_are_near_enough(bench: Bench, message: Any) -> None:
    for text in ("Hello", "word " * 60, "a\nb\nc"):
        row = row_of(message(text), None, None, RowRules(UTC))
        exact = bench.shelf.bubble(row).height
        assert abs(estimate_height(row, bench.shelf.measures) - exact) < 0.35 * exact + 20


def test_pictures_of_a_bubble_stay_inside_it(bench: Bench, message: Any) -> None:
    photos = tuple(message.attachment() for _ in range(5))
    bubble = bench.lay_out(message("Caption", kind=MessageKind.MEDIA, attachments=photos))
    grown = QRectF(bubble.body).adjusted(-0.5, -0.5, 0.5, 0.5)
    assert all(grown.contains(part.rect) for part in bubble.parts if isinstance(part, Picture))
