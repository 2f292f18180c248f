"""Every part of a message goes into the archive whole, and leaves nothing behind."""

import struct
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igdesk.domain.attachment import AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message import Button, ButtonKind, Card, QuickReply, Share, ShareKind, Story, Template
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.snapshot import AttachmentSnapshot
from igdesk.store.moving import duration_ms, is_animated
from igdesk.store.parts_json import quick_replies_json, quick_replies_of, shares_of, template_json, template_of

URL = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id="
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def file(id_: str, kind: AttachmentKind = AttachmentKind.IMAGE, **fields: object) -> AttachmentSnapshot:
    return AttachmentSnapshot(id_, kind, url=f"{URL}{id_}", **fields)  # type: ignore[arg-type]


def picture(role: AttachmentRole, place: int = 0, name: str = "p") -> AttachmentSnapshot:
    return AttachmentSnapshot("", AttachmentKind.IMAGE, url=f"{URL}{name}{place}", role=role, place=place)


TEMPLATE = Template(
    "Which one?",
    (Button("A", ButtonKind.REPLY, "", "PA"),),
    (
        Card("Bowl", "64 €", "https://shop.example", (Button("Buy", ButtonKind.LINK, "https://shop.example/buy"),)),
        Card("B"),
    ),
)
SHARES = (
    Share("https://www.instagram.com/reel/1/", "Glazing", "how", ShareKind.REEL, "fern.clay"),
    Share("https://shop.example/b", "Bowl", "64 €", ShareKind.PRODUCT),
)
KINDS: dict[str, dict[str, object]] = {
    "album": {"attachments": tuple(file(f"a{n}", width_px=10 * n, height_px=5) for n in range(1, 4))},
    "video": {
        "attachments": (file("v", AttachmentKind.VIDEO, mime_type="video/mp4", duration_ms=18_000),),
        "pictures": (picture(AttachmentRole.POSTER),),
    },
    "voice": {"attachments": (file("s", AttachmentKind.AUDIO, mime_type="audio/mp4"),)},
    "file": {"attachments": (file("f", AttachmentKind.FILE, name="plan.pdf", size_bytes=812),)},
    "gif": {"attachments": (file("g", is_animated=True),)},
    "sticker": {"attachments": (file("t", is_sticker=True),)},
    "story": {"story_reply": Story("18", f"{URL}story"), "pictures": (picture(AttachmentRole.STORY),), "text": "wow"},
    "shares": {"shares": SHARES, "pictures": (picture(AttachmentRole.SHARE, 1),)},
    "template": {"template": TEMPLATE, "pictures": (picture(AttachmentRole.CARD, 1),)},
    "unsupported": {"is_unsupported": True},
    "empty": {},
    "once": {"attachments": (AttachmentSnapshot("o", AttachmentKind.IMAGE),)},
}


def facts(a):
    about = (a.mime_type, a.name, a.size_bytes, a.width_px, a.height_px, a.duration_ms, a.is_animated, a.is_sticker)
    return (a.kind, a.url, a.role, *about)


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_comes_back_as_it_was(desk, kind):
    said = {"text": "", **KINDS[kind]}
    desk.read(desk.said("m1", -5, **said))
    message = desk.message("m1")
    given_ = desk.said("m1", -5, **said)
    assert message.shares == given_.shares
    assert message.template == given_.template
    assert message.story == given_.story_reply
    for stored, snapshots in ((message.attachments, given_.attachments), (message.pictures, given_.pictures)):
        assert [facts(a) for a in stored] == [facts(a) for a in snapshots]
    assert [a.place for a in message.attachments] == list(range(len(message.attachments)))
    assert [a.place for a in message.pictures] == [a.place for a in given_.pictures]
    desk.without_transaction(lambda: desk.read(desk.said("m1", -5, **said), started=1))


def test_a_card_counts_for_more_than_the_word_unsupported(desk):
    """failure 49, failure 83"""
    desk.read(
        desk.said("m1", -9, "", template=TEMPLATE, is_unsupported=True),
        desk.said("m2", -5, "", template=Template(cards=(Card("Use the latest app"),)), is_unsupported=True),
    )
    assert [m.kind for m in desk.messages] == [MessageKind.TEMPLATE, MessageKind.UNSUPPORTED]
    assert desk.messages[1].template is not None


def test_each_kind_is_told_by_its_parts(desk):
    desk.read(*(desk.said(name, -100 + n, **{"text": "", **parts}) for n, (name, parts) in enumerate(KINDS.items())))
    assert {m.remote_id: m.kind for m in desk.messages} == {
        **dict.fromkeys(("album", "video", "voice", "file", "gif", "sticker"), MessageKind.MEDIA),
        "story": MessageKind.STORY_REPLY,
        "shares": MessageKind.SHARE,
        "template": MessageKind.TEMPLATE,
        "unsupported": MessageKind.UNSUPPORTED,
        "empty": MessageKind.WITHHELD,
        "once": MessageKind.DISAPPEARING,
    }


@pytest.mark.parametrize(
    ("kind", "preview"), [("template", "Which one?"), ("shares", "Glazing"), ("file", ""), ("story", "wow")]
)
def test_the_list_says_what_stands_on_a_card(desk, kind, preview):
    desk.read(desk.said("m1", -5, **{"text": "", **KINDS[kind]}))
    assert desk.conversation.preview.text == preview


def test_the_media_of_a_preview_are_those_that_were_sent(desk):
    desk.read(desk.said("m1", -5, **{"text": "", **KINDS["voice"]}))
    assert desk.conversation.preview.media.startswith("audio/")
    desk.read(desk.said("m2", -4, **{"text": "", **KINDS["story"]}), started=1)
    assert desk.conversation.preview.media == ""


def test_the_picture_of_a_story_goes_with_the_story(desk):
    """failure 80, failure 90"""
    desk.read(desk.said("m1", -5, **KINDS["story"]))
    (seen,) = desk.message("m1").pictures
    desk.archive.media.store(seen.id, PNG)
    assert list(desk.files(desk.folder / "media"))
    over = {"story_reply": Story("18", ""), "text": "wow"}
    desk.read(desk.said("m1", -5, **over), started=60)
    message = desk.message("m1")
    assert message.id in desk.last_change().updated
    assert (message.story, message.pictures[0].state) == (Story("18", ""), MediaState.GONE)
    assert not list(desk.files(desk.folder / "media"))
    desk.without_transaction(lambda: desk.read(desk.said("m1", -5, **over), started=120))


@pytest.mark.parametrize("kind", ["story", "shares", "template", "video"])
def test_unsent_leaves_no_trace_of_any_part(desk, kind):
    """failure 90"""
    desk.read(desk.said("m1", -9), desk.said("m2", -5, **{"text": "", **KINDS[kind]}), is_complete=True)
    for found in (*desk.message("m2").attachments, *desk.message("m2").pictures):
        desk.archive.media.store(found.id, PNG)
    for started in (10, 60):
        desk.read(desk.said("m1", -9), is_complete=True, started=started)
    gone = desk.message("m2")
    assert gone.kind is MessageKind.UNSENT
    assert (gone.attachments, gone.pictures, gone.shares, gone.template, gone.story) == ((), (), (), None, None)
    assert not list(desk.files(desk.folder / "media"))


def test_a_fresh_link_finds_its_file_whatever_it_is_to_the_message(desk):
    """failure 79"""
    said = desk.said("m1", -5, **{"text": "", **KINDS["template"]})
    desk.read(said)
    (stored,) = desk.message("m1").pictures
    desk.archive.media.set_state(stored.id, MediaState.GONE)
    fresh = replace(said, pictures=(replace(said.pictures[0], url=f"{URL}fresh"),))
    desk.read(fresh, started=10)
    found = desk.message("m1").pictures
    assert [(p.id, p.url, p.state) for p in found] == [(stored.id, f"{URL}fresh", MediaState.REMOTE)]


def test_a_file_that_comes_shows_in_what_quotes_it(desk):
    desk.read(
        desk.said("m1", -9, **{"text": "", **KINDS["album"]}),
        desk.said("m2", -5, "that one?", quoted_remote_id="m1"),
    )
    first = desk.message("m1").attachments[0]
    changes = desk.in_one_transaction(lambda: desk.archive.media.store(first.id, PNG))
    assert {desk.message("m1").id, desk.message("m2").id} <= changes.updated
    quote = desk.message("m2").quote
    assert (quote.media, quote.picture.id, quote.picture.state) == (AttachmentKind.IMAGE, first.id, MediaState.STORED)


def test_opening_asks_the_same_number_of_questions_whatever_is_in_the_messages(desk):
    desk.read(*(desk.said(f"m{n}", -100 + n) for n in range(20)))
    before = desk.archive.statistics.statements
    desk.archive.timeline.newest(desk.conversation_id, 60)
    plain = desk.archive.statistics.statements - before
    kinds = list(KINDS.values())
    desk.read(
        *(
            desk.said(f"k{n}", -50 + n, **{"text": "", "quoted_remote_id": f"k{n - 1}", **kinds[n % len(kinds)]})
            for n in range(40)
        ),
        started=5,
    )
    before = desk.archive.statistics.statements
    assert len(desk.archive.timeline.newest(desk.conversation_id, 60)) == 60
    assert desk.archive.statistics.statements - before == plain + 1


def test_what_the_bytes_are_is_kept_beside_what_was_claimed(desk):
    """failure 78: a lying type does not last."""
    desk.read(desk.said("m1", -5, text="", attachments=(file("a", AttachmentKind.UNKNOWN, mime_type="video/mp4"),)))
    (found,) = desk.message("m1").attachments
    desk.archive.media.store(found.id, PNG)
    (stored,) = desk.message("m1").attachments
    assert (stored.kind, stored.mime_type, stored.media_type) == (AttachmentKind.IMAGE, "video/mp4", "image/png")
    assert stored.size_bytes == len(PNG)


def test_lengths_from_headers():
    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + kind + body

    narrow = box(b"moov", box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 18_200)))
    wide = box(b"moov", box(b"mvhd", struct.pack(">IQQIQ", 1 << 24, 0, 0, 48_000, 96_000)))
    assert duration_ms(narrow, "video/mp4") == 18_200
    assert duration_ms(wide, "audio/mp4") == 2_000
    sound = (
        b"RIFF....WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + struct.pack("<I", 32000)
    )
    assert duration_ms(sound + bytes(32000), "audio/wav") == 2_000
    assert duration_ms(sound, "audio/wav") is None
    for broken in (b"", b"moov", b"moovmvhd", narrow[:20], box(b"moov", box(b"mvhd", b"\xff" * 24))):
        assert duration_ms(broken, "video/mp4") is None
    assert duration_ms(narrow, "application/pdf") is None


def test_pictures_that_move():
    assert is_animated(b"GIF89a" + b"\x21\xf9\x04" * 2, "image/gif")
    assert not is_animated(b"GIF89a" + b"\x21\xf9\x04", "image/gif")
    assert not is_animated(PNG, "image/png")
    assert not is_animated(b"", "image/webp")


def test_shares_of_the_first_release_are_understood():
    assert shares_of('[["https://www.instagram.com/fern.clay/reel/1/","Glazing",""]]') == (
        Share("https://www.instagram.com/fern.clay/reel/1/", "Glazing", "", ShareKind.REEL, "fern.clay"),
    )


def test_templates_and_offered_answers_as_json():
    assert template_of(template_json(TEMPLATE)) == TEMPLATE
    assert template_json(None) == ""
    replies = (QuickReply("Yes", "Y"), QuickReply("No"))
    assert quick_replies_of(quick_replies_json(replies)) == replies


def portrait(desk):
    files = [
        [
            (a.kind, a.url, a.role, a.place, a.state) for a in (*m.attachments, *m.pictures)
        ]
        for m in desk.messages
    ]  # fmt: skip
    return files, [
        (m.remote_id, m.kind, m.text, m.story, m.shares, m.template, m.quote and (m.quote.media, m.quote.text))
        for m in desk.messages
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=12),
    order=st.permutations([0, 1, 2]),
    sizes=st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(1, 12)),
)
def test_pages_of_every_kind_in_any_order_give_the_same_archive(new_desk, kinds, order, sizes):
    """failure 47, failure 51, failure 55"""
    one, other = (new_desk(connected_ago=timedelta(days=1)) for _ in range(2))

    def pages(desk):
        made = [
            desk.said(f"m{n}", -500 + n, **{"text": "", "quoted_remote_id": f"m{n - 1}", **KINDS[kind]})
            for n, kind in enumerate(kinds)
        ]
        return [made[-size:] for size in sizes]

    for page in pages(one):
        one.read(*page, is_newest=False)
    shuffled = pages(other)
    for place in [*order, *order]:
        other.read(*shuffled[place], is_newest=False)
    assert portrait(one) == portrait(other)
