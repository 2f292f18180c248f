"""The labels of a conversation in the details: chips that can be taken off, and the way to add one."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from igdesk.domain.ids import LabelId
from igdesk.domain.label import Label
from igdesk.ui.accessible_role import set_opens
from igdesk.ui.chip_flow import ChipFlow
from igdesk.ui.controls import PaintedButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.label_shape import paint_label_shape
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.profile.section import Section
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_PAD, _SHAPE, _GAP = 10, 9, 6


class LabelChip(PaintedButton):
    """A click takes it off."""

    def __init__(self, label: Label, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.label = label
        self.setObjectName("detailsLabel")
        self.setAccessibleName(say("details.label.remove", name=label.name))
        self.setToolTip(say("details.label.remove", name=label.name))

    def radius(self) -> float:
        return self.theme.size("size.list.chip") / 2

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.theme.font("small", weight=500)).horizontalAdvance(self.label.name)
        return QSize(round(words) + 2 * _PAD + _SHAPE + _GAP + 1, int(self.theme.size("size.list.chip")))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, self.radius(), theme.color("bg.hover" if self.underMouse() else "bg.raised"))
        stroke_rounded(painter, rect, self.radius(), theme.color("line.separator"))
        is_rtl = self.isRightToLeft()
        x = rect.right() - _PAD - _SHAPE if is_rtl else rect.left() + _PAD
        shape = QRectF(x, rect.center().y() - _SHAPE / 2, _SHAPE, _SHAPE)
        if self.underMouse() or self.hasFocus():
            paint_icon(painter, "x", shape.adjusted(-2, -2, 2, 2), theme.color("text.secondary"))
        else:
            paint_label_shape(painter, shape, theme, self.label.colour)
        font = theme.font("small", weight=500)
        painter.setFont(font)
        painter.setPen(theme.color("text.primary"))
        taken = _PAD + _SHAPE + _GAP
        room = rect.adjusted(_PAD, 0, -taken, 0) if is_rtl else rect.adjusted(taken, 0, -_PAD + 2, 0)
        words = QFontMetricsF(font).elidedText(self.label.name, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room, flags, words)


class AddChip(PaintedButton):
    """Dashed: there is room for one more."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("detailsAddLabel")
        set_opens(self)
        self.setText(say("details.label.add.short"))
        self.setAccessibleName(say("details.label.add"))
        self.setToolTip(say("details.label.add"))

    def radius(self) -> float:
        return self.theme.size("size.list.chip") / 2

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.theme.font("small", weight=500)).horizontalAdvance(self.text())
        return QSize(round(words) + 2 * _PAD + 12 + _GAP, int(self.theme.size("size.list.chip")))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse():
            fill_rounded(painter, rect, self.radius(), theme.color("bg.hover"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("line.control"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, self.radius(), self.radius())
        is_rtl = self.isRightToLeft()
        x = rect.right() - _PAD - 12 if is_rtl else rect.left() + _PAD
        ink = theme.color("text.secondary")
        paint_icon(painter, "plus", QRectF(x, rect.center().y() - 6, 12, 12), ink)
        painter.setFont(theme.font("small", weight=500))
        painter.setPen(ink)
        taken = _PAD + 12 + _GAP
        room = rect.adjusted(_PAD, 0, -taken, 0) if is_rtl else rect.adjusted(taken, 0, -_PAD + 2, 0)
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, self.text())


class LabelSection(Section):
    removed = Signal(object)
    """LabelId."""
    add_wanted = Signal(object)
    """The button."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(say("labels.heading"), theme_source, parent)
        self._flow = ChipFlow(self)
        self.column.addWidget(self._flow)
        self._chips: list[LabelChip] = []
        self._add = AddChip(theme_source, self._flow)
        self._add.clicked.connect(lambda: self.add_wanted.emit(self._add))
        self._flow.show_chips([self._add])

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Nothing is made anew while nothing changed: the focus stays."""
        if [chip.label for chip in self._chips] == list(labels):
            return
        held = next((n for n, chip in enumerate(self._chips) if chip.hasFocus()), None)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [LabelChip(label, self.theme_source, self._flow) for label in labels]
        for chip in self._chips:
            chip.clicked.connect(lambda _checked=False, found=chip.label.id: self._remove(found))
        stops = (*self._chips, self._add)
        QWidget.setTabOrder(self._add, stops[0])  # to where the section is, from the end of everything
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self._flow.show_chips(stops)
        if held is not None:
            stops[min(held, len(stops) - 1)].setFocus()

    def _remove(self, label_id: LabelId) -> None:
        self.removed.emit(label_id)
