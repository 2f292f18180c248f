"""Settings: what igdesk is, and a report for support."""

import platform
import sys
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk import __version__
from igdesk.domain.health import ToldError
from igdesk.ui.accounts.words import diagnosis_lines, error_line
from igdesk.ui.announce import announce
from igdesk.ui.controls import TextButton
from igdesk.ui.icons import paint_mark
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.texts import say, unmarked
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

_PLATE = 90
_NOTE_INSET = 56
ERRORS_REPORTED = 10


class Plate(QWidget):
    """The icon of the program, as the desktop shows it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_source.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_PLATE, _PLATE + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF((self.width() - _PLATE) / 2, 6, _PLATE, _PLATE)
        icon = QGuiApplication.windowIcon()
        if not icon.isNull():
            icon.paint(painter, rect.toRect())
            return
        fill_rounded(painter, rect, _PLATE * 0.28, theme.color("accent.base"))
        inset = _PLATE * 0.24
        paint_mark(painter, rect.adjusted(inset, inset, -inset, -inset), theme.color("accent.on"))


class AboutPage(SettingsPage):
    """Nothing here can be changed."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.about"), source, parent)
        self._window = window
        middle = Qt.AlignmentFlag.AlignHCenter
        self.column.addWidget(Plate(source, self.body))
        python = platform.python_version()
        version = say("about.version", version=__version__, qt=PySide6.__version__, python=python)
        for text, scale, color in (
            (say("app.title"), "display", "text.primary"),
            (say("about.tagline"), "body", "text.secondary"),
            (version, "small", "text.secondary"),
        ):
            self.column.addSpacing(6)
            self.column.addWidget(PlainText(source, self.body, scale=scale, color=color, align=middle, text=text))
        self.column.addSpacing(24)
        copy = TextButton(say("about.copy"), source, self.body, small=True, icon_name="copy")
        copy.setObjectName("aboutCopy")
        copy.clicked.connect(self._copy)
        card = self.add_card()
        card.add_row(say("about.report"), copy, text=say("about.report.text"), icon_name="file", keeps_names=True)
        self.column.addSpacing(24)
        note = say("about.independent")
        words = PlainText(source, self.body, scale="small", color="text.tertiary", align=middle, text=note)
        words.setContentsMargins(_NOTE_INSET, 0, _NOTE_INSET, 0)
        self.column.addWidget(words)
        self.finish()

    def report(self, errors: dict[int, tuple[ToldError, ...]]) -> str:
        """Versions, the condition of each account, and the latest errors: numbers and codes, no names."""
        window, now = self._window, self._window.now()
        look = window.appearance
        lines = [
            f"igdesk {__version__}, Qt {PySide6.__version__}, Python {platform.python_version()}, {sys.platform}",
            f"{now.isoformat(timespec='seconds')}",
            f"theme {look.theme or 'system'}, text {look.text_size:g}, compact {look.is_compact}",
        ]
        for number, account in enumerate(window.accounts, 1):
            lines += ["", f"account {number}"]
            lines += [
                f"{head}: {value}" for head, value in diagnosis_lines(account, window.door.status.of(account.id), now)
            ]
            lines += [f"- {e.happened} {error_line(e, now)}" for e in errors.get(account.id, ())[:ERRORS_REPORTED]]
        return unmarked("\n".join(lines))

    def _copy(self) -> None:
        window = self._window

        def put(errors: dict[int, tuple[ToldError, ...]]) -> None:
            QGuiApplication.clipboard().setText(self.report(errors))
            announce(self, say("diagnosis.copied"))

        window.door.ask(lambda engine: put({a.id: engine.care.errors(a.id) for a in window.accounts}))
