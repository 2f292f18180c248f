"""Files on their way into a reply: chosen, pasted or dropped; looked at in a worker, shown in the tray."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QMimeData,
    QStandardPaths,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId
from igdesk.domain.reply import StagedFile
from igdesk.store.tray import Lifted, TrayFile
from igdesk.ui.announce import announce
from igdesk.ui.composer.drop import dragged_files
from igdesk.ui.composer.tray_words import spoken
from igdesk.ui.controls import IconButton
from igdesk.ui.conversation.dropping import Dropping
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.sync.engine import Engine
    from igdesk.ui.composer.tray import AttachmentTray
    from igdesk.ui.conversation.column import ConversationColumn

log = logging.getLogger(__name__)

MOST_AT_ONCE = 30
_PATTERNS = "*.jpg *.jpeg *.png *.gif *.webp *.heic *.heif *.avif *.bmp *.tif *.tiff *.mp4 *.mov *.webm *.avi *.ogv *.m4a *.aac *.wav *.pdf"  # noqa: E501


class Attaching(ConversationPart):
    removed = Signal(str, object)
    """Files went out of the tray: what to say, and a function that brings them back."""
    _picked = Signal(int, int, object)
    """Conversation, number of the placeholder, and what became of the file."""

    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: dict[ConversationId, list[TrayFile]] = {}
        """Files that are looked at just now; their ids are negative."""
        self._serial = 0
        self._folder = ""
        """Where files were taken from last."""
        self._forget_uploads: Callable[[], None] = lambda: None
        self._tray: AttachmentTray | None = None
        self._dialog: QFileDialog | None = None
        self.is_text_only_told = False
        """Somebody tried to send a file over a connection that takes none."""
        composer = column.composer
        side = int(self._theme_source.current.size("size.composer.tool"))
        self.button = IconButton(
            "attach", say("composer.attach"), self._theme_source, composer, size_key="composer", side=side, key="Ctrl+O"
        )
        self.button.setObjectName("composerAttach")
        self.button.clicked.connect(self.choose)
        composer.box.add_tool(self.button, leading=True)
        composer.box.text.files_offered.connect(self.paste)
        composer.box.text.textChanged.connect(self._follow_text)
        self.dropping = Dropping(column, self, self._pool)
        self._door.ask(self._watch_uploads)
        self._picked.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    @property
    def can_attach(self) -> bool:
        """Whether a file can go to the open conversation."""
        row = self._column.conversation
        return row is not None and row.can_reply and self.may_send_files

    @property
    def may_send_files(self) -> bool:
        """Whether the account of the open conversation takes files from this computer."""
        row = self._column.conversation
        account = self._archive.accounts.get(row.account_id) if row is not None else None
        return account is not None and account.may_send_files

    def opened(self, row: Conversation) -> None:
        """Another conversation is shown, with the files of its draft."""
        self.is_text_only_told = False
        self._follow_account()
        self._show(row.id)

    def changed(self, row: Conversation, changes: ChangeSet) -> None:
        """Something in the open conversation changed: its tray may be another."""
        if changes.accounts:
            self._follow_account()
        self._show(row.id)

    def _watch_uploads(self, engine: "Engine") -> None:
        timeline, board = self._column.timeline, engine.uploads
        self._forget_uploads = board.subscribe(lambda found: timeline.set_upload(found, board.share(found)))

    def close(self) -> None:
        """The window goes: what was not looked at yet is forgotten."""
        self._forget_uploads()
        self._pool.clear()
        self._pool.waitForDone()

    # ways in

    def choose(self) -> None:
        """Show the system's dialog for files; the window goes on meanwhile."""
        row = self._column.conversation
        if row is None or not self.may_add() or self._dialog is not None:
            return
        target = row.id
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self._column.window(), say("composer.attach"), self._folder or pictures)
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        sendable, everything = say("attach.filter"), say("attach.filter.all")
        # Some systems look at the case of letters, and cameras write theirs large.
        dialog.setNameFilters([f"{sendable} ({_PATTERNS} {_PATTERNS.upper()})", f"{everything} (*)"])
        dialog.filesSelected.connect(lambda names: self._chosen(target, names))
        dialog.finished.connect(self._dialog_closed)
        self._dialog = dialog
        dialog.open()

    def _chosen(self, conversation_id: ConversationId, names: list[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            self._folder = str(paths[0].parent)
        self.add(conversation_id, paths)

    def paste(self, mime: QMimeData) -> None:
        """Files or a picture from the clipboard, or let go over the conversation."""
        row = self._column.conversation
        if row is None or not self.may_add():
            return
        paths = dragged_files(mime)
        if paths:
            self.add(row.id, paths)
        elif mime.hasImage():
            image = mime.imageData()
            if isinstance(image, QPixmap):
                image = image.toImage()
            if isinstance(image, QImage) and not image.isNull():
                self._add_picture(row.id, image)

    def add(self, conversation_id: ConversationId, paths: Sequence[Path]) -> None:
        """Look at these files one after the other, and put each into the tray."""
        from igdesk.store.picking import pick

        media = self._archive.media
        for path in paths[:MOST_AT_ONCE]:
            self._look(conversation_id, path.name, lambda path=path: pick(path, media))  # type: ignore[misc]
        if len(paths) > MOST_AT_ONCE:
            name = paths[MOST_AT_ONCE].name
            self._column.attempt(
                lambda: self._archive.tray.add(
                    conversation_id, TrayFile(0, "", AttachmentKind.FILE, "", name, 0, problem="too_many")
                )
            )

    def take(self, conversation_id: ConversationId) -> tuple[StagedFile, ...]:
        """The files that go out now. The tray is empty from here on, so a second Enter finds nothing."""
        files = self._archive.tray.files(conversation_id)
        if self._tray is not None and self._shown == conversation_id:
            self._tray.show_files([])
            self._follow_files([])
        return tuple(file.staged for file in files if file.is_sendable)

    def sent(self, conversation_id: ConversationId, *, was_queued: bool) -> None:
        """What was left out goes, if the rest went; else everything is back."""
        if was_queued:
            self._column.attempt(lambda: self._archive.tray.clear(conversation_id))
        if self._shown == conversation_id:
            self._show(conversation_id)

    # inside

    @property
    def _shown(self) -> ConversationId | None:
        return self._column.composer.conversation_id

    def may_add(self) -> bool:
        """Whether files may be added; where the connection takes none, a strip says so."""
        if self.can_attach:
            return True
        if self._column.conversation is not None and not self.may_send_files:
            self.is_text_only_told = True
            self._column.tick()
        return False

    def _add_picture(self, conversation_id: ConversationId, image: QImage) -> None:
        from igdesk.store.picking import pick_bytes

        media, name = self._archive.media, say("attach.pasted") + ".png"

        def work() -> TrayFile:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, "PNG")  # type: ignore[call-overload]
            return pick_bytes(bytes(buffer.data().data()), name, media)

        self._images.warm_up()
        self._look(conversation_id, name, work)

    def _look(self, conversation_id: ConversationId, name: str, work: Callable[[], TrayFile]) -> None:
        """Show a placeholder, and let a worker find out what the file is."""
        self._serial -= 1
        number = self._serial
        place = TrayFile(number, "", AttachmentKind.FILE, "", name, 0)
        self._waiting.setdefault(conversation_id, []).append(place)
        self._pool.start(lambda: self._picked.emit(conversation_id, number, _judged(work, name)))
        if self._shown == conversation_id:
            self._show(conversation_id)

    def _keep(self, conversation_id: int, number: int, file: TrayFile) -> None:
        target = ConversationId(conversation_id)
        waiting = self._waiting.get(target, [])
        was_wanted = any(each.id == number for each in waiting)
        self._waiting[target] = [each for each in waiting if each.id != number]
        if was_wanted:
            self._column.attempt(lambda: self._archive.tray.add(target, file))
        elif file.media_key:
            self._archive.media.delete_files([file.media_key])
        if self._shown == target:
            self._show(target)
            if was_wanted:
                announce(self._made_tray(), spoken(file))

    def _show(self, conversation_id: ConversationId) -> None:
        files = [*self._archive.tray.files(conversation_id), *self._waiting.get(conversation_id, ())]
        if not files and self._tray is None:
            self._follow_files(files)
            return
        tray = self._made_tray()
        if list(tray.files) != files:
            tray.show_files(files)
        self._follow_files(files)

    def _made_tray(self) -> "AttachmentTray":
        if self._tray is None:
            from igdesk.ui.composer.tray import AttachmentTray

            tray = self._tray = AttachmentTray(self._images, self._theme_source, self._column.composer)
            tray.remove_wanted.connect(self._remove)
            tray.arranged.connect(self._arrange)
            tray.add_wanted.connect(self.choose)
            tray.emptied.connect(self._column.composer.focus_text)
            self._column.composer.add_over_box(tray)
            tray.follow_in_tab_order(self._column.composer.stop_before_box)
            self._follow_text()
        return self._tray

    def _remove(self, file_id: int) -> None:
        shown = self._shown
        if shown is None:
            return
        if file_id < 0:
            self._waiting[shown] = [each for each in self._waiting.get(shown, ()) if each.id != file_id]
            self._show(shown)
        else:
            self._lift(shown, [file_id])

    def put_away(self) -> bool:
        """All files go out of the tray, and come back by Undo; whether there were any."""
        shown, tray = self._shown, self._tray
        if shown is None or tray is None or not tray.files:
            return False
        self._waiting.pop(shown, None)
        self._lift(shown, [file.id for file in tray.files if file.id > 0])
        return True

    def _lift(self, conversation_id: ConversationId, file_ids: list[int]) -> None:
        tray = self._archive.tray
        lifted: list[Lifted] = []

        def lift() -> None:
            lifted.extend(tray.lift(conversation_id, file_ids))

        def put_back() -> None:
            tray.put_back(conversation_id, lifted)
            if self._shown == conversation_id:
                self._show(conversation_id)

        self._column.attempt(lift)
        self._show(conversation_id)
        if lifted:
            names = [isolate(each.file.name) for each in lifted]
            words = say("toast.file_removed", name=names[0]) if len(names) == 1 else ""
            self.removed.emit(words or say("toast.files_removed", n=len(names)), put_back)

    def _arrange(self, file_ids: list[int]) -> None:
        shown = self._shown
        if shown is not None:
            self._column.attempt(lambda: self._archive.tray.arrange(shown, [each for each in file_ids if each > 0]))

    def _follow_account(self) -> None:
        self.is_text_only_told = self.is_text_only_told and not self.may_send_files
        self.button.setVisible(self.may_send_files)
        self._column.composer.box.follow_tools()

    def _follow_files(self, files: Sequence[TrayFile]) -> None:
        is_checking = any(file.id < 0 for file in files)
        self._column.composer.set_files(any(file.is_sendable for file in files), is_checking=is_checking)

    def _follow_text(self) -> None:
        if self._tray is not None:
            self._tray.set_has_text(bool(self._column.composer.text.strip()))

    def _dialog_closed(self, _code: int) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
        self._column.composer.focus_text()


def _judged(work: Callable[[], TrayFile], name: str) -> TrayFile:
    """In a worker: whatever a broken file makes the libraries raise, there is an answer."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - decoders raise anything
        log.warning("a file could not be looked at: %s", type(error).__name__)
        return TrayFile(0, "", AttachmentKind.FILE, "", name, 0, problem="unreadable")
