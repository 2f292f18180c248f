"""Numbers, dates and times as the window shows them, in the formats of the person's locale.

Every function is pure: what it needs besides the value (``now``, the zone, the locale) can be given.
"""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale, QTime

from igdesk.domain.window import MessagingWindow, WindowLevel
from igdesk.ui.texts import say

NBSP = "\u00a0"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def list_time(moment: datetime, now: datetime, *, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """When something happened, as short as the list needs it: 14:31, Yesterday, Wed, 12 Nov, 12/11/2025."""
    loc = _locale(locale)
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    days = (today - day).days
    if days == 0 or timedelta(0) < moment - now < timedelta(days=1):  # the two clocks may differ a little
        return clock_time(moment, zone=zone, locale=locale)
    if days == 1:
        return say("time.yesterday")
    if 2 <= days <= 6:
        return loc.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    if day.year == today.year:
        return loc.toString(_qdate(day), _day_and_month(loc, "MMM"))
    return loc.toString(_qdate(day), loc.dateFormat(QLocale.FormatType.ShortFormat))


def clock_time(moment: datetime, *, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """Time of day: 16:02."""
    local = moment.astimezone(zone)
    loc = _locale(locale)
    return loc.toString(QTime(local.hour, local.minute), loc.timeFormat(QLocale.FormatType.ShortFormat))


def day_line(moment: datetime, now: datetime, *, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """Heading of a day: Today, Yesterday, else "Wednesday, 18 November", with the year if it is not this one."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    if day == today:
        return say("time.today")
    if (today - day).days == 1:
        return say("time.yesterday")
    return weekday_date(day, with_year=day.year != today.year, locale=locale)


def weekday_date(day: date, *, with_year: bool = False, locale: QLocale | None = None) -> str:
    """A day in full: "Wednesday, 18 November"."""
    loc = _locale(locale)
    pattern = loc.dateFormat(QLocale.FormatType.LongFormat)
    return loc.toString(_qdate(day), pattern if with_year else _without(pattern, "y", 1))


def short_date(day: date, *, with_year: bool = False, locale: QLocale | None = None) -> str:
    """A day in a sentence: "3 May", "3 May 2026"."""
    loc = _locale(locale)
    if not with_year:
        return loc.toString(_qdate(day), _day_and_month(loc, "MMM"))
    return loc.toString(_qdate(day), _without(loc.dateFormat(QLocale.FormatType.LongFormat), "d", 3))


def day_word(moment: datetime, now: datetime, *, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """The day in a spoken sentence: today, yesterday, a weekday or a date."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    days = (today - day).days
    if days == 0:
        return say("time.today.said")
    if days == 1:
        return say("time.yesterday.said")
    if 2 <= days <= 6:
        return _locale(locale).dayName(day.isoweekday(), QLocale.FormatType.LongFormat)
    if day.year != today.year:
        return short_date(day, with_year=True, locale=locale)
    loc = _locale(locale)
    return loc.toString(_qdate(day), _day_and_month(loc, "MMMM"))


def moment_near(moment: datetime, now: datetime, *, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """A deadline in a few characters: 16:41 today, "Sat 11:50" within a week, else "Wed 25 Nov, 17:40"."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    clock = clock_time(moment, zone=zone, locale=locale)
    days = (day - today).days
    if days == 0:
        return clock
    weekday = _locale(locale).dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    if 0 < days <= 3:
        return f"{weekday} {clock}"
    return f"{weekday} {short_date(day, with_year=day.year != today.year, locale=locale)}, {clock}"


def moment_words(moment: datetime, now: datetime, *, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """A moment to come inside a sentence: "today at 18:00", "tomorrow at 09:00", "on Wed 25 Nov at 17:40"."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    clock = clock_time(moment, zone=zone, locale=locale)
    days = (day - today).days
    if days == 0:
        return say("time.at.today", time=clock)
    if days == 1:
        return say("time.at.tomorrow", time=clock)
    weekday = _locale(locale).dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    if 1 < days <= 6:
        return say("time.at.day", day=weekday, time=clock)
    date_words = short_date(day, with_year=day.year != today.year, locale=locale)
    return say("time.at.day", day=f"{weekday} {date_words}", time=clock)


def full_time(moment: datetime, *, zone: tzinfo | None = None, locale: QLocale | None = None) -> str:
    """Everything about a moment, for tooltips: "Fri 20 November 2026, 14:31:07 CET"."""
    local = moment.astimezone(zone)
    loc = _locale(locale)
    weekday = loc.dayName(local.isoweekday(), QLocale.FormatType.ShortFormat)
    clock = loc.timeFormat(QLocale.FormatType.ShortFormat).replace("mm", "mm:ss", 1)
    time = loc.toString(QTime(local.hour, local.minute, local.second), clock)
    return f"{weekday} {short_date(local.date(), with_year=True, locale=locale)}, {time} {_zone_name(local)}".rstrip()


def _zone_name(local: datetime) -> str:
    """Short: "CET". Windows calls its zones "W. Europe Standard Time"; there the distance says it."""
    name = local.tzname() or ""
    return f"UTC{local.isoformat()[-6:]}" if " " in name else name


def window_pill(window: MessagingWindow, now: datetime) -> str:
    """The reply window in one unit, rounded down: "23 h left", "Human reply · 5 d", "Closed"."""
    if window.level is WindowLevel.CLOSED:
        return say("pill.closed")
    time = duration_short(window.remaining(now).total_seconds())
    return say("pill.human" if window.level is WindowLevel.HUMAN else "pill.left", time=time)


def window_long(window: MessagingWindow, now: datetime) -> str:
    """The time left in two units, rounded down: "21 h 14 min", "5 d 3 h"; nothing when it is closed."""
    if window.level is WindowLevel.CLOSED:
        return ""
    return duration_long(window.remaining(now).total_seconds())


def window_words(window: MessagingWindow, now: datetime) -> str:
    """The time left in one unit in words, as it is read aloud: "23 hours"."""
    return duration_words(window.remaining(now).total_seconds())


def duration_short(seconds: float) -> str:
    """One unit, rounded down."""
    if seconds >= _DAY:
        return say("duration.d", n=int(seconds // _DAY))
    if seconds >= _HOUR:
        return say("duration.h", n=int(seconds // _HOUR))
    if seconds >= _MINUTE:
        return say("duration.min", n=int(seconds // _MINUTE))
    return say("duration.under_minute")


def duration_long(seconds: float) -> str:
    """Two units, rounded down; minutes beside hours with two digits."""
    if seconds >= _DAY:
        return say("duration.d_h", d=int(seconds // _DAY), h=int(seconds % _DAY // _HOUR))
    if seconds >= _HOUR:
        return say("duration.h_min", h=int(seconds // _HOUR), min=f"{int(seconds % _HOUR // _MINUTE):02}")
    return duration_short(seconds)


def duration_words(seconds: float) -> str:
    """One unit in words, rounded down: "38 minutes"."""
    if seconds >= _DAY:
        return say("duration.days", n=int(seconds // _DAY))
    if seconds >= _HOUR:
        return say("duration.hours", n=int(seconds // _HOUR))
    if seconds >= _MINUTE:
        return say("duration.minutes", n=int(seconds // _MINUTE))
    return say("duration.under_minute.words")


def play_time(length_ms: int) -> str:
    """Place in, or length of, a voice message or video: m:ss or h:mm:ss."""
    minutes, seconds = divmod(max(length_ms, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def countdown(seconds: float) -> str:
    """6:42; from an hour on 1:02:03. Never negative. Also the length of voice and video."""
    whole = max(int(seconds), 0)
    hours, rest = divmod(whole, _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def number(value: int, *, locale: QLocale | None = None) -> str:
    """With the grouping of the locale: 1,124."""
    return _locale(locale).toString(value)


byte_count = number


def follower_count(count: int, *, locale: QLocale | None = None) -> str:
    """In full up to 9,999, then short and rounded down: 8,214, 12.4K, 1.2M."""
    loc = _locale(locale)
    for size, sign in ((1_000_000_000, "B"), (1_000_000, "M"), (10_000, "K")):
        if count >= size:
            unit = 1_000 if sign == "K" else size
            tenths = count * 10 // unit
            digits = 1 if tenths < 1000 and tenths % 10 else 0
            return loc.toString(tenths / 10 if digits else float(tenths // 10), "f", digits) + sign
    return loc.toString(count)


def badge_count(count: int) -> str:
    """In full to 99, then 99+."""
    return str(count) if count < 100 else "99+"


def file_size(size_bytes: int, *, locale: QLocale | None = None) -> str:
    """Decimal units, one decimal under 10: 2.1 MB, 412 MB."""
    loc = _locale(locale)
    if size_bytes < 1000:
        return f"{loc.toString(size_bytes)}{NBSP}B"
    value, units = size_bytes / 1000, ["kB", "MB", "GB", "TB"]
    while value >= 999.5 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{loc.toString(value, 'f', 1 if value < 9.95 else 0)}{NBSP}{units[0]}"


def percent(share: float, *, locale: QLocale | None = None) -> str:
    """A share of 1 as a whole number: 18 %."""
    loc = _locale(locale)
    return f"{loc.toString(round(share * 100))}{NBSP}{loc.percent()}"


def locale_in_use() -> QLocale:
    """For fields of Qt that write dates and times themselves."""
    return _locale(None)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _locale(locale: QLocale | None) -> QLocale:
    """The locale to format with. The C locale has formats for machines: British ones instead."""
    found = QLocale() if locale is None else locale
    if found.language() is QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return found


def _day_and_month(locale: QLocale, month: str) -> str:
    """Pattern of day and month in the order and with the words of the locale."""
    pattern = _without(_without(locale.dateFormat(QLocale.FormatType.LongFormat), "y", 1), "d", 3)
    return pattern.replace("MMMM", month)


@lru_cache(maxsize=32)
def _without(pattern: str, letter: str, shortest: int) -> str:
    """A date pattern without the fields of ``letter`` that are at least so long, nor the marks around them."""
    parts = _fields(pattern)
    for place, part in enumerate(parts):
        if part[0] != letter or len(part) < shortest:
            continue
        is_field = [p[0] in "dMy" for p in parts]
        if any(is_field[place + 1 :]):
            following = is_field.index(True, place + 1)
            return "".join(parts[:place] + parts[following:])
        kept = max((i for i in range(place) if is_field[i]), default=-1) + 1
        while kept < place and parts[kept].isalpha():  # a word that belongs to its number: 18日
            kept += 1
        return "".join(parts[:kept])
    return pattern


def _fields(pattern: str) -> list[str]:
    """A date pattern as runs of field letters, quoted words and single other characters."""
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        end = at + 1
        if pattern[at] == "'":
            close = pattern.find("'", end)
            end = close + 1 if close >= 0 else len(pattern)
        elif pattern[at] in "dMy":
            while end < len(pattern) and pattern[end] == pattern[at]:
                end += 1
        parts.append(pattern[at:end])
        at = end
    return parts
