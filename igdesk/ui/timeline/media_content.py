"""A message laid out: its text, and everything that was sent or referred to with it."""

from igdesk.domain.message import Message
from igdesk.domain.message_kinds import MessageKind
from igdesk.ui.timeline.content import Content, Measures
from igdesk.ui.timeline.file_content import file_segments
from igdesk.ui.timeline.picture_content import cover_of, picture_segments
from igdesk.ui.timeline.placeholder import PLACEHOLDERS, placeholder
from igdesk.ui.timeline.share_content import share_segments
from igdesk.ui.timeline.template_content import quick_reply_segments, template_segments
from igdesk.ui.timeline.text_content import lay_out_text_segment


def lay_out_content(message: Message, measures: Measures, *, is_whole: bool = False) -> Content:
    """All of a message. There is always something to see."""
    if message.kind is MessageKind.UNSENT:
        return Content((placeholder(message, measures, MessageKind.UNSENT),))
    segments = [
        *picture_segments(message, measures),
        *file_segments(message, measures, cover_of(message)),
        *share_segments(message, measures),
    ]
    if message.kind not in PLACEHOLDERS:
        segments += template_segments(message, measures, is_whole=is_whole)
    text = lay_out_text_segment(message, measures, is_whole=is_whole)
    if message.kind in PLACEHOLDERS:
        segments.insert(0, placeholder(message, measures, message.kind))
    if text is not None:
        is_head = message.quote is not None or not segments
        segments.insert(0 if is_head else len(segments), text)
    if not segments:
        segments.append(placeholder(message, measures, MessageKind.WITHHELD))
    segments += quick_reply_segments(message, measures)
    return Content(tuple(segments))
