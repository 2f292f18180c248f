"""Something of Instagram that was passed on: what it is, where it is, who made it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from igdesk.domain.message import Share, ShareKind
from igdesk.graph.json_values import as_dict, as_text, as_url, elements, members

_KIND_OF_FOLDER = {
    "p": ShareKind.POST,
    "reel": ShareKind.REEL,
    "reels": ShareKind.REEL,
    "tv": ShareKind.REEL,
    "stories": ShareKind.STORY,
}
_KIND_OF_TYPE = {
    "ig_post": ShareKind.POST,
    "post": ShareKind.POST,
    "ig_reel": ShareKind.REEL,
    "reel": ShareKind.REEL,
    "ig_story": ShareKind.STORY,
    "story": ShareKind.STORY,
    "product": ShareKind.PRODUCT,
}
_NO_PROFILES = frozenset({"accounts", "direct", "explore", "about", "legal", "developer", "s", "share", "challenge"})
_WEB_HOSTS = ("instagram.com", "facebook.com", "instagr.am", "ig.me")

SharedThing = tuple[Share, str]
"""What was shared, and the address of its picture."""


def decode_shares(value: object) -> Iterator[SharedThing]:
    """An entry of ``shares``: a link with its title, or the products of a shop."""
    entry = members(value)
    products = list(_products(entry))
    if products:
        yield from products
        return
    link = as_url(entry.get("link")) or as_url(entry.get("url"))
    share = _share(link, as_text(entry.get("name")), as_text(entry.get("description")), as_text(entry.get("type")))
    if share.link or share.name or share.description:
        yield share, ""


def decode_shared_attachment(value: dict[str, object]) -> SharedThing | None:
    """A shared post, reel or story in the shape of events: its address may be a page or no more than its picture."""
    named = as_text(value.get("type")).strip().lower()
    if named != "share" and named not in _KIND_OF_TYPE:
        return None
    payload = members(value.get("payload"))
    url = as_url(payload.get("url")) or as_url(payload.get("story_media_url"))
    is_page = is_web_page(url)
    share = _share(url if is_page else "", as_text(payload.get("title")), "", named)
    return share, "" if is_page else url


def is_web_page(url: str) -> bool:
    """Whether an address is a page for people: what it answers is HTML, never the media itself."""
    host = _host(url)
    return any(host == known or host.endswith(f".{known}") for known in _WEB_HOSTS) if host else False


def _share(link: str, name: str, description: str, named: str) -> Share:
    kind, author = _read_link(link)
    told = _KIND_OF_TYPE.get(named.strip().lower())
    return Share(link, name.strip(), description.strip(), told or kind, author)


def _read_link(link: str) -> tuple[ShareKind, str]:
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


def _products(entry: dict[str, object]) -> Iterator[SharedThing]:
    """The products of a shop: ``template.payload.product.elements.data[]``."""
    template = members(entry.get("template"))
    payload = members(template.get("payload")) or template
    product = as_dict(payload.get("product"))
    if product is None:
        return
    found = product.get("elements", product)
    for element in map(members, elements(found if isinstance(found, (dict, list)) else None)):
        link = as_url(element.get("url")) or as_url(members(element.get("default_action")).get("url"))
        name = as_text(element.get("title")) or as_text(element.get("name"))
        details = (as_text(element.get(key)).strip() for key in ("price", "subtitle", "description"))
        share = Share(link, name.strip(), " · ".join(filter(None, details)), ShareKind.PRODUCT)
        picture = as_url(element.get("image_url")) or as_url(element.get("picture"))
        if share.link or share.name or share.description or picture:
            yield share, "" if is_web_page(picture) else picture


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
