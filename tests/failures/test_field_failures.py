"""Failures of the field that no single layer can answer for: through HTTP, archive and window."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.message_kinds import Delivery, MessageKind, Origin
from igdesk.domain.status import AccountStatus, Connection
from igdesk.graph.decode import decode_conversation
from igdesk.graph.protocol import GRAPH_VERSION
from igdesk.ui.inbox.footer import footer_state

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def take_in(stage: Any) -> Any:
    """Store messages written as JSON, newest first, and paint them; answers what is shown, oldest first."""
    thread = stage.threads[0]
    me = {"id": thread.account.ig_id, "username": thread.account.username}
    lena = {"id": thread.person.igsid, "username": thread.person.username}

    def work(*messages: dict[str, Any]) -> list[Any]:
        entries = []
        for number, message in enumerate(messages):
            sides = (me, lena) if message.pop("own", False) else (lena, me)
            minute = 59 - number
            base = {"created_time": f"2026-11-20T09:{minute}:00+0000", "from": sides[0], "to": {"data": [sides[1]]}}
            entries.append(base | message)
        body = {"id": thread.id, "participants": {"data": [me, lena]}, "messages": {"data": entries}}
        snapshot = decode_conversation(json.dumps(body).encode())
        result = stage.archive.ingest.conversation(
            stage.account_id, snapshot, read_started_at=stage.engine.server_now()
        )
        stage.paint(result.conversation_id)
        return list(stage.messages(result.conversation_id))

    return work


def test_the_echo_of_a_template_comes_twice(take_in: Any, stage: Any) -> None:
    """failure 49: both are own messages, neither is unread, nobody waits for an answer to them."""
    card = {"generic_template": {"title": "Shop now"}, "id": "card"}
    shown = take_in(
        {"id": "m3", "message": "", "is_unsupported": True, "own": True},
        {"id": "m2", "message": "", "attachments": {"data": [card]}, "own": True},
        {"id": "m2", "message": "", "attachments": {"data": [card]}, "own": True},
        {"id": "m1", "message": "Hello"},
    )
    assert [(m.remote_id, m.is_own) for m in shown] == [("m1", False), ("m2", True), ("m3", True)]
    assert shown[2].kind is MessageKind.UNSUPPORTED
    row = stage.archive.inbox.by_ids([shown[0].conversation_id])[0]
    assert not row.is_waiting


def test_a_tap_on_a_button_is_shown_as_far_as_instagram_tells(take_in: Any) -> None:
    """failure 65: as the text it carries; never nothing."""
    shown = take_in(
        {"id": "m3", "postback": {"title": "Yes", "payload": "YES"}},
        {"id": "m2", "message": "See the menu", "quick_reply": {"payload": "MENU"}},
        {"id": "m1", "message": "Hello"},
    )
    assert [(m.text, m.kind) for m in shown] == [
        ("Hello", MessageKind.TEXT),
        ("See the menu", MessageKind.TEXT),
        ("Yes", MessageKind.TEXT),
    ]


def test_both_shapes_of_an_attachment_are_one_thing(take_in: Any) -> None:
    """failure 89: what the read edge and what events say of the same photo."""
    url = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1"
    shown = take_in(
        {"id": "m4", "attachments": {"data": [{"type": "audio", "payload": {"url": url}}]}},
        {"id": "m3", "attachments": {"data": [{"mime_type": "audio/mp4", "file_url": url}]}},
        {"id": "m2", "attachments": [{"type": "image", "payload": {"url": url}}]},
        {"id": "m1", "attachments": {"data": [{"mime_type": "image/jpeg", "image_data": {"url": url}}]}},
    )
    facts = [(m.kind, m.attachments[0].kind, m.attachments[0].url, m.attachments[0].state) for m in shown]
    assert facts[0] == facts[1]
    assert facts[2] == facts[3]
    assert facts[0] != facts[2]


def test_reading_tells_nobody_and_seen_is_said_only_where_it_is_known(stage: Any) -> None:
    """failure 67: opening a conversation sends nothing to Instagram; a reply counts as sent, not as seen."""
    thread = stage.threads[0]
    stage.list_page()
    row = stage.read(thread.id).conversation_id
    stage.paint(row)
    stage.archive.inbox.mark_read(row)
    assert stage.archive.inbox.by_ids([row])[0].unread_count == 0
    assert stage.world.actions == []
    assert stage.world.sent == []
    stage.world.say(thread, "Hello?")
    stage.read(thread.id)
    assert stage.reply(row, "Yes?") is Delivery.SENT
    stage.world.say(thread, "I have read it")
    stage.read(thread.id)
    assert [m.delivery for m in stage.messages(row) if m.origin is Origin.HERE] == [Delivery.SENT]
    assert stage.world.actions == [], "neither seen nor typing is told unless the person wants it"


def test_where_messages_may_be_missing_the_way_to_instagram_is_open(stage: Any) -> None:
    """failure 63: when the list was last looked at is always on the screen, and so is the way to the app itself."""
    stage.list_page()
    row = stage.read(stage.threads[0].id).conversation_id
    stage.paint(row)
    account, now = stage.archive.accounts.get(stage.account_id), datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
    for status in (
        AccountStatus(stage.account_id, Connection.ONLINE, last_checked_at=now),
        AccountStatus(stage.account_id, Connection.ONLINE, last_checked_at=now - timedelta(hours=3)),
    ):
        assert re.search(r"\d\d:\d\d", footer_state(account, status, now, is_demo=False, zone=UTC).text)
    stage.window.commands.open_in_instagram()
    (url,) = stage.opened_urls
    assert url.startswith(("https://ig.me/", "https://www.instagram.com/"))


def test_the_version_of_the_api_is_named_in_one_place() -> None:
    """failure 103"""
    named = [
        (path.relative_to(ROOT).as_posix(), found)
        for path in sorted((ROOT / "igdesk").rglob("*.py"))
        if "sandbox" not in path.parts
        for found in re.findall(r"\bv\d\d\.\d\b", path.read_text())
    ]
    assert named == [("igdesk/graph/protocol.py", GRAPH_VERSION)]
