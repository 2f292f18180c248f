"""Messages, an archive in memory and a pane, for tests of the timeline."""

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation, Participant
from igdesk.domain.ids import AccountId, AttachmentId, ConversationId, MessageId, ParticipantId
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin
from igdesk.domain.timeline_event import TimelineEvent
from igdesk.ui.images import ImageCache
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.pane import TimelinePane

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
HERE = ConversationId(1)


class Maker:
    """Builds messages; each has an id of its own and, unless told otherwise, comes ten minutes after the last."""

    def __init__(self) -> None:
        self._ids = count(1)
        self.at = NOW - timedelta(days=3)

    def __call__(self, text: str = "Hello", *, own: bool = False, **parts: Any) -> Message:
        number = next(self._ids)
        self.at = parts.pop("at", self.at + timedelta(minutes=10))
        message = Message(
            id=MessageId(number),
            conversation_id=HERE,
            remote_id=f"m{number}",
            direction=Direction.OUTBOUND if own else Direction.INBOUND,
            sent_at=self.at,
            rank=0,
            kind=MessageKind.TEXT,
            text=text,
            delivery=Delivery.SENT if own else Delivery.RECEIVED,
            origin=Origin.HERE if own else Origin.CUSTOMER,
        )
        return replace(message, **parts)

    def attachment(self, kind: AttachmentKind = AttachmentKind.IMAGE, **parts: Any) -> Attachment:
        number = next(self._ids)
        made = Attachment(AttachmentId(number), kind, "", "", "https://x/y", None, None, None, MediaState.REMOTE)
        return replace(made, **parts)

    def many(self, number: int, **parts: Any) -> list[Message]:
        return [self(f"Message {i}", own=i % 3 == 0, **parts) for i in range(number)]


class FakeTimeline:
    """The reads of the archive over a list; ``put`` and ``drop`` answer like a committed transaction."""

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        self.held: dict[int, Message] = {m.id: m for m in messages}
        self.calls: list[str] = []
        """What was asked: stands for SQL."""
        self.happened: list[TimelineEvent] = []

    def all(self, conversation_id: ConversationId = HERE) -> list[Message]:
        return sorted((m for m in self.held.values() if m.conversation_id == conversation_id), key=lambda m: m.sort_key)

    def newest(self, conversation_id: ConversationId, limit: int) -> list[Message]:
        self.calls.append("newest")
        return self.all(conversation_id)[-limit:]

    def before(self, conversation_id: ConversationId, sort_key: tuple[Any, ...], limit: int) -> list[Message]:
        self.calls.append("before")
        return [m for m in self.all(conversation_id) if m.sort_key < sort_key][-limit:]

    def after(self, conversation_id: ConversationId, sort_key: tuple[Any, ...], limit: int) -> list[Message]:
        self.calls.append("after")
        return [m for m in self.all(conversation_id) if m.sort_key > sort_key][:limit]

    def around(self, conversation_id: ConversationId, message_id: MessageId, limit: int) -> list[Message]:
        self.calls.append("around")
        found = self.all(conversation_id)
        place = next((i for i, m in enumerate(found) if m.id == message_id), None)
        if place is None:
            return found[-limit:]
        first = max(place - limit // 2, 0)
        return found[first : first + limit]

    def by_ids(self, ids: Iterable[MessageId]) -> list[Message]:
        self.calls.append("by_ids")
        wanted = set(ids)
        return sorted((m for m in self.held.values() if m.id in wanted), key=lambda m: m.sort_key)

    def first_unread(self, conversation_id: ConversationId) -> Message | None:
        self.calls.append("first_unread")
        return next((m for m in self.all(conversation_id) if m.is_unread), None)

    def deleted_at(self, conversation_id: ConversationId) -> datetime | None:
        return None

    def events(self, conversation_id: ConversationId) -> list[TimelineEvent]:
        self.calls.append("events")
        return list(self.happened) if conversation_id == HERE else []

    def happen(self, *events: TimelineEvent) -> ChangeSet:
        """From now on this is all that happened beside the messages."""
        self.happened = sorted(events, key=lambda event: (event.at, event.id))
        return ChangeSet(conversations=frozenset({HERE}), happened=frozenset({HERE}))

    def put(self, *messages: Message) -> ChangeSet:
        added = frozenset(m.id for m in messages if m.id not in self.held)
        self.held.update({m.id: m for m in messages})
        updated = frozenset(m.id for m in messages) - added
        return ChangeSet(conversations=frozenset({HERE}), added=added, updated=updated)

    def drop(self, *ids: int) -> ChangeSet:
        for message_id in ids:
            self.held.pop(message_id, None)
        return ChangeSet(conversations=frozenset({HERE}), removed=frozenset(MessageId(i) for i in ids))


def make_conversation(**parts: Any) -> Conversation:
    person = Participant(ParticipantId(1), "igs1", "mara.lindqvist", "Mara Lindqvist", follower_count=12437)
    made = Conversation(HERE, AccountId(1), "c1", person, None, NOW, NOW)
    return made._replace(**parts)


class Stage:
    """A pane that shows one conversation, with everything it is made from."""

    def __init__(self, messages: Iterable[Message], *, width: int = 560, height: int = 700, **parts: Any) -> None:
        self.reader = FakeTimeline(messages)
        self.theme_source = ThemeSource()
        self.theme_source.use("light")
        self.images = ImageCache(lambda _key: None)
        self.pane = TimelinePane(self.reader, self.images, self.theme_source, clock=lambda: NOW, zone=UTC)
        self.pane.set_has_motion(False)
        self.view = self.pane.view
        self.model = self.pane.model
        self.pane.resize(width, height)
        self.pane.show()
        self.conversation = make_conversation(**parts)
        self.pane.open_conversation(self.conversation)

    def events(self, conversation_id: ConversationId) -> list[TimelineEvent]:
        self.calls.append("events")
        return list(self.happened) if conversation_id == HERE else []

    def happen(self, *events: TimelineEvent) -> ChangeSet:
        """From now on this is all that happened beside the messages."""
        self.happened = sorted(events, key=lambda event: (event.at, event.id))
        return ChangeSet(conversations=frozenset({HERE}), happened=frozenset({HERE}))

    def put(self, *messages: Message) -> None:
        self.pane.apply(self.reader.put(*messages))

    def drop(self, *ids: int) -> None:
        self.pane.apply(self.reader.drop(*ids))

    def y_of(self, message_id: int) -> int:
        """Where a message begins on the screen, without what stands before it."""
        row = self.model.position(message_id)
        assert row >= 0
        return self.view.placing.top_on_screen(row) + self.view.bubble(row).divider_height

    def scroll_to(self, value: int) -> None:
        self.view.verticalScrollBar().setValue(value)

    def middle(self) -> Message:
        """The message in the middle of the screen."""
        row = self.view.placing.row_on_screen(self.view.viewport().height() // 2)
        return self.model.rows[row].message

    def close(self) -> None:
        self.pane.close()
        self.images.close()
        self.pane.deleteLater()


@pytest.fixture
def message() -> Maker:
    return Maker()


@pytest.fixture
def reader_of() -> Callable[..., FakeTimeline]:
    return FakeTimeline


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[Callable[..., Stage]]:
    made: list[Stage] = []

    def build(messages: Iterable[Message] = (), **parts: Any) -> Stage:
        made.append(Stage(messages, **parts))
        return made[-1]

    yield build
    for each in made:
        each.close()
    # an override of Qt that raised leaves freed objects behind in PySide; the collector stumbles over them at once
    gc.collect()
