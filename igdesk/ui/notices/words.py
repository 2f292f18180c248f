"""Title and text of notifications, as plain text in one language of many: names stand apart from the sentence."""

import re
import sys
from datetime import datetime
from enum import Enum

from igdesk.domain.account import Account
from igdesk.domain.conversation import Conversation
from igdesk.domain.notices import MessageNotice, SeveralNotice, WindowNotice
from igdesk.domain.text import clean, one_line
from igdesk.domain.window import WindowLevel, window_at
from igdesk.ui.format import duration_short, duration_words
from igdesk.ui.inbox.row import preview_words
from igdesk.ui.texts import isolate, say


class Shows(Enum):
    """How much a notification says."""

    TEXT = "text"
    NAME = "name"
    """Who wrote, and not what."""
    NOTHING = "nothing"
    """igdesk is locked: only that something is there."""


NAMES_MAX = 3
TEXT_CHARS = 160
Words = tuple[str, str]
_ENTITY = re.compile(r"&(?=#?\w+;)")


def words_of(
    notice: MessageNotice | SeveralNotice | WindowNotice, server_now: datetime, shows: Shows = Shows.TEXT
) -> Words:
    """Title and text."""
    match notice:
        case MessageNotice():
            return _of_message(notice, server_now, shows)
        case SeveralNotice():
            return _of_several(notice, shows)
        case WindowNotice():
            return _of_windows(notice, shows)


def _of_message(notice: MessageNotice, now: datetime, shows: Shows) -> Words:
    conversation, account = notice.conversation, isolate(notice.account.display_name)
    if shows is Shows.NOTHING:
        several = say("notify.several", n=notice.count, account=account), ""
        return several if notice.count > 1 else (say("notify.message.hidden"), account)
    name = isolate(name_of(conversation))
    if shows is Shows.NAME:
        if notice.count > 1:
            return say("notify.message.count", n=notice.count, name=name), account
        return say("notify.message.name_only", name=name), account
    title = say("notify.message.count", n=notice.count, name=name) if notice.count > 1 else name
    preview = conversation.preview
    is_newest = preview is not None and preview.message_id == notice.message.id
    text = _text_of(conversation) if is_newest else _short(notice.message.text)
    return title, f"{isolate(text)}\n{_account_line(conversation, notice.account, now)}"


def _account_line(conversation: Conversation, account: Account, now: datetime) -> str:
    window = window_at(conversation.last_inbound_at, now, account.human_agent)
    name = isolate(account.display_name)
    if window.level is WindowLevel.CLOSED:
        return name
    return say("notify.message.left", account=name, time=duration_short(window.remaining(now).total_seconds()))


def _of_several(notice: SeveralNotice, shows: Shows) -> Words:
    if notice.account is None:
        title = say("notify.several.accounts", n=notice.count)
    else:
        title = say("notify.several", n=notice.count, account=isolate(notice.account.display_name))
    return title, _names(notice.conversations) if shows is not Shows.NOTHING else ""


def _of_windows(notice: WindowNotice, shows: Shows) -> Words:
    first, n = notice.conversations[0], len(notice.conversations)
    if n > 1 or shows is Shows.NOTHING:
        return say("notify.windows", n=n), _names(notice.conversations) if shows is not Shows.NOTHING else ""
    name = isolate(first.participant.first_name or say("row.nobody"))
    title = say("notify.window", time=duration_words(notice.left.total_seconds()), name=name)
    if shows is Shows.NAME:
        return title, ""
    draft = _short(first.draft)
    if draft:
        return title, say("notify.window.draft", text=isolate(draft))
    return title, say("notify.window.wrote", text=isolate(_text_of(first)))


def name_of(conversation: Conversation) -> str:
    return one_line(conversation.participant.display_name, 80) or say("row.nobody")


def _names(conversations: tuple[Conversation, ...]) -> str:
    names = ", ".join(isolate(name_of(one)) for one in conversations[:NAMES_MAX])
    more = len(conversations) - NAMES_MAX
    return say("notify.names.more", names=names, n=more) if more > 0 else names


def _text_of(conversation: Conversation) -> str:
    return _short(preview_words(conversation.preview)) if conversation.preview is not None else ""


def _short(text: str) -> str:
    line = one_line(clean(text))
    return line if len(line) <= TEXT_CHARS else line[: TEXT_CHARS - 1].rstrip() + "…"


def for_desktop(text: str, platform: str = sys.platform) -> str:
    """Desktops of Linux read markup in the text of a notification: what a customer wrote must not be any."""
    if not platform.startswith("linux"):
        return text
    return _ENTITY.sub("&\u2060", text.replace("<", "‹").replace(">", "›"))
