"""The facts under the name: followers and who follows whom, as far as Instagram says."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.conversation import Participant
from igdesk.ui import format as fmt
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_AROUND = 6
_BETWEEN = 15
_ICON_GAP = 6


class Facts(QWidget):
    """Centred lines of facts, each an icon and words; as many on a line as fit."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._shown: list[tuple[str, PlainText]] = []
        self._followers = self._label("detailsFollowers")
        self._follows_you = self._label("detailsFollowsYou")
        self._you_follow = self._label("detailsYouFollow")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme_source.changed.connect(self.update)

    def show_facts(self, person: Participant) -> None:
        """None means unknown: it is left out, not shown as no."""
        count = person.follower_count
        if count is not None:
            self._followers.set_text(say("header.followers", n=count, count=fmt.follower_count(count)))
        self._follows_you.set_text(say("details.follows_you"))
        self._you_follow.set_text(say("details.you_follow"))
        wanted = (
            ("users", self._followers, count is not None),
            ("check", self._follows_you, bool(person.follows_you)),
            ("check", self._you_follow, bool(person.you_follow)),
        )
        self._shown = []
        for icon_name, label, is_known in wanted:
            label.setVisible(is_known)
            label.setAccessibleName(label.text())
            if is_known:
                self._shown.append((icon_name, label))
        self.updateGeometry()
        self._arrange()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return len(self._lines(width)) * self._row

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        size = icon_size("inline")
        for icon_name, label in self._shown:
            place = label.geometry()
            x = place.right() + 1 + _ICON_GAP if is_rtl else place.left() - _ICON_GAP - size
            box = QRectF(x, place.center().y() + 0.5 - size / 2, size, size)
            paint_icon(painter, icon_name, box, theme.color("text.secondary"), layout_direction=self.layoutDirection())

    @property
    def _row(self) -> int:
        return self._theme_source.current.line_height("small") + _AROUND

    def _label(self, object_name: str) -> PlainText:
        label = PlainText(self._theme_source, self, scale="small", color="text.secondary", max_lines=1)
        label.setObjectName(object_name)
        label.hide()
        return label

    def _width_of(self, label: PlainText) -> int:
        return label.sizeHint().width() + round(icon_size("inline")) + _ICON_GAP

    def _lines(self, width: int) -> list[list[PlainText]]:
        lines: list[list[PlainText]] = []
        taken = 0
        for _, label in self._shown:
            needed = self._width_of(label)
            if lines and taken + _BETWEEN + needed <= width:
                lines[-1].append(label)
                taken += _BETWEEN + needed
            else:
                lines.append([label])
                taken = needed
        return lines

    def _arrange(self) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for number, line in enumerate(self._lines(self.width())):
            whole = sum(map(self._width_of, line)) + _BETWEEN * (len(line) - 1)
            x = (self.width() - whole) // 2
            for label in line:
                width = self._width_of(label)
                start = x + width - label.sizeHint().width()
                place = QRect(start, number * self._row, label.sizeHint().width(), self._row)
                if is_rtl:
                    place.moveLeft(self.width() - start - place.width())
                label.setGeometry(place)
                x += width + _BETWEEN
        self.update()
