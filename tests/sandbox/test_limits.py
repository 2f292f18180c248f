"""Usage headers and throttling."""

import json

from igdesk.sandbox.nodes import Options

LIST = "/v26.0/me/conversations"


def usage(reply):
    return json.loads(reply.headers["x-business-use-case-usage"])


def test_usage_of_an_instagram_token_grows_with_the_calls(make_caller):
    caller = make_caller(options=Options(calls_per_hour=100))
    ig_id = caller.world.businesses[0].ig_id
    first = usage(caller.get("/v26.0/me"))
    for _ in range(9):
        last = caller.get("/v26.0/me")
    assert first[ig_id][0]["call_count"] == 1
    assert usage(last) == {
        ig_id: [{
            "type": "instagram", "call_count": 10, "total_cputime": 3, "total_time": 5,
            "estimated_time_to_regain_access": 0,
        }]
    }  # fmt: skip
    assert "x-app-usage" not in last.headers


def test_usage_of_a_page_token_names_two_ids(make_caller):
    caller = make_caller(flavour="facebook")
    business = caller.world.businesses[0]
    assert set(usage(caller.get("/v26.0/me"))) == {business.ig_id, business.page_id}
    assert caller.get("/v26.0/me").headers["facebook-api-version"] == "v26.0"


def test_usage_of_a_user_token_is_the_apps(make_caller):
    caller = make_caller(flavour="facebook")
    caller.token = caller.world.user_token()
    reply = caller.get("/v26.0/me/accounts")
    assert set(json.loads(reply.headers["x-app-usage"])) == {"call_count", "total_time", "total_cputime"}
    assert "x-business-use-case-usage" not in reply.headers


def test_usage_falls_after_an_hour(make_caller, clock):
    caller = make_caller(options=Options(calls_per_hour=10))
    for _ in range(5):
        caller.get("/v26.0/me")
    clock.advance(hours=1, seconds=1)
    (entry,) = usage(caller.get("/v26.0/me"))[caller.world.businesses[0].ig_id]
    assert entry["call_count"] == 10


def test_two_conversation_calls_a_second(make_caller, clock):
    """failure 34"""
    caller = make_caller(options=Options.strict())
    thread = caller.world.threads()[0]
    assert caller.get(LIST).status == 200
    assert caller.get(f"/v26.0/{thread.id}").status == 200
    assert caller.get(f"/v26.0/{thread.id}").codes == (613, 2534040)
    assert caller.get("/v26.0/me").status == 200
    assert caller.send("mara.lindqvist", "Sends have a limit of their own").status == 200
    clock.advance(seconds=1.1)
    assert caller.get(LIST).status == 200


def test_full_usage_blocks_the_account(make_caller, clock):
    caller = make_caller(options=Options(calls_per_hour=4, throttle_at_full_usage=True))
    for _ in range(4):
        assert caller.get("/v26.0/me").status == 200
    clock.advance(minutes=10)
    reply = caller.get("/v26.0/me")
    assert reply.codes == (80002, 2446079)
    (entry,) = usage(reply)[caller.world.businesses[0].ig_id]
    assert entry["estimated_time_to_regain_access"] == 50


def test_no_limits_unless_strict(caller):
    assert all(caller.get(LIST, limit=1).status == 200 for _ in range(10))
