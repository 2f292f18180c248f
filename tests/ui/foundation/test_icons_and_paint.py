"""Painted icons, pills, badges, avatars."""

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from igdesk.domain.window import WindowLevel
from igdesk.ui.icons import icon, icon_pixmap, paint_icon, paint_mark
from igdesk.ui.paint import (
    avatar_tint_index,
    badge_width,
    hairline,
    initials,
    paint_avatar,
    paint_badge,
    paint_focus_ring,
    paint_pill,
    pill_width,
    rounded_path,
)
from igdesk.ui.theme import Theme

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
INK = QColor("#ff0000")

pytestmark = pytest.mark.usefixtures("qapp")


def canvas(width: int = 60, height: int = 60, dpr: float = 1) -> QImage:
    image = QImage(QSize(round(width * dpr), round(height * dpr)), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    return image


def inked(image: QImage) -> set[tuple[int, int]]:
    return {(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 127}


def painted_icon(name: str, direction: Qt.LayoutDirection) -> set[tuple[int, int]]:
    image = canvas(24, 24)
    painter = QPainter(image)
    paint_icon(painter, name, QRectF(0, 0, 24, 24), INK, layout_direction=direction)
    painter.end()
    return inked(image)


@pytest.mark.parametrize("name", ["reply", "arrow-l", "chev-r", "waiting"])
def test_icons_that_point_are_mirrored(name: str) -> None:
    mirrored = {(23 - x, y) for x, y in painted_icon(name, LTR)}
    shown = painted_icon(name, RTL)
    assert len(mirrored ^ shown) <= len(shown) * 0.1


@pytest.mark.parametrize("name", ["check", "clock", "send", "search"])
def test_icons_that_do_not_point_stay(name: str) -> None:
    assert painted_icon(name, LTR) == painted_icon(name, RTL)


def test_an_icon_of_a_size_is_centred() -> None:
    image = canvas(40, 40)
    painter = QPainter(image)
    paint_icon(painter, "plus", QRectF(0, 0, 40, 40), INK, size_key="toolbar")
    painter.end()
    xs = [x for x, _ in inked(image)]
    assert min(xs) + max(xs) == pytest.approx(39, abs=1)
    assert max(xs) - min(xs) < 19


def test_icon_pixmaps_are_kept_by_ratio_and_colour() -> None:
    once = icon_pixmap("lock", 18, INK, 2)
    assert once.size() == QSize(36, 36)
    assert icon_pixmap("lock", 18, INK, 2).cacheKey() == once.cacheKey()
    assert icon_pixmap("lock", 18, QColor("#00ff00"), 2).cacheKey() != once.cacheKey()
    assert not icon("lock", INK).isNull()


def test_the_mark_leaves_the_tray_line_open() -> None:
    image = canvas(64, 64)
    painter = QPainter(image)
    paint_mark(painter, QRectF(0, 0, 64, 64), INK)
    painter.end()
    assert image.pixelColor(32, 15).alpha() == 255
    assert image.pixelColor(32, 37).alpha() == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mara Lindqvist", "ML"),
        ("Fern & Clay", "FC"),
        ("mara", "M"),
        ("@mara.lindqvist", "M"),
        ("Ana Sofia de Oliveira", "AO"),
        ("田中 愛子", "田"),
        ("ليلى حداد", "ل"),
        ("נועה כהן", "נ"),
        ("👩‍👩‍👧 Family", "👩‍👩‍👧F"),
        ("Åsa Öberg", "ÅÖ"),
        ("", "#"),
        ("  @ ", "#"),
    ],
)
def test_initials(name: str, shown: str) -> None:
    assert initials(name) == shown


def test_a_person_keeps_their_tint() -> None:
    assert avatar_tint_index("igsid1") == avatar_tint_index("igsid1")
    assert {avatar_tint_index(f"igsid{n}") for n in range(100)} == set(range(8))


def test_an_avatar_is_round_with_and_without_a_picture() -> None:
    theme = Theme("light")
    picture = QPixmap(90, 120)
    picture.fill(INK)
    for pixmap in (None, picture):
        image = canvas(44, 44)
        painter = QPainter(image)
        paint_avatar(painter, QRectF(0, 0, 44, 44), theme, "key", "Mara", pixmap)
        painter.end()
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(22, 2).alpha() == 255
    assert image.pixelColor(22, 22) == INK


def test_pills_grow_from_their_leading_edge() -> None:
    theme = Theme("light")
    for direction in (LTR, RTL):
        image = canvas(200, 20)
        painter = QPainter(image)
        width = paint_pill(painter, 100, 0, theme, WindowLevel.SOON, "3 h left", direction=direction)
        painter.end()
        assert width == pill_width(theme, "3 h left")
        xs = [x for x, _ in inked(image)]
        assert (min(xs) >= 99) if direction is LTR else (max(xs) <= 100)


def test_badges_are_round_for_one_figure() -> None:
    theme = Theme("dark")
    assert badge_width(theme, "2") == 18
    assert badge_width(theme, "99+") > 24
    image = canvas(60, 20)
    painter = QPainter(image)
    assert paint_badge(painter, 50, 1, theme, "2", ring=INK) == 18
    painter.end()
    assert max(x for x, _ in inked(image)) <= 52


def test_the_focus_ring_stays_inside_its_rectangle() -> None:
    image = canvas()
    painter = QPainter(image)
    paint_focus_ring(painter, QRectF(10, 10, 40, 40), Theme("light"), 8)
    painter.end()
    points = inked(image)
    assert min(points)[0] == 10
    assert max(points)[0] == 49
    assert (30, 30) not in points


def test_rounded_path_takes_a_radius_for_each_corner() -> None:
    path = rounded_path(QRectF(0, 0, 40, 30), (16, 5, 0, 16))
    assert path.contains(QRectF(39, 29, 0.9, 0.9))
    assert not path.contains(QRectF(0, 0, 2, 2))
    assert path.boundingRect() == QRectF(0, 0, 40, 30)


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_a_hairline_is_one_device_pixel_at_any_ratio(dpr: float) -> None:
    image = canvas(20, 21, dpr)
    painter = QPainter(image)
    painter.translate(0, 3.3)
    hairline(painter, QRectF(0, 7, 20, 1), INK)
    painter.end()
    column = [image.pixelColor(5, y).alpha() for y in range(image.height())]
    assert sorted(column)[-2:] == [0, 255]
