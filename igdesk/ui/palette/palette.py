"""The palette on the window: field, tabs, list and keys on a card over everything else."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.query_completion import Completion
from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.label import Label
from igdesk.ui.layout.over_window import CardOverWindow
from igdesk.ui.paint import hairline
from igdesk.ui.palette.content import Tab
from igdesk.ui.palette.parts import Caps, KeyHints, PaletteField, TabButton
from igdesk.ui.search.found_list import FoundList
from igdesk.ui.search.rows import FoundRow
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

TOP, SIDE = 72, 16
MOST_OF_WINDOW = 0.7
FIELD_HEIGHT = 58
LEAST_LIST = 92
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Palette(CardOverWindow):
    """Shows rows and tells what is typed and chosen; where they come from is another's matter."""

    typed = Signal(str)
    tab_chosen = Signal(object)
    chosen = Signal(object)
    """FoundRow."""
    all_wanted = Signal()
    completed = Signal(object)
    """Completion."""
    closed = Signal()

    def __init__(self, images: ImageCache, theme_source: ThemeSource, window: QWidget) -> None:
        super().__init__(theme_source, window)
        self.setObjectName("palette")
        self.setAccessibleName(say("palette.name"))
        set_role(self, QAccessible.Role.Dialog)
        self._completions: Sequence[Completion] = ()
        self._card = _Card(theme_source, self)
        self._card.setLayoutDirection(window.layoutDirection())
        self.field = PaletteField(theme_source, self._card)
        self.field.setObjectName("paletteField")
        self.field.setAccessibleName(say("palette.field"))
        self.field.setPlaceholderText(say("palette.field"))
        self.field.textChanged.connect(self.typed)
        self.field.key_wanted.connect(self._take_key)
        self.tabs = {tab: TabButton(say(f"palette.tab.{tab.value}"), theme_source, self._card) for tab in Tab}
        for tab, button in self.tabs.items():
            button.setObjectName(f"paletteTab{tab.value.capitalize()}")
            button.clicked.connect(lambda _checked=False, t=tab: self.tab_chosen.emit(t))
        self._count = Label("", theme_source, self._card, scale="small", color="text.secondary", tabular=True)
        self._note = Label("", theme_source, self._card, scale="small", color="text.secondary")
        self._note.setObjectName("paletteNote")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(20, 8, 20, 4)
        self._note.hide()
        self.list = FoundList(images, theme_source, self._card)
        self.list.setObjectName("paletteResults")
        self.list.chosen.connect(self.chosen)
        self._hints = KeyHints(theme_source, self._card)
        self._lay_out()

    # opened and closed

    def open(self, text: str) -> None:
        """Over the window, with the focus in the field."""
        self.field.setText(text)
        self.field.end(False)
        self.cover()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        if self.isHidden():
            return
        super().dismiss()
        self.closed.emit()

    # what it shows

    def show_rows(self, rows: Sequence[FoundRow], *, keeps_choice: bool) -> None:
        self.list.show_rows(rows, keeps_choice=keeps_choice)
        self.fit()

    def show_tab(self, chosen: Tab) -> None:
        for tab, button in self.tabs.items():
            button.setChecked(tab is chosen)
            button.update()

    def show_count(self, words: str) -> None:
        self._count.set_text(words)
        self._make_room()

    def show_note(self, words: str) -> None:
        """What is wrong, or cannot be found yet."""
        if words != self._note.text():
            self._note.set_text(words)
            self._note.setVisible(bool(words))
            self.fit()

    def show_completions(self, found: Sequence[Completion]) -> None:
        """What Tab completes; the others by the mouse."""
        if list(found) == list(self._completions):
            return
        self._completions = found
        while self._line.count() > 2:
            item = self._line.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        room = self._width() - self._line.contentsMargins().left() - self._line.contentsMargins().right()
        room -= self._line.itemAt(0).sizeHint().width()  # type: ignore[union-attr]
        for place, completion in enumerate(found):
            button = TextButton(
                isolate(completion.shown), self._theme_source, self._completing, kind=ButtonKind.LINK, scale="small"
            )
            room -= self._line.spacing() + button.sizeHint().width()
            if place and room < 0:
                button.deleteLater()
                break  # as many as there is room for
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, c=completion: self.completed.emit(c))
            self._line.insertWidget(1 + place, button)
        self._completing.setVisible(bool(found))
        self.fit()

    # events

    def _take_key(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_plain = modifiers == Qt.KeyboardModifier.NoModifier
        is_control = modifiers == Qt.KeyboardModifier.ControlModifier
        event.accept()
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and is_plain:
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            for _ in range(5):
                self.list.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and is_plain:
            self.list.go_to_end(is_first=key == Qt.Key.Key_Home)
        elif key in _ENTER and is_control:
            self.all_wanted.emit()
        elif key in _ENTER:
            if self.list.current is not None:
                self.chosen.emit(self.list.current)
        elif key == Qt.Key.Key_Tab and is_plain and self._completions:
            self.completed.emit(self._completions[0])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.list.step_group(1 if key == Qt.Key.Key_Tab else -1)
        elif key == Qt.Key.Key_K and is_control:
            self.dismiss()
        else:
            event.ignore()

    # inside

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        is_rtl = self._under.layoutDirection() is Qt.LayoutDirection.RightToLeft
        head.setContentsMargins(*((18, 0, 52, 0) if is_rtl else (52, 0, 18, 0)))  # Qt does not mirror margins
        head.setSpacing(12)
        head.addWidget(self.field, 1)
        head.addWidget(Caps(("Esc",), self._theme_source, self._card))
        self.field.setFixedHeight(FIELD_HEIGHT)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(16, 0, 16, 10)
        tabs.setSpacing(4)
        for button in self.tabs.values():
            tabs.addWidget(button)
        tabs.addStretch(1)
        tabs.addWidget(self._count)
        self._completing = QWidget(self._card)
        self._completing.setObjectName("paletteCompletions")
        self._line = QHBoxLayout(self._completing)
        self._line.setContentsMargins(20, 0, 16, 8)
        self._line.setSpacing(8)
        self._line.addWidget(Caps(("Tab",), self._theme_source, self._completing))
        self._line.addStretch(1)
        self._completing.hide()
        self._column = column = QVBoxLayout(self._card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._completing)
        column.addLayout(tabs)
        self._line_under_tabs = _Hairline(self._theme_source, self._card)
        column.addWidget(self._line_under_tabs)
        column.addWidget(self._note)
        column.addSpacing(4)
        column.addWidget(self.list, 1)
        column.addSpacing(4)
        column.addWidget(self._hints)

    def _make_room(self) -> None:
        """The number of hits is there where it fits beside the tabs."""
        tabs = sum(button.sizeHint().width() + 4 for button in self.tabs.values())
        self._count.setVisible(tabs + self._count.sizeHint().width() + 32 <= self._width())

    def _width(self) -> int:
        return min(int(self._theme_source.current.size("size.palette")), self._under.width() - 2 * SIDE)

    def fit(self) -> None:
        super().fit()
        window = self._under
        width = self._width()
        self._make_room()
        top = TOP if window.height() > 560 else SIDE
        most = max(int(window.height() * MOST_OF_WINDOW), min(360, window.height() - 2 * SIDE))
        self.list.setMinimumHeight(0)
        around = self._column.sizeHint().height() - self.list.sizeHint().height()
        note = self._note.heightForWidth(width - 40) if self._note.isVisibleTo(self._card) else 0
        rows = max(self.list.rows_height(), LEAST_LIST)
        height = min(most, max(around, 0) + rows + (note // 2) + 8)
        self._card.setGeometry(QRect((window.width() - width) // 2, top, width, height))


class _Hairline(QWidget):
    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        hairline(QPainter(self), QRectF(self.rect()), self._theme_source.current.color("line.separator"))


class _Card(QWidget):
    """The sign of search in its corner."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = QRectF(21, (FIELD_HEIGHT - 20) / 2, 20, 20)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            side.moveRight(self.width() - side.left())
        paint_icon(QPainter(self), "search", side, self._theme_source.current.color("text.secondary"))
