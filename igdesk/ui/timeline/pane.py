"""The conversation on the screen: its head and its messages, opened, kept up to date, marked as read."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.domain.attachment import MediaState
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Delivery
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import Urgency, announce
from igdesk.ui.focus import pass_focus_on
from igdesk.ui.images import ImageCache
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.delegate import TimelineDelegate
from igdesk.ui.timeline.header import TimelineHeader
from igdesk.ui.timeline.links import is_disguised, shown_address, shown_host
from igdesk.ui.timeline.model import TimelineModel, TimelineReader
from igdesk.ui.timeline.read_watch import ReadWatch
from igdesk.ui.timeline.rows import ReplyTime
from igdesk.ui.timeline.scene import scene_of
from igdesk.ui.timeline.scroll_bar import TimelineScrollBar
from igdesk.ui.timeline.speech import content_said, state_said
from igdesk.ui.timeline.toolbar import MessageToolbar
from igdesk.ui.timeline.view import TimelineView

if TYPE_CHECKING:
    from igdesk.ui.search.found_words import FoundWords

MOST_ANNOUNCED = 3
"""New messages read aloud at once; the others are on the screen."""


class TimelinePane(QWidget):
    """Tells what the person wants; never does it itself."""

    open_link = Signal(str)
    open_instagram = Signal()
    send_again = Signal(object)
    discard = Signal(object)
    why = Signal(object)
    """Each with the id of a message."""
    make_saved = Signal(object)
    """MessageId whose words become a saved reply."""
    quote = Signal(object)
    react = Signal(object)
    """Choose a reaction to this message."""
    toggle_reaction = Signal(object, str)
    why_reaction = Signal(object)
    undo_send = Signal()
    reload_media = Signal(object)
    open_media = Signal(object)
    save_media = Signal(object)
    play_media = Signal(object)
    next_rate = Signal(object)
    """Each with the id of an attachment."""
    media_sought = Signal(object, float)
    """Id of an attachment, and where to in it: 0 is its beginning, 1 its end."""
    media_stepped = Signal(object, bool)
    """Id of an attachment, and whether a few seconds forward, else back."""
    open_story = Signal(object)
    """Id of an attachment that holds the story."""
    media_wanted = Signal(list)
    """Ids of attachments on the screen whose files are not here yet."""
    details_toggled = Signal(bool)
    back = Signal()
    seen = Signal(object)
    """Id of a conversation with unread messages that was looked at for two seconds."""

    def __init__(
        self,
        reader: TimelineReader,
        images: ImageCache,
        theme_source: ThemeSource,
        parent: QWidget | None = None,
        *,
        clock: Callable[[], datetime] | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        """``clock`` is the computer's, for words such as Today; ``zone`` is for tests."""
        super().__init__(parent)
        self.setObjectName("timelinePane")
        set_role(self, QAccessible.Role.Grouping)
        self._clock = clock or (lambda: datetime.now().astimezone())
        self._zone = zone
        self._theme_source = theme_source
        self._conversation: Conversation | None = None
        self._is_offline = False
        self._saves_media = False
        self._reader = reader
        self.model = TimelineModel(reader, self)
        self.header = TimelineHeader(theme_source, images, self)
        self.view = TimelineView(self.model, images, theme_source, self)
        self.scroll_bar = TimelineScrollBar(self.view, theme_source)
        self.toolbar = MessageToolbar(self.view, theme_source, lambda message: self.view.pointer.offers(message), self)
        self._read = ReadWatch(self._is_looked_at, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        self._column = column
        column.addWidget(self.view, 1)
        self.setTabOrder(self.header.details, self.view)
        self.toolbar.follow_in_tab_order(self.view, self.view.overlays.jump)
        self.header.back.connect(self.back)
        self.header.details_toggled.connect(self.details_toggled)
        self.header.open_instagram.connect(self.open_instagram)
        self.view.acted.connect(self._act)
        self.toolbar.react_wanted.connect(self.react)
        self.view.media_wanted.connect(self.media_wanted)
        self._read.seen.connect(self.seen)
        self.model.arrived.connect(self._announce_arrived)
        self.model.delivered.connect(self._announce_delivered)
        pass_focus_on(self, self.view)

    def put_under_header(self, bar: QWidget) -> None:
        """A bar between the head and the messages."""
        self._column.insertWidget(1, bar)

    @property
    def conversation_id(self) -> ConversationId | None:
        return self.model.conversation_id

    def open_conversation(
        self, conversation: Conversation, *, at: MessageId | None = None, reply_time: ReplyTime | None = None
    ) -> None:
        """Show a conversation: at a message, else at the first unread one, else at the end."""
        self._show_conversation(conversation)
        self._read.open(conversation.id)
        row = self.model.open(
            conversation.id, at=at, unread=conversation.unread_count, zone=self._zone, reply_time=reply_time
        )
        self.view.begin_at(row)
        if at is not None and row >= 0:
            self.view.show_message(at)
        self._read.set_has_unread(conversation.unread_count > 0)

    def show_newest(self) -> None:
        """To the end, at once: what was just written stands there."""
        self.model.show_newest()
        self.view.begin_at_end()

    def leave_unread(self) -> None:
        """It was marked as unread: looking at it now does not count."""
        self._read.rest()

    def update_conversation(self, conversation: Conversation) -> None:
        """Its name, picture or number of unread messages changed; nothing moves."""
        if conversation.id != self.conversation_id:
            return
        self._show_conversation(conversation)
        self._read.set_has_unread(conversation.unread_count > 0)

    def close_conversation(self) -> None:
        """Nothing is open any more."""
        self._conversation = None
        self._read.open(None)
        self.model.close()
        self.view.begin_at(-1)

    def apply(self, changes: ChangeSet) -> None:
        """Show what a transaction changed."""
        self.model.apply(changes)

    def set_offline(self, is_offline: bool) -> None:
        """Whether waiting replies wait for the network."""
        if is_offline != self._is_offline:
            self._is_offline = is_offline
            self.refresh_day()

    @property
    def _uploads(self) -> dict[int, float]:
        delegate = self.view.itemDelegate()
        assert isinstance(delegate, TimelineDelegate)
        return delegate.uploads

    def set_upload(self, message_id: MessageId, share: float | None) -> None:
        """How much of the files of a reply has left; None: they are not on their way (any more)."""
        was_known = message_id in self._uploads
        if share is None:
            self._uploads.pop(message_id, None)
        else:
            self._uploads[message_id] = share
        if was_known == (share is None):
            self.refresh_day()  # the word under it is another
        self.view.repaint_message(message_id)

    def refresh_day(self) -> None:
        """Call it after midnight: "Today" becomes "Yesterday". Costs nothing when the day is the same."""
        if self._conversation is not None:
            person = self._conversation.participant
            scene = scene_of(
                person,
                self._clock(),
                is_offline=self._is_offline,
                zone=self._zone,
                saves_media=self._saves_media,
                uploading=frozenset(self._uploads),
                deleted_at=self._reader.deleted_at(self._conversation.id),
            )
            self.model.set_scene(scene)

    def show_message(self, message_id: MessageId) -> bool:
        """Bring a message to the screen and let it flash."""
        return self.view.show_message(message_id)

    def mark_words(self, found: "FoundWords | None") -> None:
        """Mark them wherever somebody wrote them; None: no longer."""
        delegate = self.view.itemDelegate()
        if isinstance(delegate, TimelineDelegate):
            delegate.found = found
            self.view.viewport().update()

    def set_one_pane(self, is_one_pane: bool) -> None:
        self.header.set_one_pane(is_one_pane)

    def set_details_shown(self, is_shown: bool) -> None:
        self.header.set_details_shown(is_shown)

    def set_has_motion(self, has_motion: bool) -> None:
        self.view.set_has_motion(has_motion)

    def set_opens_media(self, opens_media: bool) -> None:
        """Whether somebody answers ``open_media``: only then pictures take the pointer."""
        self.view.pointer.opens_media = opens_media

    def set_saves_media(self, saves_media: bool) -> None:
        """Whether somebody answers ``save_media``: only then files have a sign for it."""
        self._saves_media = saves_media
        self.refresh_day()

    def scroll_by_page(self, direction: int) -> None:
        """PgUp (-1) and PgDn (1) of the composer."""
        self.view.scroll_by_page(direction)

    # events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._read.look()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._read.look()

    # inside

    def _show_conversation(self, conversation: Conversation) -> None:
        self._conversation = conversation
        name = conversation.participant.display_name or say("row.nobody")
        self.setAccessibleName(say("timeline.name", name=name))
        self.header.show_person(conversation.participant)
        self.header.show_shelf(conversation.shelf)
        self.refresh_day()

    def _is_looked_at(self) -> bool:
        window = self.window()
        return (
            self.isVisible() and window.isActiveWindow() and not window.windowState() & Qt.WindowState.WindowMinimized
        )

    def _announce_arrived(self, messages: tuple[Message, ...]) -> None:
        for message in sorted(messages, key=lambda m: m.sort_key)[-MOST_ANNOUNCED:]:
            content = content_said(message, self.model.scene)
            announce(self.view, say("said.arrived", name=self.model.scene.customer, content=content))

    def _announce_delivered(self, message: Message) -> None:
        urgency = Urgency.ASSERTIVE if message.delivery is Delivery.FAILED else Urgency.POLITE
        announce(self.view, state_said(message, self.model.scene), urgency)

    def _act(self, action: Action) -> None:
        match action.do:
            case Do.OPEN_STORY if action.target and self.view.pointer.opens_media:
                self.open_story.emit(action.target)
            case Do.OPEN_STORY:
                self.open_link.emit(action.url)
            case Do.OPEN_LINK:
                self._open_link(action.url)
            case Do.OPEN_INSTAGRAM:
                self.open_instagram.emit()
            case Do.SEND_AGAIN:
                self.send_again.emit(MessageId(action.message_id))
            case Do.DISCARD:
                self.discard.emit(MessageId(action.message_id))
            case Do.WHY:
                self.why.emit(MessageId(action.message_id))
            case Do.RELOAD:
                for attachment_id in [action.target] if action.target else self._gone_in(action.message_id):
                    self.reload_media.emit(attachment_id)
            case Do.SAVE_MEDIA:
                self.save_media.emit(action.target)
            case Do.OPEN_MEDIA:
                self.open_media.emit(action.target)
            case Do.MAKE_SAVED:
                self.make_saved.emit(MessageId(action.message_id))
            case Do.QUOTE:
                self.quote.emit(MessageId(action.message_id))
            case Do.DETAILS:
                self._show_details(action.message_id)
            case Do.REACT:
                self.react.emit(MessageId(action.message_id))
            case Do.TOGGLE_REACTION:
                self.toggle_reaction.emit(MessageId(action.message_id), action.url)
            case Do.WHY_REACTION:
                self.why_reaction.emit(MessageId(action.message_id))
            case Do.UNDO_SEND:
                self.undo_send.emit()
            case Do.PLAY:
                self.play_media.emit(action.target)
            case Do.NEXT_RATE:
                self.next_rate.emit(action.target)
            case Do.STEP:
                self.media_stepped.emit(action.target, action.share > 0)
            case Do.SEEK:
                self.media_sought.emit(action.target, action.share)
            case _:
                pass

    def _show_details(self, message_id: int) -> None:
        from igdesk.ui.timeline.message_details import MessageDetails

        row = self.model.position(message_id)
        if row >= 0:
            message = self.model.rows[row].message
            MessageDetails(message, self.model.scene, self._theme_source, self.window()).open()

    def _open_link(self, url: str) -> None:
        """Where an address may pass for another one, it is shown and asked for first."""
        if not is_disguised(url):
            self.open_link.emit(url)
            return
        from igdesk.ui.dialogs import link_question

        question = link_question(self._theme_source, self.window(), shown_host(url), shown_address(url))
        question.accepted.connect(lambda: self.open_link.emit(url))
        question.open()

    def _gone_in(self, message_id: int) -> list[int]:
        row = self.model.position(message_id)
        files = self.model.rows[row].message.attachments if row >= 0 else ()
        return [attachment.id for attachment in files if attachment.state is MediaState.GONE]
