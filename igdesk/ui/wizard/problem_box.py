"""Why something did not work, under the field it is about."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.status import Problem
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.banner.choice import Tone
from igdesk.ui.banner.tone import GROUND, ICON
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_GAP = 16


class ProblemBox(QWidget):
    """Why it did not work: what happened, what to do, the code small, a page that helps."""

    link_wanted = Signal(str)

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wizardProblem")
        self._theme_source = theme_source
        self._link = ""
        self._words = PlainText(theme_source, self, color="text.secondary")
        self._code = PlainText(theme_source, self, scale="micro", color="text.tertiary")
        self._open = TextButton(say("wizard.token.error.link"), theme_source, self, kind=ButtonKind.LINK, small=True)
        self._open.clicked.connect(lambda: self.link_wanted.emit(self._link))
        column = QVBoxLayout(self)
        set_margins(column, self, 41, 9, 14, 9 + _GAP)
        column.setSpacing(4)
        column.addWidget(self._words)
        foot = QHBoxLayout()
        foot.addWidget(self._code)
        foot.addStretch(1)
        foot.addWidget(self._open)
        column.addLayout(foot)
        theme_source.changed.connect(self.update)
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        if problem is None:
            self.hide()
            return
        self._words.set_parts(problem.happened, problem.cure)
        self._code.set_text(say("explain.code", code=problem.code) if problem.code else "")
        self._code.setVisible(bool(problem.code))
        self._link = problem.link
        self._open.setVisible(bool(problem.link))
        self.setAccessibleName(self._words.text())
        self.show()
        announce(self, self._words.text(), Urgency.ASSERTIVE)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 0, 0, -_GAP)
        fill_rounded(painter, rect, theme.size("radius.send"), theme.color(GROUND[Tone.DANGER]))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        box = QRectF(rect.right() - 30 if is_rtl else 10, 8, 20, 20)
        paint_icon(painter, "error", box, theme.color(ICON[Tone.DANGER]), size_key="menu")
