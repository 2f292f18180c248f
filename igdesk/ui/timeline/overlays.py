"""What lies over the messages: the way to the newest one, and the day while the list is scrolled."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractScrollArea

from igdesk.domain.message import Message
from igdesk.ui.format import day_line
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.day_pill import DayPill
from igdesk.ui.timeline.jump_button import SHADOW, JumpButton
from igdesk.ui.timeline.model import TimelineModel
from igdesk.ui.timeline.placing import Placing

ABOVE_PILL_PX = 34
"""Messages that end over this height are under the day pill: the next one tells the day."""
JUMP_BOTTOM_PX = 8


class Overlays:
    """Decides when they show; they paint themselves."""

    def __init__(
        self, model: TimelineModel, placing: Placing, theme_source: ThemeSource, view: QAbstractScrollArea
    ) -> None:
        self._model = model
        self._placing = placing
        self._theme_source = theme_source
        self._view = view
        self._new_below = 0
        self.day_pill = DayPill(theme_source, view)
        self.jump = JumpButton(theme_source, view)
        self.jump.hide()

    def areas(self) -> list[QRect]:
        """What of the messages is covered."""
        return [over.geometry() for over in (self.day_pill, self.jump) if over.isVisible()]

    def reset(self) -> None:
        """Another conversation is shown."""
        self.day_pill.tell("")
        self._set_new_below(0)

    def count_arrived(self, messages: tuple[Message, ...]) -> None:
        """The customer wrote; whoever reads further up is told at the button."""
        if not self._placing.is_at_end:
            self._set_new_below(self._new_below + len(messages))
            self.show_jump()

    def show_jump(self) -> None:
        if self._placing.is_at_end:
            self._set_new_below(0)
        distance = self._placing.maximum - self._placing.value
        is_far = distance > self._placing.view_height or self._model.has_newer
        is_wanted = bool(self._model.rowCount()) and not self._placing.is_at_end and (is_far or self._new_below > 0)
        if is_wanted != self.jump.isVisibleTo(self._view):
            self.jump.setVisible(is_wanted)
            self.jump.raise_()

    def tell_day(self) -> None:
        """The day of what is at the upper edge, unless its own line is right there."""
        visible = self._placing.visible_rows()
        if not visible:
            return
        heights = self._placing.heights
        row = next(
            (r for r in visible if self._placing.top_on_screen(r) + heights.height(r) > ABOVE_PILL_PX), visible[0]
        )
        shown = self._model.rows[row]
        has_own_line = shown.day is not None and self._placing.top_on_screen(row) > -12
        scene = self._model.scene
        text = "" if has_own_line else day_line(shown.message.sent_at, scene.today, zone=scene.zone)
        self.day_pill.tell(text)

    def place(self) -> None:
        """The view has another size or direction."""
        self.day_pill.place()
        size, room = self.jump.sizeHint(), self._view.viewport().size()
        gap = int(self._theme_source.current.size("size.timeline.paddingX")) - SHADOW
        x = gap if self._view.isRightToLeft() else room.width() - gap - size.width()
        y = room.height() - size.height() - JUMP_BOTTOM_PX
        self.jump.setGeometry(x, y, size.width(), size.height())

    def _set_new_below(self, count: int) -> None:
        self._new_below = count
        self.jump.set_count(count)
