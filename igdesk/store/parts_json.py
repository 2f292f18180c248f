"""The parts of a message that are kept as JSON: shared posts, templates, offered answers, reactions."""

import json
from collections.abc import Iterable

from igdesk.domain.message import (
    Button,
    ButtonKind,
    Card,
    QuickReply,
    Reaction,
    ReactionState,
    Share,
    ShareKind,
    Template,
)
from igdesk.domain.share_link import read_link
from igdesk.domain.text import clean

_SHARE_KIND = {e.value: e for e in ShareKind}
_BUTTON_KIND = {e.value: e for e in ButtonKind}
_FIRST_SHARE = ("link", "name", "description")


def reactions_of(text: str) -> tuple[Reaction, ...]:
    return tuple(Reaction(emoji, is_own == 1) for emoji, is_own in json.loads(text)) if text else ()


def wished(reactions: tuple[Reaction, ...], emoji: str, failure: str) -> tuple[Reaction, ...]:
    """Reactions with the change of the own one that Instagram has not confirmed (empty: it is to go)."""
    others = tuple(reaction for reaction in reactions if not reaction.is_own)
    own = tuple(reaction for reaction in reactions if reaction.is_own)
    if emoji:
        state = ReactionState.FAILED if failure else ReactionState.SETTING
        return (*others, *(own if failure else ()), Reaction(emoji, True, state))
    state = ReactionState.FAILED if failure else ReactionState.REMOVING
    return (*others, *(Reaction(reaction.emoji, True, state) for reaction in own))


def reactions_json(reactions: Iterable[Reaction]) -> str:
    """Reactions as the archive keeps them; empty text when there are none."""
    return _compact([[reaction.emoji, int(reaction.is_own)] for reaction in reactions])


def shares_of(text: str) -> tuple[Share, ...]:
    """Shared posts. The first archives kept link, name and description only."""
    found = []
    for parts in json.loads(text):
        if len(parts) == len(_FIRST_SHARE):
            kind_said, made_by = read_link(parts[0])
            parts += [kind_said.value, made_by]
        link, name, description, kind, author = parts
        found.append(Share(link, name, description, _SHARE_KIND.get(kind, ShareKind.UNKNOWN), author))
    return tuple(found)


def shares_json(shares: Iterable[Share]) -> str:
    """Shared posts as the archive keeps them; empty text when there are none."""
    return _compact(
        [
            [clean(share.link), clean(share.name), clean(share.description), share.kind.value, clean(share.author)]
            for share in shares
        ]
    )


def template_of(text: str) -> Template:
    words, buttons, cards = json.loads(text)
    return Template(
        words,
        _buttons_of(buttons),
        tuple(Card(title, below, url, _buttons_of(taps)) for title, below, url, taps in cards),
    )


def template_json(template: Template | None) -> str:
    """A template as the archive keeps it; empty text when there is none."""
    if template is None:
        return ""
    cards = [[clean(c.title), clean(c.subtitle), clean(c.url), _buttons_list(c.buttons)] for c in template.cards]
    return _compact([clean(template.text), _buttons_list(template.buttons), cards])


def quick_replies_of(text: str) -> tuple[QuickReply, ...]:
    return tuple(QuickReply(*parts) for parts in json.loads(text))


def quick_replies_json(replies: Iterable[QuickReply]) -> str:
    """Offered answers as the archive keeps them; empty text when there are none."""
    return _compact([[clean(reply.title), clean(reply.payload)] for reply in replies])


def _buttons_list(buttons: Iterable[Button]) -> list[list[str]]:
    return [[clean(b.title), b.kind.value, clean(b.url), clean(b.payload)] for b in buttons]


def _buttons_of(found: list[list[str]]) -> tuple[Button, ...]:
    return tuple(Button(title, _BUTTON_KIND.get(kind, ButtonKind.REPLY), *rest) for title, kind, *rest in found)


def _compact(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""
