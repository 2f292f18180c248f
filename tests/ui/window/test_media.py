"""The viewer, playing and saving in the whole window."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.attachment import AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message import Message
from igdesk.domain.snapshot import AttachmentSnapshot, ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.sandbox.films import video_mp4
from igdesk.sandbox.pictures import gif_bytes
from igdesk.sandbox.sounds import voice_mp4
from igdesk.store.media_cache import KeepMedia
from igdesk.store.unsends import erase
from igdesk.ui import images
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.media.conductor import MediaConductor
from igdesk.ui.viewer.conductor import ViewerConductor

plays = pytest.mark.qt_log_ignore("Could.*t (load|resolve)", "PulseAudio", "No RHI", "propagateSizeHints")
"""What the libraries under QtMultimedia miss on this machine is no fault of the program."""
Key = Qt.Key


def png(number: int) -> bytes:
    image = QImage(640 + number, 480, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 37 % 360, 200, 200))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


class Room:
    """A window with pictures, a video and a voice message in the conversation with Mara."""

    def __init__(self, studio: Any, qtbot: QtBot, photos: int = 5) -> None:
        self.studio, self.qtbot = studio, qtbot
        self.window = studio.window
        self.archive = studio.archive
        self.conversation_id = studio.talks["mara"]
        self.parts = {f"p{n}": (AttachmentKind.IMAGE, png(n)) for n in range(photos)}
        self.parts |= {
            "film": (AttachmentKind.VIDEO, video_mp4("kiln", 96, 64, 2, 1)),
            "voice": (AttachmentKind.AUDIO, voice_mp4(2, 1)),
            "gif": (AttachmentKind.IMAGE, gif_bytes(48, 48, 1)),
        }
        self.read(list(self.parts))
        for name in self.parts:
            self.store(name)

    def read(self, names: list[str]) -> None:
        account = self.archive.accounts.all()[0]
        me = PersonSnapshot(account.remote_id, account.username)
        mara = PersonSnapshot(f"ig-mara-{account.id}", "mara", "Mara Lindqvist")
        now = self.window.now()
        messages = tuple(
            MessageSnapshot(
                f"m-{name}",
                now - timedelta(minutes=40 - n),
                mara,
                (me,),
                "",
                attachments=(
                    AttachmentSnapshot(f"a-{name}", self.parts[name][0], "", url=f"https://x.fbsbx.com/{name}"),
                ),
            )
            for n, name in enumerate(names)
        )
        snapshot = ConversationSnapshot(f"t-mara-{account.id}", now, (me, mara), tuple(reversed(messages)))
        self.archive.ingest.conversation(account.id, snapshot, read_started_at=now)

    def store(self, name: str) -> None:
        self.archive.media.store(self.attachment(name).id, self.parts[name][1])

    def message(self, name: str) -> Message:
        found = self.archive.timeline.newest(self.conversation_id, 1000)
        return next(m for m in found if m.remote_id == f"m-{name}")

    def attachment(self, name: str) -> Any:
        return self.message(name).attachments[0]

    def open_conversation(self) -> None:
        self.window.open_conversation(self.conversation_id, focus_composer=False)

    def open(self, name: str) -> None:
        self.open_conversation()
        self.window.media.open(self.attachment(name).id)

    @property
    def conductor(self) -> ViewerConductor:
        return self.media.viewer

    @property
    def media(self) -> MediaConductor:
        found = self.window.media
        assert isinstance(found, MediaConductor)
        return found

    @property
    def viewer(self) -> Any:
        return self.conductor.viewer

    def key(self, key: Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.viewer, key, modifiers)

    @property
    def shown(self) -> str:
        item = self.conductor._item
        assert item is not None
        source = self.archive.media.source(item.attachment.id)
        return source.message_remote_id.removeprefix("m-") if source is not None else ""

    def wait_picture(self) -> None:
        self.qtbot.waitUntil(lambda: self.viewer.stage.has_picture, timeout=5000)


@pytest.fixture
def room(studio: Any, qtbot: QtBot) -> Iterator[Room]:
    studio.window.activateWindow()
    yield Room(studio, qtbot)


def child(room: Room, name: str) -> Any:
    found = room.viewer.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_nothing_of_it_is_made_before_it_is_needed(room: Room) -> None:
    """QtMultimedia and the viewer come with the first use."""
    room.open_conversation()
    assert room.media._viewer is None
    assert room.media.playback._player is None


def test_enter_on_a_picture_opens_it_and_escape_gives_the_focus_back(room: Room) -> None:
    room.open_conversation()
    view = room.window.conversation.timeline.view
    view.setFocus()
    view.set_current_row(view.rows.position(room.message("p2").id))
    QTest.keyClick(view, Key.Key_Return)
    assert room.viewer.isVisible()
    assert room.shown == "p2"
    assert room.viewer.geometry() == room.window.rect()
    assert room.viewer.accessibleName().startswith("Photo from Mara Lindqvist, today ")
    assert room.viewer.accessibleName().endswith(", 3 of 7")
    room.wait_picture()
    room.viewer.grab()
    room.key(Key.Key_Escape)
    assert not room.viewer.isVisible()
    assert view.hasFocus()


def test_a_click_on_a_picture_opens_it(room: Room) -> None:
    room.open_conversation()
    view = room.window.conversation.timeline.view
    view.show_message(room.message("p1").id, flash=False)
    row = view.rows.position(room.message("p1").id)
    picture = view.bubble(row).pictures[0]
    point = picture.rect.translated(QPointF(view.row_origin(row))).center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert room.shown == "p1"


def test_arrows_walk_through_the_conversation(room: Room) -> None:
    room.open("p0")
    seen = [room.shown]
    for _ in range(9):
        room.key(Key.Key_Right)
        seen.append(room.shown)
    assert seen[:7] == ["p0", "p1", "p2", "p3", "p4", "film", "gif"]
    assert seen[-1] == "gif", "the last one stays"
    room.key(Key.Key_Left)
    assert room.shown == "film"
    assert child(room, "viewerNext").isVisible()
    assert "6 of 7" in room.viewer.accessibleName()
    assert room.viewer.accessibleName().startswith("Video from")


def test_right_to_left_the_arrows_change_sides(room: Room) -> None:
    room.open("p1")
    room.viewer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    room.key(Key.Key_Left)
    assert room.shown == "p2"


def test_zoom_turn_and_fit_by_key(room: Room) -> None:
    room.open("p0")
    room.wait_picture()
    stage = room.viewer.stage
    room.key(Key.Key_Plus)
    room.key(Key.Key_Plus)
    assert stage.scale > 1.0
    assert child(room, "viewerFit").accessibleName().endswith("%")
    room.key(Key.Key_0)
    assert stage.is_fitted
    child(room, "viewerRotate").click()
    assert stage.turns == 1
    room.viewer.grab()


def test_keys_do_not_reach_the_window_under_it(room: Room) -> None:
    room.open("p0")
    before = room.window.conversation.conversation
    for key in (Key.Key_J, Key.Key_K, Key.Key_E, Key.Key_N, Key.Key_F6):
        room.key(key)
    assert room.window.conversation.conversation == before
    assert room.viewer.isVisible()


def test_tab_goes_round_inside(room: Room) -> None:
    room.open("p1")
    seen = set()
    for _ in range(14):
        room.key(Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None and (focus is room.viewer or room.viewer.isAncestorOf(focus))
        seen.add(focus.objectName())
    assert {"viewerPrevious", "viewerNext", "viewerZoomIn", "viewerSave", "viewerClose"} <= seen


def test_names_are_those_of_the_design(room: Room) -> None:
    room.open("p1")
    names = {
        "viewerPrevious": "Previous",
        "viewerNext": "Next",
        "viewerZoomIn": "Zoom in",
        "viewerZoomOut": "Zoom out",
        "viewerRotate": "Rotate",
        "viewerCopy": "Copy",
        "viewerSave": "Save…",
        "viewerQuote": "Reply with a quote",
        "viewerClose": "Close",
    }
    assert {name: child(room, name).accessibleName() for name in names} == names


def test_copy_puts_the_picture_on_the_clipboard(room: Room) -> None:
    room.open("p3")
    room.wait_picture()
    QGuiApplication.clipboard().clear()
    room.key(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    room.qtbot.waitUntil(lambda: QGuiApplication.clipboard().image().width() == 643, timeout=5000)


def test_save_asks_where_to_with_a_safe_name(room: Room, tmp_path: Path) -> None:
    room.open("p0")
    room.key(Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = room.window.findChild(QFileDialog, "saveDialog")
    assert dialog is not None
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert Path(dialog.selectedFiles()[0]).name.endswith(".png")
    dialog.close()
    saver = room.conductor._saver
    with room.qtbot.waitSignal(saver.done):
        saver.save(room.attachment("p0"), str(tmp_path / "x.exe"))
    assert (tmp_path / "x.exe.png").read_bytes() == room.parts["p0"][1]


def test_quote_closes_the_viewer_and_quotes(room: Room) -> None:
    room.open("p2")
    room.key(Key.Key_R)
    assert not room.viewer.isVisible()
    quote = room.window.conversation.composer.quote
    assert quote is not None


def test_a_picture_unsent_while_it_is_looked_at_goes(room: Room) -> None:
    """failure 90: what was withdrawn is not shown any longer"""
    room.open("p4")
    keys = room.attachment("p4").media_key
    with room.archive._database.transaction() as tx:
        erase(tx, room.message("p4").id, 0)
    assert room.shown == "film"
    assert room.archive.media.read(keys) is None
    assert "of 6" in room.viewer.accessibleName()


def test_the_last_picture_unsent_closes_the_viewer(room: Room) -> None:
    room.open("p0")
    ids = [room.message(name).id for name in room.parts]
    for number in ids:
        with room.archive._database.transaction() as tx:
            erase(tx, number, 0)
    assert not room.viewer.isVisible()


def test_what_is_not_here_is_asked_for_and_shown_when_it_comes(room: Room) -> None:
    number = room.attachment("p1").id
    room.archive.media.give_up_files([room.attachment("p1").media_key])
    room.studio.engine.asked.clear()
    room.open("p1")
    assert not room.viewer.stage.has_picture
    assert any(name == "want_media" and number in given[0] for name, given in room.studio.engine.asked)
    room.viewer.grab()
    room.archive.media.store(number, room.parts["p1"][1])
    room.wait_picture()


def test_a_file_that_is_no_picture_says_so(room: Room) -> None:
    """failure 78: kept by its header, and then there is nothing in it"""
    cut = room.parts["p1"][1][:60]
    room.archive.media.store(room.attachment("p1").id, cut)
    room.open("p1")
    room.qtbot.waitUntil(lambda: "damaged" in room.viewer.stage._words, timeout=5000)
    room.viewer.grab()


def test_a_video_without_a_still_is_never_taken_for_a_broken_picture(room: Room) -> None:
    """failure 78: and not refused for it either"""
    room.open("film")
    room.viewer.grab()
    room.window.toggle_details(True)
    room.window.details.grab()
    room.qtbot.wait(150)
    assert room.attachment("film").state is MediaState.STORED
    assert "Press Space" in room.viewer.stage._words


@plays
def test_a_video_plays_in_the_viewer(room: Room) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    room.open("film")
    room.key(Key.Key_Space)
    room.qtbot.waitUntil(lambda: room.viewer.stage._frame is not None, timeout=8000)
    state = room.media.playback.state_of(room.attachment("film").id)
    assert state.is_playing
    assert state.duration_ms == 2000
    seek = child(room, "viewerSeek")
    assert seek.maximum() == 2000
    assert seek.accessibleName() == "Place in the video"
    room.viewer.grab()
    room.key(Key.Key_Space)
    assert not room.media.playback.state_of(room.attachment("film").id).is_playing
    room.key(Key.Key_Escape)
    assert room.media.playback.current is None


@plays
def test_a_video_that_is_not_here_is_fetched_and_then_plays(room: Room) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    number = room.attachment("film").id
    room.archive.media.give_up_files([room.attachment("film").media_key])
    room.open("film")
    room.studio.engine.asked.clear()
    room.key(Key.Key_Space)
    assert ("want_media", ([number],)) in room.studio.engine.asked
    room.archive.media.store(number, room.parts["film"][1])
    room.qtbot.waitUntil(lambda: room.viewer.stage._frame is not None, timeout=8000)


def test_a_gif_moves_in_the_viewer(room: Room) -> None:
    room.open("gif")
    room.wait_picture()
    room.qtbot.waitUntil(lambda: room.conductor._moving.is_moving, timeout=5000)
    room.key(Key.Key_Escape)
    assert not room.conductor._moving.is_moving


def test_space_on_a_voice_message_plays_it_where_it_is(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.open_conversation()
    played: list[int] = []
    monkeypatch.setattr(room.media.playback, "toggle", lambda found: played.append(found.id))
    view = room.window.conversation.timeline.view
    view.setFocus()
    view.set_current_row(view.rows.position(room.message("voice").id))
    QTest.keyClick(view, Key.Key_Space)
    QTest.keyClick(view, Key.Key_Return)
    assert played == [room.attachment("voice").id] * 2
    assert room.media._viewer is None


def test_parts_of_a_voice_message_do_different_things(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.open_conversation()
    asked: list[Any] = []
    playback = room.media.playback
    monkeypatch.setattr(playback, "toggle", lambda found: asked.append("play"))
    monkeypatch.setattr(playback, "seek", lambda found, share: asked.append(round(share, 1)))
    view = room.window.conversation.timeline.view
    view.show_message(room.message("voice").id, flash=False)
    row = view.rows.position(room.message("voice").id)
    voice = view.bubble(row).voices[0]
    origin = QPointF(view.row_origin(row))
    for place in (voice.disc.center(), voice.wave.center(), voice.time.center()):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=(place + origin).toPoint())
    assert asked == ["play", 0.5, "play"]
    view.grab()


@plays
def test_bars_are_found_out_and_remembered(room: Room) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    room.open_conversation()
    view = room.window.conversation.timeline.view
    view.show_message(room.message("voice").id, flash=False)
    view.media_watch.look()
    room.qtbot.waitUntil(lambda: len(room.attachment("voice").waveform) == 34, timeout=8000)
    assert abs(room.attachment("voice").duration_ms - 2000) < 60


def question(room: Room) -> AskDialog:
    found = room.window.findChild(AskDialog, "playOutside")
    assert isinstance(found, AskDialog)
    return found


def test_where_it_cannot_be_played_the_system_is_offered(room: Room) -> None:
    """failure 31: no sound output: said in words, opened elsewhere, and the copy does not stay"""
    room.open_conversation()
    room.media.playback._has_speaker = lambda: False
    room.media.play(room.attachment("voice").id)
    asked = question(room)
    assert "no sound output" in asked.accessibleDescription()
    assert "deletes it" in asked.accessibleDescription()
    opened: list[QUrl] = []
    room.media.open_file = lambda url: not opened.append(url)  # type: ignore[func-returns-value]
    asked.accept()
    path = Path(opened[0].toLocalFile())
    assert path.name == "Voice message.m4a"
    assert path.read_bytes() == room.parts["voice"][1]
    assert room.archive.folder in path.parents
    room.archive.opened_files.delete_all()
    assert not path.exists()


def test_without_a_program_for_it_no_copy_stays(room: Room) -> None:
    room.open_conversation()
    room.media.open_file = lambda url: False
    room.media.open_outside(room.attachment("voice"))
    assert not [p for p in (room.archive.folder / "opened").rglob("*") if p.is_file()]


def test_less_motion_stills_the_timeline(room: Room) -> None:
    room.open_conversation()
    room.media.animations.has_motion = False
    room.window.conversation.timeline.view.grab()
    assert room.media.animations.held_bytes == 0


def test_the_details_show_the_newest_and_open_all(room: Room) -> None:
    room.window.resize(1280, 800)
    room.open_conversation()
    room.window.toggle_details(True)
    details = room.window.details
    grid = details.findChild(QWidget, "detailsMedia")
    assert grid.accessibleName() == "Shared media"
    model = grid.model()
    assert model.rowCount() == 6
    first = model.index(0, 0)
    assert model.data(first, Qt.ItemDataRole.AccessibleTextRole).startswith("Photo from Mara Lindqvist, ")
    details.grab()
    places = {grid.visualRect(model.index(row, 0)).left() for row in range(6)}
    assert len(places) == 3, "three columns at any width"
    button = details.findChild(QWidget, "detailsMediaAll")
    assert button.accessibleName() == "See all 7 shared media"
    button.click()
    assert room.viewer.has_overview
    overview = child(room, "viewerOverview")
    assert overview.model().rowCount() == 7
    room.viewer.grab()
    QTest.keyClick(overview, Key.Key_Return)
    assert not room.viewer.has_overview
    assert room.shown == "gif"


def test_the_picture_of_the_customer_is_shown_large(room: Room) -> None:
    room.open_conversation()
    room.window.toggle_details(True)
    person = room.window.conversation.conversation.participant
    room.archive.media.store_picture(person.id, png(9))
    button = room.window.details.findChild(QWidget, "detailsPicture")
    room.qtbot.waitUntil(button.isEnabled)
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    viewer = room.viewer
    assert (viewer.is_shown, viewer.accessibleName()) == (True, "Picture of Mara Lindqvist")
    room.qtbot.waitUntil(lambda: viewer.stage.has_picture)
    for key in (Key.Key_Plus, Key.Key_R, Key.Key_Right, Key.Key_C):
        QTest.keyClick(QApplication.focusWidget() or viewer, key)
    QTest.keyClick(viewer, Key.Key_Escape)
    assert not viewer.is_shown
    assert button.hasFocus()


def test_a_tile_opens_its_picture(room: Room) -> None:
    room.open_conversation()
    room.window.toggle_details(True)
    grid = room.window.details.findChild(QWidget, "detailsMedia")
    grid.setCurrentIndex(grid.model().index(2, 0))
    QTest.keyClick(grid, Key.Key_Return)
    assert room.shown == "p4"


def test_without_media_there_is_no_section(studio: Any) -> None:
    studio.window.open_conversation(studio.talks["aiko"])
    studio.window.toggle_details(True)
    assert studio.window.details.findChild(QWidget, "detailsMedia").isHidden() or not (
        studio.window.details.findChild(QWidget, "detailsMedia").isVisible()
    )


def test_the_settings_say_what_is_kept_and_delete_it(room: Room) -> None:
    room.window.settings.open("privacy")
    page = room.window.settings.place.page
    text = page._use.text
    assert text.startswith("8 files, ")
    page._choose_keep(KeepMedia.MONTH)
    assert room.archive.media_cache.keep is KeepMedia.MONTH
    page._choose_room(1000)
    assert room.archive.media_cache.room_mb == 1000
    page.grab()
    page._empty.click()
    room.qtbot.waitUntil(lambda: room.archive.media_cache.use().files == 0)
    assert room.attachment("p0").state is MediaState.REMOTE
    assert not page._empty.isEnabled()


def test_a_story_that_is_here_opens_in_the_viewer(room: Room) -> None:
    room.open_conversation()
    row = room.archive._database.row("select id from message where remote_id = 'm-p0'")
    with room.archive._database.transaction() as tx:
        tx.write("update attachment set role = ? where message_id = ?", (AttachmentRole.STORY.value, row[0]))
    number = room.archive._database.row("select id from attachment where message_id = ?", (row[0],))[0]
    assert room.conductor.open(number)
    assert "1 of 1" in room.viewer.accessibleName()


def test_two_hundred_photos_open_as_fast_as_text(studio: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted: as many statements and bubbles as for text, and no picture is decoded by the Qt thread."""
    room = Room(studio, qtbot, photos=0)
    room.parts = {f"p{n}": (AttachmentKind.IMAGE, b"") for n in range(200)}
    room.read(list(room.parts))
    data = png(0)
    for name in ("p7", "p150", "p197", "p199"):
        room.archive.media.store(room.attachment(name).id, data)
    by_qt: list[bool] = []
    decode = images.decode

    def noted(bytes_: bytes, size: Any) -> Any:
        if len(bytes_) > 100:
            by_qt.append(threading.current_thread() is threading.main_thread())
        return decode(bytes_, size)

    monkeypatch.setattr(images, "decode", noted)
    statements = room.archive.statistics.statements
    studio.window.open_conversation(studio.talks["aiko"], focus_composer=False)
    for_text = room.archive.statistics.statements - statements
    statements = room.archive.statistics.statements
    room.open_conversation()
    for_photos = room.archive.statistics.statements - statements
    assert for_photos <= for_text + 10, "not one for each photo"
    view = studio.window.conversation.timeline.view
    tops = [view.placing.top_on_screen(row) for row in view.placing.visible_rows()]
    view.grab()
    qtbot.wait(150)
    assert [view.placing.top_on_screen(row) for row in view.placing.visible_rows()] == tops
    assert not any(by_qt)
