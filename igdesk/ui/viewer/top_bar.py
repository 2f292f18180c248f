"""The upper edge of the viewer: whose picture it is, and what can be done with it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.ui.controls import ButtonKind, IconButton, TextButton
from igdesk.ui.paint import hairline, paint_avatar
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

HEIGHT = 64
AVATAR, AFTER_AVATAR = 36, 12
NARROW_PX, TIGHT_PX = 720, 560
LEADING, TRAILING = 24, 18
APART, CLOSE_TOGETHER = 16, 8


class _Gap(QWidget):
    """A short line between groups of buttons."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedSize(33, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = QRectF(16, 0, 1, self.height())
        hairline(QPainter(self), line, self._theme_source.current.color("line.control"))


class _Avatar(QWidget):
    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._key = self._name = ""
        self._pixmap: QPixmap | None = None
        self.setFixedSize(AVATAR, AVATAR)

    def show_person(self, key: str, name: str, pixmap: QPixmap | None) -> None:
        self._key, self._name, self._pixmap = key, name, pixmap
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        paint_avatar(QPainter(self), QRectF(self.rect()), theme, self._key, self._name, self._pixmap)


class TopBar(QWidget):
    """Its buttons do not do anything themselves."""

    zoomed = Signal(int)
    """1 closer, -1 farther, 0 fitted or back to its own size."""
    rotated = Signal()
    copied = Signal()
    saved = Signal()
    quoted = Signal()
    closed = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget, keys: dict[str, str]) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedHeight(HEIGHT)
        self._avatar = _Avatar(theme_source, self)
        self._told = ""
        self._name = PlainText(theme_source, self, weight=600, color="viewer.text", max_lines=1)
        self._name.setObjectName("viewerName")
        self._facts = PlainText(theme_source, self, scale="small", color="viewer.text.secondary", max_lines=1)
        self._place = PlainText(theme_source, self, color="viewer.text.secondary", max_lines=1, tabular=True)
        self._place.setObjectName("viewerPlace")
        self._place.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.zoom_out = self._button("viewerZoomOut", "zoom-out", "viewer.zoom_out", keys)
        self.fitting = TextButton(say("viewer.fit"), theme_source, self, kind=ButtonKind.GHOST, small=True)
        self.fitting.setObjectName("viewerFit")
        self.zoom_in = self._button("viewerZoomIn", "zoom-in", "viewer.zoom_in", keys)
        self.rotate = self._button("viewerRotate", "rotate", "viewer.rotate", keys)
        self.copy = self._button("viewerCopy", "copy", "viewer.copy", keys)
        self.save = self._button("viewerSave", "download", "viewer.save", keys)
        self.quote = self._button("viewerQuote", "reply", "viewer.quote", keys)
        self.close_button = self._button("viewerClose", "x", "viewer.close", keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addSpacing(LEADING)  # margins are not mirrored, spacing is
        row.addWidget(self._avatar)
        self._words = QWidget(self)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._facts)
        column.addStretch(1)
        row.addWidget(self._words, 1)
        row.addSpacing(CLOSE_TOGETHER)
        row.addWidget(self._place)
        row.addSpacing(CLOSE_TOGETHER)
        self._gaps = [_Gap(theme_source, self) for _ in range(2)]
        self._tools = QHBoxLayout()
        for control in (
            self.zoom_out, self.fitting, self.zoom_in, self._gaps[0], self.rotate, self.copy, self.save, self.quote,
            self._gaps[1], self.close_button,
        ):  # fmt: skip
            self._tools.addWidget(control)
        row.addLayout(self._tools)
        row.addSpacing(TRAILING)
        theme_source.changed.connect(self._fit)
        self.zoom_out.clicked.connect(lambda: self.zoomed.emit(-1))
        self.zoom_in.clicked.connect(lambda: self.zoomed.emit(1))
        self.fitting.clicked.connect(lambda: self.zoomed.emit(0))
        self.rotate.clicked.connect(self.rotated)
        self.copy.clicked.connect(self.copied)
        self.save.clicked.connect(self.saved)
        self.quote.clicked.connect(self.quoted)
        self.close_button.clicked.connect(self.closed)

    def show_person(self, key: str, name: str, pixmap: QPixmap | None, facts: str) -> None:
        self._avatar.show_person(key, name, pixmap)
        self._name.set_text(name)
        self._told = facts
        self._fit()

    def show_place(self, words: str) -> None:
        """Which one of how many it is."""
        self._place.set_text(words)
        self._fit()

    def show_zoom(self, words: str) -> None:
        self.fitting.set_text(words)

    def set_can(self, *, zoom: bool, copy: bool, save: bool, quote: bool) -> None:
        """What makes sense with the shown one."""
        for button in (self.zoom_in, self.zoom_out, self.fitting, self.rotate):
            button.setEnabled(zoom)
        self.copy.setEnabled(copy)
        self.save.setEnabled(save)
        self.quote.setVisible(quote)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a small window the name comes first: everything else moves together, or goes."""
        is_narrow, is_tight = self.width() < NARROW_PX, self.width() < TIGHT_PX
        for widget in (self.fitting, *self._gaps):
            widget.setVisible(not is_narrow)
        for widget in (self.zoom_in, self.zoom_out):
            widget.setVisible(not is_tight)
        self._tools.setSpacing(CLOSE_TOGETHER if is_narrow else APART)
        place = self._place.text()
        self._place.setVisible(not is_tight and bool(place))
        self._facts.set_text(" · ".join(filter(None, (place if is_tight else "", self._told))))
        room = self.width() - LEADING - AVATAR - AFTER_AVATAR - 2 * CLOSE_TOGETHER - TRAILING
        room -= self._tools.minimumSize().width()
        self._avatar.setVisible(not is_tight or self._name.sizeHint().width() <= room)
        after = AFTER_AVATAR if not self._avatar.isHidden() else 0
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._words.setContentsMargins(0 if is_rtl else after, 0, after if is_rtl else 0, 0)

    def _button(self, name: str, icon: str, text_id: str, keys: dict[str, str]) -> IconButton:
        button = IconButton(
            icon, say(text_id), self._theme_source, self, size_key="composer", side=36, key=keys.get(text_id, "")
        )
        button.setObjectName(name)
        return button
