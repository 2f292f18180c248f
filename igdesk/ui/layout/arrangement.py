"""Which columns of the window are shown and how wide they are, computed from its size."""

from enum import Enum
from typing import NamedTuple

from igdesk.ui.layout import limits


class Pane(Enum):
    """What is in front while only one pane fits."""

    LIST = "list"
    CONVERSATION = "conversation"


class DetailsPlace(Enum):
    HIDDEN = "hidden"
    DOCKED = "docked"
    SHEET = "sheet"


class Wishes(NamedTuple):
    """What the person chose; None is the default width."""

    list_width: int | None = None
    details_width: int | None = None
    shows_details: bool = False
    front: Pane = Pane.LIST
    text_scale: float = 1.0
    """Large letters widen the list by half as much, where it has its default width and there is room."""


class Arrangement(NamedTuple):
    """Widths of the columns in logical order, leading edge first. A column of width 0 is hidden."""

    rail: int
    list: int
    conversation: int
    details: int
    """Width of the details, docked or as a sheet; 0 while hidden."""
    details_place: DetailsPlace
    is_rail_compact: bool
    is_one_pane: bool

    @property
    def list_can_be_dragged(self) -> bool:
        return not self.is_one_pane


def arrange(width: int, wishes: Wishes) -> Arrangement:
    """The arrangement for a window (its client area) of this width."""
    is_rail_compact = width < limits.RAIL_COMPACT_BELOW
    rail = limits.RAIL_COMPACT if is_rail_compact else limits.RAIL
    if width < limits.TWO_PANES_FROM:
        place = (
            DetailsPlace.SHEET if wishes.shows_details and wishes.front is Pane.CONVERSATION else DetailsPlace.HIDDEN
        )
        rest = width - rail
        return Arrangement(
            rail=rail,
            list=rest if wishes.front is Pane.LIST else 0,
            conversation=rest if wishes.front is Pane.CONVERSATION else 0,
            details=min(limits.DETAILS, rest) if place is DetailsPlace.SHEET else 0,
            details_place=place,
            is_rail_compact=is_rail_compact,
            is_one_pane=True,
        )
    place = _details_place(width, wishes)
    is_narrow = width <= limits.HEADER_COMPACT_TO
    details = 0
    if place is DetailsPlace.DOCKED:
        room = width - rail - limits.LIST_MIN - limits.TIMELINE_MIN_WITH_DETAILS
        details = min(_wish(wishes.details_width, limits.DETAILS, limits.DETAILS_MIN, limits.DETAILS_MAX), room)
    elif place is DetailsPlace.SHEET:
        details = limits.DETAILS
    docked = details if place is DetailsPlace.DOCKED else 0
    least = limits.TIMELINE_MIN_WITH_DETAILS if docked else limits.TIMELINE_MIN
    usual = limits.LIST_NARROW if is_narrow else limits.LIST
    usual = min(round(usual * max(1.0, (1 + wishes.text_scale) / 2)), limits.LIST_MAX)
    wish = _wish(wishes.list_width, usual, limits.LIST_MIN, limits.LIST_MAX)
    list_width = max(min(wish, width - rail - docked - least), limits.LIST_MIN)
    return Arrangement(
        rail=rail,
        list=list_width,
        conversation=width - rail - list_width - docked,
        details=details,
        details_place=place,
        is_rail_compact=is_rail_compact,
        is_one_pane=False,
    )


def hides_composer_hint(height: int) -> bool:
    """Whether the window is so low that the composer's footer keeps only the window and the counter."""
    return height < limits.FOOTER_SHORT_BELOW


def _details_place(width: int, wishes: Wishes) -> DetailsPlace:
    if not wishes.shows_details:
        return DetailsPlace.HIDDEN
    return DetailsPlace.DOCKED if width >= limits.DETAILS_DOCKED_FROM else DetailsPlace.SHEET


def _wish(value: int | None, default: int, least: int, most: int) -> int:
    return default if value is None else max(least, min(value, most))
