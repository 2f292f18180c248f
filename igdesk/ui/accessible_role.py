"""Tells screen readers what a plain widget is (a group, an alert, a splitter), and what of a locked window there is."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QComboBox, QWidget

_PROPERTY = "accessibleRole"


def set_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Give a widget that Qt knows nothing about its role. Buttons, fields and lists have theirs from Qt.

    A button that is something else to a screen reader, such as an item of a menu, can still be pressed.
    """
    widget.setProperty(_PROPERTY, role.value)


def install_roles() -> None:
    """Make Qt ask for the roles; once for the application, before its first widget is looked at."""
    QAccessible.installFactory(_interface)


class _Pressed(QAccessibleWidget):
    """A button under another name."""

    def __init__(self, button: QAbstractButton, role: QAccessible.Role) -> None:
        super().__init__(button, role)
        self._button = button

    def state(self) -> QAccessible.State:
        state = super().state()
        state.checkable = self._button.isCheckable()
        state.checked = self._button.isChecked()
        return state

    def actionNames(self) -> list[str]:  # noqa: N802
        return [QAccessibleActionInterface.pressAction(), *super().actionNames()]

    def doAction(self, name: str) -> None:  # noqa: N802
        if name != QAccessibleActionInterface.pressAction():
            super().doAction(name)
        elif self._button.isEnabled():
            self._button.animateClick()


class _Choice(QAccessibleWidget):
    """A combo box with a name of its own. Qt's takes the words that are chosen for its name on Linux."""

    def __init__(self, box: QComboBox) -> None:
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


class _OnlyOne(QAccessibleWidget):
    """A window that may show one of its children and nothing else."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, QAccessible.Role.Client)
        self._window = window

    def childCount(self) -> int:
        return super().childCount() if self._only is None else 1

    def child(self, index: int) -> QAccessibleInterface:
        only = self._only
        if only is None or index:
            return super().child(index)
        return QAccessible.queryAccessibleInterface(only)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        only = self._only
        if only is None:
            return super().indexOfChild(child)
        return 0 if child.object() is only else -1

    @property
    def _only(self) -> QWidget | None:
        only: QWidget | None = self._window.accessible_only  # type: ignore[attr-defined]
        return only


def _interface(key: str, thing: QObject) -> QAccessibleInterface | None:
    role = thing.property(_PROPERTY) if isinstance(thing, QWidget) else None
    if not isinstance(thing, QWidget):
        return None
    if hasattr(thing, "accessible_only"):
        interface: QAccessibleWidget = _OnlyOne(thing)
    elif isinstance(thing, QComboBox):
        interface = _Choice(thing)
    elif role is not None and isinstance(thing, QAbstractButton):
        interface = _Pressed(thing, QAccessible.Role(role))
    elif role is not None:
        interface = QAccessibleWidget(thing, QAccessible.Role(role))
    else:
        return None
    # Qt owns it from now on, and deletes it with the widget; until then Python must not.
    thing.accessible_interface = interface  # type: ignore[attr-defined]
    return interface
