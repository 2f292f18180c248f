"""Media that is public on the web, sent by its address: Instagram fetches it itself."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.reply import LinksPart, is_public_address
from igdesk.domain.sendable_files import ENDING, TAKEN
from igdesk.ui.controls import ButtonKind, TextButton, TextField
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_WIDTH = 372
_KINDS = {ENDING[mime_type]: kind for mime_type, kind in TAKEN.items()} | {"jpeg": AttachmentKind.IMAGE}


def kind_of_address(url: str) -> AttachmentKind | None:
    """What an address leads to, by the ending of its path; a picture where there is none, None for other files."""
    path = url.partition("?")[0].partition("#")[0].rsplit("/", 1)[-1]
    _, dot, ending = path.rpartition(".")
    if not dot or len(ending) > 5:
        return AttachmentKind.IMAGE
    return _KINDS.get(ending.lower())


class LinkCard(Popover):
    """One address."""

    sent = Signal(object)
    """A LinksPart."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("sendLink")
        self.setAccessibleName(say("link.title"))
        self.column.addWidget(PlainText(theme_source, self, scale="title3", text=say("link.title")))
        self.column.addWidget(
            PlainText(theme_source, self, color="text.secondary", scale="small", text=say("link.text"))
        )
        self.column.addSpacing(4)
        self._field = TextField(say("link.address"), theme_source, self)
        self._field.setObjectName("sendLinkAddress")
        self._field.setPlaceholderText("https://")
        self._field.textChanged.connect(self._check)
        self._field.returnPressed.connect(self._submit)
        self.column.addWidget(self._field)
        self._problem = PlainText(theme_source, self, color="danger.text", scale="small")
        self.column.addWidget(self._problem)
        foot = QHBoxLayout()
        self._send = TextButton(say("composer.send"), theme_source, self, kind=ButtonKind.PRIMARY, small=True)
        self._send.setObjectName("sendLinkSend")
        self._send.clicked.connect(self._submit)
        foot.addStretch(1)
        foot.addWidget(self._send)
        self.column.addLayout(foot)
        self._check()
        QTimer.singleShot(0, self, lambda: self._field.setFocus(Qt.FocusReason.TabFocusReason))

    @property
    def part(self) -> LinksPart | None:
        """What would be sent, if it can be."""
        url = self._field.text().strip()
        kind = kind_of_address(url)
        return LinksPart(kind, (url,)) if kind is not None and is_public_address(url) else None

    def _check(self) -> None:
        url = self._field.text().strip()
        is_wrong = bool(url) and not "https://".startswith(url) and self.part is None
        words = "link.kind" if is_wrong and is_public_address(url) else "link.wrong"
        self._problem.set_text(say(words) if is_wrong else "")
        self._problem.setVisible(is_wrong)
        self._field.set_problem(is_wrong)
        self._send.setEnabled(self.part is not None)
        self.refit()

    def _submit(self) -> None:
        part = self.part
        if part is not None:
            self.dismiss()
            self.sent.emit(part)
