"""Which addresses files may be fetched from: Meta's media hosts over HTTPS, and nothing inside this network."""

from urllib.parse import urljoin, urlsplit

from igdesk.graph.endpoint import Endpoint, is_loopback_host
from igdesk.graph.json_values import as_url


def is_allowed_link(url: str, endpoint: Endpoint) -> bool:
    """Whether a file may be fetched from the address. Asked again for every redirect."""
    if as_url(url) != url:
        return False
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
        own = urlsplit(endpoint.base_url)
        own_port = own.port
    except ValueError:
        return False
    if "@" in parts.netloc or "\\" in url:
        return False
    if is_loopback_host(host):
        return endpoint.is_loopback and (parts.scheme, port) == (own.scheme, own_port)
    if parts.scheme != "https" or port not in (None, 443):
        return False
    return any(host == allowed or host.endswith(f".{allowed}") for allowed in endpoint.media_hosts)


def redirect_target(url: str, location: str) -> str:
    """The address a redirect leads to; empty when it cannot be read."""
    try:
        return as_url(urljoin(url, location.strip()))
    except ValueError:
        return ""
