"""The viewer over the window: one picture or video at a time, always dark."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.store.gallery import GalleryItem
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import announce
from igdesk.ui.controls import IconButton
from igdesk.ui.format import percent
from igdesk.ui.images import ImageCache
from igdesk.ui.layout.over_window import OverWindow
from igdesk.ui.media.grid import MediaGrid
from igdesk.ui.media.playback import AT_REST, STEP_MS, PlayState
from igdesk.ui.paint import fill, fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.viewer.film_strip import FilmStrip
from igdesk.ui.viewer.seek_bar import SeekBar
from igdesk.ui.viewer.stage import STEP, Stage
from igdesk.ui.viewer.top_bar import HEIGHT, TopBar

HINT_MS = 3000
ARROW = 52
OVERVIEW_TILE = 160
LOW_PX = 420
"""A window lower than this has no room for the strip."""


class _Arrow(IconButton):
    """A round button at the side of the picture."""

    def radius(self) -> float:
        return self.height() / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "bg.selectedInactive" if self.underMouse() else "bg.raised"
        fill_rounded(painter, QRectF(self.rect()), self.radius(), self.theme.color(ground))
        painter.end()
        super().paintEvent(event)


class Viewer(OverWindow):
    """Shows what it is told and tells what is wanted."""

    moved = Signal(int)
    """1: the next one, -1: the one before."""
    chosen = Signal(int)
    """Id of an attachment."""
    play_pressed = Signal()
    sought = Signal(float)
    stepped = Signal(int)
    """Milliseconds forward or back in a video."""
    copied = Signal()
    saved = Signal()
    quoted = Signal()
    more_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        images: ImageCache,
        theme_source: ThemeSource,
        window: QWidget,
        *,
        name_of: Callable[[GalleryItem], str] = lambda _item: "",
    ) -> None:
        """``name_of``: how a tile of the overview is read aloud."""
        super().__init__(window)
        self.setObjectName("viewer")
        set_role(self, QAccessible.Role.Dialog)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme_source = theme_source
        self._is_video = False
        self._length_ms = 0
        native = QKeySequence.SequenceFormat.NativeText
        keys = {
            "viewer.zoom_in": "+",
            "viewer.zoom_out": "−",
            "viewer.copy": QKeySequence(QKeySequence.StandardKey.Copy).toString(native),
            "viewer.save": QKeySequence("Ctrl+S").toString(native),
            "viewer.quote": "R",
            "viewer.close": "Esc",
        }
        self.bar = TopBar(theme_source, self, keys)
        self.stage = Stage(theme_source, self)
        self.previous = self._arrow("viewerPrevious", "chev-l", "viewer.previous", "←")
        self.next = self._arrow("viewerNext", "chev-r", "viewer.next", "→")
        self.seek = SeekBar(theme_source, self)
        self.strip = FilmStrip(images, theme_source, self)
        self._hint = PlainText(
            theme_source,
            self,
            scale="small",
            color="viewer.text.secondary",
            align=Qt.AlignmentFlag.AlignHCenter,
            max_lines=2,
        )
        self._hint_ends = QTimer(self, singleShot=True, interval=HINT_MS)
        self._hint_ends.timeout.connect(self._hint.hide)
        self.overview = MediaGrid(name_of, images, theme_source, self, most_px=OVERVIEW_TILE)
        self.overview.setObjectName("viewerOverview")
        self.overview.setAccessibleName(say("viewer.overview"))
        self.overview.opened.connect(self.chosen)
        OverlayScrollBar(self.overview, theme_source)
        self.overview.hide()
        self.seek.hide()
        self.bar.zoomed.connect(self._zoom)
        self.bar.rotated.connect(self.stage.rotate)
        self.bar.copied.connect(self.copied)
        self.bar.saved.connect(self.saved)
        self.bar.quoted.connect(self.quoted)
        self.bar.closed.connect(self.dismiss)
        self.previous.clicked.connect(lambda: self.moved.emit(-1))
        self.next.clicked.connect(lambda: self.moved.emit(1))
        self.strip.chosen.connect(self.chosen)
        self.seek.sought.connect(self.sought)
        self.stage.zoomed.connect(self._tell_zoom)
        self.stage.more_wanted.connect(self.more_wanted)
        self.stage.clicked.connect(self._clicked)
        self.stage.installEventFilter(self)
        for first, second in zip(self._order(), self._order()[1:], strict=False):
            QWidget.setTabOrder(first, second)

    # what is shown

    def open(self) -> None:
        """Over everything in the window."""
        self.cover()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._show_hint()

    def dismiss(self) -> None:
        """Close; the focus returns to what had it before."""
        if not self.isVisible():
            return
        self.uncover()

    def show_overview(self, items: list[GalleryItem], name: str) -> None:
        """All of them as tiles; one is chosen by a click or Enter."""
        self.setAccessibleName(name)
        self._is_video = False
        self.overview.forget_asked()
        self.overview.show_items(items)
        self._hint.set_text("")
        self._set_overview(True)
        self.overview.setCurrentIndex(self.overview.rows.index(0))
        self.overview.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def has_overview(self) -> bool:
        return not self.overview.isHidden()

    def begin(self, name: str, natural: QSizeF, *, is_video: bool, length_ms: int = 0) -> None:
        """Another picture or video is to be shown."""
        self.setAccessibleName(name)
        self._is_video, self._length_ms = is_video, length_ms
        if self.has_overview:
            self._set_overview(False)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stage.begin(natural)
        self.stage.setAccessibleName(name)
        self.seek.setVisible(is_video)
        self.show_play_state(AT_REST)
        self._hint.set_text(say("viewer.hint.video" if is_video else "viewer.hint"))
        self._arrange()
        self._tell_name()

    def show_note(self, words: str) -> None:
        """What was just done, in place of the hint."""
        self._hint.set_text(words)
        self._arrange()
        self._show_hint()

    def show_ends(self, *, has_previous: bool, has_next: bool) -> None:
        """Whether there is anything before and after it."""
        focus = QApplication.focusWidget()
        self.previous.setVisible(has_previous)
        self.next.setVisible(has_next)
        if focus is not None and focus in (self.previous, self.next) and focus.isHidden():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_play_state(self, state: PlayState) -> None:
        if self._is_video:
            self.seek.show_state(state, self._length_ms)
            self.stage.set_crowned(not state.is_playing)

    @property
    def is_shown(self) -> bool:
        return self.isVisible()

    # events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.stage and event.type() == QEvent.Type.MouseMove:
            self._show_hint()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
            return
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if modifiers == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_S:
            self.saved.emit()
        elif modifiers == Qt.KeyboardModifier.NoModifier:
            self._plain_key(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside."""
        order = [widget for widget in self._order() if widget.isVisible() and widget.isEnabled()]
        if not order:
            return super().focusNextPrevChild(forward)  # it is about to be hidden
        focus = QApplication.focusWidget()
        at = order.index(focus) if focus in order else (-1 if forward else 0)
        target = order[(at + (1 if forward else -1)) % len(order)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._show_hint()
        event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.isVisible():
            self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(QPainter(self), self.rect(), self._theme_source.current.color("viewer.bg"))

    # inside

    def _set_overview(self, is_shown: bool) -> None:
        self.overview.setVisible(is_shown)
        self.stage.setVisible(not is_shown)
        self.strip.setVisible(not is_shown)
        if is_shown:
            self.previous.hide()
            self.next.hide()
            self.seek.hide()
        self._arrange()

    def _plain_key(self, event: QKeyEvent) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        match event.key():
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Left:
                self.moved.emit(1 if is_rtl else -1)
            case Qt.Key.Key_Right:
                self.moved.emit(-1 if is_rtl else 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom(1)
            case Qt.Key.Key_Minus:
                self._zoom(-1)
            case Qt.Key.Key_0:
                self.stage.fit()
            case Qt.Key.Key_1:
                self.stage.zoom_to(1.0)
            case Qt.Key.Key_Space if self._is_video:
                self.play_pressed.emit()
            case Qt.Key.Key_J | Qt.Key.Key_L if self._is_video:
                self.stepped.emit(STEP_MS if event.key() == Qt.Key.Key_L else -STEP_MS)
            case Qt.Key.Key_R:
                self.quoted.emit()

    def _zoom(self, direction: int) -> None:
        if not self.stage.has_picture or self._is_video:
            return
        if direction:
            self.stage.zoom_by(STEP**direction)
        elif self.stage.is_fitted:
            self.stage.zoom_to(1.0)
        else:
            self.stage.fit()

    def _clicked(self) -> None:
        if self._is_video:
            self.play_pressed.emit()

    def _tell_zoom(self) -> None:
        self.bar.show_zoom(say("viewer.fit") if self.stage.is_fitted else percent(self.stage.scale))

    def _tell_name(self) -> None:
        announce(self, self.accessibleName())

    def _show_hint(self) -> None:
        if self._hint.isHidden():
            self._hint.show()
        self._hint_ends.start()

    def _arrow(self, name: str, icon: str, text_id: str, key: str) -> _Arrow:
        button = _Arrow(icon, say(text_id), self._theme_source, self, side=ARROW, size_key="rail", key=key)
        button.setObjectName(name)
        button.resize(ARROW, ARROW)
        return button

    def _order(self) -> list[QWidget]:
        bar = self.bar
        return [
            self, self.overview, self.previous, self.next, self.seek, bar.zoom_out, bar.fitting, bar.zoom_in,
            bar.rotate, bar.copy,
            bar.save, bar.quote, bar.close_button,
        ]  # fmt: skip

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        is_low = height < LOW_PX
        self.bar.setGeometry(0, 0, width, HEIGHT)
        words = max(self._hint.heightForWidth(max(width - 32, 1)), 20)
        y = height - 14 - words
        self._hint.setGeometry(16, y, max(width - 32, 1), words)
        if not is_low:
            y -= self.strip.height() + 4
            self.strip.setGeometry(0, y, width, self.strip.height())
        self.strip.setVisible(not is_low and not self.has_overview)
        self.overview.setGeometry(24, HEIGHT + 4, max(width - 36, 40), max(height - HEIGHT - 8, 40))
        if not self.seek.isHidden():
            y -= 34
            bar = min(width - 32, 640)
            self.seek.setGeometry((width - bar) // 2, y, bar, 28)
        self.stage.setGeometry(0, HEIGHT, width, max(y - HEIGHT - 4, 40))
        middle = self.stage.geometry().center().y() - ARROW // 2
        left, right = QRect(24, middle, ARROW, ARROW), QRect(width - 24 - ARROW, middle, ARROW, ARROW)
        if width < 640:
            left.moveLeft(8)
            right.moveRight(width - 8)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        self.previous.setGeometry(left)
        self.next.setGeometry(right)
        self.previous.raise_()
        self.next.raise_()
