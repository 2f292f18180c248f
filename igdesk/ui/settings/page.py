"""A page of the settings: a heading, and cards of rows with one control each."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from igdesk.ui.chip_flow import ChipFlow
from igdesk.ui.controls import PaintedButton
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.paint import fill_rounded, hairline, paint_focus_ring, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.settings.controls import ChoiceField
from igdesk.ui.texts import unmarked
from igdesk.ui.theme import ThemeSource

TOP, BOTTOM, SIDE = 28, 32, 20
PAD_X, PAD_Y = 16, 9
RING_MS = 1000
NARROW_PX, WIDE_CONTROL_PX = 388, 150
"""Where less than this is left for words and controls, a control wider than that goes under the words."""
WORDS_PX = 120
"""What the words keep beside the controls, at the usual size of text; with less the controls go under them."""


class _Sign(QWidget):
    """The icon at the start of a row."""

    def __init__(self, icon_name: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._theme_source = theme_source
        side = int(icon_size("menu"))
        self.setFixedSize(side + 8, side)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = self._theme_source.current.color("text.secondary")
        direction = self.layoutDirection()
        side = self.height()
        x = self.width() - side if direction is Qt.LayoutDirection.RightToLeft else 0
        paint_icon(QPainter(self), self._icon_name, QRectF(x, 0, side, side), ink, layout_direction=direction)


class Row(QWidget):
    """A title, a second line if there is more to say, and controls at the trailing end.

    The control is named like the row, and described by the second line.
    """

    def __init__(
        self,
        title: str,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        text: str = "",
        icon_name: str = "",
        controls: tuple[QWidget, ...] = (),
        keeps_names: bool = False,
    ) -> None:
        """``keeps_names``: the controls have words of their own that say what they do."""
        super().__init__(parent)
        self.title = title
        self._theme_source = theme_source
        self._controls = controls
        self._is_ringed = False
        self._end_ring = QTimer(self, singleShot=True, interval=RING_MS)
        self._end_ring.timeout.connect(lambda: self._set_ringed(False))
        self._words = QWidget(self)
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(PlainText(theme_source, self._words, weight=500, text=title))
        self._second = PlainText(theme_source, self._words, scale="small", color="text.secondary", text=text)
        self._second.setVisible(bool(text))
        words.addWidget(self._second)
        words.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(PAD_X, PAD_Y, PAD_X, PAD_Y)
        whole.setSpacing(8)
        if icon_name:
            whole.addWidget(_Sign(icon_name, theme_source, self), 0, Qt.AlignmentFlag.AlignVCenter)
        line = TurningLine(None, self._is_narrow, turned=self._turned)
        line.setSpacing(8)
        line.addWidget(self._words, 1)
        whole.addLayout(line, 1)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        for control in controls:
            control.setParent(self)
            beside.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
            if not keeps_names:
                control.setAccessibleName(title)
            if not control.accessibleDescription():
                control.setAccessibleDescription(self._about(control, text))
        beside.addStretch(0)
        if controls:
            line.addLayout(beside)
        theme_source.changed.connect(self._fit)
        self._fit()

    @property
    def text(self) -> str:
        """The second line."""
        return self._second.text()

    def set_text(self, text: str) -> None:
        """Another second line."""
        before = self._second.text()
        if text == before:
            return
        self._second.set_text(text)
        self._second.setVisible(bool(text))
        for control in self._controls:
            if control.accessibleDescription() == self._about(control, before):
                control.setAccessibleDescription(self._about(control, text))
        self._fit()

    def _about(self, control: QWidget, text: str) -> str:
        """What is told of a control besides its name: the second line, and which row it is of if that is not clear."""
        if self.title.casefold() in control.accessibleName().casefold():
            return unmarked(text)
        return unmarked(". ".join(filter(None, (self.title, text.strip()))))

    def ring(self) -> None:
        """Show for a second that this is the row that was looked for."""
        self._set_ringed(True)
        self._end_ring.start()

    def focus_control(self) -> None:
        for control in self._controls:
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isEnabled():
                control.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_ringed:
            theme = self._theme_source.current
            paint_focus_ring(QPainter(self), QRectF(self.rect()).adjusted(3, 3, -3, -3), theme, theme.size("radius.sm"))

    def _set_ringed(self, is_ringed: bool) -> None:
        self._is_ringed = is_ringed
        self.update()

    def _is_narrow(self, width: int) -> bool:
        """Whether the controls go under the words: too little would be left for the words beside them."""
        controls = self._controls_width()
        if not controls:
            return False
        is_wide = controls > WIDE_CONTROL_PX and width < NARROW_PX
        least = WORDS_PX * self._theme_source.current.scale
        return is_wide or width - controls - 8 < min(self._words.sizeHint().width(), least)

    def _turned(self, is_narrow: bool) -> None:
        for control in self._controls:
            if isinstance(control, ChoiceField):
                control.let_shrink(is_narrow)

    def _controls_width(self) -> int:
        """What the controls need on a line of their own."""
        shown = [control for control in self._controls if not control.isHidden()]
        widths = [min(max(c.sizeHint().width(), c.minimumWidth()), c.maximumWidth()) for c in shown]
        return sum(widths) + 8 * max(len(widths) - 1, 0)

    def _fit(self) -> None:
        step = "size.row.settingsTwoLines" if self._second.text() else "size.row.settings"
        self.setMinimumHeight(int(self._theme_source.current.size(step)))


class Card(QWidget):
    """Rows on one ground, with lines between them."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 1, 0, 1)
        self.column.setSpacing(1)
        theme_source.changed.connect(self.update)

    def add(self, row: QWidget) -> None:
        self.column.addWidget(row)

    def add_row(
        self,
        title: str,
        *controls: QWidget,
        text: str = "",
        icon_name: str = "",
        keeps_names: bool = False,
    ) -> Row:
        """One more row; answers it."""
        row = Row(
            title,
            self._theme_source,
            self,
            text=text,
            icon_name=icon_name,
            controls=controls,
            keeps_names=keeps_names,
        )
        self.add(row)
        return row

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        radius = theme.size("radius.card")
        fill_rounded(painter, QRectF(self.rect()), radius, theme.color("bg.raised"))
        stroke_rounded(painter, QRectF(self.rect()), radius, theme.color("line.separator"))
        shown = [row for at in range(self.column.count()) if (row := self._row(at)) is not None]
        for row in shown[1:]:
            hairline(painter, QRectF(1, row.y() - 1, self.width() - 2, 1), theme.color("line.separator"))

    def _row(self, at: int) -> QWidget | None:
        item = self.column.itemAt(at)
        widget = item.widget() if item is not None else None
        return widget if widget is not None and not widget.isHidden() else None


class SettingsPage(QScrollArea):
    """Scrolls when it is long. Its content keeps to the middle of a wide window."""

    def __init__(
        self, heading: str, theme_source: ThemeSource, parent: QWidget, *, text: str = "", is_wide: bool = False
    ) -> None:
        """``text`` is a line under the heading; ``is_wide`` for pages with two columns."""
        super().__init__(parent)
        self.theme_source = theme_source
        self._width_key = "size.settingsContentWide" if is_wide else "size.settingsContent"
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(heading)
        self.body = QWidget(self)
        self.column = QVBoxLayout(self.body)
        self.column.setSpacing(0)
        self.column.addWidget(PlainText(theme_source, self.body, scale="title1", text=heading))
        if text:
            self.column.addSpacing(4)
            self.column.addWidget(PlainText(theme_source, self.body, color="text.secondary", text=text))
        self.column.addSpacing(18)
        self.setWidget(self.body)
        OverlayScrollBar(self, theme_source)
        theme_source.changed.connect(self._dress)
        self._dress()
        self._centre()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, for the search."""
        return tuple(row for row in self.findChildren(Row) if not row.isHidden())

    def add_heading(self, text: str) -> PlainText:
        """The small heading over a card."""
        if self.column.count() > 2:
            self.column.addSpacing(20)
        label = PlainText(self.theme_source, self.body, scale="small", color="text.secondary", weight=600, text=text)
        label.setContentsMargins(4, 0, 4, 0)
        self.column.addWidget(label)
        self.column.addSpacing(7)
        return label

    def add_card(self, heading: str = "") -> Card:
        """A card at the end, with a heading over it if one is given."""
        if heading:
            self.add_heading(heading)
        card = Card(self.theme_source, self.body)
        self.column.addWidget(card)
        return card

    def add_buttons(self, *buttons: PaintedButton) -> None:
        """A line of buttons under the last card; what does not fit goes on the next line."""
        line = ChipFlow(self.body, gap=8)
        for button in buttons:
            button.setParent(line)
        line.show_chips(buttons)
        self.column.addSpacing(12)
        self.column.addWidget(line)

    def finish(self) -> None:
        """Nothing follows: what is left of the page stays empty."""
        self.column.addStretch(1)

    def refresh(self) -> None:
        """The page comes on the screen, or something changed while it is: show what is so now."""

    def show_row(self, row: Row) -> None:
        """Bring a row into sight and ring it."""
        self.ensureWidgetVisible(row)
        row.focus_control()
        row.ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    def _centre(self) -> None:
        most = int(self.theme_source.current.size(self._width_key))
        side = max((self.viewport().width() - most) // 2, SIDE)
        self.column.setContentsMargins(side, TOP, side, BOTTOM)

    def _dress(self) -> None:
        palette = QPalette(self.theme_source.current.palette())
        palette.setColor(QPalette.ColorRole.Window, self.theme_source.current.color("bg.canvas"))
        self.viewport().setAutoFillBackground(True)
        self.viewport().setPalette(palette)
