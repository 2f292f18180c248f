"""Something of Instagram that was passed on: what it is, where it is, who made it."""

from collections.abc import Iterator

from igdesk.domain.message import Share, ShareKind
from igdesk.domain.share_link import is_web_page, read_link
from igdesk.graph.json_values import as_dict, as_text, as_url, elements, members

_KIND_OF_TYPE = {
    "ig_post": ShareKind.POST,
    "post": ShareKind.POST,
    "ig_reel": ShareKind.REEL,
    "reel": ShareKind.REEL,
    "ig_story": ShareKind.STORY,
    "story": ShareKind.STORY,
    "product": ShareKind.PRODUCT,
}
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


def _share(link: str, name: str, description: str, named: str) -> Share:
    kind, author = read_link(link)
    told = _KIND_OF_TYPE.get(named.strip().lower())
    return Share(link, name.strip(), description.strip(), told or kind, author)


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
