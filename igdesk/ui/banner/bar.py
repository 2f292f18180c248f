"""The banner over list, timeline and details."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.account import Account
from igdesk.domain.ids import AccountId
from igdesk.domain.status import EngineStatus
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.banner import tone
from igdesk.ui.banner.choice import Banner, BannerAction, BannerKey, Tone, choose
from igdesk.ui.banner.words import banner_words
from igdesk.ui.controls import ButtonKind, IconButton, TextButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.motion import Movement, duration_ms
from igdesk.ui.paint import fill
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_ICON_CENTRE = 26
_TEXT_AT = 45
_PAD_TRAILING = 16
_GAP = 12


class BannerBar(QWidget):
    """Shows the weightiest banner or has no height. Ticks every second only while a pause counts down."""

    acted = Signal(object)
    """The Banner whose button was pressed."""

    def __init__(
        self, theme_source: ThemeSource, *, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        set_role(self, QAccessible.Role.AlertMessage)
        self._theme_source = theme_source
        self._now = now
        self._banner: Banner | None = None
        self._closed: frozenset[BannerKey] = frozenset()
        self._input: tuple[tuple[Account, ...], EngineStatus, AccountId | None] = ((), EngineStatus(), None)
        self._words = PlainText(theme_source, self, color="text.secondary", max_lines=2, tabular=True)
        self._plain = TextButton(" ", theme_source, self, small=True)
        self._primary = TextButton(" ", theme_source, self, kind=ButtonKind.PRIMARY, small=True)
        for button in (self._plain, self._primary):
            button.clicked.connect(self._act)
            button.hide()
        self._close = IconButton("x", say("banner.close"), theme_source, self, size_key="menu", side=28)
        self._close.setObjectName("bannerClose")
        self._close.clicked.connect(self.close_banner)
        self._close.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self._movement = Movement(self)
        self._movement.valueChanged.connect(self._apply_height)
        theme_source.changed.connect(self.update)
        self.setFixedHeight(0)
        self.hide()

    @property
    def banner(self) -> Banner | None:
        return self._banner

    def tells_of(self, kind: str) -> bool:
        """Whether what is shown is of this kind, e.g. ``banner.offline``."""
        return self._banner is not None and self._banner.text_id.startswith(kind)

    @property
    def is_ticking(self) -> bool:
        return self._second.isActive()

    def show_state(self, accounts: Sequence[Account], status: EngineStatus, current: AccountId | None) -> None:
        """Choose anew; nothing moves while the banner stays the same."""
        self._input = (tuple(accounts), status, current)
        chosen = choose(accounts, status, current=current, closed=self._closed, now=self._now())
        if chosen != self._banner:
            self._show(chosen)

    def close_banner(self) -> None:
        """The person read it; the next pause is told again."""
        if self._banner is not None and self._banner.can_be_closed:
            self._closed |= {self._banner.key}
            self.show_state(*self._input)

    def refresh(self) -> None:
        """The words anew, for times that moved on."""
        if self._banner is not None:
            self._words.set_parts(*banner_words(self._banner, self._now()))

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._movement.at))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._banner is None:
            return
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color(tone.GROUND[self._banner.tone]))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        centre = self.width() - _ICON_CENTRE if is_rtl else _ICON_CENTRE
        box = QRectF(centre - 10, self._full_height() / 2 - 10, 20, 20)
        ink = theme.color(tone.ICON[self._banner.tone])
        paint_icon(painter, self._banner.icon, box, ink, size_key="menu", layout_direction=self.layoutDirection())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show(self, banner: Banner | None) -> None:
        is_new = banner is not None and (self._banner is None or banner.text_id != self._banner.text_id)
        self._banner = banner
        if banner is None:
            self._second.stop()
            self._movement.go(0, duration_ms(self, "base"))
            return
        self.refresh()
        self._show_buttons(banner)
        self.setAccessibleName(self._words.text())
        if banner.counts_down:
            self._second.start()
        else:
            self._second.stop()
        self._movement.go(self._full_height(), duration_ms(self, "base") if self._is_shown_yet() else 0)
        self._arrange()
        self.update()
        if is_new:
            announce(self, self._words.text(), Urgency.ASSERTIVE if banner.tone is Tone.DANGER else Urgency.POLITE)

    def _is_shown_yet(self) -> bool:
        """Whether the window is on screen: what is true from the start is there from the start."""
        self.setVisible(True)
        return self.window().isVisible()

    def _show_buttons(self, banner: Banner) -> None:
        is_primary = banner.action is BannerAction.RECONNECT
        has_action = banner.action is not BannerAction.NONE
        for button, is_used in ((self._primary, is_primary), (self._plain, has_action and not is_primary)):
            button.setVisible(is_used)
            button.setObjectName("bannerAction" if is_used else "")
            if is_used:
                button.set_text(say(f"action.{banner.action.value}"))
        self._close.setVisible(banner.can_be_closed)

    def _tick(self) -> None:
        self.refresh()
        banner = self._banner
        if banner is not None and banner.moment is not None and self._now() >= banner.moment:
            self._second.stop()

    def _act(self) -> None:
        if self._banner is not None:
            self.acted.emit(self._banner)

    def _full_height(self) -> int:
        return int(self._theme_source.current.size("size.banner"))

    def _arrange(self) -> None:
        end, height = self.width() - _PAD_TRAILING, self._full_height()
        for child in (self._close, self._primary, self._plain):
            if child.isHidden():
                continue
            size = child.sizeHint()
            self._place(child, end - size.width(), (height - size.height()) // 2, size.width(), size.height())
            end -= size.width() + _GAP
        self._place(self._words, _TEXT_AT, 0, max(end - _TEXT_AT, 40), height)
        self._words.setToolTip(self._words.text() if self._words.sizeHint().width() > 2 * (end - _TEXT_AT) else "")

    def _place(self, child: QWidget, x: int, y: int, width: int, height: int) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        child.setGeometry(self.width() - x - width if is_rtl else x, y, width, height)

    def _apply_height(self, value: object) -> None:
        if isinstance(value, int | float):
            self.setFixedHeight(max(round(value), 0))
            if round(value) <= 0 and self._banner is None:
                self.hide()
