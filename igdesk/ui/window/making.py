"""What is made for a window after its first paint, a little at a time."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

Step = Callable[[], object]

KEYS = (
    "igdesk.ui.commands.command", "igdesk.ui.settings.registry", "igdesk.domain.message", "igdesk.ui.commands.sources",
    "igdesk.ui.shortcuts",
)  # fmt: skip
"""Modules of the shortcuts."""
TALK = (
    "igdesk.store.tray", "igdesk.domain.triage", "igdesk.ui.composer.strip_choice", "igdesk.ui.conversation.attaching",
    "igdesk.ui.conversation.later", "igdesk.ui.composer.quote_bar", "igdesk.ui.timeline.rows",
    "igdesk.ui.timeline.message_menu", "igdesk.ui.conversation.sending", "igdesk.ui.composer.reply_text",
    "igdesk.ui.composer.pane", "igdesk.ui.timeline.parts", "igdesk.ui.timeline.bubble",
    "igdesk.ui.timeline.media_content", "igdesk.ui.timeline.delegate", "igdesk.ui.timeline.pointer",
    "igdesk.ui.timeline.view", "igdesk.ui.timeline.pane", "igdesk.ui.conversation.talk",
    "igdesk.ui.conversation.writing", "igdesk.store.timeline", "igdesk.ui.media.conductor",
    "igdesk.ui.composer.saved_insertion", "igdesk.ui.triage.conductor",
)  # fmt: skip
"""Modules of timeline and composer."""
NOTICES = (
    "igdesk.store.triage", "igdesk.domain.notices", "igdesk.ui.notices.desktop_tray", "igdesk.ui.notices.menu",
    "igdesk.ui.notices.notifier", "igdesk.domain.lock",
)  # fmt: skip
"""Modules of notifications and of the lock."""


def hidden_parts(window: "MainWindow") -> list[Step]:
    """What is not to be seen at first, and is asked for soon. In one go a click would wait a third of a second."""
    return [
        *_loading(KEYS),
        lambda: window.shortcuts,
        *_loading(TALK),
        lambda: window.conversation.talk,
        *_loading(NOTICES),
        lambda: window.notifier,
        lambda: window.triage.restore(),
        lambda: window.watch_away(),
    ]


def _loading(names: Iterable[str]) -> list[Step]:
    return [partial(import_module, name) for name in names]


class Making(QObject):
    """Takes one step in each turn of Qt's loop, so that a key or click in between waits for one step at most.

    What somebody asks for before its turn is made at once, as ever; its step then finds it made.
    """

    def __init__(self, parent: QObject, steps: Iterable[Step], *, is_stopped: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._steps = deque(steps)
        self._is_stopped = is_stopped

    @property
    def is_over(self) -> bool:
        return not self._steps or self._is_stopped()

    def begin(self) -> None:
        QTimer.singleShot(0, self, self._take_one)

    def _take_one(self) -> None:
        if not self.is_over:
            step = self._steps.popleft()
            self.begin()  # the next one comes whatever becomes of this one
            step()
