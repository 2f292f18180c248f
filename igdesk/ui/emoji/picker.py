"""The emoji picker over the reply: search, recent ones, categories, skin tones."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from igdesk.domain.status import KnownError
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import announce
from igdesk.ui.controls import IconButton, PaintedButton
from igdesk.ui.emoji.catalogue import TONES, EmojiCatalogue
from igdesk.ui.emoji.grid import CELL, COLUMNS, EmojiGrid, Section
from igdesk.ui.emoji.groups import ICONS, Group
from igdesk.ui.emoji_paint import paint_emoji
from igdesk.ui.layout.popover import SHADOW, Popover
from igdesk.ui.paint import fill_rounded, hairline, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.search.search_field import SearchField
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

WIDTH = 372
PAD = 14
GRID_HEIGHT = 232
TAB = 32
MOST_RECENT = 20
RECENT, FOUND = "recent", "found"
KEY_RECENT, KEY_TONE = "emoji.recent", "emoji.tone"


class Settings(Protocol):
    """Small texts that are remembered."""

    def get(self, key: str, default: str = "") -> str: ...
    def set(self, key: str, value: str) -> None: ...


class ToneButton(PaintedButton):
    """An emoji in one skin tone."""

    def __init__(self, sign: str, name: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.sign = sign
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(CELL, CELL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if self.underMouse() or self.hasFocus():
            fill_rounded(painter, rect, self.radius(), self.theme.color("bg.hover"))
        paint_emoji(painter, rect, self.sign, 22)


class ToneRow(QWidget):
    """The emoji in all skin tones, over the grid."""

    chosen = Signal(str)

    def __init__(self, signs: list[tuple[str, str]], theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, QAccessible.Role.PopupMenu)
        self.setObjectName("emojiTones")
        self.setAccessibleName(say("emoji.tones"))
        self._theme_source = theme_source
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(0)
        self.buttons: list[ToneButton] = []
        for sign, name in signs:
            button = ToneButton(sign, name, theme_source, self)
            button.clicked.connect(lambda _on=False, sign=sign: self.chosen.emit(sign))
            row.addWidget(button)
            self.buttons.append(button)
        self.resize(self.sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect())
        fill_rounded(painter, rect, theme.size("radius.field"), theme.color("bg.raised"))
        stroke_rounded(painter, rect, theme.size("radius.field"), theme.color("line.strong"))


class EmojiPicker(Popover):
    """Typing searches, arrows move, Enter inserts, Shift+Enter inserts and stays, Alt+Down offers skin tones."""

    grows = False  # its cells keep their size

    chosen = Signal(str)

    def __init__(
        self, catalogue: EmojiCatalogue, settings: Settings, theme_source: ThemeSource, parent: QWidget
    ) -> None:
        super().__init__(theme_source, parent, width=WIDTH)
        set_role(self, QAccessible.Role.Dialog)
        self.setObjectName("emojiPopup")
        self.setAccessibleName(say("emoji.title"))
        self._catalogue = catalogue
        self._settings = settings
        self._tone = settings.get(KEY_TONE)
        self._tones: ToneRow | None = None
        self.set_padding(PAD, 12, 6)
        self.column.setSpacing(6)
        self.search = SearchField(say("emoji.search"), theme_source, self)
        self.search.setObjectName("emojiSearch")
        self.grid = EmojiGrid(catalogue.name_of, theme_source, self)
        self.grid.setFixedHeight(GRID_HEIGHT)
        self.grid.setFixedWidth(COLUMNS * CELL + 4)
        self._bar = OverlayScrollBar(self.grid, theme_source)
        self._nothing = PlainText(theme_source, self, color="text.secondary", text=say("emoji.none"))
        self._nothing.hide()
        self.column.addWidget(self.search)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self.grid)
        self._tabs = self._make_tabs()
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.grid.installEventFilter(self)
        self.grid.chosen.connect(self._choose)
        self.grid.tones_wanted.connect(self._offer_tones)
        self.grid.scrolled.connect(self._follow_scroll)
        self.grid.current_moved.connect(lambda: announce(self.grid, self.grid.say_current()))
        self._show_all()

    def open_at(self, anchor: QWidget) -> None:
        super().open_at(anchor)
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in (self.search, self.grid) and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._take_key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._tones is not None:
            self._take_key_of_tones(event)
        elif not self._take_key(event):
            super().keyPressEvent(event)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        y = self.grid.geometry().bottom() + 4
        line = QRectF(SHADOW, y, self.width() - 2 * SHADOW, 1)
        hairline(QPainter(self), line, self.theme_source.current.color("line.separator"))

    # what is shown

    def _show_all(self) -> None:
        recent = self._recent()
        sections = [Section(RECENT, say("emoji.group.recent"), tuple(recent))] if recent else []
        for group in Group:
            signs = tuple(self._catalogue.toned(each.sign, self._tone) for each in self._catalogue.group(group))
            sections.append(Section(group.value, say(f"emoji.group.{group.value}"), signs))
        self._show(sections)

    def _filter(self, text: str) -> None:
        self._close_tones()
        if not text.strip():
            self._show_all()
            return
        found = tuple(self._catalogue.toned(each.sign, self._tone) for each in self._catalogue.search(text))
        self._show([Section(FOUND, say("emoji.found", n=len(found)), found)] if found else [])

    def _show(self, sections: list[Section]) -> None:
        self._nothing.setVisible(not sections)
        height = GRID_HEIGHT - (self._nothing.sizeHint().height() + 6 if not sections else 0)
        self.grid.setFixedHeight(height)
        self.grid.show_sections(sections)
        self._follow_scroll()

    def _recent(self) -> list[str]:
        try:
            kept = json.loads(self._settings.get(KEY_RECENT) or "[]")
        except ValueError:
            return []
        if not isinstance(kept, list):
            return []
        return self._catalogue.known(sign for sign in kept[:MOST_RECENT] if isinstance(sign, str))

    def _remember(self, sign: str) -> None:
        kept = [sign, *(each for each in self._recent() if each != sign)][:MOST_RECENT]
        self._keep(KEY_RECENT, json.dumps(kept, ensure_ascii=False))

    def _keep(self, key: str, value: str) -> None:
        with suppress(KnownError):  # a full disk is told elsewhere; the emoji is inserted all the same
            self._settings.set(key, value)

    # choosing

    def _choose(self, sign: str, stays: bool) -> None:
        if not sign:
            return
        self._remember(sign)
        if not stays:
            self.dismiss()
        self.chosen.emit(sign)

    def _offer_tones(self, sign: str) -> None:
        self._close_tones()
        plain = next((each.sign for each in self._catalogue.all if each.sign == _without_tone(sign)), "")
        choices = [plain, *dict.fromkeys(self._catalogue.toned(plain, tone) for tone in TONES)] if plain else []
        if len(choices) < 2:
            return
        row = self._tones = ToneRow(
            [(each, self._catalogue.name_of(each)) for each in choices], self.theme_source, self
        )
        row.chosen.connect(self._choose_tone)
        cell = self.grid.visualRect(self.grid.currentIndex())
        corner = self.grid.viewport().mapTo(self, cell.topLeft())
        x = min(
            max(corner.x() + cell.width() // 2 - row.width() // 2, SHADOW + 6), self.width() - SHADOW - 6 - row.width()
        )
        row.move(x, max(corner.y() - row.height(), SHADOW + 6))
        row.show()
        row.raise_()
        row.buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose_tone(self, sign: str) -> None:
        self._tone = next((tone for tone in TONES if tone in sign), "")
        self._keep(KEY_TONE, self._tone)
        self._close_tones()
        self._choose(sign, stays=False)

    def _close_tones(self) -> None:
        row, self._tones = self._tones, None
        if row is not None:
            self.search.setFocus(Qt.FocusReason.PopupFocusReason)
            row.hide()
            row.deleteLater()

    # keys

    def _take_key(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = held == Qt.KeyboardModifier.NoModifier
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        page = max(GRID_HEIGHT // CELL - 1, 1)
        steps: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, 1 if is_rtl else -1),
            Qt.Key.Key_Right: (0, -1 if is_rtl else 1),
            Qt.Key.Key_PageUp: (-page, 0),
            Qt.Key.Key_PageDown: (page, 0),
        }
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self._choose(self.grid.current_sign, stays=not plain)
        elif key == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier:
            self._offer_tones(self.grid.current_sign)
        elif key in steps and plain:
            self.grid.step(*steps[key])
        else:
            return False
        return True

    def _take_key_of_tones(self, event: QKeyEvent) -> None:
        assert self._tones is not None
        buttons = self._tones.buttons
        at = next((i for i, button in enumerate(buttons) if button.hasFocus()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self._close_tones()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            buttons[at].click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
            buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    # tabs

    def _make_tabs(self) -> dict[str, IconButton]:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 2)
        row.setSpacing(0)
        tabs: dict[str, IconButton] = {}
        for section, icon_name in ((RECENT, "clock"), *((group.value, ICONS[group]) for group in Group)):
            name = say(f"emoji.group.{section}")
            tab = IconButton(icon_name, name, self.theme_source, self, size_key="menu", side=TAB)
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tab.clicked.connect(self._opener(section))
            if tabs:
                row.addStretch(1)
            row.addWidget(tab)
            tabs[section] = tab
        self.column.addLayout(row)
        return tabs

    def _opener(self, section: str) -> Callable[[], None]:
        def open_section() -> None:
            if self.search.text():
                self.search.clear()
            self.grid.scroll_to_section(section)
            self._follow_scroll()

        return open_section

    def _follow_scroll(self) -> None:
        """The tab of what stands at the upper edge."""
        on_top = self.grid.section_on_top()
        shown = on_top.id if on_top is not None else ""
        self.grid.setAccessibleName(on_top.title if on_top is not None else say("emoji.none"))
        has_recent = self.grid.rows.heading_row(RECENT) >= 0 or bool(self._recent())
        for section, tab in self._tabs.items():
            tab.setChecked(section == shown)
            tab.setEnabled(section != RECENT or has_recent)


def _without_tone(sign: str) -> str:
    """The emoji without its skin tone; where that takes the mark for colour, it comes back."""
    bare = sign
    for tone in TONES:
        bare = bare.replace(tone, "")
    if bare == sign:
        return sign
    first, rest = bare[0], bare[1:]
    return f"{first}\ufe0f{rest}" if ord(first) < 0x1F300 and not rest.startswith("\ufe0f") else bare
