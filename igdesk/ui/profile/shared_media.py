"""The newest pictures and videos of a conversation in the details, and the way to all of them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from igdesk.store.gallery import GalleryItem
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.images import ImageCache
from igdesk.ui.media.grid import MediaGrid
from igdesk.ui.profile.section import SIDE, Section
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

COLUMNS = 3


class SharedMedia(Section):
    """Hidden while there is nothing in it."""

    opened = Signal(int)
    """Id of an attachment."""
    all_wanted = Signal()
    wanted = Signal(list)

    def __init__(
        self, name: Callable[[GalleryItem], str], images: ImageCache, theme_source: ThemeSource, parent: QWidget
    ) -> None:
        super().__init__(say("details.media"), theme_source, parent)
        self._all = TextButton("", theme_source, self, kind=ButtonKind.LINK, small=True, scale="small")
        self._all.setObjectName("detailsMediaAll")
        self._all.clicked.connect(self.all_wanted)
        self.head.addWidget(self._all)
        self.grid = MediaGrid(name, images, theme_source, self)
        self.grid.setObjectName("detailsMedia")
        self.grid.setAccessibleName(say("details.media"))
        self.grid.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.grid.opened.connect(self.opened)
        self.grid.wanted.connect(self.wanted)
        self.column.addWidget(self.grid)
        self.hide()

    def show_items(self, items: Sequence[GalleryItem], count: int) -> None:
        """The newest ones, newest first, and how many there are in all."""
        self.setVisible(bool(items))
        self._all.set_text(say("details.media.all", n=count))
        self._all.setAccessibleName(say("details.media.all.said", n=count))
        self._all.setVisible(count > len(items))
        self.grid.show_items(items)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.grid.fit(self.width() - 2 * SIDE)
        lines = -(-len(self.grid.rows.items) // COLUMNS)
        self.grid.setFixedHeight(max(lines * self.grid.line_px, 1))
