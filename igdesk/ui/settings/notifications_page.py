"""Settings: what is told outside of the window, when, and whether igdesk goes on without one."""

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QRectF, Qt, QTime
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QTimeEdit, QWidget

from igdesk.domain.conversation import InboxView
from igdesk.domain.morning import CHOICES, Morning
from igdesk.domain.notices import (
    BADGE,
    KEEP_RUNNING,
    MESSAGES,
    QUIET,
    QUIET_FROM,
    QUIET_LETS_WARNINGS,
    QUIET_TO,
    SHOW_TEXT,
    SOUND,
    WARN_CHOICES_MIN,
    WARN_MIN,
)
from igdesk.ui.commands.keys import spoken
from igdesk.ui.controls import TextButton
from igdesk.ui.format import locale_in_use
from igdesk.ui.notices.words import name_of
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.controls import ChoiceField, Toggle
from igdesk.ui.settings.page import SettingsPage
from igdesk.ui.texts import isolate, left_to_right, say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class TimeField(QTimeEdit):
    """A time of day, in the format of the person's locale; arrow keys change the part with the cursor."""

    def __init__(self, name: str, theme_source: ThemeSource) -> None:
        super().__init__()
        self._theme_source = theme_source
        self.setAccessibleName(name)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # mirrored, Qt turns 20:00 into 00:20
        self.setLocale(locale_in_use())
        self.setDisplayFormat(locale_in_use().timeFormat(QLocale.FormatType.ShortFormat))
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFrame(False)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setFrame(False)
        self.lineEdit().setAccessibleName(name)
        theme_source.changed.connect(self._dress)
        self._dress()

    def show_time(self, at: time) -> None:
        """Without ``timeChanged``; not while somebody is writing in it."""
        if not self.hasFocus():
            self.blockSignals(True)
            self.setTime(QTime(at.hour, at.minute))
            self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls under the pointer

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(
            painter, rect, theme.size("radius.control"), theme.color("bg.raised" if self.isEnabled() else "bg.sunken")
        )
        edge = "focus.ring" if self.hasFocus() else "line.strong" if self.isEnabled() else "line.separator"
        stroke_rounded(painter, rect, theme.size("radius.control"), theme.color(edge), 2 if self.hasFocus() else 1)

    def _dress(self) -> None:
        theme = self._theme_source.current
        font = theme.font("body", tabular=True)
        self.setFont(font)
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
        palette.setColor(QPalette.ColorRole.Text, theme.color("text.primary"))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, theme.color("text.disabled"))
        self.setPalette(palette)
        self.lineEdit().setPalette(palette)
        widest = QFontMetricsF(font).horizontalAdvance(self.locale().toString(QTime(20, 0), self.displayFormat()))
        self.setFixedSize(max(int(widest) + 32, 72), int(theme.size("size.control.button")))


class NotificationsPage(SettingsPage):
    """Everything applies at once."""

    def __init__(self, window: "MainWindow", parent: QWidget) -> None:
        source = window.theme_source
        super().__init__(say("settings.page.notifications"), source, parent)
        self._window = window
        told = self.add_card()
        self._messages = self._toggle(MESSAGES)
        self._messages_row = told.add_row(say("notifications.messages"), self._messages, icon_name="bell")
        sounds = [(False, say("notifications.sound.none")), (True, say("notifications.sound.knock"))]
        self._sound = ChoiceField(sounds, source)
        self._sound.setObjectName("settingsSound")
        self._sound.chosen.connect(self._choose_sound)
        told.add_row(say("notifications.sound"), self._sound, icon_name="volume")
        self._text = self._toggle(SHOW_TEXT)
        told.add_row(say("notifications.show_text"), self._text, text=self._example(), icon_name="eye")
        self._badge = self._toggle(BADGE)
        told.add_row(say("notifications.badge"), self._badge, text=say("notifications.badge.text"), icon_name="inbox")
        windows = self.add_card(say("notifications.windows"))
        self._warn = ChoiceField([(minutes, _lead(minutes)) for minutes in WARN_CHOICES_MIN], source)
        self._warn.chosen.connect(lambda minutes: self._keep(WARN_MIN, str(minutes)))
        windows.add_row(
            say("notifications.warn"), self._warn, text=say("notifications.warn.text"), icon_name="hourglass"
        )
        notifier = window.notifier
        mornings = [(None, say("notifications.warn.never")), *((one, _morning(one)) for one in CHOICES)]
        self._morning = ChoiceField(mornings, source)
        self._morning.setObjectName("settingsMorning")
        self._morning.chosen.connect(lambda one: notifier.morning.choose(one))
        windows.add_row(
            say("notifications.morning"), self._morning, text=say("notifications.morning.text"), icon_name="sun"
        )
        quiet = self.add_card(say("notifications.quiet"))
        self._quiet = self._toggle(QUIET)
        quiet.add_row(
            say("notifications.quiet.on"), self._quiet, text=say("notifications.quiet.on.text"), icon_name="moon"
        )
        self._from = TimeField(say("notifications.quiet.from"), source)
        self._to = TimeField(say("notifications.quiet.to"), source)
        for field, key in ((self._from, QUIET_FROM), (self._to, QUIET_TO)):
            field.timeChanged.connect(lambda at, k=key: self._keep(k, at.toString("HH:mm")))
        dash = PlainText(source, quiet, color="text.secondary", text="–")
        quiet.add_row(say("notifications.quiet.hours"), self._from, dash, self._to, icon_name="clock", keeps_names=True)
        self._through = self._toggle(QUIET_LETS_WARNINGS)
        quiet.add_row(say("notifications.quiet.warnings"), self._through, icon_name="hourglass")
        tray = self.add_card(say("notifications.tray"))
        self._tray = self._toggle(KEEP_RUNNING)
        self._tray_row = tray.add_row(say("notifications.tray.keep"), self._tray, text=" ", icon_name="panel")
        self._start = Toggle(source)
        self._start.setObjectName("settingsAutostart")
        self._start.clicked.connect(self._choose_start)
        self._start_row = tray.add_row(say("wizard.ready.autostart"), self._start, text=" ", icon_name="monitor")
        self._test = TextButton(say("notifications.test"), source, self.body, icon_name="bell")
        self._test.setObjectName("settingsTestNotice")
        self._test.clicked.connect(window.notifier.tell_test)
        self.add_buttons(self._test)
        self.finish()

    def refresh(self) -> None:
        notifier = self._window.notifier
        wishes = notifier.wishes
        self._messages.setChecked(wishes.messages)
        self._messages_row.set_text("" if notifier.tray.can_tell else say("notifications.messages.no_tray"))
        self._sound.choose(wishes.has_sound)
        self._text.setChecked(wishes.shows_text)
        self._text.setEnabled(wishes.messages or bool(wishes.warns_before))
        self._badge.setChecked(wishes.counts_on_icon)
        self._warn.choose(int(wishes.warns_before.total_seconds()) // 60)
        self._morning.choose(notifier.morning.wish)
        self._quiet.setChecked(wishes.has_quiet_hours)
        self._through.setChecked(wishes.quiet_lets_warnings)
        for control in (self._from, self._to, self._through):
            control.setEnabled(wishes.has_quiet_hours)
        self._from.show_time(wishes.quiet_from)
        self._to.show_time(wishes.quiet_to)
        self._test.setVisible(notifier.tray.can_tell)
        has_tray = notifier.tray.is_available
        self._tray.setEnabled(has_tray)
        self._tray.setChecked(wishes.keeps_running and has_tray)
        if has_tray:
            key = left_to_right(spoken(self._window.registry.key_of("quit")))
            self._tray_row.set_text(say("notifications.tray.keep.text", key=key))
        else:
            self._tray_row.set_text(say("notifications.tray.none"))
        self._show_start(hides=wishes.keeps_running and has_tray, has_tray=has_tray)

    def _show_start(self, *, hides: bool, has_tray: bool) -> None:
        start = self._window.at_sign_in
        self._start_row.setVisible(start is not None)
        self._start.setChecked(start is not None and start.is_on)
        way = "tray" if hides else "bar" if has_tray else "bar_only"
        self._start_row.set_text(say(f"notifications.autostart.{way}"))

    def _choose_sound(self, has_sound: object) -> None:
        """Heard at once, to be judged."""
        self._keep(SOUND, "1" if has_sound else "0")
        if has_sound:
            self._window.notifier.knock.play()

    def _choose_start(self, is_on: bool) -> None:
        start = self._window.at_sign_in
        if start is not None:
            self._window.attempt(lambda: start.choose(is_on))
        self.refresh()

    def _toggle(self, key: str) -> Toggle:
        toggle = Toggle(self.theme_source)
        toggle.clicked.connect(lambda is_on: self._keep(key, "1" if is_on else "0"))
        return toggle

    def _keep(self, key: str, value: str) -> None:
        self._window.notifier.keep(key, value)
        self.refresh()

    def _example(self) -> str:
        """With the name of somebody who wrote."""
        window = self._window
        rows = window.archive.inbox.rows(InboxView.INBOX, now=window.door.server_now(), limit=1)
        name = name_of(rows[0]) if rows else say("row.nobody")
        return say("notifications.show_text.text", name=isolate(name))


def _morning(one: Morning) -> str:
    at = locale_in_use().toString(QTime(one.hour, 0), locale_in_use().timeFormat(QLocale.FormatType.ShortFormat))
    return say(f"notifications.morning.{'daily' if one.is_daily else 'working'}", time=at)


def _lead(minutes: int) -> str:
    if not minutes:
        return say("notifications.warn.never")
    if minutes < 60:
        return say("notifications.warn.minutes", n=minutes)
    return say("notifications.warn.hours", n=minutes // 60)
