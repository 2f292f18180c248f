"""What every page of the wizard is: a body, a step, a remark at the side, and what its foot offers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.ui.controls import ButtonKind
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

MARGIN, TOP = 36, 32


class Step(IntEnum):
    """The four steps; the second is named after the way that was chosen."""

    CONNECTION = 0
    GIVE = 1
    CHECKS = 2
    READY = 3


@dataclass(frozen=True, slots=True)
class FootButton:
    """One more button of the foot, beside Back, Cancel and the one that goes on."""

    object_name: str
    words: str
    run: Callable[[], object] = field(compare=False)
    icon_name: str = ""
    kind: ButtonKind = ButtonKind.PLAIN
    leads: bool = False
    """At the leading end, beside Back."""
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot of a page offers now."""

    next_words: str
    may_go_on: bool
    has_back: bool = True
    has_cancel: bool = True
    buttons: tuple[FootButton, ...] = ()


class WizardPage(QWidget):
    """A page. It emits what was asked for, and is told what came of it."""

    changed = Signal()
    """The foot or the remark at the side is another one now."""
    link_wanted = Signal(str)

    step = Step.CONNECTION

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, TOP, MARGIN, 20)
        self.column.setSpacing(0)

    @property
    def foot(self) -> Foot:
        return Foot(say("wizard.next"), may_go_on=False)

    @property
    def remark(self) -> str:
        """Text id of what stands at the foot of the side panel."""
        return "wizard.side.token"

    def go_on(self) -> None:
        """The primary button, or Enter."""

    def focus_first(self) -> None:
        """Put the focus where the page begins."""

    def forget(self) -> None:
        """Keep nothing that is secret."""

    def add_heading(self, heading: str, intro: str, gap: int = 20) -> tuple[PlainText, PlainText]:
        """The title and the line under it."""
        title = PlainText(self._theme_source, self, scale="title1", text=heading)
        line = PlainText(self._theme_source, self, color="text.secondary", text=intro)
        self.column.addWidget(title)
        self.column.addSpacing(6)
        self.column.addWidget(line)
        self.column.addSpacing(gap)
        return title, line
