"""The menu of a message: only what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from igdesk.domain.attachment import MediaState
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Delivery
from igdesk.ui.icons import icon
from igdesk.ui.menu import add_row, make_menu
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.actions import Action, Do, may_send_again, media_action, natural_action
from igdesk.ui.timeline.links import shown_host
from igdesk.ui.timeline.words import addresses_of, words_of


def no_key(_command_id: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Offers:
    """What the conversation and the account allow to do with a message."""

    quote: bool = False
    reactions: tuple[str, ...] = ()
    """The emoji that can be set."""
    key_of: Callable[[str], str] = no_key
    """The key of a command, to be taught."""


NOTHING = Offers()
MOST_LINKS = 8
"""Addresses that get a row of their own; the keyboard reaches them nowhere else."""
_COMMANDS = {Do.QUOTE: "quote", Do.COPY: "copy_text"}


def menu_actions(message: Message, offers: Offers = NOTHING) -> list[tuple[str, str, Action]]:
    """Icon, words and action of each row."""
    rows: list[tuple[str, str, Action]] = []
    natural = natural_action(message)
    if may_send_again(message):
        rows.append(("refresh", say("message.try_again"), Action(Do.SEND_AGAIN, message.id)))
    elif natural is not None and natural.do is Do.OPEN_STORY:
        rows.append(("story", say("message.open_story"), natural))
    addresses = addresses_of(message)[:MOST_LINKS]
    for url in addresses:
        words = (
            say("message.open_link_to", host=isolate(shown_host(url)))
            if len(addresses) > 1
            else say("message.open_link")
        )
        rows.append(("link", words, Action(Do.OPEN_LINK, message.id, url)))
    media = media_action(message)
    if media is not None:
        icon_name, text_id = ("play", "message.play") if media.do is Do.PLAY else ("image", "message.open_media")
        rows.append((icon_name, say(text_id), media))
    stored = next((a for a in message.attachments if a.state is MediaState.STORED), None)
    if stored is not None:
        rows.append(("download", say("message.save_media"), Action(Do.SAVE_MEDIA, message.id, target=stored.id)))
    if message.quote is not None and message.quote.message_id is not None:
        action = Action(Do.SHOW_QUOTED, message.id, target=message.quote.message_id)
        rows.append(("jump", say("message.show_quoted"), action))
    if offers.quote:
        rows.append(("reply", say("command.quote"), Action(Do.QUOTE, message.id)))
    if words_of(message):
        rows.append(("copy", say("command.copy_text"), Action(Do.COPY, message.id)))
    if message.is_own and message.text.strip():
        rows.append(("saved", say("message.make_saved"), Action(Do.MAKE_SAVED, message.id)))
    rows.append(("open", say("command.open_instagram"), Action(Do.OPEN_INSTAGRAM, message.id)))
    rows.append(("info", say("message.details"), Action(Do.DETAILS, message.id)))
    if message.delivery is Delivery.HELD:
        rows.append(("undo", say("message.undo_send"), Action(Do.UNDO_SEND, message.id)))
    if message.delivery is Delivery.FAILED:
        rows.append(("trash", say("message.delete"), Action(Do.DISCARD, message.id)))
    return rows


def message_menu(
    message: Message,
    theme_source: ThemeSource,
    act: Callable[[Action], None],
    parent: QWidget,
    offers: Offers = NOTHING,
) -> QMenu:
    """The menu, to be shown with ``popup()``; it deletes itself."""
    theme = theme_source.current
    menu = make_menu(theme, parent)
    menu.setObjectName("messageMenu")
    menu.setAccessibleName(say("command.more"))
    if offers.reactions:
        from igdesk.ui.timeline.menu_reactions import put_reactions

        own = next((reaction.emoji for reaction in message.reactions if reaction.is_own), "")
        react = lambda emoji: act(Action(Do.TOGGLE_REACTION, message.id, emoji))  # noqa: E731
        put_reactions(menu, offers.reactions, own, react, theme_source)
    for icon_name, words, action in menu_actions(message, offers):
        key = offers.key_of(_COMMANDS[action.do]) if action.do in _COMMANDS else ""
        if action.do is Do.DETAILS:
            menu.addSeparator()
        add_row(menu, words, partial(act, action), icon(icon_name, theme.color("text.secondary")), key=key)
    return menu
