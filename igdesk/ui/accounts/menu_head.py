"""The head of an account's menu: whose it is, and how it fares."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from igdesk.domain.account import Account
from igdesk.ui.paint import paint_avatar
from igdesk.ui.theme import Theme

_AVATAR, _GAP, _SIDE, _MOST = 34, 10, 10, 260
_LEAST_HIGH = 52


class AccountHead(QWidget):
    """Avatar, name, and a line about the connection. Nothing to press."""

    def __init__(self, account: Account, state: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._account = account
        self._state = state
        self._theme = theme
        self.setObjectName("accountMenuHead")
        self.setAccessibleName(", ".join(words for words in (account.display_name, state) if words))

    def sizeHint(self) -> QSize:
        widest = max(
            QFontMetricsF(self._theme.font("body", weight=600)).horizontalAdvance(self._account.display_name),
            QFontMetricsF(self._theme.font("small")).horizontalAdvance(self._state),
        )
        lines = self._theme.line_height("body") + self._theme.line_height("small")
        return QSize(2 * _SIDE + _AVATAR + _GAP + min(round(widest + 1), _MOST), max(_LEAST_HIGH, lines + 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, account = self._theme, QPainter(self), self._account
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = self.width() - _SIDE - _AVATAR if is_rtl else _SIDE
        circle = QRectF(x, (self.height() - _AVATAR) / 2, _AVATAR, _AVATAR)
        paint_avatar(painter, circle, theme, account.remote_id, account.display_name, tint=account.tint)
        left = _SIDE if is_rtl else _SIDE + _AVATAR + _GAP
        words = QRectF(left, 0, self.width() - 2 * _SIDE - _AVATAR - _GAP, self.height())
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        lines = (
            ("body", 600, "text.primary", account.display_name),
            ("small", None, "text.secondary", self._state),
        )
        heights = [theme.line_height(scale) for scale, _, _, text in lines if text]
        y = (self.height() - sum(heights)) / 2
        for scale, weight, ink, text in lines:
            if not text:
                continue
            font = theme.font(scale, weight=weight, text=text)
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(QRectF(words.left(), y, words.width(), theme.line_height(scale)), flags, shown)
            y += theme.line_height(scale)


def add_head(menu: QMenu, account: Account, state: str, theme: Theme) -> None:
    """At the beginning, with a line under it."""
    head = QWidgetAction(menu)
    shown = AccountHead(account, state, theme, menu)
    head.setDefaultWidget(shown)
    head.setText(shown.accessibleName().replace("&", "&&"))  # a screen reader is told of the row, not of what is in it
    head.setEnabled(False)
    menu.addAction(head)
    menu.addSeparator()
