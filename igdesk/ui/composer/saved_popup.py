"""Saved replies over the reply field, opened by a slash. The focus stays in the field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from igdesk.domain.saved_reply import SavedReply
from igdesk.domain.text import one_line
from igdesk.ui.announce import announce
from igdesk.ui.layout.popover import SHADOW, paint_card
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import isolate, left_to_right, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.tip import TellingDelegate

ROW, MOST_ROWS = 48, 6
_EDGE = 8
_SHORTCUT_AT, _NAME_AT, _PAD = 12, 88, 12
_MARGIN = 6
_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Offer:
    """A saved reply as this person would get it."""

    reply: SavedReply
    preview: str


class _Offers(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._offers: tuple[Offer, ...] = ()

    def show(self, offers: Sequence[Offer]) -> None:
        self.beginResetModel()
        self._offers = tuple(offers)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._offers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        offer = self._offers[index.row()]
        if role == _ROLE:
            return offer
        if role == Qt.ItemDataRole.AccessibleTextRole:
            reply = offer.reply
            return say("saved.row", shortcut=reply.shortcut, name=reply.name, text=one_line(offer.preview))
        if role == Qt.ItemDataRole.ToolTipRole:
            return offer.preview
        return None


class _Row(TellingDelegate):
    """Shortcut, name, and the first line as the person will see it."""

    def __init__(self, view: QListView, theme_source: ThemeSource) -> None:
        super().__init__(theme_source, view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        theme = self._theme_source.current
        return QSize(200, max(ROW, theme.line_height("body") + theme.line_height("small") + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        offer = index.data(_ROLE)
        if not isinstance(offer, Offer):
            return
        theme, rect = self._theme_source.current, QRectF(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = index == self._view.currentIndex()
        if is_current:
            fill_rounded(painter, rect.adjusted(_MARGIN, 0, -_MARGIN, 0), 8, theme.color("accent.soft"))
        is_rtl = self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = (Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute

        def place(x: float, width: float, top: float, height: float) -> QRectF:
            return QRectF(rect.right() - x - width if is_rtl else rect.left() + x, top, width, height)

        key = self._paint_key(painter, rect, is_rtl=is_rtl) if is_current else 0.0
        start = _MARGIN + _SHORTCUT_AT
        room = rect.width() - _MARGIN - _NAME_AT - _MARGIN - _PAD - key
        font = theme.font("body", weight=600)
        painter.setFont(font)
        painter.setPen(theme.color("accent.text"))
        shortcut = QFontMetricsF(font).elidedText(
            left_to_right(f"/{offer.reply.shortcut}"), Qt.TextElideMode.ElideRight, _NAME_AT - 18
        )
        painter.drawText(
            place(start, _NAME_AT - 18, rect.top(), rect.height()), side | Qt.AlignmentFlag.AlignVCenter, shortcut
        )
        lines = theme.line_height("body"), theme.line_height("small")
        top = rect.center().y() - sum(lines) / 2
        for text, scale, weight, ink, height in (
            (offer.reply.name, "body", 600, "text.primary", lines[0]),
            (one_line(offer.preview), "small", 400, "text.secondary", lines[1]),
        ):
            font = theme.font(scale, weight=weight, text=text)
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(
                place(_MARGIN + _NAME_AT, room, top, height),
                side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
                isolate(shown),
            )
            top += height

    def _paint_key(self, painter: QPainter, rect: QRectF, *, is_rtl: bool) -> float:
        theme = self._theme_source.current
        font = theme.font("micro", weight=500)
        word = say("saved.key")
        width = QFontMetricsF(font).horizontalAdvance(word) + 12
        x = rect.left() + _MARGIN + _PAD if is_rtl else rect.right() - _MARGIN - _PAD - width
        box = QRectF(x, rect.center().y() - 10, width, 20)
        stroke_rounded(painter, box, 5, theme.color("line.control"))
        painter.setFont(font)
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        return width + 8


class SavedPopup(QWidget):
    """Lies in the window, over the whole width of the field. Listens to the keys of the field while it is open."""

    chosen = Signal(object)
    """A SavedReply."""
    closed = Signal()

    def __init__(self, field: QWidget, box: QWidget, theme_source: ThemeSource) -> None:
        super().__init__(box.window())
        self._field = field
        self._box = box
        self._theme_source = theme_source
        self._is_open = False
        head = QHBoxLayout()
        head.setContentsMargins(SHADOW + 18, SHADOW + 10, SHADOW + 18, 4)
        title = PlainText(
            theme_source, self, scale="small", weight=600, color="text.secondary", max_lines=1, text=say("saved.title")
        )
        hint = PlainText(theme_source, self, scale="small", color="text.secondary", max_lines=1, text=say("saved.hint"))
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(hint)
        self._title, self._hint = title, hint
        self._offers = _Offers(self)
        self.view = QListView(self)
        self.view.setObjectName("savedPopup")
        self.view.setAccessibleName(say("saved.title"))
        self.view.setModel(self._offers)
        self.view.setItemDelegate(_Row(self.view, theme_source))
        self.view.setUniformItemSizes(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.viewport().setAutoFillBackground(False)
        self.view.setMouseTracking(True)
        self.view.entered.connect(self.view.setCurrentIndex)
        self.view.clicked.connect(self._choose)
        self._bar = OverlayScrollBar(self.view, theme_source)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SHADOW + 6)
        column.setSpacing(0)
        column.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(SHADOW, 0, SHADOW, 0)
        inset.addWidget(self.view)
        column.addLayout(inset)
        theme_source.changed.connect(self.update)
        self.hide()

    @property
    def is_open(self) -> bool:
        return self._is_open

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these, the first one chosen; nothing at all when there is none."""
        if not offers:
            self.close_popup()
            return
        self._offers.show(offers)
        self.view.setCurrentIndex(self._offers.index(0))
        self._fit(len(offers))
        self._place()
        if not self._is_open:
            self._is_open = True
            self._field.installEventFilter(self)
            self.window().installEventFilter(self)
            self.show()
        self.raise_()
        self._announce()

    def close_popup(self) -> None:
        if self._is_open:
            self._is_open = False
            self._field.removeEventFilter(self)
            self.window().removeEventFilter(self)
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._field:
            if kind == QEvent.Type.FocusOut:
                self.close_popup()
            elif isinstance(event, QKeyEvent) and kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                act = self._act_of(event)
                if act is not None:
                    if kind == QEvent.Type.KeyPress:
                        act()
                    event.accept()
                    return True
        elif kind == QEvent.Type.Resize:
            self.close_popup()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_card(QPainter(self), card, self._theme_source.current)

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        match event.key():
            case Qt.Key.Key_Down:
                return lambda: self._step(1)
            case Qt.Key.Key_Up:
                return lambda: self._step(-1)
            case Qt.Key.Key_PageDown:
                return lambda: self._step(MOST_ROWS)
            case Qt.Key.Key_PageUp:
                return lambda: self._step(-MOST_ROWS)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                return lambda: self._choose(self.view.currentIndex())
            case Qt.Key.Key_Escape:
                return self.close_popup
            case _:
                return None

    def _step(self, by: int) -> None:
        row = min(max(self.view.currentIndex().row() + by, 0), self._offers.rowCount() - 1)
        self.view.setCurrentIndex(self._offers.index(row))
        self._announce()

    def _announce(self) -> None:
        announce(self.view, str(self.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)))

    def _choose(self, index: QModelIndex) -> None:
        offer = index.data(_ROLE)
        if isinstance(offer, Offer):
            self.chosen.emit(offer.reply)
            self.close_popup()

    def _fit(self, count: int) -> None:
        """As many rows as have room over the field, six at most; the keys are told where their words fit."""
        words = self._title.sizeHint().width() + 16 + self._hint.sizeHint().width()
        self._hint.setVisible(words <= self._box.width() - 2 * 18)
        row = self.view.sizeHintForRow(0)
        over = self._box.mapTo(self.window(), QPoint(0, 0)).y()
        room = over - 4 - _EDGE - self._title.sizeHint().height() - 14 - 6
        self.view.setFixedHeight(max(min(min(count, MOST_ROWS) * row, room), row))

    def _place(self) -> None:
        """Upwards from the field, as wide as its box."""
        corner = self._box.mapTo(self.window(), QPoint(0, 0))
        layout = self.layout()
        assert layout is not None
        layout.activate()
        height = layout.sizeHint().height()
        top = max(corner.y() - height + SHADOW - 4, -SHADOW)
        self.setGeometry(corner.x() - SHADOW + 1, top, self._box.width() + 2 * SHADOW - 2, height)
