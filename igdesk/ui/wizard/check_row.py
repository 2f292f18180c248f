"""One check of the list: sign, name, verdict, and under it what to do."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.account import Flavour
from igdesk.domain.checks import CheckId, CheckResult, CheckState
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.banner.word_button import WordButton
from igdesk.ui.check_words import BOLD, END, CheckLink, LinkAction, check_name, cure, links, spoken, verdict
from igdesk.ui.chip_flow import ChipFlow
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.paint import hairline
from igdesk.ui.plain_text import PlainText, Span
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.state_sign import StateSign

_INK = {CheckState.FAILED: "danger.text", CheckState.WARNING: "warn.text"}
_QUIET = (CheckState.WAITING, CheckState.BLOCKED)
_TEXT_AT = 36
_LINK_AT = _TEXT_AT - 4
"""Words that can be clicked have a margin of their own."""


class CheckRow(QWidget):
    """A list item to screen readers; its name is the whole row."""

    link_clicked = Signal(object)
    """A CheckLink."""

    def __init__(self, check_id: CheckId, theme_source: ThemeSource, parent: QWidget, *, is_last: bool) -> None:
        super().__init__(parent)
        self.setObjectName(f"check_{check_id.value}")
        set_role(self, QAccessible.Role.ListItem)
        self._theme_source = theme_source
        self._is_last = is_last
        self._result: CheckResult | None = None
        self._buttons: list[WordButton] = []
        self._sign = StateSign(theme_source, self)
        self._name = PlainText(theme_source, self, weight=600, text=check_name(check_id))
        self._verdict = PlainText(theme_source, self, color="text.secondary", max_lines=2)
        self._cure = PlainText(theme_source, self, color="text.secondary")
        self._links = ChipFlow(self, gap=8)
        told = TurningLine(None, self._is_narrow)
        told.setSpacing(2)
        told.addWidget(self._name, 1)
        told.addWidget(self._verdict)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._sign)
        head.addLayout(told, 1)
        under = QVBoxLayout()
        set_margins(under, self, _TEXT_AT, 0, 0, 0)
        under.setSpacing(2)
        under.addWidget(self._cure)
        below = QVBoxLayout()
        set_margins(below, self, _LINK_AT, 0, 0, 0)
        below.addWidget(self._links)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 9 + (0 if is_last else 1))
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(under)
        column.addLayout(below)
        theme_source.changed.connect(self.update)
        self.show_result(CheckResult(check_id), None)

    def show_result(self, result: CheckResult, flavour: Flavour | None) -> None:
        """The check as it stands now; a verdict that is new is read aloud."""
        if result == self._result:
            return
        is_news = self._result is not None and result.state not in (CheckState.WAITING, CheckState.CHECKING)
        self._result = result
        self._sign.show_state(result.state)
        self._name.set_color("text.secondary" if result.state in _QUIET else "text.primary")
        self._verdict.set_text(verdict(result, flavour))
        self._verdict.set_color(_INK.get(result.state, "text.secondary"))
        words = cure(result)
        self._cure.set_spans(*_spans(words))
        self._cure.setVisible(bool(words))
        self._show_links(links(result))
        self.setAccessibleName(spoken(result, flavour))
        self.update()
        if is_news:
            urgent = result.state is CheckState.FAILED
            announce(self, self.accessibleName(), Urgency.ASSERTIVE if urgent else Urgency.POLITE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_last:
            line = QRectF(0, self.height() - 1, self.width(), 1)
            hairline(QPainter(self), line, self._theme_source.current.color("line.separator"))

    def _is_narrow(self, width: int) -> bool:
        """Whether name and verdict need a line each."""
        return self._name.sizeHint().width() + 14 + self._verdict.sizeHint().width() > width

    def _show_links(self, wanted: tuple[CheckLink, ...]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for link in wanted:
            arrow = " ↗" if link.action in (LinkAction.DASHBOARD, LinkAction.LEARN_MORE) else ""
            button = WordButton(f"{link.words}{arrow}", self._theme_source, self._links)
            button.setAccessibleName(link.words)
            button.setFixedHeight(24)
            button.clicked.connect(lambda _checked=False, chosen=link: self.link_clicked.emit(chosen))
            self._buttons.append(button)
        self._links.show_chips(self._buttons)
        self._links.setVisible(bool(wanted))


def _spans(words: str) -> list[Span]:
    """Stretches between the marks, the marked ones bold."""
    parts = words.replace(END, BOLD).split(BOLD)
    return [Span(part, 600 if at % 2 else None, "text.primary" if at % 2 else None) for at, part in enumerate(parts)]
