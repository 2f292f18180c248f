"""One saved reply being written: name, folder, shortcut, text, and how somebody will see it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from igdesk.domain.conversation import Conversation
from igdesk.domain.saved_reply import FOLDER_MAX, NAME_MAX, SHORTCUT_MAX, SavedReply
from igdesk.domain.text import LIMIT_BYTES, byte_length
from igdesk.ui.chip_flow import ChipFlow
from igdesk.ui.controls import Chip, TextField
from igdesk.ui.format import number
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.paint import fill_rounded, hairline
from igdesk.ui.plain_text import PlainText
from igdesk.ui.saved.filling import Filling
from igdesk.ui.saved.reply_field import ReplyField
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

SAVE_AFTER_MS = 400
_PAD, _GAP, _FIELD_WIDTH, _NARROW = 20, 12, 130, 400


class Bubble(QWidget):
    """The reply as a message of one's own."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.words = PlainText(theme_source, self, scale="message", color="bubble.out.text")
        self.words.setObjectName("savedPreview")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.words)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        fill_rounded(QPainter(self), QRectF(self.rect()), theme.size("radius.bubble"), theme.color("bubble.out"))


class Editor(QWidget):
    """Keeps what is typed after a moment and when it is left; there is no button for it."""

    edited = Signal(object)
    """The SavedReply as it is written now."""

    def __init__(
        self,
        theme_source: ThemeSource,
        filling: Filling,
        sample: Callable[[], Conversation | None],
        parent: QWidget,
    ) -> None:
        """``sample``: somebody to show the reply for."""
        super().__init__(parent)
        self._theme_source = theme_source
        self._filling = filling
        self._sample = sample
        self._reply: SavedReply | None = None
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)
        self.name = TextField(say("saved.name"), theme_source, self)
        self.name.setObjectName("savedName")
        self.name.setMaxLength(NAME_MAX * 4)
        self.folder = TextField(say("saved.folder"), theme_source, self)
        self.folder.setObjectName("savedFolder")
        self.folder.setMaxLength(FOLDER_MAX * 4)
        self.shortcut = TextField(say("saved.shortcut"), theme_source, self)
        self.shortcut.setObjectName("savedShortcut")
        self.shortcut.setMaxLength(SHORTCUT_MAX * 4)
        self.shortcut.setTextMargins(22, 0, 9, 0)
        self._slash = PlainText(theme_source, self.shortcut, color="text.tertiary", text="/")
        self._slash.move(11, 9)
        self.field = ReplyField(theme_source, filling.names, self)
        for line in (self.name, self.folder, self.shortcut):
            line.textEdited.connect(self._note)
            line.editingFinished.connect(self.flush)
        self.field.changed.connect(self._note)
        self.field.left.connect(self.flush)
        self._problem = PlainText(theme_source, self, scale="small", color="danger.text")
        self._problem.hide()
        self._chips = ChipFlow(self)
        self._fields: list[Chip] = []
        self._bytes = PlainText(theme_source, self, scale="small", color="text.secondary", max_lines=1, tabular=True)
        self._seen_by = PlainText(theme_source, self, scale="small", color="text.secondary", weight=600)
        self.bubble = Bubble(theme_source, self)
        self._line = QWidget(self)
        self._line.setFixedHeight(1)
        self._build()
        self.show_fields()

    @property
    def reply(self) -> SavedReply | None:
        """As it was last kept."""
        return self._reply

    def show_reply(self, reply: SavedReply) -> None:
        """Another one, or what became of this one."""
        is_other = self._reply is None or self._reply.id != reply.id
        if is_other:
            self.flush()
        self._reply = reply
        for line, text in ((self.name, reply.name), (self.folder, reply.folder), (self.shortcut, reply.shortcut)):
            if is_other or not line.hasFocus():
                _show(line, text)
        if is_other:
            was_blocked = self.field.blockSignals(True)
            self.field.set_text(reply.text)
            self.field.blockSignals(was_blocked)
            self.show_problem("")
        self._show_preview()

    def show_problem(self, words: str) -> None:
        """What is wrong with the shortcut."""
        self.shortcut.set_problem(bool(words))
        self._problem.set_text(words)
        self._problem.setVisible(bool(words))

    def show_fields(self) -> None:
        """The chips: what igdesk knows of somebody, then the owner's own fields."""
        for chip in self._fields:
            chip.hide()
            chip.deleteLater()
        self._fields = [self._chip(key, name) for key, name in self._filling.names().items()]
        self._chips.show_chips(self._fields)
        self.field.mark_again()
        self._show_preview()

    def _chip(self, key: str, name: str) -> Chip:
        chip = Chip(_capital(name), self._theme_source, self._chips)
        chip.setCheckable(False)
        chip.setObjectName("savedInsert")
        chip.setAccessibleName(say("saved.insert.name", field=name))
        chip.clicked.connect(lambda: self.field.insert(key.replace("_", " ")))
        return chip

    def flush(self) -> None:
        """Keep what was typed, now."""
        self._timer.stop()
        now = self._written()
        if now is not None and now != self._reply:
            self.edited.emit(now)

    def focus_name(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        y = self._line.y()
        hairline(QPainter(self), QRectF(0, y, self.width(), 1), self._theme_source.current.color("line.separator"))

    def _build(self) -> None:
        heads = TurningLine(None, self._is_narrow)
        heads.setSpacing(_GAP)
        short = QHBoxLayout()
        short.setSpacing(_GAP)
        for text_id, line, is_short in (
            ("saved.name", self.name, False),
            ("saved.folder", self.folder, True),
            ("saved.shortcut", self.shortcut, True),
        ):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(self._heading(text_id))
            column.addWidget(line)
            if is_short:
                line.setFixedWidth(_FIELD_WIDTH)
                short.addLayout(column)
            else:
                heads.addLayout(column, 1)
        short.addStretch(0)
        heads.addLayout(short)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_PAD, 18, _PAD, _PAD)
        whole.setSpacing(0)
        whole.addLayout(heads)
        whole.addWidget(self._problem)
        whole.addSpacing(16)
        whole.addWidget(self._heading("saved.text"))
        whole.addSpacing(6)
        whole.addWidget(self.field)
        whole.addSpacing(9)
        tools = TurningLine(None, self._is_narrow)
        tools.setSpacing(8)
        insert = PlainText(self._theme_source, self, scale="small", color="text.secondary", text=say("saved.insert"))
        insert.setContentsMargins(0, 5, 0, 0)
        self._bytes.setContentsMargins(0, 5, 0, 0)
        tools.addWidget(insert, 0, Qt.AlignmentFlag.AlignTop)
        tools.addWidget(self._chips, 1)
        tools.addWidget(self._bytes, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(tools)
        whole.addSpacing(16)
        whole.addWidget(self._line)
        whole.addSpacing(16)
        whole.addWidget(self._seen_by)
        whole.addSpacing(8)
        shown = QHBoxLayout()
        shown.addWidget(self.bubble, 3)
        shown.addStretch(1)
        whole.addLayout(shown)
        whole.addStretch(1)

    def _is_narrow(self, width: int) -> bool:
        """Whether the parts of a line go one under the other."""
        return width < _NARROW * self._theme_source.current.scale

    def _heading(self, text_id: str) -> PlainText:
        return PlainText(self._theme_source, self, scale="small", weight=600, text=say(text_id), max_lines=1)

    def _note(self) -> None:
        self._timer.start()
        self._show_preview()

    def _written(self) -> SavedReply | None:
        if self._reply is None:
            return None
        return replace(
            self._reply,
            name=self.name.text(),
            folder=self.folder.text(),
            shortcut=self.shortcut.text(),
            text=self.field.text,
        )

    def _show_preview(self) -> None:
        row = self._sample()
        filled = self._filling.fill(self.field.text, row)
        name = row.participant.first_name if row is not None else ""
        self._seen_by.set_text(say("saved.preview", name=name) if name else say("saved.preview.nobody"))
        self.bubble.setVisible(bool(filled.text.strip()))
        self.bubble.words.set_text(filled.shown.strip())
        self.bubble.words.setAccessibleName(say("saved.preview.name", name=name, text=filled.text))
        size = byte_length(filled.text.strip())
        self._bytes.set_text(say("saved.bytes", n=number(size), limit=number(LIMIT_BYTES)))
        self._bytes.set_color("warn.text" if size > LIMIT_BYTES else "text.secondary")


def _show(line: QLineEdit, text: str) -> None:
    if line.text() != text:
        line.setText(text)
        line.setCursorPosition(0)  # its beginning shows where there is little room


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
