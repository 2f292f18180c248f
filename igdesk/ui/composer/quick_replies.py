"""A question with ready answers that the customer may tap: put together in a small card over the reply field."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.message import QuickReply
from igdesk.domain.reply import QUICK_REPLIES_MOST, TITLE_MOST, Flaw, TextPart, flaw_of
from igdesk.ui.controls import ButtonKind, IconButton, TextButton, TextField
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_WIDTH = 372
_AT_FIRST = 2


class AnswerField(TextField):
    """One answer. Enter goes on to the next."""

    entered = Signal()

    def __init__(self, number: int, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(say("quick.answer.name", n=number), theme_source, parent)
        self.setObjectName("quickAnswer")
        self.setMaxLength(TITLE_MOST)
        self.setPlaceholderText(say("quick.answer"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class QuickRepliesEditor(Popover):
    """Two empty answers to begin with, thirteen at most."""

    sent = Signal(object)
    """A TextPart with its quick replies."""

    def __init__(self, question: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("quickReplies")
        self.setAccessibleName(say("quick.title"))
        self._answers: list[AnswerField] = []
        self.column.addWidget(PlainText(theme_source, self, scale="title3", text=say("quick.title")))
        self.column.addWidget(
            PlainText(theme_source, self, color="text.secondary", scale="small", text=say("quick.text"))
        )
        self.column.addSpacing(4)
        self._question = TextField(say("quick.question"), theme_source, self)
        self._question.setObjectName("quickQuestion")
        self._question.setPlaceholderText(say("quick.question"))
        self._question.setText(question)
        self._question.textChanged.connect(self._check)
        self.column.addWidget(self._question)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.column.addLayout(self._rows)
        foot = QHBoxLayout()
        self._more = TextButton(
            say("quick.add"), theme_source, self, kind=ButtonKind.LINK, icon_name="plus", small=True
        )
        self._more.setObjectName("quickAdd")
        self._more.clicked.connect(self._add_and_go)
        self._send = TextButton(say("composer.send"), theme_source, self, kind=ButtonKind.PRIMARY, small=True)
        self._send.setObjectName("quickSend")
        self._send.clicked.connect(self._submit)
        foot.addWidget(self._more)
        foot.addStretch(1)
        foot.addWidget(self._send)
        self.column.addLayout(foot)
        for _ in range(_AT_FIRST):
            self._add()
        self._check()
        QTimer.singleShot(0, self, self._begin)

    @property
    def part(self) -> TextPart:
        """What would be sent. Answers that are empty do not count."""
        titles = [field.text().strip() for field in self._answers]
        return TextPart(self._question.text().strip(), tuple(QuickReply(title) for title in titles if title))

    def _begin(self) -> None:
        first = self._answers[0] if self._question.text().strip() else self._question
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self) -> AnswerField:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        field = AnswerField(len(self._answers) + 1, self.theme_source, row)
        remove = IconButton("x", say("quick.remove", n=len(self._answers) + 1), self.theme_source, row, side=28)
        line.addWidget(field, 1)
        line.addWidget(remove)
        self._rows.addWidget(row)
        self._answers.append(field)
        field.textChanged.connect(self._check)
        field.entered.connect(lambda: self._go_on(field))
        remove.clicked.connect(lambda: self._remove(field, row))
        row.show()
        self._check()
        self.refit()
        return field

    def _add_and_go(self) -> None:
        if len(self._answers) < QUICK_REPLIES_MOST:
            self._add().setFocus(Qt.FocusReason.TabFocusReason)

    def _go_on(self, field: AnswerField) -> None:
        """From the last answer Enter makes another; from an empty one it sends."""
        at = self._answers.index(field)
        if not field.text().strip():
            self._submit()
        elif at + 1 < len(self._answers):
            self._answers[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._add_and_go()

    def _remove(self, field: AnswerField, row: QWidget) -> None:
        if len(self._answers) == 1:
            field.clear()
            return
        at = self._answers.index(field)
        self._answers.remove(field)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._answers[min(at, len(self._answers) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        self._check()
        self.refit()

    def _check(self) -> None:
        part = self.part
        flaw = flaw_of(part)
        self._question.set_problem(flaw is Flaw.TOO_LONG)
        self._send.setEnabled(flaw is None and bool(part.quick_replies))
        self._more.setEnabled(len(self._answers) < QUICK_REPLIES_MOST)

    def _submit(self) -> None:
        if self._send.isEnabled():
            part = self.part
            self.dismiss()
            self.sent.emit(part)
