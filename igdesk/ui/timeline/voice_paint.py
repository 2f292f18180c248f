"""A voice message as it is painted: play disc, bars that fill while it plays, time left or speed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from igdesk.ui.format import play_time
from igdesk.ui.icons import paint_icon
from igdesk.ui.media.playback import AT_REST, Playback, PlayState
from igdesk.ui.paint import fill_rounded
from igdesk.ui.texts import left_to_right
from igdesk.ui.theme import Theme
from igdesk.ui.timeline.parts import Voice

BARS = 34
BAR_WIDTH, LEAST_HEIGHT, MOST_SHARE = 2.5, 3.0, 0.62
_QUIET = bytes((60, 110, 80, 40, 90, 150, 120, 70, 50, 100, 140, 90, 60, 40, 80, 130, 110)) * 2
"""Until its own bars are known."""


class PlayBoard:
    """What plays, as painters ask for it; nothing does until somebody sets the player."""

    def __init__(self) -> None:
        self.playback: Playback | None = None

    def state_of(self, attachment_id: int) -> PlayState:
        return AT_REST if self.playback is None else self.playback.state_of(attachment_id)


def time_words(voice: Voice, state: PlayState) -> str:
    """The time left while it plays, else its length."""
    length = state.duration_ms or voice.length_ms
    if not length:
        return ""
    return play_time(max(length - state.position_ms, 0) if state.has_begun else length)


def rate_words(rate: float) -> str:
    return left_to_right(f"{rate:g}×")


def paint_voice(painter: QPainter, voice: Voice, theme: Theme, state: PlayState) -> None:
    direction = Qt.LayoutDirection.RightToLeft if voice.is_mirrored else Qt.LayoutDirection.LeftToRight
    is_here = bool(voice.key)
    ground = theme.color("accent.base" if is_here else "bg.sunken")
    fill_rounded(painter, voice.disc, voice.disc.width() / 2, ground)
    sign = "pause" if state.is_playing else "play"
    ink = theme.color("accent.on" if is_here else "text.tertiary")
    if state.is_loading or not is_here:
        sign = "hourglass"
    paint_icon(painter, sign, voice.disc, ink, size_key="toolbar", layout_direction=direction)
    _paint_bars(painter, voice, theme, state)
    meta = theme.color("text.secondary")
    painter.setPen(meta)
    painter.setFont(theme.font("body", tabular=True))
    words = time_words(voice, state)
    if state.has_begun:
        upper = QRectF(voice.time.left(), voice.time.top(), voice.time.width(), voice.time.height() / 2)
        painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, words)
        lower = upper.translated(0, upper.height())
        painter.setFont(theme.font("micro", weight=600))
        painter.setPen(theme.color("accent.text"))
        painter.drawText(lower, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, rate_words(state.rate))
    else:
        painter.drawText(voice.time, Qt.AlignmentFlag.AlignCenter, words)


def _paint_bars(painter: QPainter, voice: Voice, theme: Theme, state: PlayState) -> None:
    heights = voice.bars or _QUIET
    rest = QColor(theme.color("text.tertiary"))
    if not voice.bars:
        rest.setAlphaF(rest.alphaF() * 0.45)
    played = theme.color("accent.base")
    area = voice.wave
    step = area.width() / len(heights)
    painter.setPen(Qt.PenStyle.NoPen)
    until = state.share * len(heights) if state.has_begun else 0.0
    for number, value in enumerate(heights):
        height = max(area.height() * MOST_SHARE * value / 255, LEAST_HEIGHT)
        place = len(heights) - 1 - number if voice.is_mirrored else number
        x = area.left() + place * step + (step - BAR_WIDTH) / 2
        painter.setBrush(played if number < until else rest)
        bar = QRectF(x, area.center().y() - height / 2, BAR_WIDTH, height)
        painter.drawRoundedRect(bar, BAR_WIDTH / 2, BAR_WIDTH / 2)
