"""The one player of the window: what plays, where it is, how fast. Files are played out of the encrypted archive."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, QThreadPool, QUrl, Signal

from igdesk.domain.attachment import Attachment, AttachmentKind
from igdesk.ui.media import multimedia
from igdesk.ui.media.multimedia import CannotPlayError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoSink

RATES = (1.0, 1.5, 2.0)
STEP_MS = 5000
"""How far an arrow key moves."""
_KINDS = frozenset({AttachmentKind.AUDIO, AttachmentKind.VIDEO})


@dataclass(frozen=True, slots=True)
class PlayState:
    """Where a voice message or video stands."""

    is_playing: bool = False
    is_loading: bool = False
    position_ms: int = 0
    duration_ms: int = 0
    """0: not known yet."""
    rate: float = 1.0
    has_begun: bool = False
    """It was played, and may be in its middle."""

    @property
    def share(self) -> float:
        """How much of it was played, 0 to 1."""
        return min(self.position_ms / self.duration_ms, 1.0) if self.duration_ms else 0.0


AT_REST = PlayState()


class Playback(QObject):
    """One at a time: what is started ends what was playing before."""

    changed = Signal(int)
    """Id of the attachment whose state is another one now."""
    cannot = Signal(object, str)
    """Attachment and why it cannot be played here: ``library``, ``speaker``, ``format`` or ``missing``."""
    _read = Signal(int, object)

    def __init__(
        self,
        load: Callable[[str], bytes | None],
        parent: QObject | None = None,
        *,
        has_speaker: Callable[[], bool] = multimedia.has_speaker,
        make_player: Callable[[], "QMediaPlayer"] = multimedia.make_player,
    ) -> None:
        """``load`` gives the bytes of a media key; it is called in a worker thread."""
        super().__init__(parent)
        self._load = load
        self._has_speaker = has_speaker
        self._make_player = make_player
        self._player: QMediaPlayer | None = None
        self._output: QAudioOutput | None = None
        self._sink: QVideoSink | None = None
        self._buffer: QBuffer | None = None
        self._current: Attachment | None = None
        self._state = AT_REST
        self._rate = 1.0
        self._begin_at_ms = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    @property
    def current(self) -> Attachment | None:
        """What was started last and not ended."""
        return self._current

    def state_of(self, attachment_id: int) -> PlayState:
        if self._current is None or self._current.id != attachment_id:
            return AT_REST
        return self._state

    def toggle(self, attachment: Attachment, *, sink: "QVideoSink | None" = None) -> None:
        """Play it, or hold on; at its end it begins anew."""
        if self._current is not None and self._current.id == attachment.id and not self._state.is_loading:
            player = self._player
            assert player is not None
            if self._state.is_playing:
                player.pause()
            else:
                player.play()
            return
        self.play(attachment, sink=sink)

    def play(self, attachment: Attachment, *, sink: "QVideoSink | None" = None, at_ms: int = 0) -> None:
        """Begin with it; whatever was playing ends."""
        self.stop()
        try:
            player = self._player_for(attachment)
        except CannotPlayError as error:
            self.cannot.emit(attachment, str(error))
            return
        self._current, self._begin_at_ms = attachment, at_ms
        self._state = PlayState(
            is_loading=True, position_ms=at_ms, duration_ms=attachment.duration_ms or 0, rate=self._rate, has_begun=True
        )
        self._sink = sink
        player.setVideoSink(sink)  # type: ignore[arg-type]
        key, number = attachment.media_key, attachment.id
        self._pool.start(lambda: self._read.emit(number, self._bytes_of(key)))
        self.changed.emit(attachment.id)

    def pause(self) -> None:
        if self._player is not None and self._state.is_playing:
            self._player.pause()

    def stop(self) -> None:
        """End, and let go of the bytes."""
        ended, self._current = self._current, None
        self._state = AT_REST
        if self._player is not None:
            self._player.stop()
            self._player.setVideoSink(None)  # type: ignore[arg-type]
            self._player.setSource(QUrl())
        self._sink = None
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None
        if ended is not None:
            self.changed.emit(ended.id)

    def seek(self, attachment: Attachment, share: float) -> None:
        """Go to a place between beginning (0) and end (1); what does not play yet begins there."""
        share = min(max(share, 0.0), 1.0)
        if self._current is None or self._current.id != attachment.id:
            self.play(attachment, at_ms=int(share * (attachment.duration_ms or 0)))
        elif self._state.duration_ms and self._player is not None and not self._state.is_loading:
            self._player.setPosition(int(share * self._state.duration_ms))

    def step(self, by_ms: int) -> None:
        """Forward or back in what plays."""
        if self._player is not None and self._current is not None and not self._state.is_loading:
            most = max(self._state.duration_ms - 1, 0)
            self._player.setPosition(min(max(self._state.position_ms + by_ms, 0), most))

    def next_rate(self) -> float:
        """The next of the speeds; it stays for what is played afterwards."""
        place = RATES.index(self._rate) if self._rate in RATES else 0
        self._rate = RATES[(place + 1) % len(RATES)]
        if self._player is not None:
            self._player.setPlaybackRate(self._rate)
        if self._current is not None:
            self._change(rate=self._rate)
        return self._rate

    @property
    def rate(self) -> float:
        return self._rate

    def close(self) -> None:
        """For good: nothing is emitted any more."""
        self._pool.clear()
        self._pool.waitForDone()
        self._read.disconnect(self._begin)
        self.blockSignals(True)
        self.stop()
        self._player = self._output = None

    # inside

    def _player_for(self, attachment: Attachment) -> "QMediaPlayer":
        """The player, made at the first play."""
        can_be_heard = self._has_speaker()
        if not can_be_heard and attachment.kind is AttachmentKind.AUDIO:
            raise CannotPlayError("speaker")
        if self._player is None:
            player = self._make_player()
            player.setParent(self)
            player.positionChanged.connect(self._moved)
            player.durationChanged.connect(self._measured)
            player.playbackStateChanged.connect(self._turned)
            player.mediaStatusChanged.connect(self._status)
            player.errorOccurred.connect(self._failed)
            self._player = player
        if self._output is None and can_be_heard:
            self._output = multimedia.load().QAudioOutput(self)
            self._player.setAudioOutput(self._output)
        return self._player

    def _bytes_of(self, key: str) -> bytes | None:
        """In a worker thread."""
        try:
            return self._load(key)
        except OSError:
            return None

    def _begin(self, attachment_id: int, data: bytes | None) -> None:
        current, player = self._current, self._player
        if current is None or player is None or current.id != attachment_id:
            return
        if not data:
            self._give_up("missing")
            return
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        # The name tells nothing: what it is, the decoder sees from the bytes.
        player.setSourceDevice(self._buffer, QUrl())
        player.setPlaybackRate(self._rate)
        if self._begin_at_ms:
            player.setPosition(self._begin_at_ms)
        player.play()

    def _moved(self, position_ms: int) -> None:
        if self._current is not None and not self._state.is_loading:
            self._change(position_ms=position_ms)

    def _measured(self, duration_ms: int) -> None:
        if self._current is not None and duration_ms > 0:
            self._change(duration_ms=duration_ms)

    def _turned(self, _state: object) -> None:
        player = self._player
        if self._current is None or player is None:
            return
        is_playing = player.playbackState() is multimedia.load().QMediaPlayer.PlaybackState.PlayingState
        if is_playing or not self._state.is_loading:
            self._change(is_playing=is_playing, is_loading=False)

    def _status(self, status: object) -> None:
        statuses = multimedia.load().QMediaPlayer.MediaStatus
        if self._current is None:
            return
        if status == statuses.EndOfMedia:
            self._change(is_playing=False, position_ms=0, has_begun=False)
        elif status == statuses.InvalidMedia:
            self._give_up("format")

    def _failed(self, *_error: object) -> None:
        if self._current is not None:
            self._give_up("format")

    def _give_up(self, why: str) -> None:
        attachment = self._current
        self.stop()
        if attachment is not None:
            self.cannot.emit(attachment, why)

    def _change(self, **parts: object) -> None:
        fresh = replace(self._state, **parts)  # type: ignore[arg-type]
        if fresh != self._state and self._current is not None:
            self._state = fresh
            self.changed.emit(self._current.id)
