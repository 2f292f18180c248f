"""Tells screen readers what a plain widget is: a group, an alert, a splitter."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_PROPERTY = "accessibleRole"


def set_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Give a widget that Qt knows nothing about its role. Buttons, fields and lists have theirs from Qt."""
    widget.setProperty(_PROPERTY, role.value)


def install_roles() -> None:
    """Make Qt ask for the roles; once for the application, before its first widget is looked at."""
    QAccessible.installFactory(_interface)


def _interface(key: str, thing: QObject) -> QAccessibleInterface | None:
    role = thing.property(_PROPERTY) if isinstance(thing, QWidget) else None
    if role is None or not isinstance(thing, QWidget):
        return None
    interface = QAccessibleWidget(thing, QAccessible.Role(role))
    # Qt owns it from now on, and deletes it with the widget; until then Python must not.
    thing.accessible_interface = interface  # type: ignore[attr-defined]
    return interface
