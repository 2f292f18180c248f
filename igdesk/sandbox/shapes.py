"""What a message carries, in the shapes that Meta gives it: that of reads, and that of events."""

from collections.abc import Callable

from igdesk.sandbox.documents import pdf_bytes
from igdesk.sandbox.fields import Json
from igdesk.sandbox.model import Asset, Message, SharedThing, TemplateCard, TemplateMessage

LinkTo = Callable[[Asset], str]
_PICTURES = ("image", "gif", "sticker")


def read_shapes(message: Message, link_to: LinkTo) -> list[Json]:
    """Entries of ``attachments.data`` with everything they have."""
    shapes = [_attachment(asset, link_to) for asset in message.assets]
    if message.template is not None:
        shapes += _template(message.id, message.template, link_to)
    return shapes


def event_shapes(message: Message, link_to: LinkTo) -> list[Json]:
    """The same in the shape of events, ``{type, payload}``; there shared posts are attachments too."""
    shapes: list[Json] = []
    covers = iter(message.assets)
    for thing in message.shares:
        picture = thing.picture or next(covers, None)
        url = link_to(picture) if picture is not None else thing.link
        kind = {"reel": "ig_reel", "post": "ig_post", "story": "ig_story"}.get(thing.kind, "share")
        shapes.append({"type": kind, "payload": {"title": thing.title, "url": url}})
    for asset in covers:
        kind = "image" if asset.kind in _PICTURES else asset.kind
        link = _link(asset, link_to)
        shapes.append({"type": kind, "payload": {"url": link}} if link else {"type": "ephemeral"})
    template = message.template
    if template is not None:
        payload: Json = {"generic": {"elements": [_element(card, link_to) for card in template.cards]}}
        if template.text:
            payload = {"template_type": "button", "text": template.text, "buttons": _buttons(template.buttons)}
        shapes.append({"type": "template", "payload": payload})
    return shapes


def share_shape(thing: SharedThing, link_to: LinkTo) -> Json:
    """An entry of ``shares.data``."""
    share: Json = {"link": thing.link, "type": "share"}
    if thing.kind == "product":
        element: Json = {"title": thing.title, "subtitle": thing.description, "url": thing.link}
        if thing.picture is not None:
            element["image_url"] = link_to(thing.picture)
        share["template"] = {"payload": {"product": {"elements": {"data": [element]}}}}
        return share
    if thing.title:
        share["name"] = thing.title
    if thing.description:
        share["description"] = thing.description
    return share


def _attachment(asset: Asset, link_to: LinkTo) -> Json:
    whole: Json = {"id": asset.id, "mime_type": asset.mime_type}
    if asset.name:
        whole["name"] = asset.name
    if asset.kind == "file" and not asset.foreign_url:
        whole["size"] = len(pdf_bytes(asset.name))
    link = _link(asset, link_to)
    if link and asset.kind in _PICTURES:
        image: Json = {"url": link, "width": asset.width_px, "height": asset.height_px}
        if asset.kind == "gif":
            image |= {"animated_gif_url": link, "render_as_sticker": False}
        elif asset.kind == "sticker":
            image["render_as_sticker"] = True
        whole["image_data"] = image
    elif link and asset.kind == "video":
        data: Json = {"url": link, "width": asset.width_px, "height": asset.height_px}
        if asset.preview is not None:
            data["preview_url"] = link_to(asset.preview)
        whole["video_data"] = data
    elif link:
        whole["file_url"] = link
    return whole


def _link(asset: Asset, link_to: LinkTo) -> str:
    return link_to(asset) if asset.has_link else ""


def _template(message_id: str, template: TemplateMessage, link_to: LinkTo) -> list[Json]:
    """Reads give each card as an attachment of its own; text with buttons is a card without a picture."""
    cards = template.cards or (TemplateCard(template.text, buttons=template.buttons),)
    return [
        {"id": f"{message_id}:{place}", "generic_template": _generic(card, link_to)} for place, card in enumerate(cards)
    ]


def _generic(card: TemplateCard, link_to: LinkTo) -> Json:
    generic: Json = {"title": card.title}
    if card.subtitle:
        generic["subtitle"] = card.subtitle
    if card.picture is not None:
        generic["media_url"] = link_to(card.picture)
    buttons = _buttons(card.buttons)
    if buttons:
        generic["cta"] = buttons[0] if len(buttons) == 1 else {"data": buttons}
    return generic


def _element(card: TemplateCard, link_to: LinkTo) -> Json:
    element: Json = {"title": card.title, "subtitle": card.subtitle, "buttons": _buttons(card.buttons)}
    if card.picture is not None:
        element["image_url"] = link_to(card.picture)
    if card.url:
        element["default_action"] = {"type": "web_url", "url": card.url}
    return element


def _buttons(buttons: tuple[tuple[str, str], ...]) -> list[Json]:
    return [
        {"type": "web_url", "title": title, "url": url} if url else {"type": "postback", "title": title}
        for title, url in buttons
    ]
