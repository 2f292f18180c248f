"""Settings: what stays on this computer, and for how long."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from igdesk.store.media_cache import ROOMS_MB, KeepMedia
from igdesk.ui.controls import TextButton
from igdesk.ui.format import file_size
from igdesk.ui.settings.controls import ChoiceField
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.main_window import MainWindow

_PIECE_MS = 20
"""Between pieces of a large clear-up: the window stays at hand."""


class PrivacyPage(SettingsPage):
    """Everything applies at once."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.privacy"), source, parent)
        self._window = window
        self._cache = window.archive.media_cache
        card = self.add_card(say("privacy.keep"))
        words = [(keep, say(f"privacy.media.{keep.value}")) for keep in KeepMedia]
        self._keep = ChoiceField(words, source)
        self._keep.chosen.connect(self._choose_keep)
        card.add_row(say("privacy.media"), self._keep, text=say("privacy.media.text"), icon_name="image")
        rooms = [(room, file_size(room * 1_000_000)) for room in ROOMS_MB]
        self._room = ChoiceField(rooms, source)
        self._room.chosen.connect(self._choose_room)
        self._use = card.add_row(say("privacy.room"), self._room, text=" ", icon_name="folder")
        self._empty = TextButton(say("privacy.media.delete"), source, small=True)
        self._empty.setObjectName("privacyEmptyMedia")
        self._empty.clicked.connect(self._delete_some)
        card.add_row(
            say("privacy.media.empty"),
            self._empty,
            text=say("privacy.media.empty.text"),
            icon_name="trash",
            keeps_names=True,
        )
        self._next = QTimer(self, singleShot=True, interval=_PIECE_MS)
        self._next.timeout.connect(self._delete_some)
        self.finish()

    def refresh(self) -> None:
        self._keep.choose(self._cache.keep)
        self._room.choose(self._cache.room_mb)
        use = self._cache.use()
        self._use.set_text(say("privacy.room.use", n=use.files, size=file_size(use.size_bytes)))
        self._empty.setEnabled(use.files > 0)

    def _choose_keep(self, keep: object) -> None:
        if isinstance(keep, KeepMedia):
            self._window.commands.guarded(self._cache.set_keep)(keep)
            self._give_up()

    def _choose_room(self, room_mb: object) -> None:
        if isinstance(room_mb, int):
            self._window.commands.guarded(self._cache.set_room_mb)(room_mb)
            self._give_up()

    def _give_up(self) -> None:
        self._window.commands.guarded(lambda _: self._cache.give_up())(None)
        self.refresh()

    def _delete_some(self) -> None:
        """A few at a time, until there is none."""

        def delete(_: object) -> None:
            if self._cache.empty():
                self._next.start()

        self._window.commands.guarded(delete)(None)
        self.refresh()
