"""The files that go out with the reply, over the reply field: each with its picture and its problem, in their order."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from igdesk.store.tray import TrayFile
from igdesk.ui.accessible_role import set_role
from igdesk.ui.composer.tray_card import TrayCard, width_of
from igdesk.ui.composer.tray_words import order_line
from igdesk.ui.controls import PaintedButton
from igdesk.ui.focus import put_in_tab_order
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import make_viewport_known
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_PAD, _BETWEEN, _GAP = 10, 6, 8
_ADD_WIDTH = 60
_LINE_TOP, _LINE_AT, _LINE_BOTTOM = 9, 24, 1


class AddButton(PaintedButton):
    """A dashed place for more."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("composerTrayAdd")
        self.setAccessibleName(say("tray.add"))
        self.setToolTip(say("tray.add"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def radius(self) -> float:
        return 10.0

    def sizeHint(self) -> QSize:
        return QSize(_ADD_WIDTH, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            fill_rounded(painter, rect, self.radius(), theme.color("bg.hover"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line.control"), 1, Qt.PenStyle.CustomDashLine))
        pen = painter.pen()
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), self.radius(), self.radius())
        paint_icon(painter, "plus", rect, theme.color("text.secondary"), size_key="menu")


class _Shelf(QScrollArea):
    """Cards side by side; what has no room is reached by wheel and arrows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        make_viewport_known(self).setAutoFillBackground(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.x() or turned.y()))
        event.accept()


class AttachmentTray(QWidget):
    """Shows files and says what is wanted of them; it changes nothing itself."""

    remove_wanted = Signal(int)
    arranged = Signal(list)
    """Ids of the files in their new order."""
    add_wanted = Signal()
    emptied = Signal()
    """The last file went: the focus is free."""

    def __init__(self, images: ImageCache, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composerTray")
        set_role(self, QAccessible.Role.List)
        self._images = images
        self._theme_source = theme_source
        self._files: list[TrayFile] = []
        self._cards: dict[int, TrayCard] = {}
        self._has_text = False
        self._stop_before: QWidget | None = None
        self._shelf = _Shelf(self)
        inner = self._inner = QWidget(self._shelf)
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(_BETWEEN)
        self._shelf.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._add = AddButton(theme_source, self)
        self._add.clicked.connect(self.add_wanted)
        line = QHBoxLayout()
        line.setSpacing(_BETWEEN - 3)
        line.addWidget(self._shelf)
        line.addWidget(self._add)
        line.addStretch(1)
        self._line = PlainText(theme_source, self, scale="small", color="text.secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD - 3, _PAD - 3, _PAD - 3, _PAD - 3 + _GAP)
        column.setSpacing(0)
        column.addLayout(line)
        self._words = QWidget(self)
        words = QHBoxLayout(self._words)
        set_margins(words, self._words, _LINE_AT + 3, _LINE_TOP - 3, 3, _LINE_BOTTOM + 3)
        words.addWidget(self._line)
        column.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        images.ready.connect(self._follow_image)
        theme_source.changed.connect(self._fit)
        self.hide()

    @property
    def files(self) -> Sequence[TrayFile]:
        return self._files

    @property
    def accessible_items(self) -> Sequence[QWidget]:
        """The cards, in their order, and what stands beside and under them."""
        return [*(self._cards[file.id] for file in self._files), self._add, self._line]

    def show_files(self, files: Sequence[TrayFile]) -> None:
        """These files in this order; cards of files that stay are kept, with the focus that is on them."""
        focused = self._focused_place()
        known = {file.id for file in files}
        has_lost_focus = focused is not None and self._files[focused].id not in known
        self._files = list(files)
        for gone in [file_id for file_id in self._cards if file_id not in known]:
            card = self._cards.pop(gone)
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, file in enumerate(files):
            card = self._cards.get(file.id) or self._make_card(file)
            card.show_file(file)
            if self._row.indexOf(card) != place:
                self._row.removeWidget(card)
                self._row.insertWidget(place, card)
        self._order_focus()
        self._chain()
        self.setAccessibleName(say("tray.name", n=len(files)))
        self.setVisible(bool(files))
        self._say()
        self._fit()
        if focused is not None and has_lost_focus and files:
            self._cards[files[min(focused, len(files) - 1)].id].setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused is not None and not files:
            self.emptied.emit()

    def follow_in_tab_order(self, before: QWidget) -> None:
        """Tab comes here from ``before``."""
        self._stop_before = before
        self._chain()

    def _chain(self) -> None:
        """Cards with their crosses in their order, then the button; made late, they would come after everything."""
        stops = [self._stop_before] if self._stop_before is not None else []
        for file in self._files:
            stops += self._cards[file.id].stops
        put_in_tab_order(*stops, self._add)

    def set_has_text(self, has_text: bool) -> None:
        """Whether words go out too."""
        if has_text != self._has_text:
            self._has_text = has_text
            self._say()
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            QTimer.singleShot(0, self, self._fit)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 0, 0, -_GAP)
        fill_rounded(painter, rect, theme.size("radius.card"), theme.color("bg.pane"))
        stroke_rounded(painter, rect, theme.size("radius.card"), theme.color("line.separator"))
        if not self._words.isHidden():
            size = icon_size("meta")
            y = self._words.y() + _LINE_TOP - 3 + (theme.line_height("small") - size) / 2
            is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            x = rect.right() - 13 - size if is_rtl else 13.0
            paint_icon(painter, "info", QRectF(x, y, size, size), theme.color("text.secondary"), size_key="meta")

    def _make_card(self, file: TrayFile) -> TrayCard:
        card = TrayCard(file, self._images, self._theme_source, self._inner)
        card.remove_wanted.connect(self.remove_wanted)
        card.move_wanted.connect(self._move)
        card.step_wanted.connect(self._step)
        card.focused.connect(self._reveal)
        self._cards[file.id] = card
        card.show()
        return card

    def _move(self, file_id: int, step: int) -> None:
        ids = [file.id for file in self._files]
        at = ids.index(file_id)
        to = at + step
        if not 0 <= to < len(ids):
            return
        ids[at], ids[to] = ids[to], ids[at]
        by_id = {file.id: file for file in self._files}
        self.show_files([by_id[each] for each in ids])
        self._reveal(file_id)
        self.arranged.emit(ids)

    def _step(self, step: int) -> None:
        at = self._focused_place()
        if at is not None and 0 <= at + step < len(self._files):
            self._cards[self._files[at + step].id].setFocus(Qt.FocusReason.TabFocusReason)

    def _reveal(self, file_id: int) -> None:
        card = self._cards.get(file_id)
        if card is not None:
            self._shelf.ensureWidgetVisible(card, _BETWEEN, 0)
        for each, other in self._cards.items():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == file_id else Qt.FocusPolicy.ClickFocus)

    def _order_focus(self) -> None:
        """Tab reaches one card; arrows reach the others."""
        if self._files and not any(c.focusPolicy() is Qt.FocusPolicy.StrongFocus for c in self._cards.values()):
            self._cards[self._files[0].id].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        elif len(self._files) > 1 and self._focused_place() is None:
            self._reveal_policy(self._files[0].id)

    def _reveal_policy(self, file_id: int) -> None:
        for each, card in self._cards.items():
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == file_id else Qt.FocusPolicy.ClickFocus)

    def _focused_place(self) -> int | None:
        focus = QApplication.focusWidget()
        for place, file in enumerate(self._files):
            card = self._cards.get(file.id)
            if card is not None and focus is not None and (focus is card or card.isAncestorOf(focus)):
                return place
        return None

    def _say(self) -> None:
        is_checking = any(file.id < 0 for file in self._files)
        words = order_line(self._files, has_text=self._has_text, is_checking=is_checking)
        self._line.set_text(words)
        self._words.setVisible(bool(words))

    def _fit(self) -> None:
        if self._files:
            cards = len(self._files)
            self._shelf.setFixedHeight(self._card_height() + 6)
            width = width_of(self._theme_source.current)
            whole = cards * width + (cards - 1) * _BETWEEN + 6
            room = max(self.width() - 2 * (_PAD - 3) - _ADD_WIDTH - _BETWEEN, width)
            self._shelf.setFixedWidth(min(whole, room))
            self._add.setFixedHeight(self._card_height())
            self.setFixedHeight(self._height())
        self.update()

    def _card_height(self) -> int:
        return max((card.sizeHint().height() for card in self._cards.values()), default=0)

    def _height(self) -> int:
        height = self._card_height() + 2 * _PAD + _GAP
        if not self._words.isHidden():
            room = max(self.width() - 2 * _PAD - _LINE_AT, 100)
            height += self._line.heightForWidth(room) + _LINE_TOP - 6 + _LINE_BOTTOM + 4
        return height

    def _follow_image(self, key: str) -> None:
        for card in self._cards.values():
            if card.file.media_key == key:
                card.update()
