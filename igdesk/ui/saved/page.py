"""Settings: saved replies, written and tried out in one place."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QStandardPaths, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.conversation import Conversation, InboxFilter, InboxView
from igdesk.domain.saved_reply import SavedReply, clean_name, clean_shortcut
from igdesk.domain.saved_reply_csv import MOST_CHARS, from_csv, to_csv
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.paint import fill, fill_rounded, stroke_rounded
from igdesk.ui.saved.editor import Editor
from igdesk.ui.saved.filling import Filling
from igdesk.ui.saved.own_fields import OwnFieldsCard
from igdesk.ui.saved.reply_list import ReplyList
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

LIST_WIDTH, HEIGHT = 232, 522
NARROW, LIST_HEIGHT = 640, 220


class _Frame(QWidget):
    """The card around list and editor."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        theme_source.changed.connect(self.update)

        self.is_turned = False
        """The list is over the editor."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        radius = theme.size("radius.card")
        fill_rounded(painter, rect, radius, theme.color("bg.raised"))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if self.is_turned:
            side = QRectF(1, 1, rect.width() - 2, LIST_HEIGHT)
            line = QRectF(1, side.bottom(), rect.width() - 2, 1)
        else:
            side = QRectF(rect.right() - LIST_WIDTH if is_rtl else 1, 1, LIST_WIDTH - 1, rect.height() - 2)
            line = QRectF(side.left() if is_rtl else side.right(), 1, 1, rect.height() - 2)
        fill_rounded(painter, side, radius - 1, theme.color("bg.list"))
        fill(painter, line, theme.color("line.separator"))
        stroke_rounded(painter, rect, radius, theme.color("line.separator"))


class SavedRepliesPage(SettingsPage):
    """Every change is done at once; what was deleted comes back with Undo."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        theme_source = window.theme_source
        super().__init__(
            say("settings.page.saved"), theme_source, parent, text=say("settings.saved.text"), is_wide=True
        )
        self._window = window
        self._store = window.archive.saved_replies
        self._shown: tuple[SavedReply, ...] | None = None
        self._dialog: QFileDialog | None = None
        self.frame = _Frame(theme_source, self.body)
        self.frame.setMinimumHeight(HEIGHT)
        self.list = ReplyList(theme_source, self.frame)
        self.list.picked.connect(self._pick)
        self.list.arranged.connect(self._arrange)
        new = TextButton(say("saved.new"), theme_source, self.frame, kind=ButtonKind.LINK, icon_name="plus")
        new.setObjectName("savedNew")
        new.clicked.connect(lambda: self.make(""))
        self.editor = Editor(theme_source, Filling(window.archive, window.now), self._sample, self.frame)
        self.editor.edited.connect(self._keep)
        self._side = QWidget(self.frame)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 10)
        side.setSpacing(0)
        side.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.addSpacing(14)
        foot.addWidget(new)
        foot.addStretch(1)
        side.addLayout(foot)
        inside = TurningLine(self.frame, lambda width: width < NARROW, turned=self._turned)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self._side)
        inside.addWidget(self.editor, 1)
        self._turned(False)
        self.column.addWidget(self.frame)
        self._add_buttons()
        self.fields = OwnFieldsCard(self, self._store, self._fields_changed)
        self.finish()
        self.refresh()

    def _turned(self, is_narrow: bool) -> None:
        """The list beside the editor, or over it."""
        self.frame.is_turned = is_narrow
        most = 16_777_215
        self._side.setMinimumSize(0 if is_narrow else LIST_WIDTH - 1, LIST_HEIGHT if is_narrow else 0)
        self._side.setMaximumSize(most if is_narrow else LIST_WIDTH - 1, LIST_HEIGHT if is_narrow else most)
        self.frame.update()

    def refresh(self) -> None:
        replies = self._store.all()
        if replies == self._shown:
            return
        self._shown = replies
        chosen = self.list.chosen_id
        if replies and chosen not in [reply.id for reply in replies]:
            chosen = replies[0].id
        self.list.show_replies(replies, chosen)
        current = next((reply for reply in replies if reply.id == chosen), None)
        self.editor.setVisible(current is not None)
        self._delete.setEnabled(current is not None)
        self._export.setEnabled(bool(replies))
        if current is not None:
            self.editor.show_reply(current)
        if self._window.conversation.has_talk:
            self._window.conversation.writing.saved_replies_changed()

    def make(self, text: str) -> None:
        """A new one, ready to be named."""
        self.editor.flush()
        name = clean_name(text) if text.strip() else say("saved.fresh")
        made = self._store.make(name, text)
        if made is None:
            self._tell(say("saved.too_many"))
            return
        self._choose(made.id)
        self.editor.focus_name()

    def hideEvent(self, event: QHideEvent) -> None:
        self.editor.flush()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _add_buttons(self) -> None:
        theme_source = self.theme_source
        bring = TextButton(say("saved.import"), theme_source, self.body)
        bring.setObjectName("savedImport")
        bring.clicked.connect(self._ask_import)
        self._export = TextButton(say("saved.export"), theme_source, self.body)
        self._export.setObjectName("savedExport")
        self._export.clicked.connect(self._ask_export)
        self._delete = TextButton(say("action.delete"), theme_source, self.body, icon_name="trash")
        self._delete.setObjectName("savedDelete")
        self._delete.set_ink("danger.text")
        self._delete.clicked.connect(self._delete_chosen)
        tables = QHBoxLayout()
        tables.setSpacing(8)
        tables.addWidget(bring)
        tables.addWidget(self._export)
        tables.addStretch(1)
        buttons = (bring, self._export, self._delete)
        line = TurningLine(None, lambda width: width < sum(button.sizeHint().width() + 8 for button in buttons))
        line.setSpacing(8)
        line.addLayout(tables, 1)
        line.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignTrailing)
        self.column.addSpacing(14)
        self.column.addLayout(line)

    def _pick(self, reply_id: int) -> None:
        self.editor.flush()
        reply = self._store.get(reply_id)
        if reply is not None:
            self.editor.show_reply(reply)

    def _choose(self, reply_id: int) -> None:
        self._shown = self._store.all()
        self.list.show_replies(self._shown, reply_id)
        self._shown = None
        self.refresh()

    def _keep(self, reply: SavedReply) -> None:
        """Keep what can be kept: a name that is being written anew, or a shortcut that is taken, holds up no text."""
        kept = self._store.get(reply.id)
        if kept is None:
            return
        if not clean_name(reply.name):
            reply = replace(reply, name=kept.name)
        if self._store.change(reply):
            self.editor.show_problem("")
        else:
            self._store.change(replace(reply, shortcut=kept.shortcut))
            self.editor.show_problem(say("saved.shortcut.taken", shortcut=clean_shortcut(reply.shortcut)))
        self.refresh()

    def _arrange(self, ids: object) -> None:
        if isinstance(ids, list):
            self._store.arrange(ids)
            self._shown = None
            self.refresh()

    def _delete_chosen(self) -> None:
        reply = self.editor.reply
        gone = self._store.delete(reply.id) if reply is not None else None
        if gone is None:
            return
        self.refresh()

        def back() -> None:
            self._store.put_back(gone)
            self._choose(gone.id)

        self._tell(say("saved.deleted", name=gone.name), back)

    def _fields_changed(self) -> None:
        self.editor.show_fields()

    def _sample(self) -> Conversation | None:
        """Whoever is open, else whoever wrote last."""
        row = self._window.conversation.conversation
        if row is not None:
            return row
        rows = self._window.archive.inbox.rows(
            InboxView.INBOX, InboxFilter.ALL, now=self._window.door.server_now(), limit=1
        )
        return rows[0] if rows else None

    # tables

    def _ask_import(self) -> None:
        dialog = self._dialog = QFileDialog(self.window(), say("saved.import.title"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([say("saved.csv"), say("saved.all_files")])
        self._open(dialog, "savedImportDialog", self.bring)

    def _ask_export(self) -> None:
        self.editor.flush()
        dialog = self._dialog = QFileDialog(self.window(), say("saved.export.title"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([say("saved.csv")])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(say("saved.file"))
        self._open(dialog, "savedExportDialog", self.write)

    def _open(self, dialog: QFileDialog, name: str, then: Callable[[str], None]) -> None:
        place = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(QStandardPaths.writableLocation(place))
        dialog.fileSelected.connect(then)
        dialog.open()

    def bring(self, chosen: str) -> None:
        """Take over the table in a file."""
        try:
            with Path(chosen).open("rb") as file:
                data = file.read(MOST_CHARS + 1)
        except OSError:
            self._tell(say("saved.import.unreadable"))
            return
        found = from_csv(_decoded(data)) if len(data) <= MOST_CHARS else None
        if found is None or not found.is_a_table:
            self._tell(say("saved.import.no_table"))
            return
        count = self._store.take(found.replies)
        self.refresh()
        words = say("saved.imported", n=count)
        if found.left_out:
            words = " ".join((words, say("saved.left_out", n=len(found.left_out))))
        self._tell(words)

    def write(self, chosen: str) -> None:
        """Write all of them as a table."""
        try:
            Path(chosen).write_text(to_csv(self._store.all()), encoding="utf-8-sig", newline="")
        except OSError:
            self._tell(say("viewer.not_saved"))
        else:
            self._tell(say("viewer.saved"))

    def _tell(self, words: str, undo: Callable[[], object] | None = None) -> None:
        self._window.undoing.toast.show_words(words, undo)


def _decoded(data: bytes) -> str:
    """Spreadsheets write UTF-8, UTF-16 or the code page of their country."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
