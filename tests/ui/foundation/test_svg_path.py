"""Path data of the icons."""

import math

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from igdesk.ui import tokens
from igdesk.ui.icons import icon_path
from igdesk.ui.svg_path import parse_path


def corners(path: QPainterPath) -> list[tuple[float, float]]:
    return [(round(path.elementAt(i).x, 3), round(path.elementAt(i).y, 3)) for i in range(path.elementCount())]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("M1 2L3 4", [(1, 2), (3, 4)]),
        ("m1 2 3 4 5 6", [(1, 2), (4, 6), (9, 12)]),
        ("M0 0H5V6h-2v-3", [(0, 0), (5, 0), (5, 6), (3, 6), (3, 3)]),
        ("M.9.900h8.200", [(0.9, 0.9), (9.1, 0.9)]),
        ("M1-2-3 4", [(1, -2), (-3, 4)]),
        ("M1e1,2E-1 L 3,4", [(10, 0.2), (3, 4)]),
    ],
)
def test_lines_and_numbers(data: str, expected: list[tuple[float, float]]) -> None:
    assert corners(parse_path(data)) == expected


def test_relative_move_after_close_starts_at_the_start_of_the_figure() -> None:
    path = parse_path("M10 10h5v5zm1 1h2")
    assert (13, 11) in corners(path)


def test_smooth_curves_reflect_the_last_control_point() -> None:
    smooth = parse_path("M0 0C0 4 4 8 8 8s8-4 8-8")
    full = parse_path("M0 0C0 4 4 8 8 8C12 8 16 4 16 0")
    assert corners(smooth) == corners(full)
    assert corners(parse_path("M0 0q2 4 4 0t4 0")) == corners(parse_path("M0 0Q2 4 4 0Q6-4 8 0"))


def test_smooth_curve_without_a_curve_before_starts_at_the_pen() -> None:
    assert corners(parse_path("M1 1S4 8 8 8")) == corners(parse_path("M1 1C1 1 4 8 8 8"))


def test_flags_of_an_arc_may_run_together_with_what_follows() -> None:
    together, apart = parse_path("M8 16.800a4 4 0 0 1-1.2-7.8"), parse_path("M8 16.8 a 4 4 0 0 1 -1.2 -7.8")
    packed = parse_path("M8 16.800a4 4 0 01-1.2-7.8")
    assert corners(together) == corners(apart) == corners(packed)


def test_an_arc_keeps_its_distance_from_the_centre() -> None:
    path = parse_path("M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17z")
    for step in range(21):
        point = path.pointAtPercent(step / 20)
        assert math.hypot(point.x() - 12, point.y() - 12) == pytest.approx(8.5, abs=0.01)


def test_sweep_and_large_flags_choose_the_right_arc() -> None:
    for large, sweep, middle in ((0, 1, (10, 0)), (0, 0, (10, 10)), (1, 1, (10, 0)), (1, 0, (10, 10))):
        path = parse_path(f"M5 5A5 5 0 {large} {sweep} 15 5")
        half = path.pointAtPercent(0.5)
        assert (half.x(), half.y()) == pytest.approx(middle, abs=0.05)


def test_an_arc_too_small_for_its_ends_is_made_larger() -> None:
    path = parse_path("M0 0A1 1 0 0 1 10 0")
    assert path.currentPosition() == QPointF(10, 0)
    assert path.boundingRect().height() == pytest.approx(5, abs=0.1)


def test_an_arc_without_a_radius_is_a_line() -> None:
    assert corners(parse_path("M0 0A0 3 0 0 1 4 4")) == [(0, 0), (4, 4)]


@pytest.mark.parametrize("data", ["1 2", "M1", "M1 2 3", "MX", "M0 0a1 1 0 2 0 1 1", "M0 0zz 3"])
def test_anything_else_is_an_error(data: str) -> None:
    with pytest.raises(ValueError, match="at"):
        parse_path(data)


def test_every_icon_of_the_tokens_lies_on_its_grid() -> None:
    for name in tokens.value("icon.paths"):
        box = icon_path(name, 1.75).boundingRect()
        assert not box.isEmpty(), name
        assert box.left() > 0, name
        assert box.top() > 0, name
        assert box.right() < 24.2, name
        assert box.bottom() < 24, name
