"""What the address of a shared thing says: what it is, and who made it."""

from urllib.parse import urlsplit

from igdesk.domain.message import ShareKind

_KIND_OF_FOLDER = {
    "p": ShareKind.POST,
    "reel": ShareKind.REEL,
    "reels": ShareKind.REEL,
    "tv": ShareKind.REEL,
    "stories": ShareKind.STORY,
}
_NO_PROFILES = frozenset({"accounts", "direct", "explore", "about", "legal", "developer", "s", "share", "challenge"})
_SITES = ("instagram.com", "facebook.com", "instagr.am", "ig.me")
_WEB_HOSTS = frozenset(f"{start}{site}" for site in _SITES for start in ("", "www.", "m.", "l."))
"""Pages for people. Files come from other hosts of the same domains."""


def is_web_page(url: str) -> bool:
    """Whether an address is a page for people: what it answers is HTML, never the media itself."""
    return _host(url) in _WEB_HOSTS


def read_link(link: str) -> tuple[ShareKind, str]:
    """The kind and the maker, as far as a permalink tells them."""
    if not link:
        return ShareKind.UNKNOWN, ""
    if not is_web_page(link):
        return ShareKind.LINK, ""
    parts = [part for part in urlsplit(link).path.split("/") if part]
    if parts and parts[0].lower() == "share":
        parts = parts[1:]
    if not parts:
        return ShareKind.UNKNOWN, ""
    first = parts[0].lower()
    if first == "stories":
        return ShareKind.STORY, parts[1] if len(parts) > 1 else ""
    if first in _KIND_OF_FOLDER:
        return _KIND_OF_FOLDER[first], ""
    if len(parts) > 1 and parts[1].lower() in _KIND_OF_FOLDER:
        return _KIND_OF_FOLDER[parts[1].lower()], parts[0]
    if len(parts) == 1 and first not in _NO_PROFILES:
        return ShareKind.PROFILE, parts[0]
    return ShareKind.UNKNOWN, ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
