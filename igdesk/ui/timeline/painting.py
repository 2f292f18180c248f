"""Painting the messages, and as few of them as possible: what moved as a whole is moved on the screen."""

from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from igdesk.ui.paint import fill
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.bubble import Bubble
from igdesk.ui.timeline.delegate import Marks, TimelineDelegate
from igdesk.ui.timeline.overlays import Overlays
from igdesk.ui.timeline.placing import Placing

MARGIN_PX = 16
"""Reactions, rings and shadows reach so far over their row."""
BESIDE_PX = 8
"""And so far beside the column."""


class Canvas(Protocol):
    """What the messages are painted on: the view."""

    placing: Placing
    overlays: Overlays

    def viewport(self) -> QWidget: ...
    def bubble(self, row: int) -> Bubble: ...
    def column_left(self) -> int: ...
    def marks_of(self, message_id: int) -> Marks: ...


class Place(NamedTuple):
    """Where a row stands on the screen, in px, and what it looks like."""

    top: int
    height: int
    bubble: Bubble


class Painting:
    """Knows what stands on the screen since ``catch_up``."""

    def __init__(self, view: Canvas, delegate: TimelineDelegate, theme_source: ThemeSource) -> None:
        self._view = view
        self._delegate = delegate
        self._theme_source = theme_source
        self._shown: dict[int, Place] = {}
        self._size = QSize()
        self._is_torn = False
        """Something was painted where it stood between two calls of ``catch_up``."""
        self.rows_painted = 0
        """So far; for tests."""

    def paint(self, event: QPaintEvent) -> None:
        view, region = self._view, event.region()
        painter = QPainter(view.viewport())
        fill(painter, event.rect(), self._theme_source.current.color("bg.canvas"))
        left = view.column_left()
        for message_id, place in self._places().items():
            if not region.intersects(self._area(place, 0)):
                continue
            self._is_torn = self._is_torn or self._shown.get(message_id) != place
            marks = view.marks_of(message_id)
            self._delegate.paint_bubble(painter, place.bubble, QPointF(left, place.top), marks)
            self.rows_painted += 1

    def catch_up(self) -> None:
        """The rows may stand elsewhere, or look otherwise."""
        viewport, before, now = self._view.viewport(), self._shown, self._places()
        is_another_size, self._size, self._shown = viewport.size() != self._size, viewport.size(), now
        shifts = {place.top - before[message_id].top for message_id, place in now.items() if message_id in before}
        if self._is_torn or is_another_size or len(shifts) != 1:
            self._is_torn = False
            viewport.update()
            return
        shift = shifts.pop()
        if shift:
            self._scroll(shift)
        for message_id, place in now.items():
            old = before.get(message_id)
            if old is None or old.bubble is not place.bubble or old.height != place.height:
                viewport.update(self._area(place, 0))
        for message_id in before.keys() - now.keys():
            viewport.update(self._area(before[message_id], shift))

    def _scroll(self, shift: int) -> None:
        """Qt moves nothing that something lies over: between the day at the top and the button at the bottom, then."""
        viewport = self._view.viewport()
        whole, free = (self._strip(0, viewport.height()) for _ in range(2))
        for over in self._view.overlays.areas():
            if over.intersects(whole):
                if over.center().y() < whole.center().y():
                    free.setTop(max(free.top(), over.bottom() + 1))
                else:
                    free.setBottom(min(free.bottom(), over.top() - 1))
        viewport.scroll(0, shift, free)
        viewport.update(QRegion(whole) - free)

    def _places(self) -> dict[int, Place]:
        view, placing = self._view, self._view.placing
        places = {}
        for row in placing.visible_rows(MARGIN_PX):
            bubble = view.bubble(row)
            places[bubble.row.id] = Place(placing.top_on_screen(row), placing.heights.height(row), bubble)
        return places

    def _area(self, place: Place, shift: int) -> QRect:
        return self._strip(place.top + shift - MARGIN_PX, place.height + 2 * MARGIN_PX)

    def _strip(self, top: int, height: int) -> QRect:
        """The column of messages, without the scroll bar beside it."""
        left = self._view.column_left()
        return QRect(left - BESIDE_PX, top, self._view.viewport().width() - 2 * (left - BESIDE_PX), height)
