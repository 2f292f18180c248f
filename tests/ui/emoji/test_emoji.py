"""The emoji picker: what is in it, how it is searched, and that the keyboard goes everywhere."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.emoji import picker as picker_module
from igdesk.ui.emoji.catalogue import TONES, EmojiCatalogue
from igdesk.ui.emoji.groups import Group
from igdesk.ui.emoji.picker import KEY_RECENT, KEY_TONE, EmojiPicker
from igdesk.ui.theme import ThemeSource

THUMB, HEART = "👍", "❤️"


@pytest.fixture(scope="module")
def catalogue() -> EmojiCatalogue:
    return EmojiCatalogue()


def test_every_emoji_has_its_place(catalogue: EmojiCatalogue) -> None:
    assert len(catalogue.all) > 1800
    assert len({each.sign for each in catalogue.all}) == len(catalogue.all)
    assert not [each.sign for each in catalogue.all if any(tone in each.sign for tone in TONES)]
    firsts = {group: catalogue.group(group)[0].sign for group in Group}
    assert firsts[Group.SMILEYS] == "😀"
    assert firsts[Group.HEARTS] == HEART
    assert all(len(catalogue.group(group)) > 30 for group in Group)
    strays = [each.sign for each in catalogue.group(Group.SYMBOLS) if ord(each.sign[0]) > 0x1F5FF]
    assert all(ord(s[0]) in range(0x1F680, 0x1F800) or s == "🪯" for s in strays), "no face or thing among the symbols"
    assert catalogue.group(Group.SYMBOLS)[-1].sign[0] in "🇿🇾🇽🇼", "flags come last, by name"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("heart", HEART),
        ("thumbs up", THUMB),
        ("+1", THUMB),
        ("flag sweden", "🇸🇪"),
        ("FLAG swe", "🇸🇪"),
        ("piñata", "🪅"),
        ("pinata", "🪅"),
        ("thumb", THUMB),
        ("🎉", "🎉"),
    ],
)
def test_emoji_are_found_by_what_they_show(catalogue: EmojiCatalogue, text: str, first: str) -> None:
    assert catalogue.search(text)[0].sign == first


def test_a_search_for_nothing_or_nonsense(catalogue: EmojiCatalogue) -> None:
    assert catalogue.search("  ") == []
    assert catalogue.search("qzxqzx") == []
    assert catalogue.search("'; drop table") == []


def test_skin_tones(catalogue: EmojiCatalogue) -> None:
    assert catalogue.toned(THUMB, "🏽") == "👍🏽"
    assert catalogue.toned("☝️", "🏿") == "☝🏿"
    assert catalogue.toned("😀", "🏽") == "😀"
    assert catalogue.toned(THUMB, "") == THUMB
    assert catalogue.name_of("👍🏽") == "thumbs up medium skin tone"


class Kept(dict[str, str]):
    """Settings in memory."""

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        return super().get(key, default)

    def set(self, key: str, value: str) -> None:
        self[key] = value


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(600, 500)
    qtbot.addWidget(made)
    made.show()
    yield made


@pytest.fixture
def kept() -> Kept:
    return Kept()


def opened(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> tuple[EmojiPicker, list[str]]:
    made = EmojiPicker(catalogue, kept, ThemeSource(), window)
    chosen: list[str] = []
    made.chosen.connect(chosen.append)
    made.open_at(window)
    made.search.setFocus()
    return made, chosen


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


def test_typing_searches_and_enter_inserts(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, chosen = opened(window, kept, catalogue)
    QTest.keyClicks(made.search, "thumb")
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    assert chosen == ["👎"]
    assert not made.isVisible()
    assert kept[KEY_RECENT] == '["👎"]'


def test_arrows_move_over_headings_and_short_rows(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    kept.set(KEY_RECENT, '["🔥", "👍", "❤️"]')
    made, chosen = opened(window, kept, catalogue)
    assert made.grid.current_sign == "🔥"
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    assert made.grid.current_sign == "😀", "behind the last of a row the next row begins"
    press(Qt.Key.Key_Left)
    assert made.grid.current_sign == "❤️"
    press(Qt.Key.Key_Down)
    assert made.grid.current_sign == "😄"
    press(Qt.Key.Key_PageDown)
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert made.isVisible(), "Shift+Enter stays"
    assert len(chosen) == 1
    press(Qt.Key.Key_Escape)
    assert not made.isVisible()


def test_every_emoji_is_reached_by_keys(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, _ = opened(window, kept, catalogue)
    seen = [made.grid.current_sign]
    for _ in range(len(catalogue.all) - 1):
        made.grid.step(0, 1)
        seen.append(made.grid.current_sign)
    assert seen == [each.sign for each in catalogue.all]


def test_skin_tones_by_keys_are_remembered(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, chosen = opened(window, kept, catalogue)
    QTest.keyClicks(made.search, "thumbs up")
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    row = made.findChild(QWidget, "emojiTones")
    assert [b.accessibleName() for b in row.buttons][:2] == ["thumbs up", "thumbs up light skin tone"]  # type: ignore[union-attr]
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    assert chosen == ["👍🏼"]
    assert kept[KEY_TONE] == "🏼"
    again, chosen = opened(window, kept, catalogue)
    QTest.keyClicks(again.search, "waving hand")
    press(Qt.Key.Key_Return)
    assert chosen == ["👋🏼"]
    third, chosen = opened(window, kept, catalogue)
    QTest.keyClicks(third.search, "thumbs up")
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Return)
    assert chosen == ["👍"], "and can be given up"
    assert kept[KEY_TONE] == ""


def test_escape_closes_the_tones_first(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, _ = opened(window, kept, catalogue)
    QTest.keyClicks(made.search, "thumbs up")
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Escape)
    assert made.isVisible()
    assert made.search.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not made.isVisible()


def test_the_pointer_chooses(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, chosen = opened(window, kept, catalogue)
    cell = made.grid.visualRect(made.grid.rows.index(1, 2))
    QTest.mouseClick(made.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, cell.center())
    assert chosen == ["😄"]


def test_a_click_beside_the_emoji_chooses_nothing(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, chosen = opened(window, kept, catalogue)
    QTest.mouseClick(made.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 8))
    assert chosen == []
    assert made.isVisible()


def test_categories_are_places_to_scroll_to(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, _ = opened(window, kept, catalogue)
    QTest.keyClicks(made.search, "heart")
    made._tabs["food"].click()
    assert made.search.text() == ""
    assert made.grid.accessibleName() == "Food and drink"
    assert made._tabs["food"].isChecked()
    assert made.grid.current_sign == "🍇"
    assert not made._tabs["recent"].isEnabled()


@pytest.mark.parametrize("broken", ["", "{", "7", '["nonsense", 3, "🔥"]', '{"a": 1}'])
def test_what_was_kept_may_be_anything(window: QWidget, kept: Kept, catalogue: EmojiCatalogue, broken: str) -> None:
    kept.set(KEY_RECENT, broken)
    kept.set(KEY_TONE, "x")
    _, chosen = opened(window, kept, catalogue)
    press(Qt.Key.Key_Return)
    assert chosen in (["😀"], ["🔥"])


def test_recent_ones_are_limited_and_newest_first(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, _ = opened(window, kept, catalogue)
    for each in catalogue.all[: picker_module.MOST_RECENT + 5]:
        made._choose(each.sign, stays=True)
    made._choose("😃", stays=True)
    assert made._recent()[0] == "😃"
    assert len(made._recent()) == len(set(made._recent())) == picker_module.MOST_RECENT


def test_only_what_is_on_the_screen_is_painted(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    """Counted: with 1,900 emoji a paint asks for as many as fit."""
    made, _ = opened(window, kept, catalogue)
    asked: list[str] = []
    sign = made.grid.rows.sign
    made.grid.rows.sign = lambda index: asked.append("") or sign(index)  # type: ignore[method-assign,assignment,func-returns-value]
    picture = QImage(made.grid.viewport().size(), QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    made.grid.viewport().render(painter, QPoint())
    painter.end()
    assert 0 < len(asked) < 160


def test_it_tells_its_names(window: QWidget, kept: Kept, catalogue: EmojiCatalogue) -> None:
    made, _ = opened(window, kept, catalogue)
    assert made.accessibleName() == "Emoji"
    assert made.search.accessibleName() == "Search emoji"
    assert made.grid.accessibleName() == "Smileys and people"
    index = made.grid.rows.index(1, 0)
    assert made.grid.rows.data(index, Qt.ItemDataRole.AccessibleTextRole) == "grinning face"
    QTest.keyClicks(made.search, "qzxqzx")
    assert made.grid.say_current() == "No emoji found"
