"""The columns of the window: places them, moves the splitters, opens the details docked or as a sheet."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.focus import holds_focus
from igdesk.ui.layout import limits
from igdesk.ui.layout.arrangement import Arrangement, DetailsPlace, Pane, Wishes, arrange
from igdesk.ui.layout.motion import Movement, duration_ms
from igdesk.ui.layout.splitter import Splitter
from igdesk.ui.paint import fill
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_SHADOW = 14


class SheetShadow(QWidget):
    """Lifts the sheet from the conversation under it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        from PySide6.QtGui import QLinearGradient

        dark, clear = theme.color("shadow.popup"), QColor(theme.color("shadow.popup"))
        clear.setAlpha(0)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        fade = QLinearGradient(0, 0, self.width(), 0)
        fade.setColorAt(0, dark if is_rtl else clear)
        fade.setColorAt(1, clear if is_rtl else dark)
        painter.fillRect(self.rect(), fade)
        x = 0 if is_rtl else self.width() - 1
        fill(painter, QRectF(x, 0, 1, self.height()), theme.color("line.separator"))


class Columns(QWidget):
    """Rail, list, conversation, details, and the banner over the last three."""

    arranged = Signal(object)
    """The Arrangement, whenever something about it changed."""
    wishes_changed = Signal()
    details_left = Signal()
    """They close, and have the focus: that belongs elsewhere now."""
    """The person moved a splitter."""

    def __init__(
        self,
        theme_source: ThemeSource,
        rail: QWidget,
        list_pane: QWidget,
        conversation: QWidget,
        make_details: Callable[[QWidget], QWidget],
        parent: QWidget | None = None,
    ) -> None:
        """``make_details`` makes the pane when it is first shown."""
        super().__init__(parent)
        self._theme_source = theme_source
        self._make_details = make_details
        self._details: QWidget | None = None
        self._cover: QWidget | None = None
        self._wishes = Wishes()
        self._arrangement: Arrangement | None = None
        self._rail, self._list, self._conversation = rail, list_pane, conversation
        self._banner: QWidget | None = None
        self.list_splitter = Splitter(
            "splitterList",
            say("splitter.list"),
            theme_source,
            self,
            is_column_leading=True,
            least=limits.LIST_MIN,
            most=limits.LIST_MAX,
        )
        self.details_splitter = Splitter(
            "splitterDetails",
            say("splitter.details"),
            theme_source,
            self,
            is_column_leading=False,
            least=limits.DETAILS_MIN,
            most=limits.DETAILS_MAX,
        )
        for child in (rail, list_pane, self.list_splitter, conversation, self.details_splitter):
            child.setParent(self)
        self._shadow = SheetShadow(theme_source, self)
        theme_source.changed.connect(self.place)
        self._sheet = Movement(self)
        self._sheet.valueChanged.connect(lambda _at: self._place_sheet())
        self._sheet.finished.connect(self._settle_sheet)
        self.list_splitter.width_wanted.connect(lambda width: self._resize_column(list_width=width))
        self.list_splitter.reset.connect(lambda: self._resize_column(list_width=None))
        self.details_splitter.width_wanted.connect(lambda width: self._resize_column(details_width=width))
        self.details_splitter.reset.connect(lambda: self._resize_column(details_width=None))

    @property
    def wishes(self) -> Wishes:
        return self._wishes

    @property
    def arrangement(self) -> Arrangement:
        return self._arrangement or self._arrange()

    def set_banner(self, banner: QWidget) -> None:
        """The bar over everything but the rail, once there is one."""
        self._banner = banner
        banner.setParent(self)
        _HeightWatch(banner, self.place)
        self.place()

    @property
    def details(self) -> QWidget | None:
        """The pane, once it was made."""
        return self._details

    def make_details(self) -> None:
        """Before the pane is shown, or now at the latest."""
        if self._details is None:
            self._details = self._make_details(self)

    @property
    def cover(self) -> QWidget | None:
        """What lies in place of everything but the rail and the banner."""
        return self._cover

    def show_cover(self, cover: QWidget | None, focus: QWidget | None = None) -> None:
        """Show a place of its own instead of list, conversation and details, or these again, with the focus there."""
        if cover is self._cover:
            return
        before, self._cover = self._cover, cover
        if cover is not None:
            cover.setParent(self)
            cover.show()
        self.place()
        if focus is not None:
            focus.setFocus()  # before what has it is hidden
        if before is not None:
            before.hide()

    def wish(self, wishes: Wishes) -> None:
        """Arrange the columns so, as far as they fit."""
        if wishes != self._wishes:
            self._wishes = wishes
            self.place()

    def place(self) -> None:
        """Put everything where it belongs."""
        new = self._arrange()
        old, self._arrangement = self._arrangement, new
        if new.details and self._cover is None:
            self.make_details()
        self._place_columns(new)
        self._show_details(new, old)
        if new != old:
            self.arranged.emit(new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The conversation has its own ground before there is anything in it."""
        if not self._conversation.isHidden():
            fill(QPainter(self), self._conversation.geometry(), self._theme_source.current.color("bg.canvas"))

    def _arrange(self) -> Arrangement:
        return arrange(self.width(), self._wishes._replace(text_scale=self._theme_source.current.scale))

    def _place_columns(self, new: Arrangement) -> None:
        top, height = self._banner_height, self.height()
        rest = self.width() - new.rail
        self._put(self._rail, 0, 0, new.rail, height)
        if self._banner is not None:
            self._put(self._banner, new.rail, 0, rest, self._banner.height())
        if self._cover is not None:
            self._put(self._cover, new.rail, top, rest, height - top)
        is_bare = self._cover is None
        self._list.setVisible(is_bare and new.list > 0)
        self._conversation.setVisible(is_bare and new.conversation > 0)
        if new.list:
            self._put(self._list, new.rail, top, new.list, height - top)
        if new.conversation:
            start = new.rail if new.is_one_pane else new.rail + new.list
            self._put(self._conversation, start, top, new.conversation, height - top)
        self.list_splitter.setVisible(is_bare and new.list_can_be_dragged)
        if is_bare and new.list_can_be_dragged:
            self.list_splitter.place(self._edge(new.rail + new.list), height, new.list)
            self._below_banner(self.list_splitter, top)
        if self._banner is not None:
            self._banner.raise_()

    def _show_details(self, new: Arrangement, old: Arrangement | None) -> None:
        is_docked = new.details_place is DetailsPlace.DOCKED
        is_sheet = new.details_place is DetailsPlace.SHEET
        was_sheet = old is not None and old.details_place is DetailsPlace.SHEET
        top = self._banner_height
        if self._cover is not None:
            self._sheet.go(0, 0)
            for part in (self.details_splitter, self._shadow, self._details):
                if part is not None:
                    part.hide()
            return
        self.details_splitter.setVisible(is_docked)
        if is_docked and self._details is not None:
            self._sheet.go(0, 0)
            self._shadow.hide()
            self._put(self._details, self.width() - new.details, top, new.details, self.height() - top)
            self._details.show()
            self.details_splitter.place(self._edge(self.width() - new.details), self.height(), new.details)
            self._below_banner(self.details_splitter, top)
            self.details_splitter.raise_()
        elif is_sheet and self._details is not None:
            self._details.show()
            self._shadow.show()
            self._details.raise_()
            self._shadow.raise_()
            self._sheet.go(new.details, 0 if was_sheet else duration_ms(self, "slow"))
            self._place_sheet()
        elif self._details is not None:
            if holds_focus(self._details):
                self.details_left.emit()
            self._sheet.go(0, duration_ms(self, "slow") if was_sheet else 0)

    def _place_sheet(self) -> None:
        if self._details is None or self._arrangement is None:
            return
        if self._arrangement.details_place is DetailsPlace.DOCKED:
            return
        top = self._banner_height
        shown, width = round(self._sheet.at), min(limits.DETAILS, self.width() - self._arrangement.rail)
        x = self.width() - shown
        self._put(self._details, x, top, width, self.height() - top)
        self._put(self._shadow, x - _SHADOW, top, _SHADOW, self.height() - top)

    def _settle_sheet(self) -> None:
        if self._sheet.at <= 0 and self._details is not None and self._arrangement is not None:
            self._shadow.hide()
            if self._arrangement.details_place is DetailsPlace.HIDDEN:
                self._details.hide()

    @property
    def _banner_height(self) -> int:
        return 0 if self._banner is None or self._banner.isHidden() else self._banner.height()

    def _put(self, child: QWidget, x: int, y: int, width: int, height: int) -> None:
        """``x`` from the leading edge."""
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        child.setGeometry(QRect(self.width() - x - width if is_rtl else x, y, width, max(height, 0)))

    def _edge(self, x: int) -> int:
        return self.width() - x if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else x

    def _below_banner(self, splitter: Splitter, top: int) -> None:
        splitter.setGeometry(splitter.x(), top, splitter.width(), self.height() - top)
        splitter.raise_()

    def _resize_column(self, **widths: int | None) -> None:
        limited = dict(widths)
        wanted = limited.get("list_width")
        if wanted is not None:
            room = self.arrangement.list + self.arrangement.conversation - limits.TIMELINE_MIN
            limited["list_width"] = max(limits.LIST_MIN, min(wanted, limits.LIST_MAX, room))
        wanted = limited.get("details_width")
        if wanted is not None:
            limited["details_width"] = max(limits.DETAILS_MIN, min(wanted, limits.DETAILS_MAX))
        self.wish(self._wishes._replace(**limited))  # type: ignore[arg-type]
        self.wishes_changed.emit()

    def show_pane(self, pane: Pane) -> None:
        """Which one is in front while only one fits."""
        self.wish(self._wishes._replace(front=pane))


class _HeightWatch(QObject):
    """Tells when the banner grows, shrinks, comes or goes."""

    def __init__(self, watched: QWidget, changed: Callable[[], None]) -> None:
        super().__init__(watched)
        self._changed = changed
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_resized = isinstance(event, QResizeEvent) and event.size().height() != event.oldSize().height()
        if is_resized or event.type() in (QEvent.Type.HideToParent, QEvent.Type.ShowToParent):
            self._changed()
        return False
