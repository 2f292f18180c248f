"""What gives way at which width (chapter 4 of the design)."""

import pytest

from igdesk.ui.layout.arrangement import DetailsPlace, Pane, Wishes, arrange, hides_composer_hint

DETAILS = Wishes(shows_details=True)
TALK = Wishes(front=Pane.CONVERSATION)


@pytest.mark.parametrize(
    ("width", "rail", "listed", "conversation", "details"),
    [
        (1280, 76, 336, 576, 292),
        (1144, 76, 336, 440, 292),
        (1920, 76, 336, 1216, 292),
    ],
)
def test_four_columns(width: int, rail: int, listed: int, conversation: int, details: int) -> None:
    found = arrange(width, DETAILS)
    assert found.details_place is DetailsPlace.DOCKED
    assert (found.rail, found.list, found.conversation, found.details) == (rail, listed, conversation, details)
    assert found.rail + found.list + found.conversation + found.details == width


@pytest.mark.parametrize(
    ("width", "listed", "place"),
    [
        (1143, 336, DetailsPlace.SHEET),
        (1001, 336, DetailsPlace.SHEET),
        (1000, 292, DetailsPlace.SHEET),
        (860, 292, DetailsPlace.SHEET),
        (760, 284, DetailsPlace.SHEET),
    ],
)
def test_two_panes_and_a_sheet(width: int, listed: int, place: DetailsPlace) -> None:
    found = arrange(width, DETAILS)
    assert not found.is_one_pane
    assert (found.list, found.details_place) == (listed, place)
    assert found.rail + found.list + found.conversation == width, "a sheet takes no room"
    assert found.conversation >= 400


@pytest.mark.parametrize(
    ("width", "scale", "listed"),
    [(1280, 1.5, 420), (1280, 1.0, 336), (1280, 0.875, 336), (860, 1.5, 365), (760, 1.5, 284)],
)
def test_large_letters_widen_the_list_where_there_is_room(width: int, scale: float, listed: int) -> None:
    found = arrange(width, DETAILS._replace(text_scale=scale))
    assert found.list == listed
    assert found.conversation >= 400
    assert arrange(width, DETAILS._replace(text_scale=scale, list_width=270)).list == 270, "what a person chose stays"


@pytest.mark.parametrize(
    ("width", "rail", "is_compact"), [(759, 76, False), (640, 76, False), (639, 56, True), (480, 56, True)]
)
def test_one_pane(width: int, rail: int, is_compact: bool) -> None:
    in_list, in_talk = arrange(width, Wishes()), arrange(width, TALK)
    assert in_list.is_one_pane
    assert (in_list.rail, in_list.is_rail_compact) == (rail, is_compact)
    assert (in_list.list, in_list.conversation) == (width - rail, 0)
    assert (in_talk.list, in_talk.conversation) == (0, width - rail)


def test_without_details_the_room_goes_to_the_timeline() -> None:
    assert arrange(1280, Wishes()).conversation == 868


@pytest.mark.parametrize("wish", [100, 260, 400, 480, 900])
@pytest.mark.parametrize("width", [760, 860, 1000, 1144, 1280, 2000])
def test_wishes_are_kept_within_the_limits(width: int, wish: int) -> None:
    for shows in (False, True):
        found = arrange(width, Wishes(wish, wish, shows_details=shows))
        assert 260 <= found.list <= 480
        docked = found.details if found.details_place is DetailsPlace.DOCKED else 0
        assert docked == 0 or 260 <= docked <= 360
        assert found.conversation >= (440 if docked else 400)
        assert found.rail + found.list + found.conversation + docked == width


def test_by_height() -> None:
    assert hides_composer_hint(519)
    assert not hides_composer_hint(520)
