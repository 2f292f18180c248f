"""The last page: the account is connected, and its conversations come in."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from igdesk.domain.snapshot import AccountSnapshot
from igdesk.ui.announce import announce
from igdesk.ui.controls import ButtonKind
from igdesk.ui.format import follower_count
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.paint import fill_rounded, paint_avatar, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import isolate, left_to_right, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.page import Foot, FootButton, Step, WizardPage
from igdesk.ui.wizard.ready_wishes import Kept, ReadyWishes


class _Tick(QWidget):
    """A tick on a soft disc."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedSize(52, 52)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, rect.width() / 2, theme.color("success.soft"))
        paint_icon(painter, "check", rect, theme.color("success.text"), size_key="empty")


class _Avatar(QWidget):
    """The account's initials on its tint."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._who = ("", "")
        self.setFixedSize(44, 44)
        theme_source.changed.connect(self.update)

    def show_account(self, key: str, name: str) -> None:
        self._who = (key, name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), QRectF(self.rect()), self._theme_source.current, *self._who)


class FetchBar(QProgressBar):
    """How many of the conversations are here."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setTextVisible(False)
        self.setFixedHeight(6)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, 3, theme.color("bg.sunken"))
        share = self.value() / max(self.maximum(), 1)
        width = rect.width() * min(share, 1.0)
        if width:
            is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            done = QRectF(rect.right() - width if is_rtl else rect.left(), rect.top(), width, rect.height())
            fill_rounded(painter, done, 3, theme.color("accent.base"))


class _Card(QFrame):
    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        radius = theme.size("radius.card")
        painter = QPainter(self)
        fill_rounded(painter, QRectF(self.rect()), radius, theme.color("bg.raised"))
        stroke_rounded(painter, QRectF(self.rect()), radius, theme.color("line.separator"))


class ReadyPage(WizardPage):
    """Tells whose account it is now and how far the first fetch is."""

    finished = Signal()
    another_wanted = Signal()

    step = Step.READY

    def __init__(
        self, theme_source: ThemeSource, parent: QWidget, kept: Kept, *, starts_at_sign_in: bool | None = None
    ) -> None:
        super().__init__(theme_source, parent)
        self.wishes = ReadyWishes(kept, theme_source, self, starts_at_sign_in=starts_at_sign_in)
        self._title = PlainText(theme_source, self, scale="title1")
        self._line = PlainText(theme_source, self, color="text.secondary")
        self._card = _Card(theme_source, self)
        self._avatar = _Avatar(theme_source, self._card)
        self._name = PlainText(theme_source, self._card, scale="message", weight=600, max_lines=1)
        self._facts = PlainText(theme_source, self._card, color="text.secondary", max_lines=2)
        self._fetch = PlainText(theme_source, self._card, color="text.secondary", max_lines=2)
        self._count = PlainText(theme_source, self._card, color="text.secondary", tabular=True, max_lines=1)
        self._bar = FetchBar(theme_source, self._card)
        self._bar.setObjectName("wizardFetchProgress")
        self._lay_out()

    @property
    def foot(self) -> Foot:
        another = FootButton(
            "wizardAddAnother", say("wizard.ready.another"), self.another_wanted.emit, kind=ButtonKind.GHOST, leads=True
        )
        return Foot(say("wizard.ready.open"), True, has_back=False, has_cancel=False, buttons=(another,))

    def show_account(self, account: AccountSnapshot, *, has_passed: bool) -> None:
        name = account.name or f"@{account.username}"
        title = say("wizard.ready", account=isolate(name))
        self._title.set_text(title)
        self._line.set_text(say("wizard.ready.passed" if has_passed else "wizard.ready.warning"))
        self._avatar.show_account(account.remote_id, name)
        self._name.set_text(name)
        kind = {"business": "business", "media_creator": "creator"}.get(account.account_type.lower(), "professional")
        facts = [left_to_right(f"@{account.username}")] if account.username else []
        facts.append(say(f"check.account.{kind}"))
        if account.follower_count is not None:
            count = account.follower_count
            facts.append(say("wizard.ready.followers", n=count, count=follower_count(count)))
        self._facts.set_text(" · ".join(facts))
        self.show_progress(0, 0)
        announce(self._title, title)

    def show_progress(self, done: int, total: int, *, is_over: bool = False) -> None:
        """``total`` 0: not known yet."""
        self._bar.setMaximum(max(total, 1))
        self._bar.setValue(done if not is_over else max(total, 1))
        self._fetch.set_text(say("wizard.ready.fetched" if is_over else "wizard.ready.fetch"))
        shown = say("wizard.ready.count", done=done, total=total) if total else ""
        self._count.set_text(shown or " ")
        self._bar.setAccessibleName(say("wizard.ready.progress", i=done, n=total))

    def go_on(self) -> None:
        self.finished.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(_Tick(self._theme_source, self))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addStretch(1)
        head.addLayout(words, 1)
        self.column.addLayout(head)
        self.column.addSpacing(18)
        inside = QVBoxLayout(self._card)
        set_margins(inside, self._card, 16, 14, 16, 14)
        inside.setSpacing(0)
        who = QHBoxLayout()
        who.setSpacing(12)
        who.addWidget(self._avatar)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._facts)
        who.addLayout(lines, 1)
        inside.addLayout(who)
        inside.addSpacing(12)
        counts = QHBoxLayout()
        counts.addWidget(self._fetch, 1)
        counts.addWidget(self._count)
        inside.addLayout(counts)
        inside.addSpacing(6)
        inside.addWidget(self._bar)
        inside.addSpacing(8)
        note = PlainText(
            self._theme_source, self._card, scale="small", color="text.secondary", text=say("wizard.ready.start")
        )
        inside.addWidget(note)
        self.column.addWidget(self._card)
        self.column.addSpacing(18)
        self.column.addWidget(self.wishes)
        self.column.addStretch(1)
