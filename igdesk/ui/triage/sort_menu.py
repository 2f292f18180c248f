"""The menu over the list: its order, and what it is narrowed to."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from igdesk.domain.conversation import InboxFilter, InboxOnly, InboxSort, InboxView
from igdesk.domain.label import Label
from igdesk.ui.icons import icon
from igdesk.ui.label_shape import paint_label_shape
from igdesk.ui.menu import add_row, make_menu, mark_ticked
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

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
    menu.setAccessibleName(say("list.filter"))
    if pane.view is not InboxView.SNOOZED:
        _add_heading(menu, "sort.by")
        orders = QActionGroup(menu)
        for sort in _SORTS:
            action = add_row(menu, say(f"sort.{sort.value}"), partial(pane.sort_by, sort))
            action.setObjectName(f"sort.{sort.value}")
            action.setCheckable(True)
            action.setChecked(choice.sort is sort)
            orders.addAction(action)
    labels = window.archive.triage.labels.all()
    _add_heading(menu, "sort.show_only")
    if labels:
        for label in labels:
            found = label.id
            narrow = lambda is_on, found=found: pane.show_label(found if is_on else None)  # noqa: E731
            _switch(menu, label_icon(theme, label), label.name, narrow, is_on=choice.label_id == found)
    for only, icon_name in _ONLY:
        keep = lambda is_on, only=only: pane.show_only(only if is_on else None)  # noqa: E731
        sign = icon(icon_name, theme.color("text.secondary"))
        row = _switch(menu, sign, say(f"sort.only.{only.value}"), keep, is_on=choice.only is only)
        row.setObjectName(f"only.{only.value}")
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
        choose = lambda is_on, found=narrowed: pane.narrow(found if is_on else InboxFilter.ALL)  # noqa: E731
        sign = icon("filter", window.theme_source.current.color("text.secondary"))
        _switch(menu, sign, words, choose, is_on=pane.model.choice.narrowed is narrowed)


def _switch(menu: QMenu, sign: QIcon, words: str, act: Callable[[bool], None], *, is_on: bool) -> QAction:
    """A row with an icon that narrows the list, or no longer does; Qt's own tick would stand under the icon."""
    action = add_row(menu, words, lambda: act(not is_on), sign)
    mark_ticked(action, is_on)
    return action


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
