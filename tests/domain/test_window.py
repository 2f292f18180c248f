"""The reply window, on Instagram's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igdesk.domain.account import Capability
from igdesk.domain.window import WindowLevel, window_at

WROTE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "capability", "level"),
    [
        (timedelta(0), Capability.UNKNOWN, WindowLevel.OPEN),
        (timedelta(hours=19, minutes=58), Capability.UNKNOWN, WindowLevel.OPEN),
        (timedelta(hours=19, minutes=59), Capability.UNKNOWN, WindowLevel.SOON),
        (timedelta(hours=22, minutes=59), Capability.UNKNOWN, WindowLevel.URGENT),
        (timedelta(hours=23, minutes=58, seconds=59), Capability.NOT_GRANTED, WindowLevel.URGENT),
        (timedelta(hours=23, minutes=59), Capability.NOT_GRANTED, WindowLevel.CLOSED),
        (timedelta(hours=23, minutes=59), Capability.AVAILABLE, WindowLevel.HUMAN),
        (timedelta(hours=23, minutes=59), Capability.UNKNOWN, WindowLevel.HUMAN),
        (timedelta(days=6, hours=23, minutes=58), Capability.AVAILABLE, WindowLevel.HUMAN),
        (timedelta(days=6, hours=23, minutes=59), Capability.AVAILABLE, WindowLevel.CLOSED),
        (timedelta(days=400), Capability.AVAILABLE, WindowLevel.CLOSED),
    ],
)
def test_the_window_narrows_with_the_time_that_passed(
    passed: timedelta, capability: Capability, level: WindowLevel
) -> None:
    assert window_at(WROTE, WROTE + passed, capability).level is level


def test_nobody_wrote_yet() -> None:
    window = window_at(None, WROTE, Capability.AVAILABLE)
    assert not window.allows_reply
    assert window.closes_at is None
    assert window.remaining(WROTE) == timedelta(0)


@given(st.timedeltas(timedelta(days=-1), timedelta(days=9)), st.sampled_from(Capability))
def test_time_left_is_never_negative_and_never_promised_when_closed(passed: timedelta, capability: Capability) -> None:
    now = WROTE + passed
    window = window_at(WROTE, now, capability)
    assert window.remaining(now) >= timedelta(0)
    assert window.allows_reply == (window.remaining(now) > timedelta(0))
    assert window.needs_human_tag == (window.level is WindowLevel.HUMAN)
