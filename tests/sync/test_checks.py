"""The six checks against the sandbox: each failure, its verdict, and that only what failed is looked at again."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.checks import CheckId, CheckResult, CheckState, Checkup, Finding
from igdesk.graph.client import GraphClient, HttpPool
from igdesk.graph.endpoint import Endpoint
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.world import World
from igdesk.sync.checks import Candidate, Checks, Outcome

T, P, R, C, A, L = CheckId


class Bench:
    """The checks around a sandbox that keeps to real limits."""

    def __init__(self, loop: Any, **world: Any) -> None:
        self.world = World(7, loop.wall, **{"conversations": 12, "liveliness": 0.0, **world})
        self.app = GraphApp(self.world, options=Options(conversation_calls_per_second=2))
        self.pool = HttpPool(asgi_app=self.app)
        self.told: list[Checkup] = []
        self.connected: set[str] = set()
        self.checks = Checks(
            make_client=lambda endpoint, token, **more: GraphClient(self.pool, endpoint, token, **more),
            endpoint_of=lambda flavour: Endpoint(flavour, "http://127.0.0.1:9"),
            server_now=self.world.now,
            connected=lambda remote_id: remote_id in self.connected,
        )

    async def check(self, before: Outcome | None = None, **candidate: Any) -> Outcome:
        self.app.calls.clear()
        given = Candidate(**{"token": self.world.instagram_token(), **candidate})
        return await self.checks.run(given, before, self.told.append)

    def fail(self, scope: str, **settings: Any) -> Any:
        return self.app.faults.add("error", scope, count=None, **settings)


@pytest.fixture
def run(loop: Any) -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """As often as a test likes, on one loop."""
    asyncio.set_event_loop(loop)
    yield loop.run_until_complete
    loop.run_until_complete(loop.shutdown_asyncgens())
    asyncio.set_event_loop(None)
    loop.close()


@pytest.fixture
def bench(loop: Any) -> Bench:
    return Bench(loop)


def states(outcome: Outcome) -> list[str]:
    return [result.state.value for result in outcome.checkup.results]


def test_all_six_pass(bench: Bench, run: Any) -> None:
    outcome = run(bench.check())
    checkup, studio = outcome.checkup, bench.world.businesses[0]
    assert states(outcome) == ["passed"] * 6
    assert checkup.has_passed
    assert checkup.may_continue
    assert checkup[T].finding is Finding.AT_MOST_UNTIL
    assert (checkup[P].account_type, checkup[P].username) == ("business", studio.username)
    assert (checkup[R].granted, checkup[R].needed) == (2, 2)
    assert checkup[L].count == 12
    assert outcome.proof.snapshot.remote_id == studio.ig_id
    assert bench.world.instagram_token() not in repr(outcome)
    assert len(bench.app.calls) == 3


def test_they_are_made_one_after_the_other(bench: Bench, run: Any) -> None:
    run(bench.check())
    order = []
    for checkup in bench.told:
        order += [r.id for r in checkup.results if r.state is CheckState.CHECKING and r.id not in order[-1:]]
        assert sum(r.state is CheckState.CHECKING for r in checkup.results) <= 1
    assert order == [T, P, R, C]
    assert not bench.told[-1].is_running


@pytest.mark.parametrize(
    ("subcode", "finding"),
    [
        (463, Finding.ENDED),
        (460, Finding.REMOVED),
        (458, Finding.REMOVED),
        (459, Finding.CHECKPOINT),
        (467, Finding.REMOVED),
        (None, Finding.NOT_ACCEPTED),
        (492, Finding.TROUBLE),
    ],
)
def test_a_token_that_is_refused(bench: Bench, run: Any, subcode: int | None, finding: Finding) -> None:
    """failure 1, failure 2"""
    bench.fail("identity", code=190, **({"subcode": subcode} if subcode else {}), status=401)
    outcome = run(bench.check())
    assert states(outcome) == ["failed"] + ["blocked"] * 5
    assert outcome.checkup[T].finding is finding
    assert outcome.checkup[T].problem.code.startswith("190")
    assert not outcome.checkup.may_continue


def test_the_day_it_ended_is_read_out_of_the_refusal(bench: Bench, run: Any) -> None:
    """failure 1"""
    ended = bench.world.now() - timedelta(days=2)
    bench.world.spoil_token("expired", bench.world.instagram_token(), at=ended)
    outcome = run(bench.check())
    assert outcome.checkup[T].finding is Finding.ENDED
    assert abs(outcome.checkup[T].until - ended) < timedelta(seconds=2)


@pytest.mark.parametrize("worked_before", [False, True])
def test_an_account_without_a_role_on_the_app(bench: Bench, run: Any, worked_before: bool) -> None:
    """failure 6: not an accepted tester; failure 7: the same words from an app that lost its access."""
    bench.world.spoil_token("no_tester", bench.world.instagram_token())
    outcome = run(bench.check(worked_before=worked_before))
    assert outcome.checkup[T].finding is (Finding.APP_RESTRICTED if worked_before else Finding.NO_TESTER)
    assert states(outcome) == ["failed"] + ["blocked"] * 5


def test_a_token_of_the_other_host(bench: Bench, run: Any) -> None:
    """failure 11: the beginning of a token decides which host is asked; the other one never sees it."""
    hosts: list[Flavour] = []
    endpoint_of = bench.checks._endpoint_of
    bench.checks._endpoint_of = lambda flavour: hosts.append(flavour) or endpoint_of(flavour)  # type: ignore[func-returns-value]
    outcome = run(bench.check(token="IGAA" + "x" * 100))
    assert outcome.checkup[T].finding is Finding.NOT_ACCEPTED
    assert set(hosts) == {Flavour.INSTAGRAM}


@pytest.mark.parametrize(
    ("kind", "settings"),
    [("drop_before", {}), ("html", {}), ("garbage", {}), ("empty", {}), ("throttle", {}), ("redirect", {})],
)
def test_no_answer_at_all_is_told_with_what_is_in_between(bench: Bench, run: Any, kind: str, settings: Any) -> None:
    """failure 17, and a captive portal: the words of the error table say what is in between."""
    bench.app.faults.add(kind, "identity", count=None, **settings)
    outcome = run(bench.check())
    assert outcome.checkup[T].finding is Finding.NO_ANSWER
    assert outcome.checkup[T].problem.happened
    bench.app.faults.clear()
    assert run(bench.check(outcome)).checkup.has_passed


def test_a_token_that_was_never_exchanged(bench: Bench, run: Any) -> None:
    """failure 5"""
    outcome = run(bench.check(expires_at=bench.world.now() + timedelta(hours=1)))
    assert outcome.checkup[T].finding is Finding.SHORT_LIVED
    assert not outcome.checkup.may_continue


def test_a_token_of_another_account(bench: Bench, run: Any) -> None:
    outcome = run(bench.check(expected_account="178410000"))
    assert outcome.checkup[T].finding is Finding.OTHER_ACCOUNT
    assert outcome.checkup[T].username == bench.world.businesses[0].username
    assert run(bench.check(expected_account=f"@{bench.world.businesses[0].username}")).checkup.has_passed


def test_an_account_that_is_connected_already(bench: Bench, run: Any) -> None:
    """failure 20"""
    bench.connected.add(bench.world.businesses[0].ig_id)
    outcome = run(bench.check())
    assert (outcome.checkup[T].state, outcome.checkup[T].finding) == (CheckState.WARNING, Finding.ALREADY_CONNECTED)
    assert outcome.checkup.may_continue


def test_a_permission_that_was_unticked_is_named(bench: Bench, run: Any) -> None:
    """failure 13"""
    bench.world.tokens.get(bench.world.instagram_token()).permissions.remove("instagram_business_manage_messages")
    bench.fail("list", code=10, status=403)
    outcome = run(bench.check())
    found = outcome.checkup[R]
    assert (found.state, found.granted, found.needed) == (CheckState.FAILED, 1, 2)
    assert found.missing == ("instagram_business_manage_messages",)
    assert states(outcome) == ["passed", "passed", "failed", "blocked", "blocked", "blocked"]


def test_without_a_list_of_permissions_the_refusal_tells(bench: Bench, run: Any) -> None:
    """failure 13: the list is not documented for Instagram tokens and may be missing."""
    bench.app.faults.add("error", "identity", count=None, path="/permissions", code=100, subcode=33)
    bench.fail("list", code=10, status=403)
    outcome = run(bench.check())
    assert outcome.checkup[R].missing == ("instagram_business_manage_messages",)
    bench.app.faults.clear()
    bench.app.faults.add("error", "identity", count=None, path="/permissions", code=100, subcode=33)
    assert run(bench.check()).checkup.has_passed


def test_messaging_not_enabled_for_the_app(bench: Bench, run: Any) -> None:
    """failure 16"""
    bench.fail("list", code=3, message="(#3) Application does not have the capability to make this API call.")
    outcome = run(bench.check())
    assert states(outcome) == ["passed", "passed", "passed", "failed", "blocked", "blocked"]
    assert outcome.checkup[C].finding is Finding.NOT_ENABLED


def test_message_access_switched_off(bench: Bench, run: Any) -> None:
    """failure 14"""
    bench.fail("list", code=200, subcode=2534041, status=403)
    outcome = run(bench.check())
    assert states(outcome) == ["passed", "passed", "passed", "passed", "failed", "blocked"]
    assert outcome.checkup[A].finding is Finding.SWITCHED_OFF


def test_two_things_at_once(bench: Bench, run: Any) -> None:
    """As in the picture: a permission is missing, and message access is off."""
    bench.world.tokens.get(bench.world.instagram_token()).permissions.remove("instagram_business_manage_messages")
    bench.fail("list", code=200, subcode=2534041, status=403)
    outcome = run(bench.check())
    assert states(outcome) == ["passed", "passed", "failed", "passed", "failed", "blocked"]
    assert [r.id for r in outcome.checkup.failed] == [R, A]


def test_only_what_failed_is_looked_at_again(bench: Bench, run: Any) -> None:
    fault = bench.fail("list", code=200, subcode=2534041, status=403)
    first = run(bench.check())
    bench.app.faults.remove(fault)
    bench.told.clear()
    second = run(bench.check(first))
    assert second.checkup.has_passed
    assert [call.scope for call in bench.app.calls] == ["list"]
    assert {r.state for r in bench.told[0].results[:4]} == {CheckState.PASSED}


def test_an_empty_inbox_is_a_warning(bench: Bench, run: Any) -> None:
    """failure 14, failure 15: with standard access the list may be empty, and nothing says why."""
    for thread in bench.world.threads():
        thread.messages.clear()
    bench.app.faults.add("replaced_fields", "list", count=None, values={"data": []}, everywhere=True)
    outcome = run(bench.check())
    found = outcome.checkup[L]
    assert (found.state, found.finding) == (CheckState.WARNING, Finding.NONE_FOUND)
    assert outcome.checkup.may_continue
    assert not outcome.checkup.has_passed


@pytest.mark.parametrize("fault", [{"code": 2, "status": 500}, {"code": 613, "subcode": 2534040}])
def test_a_busy_instagram_says_nothing_against_the_account(bench: Bench, run: Any, fault: Any) -> None:
    bench.fail("list", **fault)
    outcome = run(bench.check())
    assert states(outcome) == ["passed"] * 3 + ["warning"] * 3
    assert outcome.checkup.may_continue


def test_a_poisoned_list_is_asked_for_one(bench: Bench, run: Any) -> None:
    """failure 57"""
    bench.app.faults.add("error", "list", count=1, code=1, status=500)
    outcome = run(bench.check())
    assert outcome.checkup.has_passed
    assert (outcome.checkup[L].count, outcome.checkup[L].has_more) == (1, True)


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        ({"code": 200, "subcode": 2534048}, Finding.TROUBLE),
        ({"code": 10, "subcode": 1893063}, Finding.TROUBLE),
        ({"code": 100}, Finding.REFUSED),
    ],
)
def test_conversations_refused(bench: Bench, run: Any, fault: Any, finding: Finding) -> None:
    """failure 15"""
    bench.fail("list", **fault)
    outcome = run(bench.check())
    assert (outcome.checkup[L].state, outcome.checkup[L].finding) == (CheckState.FAILED, finding)
    assert outcome.checkup[L].problem.code


@pytest.mark.parametrize("fault", [{"code": 36103}, {"code": 100, "subcode": 2534013}])
def test_an_account_that_is_not_eligible(bench: Bench, run: Any, fault: Any) -> None:
    bench.fail("identity", **fault)
    outcome = run(bench.check())
    assert states(outcome) == ["passed", "failed"] + ["blocked"] * 4


def test_a_personal_account(bench: Bench, run: Any) -> None:
    bench.app.faults.add(
        "replaced_fields", "identity", count=None, values={"account_type": "PERSONAL"}, everywhere=True
    )
    outcome = run(bench.check())
    assert outcome.checkup[P].finding is Finding.PERSONAL
    assert states(outcome)[2:] == ["blocked"] * 4


def test_a_page_token(bench: Bench, run: Any) -> None:
    outcome = run(bench.check(token=bench.world.page_token()))
    assert outcome.checkup.has_passed
    assert outcome.checkup[T].finding is Finding.NO_END
    assert (outcome.checkup[R].granted, outcome.checkup[R].needed) == (3, 3)


def test_a_persons_token_with_one_page_becomes_that_of_the_page(bench: Bench, run: Any) -> None:
    outcome = run(bench.check(token=bench.world.user_token()))
    assert outcome.checkup.has_passed
    assert outcome.proof.token == bench.world.page_token()


def test_of_several_pages_one_is_chosen(loop: Any, run: Any) -> None:
    bench = Bench(loop, accounts=2)
    outcome = run(bench.check(token=bench.world.user_token()))
    assert [page.account.remote_id for page in outcome.pages] == [b.ig_id for b in bench.world.businesses]
    assert bench.world.page_token(1) not in repr(outcome)
    second = run(bench.check(token=bench.world.user_token(), node_id=bench.world.businesses[1].page_id))
    assert second.proof.snapshot.remote_id == bench.world.businesses[1].ig_id
    assert second.proof.token == bench.world.page_token(1)


def test_pages_that_are_not_listed_are_found_one_by_one(loop: Any, run: Any) -> None:
    bench = Bench(loop, accounts=2)
    bench.world.app.lists_pages = False
    outcome = run(bench.check(token=bench.world.user_token()))
    assert len(outcome.pages) == 2
    chosen = run(bench.check(token=bench.world.user_token(), node_id=bench.world.businesses[1].page_id))
    assert chosen.checkup.has_passed
    assert chosen.proof.token == bench.world.page_token(1)


@pytest.mark.parametrize("lists_pages", [True, False])
def test_nobody_is_asked_for_the_page_of_an_account_that_was_named(loop: Any, run: Any, lists_pages: bool) -> None:
    bench = Bench(loop, accounts=2)
    bench.world.app.lists_pages = lists_pages
    business = bench.world.businesses[1]
    outcome = run(bench.check(token=bench.world.user_token(), expected_account=business.ig_id))
    assert outcome.pages == ()
    assert outcome.checkup.has_passed
    assert outcome.proof.token == bench.world.page_token(1)


def test_a_page_that_is_gone_is_not_replaced_by_another_one(bench: Bench, run: Any) -> None:
    outcome = run(bench.check(token=bench.world.user_token(), node_id="100000000099999"))
    assert outcome.proof is None
    assert outcome.checkup[P].problem.id == "page_not_linked"


def test_no_end_is_said_only_where_meta_says_so(bench: Bench, run: Any) -> None:
    bench.fail("any", path="debug_token", code=100)
    outcome = run(bench.check(token=bench.world.page_token()))
    assert outcome.checkup[T].finding is Finding.ACCEPTED


def test_no_page_at_all(bench: Bench, run: Any) -> None:
    bench.world.app.lists_pages = False
    bench.world.tokens.get(bench.world.user_token()).permissions[:] = ["instagram_basic"]
    outcome = run(bench.check(token=bench.world.user_token()))
    assert outcome.checkup[P].finding is Finding.TROUBLE
    assert outcome.checkup[P].problem.id == "page_not_linked"


def test_it_ends_when_it_is_cancelled(bench: Bench, run: Any) -> None:
    async def scene() -> None:
        bench.app.faults.add("hang", "identity", count=None)
        task = asyncio.create_task(bench.check())
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(scene())


def test_the_model_holds_together() -> None:
    fresh = Checkup()
    assert fresh.open_ids == frozenset(CheckId)
    assert not fresh.may_continue
    done = fresh
    for check_id in CheckId:
        done = done.with_result(CheckResult(check_id, CheckState.PASSED))
    assert done.has_passed
    assert done.ended() == done
    again = done.with_result(CheckResult(L, CheckState.FAILED)).waiting_for({L})
    assert (again[L].state, again[T].state, again.is_running) == (CheckState.WAITING, CheckState.PASSED, True)
    assert again.ended()[L].state is CheckState.BLOCKED
