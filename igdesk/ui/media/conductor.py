"""Plays, opens and saves the media of messages for the window."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation, Participant
from igdesk.domain.file_names import safe_name
from igdesk.domain.ids import AttachmentId, MessageId
from igdesk.domain.status import KnownError
from igdesk.store.gallery import GalleryItem
from igdesk.ui.announce import announce
from igdesk.ui.format import day_word
from igdesk.ui.layout.motion import has_motion
from igdesk.ui.media.animation import Animations
from igdesk.ui.media.multimedia import CannotPlayError
from igdesk.ui.media.playback import STEP_MS, Playback
from igdesk.ui.media.waveform import Waveforms
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.dialogs import AskDialog
    from igdesk.ui.media.save import Saver
    from igdesk.ui.media.video_frames import VideoFrames
    from igdesk.ui.profile.pane import DetailsPane
    from igdesk.ui.profile.shared_media import SharedMedia
    from igdesk.ui.timeline.pane import TimelinePane
    from igdesk.ui.viewer.conductor import ViewerConductor
    from igdesk.ui.window.main_window import MainWindow

SHARED_TILES = 6
KEPT_OUTSIDE_MS = 10 * 60 * 1000


class MediaConductor(QObject):
    """One for the window. The viewer, the file dialog and QtMultimedia are made when they are first needed."""

    quoted = Signal(object)
    """Id of a message."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.playback = Playback(window.archive.media.read, self)
        self.animations = Animations(window.archive.media.read, self)
        self._waveforms: Waveforms | None = None
        self._viewer: ViewerConductor | None = None
        self._saver: Saver | None = None
        self._question: AskDialog | None = None
        self._shared: SharedMedia | None = None
        self._is_closed = False
        self.open_file: Callable[[QUrl], bool] = QDesktopServices.openUrl
        """Only for files that were named and written here: the window opens nothing but web pages."""
        self._plays_when_here: AttachmentId | None = None
        self._saves_when_here: AttachmentId | None = None
        self._frames_when_here: VideoFrames | None = None
        self.playback.cannot.connect(self._ask_to_open_outside)
        self.playback.changed.connect(self._repaint)
        self.animations.changed.connect(self._repaint_picture)
        self.quoted.connect(lambda found: window.conversation.quoting.quote(MessageId(found)))
        window.bridge.changed.connect(self._follow)

    def wire(self, timeline: "TimelinePane") -> None:
        """The timeline of the window was made."""
        from igdesk.ui.timeline.delegate import TimelineDelegate

        delegate = timeline.view.itemDelegate()
        assert isinstance(delegate, TimelineDelegate)
        delegate.playing.playback = self.playback
        delegate.animations = self.animations
        self._window.images.broken.connect(self._refuse)
        timeline.set_opens_media(True)
        timeline.set_saves_media(True)
        timeline.open_media.connect(self.open)
        timeline.open_story.connect(self.open)
        timeline.save_media.connect(self.save)
        timeline.play_media.connect(self.play)
        timeline.next_rate.connect(self._next_rate)
        timeline.media_sought.connect(self._seek)
        timeline.media_stepped.connect(self._step)
        timeline.view.media_watch.sounds_wanted.connect(self._want_sounds)
        timeline.view.media_watch.begun.connect(self._begin_conversation)

    # what people do

    def open(self, attachment_id: int) -> None:
        """A picture or video, in the viewer."""
        self.playback.pause()
        self.viewer.open(AttachmentId(attachment_id))

    @property
    def viewer(self) -> "ViewerConductor":
        if self._viewer is None:
            from igdesk.ui.viewer.conductor import ViewerConductor

            self._viewer = ViewerConductor(self._window, self)
        return self._viewer

    def play(self, attachment_id: int) -> None:
        """A voice message, in its place."""
        attachment = self._attachment(attachment_id)
        if attachment is None:
            return
        was_playing = self.playback.state_of(attachment_id).is_playing
        self.playback.toggle(attachment)
        if self.playback.current is not None:
            announce(self._window.conversation.timeline.view, say("play.paused" if was_playing else "play.playing"))

    def play_video(self, attachment: Attachment, frames: "VideoFrames") -> None:
        """A video, with its frames going there; first it is fetched if it is not here."""
        fresh = self._attachment(attachment.id) or attachment
        if not fresh.media_key:
            self._plays_when_here, self._frames_when_here = fresh.id, frames
            self._window.door.want_media([fresh.id])
            return
        try:
            sink = frames.sink
        except CannotPlayError as error:
            self._ask_to_open_outside(fresh, str(error))
            return
        self.playback.toggle(fresh, sink=sink)

    def forget_waiting(self) -> None:
        """Nobody looks at what was to be played when it is here."""
        self._plays_when_here = self._frames_when_here = None

    def rest(self) -> None:
        """Nobody is to see or hear anything for now."""
        self.playback.pause()
        self.forget_waiting()
        self._saves_when_here = None

    def save(self, attachment_id: int) -> None:
        """As a file: where to is asked."""
        attachment = self._attachment(attachment_id)
        if attachment is None or not attachment.media_key:
            self._saves_when_here = AttachmentId(attachment_id)
            self._window.door.want_media([AttachmentId(attachment_id)])
            return
        if self._saver is None:
            from igdesk.ui.media.save import Saver

            self._saver = Saver(self._window.archive, self)
            view = self._window.conversation.timeline.view
            self._saver.done.connect(lambda good: announce(view, say("viewer.saved" if good else "viewer.not_saved")))
        self._saver.ask(attachment, self._window)

    def fill_details(self, pane: "DetailsPane", row: Conversation) -> None:
        """The newest pictures and videos, under the notes."""
        section = self._shared
        if section is None:
            from igdesk.ui.profile.shared_media import SharedMedia

            section = self._shared = SharedMedia(self.name_of, self._window.images, self._window.theme_source, pane)
            pane.add_section(section)
            section.opened.connect(self.open)
            section.wanted.connect(self._window.door.want_media)
            section.all_wanted.connect(self.open_all)
            pane.picture_wanted.connect(self._open_person)
        gallery = self._window.archive.gallery
        items = gallery.newest(row.id, SHARED_TILES)
        section.show_items(items, gallery.count(row.id) if len(items) == SHARED_TILES else len(items))

    def _open_person(self, person: object) -> None:
        if isinstance(person, Participant):
            self.viewer.open_person(person)

    def open_all(self) -> None:
        """All pictures and videos of the open conversation, as tiles."""
        row = self._window.conversation.conversation
        if row is not None:
            self.viewer.open_all(row.id)

    def name_of(self, item: GalleryItem) -> str:
        """What a tile is, to be read aloud."""
        row = self._window.conversation.conversation
        who = say("timeline.who.you")
        if not item.is_own:
            who = (row.participant.display_name if row is not None else "") or say("row.nobody")
        kind = say("row.video" if item.is_video else "row.photo")
        return say("details.media.item", kind=kind, who=who, day=day_word(item.sent_at, self._window.now()))

    def close(self) -> None:
        """Before the archive is closed."""
        self._is_closed = True
        if self._viewer is not None:
            self._viewer.close()
        if self._saver is not None:
            self._saver.close()
        self.playback.close()
        self.animations.close()
        if self._waveforms is not None:
            self._waveforms.close()

    # inside

    def _refuse(self, media_key: str) -> None:
        """No decoder takes it for a picture: its message says so, instead of showing an empty box for ever."""
        if self._is_closed:
            return
        with suppress(KnownError):
            self._window.archive.media.refuse(media_key)

    def _attachment(self, attachment_id: int) -> Attachment | None:
        return self._window.archive.media.attachment(AttachmentId(attachment_id))

    def _next_rate(self, attachment_id: int) -> None:
        state = self.playback.state_of(attachment_id)
        if state.has_begun:
            rate = self.playback.next_rate()
            announce(self._window.conversation.timeline.view, say("play.rate", rate=f"{rate:g}"))
        else:
            self.play(attachment_id)

    def _seek(self, attachment_id: int, share: float) -> None:
        attachment = self._attachment(attachment_id)
        if attachment is not None:
            self.playback.seek(attachment, share)

    def _step(self, attachment_id: int, is_forward: bool) -> None:
        if self.playback.state_of(attachment_id).has_begun:
            self.playback.step(STEP_MS if is_forward else -STEP_MS)

    def _want_sounds(self, sounds: list[tuple[int, str]]) -> None:
        if self._is_closed:
            return
        if self._waveforms is None:
            self._waveforms = Waveforms(self._window.archive.media.read, self)
            self._waveforms.found.connect(self._remember_sound)
        for attachment_id, key in sounds:
            self._waveforms.want(attachment_id, key)

    def _remember_sound(self, attachment_id: int, bars: bytes, duration_ms: int) -> None:
        media = self._window.archive.media
        self._window.attempt(lambda: media.set_sound(AttachmentId(attachment_id), bars, duration_ms))

    def _begin_conversation(self) -> None:
        """Another conversation is on the screen: what played in the last one ends."""
        self.animations.forget_all()
        self.animations.has_motion = has_motion(self._window)
        self.playback.stop()
        self._saves_when_here = None

    def _follow(self, changes: object) -> None:
        """A video that was waited for is here; what plays may have been unsent."""
        if not isinstance(changes, ChangeSet) or not changes.updated:
            return
        current = self.playback.current
        if current is not None and self._attachment(current.id) is None:
            self.playback.stop()
        wanted = self._saves_when_here
        if wanted is not None:
            attachment = self._attachment(wanted)
            if attachment is None or attachment.state is not MediaState.REMOTE:
                self._saves_when_here = None
            if attachment is not None and attachment.media_key:
                self.save(wanted)
        waited, frames = self._plays_when_here, self._frames_when_here
        if waited is None or frames is None:
            return
        attachment = self._attachment(waited)
        if attachment is None or attachment.state is not MediaState.REMOTE:
            self.forget_waiting()
            if attachment is not None and attachment.media_key:
                self.play_video(attachment, frames)

    def _repaint(self, attachment_id: int) -> None:
        view = self._window.conversation.timeline.view
        for row in view.placing.visible_rows():
            for voice in view.bubble(row).voices:
                if voice.attachment_id == attachment_id:
                    place = voice.rect.translated(view.row_origin(row)).toAlignedRect()
                    view.viewport().update(place.adjusted(-1, -1, 1, 1))

    def _repaint_picture(self, key: str) -> None:
        view = self._window.conversation.timeline.view
        for row in view.placing.visible_rows():
            for picture in view.bubble(row).pictures:
                if picture.key == key:
                    place = picture.rect.translated(view.row_origin(row)).toAlignedRect()
                    view.viewport().update(place.adjusted(-1, -1, 1, 1))

    # where it cannot be played

    def _ask_to_open_outside(self, attachment: object, why: str) -> None:
        from igdesk.ui.banner.choice import Tone
        from igdesk.ui.dialogs import AskDialog

        if not isinstance(attachment, Attachment) or self._question is not None:
            return
        can_open = why != "missing"
        words = say(f"play.cannot.{why}")
        question = AskDialog(
            self._window.theme_source,
            self._window,
            icon_name="volume" if attachment.kind is AttachmentKind.AUDIO else "video",
            of_tone=Tone.INFO,
            heading=say("play.cannot"),
            text=f"{words} {say('play.cannot.outside')}" if can_open else words,
            accept=say("play.outside") if can_open else say("play.understood"),
            reject=say("ask.cancel") if can_open else "",
        )
        self._question = question
        question.setObjectName("playOutside")
        if can_open:
            question.accepted.connect(lambda: self.open_outside(attachment))
        question.finished.connect(self._forget_question)
        question.open()

    def _forget_question(self) -> None:
        self._question = None

    def open_outside(self, attachment: Attachment) -> None:
        """In the program that the system has for such files; the copy for it is deleted after a while."""
        archive = self._window.archive
        data = archive.media.read(attachment.media_key)
        fallback = say("row.video" if attachment.kind is AttachmentKind.VIDEO else "row.voice")
        try:
            if data is None:
                raise FileNotFoundError
            name = safe_name(attachment.name, attachment.real_type, fallback=fallback)
            path = archive.opened_files.write(data, name)
        except (OSError, KnownError):
            announce(self._window, say("play.failed"))
            return
        QTimer.singleShot(KEPT_OUTSIDE_MS, self, lambda: archive.opened_files.delete(path))
        if not self.open_file(QUrl.fromLocalFile(str(path))):
            archive.opened_files.delete(path)
            announce(self._window, say("play.no_player"))
