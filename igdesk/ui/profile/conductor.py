"""The details of the open conversation: made when they are first shown, and filled whenever something of it changed."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from igdesk.ui.layout.arrangement import DetailsPlace
from igdesk.ui.profile.pane import DetailsPane

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class DetailsConductor:
    """One for the window; made with the pane."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        self._window = window
        pane = self.pane = DetailsPane(window.theme_source, window.images, parent)
        pane.closed.connect(lambda: window.toggle_details(False))
        pane.open_in_instagram.connect(window.commands.open_in_instagram)
        pane.export.connect(lambda: window.exporting.ask(window.triage.open_ids))
        pane.delete.connect(lambda: window.erasing.ask_to_delete(window.triage.open_ids))
        window.triage.follow_details(pane)
        self.fill()

    def fill(self) -> None:
        """Show what is known of the open conversation now."""
        window, pane = self._window, self.pane
        row = window.conversation.conversation
        if row is not None:
            pane.show_participant(row.participant)
            window.triage.fill_details(pane, row)
            window.media.fill_details(pane, row)
            pane.set_sheet(window.columns.arrangement.details_place is DetailsPlace.SHEET)
