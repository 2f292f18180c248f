"""Until when a conversation is out of sight: presets, or a day and a time of one's own."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from igdesk.domain.triage import SnoozePreset, snooze_presets
from igdesk.ui.format import moment_near, moment_words
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.choice_popover import ChoicePopover
from igdesk.ui.triage.choice_row import ChoiceRow, Rule
from igdesk.ui.triage.moment_fields import MomentFields

_WIDTH = 284
_ICONS = {
    SnoozePreset.HOUR: "clock",
    SnoozePreset.EVENING: "sun",
    SnoozePreset.TOMORROW: "calendar",
    SnoozePreset.NEXT_WEEK: "calendar",
    SnoozePreset.WHEN_THEY_WRITE: "waiting",
}


class WindowWarning(QWidget):
    """The reply window ends before that."""

    def __init__(self, text: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 8, 10, 8)
        line.addSpacing(18)  # mirrored, as margins are not
        words = PlainText(theme_source, self, scale="small", text=text)
        line.addWidget(words)
        self.setObjectName("snoozeWarning")
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect())
        fill_rounded(painter, rect, theme.size("radius.control"), theme.color("warn.soft"))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        sign = QRectF(rect.right() - 25 if is_rtl else 11, 10, 14, 14)
        paint_icon(painter, "hourglass", sign, theme.color("warn.text"), size_key="meta")


class SnoozePopover(ChoicePopover):
    """Answers with an instant, or None: until they write."""

    def __init__(
        self,
        theme_source: ThemeSource,
        parent: QWidget,
        now: datetime,
        *,
        closes_at: datetime | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        """``closes_at``: when the first reply window of these conversations ends."""
        super().__init__(say("snooze.heading"), theme_source, parent, width=_WIDTH)
        self.setObjectName("snoozePopup")
        self._now, self._zone, self._closes_at = now, zone, closes_at
        first_weekday = QLocale().firstDayOfWeek().value - 1
        presets = snooze_presets(now, zone, first_weekday)
        for preset, until in presets:
            self._add(preset, until)
        offered = [until for _, until in presets if until is not None]
        self._custom = ChoiceRow(say("snooze.custom"), theme_source, self, icon_name="pencil")
        self._custom.setObjectName("snoozeCustom")
        self._custom.setAccessibleName(say("snooze.custom"))
        self._custom.clicked.connect(self._show_fields)
        self._rule = Rule(theme_source, self)
        self.column.addWidget(self._rule)
        self._take(self._custom, self.column)
        self._fields = MomentFields(theme_source, self, now, zone, name="snooze", accept=say("snooze.accept"))
        self._fields.accepted.connect(self._choose)
        self._fields.changed.connect(self._warn_of)
        self._fields.hide()
        self.column.addWidget(self._fields)
        self._warning: WindowWarning | None = None
        latest = max(offered, default=now)
        if closes_at is not None and closes_at < latest:
            self._warning = WindowWarning(
                say("snooze.warning", time=moment_words(closes_at, now, zone=zone)), theme_source, self
            )
            self.column.addSpacing(8)
            self.column.addWidget(self._warning)
        self._go(0)

    def _add(self, preset: SnoozePreset, until: datetime | None) -> None:
        trailing = moment_near(until, self._now, zone=self._zone) if until is not None else ""
        words = say(f"snooze.{preset.value}")
        row = ChoiceRow(words, self.theme_source, self, icon_name=_ICONS[preset], trailing=trailing)
        row.setObjectName(f"snooze.{preset.value}")
        row.setAccessibleName(say("snooze.row", name=words, time=trailing) if trailing else words)
        row.clicked.connect(lambda: self._choose(until))
        self._take(row, self.column)

    def _show_fields(self) -> None:
        """The presets give way to a day and a time."""
        for row in (*self._rows, self._rule):
            row.hide()
        self._rows.clear()  # no key takes what is not seen
        if self._warning is not None:
            self._warning.hide()
        self._fields.show()
        self.refit()
        self._fields.focus_first()
        self._warn_of(self._fields.moment())

    def _warn_of(self, moment: object) -> None:
        if self._warning is not None and isinstance(moment, datetime) and self._closes_at is not None:
            self._warning.setVisible(moment > self._closes_at)
            self.refit()
