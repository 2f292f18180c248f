"""Margins by reading direction: Qt mirrors layouts, but not their margins."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def set_margins(layout: QLayout, widget: QWidget, leading: int, top: int, trailing: int, bottom: int) -> None:
    """Contents margins with the leading one where reading begins."""
    is_rtl = widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
    layout.setContentsMargins(trailing if is_rtl else leading, top, leading if is_rtl else trailing, bottom)
