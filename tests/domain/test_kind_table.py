"""The table of message kinds in README.md is the one of the program, and forgets no kind."""

import re
from pathlib import Path

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.kind_table import ROWS, as_markdown
from igdesk.domain.message import ShareKind
from igdesk.domain.message_kinds import MessageKind

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")

NAMES = {
    MessageKind.TEXT: "Text",
    MessageKind.MEDIA: "Photo",
    MessageKind.STORY_REPLY: "Reply to your story",
    MessageKind.STORY_MENTION: "Mention in a story",
    MessageKind.SHARE: "Shared post",
    MessageKind.TEMPLATE: "Cards and text with buttons",
    MessageKind.UNSUPPORTED: "What Instagram does not support",
    MessageKind.WITHHELD: "Message with nothing in it",
    MessageKind.DISAPPEARING: "Disappearing photo",
    MessageKind.UNSENT: "Unsent message",
    AttachmentKind.IMAGE: "Photo",
    AttachmentKind.VIDEO: "Video",
    AttachmentKind.AUDIO: "Voice message",
    AttachmentKind.FILE: "PDF and other files",
    AttachmentKind.UNKNOWN: "PDF and other files",
    ShareKind.POST: "Shared post",
    ShareKind.REEL: "Shared reel",
    ShareKind.STORY: "Shared story, profile, comment",
    ShareKind.PROFILE: "Shared story, profile, comment",
    ShareKind.PRODUCT: "Shared product",
    ShareKind.LINK: "Text",
    ShareKind.UNKNOWN: "Shared post",
}


def test_the_table_of_the_readme_is_the_one_of_the_program() -> None:
    found = re.search(r"<!-- kinds of messages -->\n(.*?)\n<!-- end of kinds -->", README, re.DOTALL)
    assert found is not None
    assert found.group(1) == as_markdown(), "run python tests/domain/write_kind_table.py"


def test_every_kind_has_a_row() -> None:
    assert set(NAMES) == {*MessageKind, *AttachmentKind, *ShareKind}
    assert set(NAMES.values()) <= {row.kind for row in ROWS}


def test_every_row_is_whole() -> None:
    kinds = [row.kind for row in ROWS]
    assert len(set(kinds)) == len(kinds)
    for row in ROWS:
        assert row.read
        assert row.sent
        assert row.looks
        assert "|" not in f"{row.kind}{row.read}{row.sent}{row.looks}"
