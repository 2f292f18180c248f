"""What can be taken out of a message: its words, to copy them, and the addresses in it, to open them."""

from igdesk.domain.message import Button, Message, Share
from igdesk.domain.text import clean
from igdesk.ui.timeline.links import find_links


def words_of(message: Message) -> str:
    """The text; where there is none, what stands on its cards and shared posts, with their addresses."""
    if message.text.strip():
        return message.text
    blocks = [_share_words(share) for share in message.shares]
    template = message.template
    if template is not None:
        blocks.append(_joined(template.text, *_button_words(template.buttons)))
        blocks += [_joined(c.title, c.subtitle, c.url, *_button_words(c.buttons)) for c in template.cards]
    return "\n\n".join(filter(None, blocks))


def addresses_of(message: Message) -> tuple[str, ...]:
    """Every web address that can be opened from a message, each once, in reading order."""
    found = [link.url for link in find_links(message.text)]
    found += [share.link for share in message.shares if share.link]
    template = message.template
    if template is not None:
        found += [link.url for link in find_links(template.text)]
        found += [button.url for button in template.buttons if button.url]
        for card in template.cards:
            found += [url for url in (card.url, *(button.url for button in card.buttons)) if url]
    return tuple(dict.fromkeys(found))


def _share_words(share: Share) -> str:
    return _joined(share.name, share.description, share.link)


def _button_words(buttons: tuple[Button, ...]) -> list[str]:
    return [f"{button.title}: {button.url}" if button.url else button.title for button in buttons]


def _joined(*lines: str) -> str:
    return "\n".join(filter(None, (clean(line).strip() for line in lines)))
