"""The icon in the tray: the mark in one colour, and what is to be known painted on its corner."""

import os
import sys
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPen, QPixmap

from igdesk.domain.account import Account, AccountState
from igdesk.domain.status import Connection, EngineStatus
from igdesk.ui import tokens
from igdesk.ui.icons import paint_icon, paint_mark
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme

SIZES_PX = (16, 22, 24, 32, 44, 48, 64)


class TrayState(Enum):
    QUIET = ""
    UNREAD = "unread"
    PAUSED = "paused"
    OFFLINE = "offline"
    PROBLEM = "problem"

    @property
    def words(self) -> str:
        """For the tooltip; numbers speak for themselves."""
        return say(f"tray.state.{self.value}") if self in _TOLD else ""


_TOLD = (TrayState.PAUSED, TrayState.OFFLINE, TrayState.PROBLEM)


def tray_state(accounts: tuple[Account, ...], status: EngineStatus, unread: int) -> TrayState:
    """The most serious thing that is so."""
    if any(account.state is AccountState.NEEDS_SIGN_IN or account.is_withheld for account in accounts):
        return TrayState.PROBLEM
    connections = [status.of(account.id).connection for account in accounts]
    if connections and all(one.is_offline for one in connections):
        return TrayState.OFFLINE
    if connections and all(
        account.is_paused or one is Connection.PAUSED for account, one in zip(accounts, connections, strict=True)
    ):
        return TrayState.PAUSED
    return TrayState.UNREAD if unread else TrayState.QUIET


def is_bar_dark() -> bool:
    """The best guess: no desktop tells. The bar of GNOME is dark whatever the theme."""
    if "GNOME" in os.environ.get("XDG_CURRENT_DESKTOP", "").upper():
        return True
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def tray_icon(state: TrayState, unread: int, theme: Theme, *, is_dark: bool) -> QIcon:
    icon = QIcon()
    for side in SIZES_PX:
        icon.addPixmap(tray_pixmap(side, state, unread, theme, is_dark=is_dark))
    icon.setIsMask(sys.platform == "darwin" and state in (TrayState.QUIET, TrayState.OFFLINE, TrayState.PAUSED))
    return icon


def tray_pixmap(side: int, state: TrayState, unread: int, theme: Theme, *, is_dark: bool) -> QPixmap:
    ink = QColor(tokens.value("brand.tray")["dark" if is_dark else "light"])
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, QRectF(0, side * 0.06, side * 0.9, side * 0.9), ink)
    if state is TrayState.OFFLINE:
        _cut(painter, side, ink)
    elif state is TrayState.PAUSED:
        corner = QRectF(side * 0.5, side * 0.5, side * 0.5, side * 0.5)
        _clear(painter, corner)
        paint_icon(painter, "pause", corner, ink, layout_direction=Qt.LayoutDirection.LeftToRight)
    elif state is TrayState.PROBLEM:
        _badge(painter, QRectF(side * 0.44, side * 0.44, side * 0.56, side * 0.56), "!", theme, "danger.base")
    elif state is TrayState.UNREAD:
        words = str(unread) if unread < 10 else "9+"
        _badge(painter, QRectF(side * 0.4, 0, side * 0.6, side * 0.6), words, theme, "badge.bg")
    painter.end()
    return pixmap


def _badge(painter: QPainter, rect: QRectF, words: str, theme: Theme, ground: str) -> None:
    _clear(painter, rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(ground))
    painter.drawEllipse(rect)
    font = QFont(theme.font("micro", weight=700))
    font.setPixelSize(max(int(rect.height() * (0.78 if len(words) == 1 else 0.6)), 6))
    painter.setFont(font)
    painter.setPen(theme.color("badge.text") if ground == "badge.bg" else QColor("#FFFFFF"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)


def _clear(painter: QPainter, rect: QRectF) -> None:
    """A gap around what lies on the mark."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    gap = rect.width() * 0.1
    painter.drawEllipse(rect.adjusted(-gap, -gap, gap, gap))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _cut(painter: QPainter, side: int, ink: QColor) -> None:
    first, last = QPointF(side * 0.06, side * 0.94), QPointF(side * 0.94, side * 0.06)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(QPen(Qt.GlobalColor.black, side * 0.22))
    painter.drawLine(first, last)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(QPen(ink, max(side * 0.08, 1.2)))
    painter.drawLine(first, last)
