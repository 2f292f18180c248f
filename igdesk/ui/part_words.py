"""A reply of any kind on one line: for the outbox and whatever else lists replies."""

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.reply import FilesPart, LinksPart, ReplyPart, caption_of
from igdesk.domain.text import one_line
from igdesk.ui.texts import say

KIND_WORDS = {
    AttachmentKind.IMAGE: "row.photo",
    AttachmentKind.VIDEO: "row.video",
    AttachmentKind.AUDIO: "row.voice",
    AttachmentKind.FILE: "row.file",
    AttachmentKind.UNKNOWN: "row.attachment",
}


def part_line(part: ReplyPart) -> str:
    """Its words, or what kind of file it is."""
    match part:
        case FilesPart(files) if len(files) > 1:
            return say("drop.photos", n=len(files))
        case FilesPart((file,)):
            return f"{say(KIND_WORDS[file.kind])} · {one_line(file.name)}"
        case LinksPart(kind, urls):
            return (
                say("drop.photos", n=len(urls)) if len(urls) > 1 else f"{say(KIND_WORDS[kind])} · {one_line(urls[0])}"
            )
        case _:
            return one_line(caption_of(part))
