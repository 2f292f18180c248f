"""The head of the list: its name and the menu of order and labels."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.ui.accessible_role import set_opens
from igdesk.ui.controls import IconButton
from igdesk.ui.label import Label
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource


class ListHeader(QWidget):
    """52 high."""

    menu_wanted = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._fit()
        theme_source.changed.connect(self._fit)
        self.title = Label("", theme_source, self, scale="title2")
        self.title.setObjectName("listTitle")
        self.filter = IconButton("filter", say("list.filter"), theme_source, self)
        self.filter.setObjectName("listFilterButton")
        set_opens(self.filter)
        self.filter.clicked.connect(self.menu_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 16, 0)
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self.filter)

    def _fit(self) -> None:
        """As high as its text needs."""
        self.setFixedHeight(int(self._theme_source.current.size("size.list.header")))
        self.update()

    def show_state(self, title: str, active: int) -> None:
        """The name of the view, and how many choices narrow or order it otherwise than usual."""
        if self.title.text() != title:
            self.title.set_text(title)
        name = say("list.filter.active", n=active) if active else say("list.filter")
        if self.filter.accessibleName() != name:
            self.filter.set_name(name)
        self.filter.setCheckable(True)
        self.filter.setChecked(active > 0)
        self.filter.setCheckable(active > 0)
