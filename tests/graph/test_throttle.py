"""The call budget: two calls in a second at most, pauses obeyed, whatever the clock and the answers do."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igdesk.graph.errors import ErrorKind, GraphError, error_from_answer
from igdesk.graph.throttle import CallBudget


def refused(code: int, subcode: int | None = None, retry_after: str = "") -> GraphError:
    body = json.dumps({"error": {"code": code, "error_subcode": subcode}}).encode()
    headers = {"retry-after": retry_after} if retry_after else {}
    error = error_from_answer(400, body, headers, is_send=False)
    assert error is not None
    return error


def usage(percent: float, minutes: int = 0, kind: str = "instagram") -> dict[str, str]:
    meter = {"type": kind, "call_count": 1, "total_cputime": percent, "total_time": 2}
    return {
        "X-Business-Use-Case-Usage": json.dumps({"178": [{**meter, "estimated_time_to_regain_access": minutes}]}),
    }


STEPS = st.lists(
    st.tuples(
        st.floats(0, 3),  # the caller comes back this much later than it had to
        st.sampled_from(["", "", "", "613", "4", "retry", "70", "99", "100", "0", "regain"]),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.floats(0, 1e6))
def test_never_more_than_two_calls_in_any_second_and_pauses_are_obeyed(
    steps: list[tuple[float, str]], start_s: float
) -> None:
    """failure 34"""
    budget, now_s, calls = CallBudget(), start_s, []
    for late_s, event in steps:
        now_s += budget.delay(now_s) + (late_s if late_s > 2 else 0.0)
        assert budget.delay(now_s) == 0.0, "who waited may go"
        assert budget.paused_until(now_s) is None
        budget.take(now_s)
        calls.append(now_s)
        if event in ("613", "4"):
            budget.note_throttled(refused(int(event)), now_s)
            assert budget.delay(now_s) >= 10.0 - 1e-3
        elif event == "retry":
            budget.note_throttled(refused(4, retry_after="33"), now_s)
            assert budget.delay(now_s) >= 33.0 - 1e-3
        elif event == "regain":
            budget.note_headers(usage(100, minutes=3), now_s)
            assert budget.delay(now_s) >= 180.0 - 1e-3
        elif event:
            budget.note_headers(usage(float(event)), now_s)
    for n in range(len(calls) - 2):
        assert calls[n + 2] - calls[n] > 1.0


def test_two_calls_at_once_then_one_a_second() -> None:
    budget = CallBudget()
    for _ in range(2):
        assert budget.delay(100.0) == 0.0
        budget.take(100.0)
    assert budget.delay(100.0) == pytest.approx(1.05)
    assert budget.delay(101.05) == 0.0


def test_taking_without_waiting_is_paid_for_later() -> None:
    budget = CallBudget()
    for _ in range(5):
        budget.take(0.0)
    assert budget.delay(0.0) == pytest.approx(4 * 1.05)


def test_a_clock_that_goes_back_does_not_block_for_ever() -> None:
    budget = CallBudget()
    budget.take(1000.0)
    budget.take(0.0)
    assert budget.delay(0.0) < 2


def test_usage_slows_down_from_seventy_percent() -> None:
    waits = []
    for percent in (0, 69, 75, 85, 95, 100):
        budget = CallBudget()
        budget.note_headers(usage(percent), 0.0)
        for _ in range(2):
            budget.take(0.0)
        waits.append(budget.delay(0.0))
    assert waits[0] == waits[1] == pytest.approx(1.05)
    assert waits == sorted(waits)
    assert waits[2] > 1.05
    assert waits[-1] >= 60


def test_usage_that_nobody_tells_of_any_more_is_forgotten() -> None:
    """Meta leaves the headers out where little is used: that is how a high usage ends."""
    budget = CallBudget()
    budget.note_headers(usage(100), 0)
    budget.take(0)
    now_s = 0.0
    while now_s < 3500:
        now_s += budget.delay(now_s)
        budget.take(now_s)
        budget.note_headers({}, now_s)
    assert budget.used == 1
    assert budget.delay(now_s) > 50
    budget.delay(3601)
    assert budget.used == 0
    budget.take(3700)
    assert budget.delay(3700) == 0, "two calls at once, as before"


def test_the_highest_meter_counts_and_advertising_does_not() -> None:
    budget = CallBudget()
    header = {
        "17841400000000123": [{"type": "instagram", "call_count": 3, "total_cputime": 1, "total_time": 2}],
        "900000000000042": [
            {"type": "messenger", "call_count": 41, "total_cputime": 6, "total_time": 9},
            {"type": "ads_management", "call_count": 99},
        ],
    }
    budget.note_headers({"x-business-use-case-usage": json.dumps(header)}, 0.0)
    assert budget.used == pytest.approx(0.41)
    budget.note_headers({"x-app-usage": '{"call_count": 12, "total_time": 8, "total_cputime": 55}'}, 0.0)
    assert budget.used == pytest.approx(0.55)


@pytest.mark.parametrize("value", ["", "nonsense", "[]", "null", '{"a": 1}', '{"a": [1, {"call_count": "x"}]}', "{"])
def test_broken_usage_headers_say_nothing(value: str) -> None:
    budget = CallBudget()
    budget.note_headers(usage(50), 0.0)
    budget.note_headers({"x-business-use-case-usage": value, "x-app-usage": value, "other": "1"}, 0.0)
    assert budget.used == pytest.approx(0.5)
    assert budget.delay(0.0) == 0.0


@pytest.mark.parametrize(
    ("code", "subcode", "at_least_s", "at_most_s"),
    [
        (613, None, 1, 60),
        (613, 2534040, 60, 600),
        (613, 1996, 900, 3600),
        (4, None, 300, 3600),
        (80002, 2446079, 300, 3600),
    ],
)
def test_pauses_by_code(code: int, subcode: int | None, at_least_s: float, at_most_s: float) -> None:
    budget = CallBudget()
    budget.note_throttled(refused(code, subcode), 50.0)
    until = budget.paused_until(50.0)
    assert until is not None
    assert at_least_s <= until - 50.0 <= at_most_s
    assert budget.paused_until(until) is None


def test_the_time_in_the_headers_beats_the_default() -> None:
    budget = CallBudget()
    budget.note_headers(usage(100, minutes=4), 0.0)
    budget.note_throttled(refused(80002, 2446079), 0.0)
    assert budget.paused_until(0.0) == pytest.approx(240.0)


def test_refusals_in_a_row_double_the_pause_and_a_quiet_time_ends_that() -> None:
    budget, now_s, pauses = CallBudget(), 0.0, []
    for _ in range(4):
        budget.note_throttled(refused(613), now_s)
        until = budget.paused_until(now_s)
        assert until is not None
        pauses.append(until - now_s)
        now_s = until
    assert pauses == pytest.approx([10, 20, 40, 80])
    now_s += 1000
    budget.note_throttled(refused(613), now_s)
    assert budget.paused_until(now_s) == pytest.approx(now_s + 10)


def test_an_absurd_pause_ends_within_a_day() -> None:
    budget = CallBudget()
    budget.note_throttled(GraphError(ErrorKind.THROTTLED, retry_after_s=1e12), 0.0)
    assert budget.paused_until(0.0) == 86400.0
    budget = CallBudget()
    budget.note_headers(usage(100, minutes=10**9), 0.0)
    assert budget.paused_until(0.0) == 86400.0
