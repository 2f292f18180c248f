"""What was done is said at the foot of the window, and can be taken back: the last act first."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from igdesk.domain.status import KnownError
from igdesk.ui.announce import announce
from igdesk.ui.texts import say
from igdesk.ui.toast import Toast
from igdesk.ui.window.toast_room import toast_room

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

UNDO_STEPS = 50


class Undoing:
    """One for the window. Whoever does something that can be taken back tells it how."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._ways_back: deque[Callable[[], object]] = deque(maxlen=UNDO_STEPS)
        self._toast: Toast | None = None

    @property
    def toast(self) -> Toast:
        if self._toast is None:
            self._toast = Toast(self._window.theme_source, self._window, lambda: toast_room(self._window))
        return self._toast

    def tell(self, words: str) -> None:
        """Something that was done, without a way back."""
        self.toast.show_words(words, None)

    def remember(self, words: str, back: Callable[[], object]) -> None:
        """Something that was done, and how it is taken back."""
        self._ways_back.append(back)
        window = self._window
        if window.conversation.has_talk:
            self.toast.follow(window.conversation.composer)
        self.toast.show_words(words, self._undo_of(back), window.registry.key_of("undo", prefers_letter=True))

    @property
    def can_undo(self) -> bool:
        return bool(self._ways_back)

    def undo(self) -> None:
        """Take back the last act, then the one before it."""
        if not self._ways_back:
            return
        last = self._ways_back.pop()
        announce(self._window.list_pane.list, say("said.undone"))
        if self._toast is not None:
            self._toast.dismiss()
        try:
            last()
        except KnownError as error:
            self._ways_back.append(last)
            self._window.show_problem(error.problem)

    def _undo_of(self, back: Callable[[], object]) -> Callable[[], None]:
        """For the button beside the words: only while nothing was done after it."""

        def run() -> None:
            if self._ways_back and self._ways_back[-1] is back:
                self.undo()

        return run
