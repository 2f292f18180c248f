"""The parts of the details pane: picture, name, username, commands."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from igdesk.domain.conversation import Participant
from igdesk.ui.controls import PaintedButton
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.paint import fill_rounded, paint_avatar, paint_verified
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.theme import ThemeSource

_COPIED_MS = 1500
_VERIFIED_PX, _BEFORE_SIGN = 16, 5
CENTER = Qt.AlignmentFlag.AlignHCenter


class Picture(PaintedButton):
    """The customer's picture, 80 px; pressed, it is shown large. Initials are no more when they are large."""

    def __init__(self, theme_source: ThemeSource, images: ImageCache | None, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("detailsPicture")
        self._images = images
        self._participant: Participant | None = None
        side = int(theme_source.current.size("avatar.size.profile"))
        self.setFixedSize(side, side)
        if images is not None:
            images.ready.connect(self._arrived)

    def show_participant(self, participant: Participant, name: str) -> None:
        self._participant = participant
        self.setAccessibleName(say("details.picture", name=name))
        self.setEnabled(bool(self._images is not None and participant.picture_key))
        self.update()

    def radius(self) -> float:
        return self.height() / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        person = self._participant
        if person is None:
            return
        pixmap = None
        if self._images is not None and person.picture_key:
            pixmap = self._images.any_size(person.picture_key, self.size(), self.devicePixelRatioF())
        key = person.igsid or person.username
        paint_avatar(QPainter(self), QRectF(self.rect()), self.theme, key, person.display_name, pixmap)

    def _arrived(self, key: str) -> None:
        if self._participant is not None and key == self._participant.picture_key:
            self.update()


class NameLine(QWidget):
    """The name in the middle, with the sign of a verified account after it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._is_verified = False
        self.words = PlainText(theme_source, self, scale="title2", align=CENTER, max_lines=2)
        self.words.setObjectName("detailsName")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.words)

    def show_name(self, name: str, *, is_verified: bool) -> None:
        self._is_verified = is_verified
        self.words.set_text(name)
        self.words.setAccessibleName(say("details.name.verified", name=name) if is_verified else name)
        reach = _VERIFIED_PX + _BEFORE_SIGN if is_verified else 0
        self._row.setContentsMargins(reach, 0, reach, 0)
        self.update()

    def sign_place(self) -> QRectF:
        """Right after the last word, on whichever line that is."""
        words = self.words.last_line().translated(self.words.pos())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = words.left() - _BEFORE_SIGN - _VERIFIED_PX if is_rtl else words.right() + _BEFORE_SIGN
        return QRectF(x, words.center().y() - _VERIFIED_PX / 2, _VERIFIED_PX, _VERIFIED_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_verified:
            paint_verified(QPainter(self), self.sign_place(), self._theme_source.current)


class UsernameButton(PaintedButton):
    """@username; a click copies it and says so for a moment."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("detailsUsername")
        self._username = ""
        self._is_copied = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_COPIED_MS)
        self._back.timeout.connect(self._show_username)
        self.clicked.connect(self._copy)

    def show_username(self, username: str) -> None:
        if username != self._username:
            self._username = username
            self._show_username()
        self.setVisible(bool(username))
        self.setAccessibleName(say("details.username", username=username))
        self.setToolTip(say("command.copy_username"))

    @property
    def words(self) -> str:
        return say("details.copied") if self._is_copied else left_to_right(f"@{self._username}")

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.theme.font("body")).horizontalAdvance(f"@{self._username}") + 48
        return QSize(width, self.theme.line_height("body") + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        font = theme.font("body")
        painter.setFont(font)
        ink = "success.text" if self._is_copied else "text.primary" if self.underMouse() else "text.secondary"
        painter.setPen(theme.color(ink))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(self.words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        if self.underMouse() and not self._is_copied:
            width = metrics.horizontalAdvance(words)
            box = QRectF((self.width() + width) / 2 + 5, (self.height() - 13) / 2, 13, 13)
            if box.right() < self.width():
                paint_icon(painter, "copy", box, theme.color("text.tertiary"), size_key="meta")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._username)
        self._is_copied = True
        self.update()
        self._back.start()

    def _show_username(self) -> None:
        self._is_copied = False
        self.updateGeometry()
        self.update()


_BEFORE_WORDS, _AFTER_WORDS = 32, 8
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class RowButton(PaintedButton):
    """A command over the whole width: icon and words."""

    def __init__(self, icon_name: str, text: str, theme_source: ThemeSource, parent: QWidget, *, ink: str = "") -> None:
        """``ink``: another colour for icon and words."""
        super().__init__(theme_source, parent)
        self._icon_name = icon_name
        self._words = text
        self._ink = ink
        self.setText(text)
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(200, int(self.theme.size("size.control.button")))

    def heightForWidth(self, width: int) -> int:
        """Two lines where large letters need them; the words are never cut."""
        room = QRectF(0, 0, max(width - _BEFORE_WORDS - _AFTER_WORDS, 40), 1000)
        needed = QFontMetricsF(self.theme.font("body")).boundingRect(room, _WRAPPED, self._words)
        return max(self.sizeHint().height(), ceil(needed.height()) + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        if self.isDown() or self.underMouse():
            ground = "bg.selectedInactive" if self.isDown() else "bg.sunken"
            fill_rounded(painter, rect, self.radius(), theme.color(ground))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        size = icon_size("menu")
        centre = rect.right() - 14 if is_rtl else rect.left() + 14
        box = QRectF(centre - size / 2, rect.center().y() - size / 2, size, size)
        ink = theme.color(self._ink or "text.secondary")
        paint_icon(painter, self._icon_name, box, ink, layout_direction=self.layoutDirection())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color(self._ink or "text.primary"))
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        before, after = (_AFTER_WORDS, _BEFORE_WORDS) if is_rtl else (_BEFORE_WORDS, _AFTER_WORDS)
        words = rect.adjusted(before, 0, -after, 0)
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, int(flags) | _WRAPPED, self._words)
