"""The token field with its hint: judged while typing, told by icon, colour and words."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.domain.token_text import Verdict, judge, masked, tidy
from igdesk.ui.announce import announce
from igdesk.ui.controls import TextButton
from igdesk.ui.focus import pass_focus_on
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.plain_text import PlainText
from igdesk.ui.secret_field import SecretField
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_FINE = ("check", "success.text")
_WRONG = ("error", "danger.text")
_QUIET = ("info", "text.secondary")
_LOOKS = {
    Verdict.EMPTY: ("", "text.secondary"),
    Verdict.INSTAGRAM: _FINE,
    Verdict.FACEBOOK: _FINE,
    Verdict.APP_SECRET: _WRONG,
    Verdict.APP_TOKEN: _WRONG,
    Verdict.SPACE_INSIDE: _WRONG,
    Verdict.TOO_SHORT: _WRONG,
    Verdict.UNKNOWN: _QUIET,
    Verdict.ALREADY_CONNECTED: _QUIET,
}
_HINT_AT = 21
_PASTED_AT_ONCE = 4
"""A text that grows by so much at a time was pasted, however that was done."""


class HintLine(QWidget):
    """An icon and the words about what stands in the field."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._icon, self._ink = "", "text.secondary"
        self.words = PlainText(theme_source, self, scale="small")
        self.words.setObjectName("wizardTokenHint")
        column = QVBoxLayout(self)
        set_margins(column, self, _HINT_AT, 0, 0, 0)
        column.addWidget(self.words)
        theme_source.changed.connect(self.update)

    def tell(self, icon: str, ink: str, words: str) -> None:
        is_new = words != self.words.text()
        self._icon, self._ink = icon, ink
        self.words.set_text(words)
        self.words.set_color(ink)
        self.words.setAccessibleName(words)
        self.update()
        if is_new:
            announce(self.words, words)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon:
            theme = self._theme_source.current
            size = icon_size("inline")
            x = self.width() - size if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0.0
            box = QRectF(x, (theme.line_height("small") - size) / 2, size, size)
            paint_icon(QPainter(self), self._icon, box, theme.color(self._ink))


class TokenEntry(QWidget):
    """Field, Paste, reveal, hint."""

    judged = Signal(object)
    """The Verdict, after every change."""
    accepted = Signal()
    """Enter in the field."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.verdict = Verdict.EMPTY
        self._length = 0
        self._field = SecretField(
            "key",
            say("wizard.token.label"),
            say("wizard.token.show"),
            say("wizard.token.hide"),
            theme_source,
            self,
            masked=masked,
        )
        self._field.edit.setObjectName("wizardToken")
        self._field.reveal.setObjectName("wizardTokenReveal")
        self._paste = TextButton(say("wizard.token.paste"), theme_source, self, icon_name="paste", small=True)
        self._paste.setObjectName("wizardTokenPaste")
        self._paste.clicked.connect(self.paste)
        self._field.row.addWidget(self._paste)
        self._hint = HintLine(theme_source, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        label = PlainText(theme_source, self, weight=600, text=say("wizard.token.label"))
        column.addWidget(label)
        column.addWidget(self._field)
        column.addSpacing(2)
        column.addWidget(self._hint)
        pass_focus_on(self, self._field)
        edit = self._field.edit
        edit.textChanged.connect(self._follow)
        edit.pasted.connect(self.paste)
        edit.returnPressed.connect(self.accepted)

    @property
    def token(self) -> str:
        return self._field.edit.text().strip()

    def paste(self) -> None:
        """Take what is on the clipboard, without what surrounds the token."""
        text = tidy(QGuiApplication.clipboard().text())
        if text:
            edit = self._field.edit
            if len(text) >= _PASTED_AT_ONCE or edit.hasSelectedText():
                edit.setText(text)
            else:
                edit.insert(text)
        self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Keep no token longer than it is needed."""
        self._field.reveal.setChecked(False)
        self._field.edit.clear()

    def set_busy(self, is_busy: bool) -> None:
        """While Instagram is asked the field cannot be changed."""
        self._field.edit.setReadOnly(is_busy)
        self._paste.setEnabled(not is_busy)
        if is_busy:
            self._hint.tell("hourglass", "text.secondary", say("wizard.token.hint.checking"))
        else:
            self._show(self.verdict)

    def clear_hint(self) -> None:
        """Say nothing of the token for now: something weightier is said under it."""
        self._hint.tell("", "text.secondary", "")

    def _follow(self, text: str) -> None:
        grown = len(text) - self._length
        self._length = len(text)
        cleaned = tidy(text)
        if grown >= _PASTED_AT_ONCE and cleaned != text:
            self._field.edit.setText(cleaned)
            return
        self.verdict = judge(text)
        self._show(self.verdict)
        self.judged.emit(self.verdict)

    def _show(self, verdict: Verdict) -> None:
        icon, ink = _LOOKS[verdict]
        words = say(f"wizard.token.hint.{verdict.value}") if verdict is not Verdict.EMPTY else ""
        self._hint.tell(icon, ink, words)
        self._field.set_problem(ink == "danger.text")
