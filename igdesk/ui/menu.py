"""Menus in the look of the rest: rows of 34, an icon of 18, the row under the pointer tinted."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu, QWidget

from igdesk.ui.theme import Theme

# Qt paints menus itself, so this is one of the few places where a style sheet says how.
_LOOK = """
QMenu {{ background: {ground}; color: {text}; border: 1px solid {line}; padding: 6px; }}
QMenu::item {{ min-height: {row}px; padding: 0 18px 0 8px; border-radius: {radius}px; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::icon {{ padding-left: 10px; }}
QMenu::icon:checked {{ border: none; background: none; }}
QMenu::separator {{ height: 1px; background: {separator}; margin: 6px 8px; }}
"""


def make_menu(theme: Theme, parent: QWidget) -> QMenu:
    """An empty menu, to be shown with ``popup()``; it deletes itself when it is hidden."""
    menu = QMenu(parent)
    menu.setFont(theme.font("body"))
    menu.setStyleSheet(
        _LOOK.format(
            ground=_css(theme.color("bg.raised")),
            text=_css(theme.color("text.primary")),
            line=_css(theme.color("line.control")),
            hover=_css(theme.color("bg.hover")),
            disabled=_css(theme.color("text.disabled")),
            separator=_css(theme.color("line.separator")),
            row=round(theme.size("size.row.menu")),
            radius=round(theme.size("radius.sm")),
        )
    )
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _css(color: QColor) -> str:
    return color.name(QColor.NameFormat.HexRgb)
