"""Numbered steps at Meta, with the link to where they begin."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.ui.banner.word_button import WordButton
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText, Span
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_DISC = 20
_BOLD, _END = "\x02", "\x03"


class NumberDisc(QWidget):
    """A number on a grey disc."""

    def __init__(self, number: int, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._theme_source = theme_source
        self.setFixedSize(_DISC, _DISC)
        theme_source.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_DISC, _DISC)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, _DISC / 2, theme.color("bg.sunken"))
        painter.setFont(theme.font("micro", weight=600))
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(self._number))


class Instructions(QWidget):
    """Numbered lines; the first holds the link to the dashboard."""

    link_wanted = Signal()

    def __init__(self, steps: Sequence[str], theme_source: ThemeSource, parent: QWidget) -> None:
        """What is bold in a step stands between the characters 2 and 3; in the first one it is the link."""
        super().__init__(parent)
        self._theme_source = theme_source
        self.link = WordButton(" ", theme_source, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        for number, words in enumerate(steps, start=1):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(NumberDisc(number, theme_source, self), 0, Qt.AlignmentFlag.AlignTop)
            spans = _spans(words)
            if number == 1:
                self._add_link_row(row, spans)
            else:
                label = PlainText(theme_source, self)
                label.set_spans(*spans)
                row.addWidget(label, 1)
            column.addLayout(row)

    def _add_link_row(self, row: QHBoxLayout, spans: list[Span]) -> None:
        """Words, then the link as a button of its own."""
        plain = "".join(span.text for span in spans if span.weight is None)
        link = "".join(span.text for span in spans if span.weight is not None)
        label = PlainText(self._theme_source, self, max_lines=1, text=plain.strip())
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.link.set_text(f"{link} ↗")
        self.link.setObjectName("wizardDashboard")
        self.link.setAccessibleName(say("wizard.token.dashboard"))
        self.link.setFixedHeight(_DISC)
        self.link.clicked.connect(self.link_wanted)
        beside, needed = QHBoxLayout(), label.sizeHint
        beside.addWidget(self.link)
        beside.addStretch(1)
        both = TurningLine(None, lambda width: needed().width() + self.link.sizeHint().width() > width)
        both.setSpacing(0)
        both.addWidget(label)
        both.addLayout(beside, 1)
        row.addLayout(both, 1)


def _spans(words: str) -> list[Span]:
    """Stretches between the marks, the marked ones bold."""
    spans: list[Span] = []
    for part in words.replace(_END, _BOLD).split(_BOLD):
        is_bold = len(spans) % 2 == 1
        spans.append(Span(part, 600 if is_bold else None))
    return spans
