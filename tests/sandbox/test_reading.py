"""Lists, conversations and messages in the shapes of the fact sheet's section 3."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from igdesk.sandbox.dialogues_show import KINDS
from igdesk.sandbox.nodes import Options

LIST = "/v26.0/me/conversations"


def test_default_fields_of_the_list(caller):
    value = caller.get(LIST, platform="instagram").value
    assert len(value["data"]) == 25
    assert all(list(entry) == ["id", "updated_time"] for entry in value["data"])
    assert value["data"][0]["updated_time"] == "2026-11-20T14:31:00+0000"
    times = [entry["updated_time"] for entry in value["data"]]
    assert times == sorted(times, reverse=True)


def test_next_carries_the_token_in_clear(caller):
    """failure 96"""
    paging = caller.get(LIST, platform="instagram", limit=3).value["paging"]
    assert set(paging) == {"cursors", "next"}
    assert f"access_token={caller.token}" in paging["next"]
    assert f"after={paging['cursors']['after']}" in paging["next"]


def test_pages_follow_each_other_to_the_end(caller):
    seen, after, pages = [], "", 0
    while True:
        value = caller.get(LIST, platform="instagram", limit=12, after=after).value
        seen += [entry["id"] for entry in value["data"]]
        pages += 1
        if "next" not in value["paging"]:
            break
        after = value["paging"]["cursors"]["after"]
    assert pages == 4
    assert len(seen) == len(set(seen)) == 40


def test_next_link_works_and_previous_leads_back(caller):
    first = caller.get(LIST, platform="instagram", limit=5).value
    second = caller.follow(first["paging"]["next"]).value
    assert {entry["id"] for entry in first["data"]}.isdisjoint(entry["id"] for entry in second["data"])
    assert caller.follow(second["paging"]["previous"]).value["data"] == first["data"]


def test_paging_is_live_a_thread_that_moves_up_is_missed(caller):
    first = caller.get(LIST, platform="instagram", limit=5).value
    moved = caller.world.threads()[7]
    caller.world.say(moved, "Hello again")
    second = caller.follow(first["paging"]["next"]).value
    assert moved.id not in {entry["id"] for entry in second["data"]}


def test_by_account_id(caller):
    ig_id = caller.world.businesses[0].ig_id
    assert caller.get(f"/v26.0/{ig_id}/conversations", limit=2).value["data"]


def test_messenger_conversations_are_none(caller):
    assert caller.get(LIST, platform="MESSENGER").value == {"data": []}
    assert caller.get(LIST, platform="whatsapp").codes == (100, None)


def test_thread_with_one_person(caller):
    thread = caller.world.thread("jonas.weber.wohnt")
    value = caller.get(LIST, platform="instagram", user_id=thread.person.igsid).value
    assert [entry["id"] for entry in value["data"]] == [thread.id]
    assert caller.get(LIST, platform="instagram", user_id="123456").value == {"data": []}


def test_everything_in_one_call(caller, everything):
    value = caller.get(LIST, platform="instagram", limit=8, fields=everything).value
    mara = value["data"][0]
    assert list(mara) == ["id", "updated_time", "participants", "messages"]
    own, person = mara["participants"]["data"]
    assert own == {"id": caller.world.businesses[0].ig_id, "username": "fernandclay.studio"}
    assert list(person) == ["id", "username"]
    newest, quoting, reacted, photo, text, story = mara["messages"]["data"]
    assert newest == {
        "id": newest["id"],
        "created_time": "2026-11-20T14:31:00+0000",
        "from": person,
        "to": {"data": [own]},
        "message": "Shipping to Malmö, if that’s possible",
    }
    assert quoting["reply_to"] == {"mid": photo["id"], "is_self_reply": False}
    assert reacted["reactions"] == {"data": [{"reaction": "❤️", "users": [own]}]}
    (attachment,) = photo["attachments"]["data"]
    assert set(attachment) == {"id", "mime_type", "name", "image_data"}
    assert set(attachment["image_data"]) == {"url", "width", "height"}
    assert photo["message"] == ""
    assert text["from"] == own
    assert set(story["story"]["reply_to"]) == {"link", "id"}
    assert set(mara["messages"]["paging"]) == {"cursors"}


def attachment(message):
    return message["attachments"]["data"][0]


@pytest.mark.parametrize(
    ("username", "check"),
    [
        ("studio.marlow", lambda m: "audio" in attachment(m)["mime_type"] and "file_url" in attachment(m)),
        ("galerie.nordlicht", lambda m: attachment(m)["mime_type"] == "application/pdf"),
        ("carlos.ibanez.cocina", lambda m: {"url", "preview_url"} <= set(attachment(m)["video_data"])),
        ("sofia.ek", lambda m: "animated_gif_url" in attachment(m)["image_data"]),
        ("sofia.ek", lambda m: m["shares"]["data"][0]["link"].startswith("https://www.instagram.com/reel/")),
        ("lucas.moreau", lambda m: m["is_unsupported"] is True and m["message"] == ""),
        ("greta.lund", lambda m: set(attachment(m)) == {"id", "mime_type"}),
        ("claire.delmas", lambda m: m["story"]["mention"]["link"] == ""),
        ("emma.wainwright", lambda m: set(m) == {"id", "created_time", "from", "to", "message"} and m["message"] == ""),
    ],
)  # fmt: skip
def test_kinds_of_messages(caller, username, check):
    def matches(message):
        try:
            return check(message)
        except KeyError:
            return False

    assert any(matches(message) for message in caller.messages(username))


def test_shares_need_named_sub_fields(caller):
    thread = caller.world.thread("sofia.ek")
    without = caller.get(f"/v26.0/{thread.id}/messages", fields="id,shares").value["data"]
    assert not any("shares" in message for message in without)
    named = caller.get(f"/v26.0/{thread.id}/messages", fields="id,shares{link}").value["data"]
    assert [message["shares"] for message in named if "shares" in message]


def test_a_story_lives_for_a_day(caller, clock):
    """failure 80"""
    story = next(message for message in caller.messages("minseo.home") if "story" in message)
    assert story["story"]["reply_to"]["link"]
    clock.advance(hours=25)
    story = next(message for message in caller.messages("minseo.home") if "story" in message)
    assert story["story"]["reply_to"]["link"] == ""


def test_one_message_and_its_default_fields(caller):
    message = caller.messages("jonas.weber.wohnt")[0]
    assert caller.get(f"/v26.0/{message['id']}").value == {
        "id": message["id"],
        "created_time": message["created_time"],
    }
    quoted = caller.get(f"/v26.0/{quote(message['id'], safe='')}", fields="message,from").value
    assert quoted == {"message": message["message"], "from": message["from"], "id": message["id"]}


def test_sub_edges_of_a_message(caller):
    photo = next(message for message in caller.messages("jonas.weber.wohnt") if "attachments" in message)
    edge = caller.get(f"/v26.0/{photo['id']}/attachments").value
    assert edge["data"][0]["id"] == photo["attachments"]["data"][0]["id"]
    assert caller.get(f"/v26.0/{photo['id']}/shares", fields="link").value == {"data": []}


def test_ids_are_long_and_odd(caller):
    ids = [message["id"] for message in caller.messages("oliver.finch.writes")]
    assert all(100 <= len(message_id) <= 250 for message_id in ids)
    assert any("=" in message_id for message_id in ids)


def test_only_the_twenty_newest_have_details(caller):
    """failure 53"""
    thread = caller.world.thread("oliver.finch.writes")
    oldest = thread.messages[0]
    assert caller.get(f"/v26.0/{oldest.id}", fields="message").codes == (9000001, None)
    edge = caller.get(f"/v26.0/{thread.id}/messages", fields="id,created_time,message,from", limit=35).value
    assert len(edge["data"]) == 35
    assert all("message" in message for message in edge["data"][:20])
    assert all(set(message) == {"id", "created_time"} for message in edge["data"][20:])


@pytest.mark.parametrize("beyond", ["error", "cut"])
def test_other_readings_of_the_rule_of_twenty(make_caller, beyond):
    caller = make_caller(options=Options(beyond_twenty=beyond))
    thread = caller.world.thread("oliver.finch.writes")
    reply = caller.get(f"/v26.0/{thread.id}", fields="messages.limit(35){id,message}")
    if beyond == "error":
        assert reply.codes == (9000001, None)
    else:
        assert len(reply.value["messages"]["data"]) == 20


def test_messages_page_by_cursor_nested_and_as_an_edge(caller):
    thread = caller.world.thread("oliver.finch.writes")
    nested = caller.get(f"/v26.0/{thread.id}", fields="messages.limit(20){id}").value["messages"]
    after = nested["paging"]["cursors"]["after"]
    edge = caller.get(f"/v26.0/{thread.id}/messages", limit=20, after=after).value
    again = caller.get(f"/v26.0/{thread.id}", fields=f"messages.limit(20).after({after}){{id}}").value["messages"]
    assert len(edge["data"]) == 15
    assert "next" not in edge["paging"]
    assert [message["id"] for message in again["data"]] == [message["id"] for message in edge["data"]]
    assert caller.follow(nested["paging"]["next"]).value["data"] == again["data"]


def test_an_unsent_message_is_gone(caller):
    thread = caller.world.thread("jonas.weber.wohnt")
    message = thread.messages[3]
    caller.world.unsend(thread, message)
    assert message.id not in {shown["id"] for shown in caller.messages("jonas.weber.wohnt")}
    assert caller.get(f"/v26.0/{message.id}").codes == (9000001, None)


def test_an_edit_keeps_id_and_date_and_does_not_move_the_thread(caller):
    """failure 62"""
    thread = caller.world.thread("jonas.weber.wohnt")
    before, message = thread.updated_at, thread.messages[0]
    caller.world.edit(message, "Anders")
    caller.world.react(thread, message, "👍", by_business=True)
    shown = caller.messages("jonas.weber.wohnt")[-1]
    assert (shown["id"], shown["message"]) == (message.id, "Anders")
    assert thread.updated_at == before


def test_a_request_idle_for_thirty_days_is_left_out(caller, clock):
    """failure 60"""
    newcomer = caller.world.newcomer()
    newcomer.in_requests = True
    caller.world.say(newcomer, "Hello")
    first = caller.get(LIST, limit=1).value["data"][0]["id"]
    clock.advance(days=31)
    listed = {entry["id"] for entry in caller.get(LIST, limit=100).value["data"]}
    assert first == newcomer.id
    assert newcomer.id not in listed


def test_too_many_objects_in_one_call(caller):
    reply = caller.get(LIST, limit=25, fields="id,messages.limit(20){id}")
    assert (reply.status, reply.codes) == (500, (1, None))
    assert "reduce the amount of data" in reply.error["message"]
    assert caller.get(LIST, limit=25, fields="id,messages.limit(5){id}").status == 200
    assert caller.get(LIST, limit=10, fields="id,messages.limit(10){id}").status == 200


def test_one_poisoned_conversation_fails_every_list_that_renders_it(caller):
    """failure 57"""
    thread = caller.world.poison("layla.haddad")
    for fields in ("id,participants", "id,messages.limit(1){id}"):
        reply = caller.get(LIST, limit=5, fields=fields)
        assert (reply.status, reply.codes) == (500, (1, None))
    assert caller.get(f"/v26.0/{thread.id}", fields="id").codes == (1, None)
    assert caller.get(f"/v26.0/{thread.id}/messages").codes == (1, None)
    assert caller.get(LIST, limit=5, fields="id,updated_time").status == 200
    assert caller.get(LIST, limit=1, fields="id,participants").status == 200


def test_refused_questions(caller):
    thread = caller.world.thread("jonas.weber.wohnt")
    assert caller.get(LIST, fields="id,unread_count").codes == (100, None)
    assert "nonexisting field (unread_count)" in caller.get(LIST, fields="unread_count").error["message"]
    assert caller.get(f"/v26.0/{thread.id}", fields="messages{id,nonsense}").codes == (100, None)
    assert caller.get(LIST, fields="id{").codes == (2500, None)
    assert caller.get(LIST, after="rubbish").codes == (100, None)
    assert caller.get(LIST, limit="many").codes == (100, None)
    assert caller.get("/v26.0/me/nothing").codes == (2500, None)
    assert caller.get("/v27.0/me").codes == (2500, None)
    assert caller.get("/v26.0/fern").codes == (803, None)
    assert caller.get("/v26.0/99999").codes == (100, 33)
    assert caller.post(f"/v26.0/{thread.id}", {}).codes == (100, 33)


def test_error_shape(caller):
    reply = caller.get("/v26.0/99999")
    assert set(reply.error) == {"message", "type", "code", "error_subcode", "fbtrace_id"}
    assert reply.headers["content-type"] == "application/json; charset=UTF-8"


def test_removed_features(caller):
    """Section 10.2: several ids at once, conditional reads."""
    reply = caller.get("/v26.0/", ids="1,2")
    assert (reply.status, reply.codes) == (500, (100, None))
    assert "ids query parameter is deprecated" in reply.error["message"]


def test_a_profile_has_the_fields_asked_for(caller):
    person = caller.world.thread("mara.lindqvist").person
    fields = "name,username,profile_pic,follower_count,is_verified_user,is_user_follow_business,is_business_follow_user"
    value = caller.get(f"/v26.0/{person.igsid}", fields=fields).value
    assert value.pop("profile_pic").startswith("http://127.0.0.1:8080/cdn/")
    assert value == {
        "name": "Mara Lindqvist", "username": "mara.lindqvist", "follower_count": 12431, "is_verified_user": False,
        "is_user_follow_business": True, "is_business_follow_user": True, "id": person.igsid,
    }  # fmt: skip
    assert caller.get(f"/v26.0/{person.igsid}", fields="profile_picture_url").codes == (100, None)


def test_profiles_that_are_not_given(caller):
    """failures 72, 74, 77"""
    nameless = caller.world.thread("user_48213990")
    assert caller.get(f"/v26.0/{nameless.person.igsid}").codes == (9010, None)
    written_to = caller.world.newcomer()
    caller.world.phone(written_to, "Hello, you won our raffle")
    assert caller.get(f"/v26.0/{written_to.person.igsid}").codes == (230, None)


def test_facts_that_may_be_absent(caller):
    person = caller.world.thread("aiko.tanaka.table").person
    fields = "name,profile_pic,is_user_follow_business,is_business_follow_user"
    assert set(caller.get(f"/v26.0/{person.igsid}", fields=fields).value) == {"name", "is_user_follow_business", "id"}


def test_conversations_without_a_message_are_not_listed(caller):
    newcomer = caller.world.newcomer()
    assert newcomer.messages == []
    assert caller.get(LIST, limit=1).value["data"][0]["id"] != newcomer.id
    caller.world.say(newcomer, "Hi", at=caller.world.now() + timedelta(seconds=1))
    assert caller.get(LIST, limit=1).value["data"][0]["id"] == newcomer.id


SHOW = "kvadrat.home"


@pytest.mark.parametrize("token", ["instagram_token", "page_token"])
def test_one_conversation_shows_every_kind(caller, token):
    """Everything that a message may hold, in both flavours."""
    world = caller.world
    caller.token = getattr(world, token)()
    thread = world.thread(SHOW)
    fields = (
        "id,created_time,from,message,attachments{id,name,mime_type,image_data,video_data,file_url,generic_template},"
        "shares{link,name,description,type,template},story,reactions,reply_to,is_unsupported"
    )
    found = caller.get(f"/v26.0/{thread.id}", fields=f"messages.limit(20){{{fields}}}").value["messages"]["data"]
    assert len(found) == len(thread.messages) == 20
    files = [a for message in found for a in message.get("attachments", {}).get("data", [])]
    assert {a["mime_type"].partition("/")[0] for a in files if "mime_type" in a} == {
        "image", "video", "audio", "application",
    }  # fmt: skip
    assert any(a.get("image_data", {}).get("render_as_sticker") for a in files)
    assert any(set(a) == {"id", "mime_type"} for a in files), "view once"
    cards = [a["generic_template"] for a in files if "generic_template" in a]
    assert any("media_url" in card and card["cta"]["data"] for card in cards)
    shares = [share for message in found for share in message.get("shares", {}).get("data", [])]
    assert any("/reel/" in share["link"] for share in shares)
    assert any("product" in share["template"]["payload"] for share in shares if "template" in share)
    assert {key for message in found for key in message.get("story", {})} == {"mention", "reply_to"}
    assert any(message.get("is_unsupported") for message in found)
    assert any(
        set(message) <= {"id", "created_time", "from", "message"} and not message["message"] for message in found
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_message_of_every_kind_can_be_asked_for(caller, kind):
    world = caller.world
    said = world.say(SHOW, line=KINDS[kind])
    message = next(m for m in caller.messages(SHOW) if m["id"] == said.id)
    assert set(message) >= {"id", "created_time"}


def test_attachments_in_the_shape_of_events(caller):
    """failure 89"""
    caller.app.options.attachment_shape = "event"
    kinds = set()
    for message in caller.messages(SHOW):
        for found in message.get("attachments", []):
            assert set(found) <= {"type", "payload"}
            kinds.add(found["type"])
    assert kinds == {"image", "video", "audio", "file", "template", "ephemeral", "ig_reel", "share"}


def test_fields_that_an_account_does_not_know(caller):
    caller.app.options.unknown_fields = frozenset({"generic_template"})
    thread = caller.world.thread(SHOW)
    answer = caller.get(f"/v26.0/{thread.id}/messages", fields="id,attachments{id,generic_template}")
    assert answer.codes == (100, None)
    assert "(generic_template)" in answer.value["error"]["message"]
    assert caller.get(f"/v26.0/{thread.id}/messages", fields="id,attachments{id}").value["data"]
