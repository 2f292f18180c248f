"""Tells screen readers what a plain widget is (a group, an alert, a splitter), what a button opens, and what there is
of a window: all of it and the menu that is open, or the page of the lock alone.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface, QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAccessibleWidget, QApplication, QWidget

from igdesk.ui.texts import unmarked

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox, QMenu

_PROPERTY = "accessibleRole"
_OPENS = "accessibleOpens"
_PRESSED, _ASIDE = "pressed", "aside"


def set_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Give a widget that Qt knows nothing about its role. Buttons, fields and lists have theirs from Qt.

    A button that is something else to a screen reader, such as an item of a menu, can still be pressed.
    """
    widget.setProperty(_PROPERTY, role.value)
    _ask_anew(widget)


def set_opens(button: QAbstractButton, *, aside: bool = False) -> None:
    """Say that a button opens a menu or popup when it is pressed; with ``aside`` it has a menu besides what it does."""
    button.setProperty(_OPENS, _ASIDE if aside else _PRESSED)
    _ask_anew(button)


def _ask_anew(widget: QWidget) -> None:
    """Where somebody listens, Qt has made what stands for a widget at its first word, and would keep that."""
    if QAccessible.isActive() and not _is_made_here(widget):  # what is made here follows the properties
        made = QAccessible.queryAccessibleInterface(widget)
        if not _is_made_here(widget):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(made))


def _is_made_here(widget: QWidget) -> bool:
    return hasattr(widget, "accessible_interface")


def install_roles() -> None:
    """Make Qt ask for the roles; once for the application, before its first widget is looked at."""
    QAccessible.installFactory(_interface)


class _Plain(QAccessibleWidget):
    """A widget under the role that it has now. A list may name its items, wherever they lie in it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, _role_of(widget))
        self._widget = widget

    def role(self) -> QAccessible.Role:
        return _role_of(self._widget)

    def text(self, kind: QAccessible.Text) -> str:
        return unmarked(super().text(kind))

    def parent(self) -> QAccessibleInterface:
        parent = self._widget.parentWidget()
        while parent is not None and self._widget not in (_items(parent) or ()):
            parent = parent.parentWidget()
        return super().parent() if parent is None else QAccessible.queryAccessibleInterface(parent)

    def childCount(self) -> int:
        items = _items(self._widget)
        return super().childCount() if items is None else len(items)

    def child(self, index: int) -> QAccessibleInterface:
        items = _items(self._widget)
        if items is None or not 0 <= index < len(items):
            return super().child(index)
        return QAccessible.queryAccessibleInterface(items[index])

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        items = _items(self._widget)
        if items is None:
            return super().indexOfChild(child)
        return next((place for place, item in enumerate(items) if item is child.object()), -1)


def _items(widget: QWidget) -> Sequence[QWidget] | None:
    """What a list says it holds; None where that are its children."""
    items: Sequence[QWidget] | None = getattr(widget, "accessible_items", None)
    return items


class _Pressed(QAccessibleWidget):
    """A button under another name, or one that opens something."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, _role_of(button))
        self._button = button

    def role(self) -> QAccessible.Role:
        return _role_of(self._button)

    def text(self, kind: QAccessible.Text) -> str:
        return unmarked(super().text(kind))

    def state(self) -> QAccessible.State:
        state, role = super().state(), self.role()
        state.checkable = self._button.isCheckable()
        state.checked = self._button.isChecked()
        state.pressed = self._button.isDown()
        state.hasPopup = self._opens is not None
        if role is QAccessible.Role.PageTab:
            state.selectable, state.selected = True, self._button.isChecked()
        elif role is QAccessible.Role.MenuItem and getattr(self._button, "is_current", False):
            state.focused = True
        return state

    def actionNames(self) -> list[str]:  # noqa: N802
        own = [QAccessibleActionInterface.pressAction()]
        if self._opens is not None:
            own.append(QAccessibleActionInterface.showMenuAction())
        return [*own, *super().actionNames()]

    def doAction(self, name: str) -> None:  # noqa: N802
        is_menu = name == QAccessibleActionInterface.showMenuAction()
        if not is_menu and name != QAccessibleActionInterface.pressAction():
            super().doAction(name)
        elif self._button.isEnabled():
            if is_menu and self._opens == _ASIDE:
                ask_for_menu(self._button)
            else:
                self._button.animateClick()

    @property
    def _opens(self) -> str | None:
        opens: str | None = self._button.property(_OPENS)
        return opens


def let_readers_choose(view: QAbstractItemView, choose: Callable[[int], object]) -> None:
    """A screen reader marks a row without making it the current one; ``choose`` is told which, as keys would do it."""

    def follow() -> None:
        marked = view.selectionModel().selectedIndexes()
        if len(marked) == 1 and marked[0] != view.currentIndex():
            choose(marked[0].row())

    view.selectionModel().selectionChanged.connect(follow)


def ask_for_menu(widget: QWidget) -> bool:
    """As the key for menus does it; whether there is one."""
    middle = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, widget.mapToGlobal(middle))
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


class _Choice(QAccessibleWidget):
    """A combo box with a name of its own. Qt's takes the words that are chosen for its name on Linux."""

    def __init__(self, box: "QComboBox") -> None:
        super().__init__(box, QAccessible.Role.ComboBox)
        self._box = box

    def text(self, kind: QAccessible.Text) -> str:
        if kind is QAccessible.Text.Name:
            return self._box.accessibleName() or self._box.currentText()
        return self._box.currentText() if kind is QAccessible.Text.Value else super().text(kind)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.expandable = state.hasPopup = True
        state.expanded = self._box.view().isVisible()
        return state

    def childCount(self) -> int:
        return 1

    def child(self, index: int) -> QAccessibleInterface:
        return super().child(index) if index else QAccessible.queryAccessibleInterface(self._box.view())

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return 0 if child.object() is self._box.view() else -1

    def actionNames(self) -> list[str]:  # noqa: N802
        shown = [QAccessibleActionInterface.showMenuAction(), QAccessibleActionInterface.pressAction()]
        return [*shown, *super().actionNames()]

    def doAction(self, name: str) -> None:  # noqa: N802
        if name not in self.actionNames()[:2]:
            super().doAction(name)
        elif self._box.view().isVisible():
            self._box.hidePopup()
        elif self._box.isEnabled():
            self._box.showPopup()


class _Window(QAccessibleWidget):
    """A window with the menu that is open in it, for Qt has that nowhere; or with one of its children alone."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, QAccessible.Role.Client)
        self._window = window

    def childCount(self) -> int:
        if self._only is not None:
            return 1
        return super().childCount() + (self._menu is not None)

    def child(self, index: int) -> QAccessibleInterface:
        if self._only is not None and not index:
            return QAccessible.queryAccessibleInterface(self._only)
        menu = self._menu
        if menu is not None and self._only is None and index == super().childCount():
            return QAccessible.queryAccessibleInterface(menu)
        return super().child(index)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if self._only is not None:
            return 0 if child.object() is self._only else -1
        if child.object() is not None and child.object() is self._menu:
            return super().childCount()
        return super().indexOfChild(child)

    @property
    def _only(self) -> QWidget | None:
        only: QWidget | None = self._window.accessible_only  # type: ignore[attr-defined]
        return only

    @property
    def _menu(self) -> "QMenu | None":
        from PySide6.QtWidgets import QMenu

        menu = QApplication.activePopupWidget()
        while isinstance(menu, QMenu) and isinstance(menu.parentWidget(), QMenu):
            menu = menu.parentWidget()  # the menu of a menu is a child of its row
        if not isinstance(menu, QMenu):
            return None
        parent = menu.parentWidget()
        return menu if parent is not None and parent.window() is self._window else None


def _role_of(widget: QWidget) -> QAccessible.Role:
    role = widget.property(_PROPERTY)
    return QAccessible.Role.Button if role is None else QAccessible.Role(role)


def _interface(key: str, thing: QObject) -> QAccessibleInterface | None:
    from PySide6.QtWidgets import QComboBox

    if not isinstance(thing, QWidget):
        return None
    has_role, opens = thing.property(_PROPERTY) is not None, thing.property(_OPENS) is not None
    if hasattr(thing, "accessible_only"):
        interface: QAccessibleWidget = _Window(thing)
    elif isinstance(thing, QComboBox):
        interface = _Choice(thing)
    elif (has_role or opens) and isinstance(thing, QAbstractButton):
        interface = _Pressed(thing)
    elif has_role:
        interface = _Plain(thing)
    else:
        return None
    # Qt owns it from now on, and deletes it with the widget; until then Python must not.
    thing.accessible_interface = interface  # type: ignore[attr-defined]
    return interface
