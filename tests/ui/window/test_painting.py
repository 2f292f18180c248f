"""What is painted when something happens, counted in paint events."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.search.search_button import USUAL_KEY


class Paints(QObject):
    """The widgets that were painted, by class, and the height of what was painted of each."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.heights: dict[str, int] = {}
        for widget in (window, *window.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            place = watched.parent().objectName() if type(watched) is QWidget else type(watched).__name__
            height = event.region().boundingRect().height()  # type: ignore[attr-defined]
            self.heights[place] = max(height, self.heights.get(place, 0))
        return False


@pytest.fixture
def shown(make_studio: Callable[..., object], qtbot: QtBot) -> object:
    studio = make_studio()
    window = studio.window  # type: ignore[attr-defined]
    window.show()
    window.open_conversation(studio.talks["mara"])  # type: ignore[attr-defined]
    window.toggle_details(True)
    paints = Paints(window)
    while True:  # what was begun with the window comes to an end
        paints.heights.clear()
        qtbot.wait(60)
        if not paints.heights:
            return studio


def test_news_paint_neither_the_rail_nor_the_head_nor_the_details(shown: object, qtbot: QtBot) -> None:
    studio = shown
    studio.write("mara", "Mara Lindqvist", 0.9, "First")  # type: ignore[attr-defined]
    qtbot.wait(50)
    paints = Paints(studio.window)  # type: ignore[attr-defined]
    studio.write("mara", "Mara Lindqvist", 0.5, "Second")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "timeline" in paints.heights and "conversationList" in paints.heights)
    untouched = {"Rail", "ViewTile", "AccountTile", "PersonButton", "DetailsPane", "Facts", "ChipButton", "BannerBar"}
    assert untouched & paints.heights.keys() == set()
    assert paints.heights["conversationList"] <= 80, "a changed row is painted, not the list"


def test_nothing_new_paints_nothing(shown: object, qtbot: QtBot) -> None:
    archive, window = shown.archive, shown.window  # type: ignore[attr-defined]
    paints, before = Paints(window), archive.statistics.transactions
    shown.write("noah", "Noah Okafor", 24 * 8.0)  # type: ignore[attr-defined]
    QApplication.sendPostedEvents()
    assert archive.statistics.transactions == before
    assert paints.heights == {}


def test_the_first_picture_has_every_ground_and_the_key_of_the_search(make_studio: Callable[..., Any]) -> None:
    window = make_studio(attach=False).window
    window.columns.ensurePolished()
    window.columns.resize(window.size())
    assert not window.conversation.has_talk
    picture = window.columns.grab().toImage()
    theme = window.theme_source.current
    middle = window.conversation.geometry().center()
    assert picture.pixelColor(middle).rgb() == theme.color("bg.canvas").rgb()
    assert window.list_pane.search._key == USUAL_KEY
    window.show()
    assert window.shortcuts is not None
    assert window.list_pane.search._key == USUAL_KEY, "nothing comes in late"


def test_what_stands_there_while_nothing_is_open_is_painted_before_the_rest_is_made(
    make_studio: Callable[..., Any], qtbot: QtBot
) -> None:
    window = make_studio(attach=False).window
    painted: list[int] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and type(watched).__name__ == "EmptyConversation":
                painted.append(1)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    seen: list[int] = []
    window.conversation.talk_made.connect(lambda: seen.append(len(painted)))
    window.show()
    qtbot.waitUntil(lambda: bool(seen))
    QApplication.instance().removeEventFilter(watch)
    assert seen[0] > 0
