"""Where the rows stand on the screen: the message under the eye stays where it is, whatever changes around it."""

from collections.abc import Callable
from dataclasses import dataclass

from igdesk.ui.timeline.bubble import Bubble
from igdesk.ui.timeline.model import TimelineModel
from igdesk.ui.timeline.row_heights import RowHeights

NEAR_PX = 240
"""Rows this far outside of the screen are laid out too."""
BOTTOM_PX = 16
"""Air under the last message."""
PRELOAD_SCREENS = 2
STICK_PX = 48
EDGE_PX = 8
"""Air over a message that was brought onto the screen."""
_MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """A message and where it begins on the screen, counted from the upper edge."""

    message_id: int
    y: int


class Placing:
    """Heights of the rows, the scroll offset, and the anchor they follow. Knows nothing of widgets."""

    def __init__(self, model: TimelineModel, bubble_of: Callable[[int], Bubble]) -> None:
        self.heights = RowHeights()
        self.view_height = 0
        self.value = 0
        self.is_at_end = True
        """At the end or so near to it that it follows when messages are added."""
        self.rows_laid_out = 0
        """How many rows got their exact height so far; for tests."""
        self._model = model
        self._bubble_of = bubble_of
        self._is_pinned = True
        """The end itself is the anchor."""
        self._anchor: Anchor | None = None

    # what the rows are

    def reset(self, estimates: list[int]) -> None:
        self.heights.reset(estimates)
        self._anchor = None
        self.value = 0

    def inserted(self, first: int, estimates: list[int]) -> None:
        self._pin_if_near()
        self.heights.insert(first, estimates)

    def about_to_remove(self, first: int, last: int) -> None:
        """If the anchor goes, the next message takes its place; without a next one the one before."""
        self._pin_if_near()
        anchor = self._anchor
        if anchor is None or self._is_pinned:
            return
        row = self._model.position(anchor.message_id)
        if not first <= row <= last:
            return
        if last + 1 < len(self.heights):
            self._anchor = Anchor(self._model.rows[last + 1].id, anchor.y)
        elif first > 0:
            shift = self.heights.top(row) - self.heights.top(first - 1)
            self._anchor = Anchor(self._model.rows[first - 1].id, anchor.y - shift)
        else:
            self._anchor = None

    def removed(self, first: int, last: int) -> None:
        self.heights.remove(first, last)

    def changed(self, first: int, last: int) -> None:
        self._pin_if_near()
        self.heights.forget(first, last)

    def set_view_height(self, height_px: int) -> None:
        if height_px != self.view_height:
            self._pin_if_near()
            self.view_height = height_px

    # what the person does

    def go_to_end(self) -> None:
        self.is_at_end = self._is_pinned = True
        self._anchor = None

    def hold(self, row: int, y: int, *, with_dividers: bool = True) -> None:
        """Show a row at a height of the screen: its dividers there, or the message itself."""
        self.is_at_end = self._is_pinned = False
        above = self._bubble_of(row).divider_height if with_dividers else 0
        self._anchor = Anchor(self._model.rows[row].id, y + above)

    def scrolled_to(self, value: int) -> None:
        """The scroll bar was moved: what is on the screen now becomes the anchor."""
        self.value = value
        self.is_at_end = self._is_near_end()
        self._is_pinned = self.is_at_end and value >= self.maximum
        self._anchor = None if self._is_pinned else self._make_anchor()

    # where everything is

    @property
    def lead(self) -> int:
        """Air over a conversation that does not fill the screen: messages stand at the bottom."""
        return max(self.view_height - BOTTOM_PX - self.heights.total, 0)

    @property
    def maximum(self) -> int:
        return max(self.heights.total + BOTTOM_PX - self.view_height, 0)

    def top_on_screen(self, row: int) -> int:
        return self.lead + self.heights.top(row) - self.value

    def row_on_screen(self, y: int) -> int:
        """The row at a height of the screen; -1 when nothing is there."""
        place = y + self.value - self.lead
        if not 0 <= place < self.heights.total:
            return -1
        return self.heights.row_at(place)

    def is_wholly_visible(self, row: int) -> bool:
        top = self.top_on_screen(row)
        return top >= 0 and top + self._bubble_of(row).height <= self.view_height

    def nearest_place(self, row: int) -> int:
        """Where a row begins when it is brought onto the screen by the shortest way."""
        height = self._bubble_of(row).height
        at_bottom = self.view_height - height - BOTTOM_PX
        if self.top_on_screen(row) >= 0:
            return max(at_bottom, 0)
        return min(at_bottom, EDGE_PX)

    def visible_rows(self, margin: int = 0) -> range:
        if not len(self.heights):
            return range(0)
        first = self.heights.row_at(self.value - self.lead - margin)
        last = self.heights.row_at(self.value - self.lead + self.view_height + margin)
        return range(first, last + 1)

    def settle(self) -> int:
        """Lay out what is on the screen and around it, and find the offset that keeps the anchor in place."""
        if not len(self.heights):
            self.value = 0
            return 0
        for _ in range(_MOST_ROUNDS):
            self.value = min(max(self._wanted_value(), 0), self.maximum)
            pending = [row for row in self.visible_rows(NEAR_PX) if not self.heights.is_exact(row)]
            if not pending:
                break
            for row in pending:
                self.heights.set_exact(row, self._bubble_of(row).height)
            self.rows_laid_out += len(pending)
        self.is_at_end = self._is_near_end()
        self._is_pinned = self.is_at_end and self.value == self.maximum
        if self._is_pinned:
            self._anchor = None
        elif self._anchor is None or self._is_moved():
            self._anchor = self._make_anchor()
        return self.value

    def fetch_near(self) -> bool:
        """Whether a page was added because the screen is near an end of the window."""
        near = PRELOAD_SCREENS * self.view_height
        if self._model.has_older and self.value < near:
            return self._model.fetch_older()
        if self._model.has_newer and self.maximum - self.value < near:
            return self._model.fetch_newer()
        return False

    def _wanted_value(self) -> int:
        if self._is_pinned:
            return self.maximum
        if self._anchor is None:
            return self.value
        row = self._model.position(self._anchor.message_id)
        if row < 0:
            return self.value
        begin = self.heights.top(row) + self._bubble_of(row).divider_height
        return self.lead + begin - self._anchor.y

    def _is_moved(self) -> bool:
        """Whether an edge of the conversation kept the anchor from its place."""
        return self._wanted_value() != self.value

    def _pin_if_near(self) -> None:
        """Before something changes: who is near the end follows it."""
        self._is_pinned = self._is_pinned or self.is_at_end

    def _is_near_end(self) -> bool:
        return not self._model.has_newer and self.maximum - self.value <= STICK_PX

    def _make_anchor(self) -> Anchor | None:
        """The first message that begins on the screen, else the one that fills it."""
        visible = self.visible_rows()
        for row in visible:
            y = self.top_on_screen(row) + self._bubble_of(row).divider_height
            if y >= 0:
                return Anchor(self._model.rows[row].id, y) if y < self.view_height else self._filling(visible)
        return self._filling(visible)

    def _filling(self, visible: range) -> Anchor | None:
        if not visible:
            return None
        row = visible[0]
        return Anchor(self._model.rows[row].id, self.top_on_screen(row) + self._bubble_of(row).divider_height)
