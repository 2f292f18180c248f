"""What the place of the conversation shows while none is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.conversation import Conversation, InboxView
from igdesk.ui import format as fmt
from igdesk.ui.commands.keys import caps
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.icons import paint_icon, paint_mark
from igdesk.ui.paint import fill, fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.search.key_caps import caps_width, paint_caps
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource

_DISC = 88
_MARK = 42
_TICK = 36
_TEXT_WIDTH = 276
_SIDE, _EVEN_STEP = 24, 4
_KEYS_WIDTH = 320
_AROUND_KEYS = 12
_KEYS_FROM_HEIGHT = 460
_HINTS = (
    ("empty.keys.move", ("next_conversation", "previous_conversation")),
    ("empty.keys.open", ()),
    ("empty.keys.done", ("done",)),
    ("empty.keys.find", ("find",)),
    ("empty.keys.all", ("shortcuts",)),
)
_USUAL = {"next_conversation": "J", "previous_conversation": "K", "done": "E", "find": "Ctrl+K", "shortcuts": "?"}
"""Until it is known which were chosen."""
CENTER = Qt.AlignmentFlag.AlignHCenter


class EmptyKind(Enum):
    WAITING = "waiting"
    QUIET = "quiet"
    NEVER = "never"
    FIRST_UPDATE = "first_update"
    ALL_DONE = "all_done"


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What is known when nothing is open."""

    kind: EmptyKind
    waiting_count: int = 0
    seconds_left: float = 0.0
    urgent: Conversation | None = None
    account_name: str = ""
    finished_count: int = 0
    """Finished today."""
    back_count: int = 0
    """Back from snooze on the next day on which any is; the first one at ``back_at``."""
    back_at: datetime | None = None
    now: datetime | None = None


def all_done_words(state: EmptyState) -> str:
    """What is known of the day."""
    done = say("empty.inbox.finished", n=state.finished_count)
    back = ""
    if state.back_at is not None and state.now is not None:
        back = say("empty.inbox.back", n=state.back_count, time=fmt.moment_words(state.back_at, state.now))
    if state.finished_count and back:
        return say("empty.inbox.text.both", done=done, back=back)
    if state.finished_count or back:
        return say("empty.inbox.text.one", part=done if state.finished_count else back)
    return say("empty.inbox.text")


class MarkDisc(QWidget):
    """The mark on a soft disc."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._is_done = False
        self.setFixedSize(_DISC, _DISC)
        theme_source.changed.connect(self.update)

    def show_done(self, is_done: bool) -> None:
        """A tick in place of the mark."""
        if is_done != self._is_done:
            self._is_done = is_done
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        if self._is_done:
            fill_rounded(painter, rect, _DISC / 2, theme.color("success.soft"))
            inset = (_DISC - _TICK) / 2
            sign = rect.adjusted(inset, inset, -inset, -inset)
            paint_icon(painter, "done", sign, theme.color("success.text"))
            return
        fill_rounded(painter, rect, _DISC / 2, theme.color("accent.soft"))
        side = (_DISC - _MARK) / 2
        paint_mark(painter, QRectF(side, side + 1, _MARK, _MARK), theme.color("accent.base"))


class KeyHints(QWidget):
    """Commands and the keys for them, as they are set; a command without a key has no row."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self.teach(_USUAL.get)
        theme_source.changed.connect(self._restyle)

    def teach(self, key_of: Callable[[str], str | None]) -> None:
        """``key_of`` gives the key of a command."""
        rows = []
        for text_id, commands in _HINTS:
            keys = [caps(key) for key in map(key_of, commands) if key] if commands else [("Enter",)]
            if len(keys) == max(len(commands), 1):
                rows.append((say(text_id), tuple(cap for key in keys for cap in key)))
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self.setAccessibleName(". ".join(f"{words}: {'+'.join(keys)}" for words, keys in self._rows))
            self._restyle()

    def _restyle(self) -> None:
        theme = self._theme_source.current
        row = theme.line_height("body") + _AROUND_KEYS
        self.setFixedSize(round(_KEYS_WIDTH * max(theme.scale, 1.0)), len(self._rows) * row)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        high = self.height() / max(len(self._rows), 1)
        for number, (words, keys) in enumerate(self._rows):
            line = QRectF(0, number * high, self.width(), high)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text.secondary"))
            painter.drawText(line, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, words)
            left = 0.0 if is_rtl else line.right() - caps_width(theme, keys)
            paint_caps(painter, theme, keys, left, line.center().y())


def even_width(words: PlainText, most: int) -> int:
    """The least width in which they take no more lines than in ``most``: no word stands alone in the last one."""
    high, width = words.heightForWidth(most), most
    while width > most // 2 and words.heightForWidth(width - _EVEN_STEP) == high:
        width -= _EVEN_STEP
    return width


class EmptyConversation(QWidget):
    """The middle of the window before anything is opened."""

    start_requested = Signal(int)
    """Conversation that closes first."""
    view_wanted = Signal(object)
    """InboxView."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyConversation")
        self._theme_source = theme_source
        self._urgent: Conversation | None = None
        self._has_keys = True
        self._heading = PlainText(theme_source, self, scale="title2", align=CENTER)
        self._text = PlainText(theme_source, self, color="text.secondary", align=CENTER)
        self._start = TextButton(" ", theme_source, self, kind=ButtonKind.PRIMARY)
        self._start.setObjectName("emptyStart")
        self._start.clicked.connect(self._go)
        self.keys = KeyHints(theme_source, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _SIDE, _SIDE, _SIDE)
        column.setSpacing(0)
        column.addStretch(1)
        self._disc = MarkDisc(theme_source, self)
        column.addWidget(self._disc, 0, CENTER)
        column.addSpacing(18)
        column.addWidget(self._heading)
        column.addSpacing(6)
        column.addLayout(self._place_text())
        column.addSpacing(16)
        column.addWidget(self._start, 0, CENTER)
        column.addLayout(self._make_views())
        column.addSpacing(22)
        column.addWidget(self.keys, 0, CENTER)
        column.addStretch(1)
        theme_source.changed.connect(self._fit)

    def show_state(self, state: EmptyState) -> None:
        """The words for what is known now."""
        self._urgent = state.urgent if state.kind is EmptyKind.WAITING else None
        match state.kind:
            case EmptyKind.WAITING:
                heading = say("empty.none_selected", n=state.waiting_count)
                left = fmt.duration_words(state.seconds_left)
                text = say("empty.none_selected.text", time=left) if state.urgent is not None else ""
            case EmptyKind.NEVER:
                heading = say("empty.inbox.never")
                text = say("empty.inbox.never.text", account=isolate(state.account_name))
            case EmptyKind.ALL_DONE:
                heading, text = say("empty.inbox"), all_done_words(state)
            case EmptyKind.FIRST_UPDATE:
                heading, text = say("empty.first_update"), say("empty.first_update.text")
            case _:
                heading, text = say("empty.none_selected.quiet"), say("empty.none_selected.quiet.text")
        self._heading.set_text(heading)
        self._text.set_text(text)
        self._text.setVisible(bool(text))
        is_done = state.kind is EmptyKind.ALL_DONE
        self._disc.show_done(is_done)
        for button in self._views:
            button.setVisible(is_done)
        self._has_keys = state.kind in (EmptyKind.WAITING, EmptyKind.QUIET)
        self._start.setVisible(self._urgent is not None)
        if self._urgent is not None:
            name = self._urgent.participant.display_name or say("row.nobody")
            self._start.set_text(say("action.start_with", name=name))
        self._fit()

    def _place_text(self) -> QHBoxLayout:
        """In the middle, and never in one long line."""
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._text, _TEXT_WIDTH)
        line.addStretch(1)
        return line

    def _make_views(self) -> QHBoxLayout:
        """The ways on when the inbox is empty."""
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        self._views: list[TextButton] = []
        for view, text_id, name in (
            (InboxView.SNOOZED, "action.show_snoozed", "emptyShowSnoozed"),
            (InboxView.DONE, "action.show_done", "emptyShowDone"),
        ):
            button = TextButton(say(text_id), self._theme_source, self, small=True)
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, v=view: self.view_wanted.emit(v))
            button.hide()
            line.addWidget(button)
            self._views.append(button)
        line.addStretch(1)
        return line

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(QPainter(self), self.rect(), self._theme_source.current.color("bg.canvas"))

    def _fit(self) -> None:
        scale = max(self._theme_source.current.scale, 1.0)
        most = min(round(_TEXT_WIDTH * scale), max(self.width() - 2 * _SIDE, 1))
        self._text.setMaximumWidth(even_width(self._text, most))
        has_room = self.height() >= _KEYS_FROM_HEIGHT and self.width() >= self.keys.width()
        self.keys.setVisible(self._has_keys and has_room)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # it may be painted before Qt comes to that
        self.update()

    def _go(self) -> None:
        if self._urgent is not None:
            self.start_requested.emit(self._urgent.id)
