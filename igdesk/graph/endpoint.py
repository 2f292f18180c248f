"""Where the two flavours of the API live, and how a token tells which of them it belongs to."""

import ipaddress
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from igdesk.domain.account import Flavour

META_MEDIA_HOSTS = ("fbsbx.com", "fbcdn.net", "cdninstagram.com", "instagram.com")
_HOSTS = {Flavour.INSTAGRAM: "https://graph.instagram.com", Flavour.FACEBOOK: "https://graph.facebook.com"}
_OVERRIDES = {Flavour.INSTAGRAM: "IGDESK_INSTAGRAM_GRAPH_URL", Flavour.FACEBOOK: "IGDESK_FACEBOOK_GRAPH_URL"}


class Endpoint(NamedTuple):
    """Where one flavour of the API lives."""

    flavour: Flavour
    base_url: str
    """Scheme and host, without the version and without a slash at the end."""
    media_hosts: tuple[str, ...] = META_MEDIA_HOSTS
    """Hosts, with everything below them, that files may come from."""

    @property
    def is_loopback(self) -> bool:
        return is_loopback_host(urlsplit(self.base_url).hostname or "")


def is_loopback_host(host: str) -> bool:
    """Whether a host name or address can only mean this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def default_endpoint(flavour: Flavour, env: Mapping[str, str]) -> Endpoint:
    """Meta's host, or a server on this computer that an environment variable names (for tests and the demo)."""
    variable = _OVERRIDES[flavour]
    base_url = env.get(variable, "").strip().rstrip("/")
    if not base_url:
        return Endpoint(flavour, _HOSTS[flavour])
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = None, ""
    if parts is None or parts.scheme not in ("http", "https") or not is_loopback_host(host):
        raise ValueError(f"{variable} may only name this computer, for example http://127.0.0.1:8080.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"{variable} may only hold a host and a port, for example http://127.0.0.1:8080.")
    return Endpoint(flavour, base_url)


def flavour_of_token(token: str) -> Flavour | None:
    """The flavour a token belongs to, by its beginning; None when it looks like neither."""
    if token.startswith("IG"):
        return Flavour.INSTAGRAM
    if token.startswith("EAA"):
        return Flavour.FACEBOOK
    return None
