"""Settings: theme, contrast, motion."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.appearance import TEXT_SIZES
from igdesk.ui.controls import PaintedButton
from igdesk.ui.format import percent
from igdesk.ui.layout.motion import has_motion
from igdesk.ui.paint import fill, fill_rounded, rounded_path, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.controls import Segments, StepSlider, Toggle
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme, ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

_WORDS = {"": "appearance.theme.system", "light": "appearance.theme.light", "dark": "appearance.theme.dark"}
_PICTURE = QSize(190, 118)


class ThemeTile(PaintedButton):
    """A small picture of the window in a theme, to be chosen."""

    def __init__(self, name: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._name = name
        self._words = say(_WORDS[name])
        self._halves = [Theme(half) for half in ((name,) if name else ("light", "dark"))]
        self.setText(self._words)
        self.setAccessibleName(self._words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(64)

    def radius(self) -> float:
        return self.theme.size("radius.card")

    def sizeHint(self) -> QSize:
        words = max(36, 2 * self.theme.line_height("micro") + 4)
        return QSize(_PICTURE.width() + 12, _PICTURE.height() + 8 + words)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = min(_PICTURE.width(), self.width() - 8)
        frame = QRectF((self.width() - width) / 2, 4, width, _PICTURE.height())
        edge = "accent.base" if self.isChecked() else "line.strong" if self.underMouse() else "line.control"
        self._paint_window(painter, frame.adjusted(5, 5, -5, -5))
        stroke_rounded(painter, frame, self.radius(), theme.color(edge), 2.5 if self.isChecked() else 1)
        self._paint_words(painter, frame.bottom() + 8)

    def _paint_window(self, painter: QPainter, rect: QRectF) -> None:
        painter.save()
        radius = self.radius() - 5
        painter.setClipPath(rounded_path(rect, (radius, radius, radius, radius)))
        _paint_small_window(painter, rect, self._halves[0])
        if len(self._halves) > 1:
            across = QPainterPath()
            across.addPolygon(
                QPolygonF(
                    [
                        rect.topLeft() + (rect.topRight() - rect.topLeft()) * 0.66,
                        rect.topRight(),
                        rect.bottomRight(),
                        rect.bottomLeft() + (rect.bottomRight() - rect.bottomLeft()) * 0.35,
                    ]
                )
            )
            painter.setClipPath(across, Qt.ClipOperation.IntersectClip)
            _paint_small_window(painter, rect, self._halves[1])
        painter.restore()

    def _paint_words(self, painter: QPainter, top: float) -> None:
        theme, side = self.theme, 18.0
        weight, room = 600 if self.isChecked() else 400, int(self.width() - side - 8)
        font = theme.font("body", weight=weight)
        metrics = QFontMetricsF(font)
        lines, line_px = 1, max(side, metrics.height())
        if metrics.horizontalAdvance(self._words) > room:  # two lines of smaller letters
            font = theme.font("micro", weight=weight)
            metrics = QFontMetricsF(font)
            lines = 2 if metrics.horizontalAdvance(self._words) > room else 1
            line_px = max(side, lines * float(theme.line_height("micro")))
        wrap = Qt.TextFlag.TextWordWrap if lines > 1 else Qt.TextFlag.TextSingleLine
        width = metrics.boundingRect(QRectF(0, 0, room, 1000), wrap, self._words).width() + 2
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        start = (self.width() - side - 8 - width) / 2
        disc = QRectF(start + width + 8 if is_rtl else start, top, side, side)
        if self.isChecked():
            stroke_rounded(painter, disc, side / 2, theme.color("accent.base"), 5)
        else:
            stroke_rounded(painter, disc, side / 2, theme.color("line.strong"))
        painter.setFont(font)
        painter.setPen(theme.color("text.primary"))
        words = QRectF(
            start if is_rtl else start + side + 8, top - (0 if lines > 1 else (line_px - side) / 2), width, line_px
        )
        edge = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            words, edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | wrap, self._words
        )


def _paint_small_window(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Rail, list and a conversation, a tenth of their size."""
    x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
    fill(painter, rect, theme.color("bg.canvas"))
    fill(painter, QRectF(x, y, width * 0.11, height), theme.color("bg.rail"))
    fill(painter, QRectF(x + width * 0.11, y, width * 0.31, height), theme.color("bg.list"))
    tint = QColor(theme.color("accent.base"))
    tint.setAlphaF(0.45)
    fill_rounded(painter, QRectF(x + width * 0.145, y + height * 0.12, width * 0.24, height * 0.14), 2, tint)
    line = QColor(theme.color("text.secondary"))
    for at, share, alpha in ((0.34, 0.19, 0.55), (0.5, 0.13, 0.35), (0.66, 0.17, 0.35)):
        line.setAlphaF(alpha)
        fill_rounded(painter, QRectF(x + width * 0.165, y + height * at, width * share, 3.5), 1.5, line)
    bubble = theme.color("bubble.in")
    fill_rounded(painter, QRectF(x + width * 0.49, y + height * 0.18, width * 0.27, height * 0.13), 7, bubble)
    fill_rounded(painter, QRectF(x + width * 0.65, y + height * 0.38, width * 0.28, height * 0.13), 7, tint)
    fill_rounded(painter, QRectF(x + width * 0.49, y + height * 0.59, width * 0.21, height * 0.13), 7, bubble)
    field = QRectF(x + width * 0.49, y + height * 0.81, width * 0.44, height * 0.11)
    stroke_rounded(painter, field, 3, theme.color("line.control"))


class AppearancePage(SettingsPage):
    """Everything applies at once."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.appearance"), source, parent)
        self._window = window
        self._tiles: dict[str, ThemeTile] = {}
        card = self.add_card(say("appearance.theme"))
        tiles = QWidget(card)
        set_role(tiles, QAccessible.Role.Grouping)
        tiles.setAccessibleName(say("appearance.theme"))
        line = QHBoxLayout(tiles)
        line.setContentsMargins(16, 12, 16, 10)
        line.setSpacing(16)
        for name in _WORDS:
            tile = self._tiles[name] = ThemeTile(name, source, tiles)
            tile.clicked.connect(lambda _checked=False, n=name: self._change(theme=n))
            line.addWidget(tile)
        card.add(tiles)
        reading = self.add_card(say("appearance.reading"))
        self._size = StepSlider(len(TEXT_SIZES), source)
        self._size.valueChanged.connect(lambda at: self._change(text_size=TEXT_SIZES[at]))
        small = PlainText(source, self.body, scale="micro", text="A")
        large = PlainText(source, self.body, scale="title2", text="A")
        reading.add_row(say("appearance.size"), small, self._size, large)
        for letter in (small, large):
            letter.setAccessibleName("A")  # a picture of the size, not another control
        self._density = Segments(
            [(False, say("appearance.density.comfortable")), (True, say("appearance.density.compact"))], source
        )
        self._density.chosen.connect(lambda is_compact: self._change(is_compact=is_compact))
        reading.add_row(say("appearance.density"), self._density)
        self._label_names = Toggle(source)
        self._label_names.clicked.connect(window.triage.show_label_names)
        reading.add_row(say("appearance.label_names"), self._label_names, text=say("appearance.label_names.text"))
        seeing = self.add_card(say("appearance.seeing"))
        self._contrast = Toggle(source)
        self._contrast.clicked.connect(lambda is_on: self._change(strong_contrast=is_on))
        seeing.add_row(say("appearance.contrast"), self._contrast, text=say("appearance.contrast.text"))
        self._motion = Toggle(source)
        self._motion.clicked.connect(lambda is_on: self._change(less_motion=is_on))
        seeing.add_row(say("appearance.motion"), self._motion, text=say("appearance.motion.text"))
        self.finish()

    def refresh(self) -> None:
        chosen = self._window.appearance
        self._tiles[chosen.theme].setChecked(True)
        self._contrast.setChecked(self.theme_source.current.strong_contrast)
        self._motion.setChecked(not has_motion(self))
        self._label_names.setChecked(self._window.list_pane.shows_label_names)
        self._size.blockSignals(True)
        self._size.setValue(TEXT_SIZES.index(chosen.text_size))
        self._size.blockSignals(False)
        self._size.setAccessibleDescription(say("appearance.size.value", percent=percent(chosen.text_size)))
        self._density.choose(chosen.is_compact)

    def _change(self, **parts: object) -> None:
        self._window.commands.change_appearance(self._window.appearance._replace(**parts))  # type: ignore[arg-type]
        self.refresh()
