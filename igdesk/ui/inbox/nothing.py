"""What stands in an empty list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.label import Label
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource


class NothingHere(QWidget):
    """Lies in the viewport of the list, which stays: it keeps the focus while it is empty."""

    cleared = Signal()

    def __init__(self, theme_source: ThemeSource, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._heading = Label("", theme_source, self, weight=600)
        self._heading.setObjectName("listEmptyHeading")
        self._text = Label("", theme_source, self, color="text.secondary")
        self._text.setObjectName("listEmpty")
        self._clear = TextButton(say("action.clear_filters"), theme_source, self, kind=ButtonKind.LINK)
        self._clear.setObjectName("listClearFilters")
        self._clear.clicked.connect(self.cleared)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 0)
        column.addStretch(1)
        for words in (self._heading, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setWordWrap(True)
            column.addWidget(words)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        whole = QVBoxLayout(viewport)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def show_words(self, heading: str, text: str, *, can_clear: bool) -> None:
        for label, words in ((self._heading, heading), (self._text, text)):
            if label.text() != words:
                label.set_text(words)
            label.setVisible(bool(words))
        self._clear.setVisible(can_clear)
