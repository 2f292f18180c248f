"""Questions that are asked before something happens. Window-modal, opened with ``open()``, answered by signals."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.ui.banner import tone
from igdesk.ui.banner.choice import Tone
from igdesk.ui.card_dialog import CardDialog
from igdesk.ui.controls import ButtonKind, PaintedButton, TextButton, TextField
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.theme import ThemeSource

_WIDTH = 400
_DISC = 40


class IconDisc(QWidget):
    """An icon on a disc in the colour of its tone."""

    def __init__(
        self, icon_name: str, of_tone: Tone, theme_source: ThemeSource, parent: QWidget, *, side: int = _DISC
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._tone = of_tone
        self._theme_source = theme_source
        self._side = side
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme_source.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, rect.width() / 2, theme.color(tone.GROUND[self._tone]))
        paint_icon(painter, self._icon_name, rect, theme.color(tone.ICON[self._tone]), size_key="toolbar")


class CheckRow(PaintedButton):
    """A box to tick, with its words."""

    takes_enter = False

    def __init__(self, text: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setCheckable(True)
        self._words = text
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return self.theme.size("radius.sm")

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.theme.font("body")).horizontalAdvance(self._words)
        beside = int(self.theme.size("size.control.check")) + 12
        return QSize(int(words + 0.999) + beside + 16, max(28, self.theme.line_height("body") + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        side = theme.size("size.control.check")
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box = QRectF(self.width() - side - 2 if is_rtl else 2, (self.height() - side) / 2, side, side)
        if self.isChecked():
            fill_rounded(painter, box, theme.size("radius.sm"), theme.color("accent.base"))
            paint_icon(painter, "check", box, theme.color("accent.on"), size_key="inline")
        else:
            stroke_rounded(painter, box, theme.size("radius.sm"), theme.color("line.strong"))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text.primary"))
        words = QRectF(self.rect()).adjusted(0, 0, -side - 12, 0) if is_rtl else QRectF(self.rect())
        words = words if is_rtl else words.adjusted(side + 12, 0, 0, 0)
        side_flag = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, side_flag | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, self._words)


class AskDialog(CardDialog):
    """Icon, heading, one paragraph, two buttons. ``accepted`` means the first of them was chosen."""

    def __init__(
        self,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        icon_name: str,
        of_tone: Tone,
        heading: str,
        text: str,
        accept: str,
        reject: str = "",
        check: str = "",
        is_erasing: bool = False,
        must_type: str = "",
    ) -> None:
        """When something would be erased the safe choice has the focus, else the primary button.

        ``must_type``: a word without which the first button stays out of reach.
        """
        super().__init__(theme_source, parent)
        words = self.write(heading, text)
        self._check = CheckRow(check, theme_source, self) if check else None
        if self._check is not None:
            self._check.setObjectName("askCheck")
            words.addWidget(self._check, 0, Qt.AlignmentFlag.AlignLeading)
        typed = TextField(must_type, theme_source, self) if must_type else None
        if typed is not None:
            typed.setObjectName("askTyped")
            words.addWidget(typed)
        self._accept = TextButton(
            accept, theme_source, self, kind=ButtonKind.DANGER if is_erasing else ButtonKind.PRIMARY
        )
        self._accept.setObjectName("askAccept")
        self._accept.clicked.connect(self.accept)
        if typed is not None:
            self._accept.setEnabled(False)
            typed.textChanged.connect(
                lambda text: self._accept.setEnabled(text.strip().casefold() == must_type.casefold())
            )
        buttons = [self._accept]
        if reject:
            safe = TextButton(reject, theme_source, self)
            safe.setObjectName("askReject")
            safe.clicked.connect(self.reject)
            buttons.insert(0, safe)
            if is_erasing:
                safe.setFocus(Qt.FocusReason.TabFocusReason)
        if not is_erasing:
            self._accept.setFocus(Qt.FocusReason.TabFocusReason)
        self.arrange(IconDisc(icon_name, of_tone, theme_source, self), words, *buttons, width_px=_WIDTH)

    @property
    def is_checked(self) -> bool:
        return self._check is not None and self._check.isChecked()


def human_reply_question(theme_source: ThemeSource, parent: QWidget) -> AskDialog:
    """Asked before the first personal answer after 24 hours."""
    return AskDialog(
        theme_source,
        parent,
        icon_name="agent",
        of_tone=Tone.INFO,
        heading=say("ask.human_reply"),
        text=say("ask.human_reply.text"),
        accept=say("ask.human_reply.send"),
        reject=say("ask.cancel"),
        check=say("ask.human_reply.again"),
    )


def link_question(theme_source: ThemeSource, parent: QWidget, host: str, address: str) -> AskDialog:
    """Asked before an address is opened that may pass for another one."""
    return AskDialog(
        theme_source,
        parent,
        icon_name="link",
        of_tone=Tone.WARN,
        heading=say("ask.open_link"),
        text=say("ask.open_link.text", host=left_to_right(host), address=address.partition("\n")[2]),
        accept=say("message.open_link"),
        reject=say("ask.cancel"),
    )
