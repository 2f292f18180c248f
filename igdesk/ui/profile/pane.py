"""What is known about the customer; unknown facts are left out."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from igdesk.domain.conversation import Participant
from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import IconButton
from igdesk.ui.images import ImageCache
from igdesk.ui.paint import fill, hairline
from igdesk.ui.profile.facts import Facts
from igdesk.ui.profile.labels import LabelSection
from igdesk.ui.profile.notes import NoteSection
from igdesk.ui.profile.parts import CENTER, NameLine, Picture, RowButton, UsernameButton
from igdesk.ui.scroll import OverlayScrollBar, make_viewport_known
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource


class DetailsScroll(QScrollArea):
    """In a low window the details scroll, the commands under them stay."""

    def __init__(self, theme_source: ThemeSource, body: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        make_viewport_known(self).setAutoFillBackground(False)
        self.setWidget(body)
        body.setAutoFillBackground(False)
        OverlayScrollBar(self, theme_source)


class DetailsPane(QWidget):
    """Docked beside the conversation, or a sheet over it."""

    closed = Signal()
    open_in_instagram = Signal()
    picture_wanted = Signal(object)
    """The Participant whose picture is to be shown large."""
    export = Signal()
    delete = Signal()

    def __init__(
        self, theme_source: ThemeSource, images: ImageCache | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("detailsPane")
        set_role(self, QAccessible.Role.Grouping)
        self._theme_source = theme_source
        self._shown: Participant | None = None
        self._picture = Picture(theme_source, images, self)
        self._picture.clicked.connect(lambda: self.picture_wanted.emit(self._shown))
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
        self._export = RowButton("upload", say("command.export"), theme_source, self)
        self._export.setObjectName("detailsExport")
        self._export.clicked.connect(self.export)
        self._delete = RowButton("trash", say("command.delete_here"), theme_source, self, ink="danger.text")
        self._delete.setObjectName("detailsDelete")
        self._delete.clicked.connect(self.delete)
        self.labels = LabelSection(theme_source, self)
        self.notes = NoteSection(theme_source, self)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 24, 0, 0)
        column.setSpacing(0)
        person = QVBoxLayout()
        person.setContentsMargins(20, 0, 20, 13)
        person.setSpacing(0)
        column.addLayout(person)
        person.addWidget(self._picture, 0, CENTER)
        person.addSpacing(12)
        person.addWidget(self._name)
        person.addWidget(self._username, 0, CENTER)
        person.addSpacing(5)
        person.addWidget(self._facts)
        self._sections = QVBoxLayout()
        self._sections.setContentsMargins(0, 0, 0, 0)
        self._sections.setSpacing(0)
        column.addLayout(self._sections)
        column.addStretch(1)
        self.setTabOrder(self._close, self._picture)
        self.setTabOrder(self._picture, self._username)
        self._last_stop: QWidget = self._username
        self.add_section(self.labels)
        self.add_section(self.notes)
        self._scroll = DetailsScroll(theme_source, body, self)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 20, 12, 10)
        foot.setSpacing(2)
        foot.addWidget(self._open)
        foot.addWidget(self._export)
        foot.addWidget(self._delete)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)
        self._close.raise_()
        theme_source.changed.connect(self.update)

    def add_section(self, section: QWidget) -> None:
        """One more part under what is there, also for Tab."""
        self._sections.addWidget(section)
        for control in section.findChildren(QWidget):
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                self.setTabOrder(self._last_stop, control)
                self._last_stop = control
        self.setTabOrder(self._last_stop, self._open)

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
        for control in (self._close, self._picture, self._username, self._open):
            if not control.isHidden() and control.isEnabled():
                return control
        return self

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.pane"))
        first = self._export if self._open.isHidden() else self._open
        hairline(painter, QRectF(0, first.y() - 10, self.width(), 1), theme.color("line.separator"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._close.sizeHint()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._close.setGeometry(12 if is_rtl else self.width() - 12 - side.width(), 14, side.width(), side.height())
