"""An open conversation: its messages with the composer under them."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.store.archive import Archive
from igdesk.ui.composer.pane import ComposerPane
from igdesk.ui.images import ImageCache
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.pane import TimelinePane


class Talk(QWidget):
    """One for the whole life of the window; conversations come and go in it."""

    def __init__(
        self,
        archive: Archive,
        images: ImageCache,
        theme_source: ThemeSource,
        *,
        server_now: Callable[[], datetime],
        now: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.timeline = TimelinePane(archive.timeline, images, theme_source, self, clock=now)
        self.composer = ComposerPane(theme_source, server_now=server_now, now=now, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.timeline, 1)
        column.addWidget(self.composer)
        self.composer.timeline_scrolled.connect(self.timeline.scroll_by_page)
