"""The page that shows what an env file holds, and takes over only what is ticked."""

from pathlib import Path

from PySide6.QtCore import QDir, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.account import Flavour
from igdesk.domain.env_text import EnvKind, EnvValue, judge_entries, parse_entries, read_env
from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, hairline, stroke_rounded
from igdesk.ui.plain_text import Span
from igdesk.ui.texts import isolate, left_to_right, say, unmarked
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.page import Foot, FootButton, Step, WizardPage
from igdesk.ui.wizard.remark_line import RemarkLine

MAX_BYTES = 64 * 1024
_PAD, _BOX, _TEXT_AT = 14, 18, 44


class EnvRow(QCheckBox):
    """A key of the file with what it is; ticked, it is taken over."""

    def __init__(self, value: EnvValue, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.value = value
        self._theme_source = theme_source
        self.setEnabled(value.is_usable)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._ring = FocusRing(self, theme_source, lambda: theme_source.current.size("radius.control"))
        self.setAccessibleName(say("wizard.env.name", key=value.key, what=unmarked(what_it_is(value))))
        self.toggled.connect(lambda _on: self.setAccessibleDescription(self._use()))
        self.setAccessibleDescription(self._use())
        theme_source.changed.connect(self.update)

    def hitButton(self, pos: object) -> bool:  # noqa: N802
        return True

    def sizeHint(self) -> QSize:
        theme = self._theme_source.current
        return QSize(320, theme.line_height("body") + theme.line_height("small") + 17)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._at(_PAD, (rect.height() - _BOX) / 2, _BOX, _BOX)
        if self.isChecked():
            fill_rounded(painter, box, 5, theme.color("accent.base"))
            paint_icon(painter, "check", box, theme.color("accent.on"), size_key="inline")
        else:
            stroke_rounded(painter, box, 5, theme.color("line.strong" if self.isEnabled() else "line.control"))
        first, second = theme.line_height("body"), theme.line_height("small")
        top = (rect.height() - first - second) / 2
        side = Qt.AlignmentFlag.AlignRight if self._is_rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(theme.font("small").pixelSize())
        painter.setFont(fixed)
        painter.setPen(theme.color("text.primary"))
        use_width = self.width() * 0.36
        width = self.width() - _TEXT_AT - _PAD - use_width
        shown = painter.fontMetrics().elidedText(self.value.key, Qt.TextElideMode.ElideMiddle, int(width))
        painter.drawText(self._at(_TEXT_AT, top, width, first), flags, shown)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text.secondary"))
        words = what_it_is(self.value)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(self._at(_TEXT_AT, top + first, width, second), flags, shown)
        painter.setPen(theme.color("accent.text" if self.isChecked() else "text.secondary"))
        end = Qt.AlignmentFlag.AlignLeft if self._is_rtl else Qt.AlignmentFlag.AlignRight
        at = self._at(self.width() - _PAD - use_width, 0, use_width, rect.height())
        painter.drawText(at, end | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, self._use())

    def _use(self) -> str:
        """What becomes of it."""
        if self.isChecked():
            return say(f"wizard.env.use.{self.value.kind.value}")
        return say("wizard.env.unread" if self.value.kind is EnvKind.APP_SECRET else "wizard.env.ignored")

    def _at(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(self.width() - x - width if self._is_rtl else x, y, width, height)

    @property
    def _is_rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft


class _Card(QFrame):
    """The rows in one frame, with hairlines between them."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        radius = theme.size("radius.card")
        fill_rounded(painter, rect, radius, theme.color("bg.raised"))
        for at in range(1, self.rows.count()):
            item = self.rows.itemAt(at)
            if item is not None:
                line = QRectF(0, item.geometry().top(), rect.width(), 1)
                hairline(painter, line, theme.color("line.separator"))
        stroke_rounded(painter, rect, radius, theme.color("line.separator"))


class EnvPage(WizardPage):
    """``taken`` when the ticked values are to be used."""

    taken = Signal()

    step = Step.GIVE

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._rows: list[EnvRow] = []
        self._dialog: QFileDialog | None = None
        self._heading, self._intro = self.add_heading(say("wizard.env"), say("wizard.env.text.none"))
        self._card = _Card(theme_source, self)
        self._card.hide()
        self._remark = RemarkLine(say("wizard.env.stays"), theme_source, self)
        self.column.addWidget(self._card)
        self.column.addSpacing(16)
        self.column.addWidget(self._remark)
        self.column.addStretch(1)

    @property
    def foot(self) -> Foot:
        words = say("wizard.env.choose_another" if self._rows else "wizard.env.choose")
        other = FootButton("wizardEnvChoose", words, self.ask_for_file)
        return Foot(say("wizard.token.check"), bool(self.value_of(EnvKind.TOKEN)), has_cancel=False, buttons=(other,))

    @property
    def has_file(self) -> bool:
        return bool(self._rows)

    def value_of(self, kind: EnvKind) -> str:
        """The ticked value of a kind; empty when there is none."""
        return next((row.value.value for row in self._rows if row.isChecked() and row.value.kind is kind), "")

    @property
    def token_flavour(self) -> Flavour | None:
        ticked = (row.value for row in self._rows if row.isChecked() and row.value.kind is EnvKind.TOKEN)
        return next((value.flavour for value in ticked), None)

    def ask_for_file(self) -> None:
        """Let the person choose; files of this kind are hidden ones."""
        dialog = self._dialog = QFileDialog(self, say("wizard.env.dialog"), str(Path()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setFilter(dialog.filter() | QDir.Filter.Hidden)
        dialog.fileSelected.connect(lambda path: self.read(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(self, path: Path) -> None:
        """Show what is in the file. The file itself is left as it is."""
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._tell(say("wizard.env.unreadable", file=isolate(path.name), reason=reason))
            return
        if len(data) > MAX_BYTES:
            self._tell(say("wizard.env.too_large", file=isolate(path.name)))
            return
        values = judge_entries(parse_entries(read_env(data)))
        self._show(values)
        if not values:
            self._tell(say("wizard.env.nothing", file=isolate(path.name)))
        elif not any(value.kind is EnvKind.TOKEN for value in values):
            self._tell(say("wizard.env.no_token", file=isolate(path.name)))
        else:
            before, after = say("wizard.env.text", file="\x02").split("\x02")
            self._intro.set_spans(Span(before), Span(isolate(path.name), 600, "text.primary"), Span(after))
        self.changed.emit()
        self.focus_first()

    def forget(self) -> None:
        """No value stays in the window."""
        self._show(())
        self._tell(say("wizard.env.text.none"))

    def go_on(self) -> None:
        if self.foot.may_go_on:
            self.taken.emit()

    def focus_first(self) -> None:
        row = next((row for row in self._rows if row.isEnabled()), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, words: str) -> None:
        self._intro.set_text(words)
        self.changed.emit()

    def _show(self, values: tuple[EnvValue, ...]) -> None:
        for row in self._rows:
            self._card.rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        ticked: set[EnvKind] = set()
        for value in values:
            row = EnvRow(value, self._theme_source, self._card)
            row.setObjectName(f"wizardEnvValue{len(self._rows)}")
            is_first = value.kind not in ticked
            row.setChecked(value.is_usable and value.kind is not EnvKind.APP_SECRET and is_first)
            ticked.add(value.kind)
            row.toggled.connect(lambda on, chosen=row: self._keep_one(chosen, on))
            self._rows.append(row)
            self._card.rows.addWidget(row)
        self._card.setVisible(bool(values))

    def _keep_one(self, chosen: EnvRow, is_on: bool) -> None:
        """One value of a kind: another one that is ticked gives way."""
        for row in self._rows if is_on else ():
            if row is not chosen and row.value.kind is chosen.value.kind:
                row.setChecked(False)
        self.changed.emit()


def what_it_is(value: EnvValue) -> str:
    """The second line of a row; never more of a secret than its first and last characters."""
    kind = value.kind
    if kind is EnvKind.TOKEN and value.flavour is not None:
        words = say(f"wizard.env.token.{value.flavour.value}", shown=left_to_right(value.shown))
    elif kind in (EnvKind.APP_ID, EnvKind.ACCOUNT):
        words = left_to_right(value.shown)
    else:
        words = say(f"wizard.env.is.{kind.value}")
    return say("wizard.env.twice", words=words, n=value.times) if value.times > 1 else words
