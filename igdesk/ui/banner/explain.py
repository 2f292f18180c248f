"""Why something is as it is: a heading, a paragraph, and Instagram's code small at the end."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.layout.popover import Popover
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_WIDTH = 340


class ExplainPopover(Popover):
    """Opened by "Why?", "Learn more" and "Show me where"."""

    def __init__(
        self, theme_source: ThemeSource, parent: QWidget, heading: str, text: str, *, code: str = "", words: str = ""
    ) -> None:
        """``words``: what Instagram said, if it said anything for people."""
        super().__init__(theme_source, parent, width=_WIDTH)
        self.setObjectName("explain")
        self.setAccessibleName(heading)
        self._report = "\n".join(part for part in (heading, text, words, code) if part)
        self.column.addWidget(PlainText(theme_source, self, scale="body", weight=600, text=heading))
        self.column.addWidget(PlainText(theme_source, self, color="text.secondary", text=text))
        if words:
            said = say("explain.words", words=words)
            self.column.addWidget(PlainText(theme_source, self, color="text.secondary", text=said))
        if code:
            row = QHBoxLayout()
            row.addWidget(
                PlainText(theme_source, self, scale="micro", color="text.tertiary", text=say("explain.code", code=code))
            )
            row.addStretch(1)
            copy = TextButton(say("action.copy_report"), theme_source, self, kind=ButtonKind.LINK, small=True)
            copy.setObjectName("explainCopy")
            copy.clicked.connect(self._copy)
            row.addWidget(copy, 0, Qt.AlignmentFlag.AlignVCenter)
            self.column.addLayout(row)

    def _copy(self) -> None:
        """Never holds a token or the text of a message."""
        QGuiApplication.clipboard().setText(self._report)
        self.dismiss()
