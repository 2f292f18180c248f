"""A message of every kind, from the server to the painted window: something to see, something to hear, a way on."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from igdesk.domain.attachment import MediaState
from igdesk.domain.message_kinds import MessageKind
from igdesk.graph.client import TransferLimits
from igdesk.sandbox.dialogues_show import KINDS
from igdesk.ui.timeline.actions import Do, natural_action
from igdesk.ui.timeline.bubble import has_something_to_see

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def limits() -> TransferLimits:
    """As in use: this server is honest, but drawing its pictures may take a while."""
    return TransferLimits()


HANDED_OUT = {
    "text": MessageKind.TEXT,
    "emoji": MessageKind.TEXT,
    "photo": MessageKind.MEDIA,
    "album": MessageKind.MEDIA,
    "video": MessageKind.MEDIA,
    "voice": MessageKind.MEDIA,
    "file": MessageKind.MEDIA,
    "gif": MessageKind.MEDIA,
    "sticker": MessageKind.MEDIA,
    "story_reply": MessageKind.STORY_REPLY,
    "story_mention": MessageKind.STORY_MENTION,
    "reel": MessageKind.SHARE,
    "post": MessageKind.SHARE,
    "product": MessageKind.SHARE,
    "link": MessageKind.SHARE,
    "profile": MessageKind.UNSUPPORTED,
    "story": MessageKind.WITHHELD,
    "card": MessageKind.TEMPLATE,
    "buttons": MessageKind.TEMPLATE,
    "comment": MessageKind.UNSUPPORTED,
    "withheld": MessageKind.WITHHELD,
    "unsupported": MessageKind.UNSUPPORTED,
    "view_once": MessageKind.DISAPPEARING,
}


def test_the_list_is_complete() -> None:
    assert set(HANDED_OUT) == set(KINDS)


@pytest.mark.parametrize("shape", ["read", "event"])
def test_every_kind_is_seen_and_heard(stage: Any, shape: str) -> None:
    """failure 82, failure 83, failure 84, failure 86, failure 89: never less than is handed out, never nothing."""
    stage.server.app.options.attachment_shape = shape
    thread = stage.threads[0]
    for message in list(thread.messages):
        thread.remove(message)
    names = {}
    for name, line in list(KINDS.items())[:20] if shape == "read" else list(KINDS.items())[-20:]:
        names[stage.world.say(thread, line=line).id] = name
    row = stage.read(thread.id).conversation_id
    stage.paint(row)
    view = stage.view()
    shown = {m.remote_id: m for m in stage.messages(row) if m.kind is not MessageKind.UNSENT}
    assert set(names) <= set(shown)
    for place, laid_out in enumerate(view.rows.rows):
        message = laid_out.message
        if message.remote_id not in names:
            continue
        name = names[message.remote_id]
        if shape == "read" or name not in ("link", "comment"):
            assert message.kind is HANDED_OUT[name], name
        assert has_something_to_see(view.bubble(place)), name
        spoken = view.rows.index(place).data(Qt.ItemDataRole.AccessibleTextRole)
        assert len(spoken.split(": ", 1)[1].strip(" .")) > 1, name
        action = natural_action(message)
        if message.kind in (MessageKind.UNSUPPORTED, MessageKind.WITHHELD):
            assert action is not None
            assert action.do is Do.OPEN_INSTAGRAM


def test_pictures_come_and_what_is_gone_is_asked_for_again(stage: Any) -> None:
    """failure 78, failure 79: every file that is shown is fetched by the same way; a lost one can be had again."""
    thread = stage.threads[0]
    said = [
        stage.world.say(thread, line=KINDS[name]).id for name in ("album", "reel", "product", "card", "story_reply")
    ]
    row = stage.read(thread.id).conversation_id
    files = [f for m in stage.messages(row) if m.remote_id in said for f in (*m.attachments, *m.pictures)]
    assert len(files) >= 5 + 1 + 1 + 2 + 1
    for found in files:
        data = stage.call(lambda client, url=found.url: client.download(url, max_bytes=8_000_000)).data
        assert stage.archive.media.store(found.id, data).value == "stored"
    stage.paint(row)
    lost = files[:5]
    for found in lost:
        stage.archive.media.set_state(found.id, MediaState.GONE)
    stage.paint(row)
    asked: list[int] = []
    stage.window.conversation.timeline.reload_media.connect(asked.append)
    view = stage.view()
    message = next(m for m in stage.messages(row) if m.remote_id == said[0])
    action = natural_action(message)
    assert action is not None
    view.act(action)
    assert asked == [found.id for found in lost]


def test_a_damaged_picture_is_called_so(stage: Any, qtbot: Any) -> None:
    """failure 78: the head of a picture and nothing behind it: words and a way on, not an empty box for ever."""
    thread = stage.threads[0]
    said = stage.world.say(thread, line=KINDS["photo"]).id
    row = stage.read(thread.id).conversation_id
    photo = next(m for m in stage.messages(row) if m.remote_id == said).attachments[0]
    data = stage.call(lambda client: client.download(photo.url, max_bytes=8_000_000)).data
    assert stage.archive.media.store(photo.id, data[:60]) is MediaState.STORED
    stage.paint(row)
    qtbot.waitUntil(lambda: stage.archive.media.attachment(photo.id).state is MediaState.REFUSED, timeout=3000)
    stage.paint(row)
    shown = next(r for r in stage.view().rows.rows if r.message.remote_id == said)
    spoken = stage.view().rows.index(stage.view().rows.position(shown.id)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "not loaded" in spoken
