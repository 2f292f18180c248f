"""The menu over the list: its order, and what it is narrowed to."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from igdesk.domain.conversation import InboxFilter, InboxOnly, InboxSort, InboxView
from igdesk.domain.label import Label
from igdesk.ui.icons import icon
from igdesk.ui.label_shape import paint_label_shape
from igdesk.ui.menu import make_menu
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme

if TYPE_CHECKING:
    from igdesk.ui.main_window import MainWindow

_SIDE, _SHAPE = 18, 11
_ONLY = ((InboxOnly.PHOTOS, "image"), (InboxOnly.ELSEWHERE, "phone"))
_SORTS = (InboxSort.NEWEST, InboxSort.WINDOW, InboxSort.LONGEST)


def sort_menu(window: "MainWindow") -> QMenu:
    """Ready to pop up."""
    pane = window.list_pane
    choice = pane.model.choice
    theme = window.theme_source.current
    menu = make_menu(theme, window)
    menu.setObjectName("listMenu")
    if pane.view is not InboxView.SNOOZED:
        _add_heading(menu, "sort.by")
        orders = QActionGroup(menu)
        for sort in _SORTS:
            action = QAction(say(f"sort.{sort.value}"), menu)
            action.setObjectName(f"sort.{sort.value}")
            action.setCheckable(True)
            action.setChecked(choice.sort is sort)
            action.triggered.connect(lambda _checked=False, s=sort: pane.sort_by(s))
            orders.addAction(action)
            menu.addAction(action)
    labels = window.archive.triage.labels.all()
    _add_heading(menu, "sort.show_only")
    if labels:
        for label in labels:
            is_on = choice.label_id == label.id
            action = QAction(label_icon(theme, label), label.name.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(is_on)
            wanted = None if is_on else label.id
            action.triggered.connect(lambda _checked=False, found=wanted: pane.show_label(found))
            menu.addAction(action)
    for only, icon_name in _ONLY:
        action = QAction(icon(icon_name, theme.color("text.secondary")), say(f"sort.only.{only.value}"), menu)
        action.setObjectName(f"only.{only.value}")
        action.setCheckable(True)
        action.setChecked(choice.only is only)
        wanted_only = None if choice.only is only else only
        action.triggered.connect(lambda _checked=False, found=wanted_only: pane.show_only(found))
        menu.addAction(action)
    _add_chips(window, menu)
    return menu


def _add_chips(window: "MainWindow", menu: QMenu) -> None:
    """The chips that find no room over the list stay within reach."""
    pane = window.list_pane
    hidden = pane.chips.hidden_filters()
    if not hidden:
        return
    menu.addSeparator()
    for narrowed, words in hidden:
        action = QAction(icon("filter", window.theme_source.current.color("text.secondary")), words, menu)
        action.setCheckable(True)
        is_on = pane.model.choice.narrowed is narrowed
        action.setChecked(is_on)
        wanted = InboxFilter.ALL if is_on else narrowed
        action.triggered.connect(lambda _checked=False, found=wanted: pane.narrow(found))
        menu.addAction(action)


def _add_heading(menu: QMenu, text_id: str) -> None:
    if not menu.isEmpty():
        menu.addSeparator()
    heading = QAction(say(text_id), menu)
    heading.setEnabled(False)
    menu.addAction(heading)


def label_icon(theme: Theme, label: Label) -> QIcon:
    """The shape in its colour, for menus."""
    made = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(QSize(_SIDE, _SIDE) * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        edge = (_SIDE - _SHAPE) / 2
        paint_label_shape(painter, QRectF(edge, edge, _SHAPE, _SHAPE), theme, label.colour)
        painter.end()
        made.addPixmap(pixmap)
    return made
