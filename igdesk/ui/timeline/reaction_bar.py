"""The reactions to choose from, over a message."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from igdesk.domain.reaction import is_same_emoji
from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import PaintedButton
from igdesk.ui.emoji_paint import paint_emoji
from igdesk.ui.layout.popover import Popover
from igdesk.ui.paint import fill_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.speech import emoji_name

BUTTON = 36
EMOJI = 22
PAD = 6


class ReactionButton(PaintedButton):
    """One emoji; tinted when it is the reaction already."""

    def __init__(self, emoji: str, number: int, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._emoji = emoji
        set_role(self, QAccessible.Role.MenuItem)
        self.setObjectName(f"reaction{number}")
        self.setAccessibleName(emoji_name(emoji))
        self.setToolTip(f"{emoji_name(emoji)} ({number})")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(BUTTON, BUTTON)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if self.isChecked():
            fill_rounded(painter, rect, self.radius(), self.theme.color("accent.soft"))
        elif self.underMouse() or self.hasFocus():
            fill_rounded(painter, rect, self.radius(), self.theme.color("bg.hover"))
        paint_emoji(painter, rect, self._emoji, EMOJI)


class ReactionBar(Popover):
    """1 to 6, arrows and Enter, or the pointer. Choosing the present one takes it away."""

    chosen = Signal(str)

    def __init__(self, offered: Sequence[str], own: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent, width=len(offered) * BUTTON + 2 * PAD)
        set_role(self, QAccessible.Role.PopupMenu)
        self.setObjectName("reactionBar")
        self.setAccessibleName(say("message.react"))
        self.set_padding(PAD, PAD)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._buttons: list[ReactionButton] = []
        for number, emoji in enumerate(offered, 1):
            button = ReactionButton(emoji, number, theme_source, self)
            button.setChecked(bool(own) and is_same_emoji(own, emoji))
            button.clicked.connect(lambda _on=False, emoji=emoji: self._choose(emoji))
            row.addWidget(button)
            self._buttons.append(button)
        self.column.addLayout(row)

    def open_at(self, anchor: QWidget) -> None:
        super().open_at(anchor)
        first = next((button for button in self._buttons if button.isChecked()), self._buttons[0])
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        if 0 <= number < len(self._buttons):
            self._buttons[number].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = next((button for button in self._buttons if button.hasFocus()), None)
            if focused is not None:
                focused.click()
        else:
            super().keyPressEvent(event)

    def _choose(self, emoji: str) -> None:
        self.dismiss()
        self.chosen.emit(emoji)
