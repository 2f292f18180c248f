"""What is known about the customer; unknown facts are left out."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.domain.conversation import Participant
from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import IconButton
from igdesk.ui.images import ImageCache
from igdesk.ui.paint import hairline
from igdesk.ui.profile.facts import Facts
from igdesk.ui.profile.parts import CENTER, NameLine, Picture, RowButton, UsernameButton
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource


class DetailsPane(QWidget):
    """Docked beside the conversation, or a sheet over it."""

    closed = Signal()
    open_in_instagram = Signal()

    def __init__(
        self, theme_source: ThemeSource, images: ImageCache | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("detailsPane")
        set_role(self, QAccessible.Role.Grouping)
        self._theme_source = theme_source
        self._shown: Participant | None = None
        self._picture = Picture(theme_source, images, self)
        self._name = NameLine(theme_source, self)
        self._username = UsernameButton(theme_source, self)
        self._facts = Facts(theme_source, self)
        self._close = IconButton("x", say("details.close"), theme_source, self, key="Esc")
        self._close.setObjectName("detailsClose")
        self._close.clicked.connect(self.closed)
        self._close.hide()
        self._open = RowButton("open", say("action.open_instagram"), theme_source, self)
        self._open.setObjectName("detailsOpenInstagram")
        self._open.clicked.connect(self.open_in_instagram)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 24, 20, 10)
        column.setSpacing(0)
        column.addWidget(self._picture, 0, CENTER)
        column.addSpacing(12)
        column.addWidget(self._name)
        column.addWidget(self._username, 0, CENTER)
        column.addSpacing(6)
        column.addWidget(self._facts)
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(-8, 20, -8, 0)
        foot.addWidget(self._open)
        column.addLayout(foot)
        self.setTabOrder(self._close, self._username)
        self.setTabOrder(self._username, self._open)
        theme_source.changed.connect(self.update)

    def show_participant(self, participant: Participant) -> None:
        """Everything that is known; nothing moves when nothing changed."""
        if participant == self._shown:
            return
        self._shown = participant
        name = participant.display_name or say("row.nobody")
        self.setAccessibleName(say("details.pane", name=name))
        self._picture.show_participant(participant, name)
        self._name.show_name(name, is_verified=bool(participant.is_verified))
        self._username.show_username(participant.username)
        self._facts.show_facts(participant)
        self._open.setVisible(bool(participant.username))
        self.update()

    def set_sheet(self, is_sheet: bool) -> None:
        """Whether it lies over the conversation; only then it has a way to close in itself."""
        if self._close.isHidden() == is_sheet:
            self._close.setVisible(is_sheet)
            self.update()

    def first_control(self) -> QWidget:
        """Where the focus goes when the pane is entered by key."""
        for control in (self._close, self._username, self._open):
            if not control.isHidden():
                return control
        return self

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.pane"))
        if not self._open.isHidden():
            y = self._open.y() - 10
            hairline(painter, QRectF(0, y, self.width(), 1), theme.color("line.separator"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._close.sizeHint()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._close.setGeometry(12 if is_rtl else self.width() - 12 - side.width(), 14, side.width(), side.height())
