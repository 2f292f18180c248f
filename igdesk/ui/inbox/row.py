"""What one row of the list shows, worked out from a conversation and the time."""

from datetime import datetime, tzinfo
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from igdesk.domain.account import Account, Capability
from igdesk.domain.conversation import Conversation, Preview, Shelf
from igdesk.domain.message_kinds import PENDING, Delivery, Direction, MessageKind
from igdesk.domain.text import one_line
from igdesk.domain.window import MessagingWindow, WindowLevel, window_at
from igdesk.ui.format import badge_count, duration_short, list_time, moment_near, window_pill, window_words
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.domain.label import Label


class Mark(Enum):
    """What stands before a snippet."""

    NONE = "none"
    OWN = "own"
    DRAFT = "draft"
    NOT_SENT = "not_sent"


class Snippet(NamedTuple):
    """The second line: an icon, the words before the text, the text."""

    text: str
    icon: str = ""
    mark: Mark = Mark.NONE

    @property
    def prefix(self) -> str:
        """The words before the text."""
        return say(_PREFIX[self.mark]) if self.mark is not Mark.NONE else ""


_PREFIX = {Mark.OWN: "row.you", Mark.DRAFT: "row.draft", Mark.NOT_SENT: "row.not_sent"}

_WORDS_OF_KIND = {
    MessageKind.STORY_REPLY: ("story", "row.story_reply"),
    MessageKind.STORY_MENTION: ("story", "row.story_mention"),
    MessageKind.SHARE: ("reel", "row.share"),
    MessageKind.TEMPLATE: ("spark", "row.card"),
    MessageKind.UNSUPPORTED: ("unsupported", "row.unsupported"),
    MessageKind.WITHHELD: ("reel", "row.withheld"),
    MessageKind.DISAPPEARING: ("eye-off", "row.disappearing"),
    MessageKind.UNSENT: ("unsent", "row.unsent"),
}
_WORDS_OF_MEDIA = {
    "image": ("image", "row.photo"),
    "video": ("video", "row.video"),
    "audio": ("mic", "row.voice"),
    "application": ("file", "row.file"),
    "text": ("file", "row.file"),
}


class ListRow:
    """Everything that the delegate paints, ready to paint; nobody changes it.

    A plain class: on its way through the model a named tuple would become a list, and making a dataclass takes longer
    than everything else in this file, before the first paint.
    """

    __slots__ = (
        "account",
        "badge",
        "conversation",
        "labels",
        "name",
        "pill",
        "short_pill",
        "snippet",
        "time",
        "wakes",
        "window",
        "window_said",
    )

    def __init__(
        self,
        conversation: Conversation,
        *,
        name: str,
        time: str,
        snippet: Snippet,
        badge: str,
        window: MessagingWindow | None,
        pill: str,
        short_pill: str,
        window_said: str,
        labels: "tuple[Label, ...]" = (),
        wakes: str = "",
        account: Account | None = None,
    ) -> None:
        self.conversation = conversation
        self.name = name
        self.time = time
        self.snippet = snippet
        self.badge = badge
        self.window = window
        """The reply window where the list tells of it, else None."""
        self.pill = pill
        self.short_pill = short_pill
        """In one unit and without words, for low rows; empty when it is closed."""
        self.window_said = window_said
        self.labels = labels
        self.wakes = wakes
        """When a snooze ends, as it is read aloud."""
        self.account = account
        """Whose conversation it is, where several accounts share the list."""

    def __eq__(self, other: object) -> bool:
        """Whether it looks the same; a row is painted anew only where it does not."""
        if not isinstance(other, ListRow):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    @property
    def is_unread(self) -> bool:
        return self.conversation.unread_count > 0

    @property
    def is_nobody_yet(self) -> bool:
        """Neither who it is nor what was said is known: it is about to be read."""
        return self.is_being_read and not self.snippet.text and not self.conversation.participant.display_name

    @property
    def is_being_read(self) -> bool:
        """Only the entry of the list is known; the messages are on their way."""
        conversation = self.conversation
        return conversation.preview is None and not conversation.unavailable_code and not conversation.is_emptied

    @property
    def is_verified(self) -> bool:
        return bool(self.conversation.participant.is_verified)

    def sentence(self) -> str:
        """The row as it is read aloud."""
        conversation = self.conversation
        state = ""
        if conversation.has_draft:
            state = say("row.said.draft")
        elif conversation.failed_count or conversation.missed_reply:
            state = say("row.said.not_sent")
        elif conversation.pending_count:
            state = say("row.said.waiting_to_be_sent")
        text = self.snippet.text
        if self.snippet.mark is Mark.OWN or (self.snippet.mark is Mark.NOT_SENT and text):
            text = say("row.said.you", text=text)
        parts = (
            self.name,
            say("row.said.account", account=self.account.display_name) if self.account is not None else "",
            say("row.said.verified") if self.is_verified else "",
            say("row.said.unread", n=conversation.unread_count) if self.is_unread else "",
            state,
            text,
            "" if self.wakes else self.time,
            self.window_said,
            say("row.said.labels", names=", ".join(label.name for label in self.labels)) if self.labels else "",
            say("row.said.pinned") if conversation.is_pinned else "",
            say("row.said.muted") if conversation.is_muted else "",
            say("row.said.snoozed", time=self.wakes) if self.wakes else "",
            self._said_back(),
        )
        return ", ".join(part for part in parts if part)

    def _said_back(self) -> str:
        if self.conversation.reminded_at is not None:
            return say("row.said.reminded")
        return say("row.said.back") if self.conversation.is_back_from_snooze else ""


def make_row(
    conversation: Conversation,
    human_agent: Capability,
    *,
    labels: "tuple[Label, ...]" = (),
    account: Account | None = None,
    server_now: datetime,
    local_now: datetime,
    zone: tzinfo | None = None,
) -> ListRow:
    """The row as it looks now: windows by Instagram's clock, words such as Today by the computer's."""
    window: MessagingWindow | None = window_at(conversation.last_inbound_at, server_now, human_agent)
    if conversation.preview is None:
        window = None  # nothing was read yet, so nothing is known
    elif window and not conversation.is_waiting and window.level is not WindowLevel.CLOSED:
        window = None  # somebody who was answered needs no clock
    wakes = ""
    if conversation.shelf is Shelf.SNOOZED:
        at = conversation.wakes_at
        wakes = moment_near(at, local_now, zone=zone) if at is not None else say("row.when_they_write")
    return ListRow(
        conversation,
        name=conversation.participant.display_name or say("row.nobody"),
        time=wakes or list_time(conversation.newest_at, local_now, zone=zone),
        snippet=snippet_of(conversation),
        badge=badge_count(conversation.unread_count) if conversation.unread_count else "",
        window=window,
        pill=window_pill(window, server_now) if window else "",
        short_pill=_short_pill(window, server_now),
        window_said=_window_said(window, server_now) if window else "",
        labels=labels,
        wakes=wakes,
        account=account,
    )


def _short_pill(window: MessagingWindow | None, now: datetime) -> str:
    if window is None or window.level is WindowLevel.CLOSED:
        return ""
    return duration_short(window.remaining(now).total_seconds())


def snippet_of(conversation: Conversation) -> Snippet:
    """A draft wins over everything; then a reply that missed its time or failed, an own one, and what they wrote."""
    if conversation.draft.strip():
        return Snippet(one_line(conversation.draft), "pencil", Mark.DRAFT)
    if conversation.draft_files:
        return Snippet(say("row.draft.files", n=conversation.draft_files), "pencil", Mark.DRAFT)
    if conversation.missed_reply:
        return Snippet(one_line(conversation.missed_reply), "error", Mark.NOT_SENT)
    preview = conversation.preview
    if preview is None:
        is_emptied = conversation.is_emptied and not conversation.unavailable_code
        return Snippet(say("row.emptied") if is_emptied else "")
    icon, text = _content(preview)
    if preview.delivery is Delivery.FAILED:
        return Snippet(text, "error", Mark.NOT_SENT)
    if preview.direction is Direction.OUTBOUND and preview.kind is not MessageKind.UNSENT:
        return Snippet(text, "clock" if preview.delivery in PENDING else "check", Mark.OWN)
    return Snippet(text, icon)


def preview_words(preview: Preview) -> str:
    """What was written; a word stands in where a message has no text of its own."""
    return _content(preview)[1]


def _content(preview: Preview) -> tuple[str, str]:
    """Icon and text; a word stands in where a message has no text of its own."""
    if preview.kind is MessageKind.TEXT:
        return "", preview.text
    if preview.kind is MessageKind.MEDIA:
        icon, word = _WORDS_OF_MEDIA.get(preview.media.partition("/")[0].lower(), ("file", "row.attachment"))
    else:
        icon, word = _WORDS_OF_KIND[preview.kind]
    return icon, preview.text or say(word)


def _window_said(window: MessagingWindow, now: datetime) -> str:
    if window.level is WindowLevel.CLOSED:
        return say("row.said.closed")
    text_id = "row.said.human" if window.level is WindowLevel.HUMAN else "row.said.window"
    return say(text_id, time=window_words(window, now))
