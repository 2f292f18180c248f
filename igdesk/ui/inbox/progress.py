"""How far the first update of an account has come."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.status import FirstSync
from igdesk.ui.format import number
from igdesk.ui.inbox.chips import ABOVE, height_of_chips
from igdesk.ui.label import Label
from igdesk.ui.paint import fill_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

BAR_HEIGHT = 4


class _Bar(QProgressBar):
    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setTextVisible(False)
        self.setFixedHeight(BAR_HEIGHT)
        theme_source.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(0, BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect())
        fill_rounded(painter, rect, BAR_HEIGHT / 2, theme.color("bg.sunken"))
        share = self.value() / self.maximum() if self.maximum() > 0 else 0.0
        done = QRectF(rect)
        done.setWidth(max(rect.width() * share, BAR_HEIGHT if share else 0))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            done.moveRight(rect.right())
        fill_rounded(painter, done, BAR_HEIGHT / 2, theme.color("accent.base"))


class FirstUpdate(QWidget):
    """Stands where the chips are otherwise, and is as high: the rows stay where they are when those come."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._words = Label(say("list.first_update"), theme_source, self, scale="small", color="text.secondary")
        self._count = Label("", theme_source, self, scale="small", color="text.secondary", tabular=True)
        self._bar = _Bar(theme_source, self)
        self._bar.setObjectName("listFirstUpdate")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.addWidget(self._words)
        line.addStretch(1)
        line.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, ABOVE, 20, 6)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self._bar)

    def show_progress(self, progress: FirstSync) -> None:
        """The total grows while the list of conversations is walked; nothing is said of it before it is known."""
        words = ""
        if progress.total:
            words = say("list.first_update.count", done=number(progress.done), total=number(progress.total))
        self._count.set_text(words)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # else the first number is painted in the room of none
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(min(progress.done, max(progress.total, 1)))
        self._bar.setAccessibleName(", ".join(filter(None, (say("list.first_update"), words))))

    def sizeHint(self) -> QSize:
        own = super().sizeHint()
        return QSize(own.width(), max(own.height(), height_of_chips(self._theme_source.current)))
