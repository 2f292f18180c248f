"""Saving media of the archive as files: where is asked, the ending is that of the bytes."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from igdesk.domain.attachment import Attachment, AttachmentKind
from igdesk.domain.file_names import ending_of, numbered, safe_name
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.store.archive import Archive

_FALLBACK = {
    AttachmentKind.IMAGE: "row.photo",
    AttachmentKind.VIDEO: "row.video",
    AttachmentKind.AUDIO: "row.voice",
}


def name_for(attachment: Attachment) -> str:
    """The file name that is proposed."""
    fallback = say(_FALLBACK.get(attachment.kind, "row.file"))
    return safe_name(attachment.name, attachment.real_type, fallback=fallback)


def target_for(chosen: str, mime_type: str) -> Path:
    """Where it is written: what was typed, with the ending that the bytes deserve."""
    path, ending = Path(chosen), ending_of(mime_type)
    same = {".jpg": {".jpg", ".jpeg"}, ".m4a": {".m4a", ".mp4"}, ".mov": {".mov", ".qt"}}.get(ending, {ending})
    return path if path.suffix.lower() in same else path.with_name(path.name + ending)


class Saver(QObject):
    """Reads and writes in a worker."""

    done = Signal(bool)
    """Whether a file was written."""
    _written = Signal(bool)

    def __init__(self, archive: "Archive", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive = archive
        self._folder = ""
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._written.connect(self.done, Qt.ConnectionType.QueuedConnection)

    def ask(self, attachment: Attachment, parent: QWidget) -> QFileDialog:
        """Ask where to, then save. The dialog is shown and deletes itself."""
        dialog = QFileDialog(parent.window(), say("viewer.save.title"))
        dialog.setObjectName("saveDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        folder = Path(self._folder or _usual_folder())
        dialog.setDirectory(str(folder))
        dialog.selectFile(_free_name(folder, name_for(attachment)))
        dialog.fileSelected.connect(lambda chosen: self.save(attachment, chosen))
        dialog.open()
        return dialog

    def save(self, attachment: Attachment, chosen: str) -> None:
        """Write the file in the background; ``done`` tells."""
        target = target_for(chosen, attachment.real_type)
        self._folder = str(target.parent)
        key = attachment.media_key
        self._pool.start(lambda: self._written.emit(self._write(key, target)))

    def close(self) -> None:
        """What was begun is written."""
        self._pool.waitForDone()

    def _write(self, key: str, target: Path) -> bool:
        """In a worker thread."""
        try:
            data = self._archive.media.read(key)
            if data is None:
                return False
            target.write_bytes(data)
        except OSError:
            return False
        return True


def _usual_folder() -> str:
    place = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(place.DownloadLocation) or QStandardPaths.writableLocation(
        place.HomeLocation
    )


def _free_name(folder: Path, name: str) -> str:
    """The name, with a number where it is taken."""
    number, free = 2, name
    while (folder / free).exists() and number < 1000:
        free = numbered(name, number)
        number += 1
    return free
