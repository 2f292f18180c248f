"""What igdesk may tell of itself and when it starts, asked when an account is connected; the settings have the rest."""

from typing import Protocol

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.notices import MESSAGES, USUAL_WARN_MIN, WARN_MIN, read_wishes
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import hairline
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.controls import Toggle
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_HEIGHT, _WORDS_AT = 44, 31


class Kept(Protocol):
    """Where wishes are kept."""

    def get(self, key: str, default: str = "") -> str: ...

    def set(self, key: str, value: str) -> None: ...


class _WishRow(QWidget):
    """Icon, words, switch."""

    def __init__(
        self, icon_name: str, text_id: str, theme_source: ThemeSource, parent: QWidget, *, is_on: bool
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._theme_source = theme_source
        self.setMinimumHeight(_HEIGHT)
        words = say(text_id)
        self.toggle = Toggle(theme_source, self, is_on=is_on)
        self.toggle.setAccessibleName(words)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addSpacing(_WORDS_AT)
        line.addWidget(PlainText(theme_source, self, text=words), 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.toggle)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, size = self._theme_source.current, QPainter(self), icon_size("menu")
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        place = QRectF(self.width() - size if is_rtl else 0, (self.height() - size) / 2, size, size)
        paint_icon(painter, self._icon_name, place, theme.color("text.secondary"))
        if self.y():
            hairline(painter, QRectF(0, 0, self.width(), 1), theme.color("line.separator"))


class ReadyWishes(QWidget):
    """Every switch acts at once."""

    start_chosen = Signal(bool)
    """Starting with the computer, from the next time on."""

    def __init__(
        self, kept: Kept, theme_source: ThemeSource, parent: QWidget, *, starts_at_sign_in: bool | None = None
    ) -> None:
        """``starts_at_sign_in``: None where that cannot be chosen."""
        super().__init__(parent)
        wishes = read_wishes(kept.get)
        self.notify = _WishRow("bell", "wizard.ready.notify", theme_source, self, is_on=wishes.messages)
        self.notify.toggle.setObjectName("wizardNotify")
        self.notify.toggle.clicked.connect(lambda is_on: kept.set(MESSAGES, "1" if is_on else "0"))
        self.start = _WishRow("monitor", "wizard.ready.autostart", theme_source, self, is_on=bool(starts_at_sign_in))
        self.start.toggle.setObjectName("wizardAutostart")
        self.start.toggle.clicked.connect(self.start_chosen)
        self.start.setVisible(starts_at_sign_in is not None)
        self.warn = _WishRow("hourglass", "wizard.ready.warn", theme_source, self, is_on=bool(wishes.warns_before))
        self.warn.toggle.setObjectName("wizardWindowWarn")
        self.warn.toggle.clicked.connect(lambda is_on: kept.set(WARN_MIN, str(USUAL_WARN_MIN if is_on else 0)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notify)
        column.addWidget(self.start)
        column.addWidget(self.warn)
