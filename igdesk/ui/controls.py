"""Buttons, chips and fields painted from the tokens; ordinary widgets to keyboard and screen reader."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QSizePolicy, QWidget

from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.texts import keys_here, unmarked
from igdesk.ui.theme import Theme, ThemeSource

CENTER = Qt.AlignmentFlag.AlignCenter


class PaintedButton(QPushButton):
    """What all painted buttons share: theme, pointer, focus ring; push buttons to screen readers."""

    ring_inset = 0
    """How much nearer the ring lies, where the control fills the place it is in."""
    takes_enter = True  # not so for boxes: Space switches them, Enter belongs to what they stand in

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme_source = theme_source
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_source.changed.connect(self._restyle)
        self._is_told = False
        """The change of the tick comes from the program or from a click, not from a screen reader."""
        self._ring = FocusRing(self, theme_source, self.radius) if parent is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not self.takes_enter:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def setCheckable(self, is_checkable: bool) -> None:  # noqa: N802
        if is_checkable and not self.isCheckable():
            self.toggled.connect(self._answer_reader)
        super().setCheckable(is_checkable)

    def setChecked(self, is_checked: bool) -> None:  # noqa: N802
        was_told, self._is_told = self._is_told, True
        super().setChecked(is_checked)
        self._is_told = was_told

    def nextCheckState(self) -> None:  # noqa: N802
        was_told, self._is_told = self._is_told, True
        super().nextCheckState()
        self._is_told = was_told

    def _answer_reader(self, is_checked: bool) -> None:
        """Screen readers toggle a button without clicking it; here a click is what counts."""
        group: QButtonGroup | None = self.group()
        is_one_of_many = self.autoExclusive() or bool(group and group.exclusive())
        if not self._is_told and (is_checked or not is_one_of_many):
            self.clicked[bool].emit(is_checked)  # type: ignore[index]

    def _restyle(self) -> None:
        self.updateGeometry()  # the letters may have another size
        self.update()

    @property
    def theme(self) -> Theme:
        return self.theme_source.current

    @property
    def is_ringed(self) -> bool:
        """Whether the keyboard brought the focus here: a menu that it opens begins on its first row."""
        return self._ring is not None and self._ring.isVisible()

    def radius(self) -> float:
        """Radius of the corners; the focus ring follows it."""
        return self.theme.size("radius.control")

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ParentChange and self._ring is None and self.parentWidget() is not None:
            self._ring = FocusRing(self, self.theme_source, self.radius)
        elif kind == QEvent.Type.ToolTip:
            from igdesk.ui.tip import show_own_tip

            show_own_tip(self, self.theme)
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.setDown(False)
        super().hideEvent(event)


class IconButton(PaintedButton):
    """A square button with an icon; its name is in the tooltip and read aloud."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        theme_source: ThemeSource,
        parent: QWidget | None = None,
        *,
        size_key: str = "toolbar",
        side: int = 32,
        key: str = "",
    ) -> None:
        super().__init__(theme_source, parent)
        self.icon_name = icon_name
        self.size_key = size_key
        self._side = side
        self.set_name(name, key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str, key: str = "") -> None:
        """Name for tooltip and screen reader; ``key`` is taught in the tooltip."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys_here(key)})" if key else name)

    def set_icon(self, icon_name: str) -> None:
        self.icon_name = icon_name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            fill_rounded(painter, rect, self.radius(), theme.color("accent.soft"))
        elif self.isDown() and self.isEnabled():
            fill_rounded(painter, rect, self.radius(), theme.color("bg.selectedInactive"))
        elif self.underMouse() and self.isEnabled():
            fill_rounded(painter, rect, self.radius(), theme.color("bg.hover"))
        ink = "text.disabled" if not self.isEnabled() else "accent.text" if self.isChecked() else "text.secondary"
        direction = self.layoutDirection()
        paint_icon(painter, self.icon_name, rect, theme.color(ink), size_key=self.size_key, layout_direction=direction)


class ButtonKind(Enum):
    PRIMARY = "primary"
    PLAIN = "plain"
    GHOST = "ghost"
    LINK = "link"
    DANGER = "danger"


class TextButton(PaintedButton):
    """A button with words, and an icon before them if there is one."""

    def __init__(
        self,
        text: str,
        theme_source: ThemeSource,
        parent: QWidget | None = None,
        *,
        kind: ButtonKind = ButtonKind.PLAIN,
        icon_name: str = "",
        small: bool = False,
        scale: str = "",
    ) -> None:
        super().__init__(theme_source, parent)
        self.kind = kind
        self.ring_inset = 4 if kind is ButtonKind.LINK else 0
        self._is_small = small and kind is not ButtonKind.LINK
        self._scale = scale or ("small" if self._is_small else "body")
        self._ink = "text.primary"
        self.icon_name = icon_name
        self._height_key = "size.control.buttonSmall" if small else "size.control.button"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def words(self) -> str:
        """What stands on it."""
        return self._words

    def set_ink(self, name: str) -> None:
        """Another colour token for the words of a plain button."""
        self._ink = name
        self.update()

    def set_text(self, text: str) -> None:
        """Words on the button, also its name."""
        self.setText(text.replace("&", "&&"))
        self._words = text
        self.setAccessibleName(unmarked(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self._font()).horizontalAdvance(self._words) + 2 * self._padding()
        if self.icon_name:
            width += self._icon_side() + 6
        return QSize(int(width + 0.999), int(self.theme.size(self._height_key)))

    def _padding(self) -> int:
        return 4 if self.kind is ButtonKind.LINK else 11 if self._is_small else 13

    def _icon_side(self) -> float:
        return icon_size("inline" if self._is_small else "menu")

    def _font(self) -> QFont:
        return self.theme.font(self._scale, weight=600, text=self._words)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect())
        fill, edge, ink = self._colors(theme)
        if fill is not None:
            fill_rounded(painter, rect, self.radius(), fill)
        if edge is not None:
            stroke_rounded(painter, rect, self.radius(), edge)
        font = self._font()
        if self.kind is ButtonKind.LINK and self.underMouse() and self.isEnabled():
            font = QFont(font)
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(ink)
        words = rect
        if self.icon_name:
            size, direction = self._icon_side(), self.layoutDirection()
            width = QFontMetricsF(font).horizontalAdvance(self._words)
            start = rect.center().x() - (width + size + 6) / 2
            is_rtl = direction is Qt.LayoutDirection.RightToLeft
            icon_x = start + width + 6 if is_rtl else start
            icon_rect = QRectF(icon_x, rect.center().y() - size / 2, size, size)
            paint_icon(painter, self.icon_name, icon_rect, ink, layout_direction=direction)
            words = QRectF(start if is_rtl else start + size + 6, rect.top(), width + 1, rect.height())
        painter.drawText(words, CENTER, self._words)

    def _colors(self, theme: Theme) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, edge and ink of the present state."""
        color = theme.color
        state = "down" if self.isDown() else "over" if self.underMouse() else "rest"
        if not self.isEnabled():
            filled = self.kind in (ButtonKind.PRIMARY, ButtonKind.DANGER)
            fill = color("bg.sunken") if filled else None
            edged = filled or self.kind is ButtonKind.PLAIN
            return fill, color("line.separator") if edged else None, color("text.disabled")
        quiet = {"rest": None, "over": color("bg.sunken"), "down": color("bg.selectedInactive")}[state]
        match self.kind:
            case ButtonKind.PRIMARY:
                name = {"rest": "accent.base", "over": "accent.hover", "down": "accent.pressed"}[state]
                return color(name), None, color("accent.on")
            case ButtonKind.DANGER:
                return color("danger.base"), None, color("danger.on")
            case ButtonKind.LINK:
                return None, None, color("text.link")
            case ButtonKind.GHOST:
                return quiet, None, color("text.secondary")
            case _:
                return quiet or color("bg.raised"), color("line.control"), color(self._ink)


class Chip(PaintedButton):
    """A check button that narrows a list; shows a word and a number."""

    PAD, GAP = 9, 5
    CLOSE_PAD, CLOSE_GAP = 6, 4

    def __init__(self, text: str, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme_source, parent)
        self._words = text
        self._shown_count = ""
        self._pad, self._gap = self.PAD, self.GAP
        self.setText(text)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return self.height() / 2

    def set_count(self, shown: str) -> None:
        """The number after the word; empty shows none. The accessible name belongs to the owner."""
        if shown != self._shown_count:
            self._shown_count = shown
            self.updateGeometry()
            self.update()

    def set_close(self, is_close: bool) -> None:
        """Less air around its words, where room is scarce."""
        self._pad, self._gap = (self.CLOSE_PAD, self.CLOSE_GAP) if is_close else (self.PAD, self.GAP)
        self.update()

    def sizeHint(self) -> QSize:
        # measured at the heavier weight, so that nothing moves when it is checked
        width = QFontMetricsF(self._font(600)).horizontalAdvance(self._words) + 2 * self._pad
        if self._shown_count:
            width += self._gap + QFontMetricsF(self._font(500)).horizontalAdvance(self._shown_count)
        return QSize(int(width + 0.999), int(self.theme.size("size.list.chip")))

    def _font(self, weight: int) -> QFont:
        return self.theme.font("small", weight=weight, tabular=True, text=self._words)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            fill_rounded(painter, rect, self.radius(), theme.color("accent.soft"))
        else:
            if self.underMouse() or self.isDown():
                fill_rounded(painter, rect, self.radius(), theme.color("bg.hover"))
            stroke_rounded(painter, rect, self.radius(), theme.color("line.control"))
        word_font = self._font(600 if self.isChecked() else 500)
        count_font = self._font(600 if self.isChecked() else 500)
        ink = theme.color("accent.text" if self.isChecked() else "text.secondary")
        word = QFontMetricsF(word_font).horizontalAdvance(self._words)
        number = QFontMetricsF(count_font).horizontalAdvance(self._shown_count)
        whole = word + (self._gap + number if self._shown_count else 0)
        start = rect.center().x() - whole / 2
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        word_x = start + whole - word if is_rtl else start
        number_x = start if is_rtl else start + whole - number
        painter.setPen(ink)
        painter.setFont(word_font)
        painter.drawText(QRectF(word_x, 0, word + 1, rect.height()), CENTER, self._words)
        if self._shown_count:
            painter.setFont(count_font)
            painter.drawText(QRectF(number_x, 0, number + 1, rect.height()), CENTER, self._shown_count)


class TextField(QLineEdit):
    """One line of text: 36 high, ring while it has the focus, red while it has a problem."""

    def __init__(self, name: str, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._has_problem = False
        self.setAccessibleName(name)
        self.setFrame(False)
        self.setTextMargins(9, 0, 9, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme_source.changed.connect(self._dress)
        self._dress()

    def set_problem(self, has_problem: bool) -> None:
        """Whether what stands in the field is wrong; the words about it stand under the field."""
        if has_problem != self._has_problem:
            self._has_problem = has_problem
            self.update()

    def _dress(self) -> None:
        theme = self._theme_source.current
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        self.setPalette(palette)
        self.setFont(theme.font("body"))
        self.setFixedHeight(int(theme.size("size.control.field")))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        painter = QPainter(self)
        rect, radius = QRectF(self.rect()), theme.size("radius.field")
        fill_rounded(painter, rect, radius, theme.color("bg.raised" if self.isEnabled() else "bg.sunken"))
        is_marked = self.hasFocus() or self._has_problem
        edge = "danger.base" if self._has_problem else "focus.ring" if self.hasFocus() else "line.strong"
        stroke_rounded(painter, rect, radius, theme.color(edge), 2 if is_marked else 1)
        painter.end()
        super().paintEvent(event)
