"""Everything that can go wrong, one fault at a time."""

import asyncio
import json
from datetime import UTC
from email.utils import parsedate_to_datetime

import pytest

from igdesk.sandbox.faults import DroppedError

LIST = "/v26.0/me/conversations"
MARA = "mara.lindqvist"


def thread_path(caller):
    return f"/v26.0/{caller.world.thread(MARA).id}"


def test_error_strikes_once_and_is_gone(caller):
    fault = caller.faults.add("error", "list", code=2, subcode=99, status=500, message="Later", transient=True)
    reply = caller.get(LIST)
    assert (reply.status, reply.codes) == (500, (2, 99))
    assert (reply.error["message"], reply.error["is_transient"]) == ("Later", True)
    assert caller.get(LIST).status == 200
    assert fault.hits == 1
    assert caller.faults.active == ()


def test_a_fault_strikes_where_it_was_put(caller):
    person = caller.world.thread(MARA).person.igsid
    calls = {
        "list": lambda: caller.get(LIST),
        "read": lambda: caller.get(thread_path(caller)),
        "send": lambda: caller.send(MARA, "Hi"),
        "profile": lambda: caller.get(f"/v26.0/{person}"),
        "identity": lambda: caller.get("/v26.0/me"),
        "refresh": lambda: caller.get("/refresh_access_token", grant_type="ig_refresh_token"),
        "media": lambda: caller.get("/cdn/profile/"),
    }
    for scope in calls:
        caller.faults.add("error", scope, code=4, count=None)
        struck = {name for name, call in calls.items() if b'"code": 4' in call().body}
        caller.faults.clear()
        assert struck == {scope}
    caller.faults.add("error", "conversations", code=4, count=None)
    assert {name for name, call in calls.items() if b'"code": 4' in call().body} == {"list", "read"}


def test_counts_skips_and_paths(caller):
    caller.faults.add("error", "any", count=2, skip=1, path="conversations")
    assert [caller.get(LIST).status for _ in range(4)] == [200, 400, 400, 200]
    caller.faults.add("error", "any", count=None, path="conversations")
    assert caller.get("/v26.0/me").status == 200
    assert [caller.get(LIST).status for _ in range(3)] == [400] * 3


def test_waiting_faults_strike_one_call_each(caller):
    caller.faults.add("error", "list", code=1)
    caller.faults.add("error", "list", code=2)
    assert [caller.get(LIST).codes[0] for _ in range(2)] == [1, 2]


def test_a_fault_can_be_removed_twice(caller):
    fault = caller.faults.add("error", "list", count=None)
    caller.faults.remove(fault)
    caller.faults.remove(fault)
    assert caller.get(LIST).status == 200


def test_throttle(caller):
    """failure 34"""
    caller.faults.add("throttle", "list", code=80002, subcode=2446079, minutes=7)
    caller.faults.add("throttle", "list", status=429, retry_after=30)
    first, second = caller.get(LIST), caller.get(LIST)
    (entry,) = json.loads(first.headers["x-business-use-case-usage"])[caller.world.businesses[0].ig_id]
    assert (first.codes, entry["estimated_time_to_regain_access"]) == ((80002, 2446079), 7)
    assert (second.status, second.headers["retry-after"], second.codes) == (429, "30", (613, 2534040))


def test_captive_portal(caller):
    caller.faults.add("html", "list")
    caller.faults.add("redirect", "list", location="http://portal.example/")
    page, redirect = caller.get(LIST), caller.get(LIST)
    assert (page.status, page.headers["content-type"]) == (200, "text/html")
    assert (redirect.status, redirect.headers["location"]) == (302, "http://portal.example/")


@pytest.mark.parametrize("kind", ["truncated", "garbage"])
def test_an_answer_can_be_no_json(caller, kind):
    caller.faults.add(kind, "list")
    reply = caller.get(LIST)
    assert reply.status == 200
    with pytest.raises(ValueError):
        json.loads(reply.body)


def test_right_json_under_a_wrong_name(caller):
    caller.faults.add("wrong_content_type", "list")
    reply = caller.get(LIST)
    assert reply.headers["content-type"].startswith("text/html")
    assert reply.value["data"]


def test_empty_and_huge_bodies(caller):
    caller.faults.add("empty", "list", status=503)
    assert (caller.get(LIST).status, caller.get(LIST).status) == (503, 200)
    caller.faults.add("huge", "list", bytes=100_000)
    reply = caller.get(LIST)
    assert len(reply.body) > 100_000
    assert reply.value["data"]


def test_a_slow_answer_takes_its_seconds(caller):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    caller.app._sleep = sleep
    caller.faults.add("slow", "list", seconds=12)
    assert caller.get(LIST).status == 200
    assert waited == [12]


@pytest.mark.parametrize(
    ("kind", "settings", "processed"),
    [("hang", {}, False), ("hang", {"processed": True}, True), ("hang_after_processing", {}, True)],
)
def test_hang_until_the_caller_gives_up(caller, kind, settings, processed):
    """failure 33"""
    caller.faults.add(kind, "send", **settings)
    recipient = {"id": caller.world.thread(MARA).person.igsid}
    body = json.dumps({"recipient": recipient, "message": {"text": "Hi"}}).encode()

    async def body_of_test():
        task = asyncio.create_task(caller.arequest("POST", "/v26.0/me/messages", {}, body))
        for _ in range(5):
            await asyncio.sleep(0)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(body_of_test())
    assert len(caller.world.sent) == int(processed)
    assert caller.app.calls[-1].status == 0


def test_connection_breaks_before_or_after_the_message_was_taken(caller):
    """failure 33"""
    caller.faults.add("drop_before", "send")
    caller.faults.add("drop_after", "send")
    for taken in (0, 1):
        with pytest.raises(DroppedError):
            caller.send(MARA, "Hi")
        assert len(caller.world.sent) == taken
    assert caller.messages(MARA)[0]["message"] == "Hi"
    assert issubclass(DroppedError, ConnectionError)


def test_server_error_although_the_message_was_taken(caller):
    caller.faults.add("server_error_after", "send")
    reply = caller.send(MARA, "Hi")
    assert (reply.status, reply.headers["content-type"]) == (502, "text/html")
    assert len(caller.world.sent) == 1


def test_an_error_although_the_message_was_taken(caller):
    """1/1357046: "received invalid JSON reply", and yet it was sent."""
    caller.faults.add("server_error_after", "send", code=1, subcode=1357046, status=500)
    assert caller.send(MARA, "Hi").codes == (1, 1357046)
    assert len(caller.world.sent) == 1


def test_a_sent_message_shows_late(caller):
    """failure 47"""
    caller.faults.add("late_echo", "send", reads=2)
    message_id = caller.send(MARA, "Hi").value["message_id"]
    shown = [message_id in {message["id"] for message in caller.messages(MARA)} for _ in range(4)]
    assert shown == [False, False, True, True]


def ids(caller):
    return [message["id"] for message in caller.messages(MARA)]


def test_messages_can_come_twice(caller):
    """failure 51"""
    before = ids(caller)
    caller.faults.add("duplicates", "read")
    assert ids(caller) == [message_id for message_id in before for _ in range(2)]


def test_messages_can_come_in_disorder(caller):
    """failure 55"""
    before = ids(caller)
    caller.faults.add("disorder", "read")
    after = ids(caller)
    assert after != before
    assert sorted(after) == sorted(before)


def test_missing_messages(caller):
    before = ids(caller)
    caller.faults.add("missing_messages", "read", index=[1, 3])
    assert ids(caller) == [message_id for place, message_id in enumerate(before) if place not in (1, 3)]
    assert ids(caller) == before


def test_lists_bend_too(caller):
    caller.faults.add("duplicates", "list")
    assert len(caller.get(LIST, limit=3).value["data"]) == 6


def test_fields_that_are_not_as_documented(caller):
    caller.faults.add("missing_fields", "read", names=["created_time", "from"])
    assert set(caller.messages(MARA)[0]) == {"id", "to", "message"}
    caller.faults.add("null_fields", "read", names=["message"])
    assert caller.messages(MARA)[0]["message"] is None
    caller.faults.add("replaced_fields", "read", values={"message": 5, "created_time": "soon"})
    shown = caller.messages(MARA)[0]
    assert (shown["message"], shown["created_time"]) == (5, "soon")
    caller.faults.add("extra_fields", "read")
    assert "a_field_of_tomorrow" in caller.messages(MARA)[0]
    caller.faults.add("numeric_ids", "read")
    assert isinstance(caller.messages(MARA)[0]["from"]["id"], int)


def test_fields_anywhere(caller):
    caller.faults.add("missing_fields", "list", names=["username"], everywhere=True)
    value = caller.get(LIST, limit=1, fields="id,participants").value
    assert [set(person) for person in value["data"][0]["participants"]["data"]] == [{"id"}] * 2


def test_links_that_are_dead_on_arrival(caller):
    """failures 75, 78"""
    caller.faults.add("expired_links", "read")
    (message,) = [m for m in caller.messages(MARA) if "attachments" in m]
    assert caller.follow(message["attachments"]["data"][0]["image_data"]["url"]).status == 403
    (message,) = [m for m in caller.messages(MARA) if "attachments" in m]
    assert caller.follow(message["attachments"]["data"][0]["image_data"]["url"]).status == 200


def test_files_that_are_not_what_they_say(caller):
    (message,) = [m for m in caller.messages(MARA) if "attachments" in m]
    url = message["attachments"]["data"][0]["image_data"]["url"]
    caller.faults.add("lying_types", "media", type="application/pdf")
    caller.faults.add("oversize", "media", bytes=1000)
    reply = caller.follow(url)
    assert reply.headers["content-type"] == "application/pdf"
    assert len(reply.body) == len(caller.follow(url).body) + 1000


def test_skewed_clock(caller, clock):
    def date():
        return parsedate_to_datetime(caller.get("/v26.0/me").headers["date"]).astimezone(UTC)

    assert date() == clock()
    caller.faults.add("clock_skew", seconds=-120)
    assert (clock() - date()).total_seconds() == 120


def test_the_call_log_holds_no_token(caller):
    caller.get(LIST, limit=1, access_token=caller.token)
    caller.send(MARA, "Hi")
    assert [(call.method, call.path, call.scope, call.status) for call in caller.app.calls] == [
        ("GET", LIST, "list", 200),
        ("POST", "/v26.0/me/messages", "send", 200),
    ]
    assert caller.app.calls[0].query == {"limit": "1"}
    assert caller.app.calls[0].account_id == caller.world.businesses[0].ig_id
    assert caller.token not in repr(caller.app.calls)
