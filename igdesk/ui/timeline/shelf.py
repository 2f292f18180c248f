"""The laid-out rows, by message: built when they are needed, kept while they are true."""

from collections.abc import Iterable

from igdesk.domain.message import Message
from igdesk.ui.timeline.bubble import Bubble, assemble
from igdesk.ui.timeline.content import Content, Measures
from igdesk.ui.timeline.media_content import lay_out_content
from igdesk.ui.timeline.rows import Row


class BubbleShelf:
    """A bubble is true for one row and one set of measures. What a message holds outlives changes around it."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.is_rtl = False
        self.contents_built = 0
        """How many messages were laid out so far; for tests."""
        self.bubbles_assembled = 0
        self._bubbles: dict[int, Bubble] = {}
        self._whole: set[int] = set()

    def set_measures(self, measures: Measures, *, is_rtl: bool) -> None:
        """Another width, other fonts, names or day: everything is laid out anew when it is next needed."""
        self.measures = measures
        self.is_rtl = is_rtl
        self._bubbles.clear()

    def bubble(self, row: Row) -> Bubble:
        held = self._bubbles.get(row.id)
        if held is not None and (held.row is row or held.row == row):
            return held
        content = self._content(row.message, held)
        made = assemble(row, content, self.measures, is_rtl=self.is_rtl)
        self.bubbles_assembled += 1
        self._bubbles[row.id] = made
        return made

    def show_whole(self, message_id: int) -> None:
        """Lay out a long text further than its beginning from now on."""
        self._whole.add(message_id)
        self._bubbles.pop(message_id, None)

    def forget(self, ids: Iterable[int]) -> None:
        for message_id in ids:
            self._bubbles.pop(message_id, None)

    def forget_bubbles(self) -> None:
        """Another stretch of messages is shown."""
        self._bubbles.clear()

    def _content(self, message: Message, held: Bubble | None) -> Content:
        if held is not None and _substance(held.row.message) == _substance(message):
            return held.content
        self.contents_built += 1
        return lay_out_content(message, self.measures, is_whole=message.id in self._whole)


def _substance(message: Message) -> tuple[object, ...]:
    """What the content of a message is made from; delivery, reactions and the like are around it."""
    return (
        message.kind,
        message.direction,
        message.text,
        message.attachments,
        message.pictures,
        message.story,
        message.shares,
        message.template,
        message.quick_replies,
        message.quote,
    )
