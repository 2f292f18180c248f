"""The head of a conversation: who it is with, and the way to the details."""

from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from igdesk.domain.conversation import Participant, Shelf
from igdesk.domain.text import clean, one_line
from igdesk.ui.accessible_role import set_opens
from igdesk.ui.controls import IconButton, PaintedButton, TextButton
from igdesk.ui.format import follower_count
from igdesk.ui.icons import icon
from igdesk.ui.images import ImageCache
from igdesk.ui.menu import add_row, make_menu, select_first
from igdesk.ui.paint import fill, fill_rounded, hairline, paint_avatar, paint_verified
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.theme import ThemeSource

PAD = 8
NAME_X = 12
MARGIN, SPACING = 12, 8
VERIFIED_SIZE = 15
NAME_ROOM = 136
"""What a name keeps where nothing stands beside the conversation, before Snooze and Find go into the menu."""


class PersonButton(PaintedButton):
    """Picture, name and numbers of the customer; the whole of it opens the details."""

    def __init__(self, theme_source: ThemeSource, images: ImageCache, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("headerPerson")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._images = images
        self._person: Participant | None = None
        self._name = self._second = self._first_part = ""
        images.ready.connect(self._picture_came)

    def show_person(self, person: Participant) -> None:
        if person == self._person:
            return
        self._person = person
        self._name = one_line(clean(person.display_name), 120) or say("row.nobody")
        parts = []
        if person.username and person.name:
            parts.append(left_to_right(f"@{person.username}"))
        if person.follower_count is not None:
            shown = follower_count(person.follower_count)
            parts.append(say("header.followers", n=person.follower_count, count=shown))
        self._second, self._first_part = " · ".join(parts), parts[0] if parts else ""
        if person.username:
            said = say("timeline.person.username", name=self._name, username=f"@{person.username}")
        else:
            said = say("timeline.person", name=self._name)
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height_needed())

    def minimumSizeHint(self) -> QSize:
        return QSize(96 + 48 + 2 * PAD, self.height_needed())

    def room_beside_name(self) -> int:
        """What picture and margins take."""
        return int(2 * PAD + self.theme.size("avatar.size.header") + NAME_X)

    def height_needed(self) -> int:
        """Two lines of words, or the picture with air around it."""
        return max(48, self.theme.line_height("title3") + self.theme.line_height("small") + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._person is None:
            return
        theme, painter = self.theme, QPainter(self)
        is_rtl = self.isRightToLeft()
        side = theme.size("avatar.size.header")
        if self.isDown() or self.underMouse():
            reach = QRectF(self._flip(QRectF(0, 0, min(self._needed() + 8, self.width()), self.height()), is_rtl))
            fill_rounded(painter, reach, self.radius(), theme.color("bg.hover"))
        avatar = self._flip(QRectF(PAD, (self.height() - side) / 2, side, side), is_rtl)
        pixmap = self._images.any_size(self._person.picture_key, avatar.size().toSize(), self.devicePixelRatioF())
        paint_avatar(painter, avatar, theme, self._person.igsid or self._name, self._name, pixmap)
        left = PAD + side + NAME_X
        room = self.width() - left - PAD
        name_line, small_line = theme.line_height("title3"), theme.line_height("small")
        height = name_line + (small_line if self._second else 0)
        top = (self.height() - height) / 2
        name_font = theme.font("title3", text=self._name)
        badge = VERIFIED_SIZE + 4 if self._person.is_verified else 0
        name = QFontMetricsF(name_font).elidedText(self._name, Qt.TextElideMode.ElideRight, max(room - badge, 1))
        width = QFontMetricsF(name_font).horizontalAdvance(name)
        self._write(painter, name, name_font, "text.primary", QRectF(left, top, room - badge, name_line))
        if badge:
            rect = QRectF(left + width + 4, top + (name_line - VERIFIED_SIZE) / 2, VERIFIED_SIZE, VERIFIED_SIZE)
            paint_verified(painter, self._flip(rect, is_rtl), theme)
        if self._second:
            font = theme.font("small", text=self._second)
            metrics = QFontMetricsF(font)
            whole = self._second if metrics.horizontalAdvance(self._second) <= room else self._first_part
            shown = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, max(room, 1))
            self._write(painter, shown, font, "text.tertiary", QRectF(left, top + name_line, room, small_line))

    def _write(self, painter: QPainter, text: str, font: QFont, color: str, rect: QRectF) -> None:
        is_rtl = self.isRightToLeft()
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(self.theme.color(color))
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(self._flip(rect, is_rtl), flags, text)

    def _needed(self) -> float:
        """Width that picture and words take."""
        name = QFontMetricsF(self.theme.font("title3", text=self._name)).horizontalAdvance(self._name)
        second = QFontMetricsF(self.theme.font("small", text=self._second)).horizontalAdvance(self._second)
        badge = VERIFIED_SIZE + 4 if self._person is not None and self._person.is_verified else 0
        return PAD + self.theme.size("avatar.size.header") + NAME_X + max(name + badge, second) + PAD

    def _flip(self, rect: QRectF, is_rtl: bool) -> QRectF:
        return QRectF(self.width() - rect.right(), rect.y(), rect.width(), rect.height()) if is_rtl else rect

    def _picture_came(self, key: str) -> None:
        if self._person is not None and key == self._person.picture_key:
            self.update()


class TimelineHeader(QWidget):
    """Only what works is in it; what does not fit gives way at the end of the words."""

    back = Signal()
    details_toggled = Signal(bool)
    open_instagram = Signal()
    find_wanted = Signal()
    done = Signal()
    snooze = Signal(object)
    """The button it opens at."""
    labels = Signal(object)
    """The button it opens at."""

    def __init__(self, theme_source: ThemeSource, images: ImageCache, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._username = ""
        self.back_button = IconButton("chev-l", say("timeline.back"), theme_source, self, key="Esc")
        self.back_button.setObjectName("headerBack")
        self.back_button.hide()
        self.person = PersonButton(theme_source, images, self)
        self.more = IconButton("more", say("command.more"), theme_source, self)
        self.more.setObjectName("headerMore")
        set_opens(self.more)
        self.details = IconButton("panel", say("timeline.details"), theme_source, self, key="Ctrl+I")
        self.details.setObjectName("headerDetails")
        self.details.setCheckable(True)
        self.find_button = IconButton("search", say("find.name"), theme_source, self, key="Ctrl+F")
        self.find_button.setObjectName("headerFind")
        self.find_button.clicked.connect(self.find_wanted)
        self.labels_button = IconButton("tag", say("command.labels.short"), theme_source, self, key="L")
        self.labels_button.setObjectName("headerLabels")
        set_opens(self.labels_button)
        self.labels_button.clicked.connect(lambda: self.labels.emit(self.labels_button))
        self.snooze_button = IconButton("moon", say("command.snooze.short"), theme_source, self, key="H")
        self.snooze_button.setObjectName("headerSnooze")
        set_opens(self.snooze_button)
        self.snooze_button.clicked.connect(lambda: self.snooze.emit(self.snooze_button))
        self._is_done = False
        self.done_button = TextButton(say("command.done.short"), theme_source, self, icon_name="check", small=True)
        self.done_icon = IconButton("check", say("command.done.short"), theme_source, self)
        self.done_icon.hide()
        for button in (self.done_button, self.done_icon):
            button.setObjectName("headerDone")
            button.clicked.connect(self.done)
        self._name_done()
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(SPACING)
        acts = (self.find_button, self.labels_button, self.snooze_button, self.done_button, self.done_icon)
        for widget in (self.back_button, self.person, *acts, self.more, self.details):
            row.addWidget(widget)
        for before, after in pairwise((self.back_button, self.person, *acts, self.more, self.details)):
            QWidget.setTabOrder(before, after)
        self.back_button.clicked.connect(self.back)
        self.person.clicked.connect(self._toggle_details)
        self.details.toggled.connect(self.details_toggled)
        self.more.clicked.connect(self._show_menu)
        theme_source.changed.connect(self._dress)
        self._dress()

    def show_person(self, person: Participant) -> None:
        self._username = person.username
        self.person.show_person(person)

    def show_shelf(self, shelf: Shelf) -> None:
        """Whether it is done already: then the button brings it back."""
        if (shelf is Shelf.DONE) != self._is_done:
            self._is_done = shelf is Shelf.DONE
            self._name_done()

    def set_compact(self, is_compact: bool) -> None:
        """A narrow window: Done without its word, Labels in the menu."""
        self.done_button.setVisible(not is_compact)
        self.done_icon.setVisible(is_compact)
        self.labels_button.setVisible(not is_compact)
        self._make_room()

    def set_one_pane(self, is_one_pane: bool) -> None:
        """The list is not beside the conversation: there is a way back to it."""
        self.back_button.setVisible(is_one_pane)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """With little room for the name Snooze goes into the menu, then Find: the same ones for every name."""
        scale = self._theme_source.current.scale
        yields = not self.back_button.isHidden() or scale > 1.0
        others = (self.back_button, self.done_button, self.done_icon, self.labels_button, self.more, self.details)
        taken = sum(button.sizeHint().width() + SPACING for button in others if not button.isHidden())
        room = self.width() - 2 * MARGIN - taken - self.person.room_beside_name()
        for button in (self.find_button, self.snooze_button):  # the last one goes first
            room -= button.sizeHint().width() + SPACING
            button.setVisible(not yields or room >= NAME_ROOM * scale)

    def set_details_shown(self, is_shown: bool) -> None:
        """What the window did with the details, without asking for it again."""
        self.details.blockSignals(True)
        self.details.setChecked(is_shown)
        self.details.blockSignals(False)
        self.details.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.canvas"))
        line = QRectF(0, self.height() - 1, self.width(), 1)
        hairline(painter, line, theme.color("line.separator"))

    def _dress(self) -> None:
        height = int(self._theme_source.current.size("size.timeline.header"))
        self.setFixedHeight(max(height, self.person.height_needed() + 4))
        self._make_room()
        self.update()

    def _name_done(self) -> None:
        words = say("command.back_to_inbox" if self._is_done else "command.done")
        sign = "inbox" if self._is_done else "check"
        self.done_icon.set_icon(sign)
        self.done_icon.set_name(words, "E")
        self.done_button.icon_name = sign
        self.done_button.set_text(words if self._is_done else say("command.done.short"))
        self.done_button.setToolTip(f"{words} (E)")

    def _toggle_details(self) -> None:
        self.details.toggle()

    def _show_menu(self) -> None:
        menu = make_menu(self._theme_source.current, self)
        menu.setObjectName("headerMenu")
        menu.setAccessibleName(say("command.more"))
        ink = self._theme_source.current.color("text.secondary")
        for button, sign, words, wanted in (
            (self.find_button, "search", "find.name", self.find_wanted.emit),
            (self.snooze_button, "moon", "command.snooze", lambda: self.snooze.emit(self.more)),
            (self.labels_button, "tag", "command.labels", lambda: self.labels.emit(self.more)),
        ):
            if button.isHidden():
                add_row(menu, say(words), wanted, icon(sign, ink))
        add_row(menu, say("command.open_instagram"), self.open_instagram.emit, icon("open", ink))
        if self._username:
            handle = f"@{self._username}"
            copy = lambda: QGuiApplication.clipboard().setText(handle)  # noqa: E731
            add_row(menu, say("command.copy_username"), copy, icon("copy", ink))
        corner = self.more.rect().bottomLeft() if self.isRightToLeft() else self.more.rect().bottomRight()
        where = self.more.mapToGlobal(corner)
        if not self.isRightToLeft():
            where.setX(where.x() - menu.sizeHint().width())
        menu.popup(where)
        if self.more.is_ringed:
            select_first(menu)
