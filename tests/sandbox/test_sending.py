"""The Send API: windows, limits, refusals, and what is recorded."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest

MARA = "mara.lindqvist"


def test_a_send_answers_with_the_id_that_reads_show(caller):
    reply = caller.send(MARA, "Yes to both! Shipping to Malmö is 190 kr")
    thread = caller.world.thread(MARA)
    assert set(reply.value) == {"recipient_id", "message_id"}
    assert reply.value["recipient_id"] == thread.person.igsid
    newest = caller.messages(MARA)[0]
    assert (newest["id"], newest["message"]) == (reply.value["message_id"], "Yes to both! Shipping to Malmö is 190 kr")
    assert newest["from"]["id"] == caller.world.businesses[0].ig_id


def test_every_accepted_send_is_recorded_once(caller):
    caller.send(MARA, "one")
    caller.send(MARA, "x" * 1001)
    caller.send("jonas.weber.wohnt", "two", messaging_type="RESPONSE")
    assert [(sent.username, sent.text, sent.tag) for sent in caller.world.sent] == [
        (MARA, "one", ""),
        ("jonas.weber.wohnt", "two", ""),
    ]
    assert caller.world.sent[0].at == caller.world.now()


def test_two_equal_sends_are_two_messages(caller):
    """There is no idempotency key."""
    first, second = caller.send(MARA, "again"), caller.send(MARA, "again")
    assert first.value["message_id"] != second.value["message_id"]
    assert len(caller.world.sent) == 2


def test_a_send_moves_the_conversation_up(caller):
    caller.send("jonas.weber.wohnt", "Hallo")
    assert (
        caller.get("/v26.0/me/conversations", limit=1).value["data"][0]["id"]
        == caller.world.thread("jonas.weber.wohnt").id
    )


def test_limit_counts_bytes(caller):
    """failure 36"""
    assert caller.send(MARA, "ä" * 500).status == 200
    assert caller.send(MARA, "ä" * 501).codes == (100, None)
    assert caller.send(MARA, "   ").codes == (100, 2534015)


def make_window(caller, age):
    thread = caller.world.newcomer("en")
    caller.world.say(thread, "Hello", at=caller.world.now() - age)
    return thread.person.username


HUMAN = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


@pytest.mark.parametrize(
    ("age", "more", "allowed"),
    [
        (timedelta(hours=23, minutes=59), {}, True),
        (timedelta(hours=24, minutes=1), {}, False),
        (timedelta(hours=24, minutes=1), HUMAN, True),
        (timedelta(days=6, hours=23), HUMAN, True),
        (timedelta(days=7, hours=1), HUMAN, False),
        (timedelta(days=2), {"messaging_type": "RESPONSE"}, False),
    ],
)
def test_reply_window(caller, age, more, allowed):
    """failures 21, 24"""
    reply = caller.send(make_window(caller, age), "Hi", **more)
    assert (reply.status == 200) is allowed
    if not allowed:
        assert reply.codes == (10, 2534022)
        assert (reply.status, reply.error["type"]) == (403, "IGApiException")
        assert not caller.world.sent


def test_a_reaction_of_the_customer_opens_the_window(caller):
    thread = caller.world.thread(make_window(caller, timedelta(days=9)))
    own = caller.world.phone(thread, "Still interested?")
    caller.world.react(thread, own, "❤️")
    assert caller.send(thread.person.username, "Lovely").status == 200


def test_human_agent_without_the_feature_fails_even_inside_the_window(make_caller):
    """failure 25"""
    caller = make_caller(human_agent=False)
    reply = caller.send(MARA, "Hi", **HUMAN)
    assert reply.codes == (10, None)
    assert "Human Agent" in reply.error["message"]
    assert caller.send(MARA, "Hi").status == 200


@pytest.mark.parametrize("tag", ["POST_PURCHASE_UPDATE", "ACCOUNT_UPDATE", "CONFIRMED_EVENT_UPDATE", "nonsense"])
def test_removed_tags(caller, tag):
    assert caller.send(MARA, "Hi", messaging_type="MESSAGE_TAG", tag=tag).codes == (100, None)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"message": {"text": "Hi"}}, (100, None)),
        ({"recipient": {"id": "123"}, "message": {"text": "Hi"}}, (100, 2534014)),
        ({"recipient": {"comment_id": "17900000000000055"}, "message": {"text": "Hi"}}, (100, 2534025)),
        ({"recipient": "123", "message": {"text": "Hi"}}, (100, None)),
        ({"recipient": {"id": ["1"]}, "message": {"text": "Hi"}}, (100, None)),
        ({}, (100, None)),
    ],
)
def test_bad_bodies(caller, body, codes):
    assert caller.post("/v26.0/me/messages", body).codes == codes


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("blocked", (551, 1545041)),
        ("temporary", (2, None)),
        ("no_role", (200, 2534048)),
        ("other_app", (100, 2534037)),
        ("routed", (10, 2018300)),
        ("not_found", (100, 2534014)),
        ("restricted", (10, 1893063)),
        ("access_off", (200, 2534041)),
        ("automated", (2018321, None)),
    ],
)
def test_people_who_cannot_be_reached(caller, reason, codes):
    """failures 15, 27, 28, 29, 30"""
    caller.world.refuse(MARA, reason)
    assert caller.send(MARA, "Hi").codes == codes
    caller.world.refuse(MARA, "")
    assert caller.send(MARA, "Hi").status == 200


def test_a_reply_quotes_a_message_that_exists(caller):
    quoted = caller.messages(MARA)[0]["id"]
    reply = caller.send(MARA, "That one", reply_to={"mid": quoted})
    assert caller.messages(MARA)[0]["reply_to"] == {"mid": quoted, "is_self_reply": False}
    assert caller.world.sent[0].quoted_id == quoted
    assert reply.status == 200
    assert caller.send(MARA, "That one", reply_to={"mid": "unknown"}).codes == (100, 2534015)


def test_text_and_attachment_together_drop_the_attachment(caller):
    """failure 37"""
    recipient = {"id": caller.world.thread(MARA).person.igsid}
    photo = {"type": "image", "payload": {"url": "https://cdn.example.org/b.jpg"}}
    both = {"recipient": recipient, "message": {"text": "Look", "attachment": photo}}
    alone = {"recipient": recipient, "message": {"attachments": [photo, photo]}}
    assert caller.post("/v26.0/me/messages", both).status == 200
    assert "attachments" not in caller.messages(MARA)[0]
    assert caller.post("/v26.0/me/messages", alone).status == 200
    shown = caller.messages(MARA)[0]["attachments"]["data"]
    assert len(shown) == 2
    assert all("ig_messaging_cdn" in each["image_data"]["url"] for each in shown), "Instagram's own copies"


def test_attachments_that_cannot_be_fetched(caller):
    """failure 39"""
    recipient = {"id": caller.world.thread(MARA).person.igsid}
    local = {"type": "image", "payload": {"url": "http://localhost/b.jpg"}}
    strange = {"type": "poll", "payload": {}}
    for attachment, codes in ((local, (100, 2018008)), (strange, (100, None))):
        body = {"recipient": recipient, "message": {"attachment": attachment}}
        assert caller.post("/v26.0/me/messages", body).codes == codes


def test_a_reaction_is_set_and_replaced(caller):
    person = caller.world.thread(MARA).person.igsid
    target = caller.messages(MARA)[0]["id"]
    body = {"recipient": {"id": person}, "sender_action": "react", "payload": {"message_id": target, "reaction": "🎉"}}
    assert caller.post("/v26.0/me/messages", body).value == {"recipient_id": person}
    assert caller.messages(MARA)[0]["reactions"]["data"][0]["reaction"] == "🎉"
    body["payload"]["reaction"] = "love"
    caller.post("/v26.0/me/messages", body)
    assert caller.messages(MARA)[0]["reactions"]["data"][0]["reaction"] == "❤"
    caller.post("/v26.0/me/messages", {**body, "sender_action": "unreact", "payload": {"message_id": target}})
    assert "reactions" not in caller.messages(MARA)[0]
    body["payload"]["message_id"] = "unknown"
    assert caller.post("/v26.0/me/messages", body).codes == (100, 2534015)


def test_sender_actions(caller):
    recipient = {"id": caller.world.thread(MARA).person.igsid}
    for action in ("typing_on", "typing_off", "mark_seen"):
        body = {"recipient": recipient, "sender_action": action}
        assert caller.post("/v26.0/me/messages", body).value == {"recipient_id": recipient["id"]}
    both = {"recipient": recipient, "sender_action": "mark_seen", "message": {"text": "Hi"}}
    assert caller.post("/v26.0/me/messages", both).codes == (100, 2018014)
    assert caller.post("/v26.0/me/messages", {"recipient": recipient, "sender_action": "dance"}).codes == (100, None)
    assert [action.kind for action in caller.world.actions] == ["typing_on", "typing_off", "mark_seen"]
    assert not caller.world.sent


def test_form_fields_with_json_values(make_caller):
    caller = make_caller(flavour="facebook")
    form = {
        "recipient": json.dumps({"id": caller.world.thread(MARA).person.igsid}),
        "message": json.dumps({"text": "Hi & bye"}),
        "messaging_type": "RESPONSE",
    }
    body = urlencode(form).encode()
    reply = caller.request("POST", "/v26.0/me/messages", {}, body, "application/x-www-form-urlencoded")
    assert reply.status == 200
    assert caller.world.sent[0].text == "Hi & bye"


def test_reactions_as_the_facebook_flavour_documents_them(caller):
    person, target = caller.world.thread(MARA).person.igsid, caller.messages(MARA)[0]["id"]
    body = {"recipient": {"id": person}, "sender_action": "react", "payload": {"message_id": target, "reaction": "🎉"}}
    caller.token = caller.world.page_token()
    assert caller.post("/v26.0/me/messages", body).codes == (100, None)
    body["payload"]["reaction"] = "love"
    assert caller.post("/v26.0/me/messages", body).status == 200


def test_no_action_outside_of_the_window_and_none_with_more_than_it_needs(caller, clock):
    recipient = {"id": caller.world.thread(MARA).person.igsid}
    more = {"recipient": recipient, "sender_action": "typing_on", "payload": {}}
    assert caller.post("/v26.0/me/messages", more).codes == (100, 2018014)
    clock.advance(days=2)
    late = {"recipient": recipient, "sender_action": "mark_seen"}
    assert caller.post("/v26.0/me/messages", late).codes == (10, 2534022)


def test_an_account_that_cannot_react(caller):
    """failure 66"""
    caller.world.can_react = False
    person, target = caller.world.thread(MARA).person.igsid, caller.messages(MARA)[0]["id"]
    body = {"recipient": {"id": person}, "sender_action": "react", "payload": {"message_id": target, "reaction": "🎉"}}
    assert caller.post("/v26.0/me/messages", body).codes == (2, None)
