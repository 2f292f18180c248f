"""Signing in with the system's browser: addresses, exchanges and their answers, without any I/O."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from igdesk.domain.account import Flavour
from igdesk.graph.catalogue import entry_named
from igdesk.graph.endpoint import Endpoint, is_loopback_host
from igdesk.graph.errors import GraphError
from igdesk.graph.json_values import as_dict, as_id, as_integer, as_text, elements, members, parse_json
from igdesk.graph.protocol import GRAPH_VERSION

DEFAULT_REDIRECT = {Flavour.INSTAGRAM: "https://localhost:8714/", Flavour.FACEBOOK: "http://localhost:8714/"}
"""Instagram Login asks for https; Facebook Login lets ``http://localhost`` pass while the app is in development."""
SCOPES = {
    Flavour.INSTAGRAM: ("instagram_business_basic", "instagram_business_manage_messages"),
    Flavour.FACEBOOK: (
        "instagram_basic",
        "instagram_manage_messages",
        "pages_manage_metadata",
        "pages_show_list",
        "pages_read_engagement",
        "pages_messaging",
    ),
}
SHORTEST_LIFE_S = 2 * 3600
"""A token that lives no longer was not exchanged, whatever the answer calls it."""
_AUTHORISE = {
    Flavour.INSTAGRAM: ("https://www.instagram.com", "/oauth/authorize"),
    Flavour.FACEBOOK: ("https://www.facebook.com", f"/{GRAPH_VERSION}/dialog/oauth"),
}
_EXCHANGE = {
    Flavour.INSTAGRAM: ("https://api.instagram.com", "/oauth/access_token"),
    Flavour.FACEBOOK: ("https://graph.facebook.com", f"/{GRAPH_VERSION}/oauth/access_token"),
}
_DENIED = ("access_denied", "user_denied")


@dataclass(frozen=True, slots=True)
class AppCredentials:
    """The person's own app at Meta. For Instagram Login they are the Instagram app id and its secret."""

    app_id: str
    app_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignInPlan:
    """One try at signing in: what is asked of the browser, and what has to come back."""

    endpoint: Endpoint
    app: AppCredentials
    redirect_uri: str
    state: str = field(repr=False)
    verifier: str = field(default="", repr=False)
    """PKCE, for Facebook Login; Instagram Login documents none."""
    asks_who: bool = False
    """Instagram asks for the account again, also where the browser is signed in to one."""

    @property
    def flavour(self) -> Flavour:
        return self.endpoint.flavour

    @property
    def authorise_url(self) -> str:
        """The page at Meta on which the person agrees."""
        asked = {
            "client_id": self.app.app_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": ",".join(SCOPES[self.flavour]),
            "state": self.state,
        }
        if self.flavour is Flavour.FACEBOOK:
            asked["auth_type"] = "rerequest"  # else a box that was left empty once is not shown again
        elif self.asks_who:
            asked["force_reauth"] = "true"
        if self.verifier:
            asked |= {"code_challenge": challenge_of(self.verifier), "code_challenge_method": "S256"}
        return f"{_address(self.endpoint, _AUTHORISE)}?{urlencode(asked)}"

    @property
    def is_loopback(self) -> bool:
        """Whether the answer comes to this computer; else the person copies the address."""
        return is_loopback_redirect(self.redirect_uri)


@dataclass(frozen=True, slots=True)
class ExchangeRequest:
    """A call that trades a code or a token for a token. Everything in it is secret."""

    method: Literal["GET", "POST"]
    url: str
    values: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an exchange gave."""

    token: str = field(repr=False)
    expires_in_s: int | None = None
    permissions: tuple[str, ...] | None = None
    """The granted ones, where the answer names them."""


def make_plan(
    endpoint: Endpoint,
    app: AppCredentials,
    redirect_uri: str = "",
    *,
    asks_who: bool = False,
    random: Callable[[int], str] = secrets.token_urlsafe,
) -> SignInPlan:
    """A new try, with a state of its own."""
    verifier = random(64) if endpoint.flavour is Flavour.FACEBOOK else ""
    redirect_uri = redirect_uri or DEFAULT_REDIRECT[endpoint.flavour]
    return SignInPlan(endpoint, app, redirect_uri, random(24), verifier, asks_who)


def challenge_of(verifier: str) -> str:
    """The PKCE challenge (S256) of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def is_loopback_redirect(address: str) -> bool:
    """Whether a redirect address leads to a port of this computer."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and is_loopback_host(parts.hostname or "") and bool(parts.port)
    except ValueError:
        return False


def is_redirect(address: str) -> bool:
    """Whether Meta could send anybody there: https anywhere, or http on this computer."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or is_loopback_redirect(address)) and " " not in address.strip()


def code_in(answer: str, plan: SignInPlan) -> str:
    """The code in the address Meta sent the browser to (or its path and query).

    Raises GraphError: agreed to nothing, another sign-in, or no answer of Meta at all.
    """
    try:
        parts = urlsplit(answer.strip())
        values = {name: found[-1] for name, found in parse_qs(parts.query or parts.fragment).items()}
    except ValueError:
        values = {}
    state = values.get("state", "")
    if not values.get("code") and not values.get("error"):
        raise _refusal("sign_in_no_code")
    if not hmac.compare_digest(state.encode(), plan.state.encode()):
        raise _refusal("sign_in_foreign")
    if values.get("error"):
        is_denied = values["error"] in _DENIED or values.get("error_reason") in _DENIED
        words = values.get("error_description", "")
        raise _refusal("sign_in_denied" if is_denied else "sign_in_refused", words=words)
    return values["code"].removesuffix("#_")


def short_request(plan: SignInPlan, code: str) -> ExchangeRequest:
    """The code for a first token."""
    values = [
        ("client_id", plan.app.app_id),
        ("client_secret", plan.app.app_secret),
        ("redirect_uri", plan.redirect_uri),
        ("code", code),
    ]
    if plan.flavour is Flavour.INSTAGRAM:
        values.insert(2, ("grant_type", "authorization_code"))
    elif plan.verifier:
        values.append(("code_verifier", plan.verifier))
    method: Literal["GET", "POST"] = "POST" if plan.flavour is Flavour.INSTAGRAM else "GET"
    return ExchangeRequest(method, _address(plan.endpoint, _EXCHANGE), tuple(values))


def long_request(plan: SignInPlan, token: str) -> ExchangeRequest:
    """The first token, which lives an hour or so, for one that lives 60 days."""
    if plan.flavour is Flavour.INSTAGRAM:
        values: tuple[tuple[str, str], ...] = (
            ("grant_type", "ig_exchange_token"),
            ("client_secret", plan.app.app_secret),
            ("access_token", token),
        )
        return ExchangeRequest("GET", f"{plan.endpoint.base_url}/access_token", values)
    values = (
        ("grant_type", "fb_exchange_token"),
        ("client_id", plan.app.app_id),
        ("client_secret", plan.app.app_secret),
        ("fb_exchange_token", token),
    )
    return ExchangeRequest("GET", _address(plan.endpoint, _EXCHANGE), values)


def decode_grant(body: bytes) -> Grant:
    """Flat, or inside ``data[0]``; permissions as a list or with commas between."""
    answer = members(parse_json(body))
    if "data" in answer:
        answer = next((found for found in map(as_dict, elements(answer)) if found is not None), answer)
    token = as_id(answer.get("access_token"))
    if not token:
        raise _refusal("sign_in_refused")
    named = answer.get("permissions")
    permissions: tuple[str, ...] | None = None
    if isinstance(named, str) and named.strip():
        permissions = tuple(name.strip() for name in named.split(",") if name.strip())
    elif isinstance(named, list) and named:
        permissions = tuple(name for name in (as_text(entry).strip() for entry in named) if name)
    return Grant(token, as_integer(answer.get("expires_in")), permissions)


def _address(endpoint: Endpoint, places: dict[Flavour, tuple[str, str]]) -> str:
    """Meta's page, or the same path on the server of this computer that stands in for the API."""
    host, path = places[endpoint.flavour]
    return f"{endpoint.base_url if endpoint.is_loopback else host}{path}"


def _refusal(entry_id: str, *, words: str = "") -> GraphError:
    entry = entry_named(entry_id)
    return GraphError(entry.kind, entry=entry, words=words)
