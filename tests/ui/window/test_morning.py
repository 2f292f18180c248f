"""The summary of the morning, on the whole window."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from igdesk.domain.conversation import InboxView
from igdesk.domain.lock import CHECK
from igdesk.domain.morning import MORNING
from igdesk.domain.notices import QUIET, QUIET_FROM, QUIET_TO, SHOW_TEXT


@pytest.fixture
def at_nine(noting: Any) -> Any:
    """Friday, 9 in the morning here; Instagram's clock stays where the tests have it."""
    here = noting.window.now().astimezone().replace(hour=9, minute=0, second=5)
    noting.window.now = lambda: here
    noting.studio.archive.settings.set(MORNING, "9d")
    return noting


def closing_today(noting: Any) -> int:
    here: datetime = noting.window.now()
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0)
    rows = noting.studio.archive.inbox.rows(InboxView.WAITING, now=noting.studio.engine.server_now())
    ends = [row.last_inbound_at + timedelta(hours=24) for row in rows]
    return sum(noting.studio.engine.server_now() < end < midnight for end in ends)


def test_it_is_told_once_and_a_click_shows_who_waits(at_nine: Any) -> None:
    n = closing_today(at_nine)
    assert n >= 1
    at_nine.notifier.look()
    windows = "1 reply window closes today." if n == 1 else f"{n} reply windows close today."
    assert at_nine.tray.told == [("Good morning", f"6 people are waiting, {windows}")]
    at_nine.notifier.look()
    assert len(at_nine.tray.told) == 1
    at_nine.tray.notice_clicked.emit()
    assert at_nine.window.list_pane.view is InboxView.WAITING


def test_accounts_that_are_muted_do_not_count(at_nine: Any) -> None:
    at_nine.notifier.muting.toggle(None)
    at_nine.notifier.look()
    assert at_nine.tray.told == []


def test_quiet_hours_and_a_lock_without_numbers_put_it_off(at_nine: Any) -> None:
    settings = at_nine.studio.archive.settings
    for key, value in ((QUIET, "1"), (QUIET_FROM, "20:00"), (QUIET_TO, "10:00")):
        settings.set(key, value)
    at_nine.notifier.look()
    assert at_nine.tray.told == []
    settings.set(QUIET, "0")
    settings.set(SHOW_TEXT, "0")
    settings.set(CHECK, "{}")
    at_nine.window.locking.lock()
    at_nine.notifier.look()
    assert at_nine.tray.told == []
    settings.set(SHOW_TEXT, "1")
    at_nine.notifier.look()
    assert at_nine.tray.told[0][0] == "Good morning"


@pytest.mark.parametrize(("waiting", "text"), [(0, None), (1, "1 person is waiting"), (2, "2 people are waiting")])
def test_the_words_fit_the_numbers(at_nine: Any, waiting: int, text: str | None) -> None:
    studio = at_nine.studio
    keys = list(studio.talks)
    studio.archive.triage.done([studio.talks[key] for key in keys if key != "noah"][: len(keys) - waiting])
    if waiting == 0:
        studio.archive.triage.done([studio.talks["noah"]])
    at_nine.notifier.look()
    told = at_nine.tray.told
    assert told == [] if text is None else told[0][1].startswith(text)


def test_it_is_chosen_in_the_settings(noting: Any) -> None:
    noting.window.settings.open("notifications")
    field = noting.window.settings.place.page._morning
    assert field.currentText() == "Never"
    words = [field.itemText(at) for at in range(field.count())]
    at = next(at for at, word in enumerate(words) if word.endswith("working days") and "9" in word)
    noting.window.now = lambda: noting.studio.engine.server_now().astimezone().replace(hour=9, minute=30)
    field.setCurrentIndex(at)
    field.activated.emit(at)
    assert noting.tray.told == [], "the hour of today is over: the first one comes tomorrow"
    assert noting.studio.archive.settings.get(MORNING) == "9w"
    assert field.currentIndex() == at
    field.activated.emit(0)
    assert noting.studio.archive.settings.get(MORNING) == ""
