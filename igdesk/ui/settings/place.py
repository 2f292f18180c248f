"""The settings as the window shows them: navigation with a search, and the page beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import announce
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.label import Label
from igdesk.ui.paint import fill, fill_rounded, hairline, stroke_rounded
from igdesk.ui.settings.nav import SettingsNav, Target
from igdesk.ui.settings.registry import PageEntry
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.settings.page import SettingsPage
    from igdesk.ui.window.main_window import MainWindow

NAV_COMPACT, NARROW_BELOW, TOP_COMPACT = 56, 620, 14


class SearchLine(QLineEdit):
    """The field over the navigation."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setObjectName("settingsSearch")
        self.setAccessibleName(say("settings.search"))
        self.setPlaceholderText(say("settings.search"))
        self.setFrame(False)
        theme_source.changed.connect(self._dress)
        self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        radius = theme.size("radius.control")
        fill_rounded(painter, rect, radius, theme.color("bg.sunken"))
        if self.hasFocus():
            stroke_rounded(painter, rect, radius, theme.color("focus.ring"), 2)
        size = icon_size("menu")
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = rect.right() - 11 - size if is_rtl else rect.left() + 11
        ink = theme.color("text.secondary")
        paint_icon(painter, "search", QRectF(x, rect.center().y() - size / 2, size, size), ink)
        painter.end()
        super().paintEvent(event)

    def _dress(self) -> None:
        theme = self._theme_source.current
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)
        self.setFont(theme.font("body"))
        self.setFixedHeight(int(theme.size("size.list.search")))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.setTextMargins(9 if is_rtl else 34, 0, 34 if is_rtl else 9, 0)


class SettingsPlace(QWidget):
    """Pages are made when they are first looked at, or when the search has to know what is on them."""

    def __init__(self, window: "MainWindow", entries: Sequence[PageEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self._entries = tuple(entries)
        self._theme_source = theme_source = window.theme_source
        self._made: dict[str, SettingsPage] = {}
        self._page_id = ""
        self.setObjectName("settings")
        set_role(self, QAccessible.Role.Grouping)
        self.setAccessibleName(say("settings.name"))
        self._side = QWidget(self)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 1, 8)
        column.setSpacing(0)
        self._column = column
        self._head = QWidget(self._side)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addSpacing(20)  # margins are not mirrored, spacing is
        head.addWidget(Label(say("settings.name"), theme_source, self._head, scale="title2"))
        head.addStretch(1)
        column.addWidget(self._head)
        self._frame = QWidget(self._side)
        around = QVBoxLayout(self._frame)
        around.setContentsMargins(12, 0, 12, 10)
        self.search = SearchLine(theme_source, self._frame)
        around.addWidget(self.search)
        column.addWidget(self._frame)
        self.nav = SettingsNav(theme_source, self._side)
        column.addWidget(self.nav, 1)
        self._nothing = Label(say("settings.search.nothing"), theme_source, self._side, color="text.secondary")
        self._nothing.setContentsMargins(20, 8, 20, 8)
        self._nothing.hide()
        column.insertWidget(2, self._nothing)
        self.pages = QStackedWidget(self)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._take_found)
        self.search.installEventFilter(self)
        self.nav.wanted.connect(self._go)
        theme_source.changed.connect(self._dress)
        self._show_pages()

    @property
    def page_id(self) -> str:
        return self._page_id

    @property
    def page(self) -> "SettingsPage | None":
        """The page on the screen."""
        return self._made.get(self._page_id)

    def show_page(self, page_id: str = "") -> None:
        """A page by its id; the one that was looked at last, or the first, when none is named."""
        ids = [entry.id for entry in self._entries]
        wanted = page_id if page_id in ids else self._page_id or ids[0]
        page = self._page_of(wanted)
        self._page_id = wanted
        self.pages.setCurrentWidget(page)
        page.refresh()
        self.nav.mark(wanted)

    def refresh(self) -> None:
        """Something changed that the page may show."""
        if self.page is not None:
            self.page.refresh()

    def focus_first(self) -> None:
        target: QWidget = self.nav
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and self.nav.count():
                self.nav.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.nav.setCurrentRow(max(self.nav.currentRow(), 0))
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.canvas"))
        fill(painter, self._side.geometry(), theme.color("bg.list"))
        edge = self._side.geometry()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = edge.left() - 1 if is_rtl else edge.right()
        hairline(painter, QRectF(x, 0, 1, self.height()), theme.color("line.separator"))

    # inside

    def _dress(self) -> None:
        self._arrange()
        self.update()

    def _arrange(self) -> None:
        is_narrow = self.width() < NARROW_BELOW
        side = NAV_COMPACT if is_narrow else int(self._theme_source.current.size("size.settingsNav"))
        for part in (self._head, self._frame):
            part.setVisible(not is_narrow)
        self._head.setFixedHeight(int(self._theme_source.current.size("size.list.header")))  # as over the list
        self._column.setContentsMargins(0, TOP_COMPACT if is_narrow else 0, 1, 8)
        rest = self.width() - side
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._side.setGeometry(rest if is_rtl else 0, 0, side, self.height())
        self.pages.setGeometry(0 if is_rtl else side, 0, rest, self.height())

    def _page_of(self, page_id: str) -> "SettingsPage":
        if page_id not in self._made:
            entry = next(entry for entry in self._entries if entry.id == page_id)
            page = self._made[page_id] = entry.make(self._window, self.pages)
            page.setObjectName(f"settingsPage_{page_id}")
            self.pages.addWidget(page)
        return self._made[page_id]

    def _show_pages(self) -> None:
        self.nav.show_targets([Target(entry.id, entry.icon_name, entry.title) for entry in self._entries])
        self._nothing.hide()
        if self._page_id:
            self.nav.mark(self._page_id)

    def _search(self, words: str) -> None:
        asked = words.casefold().split()
        if not asked:
            self._show_pages()
            return
        found: list[Target] = []
        for entry in self._entries:
            if all(word in entry.title.casefold() for word in asked):
                found.append(Target(entry.id, entry.icon_name, entry.title))
            for row in self._page_of(entry.id).rows:
                own = f"{row.title} {row.text}".casefold()
                whole = f"{own} {entry.title.casefold()}"
                if any(word in own for word in asked) and all(word in whole for word in asked):
                    found.append(Target(entry.id, entry.icon_name, entry.title, row.title))
        self.nav.show_targets(found)
        self._nothing.setVisible(not found)
        announce(self, say("settings.search.found", n=len(found)))

    def _take_found(self) -> None:
        if self.nav.count():
            self.nav.setCurrentRow(max(self.nav.currentRow(), 0))
            self.nav.choose_current()

    def _go(self, target: object) -> None:
        if not isinstance(target, Target):
            return
        page = self._page_of(target.page_id)
        self._page_id = target.page_id
        self.pages.setCurrentWidget(page)
        page.refresh()
        if target.row_title:
            row = next((row for row in page.rows if row.title == target.row_title), None)
            if row is not None:
                page.show_row(row)
