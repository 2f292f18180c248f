"""Opens an archive that a passphrase protects, or has one chosen where there is no keychain."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.status import Problem
from igdesk.ui import tokens
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.banner.choice import Tone
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.focus import pass_focus_on, put_in_tab_order
from igdesk.ui.icons import icon_size, paint_icon, paint_mark
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill
from igdesk.ui.plain_text import PlainText
from igdesk.ui.secret_field import SecretField
from igdesk.ui.svg_path import parse_path
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource, parse_color

SHORTEST_PASSPHRASE = 8
_WIDTH = 320
_PLATE = 68
CENTER = Qt.AlignmentFlag.AlignHCenter


class UnlockMode(Enum):
    UNLOCK = "unlock"
    CHOOSE = "choose"
    """No keychain on this computer: a passphrase is chosen, typed twice."""
    RETURN = "return"
    """igdesk is at work behind it, and was locked by the person."""


class Plate(QWidget):
    """The mark of igdesk on its plate."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(_PLATE, _PLATE)

    def paintEvent(self, event: QPaintEvent) -> None:
        brand = tokens.value("brand.appIcon")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = _PLATE / brand["grid"]
        painter.setTransform(QTransform.fromScale(scale, scale), combine=True)
        ground = QLinearGradient(0, 0, 0, brand["grid"])
        ground.setColorAt(0, parse_color(brand["gradient"][0]))
        ground.setColorAt(1, parse_color(brand["gradient"][1]))
        painter.fillPath(parse_path(brand["plate"]), ground)
        side = tokens.value("brand.grid") * brand["markScale"]
        x, y = brand["markOffset"]
        paint_mark(painter, QRectF(x, y, side, side), parse_color("#FFFFFF"))


class Remark(QWidget):
    """A line with an icon under the fields: what is wrong, or what to mind. Takes its room even when empty."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._is_problem = False
        self.words = PlainText(theme_source, self, scale="small", color="text.secondary")
        column = QVBoxLayout(self)
        set_margins(column, self, 22, 0, 0, 0)
        column.addWidget(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme_source.changed.connect(self.update)

    def tell(self, words: str, *, is_problem: bool, is_told: bool = True) -> None:
        """``is_told``: aloud as well, if it is a problem."""
        self._is_problem = is_problem
        self.words.set_text(words)
        self.words.set_color("danger.text" if is_problem else "text.secondary")
        self.update()
        if is_problem and is_told:
            announce(self.words, words, Urgency.ASSERTIVE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.words.text().strip():
            return
        theme, size = self._theme_source.current, icon_size("inline")
        x = self.width() - size - 2 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 2.0
        box = QRectF(x, (theme.line_height("small") - size) / 2, size, size)
        ink = theme.color("danger.text" if self._is_problem else "text.secondary")
        paint_icon(QPainter(self), "error" if self._is_problem else "info", box, ink)


class UnlockPage(QWidget):
    """Says what the person typed; whether it opens anything is for others to find out."""

    unlock_requested = Signal(str)
    passphrase_chosen = Signal(str)
    keychain_retried = Signal()
    forgotten = Signal()
    """Only of a page to return by: there is a way round it."""

    def __init__(
        self, theme_source: ThemeSource, mode: UnlockMode = UnlockMode.UNLOCK, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._mode = mode
        self._is_busy, self._wait_s = False, 0
        is_new = mode is UnlockMode.CHOOSE
        self.setObjectName("lock")
        self.setWindowTitle(say("app.title"))
        heading = say("lock.new.title") if is_new else say("lock.title")
        self.setAccessibleName(heading)
        self._heading = PlainText(theme_source, self, scale="title1", align=CENTER, text=heading)
        text = say("lock.new.text") if is_new else say("lock.text") if mode is UnlockMode.UNLOCK else ""
        self._text = PlainText(theme_source, self, color="text.secondary", align=CENTER, text=text)
        self._field = self._make_field(say("lock.field"), "lockField", "lockReveal")
        self._again = self._make_field(say("lock.new.repeat"), "lockFieldAgain", "lockRevealAgain")
        self._again.setVisible(is_new)
        self._remark = Remark(theme_source, self)
        words = say("lock.new.use") if is_new else say("lock.unlock")
        self._go = TextButton(words, theme_source, self, kind=ButtonKind.PRIMARY)
        self._go.setObjectName("lockUnlock")
        self._go.setFixedHeight(40)
        self._go.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._go.clicked.connect(self._submit)
        other = say("lock.new.retry") if is_new else say("lock.forgot")
        self._other = TextButton(other, theme_source, self, kind=ButtonKind.LINK)
        self._other.setObjectName("lockRetry" if is_new else "lockForgot")
        others = {UnlockMode.CHOOSE: self.keychain_retried, UnlockMode.RETURN: self.forgotten}
        self._other.clicked.connect(others.get(mode, self._explain))
        fields = (self._field, self._again)
        for field in fields:
            field.edit.pasted.connect(field.edit.paste)
            field.edit.textChanged.connect(self._follow)
            field.edit.returnPressed.connect(self._submit)
        self._lay_out()
        # Who types it twice goes on with Tab, and never types into the button that shows it.
        put_in_tab_order(*(field.edit for field in fields), *(field.reveal for field in fields), self._go, self._other)
        pass_focus_on(self, self._field)
        theme_source.changed.connect(self.update)
        self._follow()

    @property
    def mode(self) -> UnlockMode:
        return self._mode

    def show_wrong(self) -> None:
        """The passphrase did not open it; it stays in the field to be corrected."""
        self.set_busy(False)
        self._remark.tell(say("lock.wrong"), is_problem=True)
        self._field.set_problem(True)
        self._field.edit.selectAll()
        self.focus_field()

    def show_text(self, words: str) -> None:
        """The line under the heading."""
        self._text.set_text(words)

    def show_wait(self, seconds: int) -> None:
        """After several wrong ones the next try waits; 0 ends it."""
        was_waiting, self._wait_s = self._wait_s > 0, seconds
        if seconds:
            words = say("lock.wait", n=seconds)
            self._remark.tell(f"{say('lock.wrong')} {words}", is_problem=True, is_told=not was_waiting)
        elif was_waiting:
            self._remark.tell("", is_problem=False)
        self._settle()

    def show_problem(self, problem: Problem) -> None:
        """Something else stands in the way."""
        self.set_busy(False)
        self._remark.tell(f"{problem.happened} {problem.cure}".strip(), is_problem=True)

    def set_busy(self, is_busy: bool) -> None:
        """While the key is derived, which takes a moment on purpose."""
        self._field.edit.setReadOnly(is_busy)
        self._again.edit.setReadOnly(is_busy)
        self._is_busy = is_busy
        self._settle()

    def forget(self) -> None:
        """No passphrase stays in the window."""
        for field in (self._field, self._again):
            field.reveal.setChecked(False)
            field.edit.clear()

    def focus_field(self) -> None:
        self._field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(860, 640)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(QPainter(self), self.rect(), self._theme_source.current.color("bg.rail"))

    def _make_field(self, name: str, object_name: str, reveal_name: str) -> SecretField:
        field = SecretField("lock", name, say("lock.show"), say("lock.hide"), self._theme_source, self)
        field.edit.setPlaceholderText(name)
        field.edit.setObjectName(object_name)
        field.reveal.setObjectName(reveal_name)
        return field

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Plate(self), 0, CENTER)
        for widget, gap in (
            (self._heading, 20),
            (self._text, 4),
            (self._field, 20),
            (self._again, 8),
            (self._remark, 8),
            (self._go, 14),
        ):
            column.addSpacing(gap)
            column.addWidget(widget)
        column.addSpacing(10)
        column.addWidget(self._other, 0, CENTER)
        column.addStretch(1)
        holder = QWidget(self)
        holder.setLayout(column)
        holder.setFixedWidth(_WIDTH)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(holder)
        row.addStretch(1)

    def _settle(self) -> None:
        self._go.setEnabled(not self._is_busy and not self._wait_s and bool(self._field.edit.text()))

    def _follow(self) -> None:
        self._field.set_problem(False)
        self._settle()
        if self._wait_s:
            return
        care = say("lock.new.care") if self._mode is UnlockMode.CHOOSE else ""
        self._remark.tell(care, is_problem=False)

    def _submit(self) -> None:
        passphrase = self._field.edit.text()
        if not self._go.isEnabled():
            return
        if self._mode is not UnlockMode.CHOOSE:
            self.set_busy(True)
            self.unlock_requested.emit(passphrase)
        elif len(passphrase) < SHORTEST_PASSPHRASE:
            self._remark.tell(say("lock.new.short"), is_problem=True)
        elif passphrase != self._again.edit.text():
            self._remark.tell(say("lock.new.differ"), is_problem=True)
        else:
            self.set_busy(True)
            self.passphrase_chosen.emit(passphrase)

    def _explain(self) -> None:
        """Say honestly that there is no way round it."""
        AskDialog(
            self._theme_source,
            self,
            icon_name="lock",
            of_tone=Tone.NEUTRAL,
            heading=say("lock.forgot.title"),
            text=say("lock.forgot.text"),
            accept=say("wizard.back"),
        ).open()
