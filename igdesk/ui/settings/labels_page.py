"""Settings: the labels, their names, colours and order."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from igdesk.domain.ids import LabelId
from igdesk.domain.label import LABEL_NAME_MAX, Label, LabelColour
from igdesk.ui.announce import announce
from igdesk.ui.controls import IconButton, PaintedButton, TextButton, TextField
from igdesk.ui.label_shape import paint_label_shape
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.menu import add_row, make_menu
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.settings.row_order import Grip, RowOrder
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.sort_menu import label_icon

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

_SIDE, _SHAPE, _NARROW = 32, 13, 460


class ColourButton(PaintedButton):
    """The shape; a menu offers the eight of them."""

    chosen = Signal(object)
    """LabelColour."""

    def __init__(self, label: Label, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._label = label
        self.setObjectName("settingsLabelColour")
        name = say("settings.labels.colour", name=label.name, colour=say(f"label.{label.colour.value}"))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        if self.underMouse() or self.isDown():
            fill_rounded(painter, rect, self.radius(), theme.color("bg.hover"))
        stroke_rounded(painter, rect, self.radius(), theme.color("line.control"))
        inset = (_SIDE - _SHAPE) / 2
        paint_label_shape(painter, rect.adjusted(inset, inset, -inset, -inset), theme, self._label.colour)

    def _open(self) -> None:
        menu = make_menu(self.theme, self)
        menu.setObjectName("settingsLabelColours")
        for colour in LabelColour:
            sample = Label(self._label.id, "", colour, 0)
            words = say(f"settings.labels.{colour.value}")
            add_row(menu, words, partial(self.chosen.emit, colour), label_icon(self.theme, sample))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))


class LabelRow(QWidget):
    """One label: shape, name, number of conversations, order, away with it."""

    def __init__(self, page: "LabelsPage", label: Label, count: int, number: int, of: int) -> None:
        """``number``: its place, the first is 1."""
        super().__init__(page.body)
        theme_source = page.theme_source
        self.label = label
        self._page = page
        self.grip = Grip(say("settings.labels.move", name=label.name), theme_source, self)
        self.grip.setObjectName("settingsLabelGrip")
        self.grip.stepped.connect(lambda by: page.shift(label.id, by))
        colour = ColourButton(label, theme_source, self)
        colour.chosen.connect(lambda found: page.recolour(label.id, found))
        self.field = TextField(say("settings.labels.name", name=label.name), theme_source, self)
        self.field.setObjectName("settingsLabelName")
        self.field.setText(label.name)
        self.field.setCursorPosition(0)  # its beginning shows where there is little room
        self.field.setMaxLength(LABEL_NAME_MAX * 4)
        self.field.editingFinished.connect(self._rename)
        words = say("settings.labels.used", n=count)
        self._used = PlainText(theme_source, self, scale="small", color="text.secondary", max_lines=1, text=words)
        digit = str(number) if number < 10 else ""
        key = PlainText(theme_source, self, scale="small", color="text.tertiary", text=digit)
        key.setFixedWidth(16)
        if digit:
            self.field.setAccessibleDescription(say("settings.labels.key", n=number))
        up = IconButton("arrow-u", say("settings.labels.up", name=label.name), theme_source, self, size_key="menu")
        up.setObjectName("settingsLabelUp")
        up.setEnabled(number > 1)
        up.clicked.connect(lambda: page.shift(label.id, -1))
        down = IconButton("arrow-d", say("settings.labels.down", name=label.name), theme_source, self, size_key="menu")
        down.setObjectName("settingsLabelDown")
        down.setEnabled(number < of)
        down.clicked.connect(lambda: page.shift(label.id, 1))
        away = IconButton("trash", say("settings.labels.delete", name=label.name), theme_source, self, size_key="menu")
        away.setObjectName("settingsLabelDelete")
        away.clicked.connect(lambda: page.delete(label.id))
        line = TurningLine(self, self._is_narrow)
        line.setContentsMargins(8, 6, 10, 6)
        line.setSpacing(6)
        head, tail = QHBoxLayout(), QHBoxLayout()
        for part in (head, tail):
            part.setSpacing(6)
        head.addWidget(self.grip)
        head.addWidget(colour)
        head.addSpacing(4)
        head.addWidget(self.field, 1)
        tail.addSpacing(6)
        tail.addWidget(self._used, 0, Qt.AlignmentFlag.AlignVCenter)
        tail.addSpacing(6)
        tail.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        tail.addStretch(0)
        for button in (up, down, away):
            tail.addWidget(button)
        line.addLayout(head, 1)
        line.addLayout(tail)
        theme_source.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """The same room in every row for the number of conversations."""
        metrics = QFontMetricsF(self._page.theme_source.current.font("small"))
        self._used.setMinimumWidth(int(metrics.horizontalAdvance(say("settings.labels.used", n=888))) + 1)

    def _is_narrow(self, width: int) -> bool:
        """Whether the name needs the line for itself."""
        return width < _NARROW * self._page.theme_source.current.scale

    @property
    def is_being_named(self) -> bool:
        return self.field.hasFocus() and self.field.isModified() and self.field.text() != self.label.name

    def _rename(self) -> None:
        if self.field.text() != self.label.name:
            self.field.set_problem(not self._page.rename(self.label.id, self.field.text()))


class LabelsPage(SettingsPage):
    """Every change is done at once; a deleted label comes back with Undo."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        super().__init__(say("settings.page.labels"), window.theme_source, parent, text=say("settings.labels.text"))
        self._window = window
        self._labels = window.archive.triage.labels
        self._shown: tuple[object, ...] | None = None
        self._card = self.add_card()
        self._rows: list[LabelRow] = []
        self._order = RowOrder(self, self._card, lambda: self._rows, self._move, window.theme_source)
        new = TextButton(say("settings.labels.new"), window.theme_source, self.body, icon_name="plus")
        new.setObjectName("settingsLabelNew")
        new.clicked.connect(self._make)
        self.add_buttons(new)
        self.finish()
        self.refresh()

    def refresh(self) -> None:
        labels, use = self._labels.all(), self._labels.use()
        state = (labels, tuple(sorted(use.items())))
        if state == self._shown or any(row.is_being_named for row in self._rows):
            return  # a name in the making is not taken from under the cursor; the row tells when it is done
        self._shown = state
        focus = self._focused()
        while (item := self._card.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = []
        for number, label in enumerate(labels, 1):
            row = LabelRow(self, label, use.get(label.id, 0), number, len(labels))
            self._order.follow(row.grip, row)
            self._card.add(row)
            self._rows.append(row)
        self._card.setVisible(bool(labels))
        self._card.update()
        self._focus_again(*focus)

    def _focused(self) -> tuple[LabelId | None, int, str]:
        """Which label, where it stands, and which part of its row."""
        widget: QWidget | None = QApplication.focusWidget()
        for number, row in enumerate(self._rows):
            if widget is not None and row.isAncestorOf(widget):
                return row.label.id, number, widget.objectName()
        return None, 0, ""

    def _focus_again(self, label_id: LabelId | None, number: int, name: str) -> None:
        """The rows are new, the person is where they were: at their label, or at what took its place."""
        if label_id is None or not self._rows:
            return
        at_place = self._rows[min(number, len(self._rows) - 1)]
        row = next((row for row in self._rows if row.label.id == label_id), at_place)
        widget = row.findChild(QWidget, name) if name else None
        # On the grip where a step is no longer possible.
        target = widget if widget is not None and widget.isEnabled() else row.grip
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def rename(self, label_id: LabelId, name: str) -> bool:
        """Whether the name can be taken."""
        is_done = self._window.attempt(lambda: self._labels.rename(label_id, name))
        for row in self._rows:
            row.field.setModified(False)
        self.refresh()
        return bool(is_done)

    def recolour(self, label_id: LabelId, colour: LabelColour) -> None:
        self._window.attempt(lambda: self._labels.recolour(label_id, colour))
        self.refresh()

    def shift(self, label_id: LabelId, by: int) -> None:
        """One place up or down; the number keys follow."""
        order = [label.id for label in self._labels.all()]
        if label_id in order:
            at = order.index(label_id)
            self._move(at, min(max(at + by, 0), len(order) - 1))

    def _move(self, source: int, target: int) -> None:
        """From one place to another."""
        labels = list(self._labels.all())
        if source == target or not 0 <= source < len(labels):
            return
        moved = labels.pop(source)
        labels.insert(target, moved)
        order = [label.id for label in labels]
        self._window.attempt(lambda: self._labels.arrange(order))
        self.refresh()
        announce(self, say("settings.labels.moved", name=moved.name, n=target + 1, total=len(order)))

    def delete(self, label_id: LabelId) -> None:
        self._window.triage.delete_label(label_id)
        self.refresh()

    def _make(self) -> None:
        """A label with a name of its own, ready to be named."""
        number = 1
        while self._labels.find(say("settings.labels.fresh", n=number)) is not None:
            number += 1
        made = self._window.triage.make_label(say("settings.labels.fresh", n=number))
        self.refresh()
        rows = [row for row in self._card.findChildren(LabelRow) if made is not None and row.label.id == made.id]
        if rows:
            self.ensureWidgetVisible(rows[-1])
            rows[-1].field.setFocus()
            rows[-1].field.selectAll()
