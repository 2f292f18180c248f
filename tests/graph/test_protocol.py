"""What is asked: hosts, paths, fields, bodies."""

import hashlib
import hmac
import subprocess
import sys

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.reply import TextPart
from igdesk.graph import protocol
from igdesk.graph.endpoint import Endpoint, default_endpoint, flavour_of_token
from igdesk.graph.errors import GraphError
from igdesk.graph.media_links import is_allowed_link, redirect_target
from igdesk.graph.protocol import Fields
from igdesk.graph.sending import send_request

META = default_endpoint(Flavour.INSTAGRAM, {})
LOCAL = default_endpoint(Flavour.INSTAGRAM, {"IGDESK_INSTAGRAM_GRAPH_URL": "http://127.0.0.1:8080"})


def test_each_flavour_has_its_host() -> None:
    assert Endpoint(Flavour.INSTAGRAM, "https://graph.instagram.com") == META
    assert default_endpoint(Flavour.FACEBOOK, {}).base_url == "https://graph.facebook.com"
    assert not META.is_loopback


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080", "http://127.9.9.9", "https://localhost:1/", "http://[::1]:99", " http://LOCALHOST:5 "],
)
def test_a_server_on_this_computer_can_be_named(url: str) -> None:
    endpoint = default_endpoint(Flavour.FACEBOOK, {"IGDESK_FACEBOOK_GRAPH_URL": url})
    assert endpoint.is_loopback
    assert not endpoint.base_url.endswith("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1",
        "https://graph.facebook.com.evil.org",
        "https://evil.org",
        "ftp://127.0.0.1",
        "127.0.0.1:80",
        "http://127.0.0.1@evil.org",
        "http://user:pw@127.0.0.1",
        "http://127.0.0.1/?x=1",
        "http://0.0.0.0",
        "http://[::1",
        "http://localhost.evil.org",
        "http://127.0.0.1:99999999",
    ],
)
def test_any_other_server_is_refused_in_plain_words(url: str) -> None:
    with pytest.raises(ValueError, match=r"IGDESK_INSTAGRAM_GRAPH_URL may only"):
        default_endpoint(Flavour.INSTAGRAM, {"IGDESK_INSTAGRAM_GRAPH_URL": url})


def test_flavour_of_token() -> None:
    """failure 11"""
    assert flavour_of_token("IGAAx") is Flavour.INSTAGRAM
    assert flavour_of_token("EAAGx") is Flavour.FACEBOOK
    assert flavour_of_token("EAx") is flavour_of_token("") is flavour_of_token("secret") is None


def test_app_secret_proof() -> None:
    expected = hmac.new(b"secret", b"token", hashlib.sha256).hexdigest()
    assert protocol.app_secret_proof("secret", "token") == expected


def test_the_list_is_light_and_always_names_the_platform() -> None:
    request = protocol.inbox_request("me", limit=10)
    assert request.path == "/me/conversations"
    assert dict(request.params) == {"platform": "instagram", "fields": "id,updated_time", "limit": "10"}
    more = dict(protocol.inbox_request("178", limit=1000, after="QVF", with_participants=True).params)
    assert more["fields"] == "id,updated_time,participants{id,username}"
    assert (more["after"], more["limit"]) == ("QVF", "100")


def test_never_more_than_twenty_messages_are_asked_for() -> None:
    assert "messages.limit(20){" in dict(protocol.conversation_request("c", limit=50).params)["fields"]
    assert "messages.limit(1){" in dict(protocol.conversation_request("c", limit=0).params)["fields"]
    assert dict(protocol.older_messages_request("c", "QVF", limit=50).params)["limit"] == "20"


def test_sub_fields_are_named() -> None:
    """Shares come back empty otherwise."""
    whole = protocol.message_fields()
    assert "shares{link,name,description,type,template}" in whole
    assert "attachments{id,name,mime_type,size,image_data,video_data,file_url,generic_template}" in whole


@pytest.mark.parametrize("name", ["size", "generic_template", "type", "template"])
def test_a_part_that_an_account_does_not_know_costs_nothing_else(name: str) -> None:
    named = f"(#100) Tried accessing nonexisting field ({name}) on node type (MessageAttachment)"
    assert protocol.refused_field(named) == name
    without = protocol.message_fields(Fields.FULL, frozenset({name}))
    assert without != protocol.message_fields()
    assert f",{name}," not in without
    assert f",{name}}}" not in without
    assert without.count("{") == without.count("}") == protocol.message_fields().count("{")


def test_fewer_fields_where_the_api_knows_less() -> None:
    core = protocol.message_fields(Fields.CORE)
    assert core == (
        "id,created_time,from{id,username},to,message,attachments{id,name,mime_type,image_data,video_data,file_url}"
    )
    without = protocol.message_fields(Fields.FULL, frozenset({"reply_to"}))
    assert "reply_to" not in without
    assert "reactions" in without
    named = "(#100) Tried accessing nonexisting field (reply_to) on node type (Message)"
    assert protocol.refused_field(named) == "reply_to"
    assert protocol.refused_field(named.replace("reply_to", "id")) == ""
    assert protocol.refused_field("something else") == ""


def test_ids_cannot_leave_their_place_in_the_path() -> None:
    assert protocol.message_request("a/b?c=d#e..").path == "/a%2Fb%3Fc%3Dd%23e.."
    for bad in ("", ".", ".."):
        with pytest.raises(GraphError, match="permanent"):
            protocol.message_request(bad)


def test_ids_are_not_in_the_log_name_of_a_request() -> None:
    assert protocol.inbox_request("17841400000000123", limit=1).shape == "/…/conversations"
    assert protocol.message_request("aWdfZAG1faXRlbTox0001").shape == "/…"
    assert protocol.identity_request().shape == "/me"


def test_a_reply_of_each_flavour() -> None:
    """failure 24: the tag only when it is meant."""
    plain = send_request("178", "99", TextPart("hello"), flavour=Flavour.INSTAGRAM)
    assert (plain.method, plain.path) == ("POST", "/178/messages")
    assert plain.json == {"recipient": {"id": "99"}, "message": {"text": "hello"}}
    page = send_request("111", "99", TextPart("hello"), flavour=Flavour.FACEBOOK)
    assert page.json == {"recipient": {"id": "99"}, "message": {"text": "hello"}, "messaging_type": "RESPONSE"}
    for flavour in Flavour:
        human = send_request("1", "99", TextPart("hello"), flavour=flavour, human_agent=True)
        assert human.json is not None
        assert (human.json["messaging_type"], human.json["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


def test_a_quote_stands_beside_the_message() -> None:
    request = send_request("1", "99", TextPart("this one"), flavour=Flavour.INSTAGRAM, quoted_remote_id="m.1")
    assert request.json == {"recipient": {"id": "99"}, "message": {"text": "this one"}, "reply_to": {"mid": "m.1"}}


def test_the_text_is_not_in_the_repr_and_half_an_emoji_can_be_sent() -> None:
    request = send_request("1", "99", TextPart("secret words \ud83d"), flavour=Flavour.INSTAGRAM)
    assert "secret words" not in repr(request)
    assert request.json is not None
    assert request.json["message"] == {"text": "secret words ?"}


@pytest.mark.parametrize(
    "url",
    [
        "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=x",
        "https://scontent-fra3-1.cdninstagram.com/v/a.jpg?oe=6A0C1D2E",
        "https://video.xx.fbcdn.net/v/a.mp4",
        "https://www.instagram.com/p/x/",
        "https://SCONTENT.CDNINSTAGRAM.COM:443/a",
    ],
)
def test_files_come_from_meta(url: str) -> None:
    assert is_allowed_link(url, META)


@pytest.mark.parametrize(
    "url",
    [
        "http://lookaside.fbsbx.com/a",
        "https://fbsbx.com.evil.org/a",
        "https://evilfbcdn.net/a",
        "https://evil.org/a?x=.fbcdn.net",
        "https://x.fbcdn.net:8443/a",
        "https://user:pw@x.fbcdn.net/a",
        "https://x.fbcdn.net@evil.org/a",
        "https://evil.org\\.fbcdn.net/a",
        "https://127.0.0.1/a",
        "https://localhost/a",
        "https://[::1]/a",
        "https://10.0.0.8/a",
        "https://169.254.169.254/latest",
        "https://2130706433/a",
        "file:///etc/passwd",
        "ftp://x.fbcdn.net/a",
        "https://x.fbcdn.net:bad/a",
        " https://x.fbcdn.net/a",
        "",
    ],
)
def test_files_come_from_nowhere_else(url: str) -> None:
    """failure 88 and server-side request forgery"""
    assert not is_allowed_link(url, META)
    assert not is_allowed_link(url, LOCAL)


def test_only_a_local_endpoint_has_local_files() -> None:
    assert is_allowed_link("http://127.0.0.1:8080/cdn/a.jpg", LOCAL)
    assert is_allowed_link("http://localhost:8080/cdn/a.jpg", LOCAL)
    assert not is_allowed_link("http://127.0.0.1:22/", LOCAL)
    assert not is_allowed_link("http://127.0.0.1:8080/cdn/a.jpg", META)


def test_redirect_targets() -> None:
    assert redirect_target("https://a.fbcdn.net/x/y", "/z?1") == "https://a.fbcdn.net/z?1"
    assert redirect_target("https://a.fbcdn.net/x", "//evil.org/") == "https://evil.org/"
    assert redirect_target("https://a.fbcdn.net/x", "javascript:alert(1)") == ""
    assert redirect_target("https://a.fbcdn.net/x", "http://[bad") == ""


def test_nothing_here_pulls_in_the_http_library() -> None:
    code = (
        "import sys, igdesk.graph.protocol, igdesk.graph.errors, igdesk.graph.throttle, igdesk.graph.client;"
        "print('httpx' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "False"
