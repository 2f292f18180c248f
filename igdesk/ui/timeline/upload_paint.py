"""How far the files of a reply are, drawn over its bubble."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from igdesk.ui.paint import fill_rounded
from igdesk.ui.theme import Theme
from igdesk.ui.timeline.bubble import Bubble

_HEIGHT, _ASIDE, _ABOVE = 5.0, 10.0, 10.0


def paint_upload(painter: QPainter, bubble: Bubble, theme: Theme, share: float, *, is_rtl: bool) -> None:
    """A bar along the lower edge, filled from the leading side."""
    body = bubble.body
    track = QRectF(body.left() + _ASIDE, body.bottom() - _ABOVE - _HEIGHT, body.width() - 2 * _ASIDE, _HEIGHT)
    if track.width() <= _HEIGHT:
        return
    fill_rounded(painter, track, _HEIGHT / 2, theme.color("media.overlay.bg"))
    done = QRectF(track)
    done.setWidth(max(track.width() * min(max(share, 0.0), 1.0), _HEIGHT))
    if is_rtl:
        done.moveRight(track.right())
    fill_rounded(painter, done, _HEIGHT / 2, theme.color("media.overlay.text"))
