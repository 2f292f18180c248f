"""What a reply may hold, by the limits of the Send API."""

import pytest

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message import Button, ButtonKind, QuickReply
from igdesk.domain.reply import (
    ButtonsPart,
    CardsPart,
    FilesPart,
    Flaw,
    HeartPart,
    InvalidReplyError,
    LinksPart,
    NewCard,
    StagedFile,
    TextPart,
    caption_of,
    flaw_of,
    parts_of,
    sendable,
)

LINK = Button("Shop", ButtonKind.LINK, url="https://shop.example/")
YES = QuickReply("Yes", "YES")


def file(key: str, kind: AttachmentKind = AttachmentKind.IMAGE) -> StagedFile:
    return StagedFile(key, kind, "", f"{key}.x", 10)


def pictures(count: int) -> tuple[StagedFile, ...]:
    return tuple(file(str(n)) for n in range(count))


def test_files_go_first_and_the_text_as_its_own_message() -> None:
    """failure 37"""
    video = file("v", AttachmentKind.VIDEO)
    parts = parts_of("Here they are", [*pictures(2), video, file("z")])
    assert parts == (
        FilesPart(pictures(2)), FilesPart((video,)), FilesPart((file("z"),)), TextPart("Here they are"),
    )  # fmt: skip


def test_more_than_ten_pictures_become_several_albums() -> None:
    assert [len(part.files) for part in parts_of("", pictures(23)) if isinstance(part, FilesPart)] == [10, 10, 3]


@pytest.mark.parametrize(
    ("part", "flaw"),
    [
        (TextPart("Which size?", (YES,) * 13), None),
        (TextPart("Which size?", (YES,) * 14), Flaw.TOO_MANY),
        (TextPart("Which size?", (QuickReply("x" * 21),)), Flaw.TOO_LONG),
        (TextPart("Which size?", (QuickReply(" "),)), Flaw.EMPTY),
        (TextPart("ä" * 501), Flaw.TOO_LONG),
        (FilesPart(pictures(10)), None),
        (FilesPart(pictures(11)), Flaw.TOO_MANY),
        (FilesPart(()), Flaw.EMPTY),
        (FilesPart((file("a"), file("b", AttachmentKind.FILE))), Flaw.MIXED),
        (FilesPart((file("a", AttachmentKind.UNKNOWN),)), Flaw.EMPTY),
        (LinksPart(AttachmentKind.VIDEO, ("https://cdn.example/a.mp4",)), None),
        (LinksPart(AttachmentKind.VIDEO, ("http://cdn.example/a.mp4",)), Flaw.ADDRESS),
        (LinksPart(AttachmentKind.IMAGE, ("https:///a.jpg",)), Flaw.ADDRESS),
        (LinksPart(AttachmentKind.IMAGE, ("file:///etc/passwd",)), Flaw.ADDRESS),
        (HeartPart(), None),
        (CardsPart((NewCard("Bowl", "32 cm", buttons=(LINK,)),)), None),
        (CardsPart((NewCard("Bowl"),)), Flaw.INCOMPLETE),
        (CardsPart((NewCard("Bowl", "x" * 81),)), Flaw.TOO_LONG),
        (CardsPart((NewCard("Bowl", "32 cm"),) * 11), Flaw.TOO_MANY),
        (CardsPart((NewCard("Bowl", buttons=(LINK,) * 4),)), Flaw.TOO_MANY),
        (CardsPart((NewCard("Bowl", image_url="ftp://x/"),)), Flaw.ADDRESS),
        (CardsPart(()), Flaw.EMPTY),
        (ButtonsPart("Look", (LINK,)), None),
        (ButtonsPart("Look", ()), Flaw.EMPTY),
        (ButtonsPart("x" * 641, (LINK,)), Flaw.TOO_LONG),
        (ButtonsPart("Look", (Button("Yes", ButtonKind.REPLY),)), Flaw.INCOMPLETE),
        (ButtonsPart("Look", (Button("Yes", ButtonKind.LINK, url="javascript:alert(1)"),)), Flaw.ADDRESS),
    ],
)
def test_what_instagram_would_refuse_is_found_before(part: object, flaw: Flaw | None) -> None:
    assert flaw_of(part) is flaw  # type: ignore[arg-type]


def test_nothing_is_sent_of_a_reply_with_a_flaw() -> None:
    with pytest.raises(InvalidReplyError) as caught:
        sendable((TextPart("Fine"), LinksPart(AttachmentKind.FILE, ("x",))))
    assert caught.value.flaw is Flaw.ADDRESS
    with pytest.raises(InvalidReplyError):
        sendable((TextPart(" ", (YES,)),))


def test_quick_replies_belong_to_the_end_of_a_long_text() -> None:
    """failure 36"""
    parts = sendable((TextPart("Eine Frage. " * 150, (YES,)),))
    assert [part.quick_replies for part in parts if isinstance(part, TextPart)] == [(), (YES,)]
    assert sendable((TextPart(" \n"),)) == ()


def test_every_part_can_be_put_into_words() -> None:
    assert caption_of(CardsPart((NewCard("Bowl", "32 cm"), NewCard("Plate", url="https://x/")))) == "Bowl\n32 cm\nPlate"
    assert caption_of(HeartPart()) and caption_of(ButtonsPart("Look", (LINK,))) == "Look"
    assert caption_of(FilesPart(pictures(1))) == ""
