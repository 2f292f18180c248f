"""The reactions at the head of a message's menu: arrows, digits, or the pointer."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget, QWidgetAction

from igdesk.domain.reaction import is_same_emoji
from igdesk.ui.accessible_role import set_role
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.reaction_bar import ReactionButton

_MARGINS = (8, 5, 8, 5)  # room for the ring of the focus


class MenuReactions(QWidget):
    """A row of the menu with a button for each; choosing the present one takes it away."""

    def __init__(
        self,
        offered: Sequence[str],
        own: str,
        choose: Callable[[str], None],
        theme_source: ThemeSource,
        menu: QMenu,
    ) -> None:
        super().__init__(menu)
        set_role(self, QAccessible.Role.Grouping)
        self.setObjectName("reactionBar")
        self.setAccessibleName(say("message.react"))
        self._menu = menu
        self._buttons: list[ReactionButton] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(*_MARGINS)
        line.setSpacing(0)
        for number, emoji in enumerate(offered, 1):
            button = ReactionButton(emoji, number, theme_source, self)
            button.setChecked(bool(own) and is_same_emoji(own, emoji))
            button.clicked.connect(lambda _on=False, emoji=emoji: self._choose(emoji, choose))
            button.installEventFilter(self)
            line.addWidget(button)
            self._buttons.append(button)
        line.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(next((b for b in self._buttons if b.isChecked()), self._buttons[0]))
        menu.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        number = event.key() - Qt.Key.Key_1.value
        if 0 <= number < len(self._buttons) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._buttons[number].click()
            return True
        if watched is self._menu:
            return False
        return self._key_on_button(watched, event)

    def _key_on_button(self, button: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            is_back = (key == Qt.Key.Key_Left) != self.isRightToLeft()
            at = next((n for n, one in enumerate(self._buttons) if one is button), 0) + (-1 if is_back else 1)
            self._buttons[at % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            next(one for one in self._buttons if one is button).click()
            return True
        if key == Qt.Key.Key_Space:
            return False
        # Up, down, Esc and letters are the menu's.
        self._menu.keyPressEvent(event)
        return True

    def _choose(self, emoji: str, choose: Callable[[str], None]) -> None:
        self._menu.close()
        choose(emoji)


def put_reactions(
    menu: QMenu, offered: Sequence[str], own: str, choose: Callable[[str], None], theme_source: ThemeSource
) -> None:
    """At the head of a menu."""
    action = QWidgetAction(menu)
    action.setText(say("message.react"))
    action.setDefaultWidget(MenuReactions(offered, own, choose, theme_source, menu))
    menu.addAction(action)
    menu.addSeparator()
