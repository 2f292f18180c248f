"""Opens and leaves the settings, and keeps the page on the screen up to date."""

from typing import TYPE_CHECKING

from igdesk.ui.settings.place import SettingsPlace
from igdesk.ui.settings.registry import ENTRIES

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class SettingsConductor:
    """One for the window, made when the settings are first asked for."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.place = SettingsPlace(window, ENTRIES, window.columns)
        self.place.hide()
        window.bridge.settled.connect(lambda _changes: self._refresh())
        window.bridge.status_changed.connect(lambda _status: self._refresh())

    @property
    def is_open(self) -> bool:
        return self._window.columns.cover is self.place

    def open(self, page_id: str = "") -> None:
        """Show the settings, at a page if one is named."""
        window = self._window
        window.pages.setCurrentWidget(window.columns)
        window.conversation.keep_draft()
        self.place.show_page(page_id)
        self.place.setParent(window.columns)
        self.place.show()
        self.place.focus_first()  # before what has it is hidden
        window.columns.show_cover(self.place)
        window.rail.show_settings()
        window.door.open_conversation(None)

    def leave(self) -> None:
        """Back to the list, and to the conversation that was open."""
        if not self.is_open:
            return
        window = self._window
        window.columns.show_cover(None, window.list_pane.list)
        window.rail.show_view(window.list_pane.view)
        row = window.conversation.conversation
        window.door.open_conversation(row.id if row is not None else None)

    def escape(self) -> None:
        """Esc: first what was searched for, then the settings."""
        if self.place.search.text():
            self.place.search.clear()
        else:
            self.leave()

    def _refresh(self) -> None:
        if self.is_open:
            self.place.refresh()
