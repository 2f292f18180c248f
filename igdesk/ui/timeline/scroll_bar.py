"""The slim scroll bar of the timeline."""

from igdesk.ui.scroll import OverlayScrollBar


class TimelineScrollBar(OverlayScrollBar):
    """Follows where the list came to rest, not where it was sent.

    The list corrects its own bar while it answers to it: rows that are laid out turn out higher than estimated.
    A value that was already corrected must not be sent back.
    """

    def _take_value(self, value: int) -> None:
        super()._take_value(self._area.verticalScrollBar().value())
