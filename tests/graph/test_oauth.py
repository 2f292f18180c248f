"""Addresses and answers of a browser sign-in, without any I/O."""

from urllib.parse import parse_qs, urlsplit

import pytest

from igdesk.domain.account import Flavour
from igdesk.graph.endpoint import Endpoint, default_endpoint
from igdesk.graph.errors import GraphError
from igdesk.graph.oauth import (
    DEFAULT_REDIRECT,
    AppCredentials,
    SignInPlan,
    challenge_of,
    code_in,
    decode_grant,
    is_loopback_redirect,
    is_redirect,
    long_request,
    make_plan,
    short_request,
)

APP = AppCredentials("1200", "a very secret secret")


def plan_of(flavour: Flavour, redirect_uri: str = "", **env: str) -> SignInPlan:
    return make_plan(default_endpoint(flavour, env), APP, redirect_uri)


def test_the_address_of_instagram_login_asks_for_what_is_needed() -> None:
    plan = plan_of(Flavour.INSTAGRAM)
    parts = urlsplit(plan.authorise_url)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "www.instagram.com", "/oauth/authorize")
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert asked == {
        "client_id": "1200",
        "redirect_uri": DEFAULT_REDIRECT[Flavour.INSTAGRAM],
        "response_type": "code",
        "scope": "instagram_business_basic,instagram_business_manage_messages",
        "state": plan.state,
    }
    short, long = short_request(plan, "AQ"), long_request(plan, "IGAAshort")
    assert (short.method, short.url) == ("POST", "https://api.instagram.com/oauth/access_token")
    assert dict(short.values)["grant_type"] == "authorization_code"
    assert (long.method, long.url) == ("GET", "https://graph.instagram.com/access_token")
    assert dict(long.values)["grant_type"] == "ig_exchange_token"


def test_a_second_account_is_asked_for() -> None:
    plan = make_plan(default_endpoint(Flavour.INSTAGRAM, {}), APP, asks_who=True)
    assert parse_qs(urlsplit(plan.authorise_url).query)["force_reauth"] == ["true"]


def test_facebook_login_with_pkce() -> None:
    plan = plan_of(Flavour.FACEBOOK)
    parts = urlsplit(plan.authorise_url)
    assert (parts.netloc, parts.path) == ("www.facebook.com", "/v26.0/dialog/oauth")
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert asked["code_challenge"] == challenge_of(plan.verifier)
    assert asked["code_challenge_method"] == "S256"
    assert asked["auth_type"] == "rerequest"
    assert plan.verifier not in plan.authorise_url
    short, long = short_request(plan, "AQ"), long_request(plan, "EAAshort")
    assert short.url == long.url == "https://graph.facebook.com/v26.0/oauth/access_token"
    assert dict(short.values)["code_verifier"] == plan.verifier
    assert dict(long.values)["fb_exchange_token"] == "EAAshort"


def test_the_challenge_is_that_of_the_standard() -> None:
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_one_variable_moves_all_hosts_of_a_flavour() -> None:
    """For tests and the sandbox: the pages and exchanges are where the API is, on this computer only."""
    for flavour, name in ((Flavour.INSTAGRAM, "INSTAGRAM"), (Flavour.FACEBOOK, "FACEBOOK")):
        plan = plan_of(flavour, **{f"IGDESK_{name}_GRAPH_URL": "http://127.0.0.1:8080"})
        for url in (plan.authorise_url, short_request(plan, "c").url, long_request(plan, "t").url):
            assert url.startswith("http://127.0.0.1:8080/")


def test_each_try_has_a_state_of_its_own_and_shows_no_secret() -> None:
    one, two = plan_of(Flavour.FACEBOOK), plan_of(Flavour.FACEBOOK)
    assert one.state != two.state
    assert len(one.state) >= 24
    for secret in (one.state, one.verifier, APP.app_secret):
        assert secret not in repr((one, short_request(one, "c")))
    assert APP.app_secret not in one.authorise_url


def test_the_code_out_of_an_address() -> None:
    plan = plan_of(Flavour.INSTAGRAM)
    assert code_in(f"https://localhost:8714/?code=AQx&state={plan.state}#_", plan) == "AQx"
    assert code_in(f"  /?state={plan.state}&code=AQx%23_ \n", plan) == "AQx"


@pytest.mark.parametrize(
    ("query", "entry_id"),
    [
        ("error=access_denied&error_reason=user_denied&state={state}", "sign_in_denied"),
        ("error=server_error&state={state}", "sign_in_refused"),
        ("code=AQx&state=other", "sign_in_foreign"),
        ("code=AQx", "sign_in_foreign"),
        ("error=access_denied", "sign_in_foreign"),
        ("code=AQx&state=%C3%A9", "sign_in_foreign"),
        ("state={state}", "sign_in_no_code"),
        ("", "sign_in_no_code"),
    ],
)
def test_answers_that_are_none(query: str, entry_id: str) -> None:
    plan = plan_of(Flavour.INSTAGRAM)
    with pytest.raises(GraphError) as refused:
        code_in(f"https://localhost:8714/?{query.format(state=plan.state)}", plan)
    assert refused.value.entry.id == entry_id


@pytest.mark.parametrize(
    ("body", "token", "permissions", "expires"),
    [
        (b'{"data":[{"access_token":"IGAAx","user_id":"27","permissions":"a,b"}]}', "IGAAx", ("a", "b"), None),
        (b'{"access_token":"IGAAx","user_id":27,"permissions":["a","b"]}', "IGAAx", ("a", "b"), None),
        (b'{"access_token":"IGAAx","token_type":"bearer","expires_in":5183950}', "IGAAx", None, 5183950),
        (b'{"access_token":"EAAx","expires_in":"5183950"}', "EAAx", None, 5183950),
    ],
)
def test_both_shapes_of_a_grant(body: bytes, token: str, permissions: object, expires: int | None) -> None:
    grant = decode_grant(body)
    assert (grant.token, grant.permissions, grant.expires_in_s) == (token, permissions, expires)
    assert token not in repr(grant)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"data":[]}', b'{"data":null}', b'{"access_token":{}}', b"\xff"])
def test_what_is_no_grant(body: bytes) -> None:
    with pytest.raises(GraphError):
        decode_grant(body)


@pytest.mark.parametrize(
    ("address", "may", "loopback"),
    [
        ("https://localhost:8714/", True, True),
        ("http://localhost:8714/", True, True),
        ("http://127.0.0.1:9/x", True, True),
        ("https://studio.example/back", True, False),
        ("https://localhost/", True, False),
        ("http://studio.example/back", False, False),
        ("igdesk://back", False, False),
        ("https://", False, False),
        ("http://localhost:port/", False, False),
        ("", False, False),
    ],
)
def test_redirect_addresses(address: str, may: bool, loopback: bool) -> None:
    assert is_redirect(address) is may
    assert is_loopback_redirect(address) is loopback


def test_an_endpoint_of_meta_is_never_taken_from_elsewhere() -> None:
    plan = make_plan(Endpoint(Flavour.INSTAGRAM, "https://graph.instagram.com"), APP)
    assert urlsplit(short_request(plan, "c").url).hostname == "api.instagram.com"
