"""Settings: what stays on this computer, and for how long."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from igdesk.domain.lock import AFTER_CHOICES_MIN
from igdesk.store.media_cache import ROOMS_MB, KeepMedia
from igdesk.store.retention import CHOICES
from igdesk.ui.banner.choice import Tone
from igdesk.ui.commands.keys import spoken
from igdesk.ui.controls import TextButton
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.format import file_size
from igdesk.ui.settings.controls import ChoiceField
from igdesk.ui.settings.page import Card, SettingsPage
from igdesk.ui.texts import left_to_right, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

_PIECE_MS = 20
"""Between pieces of a large clear-up: the window stays at hand."""


class PrivacyPage(SettingsPage):
    """Everything applies at once."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.privacy"), source, parent)
        self._window = window
        self._cache = window.archive.media_cache
        self._add_places()
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
        self._older = ChoiceField([(days, _span(days)) for days in (0, *CHOICES)], source)
        self._older.setObjectName("privacyOlder")
        self._older.chosen.connect(self._choose_older)
        card.add_row(say("privacy.older"), self._older, text=say("privacy.older.text"), icon_name="calendar")
        self._add_lock(card)
        self._next = QTimer(self, singleShot=True, interval=_PIECE_MS)
        self._next.timeout.connect(self._delete_some)
        export = TextButton(say("privacy.export.button"), source, small=True, icon_name="upload")
        export.setObjectName("privacyExport")
        export.clicked.connect(lambda: window.exporting.ask(None))
        self.add_card(say("privacy.take")).add_row(
            say("privacy.export"), export, text=say("privacy.export.text"), icon_name="upload", keeps_names=True
        )
        card = self.add_card(say("privacy.erase"))
        person = TextButton(say("privacy.erase.person.button"), source, small=True)
        person.set_ink("danger.text")
        person.setObjectName("privacyErasePerson")
        person.clicked.connect(lambda: window.erasing.choose_person(person))
        card.add_row(say("privacy.erase.person"), person, text=say("privacy.erase.person.text"), keeps_names=True)
        if not window.is_demo:
            erase = TextButton(say("privacy.erase.all.button"), source, small=True)
            erase.set_ink("danger.text")
            erase.setObjectName("privacyEraseAll")
            erase.clicked.connect(self._ask_to_erase)
            card.add_row(say("privacy.erase.all"), erase, text=say("privacy.erase.all.text"), keeps_names=True)
        self.finish()

    def refresh(self) -> None:
        self._show_archive()
        self._show_lock()
        self._older.choose(self._window.archive.retention.days or 0)
        self._keep.choose(self._cache.keep)
        self._room.choose(self._cache.room_mb)
        use = self._cache.use()
        self._use.set_text(say("privacy.room.use", n=use.files, size=file_size(use.size_bytes)))
        self._empty.setEnabled(use.files > 0)

    def _choose_older(self, days: object) -> None:
        if isinstance(days, int):
            dialog = self._window.erasing.ask_to_keep(days or None, _span(days))
            if dialog is not None:
                dialog.finished.connect(lambda _code: self.refresh())

    def _add_lock(self, card: Card) -> None:
        """After how long it locks itself, and the passphrase for that."""
        source, locking = self.theme_source, self._window.locking
        after = [(minutes, _after(minutes)) for minutes in AFTER_CHOICES_MIN]
        self._after = ChoiceField(after, source)
        self._after.setObjectName("privacyLock")
        self._after.chosen.connect(self._choose_after)
        card.add_row(say("privacy.lock"), self._after, text=say("privacy.lock.text"), icon_name="lock")
        self._remove = TextButton(say("privacy.lock.remove"), source, small=True)
        self._remove.setObjectName("privacyLockRemove")
        self._remove.clicked.connect(locking.ask_to_remove)
        self._change = TextButton(say("privacy.lock.change"), source, small=True)
        self._change.setObjectName("privacyLockChange")
        self._change.clicked.connect(lambda: self._ask_for_passphrase())
        self._passphrase = card.add_row(
            say("privacy.lock.passphrase"), self._remove, self._change, text=" ", icon_name="key", keeps_names=True
        )
        locking.changed.connect(self.refresh)

    def _show_lock(self) -> None:
        locking = self._window.locking
        self._after.choose(int(locking.after.total_seconds()) // 60)
        self._remove.setVisible(locking.has_passphrase and not locking.is_shared)
        self._change.set_text(say("privacy.lock.change" if locking.has_passphrase else "privacy.lock.choose"))
        state = "shared" if locking.is_shared else "chosen" if locking.has_passphrase else "none"
        key = left_to_right(spoken(self._window.registry.key_of("lock")))
        self._passphrase.set_text(say(f"privacy.lock.{state}", key=key))

    def _choose_after(self, minutes: object) -> None:
        if isinstance(minutes, int):
            self._window.locking.choose_after(minutes)
            self._show_lock()

    def _ask_for_passphrase(self) -> None:
        locking = self._window.locking
        if locking.has_passphrase:
            locking.ask_to_change()
        else:
            locking.ask_for_new()

    def _add_places(self) -> None:
        """Where everything is, and who gets to see it."""
        window = self._window
        card = self.add_card(say("privacy.places"))
        self._archive = card.add_row(
            say("privacy.archive"),
            self._folder_button("privacyArchiveFolder", window.archive.folder),
            text=" ",
            icon_name="folder",
            keeps_names=True,
        )
        place = "demo" if window.is_demo else "keychain" if window.passphrase is None else "passphrase"
        card.add_row(say("privacy.token"), text=say(f"privacy.token.{place}"), icon_name="key")
        logs = window.archive.folder.parent / "logs"
        if logs.is_dir():
            button = self._folder_button("privacyLogFolder", logs)
            card.add_row(say("privacy.log"), button, text=say("privacy.log.text"), icon_name="file", keeps_names=True)
        card.add_row(say("privacy.nobody"), text=say("privacy.nobody.text"), icon_name="shield")

    def _folder_button(self, name: str, folder: Path) -> TextButton:
        button = TextButton(say("action.open_folder"), self.theme_source, small=True)
        button.setObjectName(name)
        button.clicked.connect(lambda: self._window.open_folder(folder))
        return button

    def _show_archive(self) -> None:
        folder = self._window.archive.folder
        with suppress(OSError):
            size = sum(file.stat().st_size for file in folder.glob("archive.db*")) + self._cache.use().size_bytes
            text = say("privacy.archive.text", folder=left_to_right(_short(folder)), size=file_size(size))
            self._archive.set_text(text)

    def _ask_to_erase(self) -> None:
        window = self._window
        dialog = AskDialog(
            window.theme_source,
            window,
            icon_name="trash",
            of_tone=Tone.DANGER,
            heading=say("ask.erase_all"),
            text=say("ask.erase_all.text", n=len(window.accounts)),
            accept=say("ask.erase_all.accept"),
            reject=say("ask.erase_all.keep"),
            is_erasing=True,
            must_type=say("ask.erase_all.word"),
        )
        dialog.setObjectName("askEraseAll")
        dialog.accepted.connect(window.erase_requested)
        dialog.open()

    def _choose_keep(self, keep: object) -> None:
        if isinstance(keep, KeepMedia):
            self._window.attempt(lambda: self._cache.set_keep(keep))
            self._give_up()

    def _choose_room(self, room_mb: object) -> None:
        if isinstance(room_mb, int):
            self._window.attempt(lambda: self._cache.set_room_mb(room_mb))
            self._give_up()

    def _give_up(self) -> None:
        self._window.attempt(self._cache.give_up)
        self.refresh()

    def _delete_some(self) -> None:
        """A few at a time, until there is none."""
        if self._window.attempt(self._cache.empty):
            self._next.start()
        self.refresh()


def _after(minutes: int) -> str:
    return say("privacy.lock.after", n=minutes) if minutes else say("privacy.lock.never")


def _span(days: int) -> str:
    return say(f"privacy.older.{days or 'never'}")


def _short(folder: Path) -> str:
    """The path, with ``~`` for the person's own folder."""
    try:
        return f"~/{folder.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return str(folder)
