"""Zoom, place and turns of the shown picture."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.theme import ThemeSource
from igdesk.ui.viewer.dark import DarkSource
from igdesk.ui.viewer.stage import MOST_SCALE, SIDE_PX, Stage


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    holder = QWidget()
    qtbot.addWidget(holder)
    source = ThemeSource()
    made = Stage(DarkSource(source, holder), holder)
    made.resize(1000, 700)
    yield made


def show(stage: Stage, width: int, height: int, *, told: tuple[int, int] | None = None) -> None:
    stage.begin(QSizeF(*(told or (width, height))))
    stage.show_picture(QPixmap.fromImage(QImage(width, height, QImage.Format.Format_RGB32)))


def test_a_large_picture_is_fitted_and_a_small_one_keeps_its_size(stage: Stage) -> None:
    show(stage, 4000, 1000)
    assert stage.is_fitted
    assert stage._place().width() == pytest.approx(1000 - 2 * SIDE_PX)
    show(stage, 100, 80)
    assert stage.scale == 1.0


def test_zoom_keeps_the_point_under_the_pointer(stage: Stage) -> None:
    show(stage, 2000, 2000)
    point = QPointF(430, 300)

    def under() -> QPointF:
        place = stage._place()
        return QPointF((point.x() - place.left()) / place.width(), (point.y() - place.top()) / place.height())

    stage.zoom_to(1.0, point)
    before = under()
    stage.zoom_by(1.5, point)
    assert (under() - before).manhattanLength() < 0.001


def test_zoom_has_ends_and_comes_back_to_fitted(stage: Stage) -> None:
    show(stage, 2000, 1500)
    fitted = stage.scale
    for _ in range(60):
        stage.zoom_by(1.25)
    assert stage.scale == MOST_SCALE
    for _ in range(60):
        stage.zoom_by(0.8)
    assert stage.is_fitted
    assert stage.scale == fitted


def test_a_picture_is_never_lost_outside(stage: Stage) -> None:
    show(stage, 2000, 1500)
    stage.zoom_to(2.0)
    stage.move_by(100_000, -100_000)
    place = stage._place()
    assert place.left() == pytest.approx(0, abs=1)
    assert place.bottom() == pytest.approx(700, abs=2)
    stage.fit()
    stage.move_by(50, 50)
    assert stage._place().center().x() == pytest.approx(500, abs=1)


def test_turned_it_is_fitted_anew(stage: Stage) -> None:
    show(stage, 2000, 500)
    stage.rotate()
    assert stage.turns == 1
    assert stage._place().height() == pytest.approx(700 - 32)
    for _ in range(3):
        stage.rotate()
    assert stage.turns == 0


def test_told_sizes_may_be_wrong_or_missing(stage: Stage) -> None:
    """failure 78: width and height are only what somebody claims"""
    show(stage, 300, 400, told=(0, 0))
    assert stage.natural == QSizeF(300, 400)
    show(stage, 300, 400, told=(4000, 3000))
    assert stage.natural == QSizeF(3000, 4000), "a photo that stands upright by its EXIF data"
    show(stage, 1, 1, told=(10**9, 1))
    assert stage.natural.width() == stage.natural.height()
    stage.grab()


def test_more_is_wanted_only_when_it_would_be_seen(stage: Stage, qtbot: QtBot) -> None:
    stage.begin(QSizeF(2000, 1000))
    stage.show_picture(QPixmap.fromImage(QImage(800, 400, QImage.Format.Format_RGB32)))
    with qtbot.assertNotEmitted(stage.more_wanted):
        stage.fit()
    with qtbot.waitSignal(stage.more_wanted):
        stage.zoom_to(1.0)
