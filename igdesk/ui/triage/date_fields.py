"""Fields for a day and for a time of day, framed like every other field."""

from PySide6.QtCore import QDate, QLocale, QRectF, Qt, QTime
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QDateTimeEdit, QTimeEdit, QWidget

from igdesk.ui.format import locale_in_use
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import ThemeSource

_ICON_PAD = 9


class DayField(QDateEdit):
    """With a calendar to choose from; arrow keys change the part with the cursor."""

    def __init__(self, day: QDate, name: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(day, parent)
        self._theme_source = theme_source
        self.setCalendarPopup(True)
        self.setDisplayFormat(locale_in_use().dateFormat(QLocale.FormatType.ShortFormat))
        _dress(self, name, theme_source)
        self._dress_calendar()

    def _dress_calendar(self) -> None:
        """In the colours of a card: red is for what is wrong, and a weekend is not."""
        theme, calendar = self._theme_source.current, self.calendarWidget()
        usual = QTextCharFormat()
        usual.setForeground(theme.color("text.primary"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, usual)
        heading = QTextCharFormat()
        heading.setForeground(theme.color("text.secondary"))
        heading.setBackground(theme.color("bg.raised"))
        calendar.setHeaderTextFormat(heading)
        bar = calendar.findChild(QWidget, "qt_calendar_navigationbar")
        if bar is not None:  # a name inside Qt: without it the bar keeps Qt's own colours
            palette = QPalette(theme.palette())
            palette.setColor(QPalette.ColorRole.Highlight, theme.color("bg.raised"))
            palette.setColor(QPalette.ColorRole.HighlightedText, theme.color("text.primary"))
            bar.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint_frame(self, painter, self._theme_source)
        size = icon_size("menu")
        sign = QRectF(self.width() - _ICON_PAD - size, (self.height() - size) / 2, size, size)
        paint_icon(painter, "calendar", sign, self._theme_source.current.color("text.secondary"))


class ClockField(QTimeEdit):
    """Arrow keys change the part with the cursor."""

    def __init__(self, at: QTime, name: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(at, parent)
        self._theme_source = theme_source
        self.setDisplayFormat(locale_in_use().timeFormat(QLocale.FormatType.ShortFormat))
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        _dress(self, name, theme_source)

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_frame(self, QPainter(self), self._theme_source)


def _dress(field: QDateTimeEdit, name: str, theme_source: ThemeSource) -> None:
    theme = theme_source.current
    field.setAccessibleName(name)
    field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # mirrored, Qt turns 20:00 into 00:20
    field.setLocale(locale_in_use())
    field.setFont(theme.font("body", tabular=True))
    field.setFixedHeight(int(theme.size("size.control.field")))
    palette = QPalette(theme.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor(Qt.GlobalColor.transparent))
    field.setPalette(palette)
    line = field.lineEdit()
    line.setPalette(palette)
    line.setTextMargins(6, 0, 6, 0)


def _paint_frame(field: QWidget, painter: QPainter, theme_source: ThemeSource) -> None:
    theme, rect, radius = theme_source.current, QRectF(field.rect()), theme_source.current.size("radius.control")
    fill_rounded(painter, rect, radius, theme.color("bg.raised"))
    edge = "focus.ring" if field.hasFocus() else "line.strong"
    stroke_rounded(painter, rect, radius, theme.color(edge), 2 if field.hasFocus() else 1)
