"""What is on the screen after any changes is what a fresh painting shows, and little is painted for it."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

Build = Callable[..., Any]


def on_screen(scene: Any) -> QImage:
    """What the window system was given so far."""
    QApplication.processEvents()
    return scene.pane.screen().grabWindow(scene.pane.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)


def painted_anew(scene: Any) -> QImage:
    return scene.pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.fixture
def scene(stage: Build, message: Any) -> Any:
    made = stage([replace(m, text=m.text * (1 + i % 7)) for i, m in enumerate(message.many(120))])
    made.view.begin_at_end()
    assert on_screen(made) == painted_anew(made)
    return made


def test_a_new_message_moves_the_others_on_the_screen(scene: Any, message: Any) -> None:
    before = scene.view.painting.rows_painted
    for number in range(4):
        scene.put(message(f"New {number}", at=message.at + timedelta(minutes=number)))
        QApplication.processEvents()
    assert len(scene.view.placing.visible_rows()) > 6
    assert scene.view.painting.rows_painted - before <= 3 * 4, "the new one and its neighbours"
    assert on_screen(scene) == painted_anew(scene)


def test_scrolling_paints_what_comes_in(scene: Any) -> None:
    bar = scene.view.verticalScrollBar()
    on_screen(scene)
    before = scene.view.painting.rows_painted
    for _ in range(20):
        bar.setValue(bar.value() - 20)
        QApplication.processEvents()
    assert scene.view.painting.rows_painted - before <= 3 * 20
    assert on_screen(scene) == painted_anew(scene)


def test_a_message_out_of_sight_paints_none(scene: Any, message: Any) -> None:
    scene.scroll_to(scene.view.verticalScrollBar().maximum() // 2)
    scene.put(message("The button comes", at=message.at + timedelta(minutes=1)))
    on_screen(scene)
    before = scene.view.painting.rows_painted
    scene.put(message("Below", at=message.at + timedelta(minutes=2)))
    QApplication.processEvents()
    assert scene.view.painting.rows_painted - before <= 2, "under the button at most"
    assert on_screen(scene) == painted_anew(scene)


@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_screen_is_what_a_fresh_painting_shows(scene: Any, message: Any, seed: int) -> None:
    dice = random.Random(seed)
    minutes = 0

    def arrive() -> None:
        nonlocal minutes
        minutes += dice.choice((0, 1, 9))
        text = "Word " * dice.randrange(1, 40)
        scene.put(message(text, own=dice.random() < 0.4, at=message.at + timedelta(minutes=minutes)))

    def edit() -> None:
        row = dice.choice(scene.model.rows)
        scene.put(replace(row.message, text="Changed " * dice.randrange(1, 30), is_edited=True))

    def drop() -> None:
        scene.drop(dice.choice(scene.model.rows).id)

    def scroll() -> None:
        bar = scene.view.verticalScrollBar()
        bar.setValue(bar.value() + dice.choice((-400, -97, -3, 5, 60, 300)))

    def resize() -> None:
        scene.pane.resize(dice.choice((480, 560, 640)), dice.choice((500, 700)))

    def look_at() -> None:
        scene.view.repaint_message(dice.choice(scene.model.rows).id)

    def older() -> None:
        scene.model.fetch_older()

    acts = (arrive, arrive, edit, drop, scroll, scroll, scroll, resize, look_at, older)
    for step in range(40):
        for _ in range(dice.choice((1, 1, 2, 3))):
            act = dice.choice(acts)
            act()
        assert on_screen(scene) == painted_anew(scene), (step, act.__name__)


def test_what_was_painted_between_two_settlings_is_painted_again(scene: Any) -> None:
    """Somewhere in the middle of a change a part of the window is uncovered."""
    scene.view.placing.scrolled_to(scene.view.placing.value - 40)
    scene.view.viewport().repaint(0, 200, scene.view.viewport().width(), 90)
    scene.view.painting.catch_up()
    assert on_screen(scene) == painted_anew(scene)
