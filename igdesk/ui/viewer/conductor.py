"""Opens the viewer for the window: walks the gallery of the archive, fetches, plays, copies, saves, quotes."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QSizeF
from PySide6.QtGui import QGuiApplication, QPixmap

from igdesk.domain.attachment import MediaState
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Participant
from igdesk.domain.ids import AttachmentId, ConversationId
from igdesk.store.gallery import GalleryItem
from igdesk.ui.announce import announce
from igdesk.ui.format import clock_time, day_word
from igdesk.ui.layout.motion import has_motion
from igdesk.ui.media.animation import BUDGET_BYTES, Animations
from igdesk.ui.media.save import Saver
from igdesk.ui.media.video_frames import VideoFrames
from igdesk.ui.texts import isolate, left_to_right, say
from igdesk.ui.viewer.dark import DarkSource
from igdesk.ui.viewer.film_strip import MOST
from igdesk.ui.viewer.viewer import Viewer

if TYPE_CHECKING:
    from igdesk.ui.media.conductor import MediaConductor
    from igdesk.ui.window.main_window import MainWindow

FOR_EVER = 10**9


class ViewerConductor(QObject):
    """One for the window, made when something is first opened."""

    def __init__(self, window: "MainWindow", media: "MediaConductor") -> None:
        super().__init__(window)
        self._window = window
        self._media = media
        self._images = window.images
        self._dark = DarkSource(window.theme_source, self)
        self.viewer = Viewer(window.images, self._dark, window, name_of=media.name_of)
        self.viewer.overview.wanted.connect(window.door.want_media)
        self._saver = Saver(window.archive, self)
        self._frames: VideoFrames | None = None
        self._moving = Animations(
            window.archive.media.read, self, loops=FOR_EVER, longest_s=FOR_EVER, picture_bytes=BUDGET_BYTES
        )
        self._conversation_id: ConversationId | None = None
        self._ids: list[AttachmentId] = []
        self._at = 0
        self._item: GalleryItem | None = None
        self._copies_when_ready = False
        self._portrait = ""
        viewer = self.viewer
        viewer.moved.connect(self._move)
        viewer.chosen.connect(self._choose)
        viewer.play_pressed.connect(self._play)
        viewer.sought.connect(self._seek)
        viewer.stepped.connect(media.playback.step)
        viewer.copied.connect(self._copy)
        viewer.saved.connect(self._save)
        viewer.quoted.connect(self._quote)
        viewer.more_wanted.connect(self._show_whole)
        viewer.closed.connect(self._closed)
        self._images.ready.connect(self._picture_came)
        self._moving.changed.connect(self._picture_came)
        media.playback.changed.connect(self._play_state_changed)
        self._saver.done.connect(self._saved)
        window.bridge.changed.connect(self._follow)

    def open(self, attachment_id: AttachmentId) -> bool:
        """Show a picture or video; False if the archive does not have it any more."""
        found = self._window.archive.gallery.items([attachment_id])
        source = self._window.archive.media.source(attachment_id)
        if not found or source is None:
            return False
        self._conversation_id = source.conversation_id
        self._ids = self._window.archive.gallery.ids(source.conversation_id)
        if attachment_id not in self._ids:
            self._ids = [attachment_id]  # the picture of a story or a card: it stands alone
        self.viewer.open()
        self._show(self._ids.index(attachment_id))
        return True

    def open_person(self, person: Participant) -> None:
        """The picture of a customer, alone."""
        name = person.display_name or say("row.nobody")
        self._conversation_id, self._ids, self._item = None, [], None
        self._portrait = person.picture_key
        viewer = self.viewer
        viewer.open()
        viewer.begin(say("details.picture", name=name), QSizeF(), is_video=False)
        small = self._images.pixmap(person.picture_key, QSize(36, 36), self._window.devicePixelRatioF())
        viewer.bar.show_person(person.igsid or person.username, name, small, left_to_right(f"@{person.username}"))
        viewer.bar.show_place("")
        viewer.bar.set_can(zoom=True, copy=False, save=False, quote=False)
        viewer.strip.show_items([], 0)
        viewer.show_ends(has_previous=False, has_next=False)
        self._paint_portrait()

    def _paint_portrait(self) -> None:
        pixmap = self._images.pixmap(self._portrait, QSize(), 1.0)
        if pixmap is not None:
            self.viewer.stage.show_picture(pixmap)
        elif self._images.is_known(self._portrait, QSize(), 1.0):
            self.viewer.stage.show_words("image", say("viewer.refused"))
        else:
            self.viewer.stage.show_words("hourglass", say("viewer.loading"))

    def open_all(self, conversation_id: ConversationId) -> None:
        """All of a conversation as tiles, the newest first."""
        self._conversation_id = conversation_id
        self._ids = self._window.archive.gallery.ids(conversation_id)
        self._item = None
        self.viewer.open()
        self._show_overview()

    def _show_overview(self) -> None:
        items = self._window.archive.gallery.items(list(reversed(self._ids)))
        row = self._window.conversation.conversation
        name = (row.participant.display_name if row is not None else "") or say("row.nobody")
        picture = None
        if row is not None:
            key = row.participant.picture_key
            picture = self._images.pixmap(key, QSize(36, 36), self._window.devicePixelRatioF())
        count = say("viewer.overview.count", n=len(items))
        self.viewer.bar.show_person(row.participant.igsid if row is not None else "", name, picture, count)
        self.viewer.bar.show_place("")
        self.viewer.bar.set_can(zoom=False, copy=False, save=False, quote=False)
        self.viewer.show_overview(items, say("viewer.overview"))

    def close(self) -> None:
        """Before the window goes."""
        self._moving.close()
        self._saver.close()
        if self._frames is not None:
            self._frames.close()

    # what is shown

    def _show(self, at: int) -> None:
        items = self._window.archive.gallery.items([self._ids[at]])
        if not items:
            self._lose(self._ids[at])
            return
        self._media.playback.stop()
        self._media.forget_waiting()
        self._at, self._item = at, items[0]
        item = self._item
        natural = QSizeF(item.attachment.width_px or 0, item.attachment.height_px or 0)
        name = self._name(item)
        self.viewer.begin(name, natural, is_video=item.is_video, length_ms=item.attachment.duration_ms or 0)
        self.viewer.bar.show_place(isolate(say("viewer.place", i=at + 1, n=len(self._ids))))
        self._show_facts()
        self._show_strip()
        self.viewer.show_ends(has_previous=at > 0, has_next=at < len(self._ids) - 1)
        self._moving.forget_all()
        self._moving.has_motion = has_motion(self._window)
        if item.picture_key:
            self._paint(item)
        else:
            self._ask_for(item)
        self._prepare_neighbours()

    def _paint(self, item: GalleryItem) -> None:
        """Show the best that is at hand."""
        stage, attachment = self.viewer.stage, item.attachment
        if attachment.is_animated and attachment.media_key:
            frame = self._moving.frame(attachment.media_key, QSize(), 1.0)
            if frame is not None:
                stage.show_picture(frame)
                return
        key = item.picture_key
        size, dpr = self._fitted(item), stage.devicePixelRatioF()
        pixmap = self._images.pixmap(key, size, dpr)
        if pixmap is not None:
            plain = QPixmap(pixmap)
            plain.setDevicePixelRatio(1.0)
            stage.show_picture(plain)
        elif self._images.is_known(key, size, dpr):
            stage.show_words("image", say("viewer.refused"))
        else:
            stage.show_words("hourglass", say("viewer.loading"))

    def _ask_for(self, item: GalleryItem) -> None:
        """Its file is not on this computer."""
        still = item.still
        match still.state:
            case MediaState.STORED:
                self.viewer.stage.show_words("video", say("viewer.video_here"))
            case MediaState.REMOTE:
                words = say("viewer.video_not_here") if item.is_video else say("viewer.loading")
                self.viewer.stage.show_words("video" if item.is_video else "hourglass", words)
                if not item.is_video or item.poster is not None:
                    self._window.door.want_media([still.id])
            case MediaState.REFUSED:
                self.viewer.stage.show_words("image", say("message.refused"))
            case _:
                self.viewer.stage.show_words("image", say("message.media_gone"))

    def _fitted(self, item: GalleryItem) -> QSize:
        """The size to decode for: what a fitted picture takes, in points."""
        stage = self.viewer.stage
        room = stage.size()
        width, height = item.attachment.width_px or 0, item.attachment.height_px or 0
        if width <= 0 or height <= 0 or item.is_video:
            return room
        share = min(room.width() / width, room.height() / height, 1.0)
        return QSize(max(round(width * share), 1), max(round(height * share), 1))

    def _prepare_neighbours(self) -> None:
        """What is likely to be looked at next is decoded already."""
        beside = [self._ids[n] for n in (self._at + 1, self._at - 1) if 0 <= n < len(self._ids)]
        for item in self._window.archive.gallery.items(beside):
            if item.picture_key:
                self._images.pixmap(item.picture_key, self._fitted(item), self.viewer.stage.devicePixelRatioF())
            elif item.still.state is MediaState.REMOTE and not (item.is_video and item.poster is None):
                self._window.door.want_media([item.still.id])

    def _show_strip(self) -> None:
        first, last = max(self._at - MOST // 2, 0), min(self._at + MOST // 2 + 1, len(self._ids))
        self.viewer.strip.show_items(self._window.archive.gallery.items(self._ids[first:last]), self._at - first)

    def _show_whole(self) -> None:
        """Enlarged: the picture in its own resolution."""
        item = self._item
        if item is None or item.is_video or item.attachment.is_animated or not item.attachment.media_key:
            return
        whole = self._images.pixmap(item.attachment.media_key, QSize(), 1.0)
        if whole is not None:
            self.viewer.stage.show_picture(whole)

    def _show_facts(self) -> None:
        item = self._item
        row = self._window.conversation.conversation
        if item is None or row is None:
            return
        attachment, person = item.attachment, row.participant
        facts = [self._when(item.sent_at)]
        kind = attachment.media_type.partition("/")[2].removeprefix("x-").upper()
        if kind:
            facts.append(kind)
        if attachment.width_px and attachment.height_px:
            facts.append(left_to_right(f"{attachment.width_px} × {attachment.height_px}"))
        size = QSize(36, 36)
        if item.is_own:
            account = self._window.account(row.account_id)
            name = say("timeline.who.you")
            key, picture = (account.remote_id if account is not None else ""), None
        else:
            name = person.display_name or say("row.nobody")
            key = person.igsid or person.username
            picture = self._images.pixmap(person.picture_key, size, self._window.devicePixelRatioF())
        self.viewer.bar.show_person(key, name, picture, " · ".join(facts))
        is_here = bool(attachment.media_key)
        self.viewer.bar.set_can(
            zoom=not item.is_video, copy=is_here and not item.is_video, save=is_here, quote=self._may_quote
        )

    @property
    def _may_quote(self) -> bool:
        row = self._window.conversation.conversation
        return row is not None and row.id == self._conversation_id

    def _when(self, moment: datetime) -> str:
        now = self._window.now()
        day = day_word(moment, now)
        return say("viewer.when", day=day[:1].upper() + day[1:], time=clock_time(moment))

    def _name(self, item: GalleryItem) -> str:
        row = self._window.conversation.conversation
        who = say("timeline.who.you")
        if not item.is_own:
            who = (row.participant.display_name if row is not None else "") or say("row.nobody")
        now = self._window.now()
        return say(
            "viewer.name",
            kind=say("row.video" if item.is_video else "row.photo"),
            who=who,
            day=day_word(item.sent_at, now),
            time=clock_time(item.sent_at),
            i=self._at + 1,
            n=len(self._ids),
        )

    # what is done

    def _move(self, by: int) -> None:
        if 0 <= self._at + by < len(self._ids):
            self._show(self._at + by)

    def _choose(self, attachment_id: int) -> None:
        if attachment_id in self._ids:
            self._show(self._ids.index(AttachmentId(attachment_id)))

    def _play(self) -> None:
        item = self._item
        if item is None or not item.is_video:
            return
        if self._frames is None:
            self._frames = VideoFrames(self)
            self._frames.frame.connect(self._frame_came)
        self._media.play_video(item.attachment, self._frames)

    def _seek(self, share: float) -> None:
        item = self._item
        if item is not None and item.is_video:
            if self._media.playback.current is None:
                self._play()
            self._media.playback.seek(item.attachment, share)

    def _copy(self) -> None:
        item = self._item
        if item is None or item.is_video or not item.attachment.media_key:
            return
        pixmap = self._images.pixmap(item.attachment.media_key, QSize(), 1.0)
        self._copies_when_ready = pixmap is None
        if pixmap is not None:
            QGuiApplication.clipboard().setPixmap(pixmap)
            self._tell(say("viewer.copied"))

    def _save(self) -> None:
        item = self._item
        if item is not None and item.attachment.media_key:
            self._saver.ask(item.attachment, self.viewer)

    def _saved(self, is_saved: bool) -> None:
        self._tell(say("viewer.saved" if is_saved else "viewer.not_saved"))

    def _quote(self) -> None:
        item = self._item
        if item is not None and self._may_quote:
            self.viewer.dismiss()
            self._media.quoted.emit(item.message_id)

    def _tell(self, words: str) -> None:
        self.viewer.show_note(words)
        announce(self.viewer, words)

    # what happens

    def _picture_came(self, key: str) -> None:
        item = self._item
        if self._portrait and self.viewer.is_shown and key == self._portrait:
            self._paint_portrait()
        if item is None or not self.viewer.is_shown or key not in (item.picture_key, item.attachment.media_key):
            return
        if self._copies_when_ready:
            self._copies_when_ready = False
            self._copy()
        if self._media.playback.current is not None:
            return
        self._paint(item)
        if not self.viewer.stage.is_fitted:
            self._show_whole()

    def _frame_came(self, image: object) -> None:
        if self.viewer.is_shown and self._item is not None and self._item.is_video:
            self.viewer.stage.show_frame(image)  # type: ignore[arg-type]

    def _play_state_changed(self, attachment_id: int) -> None:
        item = self._item
        if item is not None and item.attachment.id == attachment_id:
            self.viewer.show_play_state(self._media.playback.state_of(attachment_id))

    def _follow(self, changes: object) -> None:
        """Something of this conversation changed: pictures came, or were unsent."""
        if not isinstance(changes, ChangeSet) or not self.viewer.is_shown:
            return
        if self._conversation_id is None or self._conversation_id not in changes.conversations:
            return
        if self._item is None:
            self._ids = self._window.archive.gallery.ids(self._conversation_id)
            self.viewer.overview.show_items(self._window.archive.gallery.items(list(reversed(self._ids))))
            return
        ids = self._window.archive.gallery.ids(self._conversation_id)
        shown = self._item.attachment.id
        if len(self._ids) > 1 or shown in ids:
            self._ids = ids
        fresh = self._window.archive.gallery.items([shown])
        if not fresh:
            self._lose(shown)
        elif shown in self._ids:
            self._at = self._ids.index(shown)
            if fresh[0] != self._item and self._media.playback.current is None:
                self._show(self._at)
            else:
                self._item = fresh[0]
                self._show_facts()
                self._show_strip()

    def _lose(self, attachment_id: AttachmentId) -> None:
        """It was unsent or given up while it was looked at: on to its neighbour."""
        self._ids = [number for number in self._ids if number != attachment_id]
        if self._ids:
            self._show(min(self._at, len(self._ids) - 1))
        else:
            self.viewer.dismiss()

    def _closed(self) -> None:
        self._media.playback.stop()
        self._media.forget_waiting()
        self._item = None
        self._ids = []
        self._portrait = ""
        self._moving.forget_all()
