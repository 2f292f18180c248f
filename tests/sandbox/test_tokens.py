"""Who am I, both flavours, and what is wrong with a token."""

from datetime import timedelta
from hashlib import sha256
from hmac import new as hmac

import pytest


def test_instagram_identity_has_two_ids(caller):
    """failure 12"""
    business = caller.world.businesses[0]
    fields = "id,user_id,username,name,account_type,followers_count,profile_picture_url"
    value = caller.get("/v26.0/me", fields=fields).value
    assert value.pop("profile_picture_url").startswith("http://")
    assert value == {
        "id": business.app_scoped_id, "user_id": business.ig_id, "username": "fernandclay.studio",
        "name": "Fern & Clay", "account_type": "BUSINESS", "followers_count": 8942,
    }  # fmt: skip
    assert business.ig_id.startswith("17841")
    assert business.app_scoped_id != business.ig_id


def test_page_token_sees_the_page(make_caller):
    caller = make_caller(flavour="facebook")
    business = caller.world.businesses[0]
    assert caller.get("/v26.0/me").value == {"id": business.page_id, "name": "Fern & Clay"}
    value = caller.get("/v26.0/me", fields="id,name,instagram_business_account{id,username}").value
    assert value["instagram_business_account"] == {"id": business.ig_id, "username": business.username}
    bare = caller.get("/v26.0/me", fields="instagram_business_account").value
    assert bare["instagram_business_account"] == {"id": business.ig_id}
    own = caller.get(f"/v26.0/{business.ig_id}", fields="id,username,biography").value
    assert own["id"] == business.ig_id
    assert caller.get(f"/v26.0/{business.ig_id}", fields="user_id").codes == (100, None)


def test_page_owns_the_messages_not_the_instagram_node(make_caller):
    """failure 16"""
    caller = make_caller(flavour="facebook")
    business = caller.world.businesses[0]
    person = caller.world.thread("mara.lindqvist").person.igsid
    body = {"recipient": {"id": person}, "message": {"text": "Hi"}, "messaging_type": "RESPONSE"}
    assert caller.get(f"/v26.0/{business.ig_id}/conversations", platform="instagram").codes == (100, None)
    assert caller.post(f"/v26.0/{business.ig_id}/messages", body).codes == (3, None)
    assert caller.get(f"/v26.0/{business.page_id}/conversations", platform="instagram").value["data"]
    assert caller.post(f"/v26.0/{business.page_id}/messages", body).status == 200


def test_a_page_lists_messenger_unless_asked_for_instagram(make_caller):
    caller = make_caller(flavour="facebook")
    assert caller.get("/v26.0/me/conversations").value == {"data": []}
    value = caller.get("/v26.0/me/conversations", platform="instagram", fields="id,is_owner", limit=1).value
    assert value["data"][0]["is_owner"] is True


def test_is_owner_is_not_known_to_flavour_a(caller):
    assert caller.get("/v26.0/me/conversations", fields="is_owner").codes == (100, None)


def test_user_token_lists_pages(make_caller):
    caller = make_caller(flavour="facebook", accounts=2)
    caller.token = caller.world.user_token()
    fields = "id,name,access_token,tasks,instagram_business_account{id,username}"
    first, second = caller.get("/v26.0/me/accounts", fields=fields, limit=100).value["data"]
    assert first["access_token"] == caller.world.page_token(0)
    assert second["instagram_business_account"]["username"] == "harbour.clay"
    page = caller.get(f"/v26.0/{second['id']}", fields="access_token").value
    assert page == {"access_token": caller.world.page_token(1), "id": second["id"]}
    assert caller.get("/v26.0/me/conversations").codes == (190, 2069032)


def test_each_token_has_its_own_account(make_caller):
    caller = make_caller(accounts=2)
    caller.token = caller.world.instagram_token(1)
    assert caller.get("/v26.0/me", fields="username").value["username"] == "harbour.clay"
    mine = {thread.id for thread in caller.world.threads(1)}
    listed = {entry["id"] for entry in caller.get("/v26.0/me/conversations", limit=100).value["data"]}
    assert listed == mine
    other = caller.world.threads(0)[0]
    assert caller.get(f"/v26.0/{other.id}").codes == (100, 33)


def test_permissions_are_those_of_the_flavour(caller, make_caller):
    names = [entry["permission"] for entry in caller.get("/v26.0/me/permissions").value["data"]]
    assert names == ["instagram_business_basic", "instagram_business_manage_messages"]
    page = make_caller(flavour="facebook")
    assert page.get("/v26.0/me/permissions").codes == (100, None), "a Page has none of its own"
    page.token = page.world.user_token()
    assert "pages_messaging" in [entry["permission"] for entry in page.get("/v26.0/me/permissions").value["data"]]


def test_no_token_and_an_unknown_one(caller):
    caller.token = None
    assert caller.get("/v26.0/me").codes == (2500, None)
    caller.token = "IGAAnobody"
    reply = caller.get("/v26.0/me")
    assert reply.codes == (190, None)
    assert "Cannot parse access token" in reply.error["message"]


def test_token_as_a_parameter(caller):
    token, caller.token = caller.token, None
    assert caller.get("/v26.0/me", access_token=token).status == 200
    assert "access_token" not in caller.app.calls[-1].query


@pytest.mark.parametrize("prefix", ["/instagram", "/graph.instagram.com"])
def test_wrong_host(caller, prefix):
    """failure 11"""
    assert caller.get(f"{prefix}/v26.0/me").status == 200
    caller.token = caller.world.page_token()
    assert caller.get("/v26.0/me").status == 200
    assert caller.get(f"{prefix}/v26.0/me").codes == (190, None)


def test_an_app_of_one_host_only(make_caller):
    caller = make_caller(host="facebook")
    reply = caller.get("/v26.0/me")
    assert (reply.status, reply.codes) == (401, (190, None))


def test_expired_at_a_time(caller, clock):
    """failure 1"""
    caller.world.spoil_token("expired", at=clock() + timedelta(minutes=5))
    assert caller.get("/v26.0/me").status == 200
    clock.advance(minutes=5)
    reply = caller.get("/v26.0/me")
    assert reply.codes == (190, 463)
    assert reply.error["message"] == (
        "Error validating access token: Session has expired on Friday, 20-Nov-26 06:41:00 PST. "
        "The current time is Friday, 20-Nov-26 06:41:00 PST."
    )


@pytest.mark.parametrize("subcode", [458, 459, 460, 464, 467, 492])
def test_a_revoked_token_is_refused_until_it_is_good_again(caller, subcode):
    """failure 2"""
    caller.world.spoil_token("revoked", subcode=subcode)
    assert caller.get("/v26.0/me").codes == (190, subcode)
    caller.world.spoil_token("good")
    assert caller.get("/v26.0/me").status == 200


def test_not_a_tester(caller):
    """failures 6, 7"""
    caller.world.spoil_token("no_tester")
    reply = caller.get("/v26.0/me")
    assert reply.codes == (100, None)
    assert reply.error["type"] == "IGApiException"
    assert reply.error["message"] == "Unsupported request - method type: get"
    assert caller.send("mara.lindqvist", "Hi").error["message"].endswith("method type: post")
    assert caller.get("/refresh_access_token", grant_type="ig_refresh_token").codes == (100, None)


@pytest.mark.parametrize("path", ["/refresh_access_token", "/v26.0/refresh_access_token"])
def test_a_token_is_renewed_once_a_day(caller, clock, path):
    """failure 3"""
    clock.advance(days=3)
    value = caller.get(path, grant_type="ig_refresh_token").value
    assert value == {"access_token": caller.token, "token_type": "bearer", "expires_in": 60 * 86400}
    assert caller.get(path, grant_type="ig_refresh_token").codes == (100, None)
    clock.advance(days=59)
    assert caller.get("/v26.0/me").status == 200


def test_refresh_may_hand_out_another_string(caller):
    caller.world.tokens.rotate_on_refresh = True
    fresh = caller.get("/refresh_access_token", grant_type="ig_refresh_token").value["access_token"]
    assert fresh != caller.token
    assert caller.get("/v26.0/me").status == 200
    caller.token = fresh
    assert caller.get("/v26.0/me").status == 200


def test_an_expired_token_cannot_be_refreshed(caller, clock):
    """failure 4"""
    clock.advance(days=61)
    assert caller.get("/refresh_access_token", grant_type="ig_refresh_token").codes == (190, 463)


def test_exchange_needs_the_secret(caller):
    assert caller.get("/access_token", grant_type="ig_exchange_token").codes == (100, None)
    value = caller.get("/access_token", grant_type="ig_exchange_token", client_secret="s").value
    assert set(value) == {"access_token", "token_type", "expires_in"}


def test_app_secret_proof(caller):
    caller.world.tokens.app_secret = "secret"
    proof = hmac(b"secret", caller.token.encode(), sha256).hexdigest()
    assert caller.get("/v26.0/me").status == 200
    assert caller.get("/v26.0/me", appsecret_proof=proof).status == 200
    reply = caller.get("/v26.0/me", appsecret_proof="wrong")
    assert reply.codes == (100, None)
    assert "Invalid appsecret_proof" in reply.error["message"]
    caller.world.tokens.require_proof = True
    assert caller.get("/v26.0/me").codes == (100, None)


def test_debug_token(make_caller):
    caller = make_caller(flavour="facebook")
    data = caller.get("/v26.0/debug_token", input_token=caller.token).value["data"]
    assert data["is_valid"] is True
    assert data["expires_at"] == 0
    assert data["profile_id"] == caller.world.businesses[0].page_id
