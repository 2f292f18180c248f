"""The table of chapter 13 of the design, midnight and clock changes included."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from igdesk.domain.account import Capability
from igdesk.domain.window import STANDARD, window_at
from igdesk.ui import format as formats

BRITISH = QLocale("en_GB")
STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 20, 14, 31, tzinfo=UTC), "14:31"),
        (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), "Yesterday"),
        (datetime(2026, 11, 18, 23, 59, tzinfo=UTC), "Wed"),
        (datetime(2026, 11, 14, 0, 0, tzinfo=UTC), "Sat"),
        (datetime(2026, 11, 13, 23, 59, tzinfo=UTC), "13 Nov"),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "1 Jan"),
        (datetime(2025, 11, 12, 9, 0, tzinfo=UTC), "12/11/2025"),
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), "15:00"),
    ],
)
def test_time_in_the_list(moment: datetime, shown: str) -> None:
    assert formats.list_time(moment, NOW, zone=UTC, locale=BRITISH) == shown


def test_a_message_of_the_next_day_by_another_clock_is_still_a_time() -> None:
    now = datetime(2026, 11, 20, 23, 59, 50, tzinfo=UTC)
    assert formats.list_time(now + timedelta(seconds=20), now, zone=UTC, locale=BRITISH) == "00:00"


def test_days_are_those_of_the_zone() -> None:
    late, now = datetime(2026, 11, 19, 23, 30, tzinfo=UTC), datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert formats.list_time(late, now, zone=UTC, locale=BRITISH) == "Yesterday"
    assert formats.list_time(late, now, zone=STOCKHOLM, locale=BRITISH) == "00:30"


def test_yesterday_over_a_day_of_23_hours() -> None:
    """29 March 2026 has 23 hours in Stockholm."""
    evening = datetime(2026, 3, 28, 23, 30, tzinfo=STOCKHOLM)
    after = datetime(2026, 3, 29, 23, 0, tzinfo=STOCKHOLM)
    assert formats.list_time(evening, after, zone=STOCKHOLM, locale=BRITISH) == "Yesterday"
    assert formats.day_line(evening, after, zone=STOCKHOLM, locale=BRITISH) == "Yesterday"


@pytest.mark.parametrize(
    ("days_ago", "shown"),
    [(0, "Today"), (1, "Yesterday"), (2, "Wednesday, 18 November"), (400, "Thursday, 16 October 2025")],
)
def test_day_line(days_ago: int, shown: str) -> None:
    assert formats.day_line(NOW - timedelta(days=days_ago), NOW, zone=UTC, locale=BRITISH) == shown


@pytest.mark.parametrize(
    ("name", "listed", "line"),
    [
        ("en_US", "Nov 11", "Wednesday, November 11"),
        ("de_DE", "11. Nov.", "Mittwoch, 11. November"),
        ("ja_JP", "11月11日", "11月11日水曜日"),
        ("es_ES", "11 de nov", "miércoles, 11 de noviembre"),
        ("ru_RU", "11 нояб.", "среда, 11 ноября"),
        ("lv_LV", "11. nov.", "trešdiena, 11. novembris"),
    ],
)
def test_the_locale_decides_the_order(name: str, listed: str, line: str) -> None:
    moment, locale = NOW - timedelta(days=9), QLocale(name)
    assert formats.list_time(moment, NOW, zone=UTC, locale=locale) == listed
    assert formats.day_line(moment, NOW, zone=UTC, locale=locale) == line


def test_the_locale_decides_the_clock() -> None:
    assert plain(formats.clock_time(NOW, zone=UTC, locale=QLocale("en_US"))) == "2:36 PM"
    assert formats.clock_time(NOW, zone=UTC, locale=QLocale.c()) == "14:36"


def test_a_zone_of_windows_is_told_by_its_distance() -> None:
    zone = timezone(timedelta(hours=1), "W. Europe Standard Time")
    shown = formats.full_time(datetime(2026, 11, 20, 13, 31, 7, tzinfo=UTC), zone=zone, locale=BRITISH)
    assert shown.endswith("14:31:07 UTC+01:00")


def test_full_time_has_seconds_and_zone() -> None:
    moment = datetime(2026, 11, 20, 13, 31, 7, tzinfo=UTC)
    shown = formats.full_time(moment, zone=STOCKHOLM, locale=BRITISH)
    assert shown == "Fri 20 November 2026, 14:31:07 CET"


def test_a_deadline_in_a_few_characters() -> None:
    show = formats.moment_near
    assert show(datetime(2026, 11, 20, 16, 41, tzinfo=UTC), NOW, zone=UTC, locale=BRITISH) == "16:41"
    assert show(datetime(2026, 11, 21, 11, 50, tzinfo=UTC), NOW, zone=UTC, locale=BRITISH) == "Sat 11:50"
    assert show(datetime(2026, 11, 25, 17, 40, tzinfo=UTC), NOW, zone=UTC, locale=BRITISH) == "Wed 25 Nov, 17:40"


def test_the_day_as_it_is_spoken() -> None:
    spoken = [formats.day_word(NOW - timedelta(days=d), NOW, zone=UTC, locale=BRITISH) for d in (0, 1, 3, 10, 400)]
    assert spoken == ["today", "yesterday", "Tuesday", "10 November", "16 October 2025"]


@pytest.mark.parametrize(
    ("left", "pill", "long", "words"),
    [
        (timedelta(hours=23, minutes=59), "23 h left", "23 h 59 min", "23 hours"),
        (timedelta(hours=23), "23 h left", "23 h 00 min", "23 hours"),
        (timedelta(hours=22, minutes=59, seconds=59), "22 h left", "22 h 59 min", "22 hours"),
        (timedelta(hours=2, minutes=5, seconds=59), "2 h left", "2 h 05 min", "2 hours"),
        (timedelta(hours=1), "1 h left", "1 h 00 min", "1 hour"),
        (timedelta(minutes=59, seconds=59), "59 min left", "59 min", "59 minutes"),
        (timedelta(minutes=1), "1 min left", "1 min", "1 minute"),
        (timedelta(seconds=59), "under 1 min left", "under 1 min", "under 1 minute"),
    ],
)
def test_windows_are_rounded_down(left: timedelta, pill: str, long: str, words: str) -> None:
    now = NOW + STANDARD - timedelta(seconds=60) - left
    window = window_at(NOW, now, Capability.AVAILABLE)
    assert plain(formats.window_pill(window, now)) == pill
    assert plain(formats.window_long(window, now)) == long
    assert plain(formats.window_words(window, now)) == words


def test_human_and_closed_windows() -> None:
    now = NOW + timedelta(days=1, hours=20, minutes=55)
    human = window_at(NOW, now, Capability.AVAILABLE)
    assert plain(formats.window_pill(human, now)) == "Human reply · 5 d"
    assert plain(formats.window_long(human, now)) == "5 d 3 h"
    last_hours = NOW + timedelta(days=6, hours=20)
    assert plain(formats.window_pill(window_at(NOW, last_hours, Capability.AVAILABLE), last_hours)) == (
        "Human reply · 3 h"
    )
    closed = window_at(NOW, now, Capability.NOT_GRANTED)
    assert formats.window_pill(closed, now) == "Closed"
    assert formats.window_long(closed, now) == ""


def test_no_pill_ever_promises_more_than_there_is() -> None:
    units = {"d": 86400, "h": 3600, "min": 60}
    for seconds in range(0, 7 * 86400, 613):
        shown = plain(formats.duration_short(seconds))
        if shown.startswith("under"):
            assert seconds < 60
            continue
        number, unit = shown.split(" ")
        assert int(number) * units[unit] <= seconds < (int(number) + 1) * units[unit]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(402, "6:42"), (24, "0:24"), (0, "0:00"), (-3, "0:00"), (59.9, "0:59"), (3723, "1:02:03")]
)
def test_countdown(seconds: float, shown: str) -> None:
    assert formats.countdown(seconds) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0"),
        (8214, "8,214"),
        (9999, "9,999"),
        (10_000, "10K"),
        (12_449, "12.4K"),
        (999_999, "999K"),
        (1_250_000, "1.2M"),
        (2_000_000_000, "2B"),
    ],
)
def test_followers(count: int, shown: str) -> None:
    assert formats.follower_count(count, locale=BRITISH) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (999, "999 B"),
        (2_100_000, "2.1 MB"),
        (9_960_000, "10 MB"),
        (412_000_000, "412 MB"),
        (999_600, "1.0 MB"),
        (5_300_000_000, "5.3 GB"),
    ],
)
def test_file_sizes(size: int, shown: str) -> None:
    assert plain(formats.file_size(size, locale=BRITISH)) == shown


def test_counts_and_shares() -> None:
    assert [formats.badge_count(n) for n in (1, 99, 100, 5000)] == ["1", "99", "99+", "99+"]
    assert formats.byte_count(1124, locale=BRITISH) == "1,124"
    assert formats.percent(0.18, locale=BRITISH) == "18\u00a0%"


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "today at 15:36"),
        (9.5, "tomorrow at 00:06"),
        (24, "tomorrow at 14:36"),
        (72, "on Mon at 14:36"),
        (24 * 10, "on Mon 30 Nov at 14:36"),
        (24 * 60, "on Tue 19 January 2027 at 14:36"),
    ],
)
def test_a_moment_to_come_inside_a_sentence(hours: float, words: str) -> None:
    now = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
    found = formats.moment_words(now + timedelta(hours=hours), now, zone=UTC, locale=QLocale("en_GB"))
    assert plain(found) == words
