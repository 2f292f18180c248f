"""The states of media for the gallery: voices, the viewer, tiles, what cannot be played, how long files are kept."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.ui.media.playback import PlayState
from igdesk.ui.window.main_window import MainWindow

Key = Qt.Key


def media_states(window: MainWindow, shoot: Callable[[str], None], moment_ms: int) -> Iterator[int]:
    """In the conversation that is open: one with pictures, a video and a voice message."""
    row = window.conversation.conversation
    assert row is not None
    view = window.conversation.timeline.view
    messages = window.archive.timeline.newest(row.id, 60)
    files = {a.kind: (m, a) for m in messages for a in m.attachments if a.state is not MediaState.GONE}
    message, voice = files[AttachmentKind.AUDIO]
    view.show_message(message.id, flash=False)
    yield moment_ms * 6
    shoot("voice")
    playback = window.media.playback
    playback._current = voice
    playback._state = PlayState(True, False, 9000, 24_000, 1.5, True)
    view.viewport().update()
    yield moment_ms
    shoot("voice-playing")
    playback.stop()
    playback.cannot.emit(voice, "speaker")
    yield moment_ms
    shoot("cannot-play")
    question = window.media._question
    assert question is not None
    question.reject()
    yield moment_ms
    photo = files[AttachmentKind.IMAGE][1]
    window.media.open(photo.id)
    viewer = window.media.viewer.viewer
    yield moment_ms * 3
    shoot("viewer")
    QTest.keyClick(viewer, Key.Key_Plus)
    QTest.keyClick(viewer, Key.Key_Plus)
    yield moment_ms
    shoot("viewer-zoomed")
    window.media.open(files[AttachmentKind.VIDEO][1].id)
    yield moment_ms * 2
    shoot("viewer-video")
    QTest.keyClick(viewer, Key.Key_Space)
    yield moment_ms * 6
    shoot("viewer-playing")
    wide = window.size()
    window.resize(QSize(480, 480))
    yield moment_ms
    shoot("viewer-smallest")
    window.resize(wide)
    viewer.dismiss()
    window.media.open_all()
    yield moment_ms * 2
    shoot("viewer-all")
    viewer.dismiss()
    window.settings.open("privacy")
    yield moment_ms
    shoot("privacy")
    window.leave_settings()
    yield moment_ms
