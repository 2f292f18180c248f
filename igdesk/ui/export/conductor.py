"""Exports that the person asked for: where to, how far, where it went; one after the other."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from igdesk.domain.ids import ConversationId
from igdesk.ui.export.panel import ExportPanel
from igdesk.ui.format import number
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.ui.export.job import ExportJob
    from igdesk.ui.export.writer import Exported
    from igdesk.ui.window.main_window import MainWindow

Ids = Sequence[ConversationId]
Then = Callable[["Exported"], object]


@dataclass(frozen=True, slots=True)
class _Wish:
    """An export that was asked for."""

    ids: Ids | None
    folder: Path
    then: Then | None


class ExportConductor:
    """Nothing of the window waits for an export."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._panel: ExportPanel | None = None
        self._job: ExportJob | None = None
        self._present: _Wish | None = None
        self._waiting: deque[_Wish] = deque()
        self._written: Path | None = None
        self._folder = ""

    @property
    def panel(self) -> ExportPanel:
        if self._panel is None:
            window = self._window
            window.commands.close_first(self._leave)
            self._panel = ExportPanel(window.theme_source, window.columns, self._room, window.conversation)
            self._panel.acted.connect(self._act)
        return self._panel

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def ask(self, ids: Ids | None, then: Then | None = None) -> QFileDialog:
        """Ask where to, then export these conversations, or (None) everything; ``then`` once all of it is written."""
        dialog = QFileDialog(self._window, say("export.choose"))
        dialog.setObjectName("exportDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, say("export.choose.accept"))
        dialog.setDirectory(self._folder or _usual_folder())
        wanted = None if ids is None else tuple(ids)
        dialog.fileSelected.connect(lambda chosen: self.export(wanted, Path(chosen), then))
        dialog.open()
        return dialog

    def export(self, ids: Ids | None, folder: Path, then: Then | None = None) -> None:
        """Into a new folder inside this one; after the export that is under way, if there is one."""
        self._folder = str(folder)
        # What is typed but not kept yet belongs to the conversation too.
        self._window.conversation.keep_draft()
        if self._window.details is not None:
            self._window.details.notes.flush()
        self._waiting.append(_Wish(ids, folder, then))
        if self._job is None:
            self._start()

    def stop(self) -> None:
        """Give up what is under way, and what waits."""
        self._waiting.clear()
        if self._job is not None:
            self._job.stop()

    @property
    def has_written(self) -> bool:
        """Whether the last one can be looked at."""
        return self._job is None and self._written is not None

    def show_written(self) -> None:
        """The folder of the last one."""
        if self._written is not None:
            self._window.open_folder(self._written)
            self.panel.hide()

    def close(self) -> None:
        """Before the archive is closed: what is not finished leaves nothing behind."""
        self._waiting.clear()
        if self._job is not None:
            self._job.close()
            self._job = None

    # inside

    def _start(self) -> None:
        from igdesk.ui.export.job import ExportJob

        wish = self._present = self._waiting.popleft()
        window = self._window
        job = self._job = ExportJob(window.archive.export_reader, wish.ids, wish.folder, window.now(), window)
        job.progressed.connect(self._show_progress)
        job.ended.connect(self._end)
        self._show_progress(0, 0)
        job.start()

    def _show_progress(self, done: int, total: int) -> None:
        if self._job is not None and self._present is not None:
            text = say("export.progress", done=number(done), total=number(total)) if total else ""
            self.panel.show_working(self._title(self._present.ids), done, total, text)

    def _title(self, ids: Ids | None) -> str:
        if ids is None:
            return say("export.working.all")
        if len(ids) > 1:
            return say("export.working.several", n=len(ids))
        rows = self._window.archive.inbox.by_ids(ids)
        name = rows[0].participant.display_name if rows else ""
        return say("export.working", name=isolate(name or say("row.nobody")))

    def _end(self, outcome: object) -> None:
        from igdesk.ui.export.writer import Exported

        if self._job is None:
            return
        wish, self._present = self._present, None
        self._job.deleteLater()
        self._job, self._written = None, None
        if isinstance(outcome, Exported):
            self._written = outcome.folder
            messages = say("export.page.messages", n=outcome.messages, count=number(outcome.messages))
            files = say("export.files", n=outcome.files, count=number(outcome.files)) if outcome.files else ""
            title = say("export.done", folder=isolate(outcome.folder.name))
            self.panel.show_end(title, " · ".join(filter(None, (messages, files))), say("action.open_folder"))
            if wish is not None and wish.then is not None:
                wish.then(outcome)
        elif isinstance(outcome, str):
            self._present = wish
            self.panel.show_end(say("export.failed"), outcome, say("export.choose_other"), is_failed=True)
        else:
            self.panel.hide()
        if self._waiting:
            self._start()

    def _act(self) -> None:
        """The button of the panel."""
        if self._job is not None:
            self.stop()
        elif self._written is not None:
            self.show_written()
        elif self._present is not None:
            wish, self._present = self._present, None
            self.panel.hide()
            self.ask(wish.ids, wish.then)

    def _leave(self) -> bool:
        """Esc takes the card away once there is nothing to wait for."""
        is_there = self._job is None and self.panel.isVisible()
        if is_there:
            self.panel.hide()
        return is_there

    def _room(self) -> QRectF:
        """Under the head of the conversation, or of whatever lies over it."""
        window = self._window
        cover = window.columns.cover
        column: QWidget = cover if cover is not None else window.conversation
        if column.isHidden() or column.width() == 0:
            column = window.list_pane
        corner = QPointF(column.mapTo(window.columns, QPoint(0, 0)))
        head = 0.0 if cover is not None else window.theme_source.current.size("size.timeline.header")
        return QRectF(corner.x(), corner.y() + head, column.width(), column.height() - head)


def _usual_folder() -> str:
    place = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(place.DocumentsLocation) or QStandardPaths.writableLocation(
        place.HomeLocation
    )
