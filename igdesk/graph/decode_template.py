"""Cards with buttons, as programs send them: in the shape that reads give, and in the one of the Send API."""

from itertools import islice

from igdesk.domain.message import Button, ButtonKind, Card, Template
from igdesk.graph.json_values import as_dict, as_text, as_url, elements, members

CARDS_MOST = 10
BUTTONS_MOST = 13

Pictured = tuple[Card, str]
"""A card and the address of its picture."""


def decode_template(value: dict[str, object]) -> tuple[Template, list[str]] | None:
    """A template with the address of the picture of each card; None when the attachment is none."""
    generic = as_dict(value.get("generic_template"))
    if generic is not None:
        return _of_cards([generic, *(members(found) for found in _list(generic.get("elements")))], "", ())
    if as_text(value.get("type")).strip().lower() != "template":
        return None
    payload = members(value.get("payload"))
    inner = as_dict(payload.get("generic")) or payload
    text = as_text(payload.get("text")).strip()
    return _of_cards([members(found) for found in _list(inner.get("elements"))], text, _buttons(payload))


def _of_cards(
    found: list[dict[str, object]], text: str, buttons: tuple[Button, ...]
) -> tuple[Template, list[str]] | None:
    cards = [card for card in map(_card, islice(found, CARDS_MOST)) if card is not None]
    template = Template(text, buttons, tuple(card for card, _ in cards))
    return (template, [picture for _, picture in cards]) if cards or text or buttons else None


def _card(entry: dict[str, object]) -> Pictured | None:
    card = Card(
        title=as_text(entry.get("title")).strip(),
        subtitle=as_text(entry.get("subtitle")).strip(),
        url=as_url(members(entry.get("default_action")).get("url")),
        buttons=_buttons(entry),
    )
    picture = as_url(entry.get("media_url")) or as_url(entry.get("image_url"))
    return (card, picture) if card != Card() or picture else None


def _buttons(entry: dict[str, object]) -> tuple[Button, ...]:
    """``buttons`` of a send, ``cta`` of a read: one or several."""
    found = [*_list(entry.get("cta")), *_list(entry.get("buttons"))]
    single = as_dict(entry.get("cta"))
    if single is not None and "data" not in single:
        found.insert(0, single)
    return tuple(button for button in map(_button, islice(found, BUTTONS_MOST)) if button is not None)


def _button(value: object) -> Button | None:
    entry = members(value)
    title, url = as_text(entry.get("title")).strip(), as_url(entry.get("url"))
    kind = ButtonKind.LINK if url else ButtonKind.REPLY
    return Button(title, kind, url, as_text(entry.get("payload"))) if title or url else None


def _list(value: object) -> list[object]:
    return list(elements(value)) if isinstance(value, (dict, list)) else []
