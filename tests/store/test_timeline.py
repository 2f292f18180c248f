"""Windows of messages."""

import pytest

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.snapshot import AttachmentSnapshot


@pytest.fixture
def long(desk):
    """A conversation of 300 messages, three of each second, one in ten with a picture."""
    photo = AttachmentSnapshot("a", AttachmentKind.IMAGE, "image/jpeg", url="https://x")
    all_ = [
        desk.said(f"m{i:03d}", i // 3 - 200, str(i), attachments=(photo,) if i % 10 == 0 else ()) for i in range(300)
    ]
    for start in range(0, 300, 15):
        desk.read(*all_[start : start + 16], is_newest=False, is_complete=start == 0)
    desk.timeline = desk.archive.timeline
    return desk


def numbers(messages):
    return [int(message.text) for message in messages]


def test_windows_are_ascending_and_meet(long):
    newest = long.timeline.newest(long.conversation_id, 60)
    assert numbers(newest) == list(range(240, 300))
    older = long.timeline.before(long.conversation_id, newest[0].sort_key, 40)
    assert numbers(older) == list(range(200, 240))
    assert long.timeline.after(long.conversation_id, older[-1].sort_key, 60) == newest
    assert numbers(long.timeline.after(long.conversation_id, older[-1].sort_key, 5)) == list(range(240, 245))
    assert long.timeline.after(long.conversation_id, newest[-1].sort_key, 5) == []


def test_a_window_around_a_message_holds_it_wherever_it_is(long):
    everything = long.timeline.newest(long.conversation_id, 1000)
    for place in (0, 3, 150, 297, 299):
        window = long.timeline.around(long.conversation_id, everything[place].id, 40)
        assert everything[place] in window
        assert numbers(window) == list(range(int(window[0].text), int(window[0].text) + len(window)))
    assert len(long.timeline.around(long.conversation_id, everything[150].id, 40)) == 40
    assert numbers(long.timeline.around(long.conversation_id, 10**9, 3)) == [297, 298, 299]


def test_messages_by_id_come_in_order_without_those_that_are_gone(long):
    ids = [message.id for message in long.timeline.newest(long.conversation_id, 3)]
    assert numbers(long.timeline.by_ids([ids[2], 10**9, ids[0]])) == [297, 299]
    assert long.timeline.by_ids([]) == []


def test_the_oldest_unread_message_is_found_until_it_is_read(long):
    assert numbers([long.timeline.first_unread(long.conversation_id)]) == [0]
    long.archive.inbox.mark_read(long.conversation_id)
    assert long.timeline.first_unread(long.conversation_id) is None


def test_opening_a_conversation_runs_two_statements_whatever_its_size(long):
    def statements(action):
        before = long.archive.statistics.statements
        action()
        return long.archive.statistics.statements - before

    id_ = long.conversation_id
    assert statements(lambda: long.timeline.newest(id_, 60)) == 2
    assert statements(lambda: long.timeline.newest(id_, 300)) == 2
    assert statements(lambda: long.timeline.around(id_, 150, 60)) == 4
    assert statements(lambda: long.timeline.by_ids(range(1, 100))) == 2


def test_a_quote_without_its_original_is_still_a_quote(desk):
    desk.read(desk.said("m2", -5, quoted_remote_id="m1"))
    quote = desk.message("m2").quote
    assert (quote.remote_id, quote.message_id, quote.text) == ("m1", None, "")
    desk.read(desk.said("m1", -9, "original"), desk.said("m2", -5, quoted_remote_id="m1"))
    assert desk.message("m2").quote.text == "original"
    assert desk.message("m2").id in desk.last_change().updated
