"""Ingest is idempotent and free of order, whatever pages of a true history come in whatever order."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HISTORY = st.lists(
    st.tuples(
        st.sampled_from(["in", "in", "own"]),
        st.sampled_from([0, 0, 0, 1, 7, 4000]),  # seconds since the message before: many share a second
        st.sampled_from(["hi", "one two", "", "ok\nthen"]),
        st.booleans(),  # edited half way
        st.sampled_from(["", "", "❤"]),
        st.integers(0, 9),  # quotes the message so many places before
    ),
    min_size=1,
    max_size=45,
)
WINDOWS = st.lists(st.tuples(st.integers(0, 45), st.integers(1, 20), st.booleans()), min_size=1, max_size=7)
CONNECTED = st.sampled_from([0, 9000, 100_000])


def snapshots(desk, history, *, is_late):
    """The history as Instagram shows it early or late: late with edits and reactions."""
    # Ids do not follow time, so that no order can come from them by accident.
    ids = [f"m{(index * 37) % 101:03d}" for index in range(len(history))]
    second = -50_000
    made = []
    for index, (side, step, text, is_edited, reaction, back) in enumerate(history):
        second += step
        say = desk.said if side == "in" else desk.answered
        made.append(
            say(
                ids[index],
                second,
                text + " (edited)" if is_late and is_edited and text else text,
                reactions=desk.reaction(reaction) if is_late else (),
                quoted_remote_id=ids[index - back] if 0 < back <= index else "",
            )
        )
    return made


def portrait(desk):
    """All that can be seen of the conversation, without local ids."""
    remote = {message.id: message.remote_id for message in desk.messages}
    messages = [
        (
            m.remote_id,
            m.direction,
            m.sent_at,
            m.rank,
            m.kind,
            m.text,
            m.origin,
            m.is_unread,
            m.is_edited,
            m.has_gap_before,
            m.reactions,
            m.quote and (m.quote.remote_id, remote.get(m.quote.message_id), m.quote.text),
        )
        for m in desk.messages
    ]
    c = desk.conversation
    preview = c.preview and (remote[c.preview.message_id], c.preview.kind, c.preview.direction, c.preview.text)
    summary = (preview, c.unread_count, c.is_waiting, c.last_activity_at, c.last_inbound_at)
    return messages, summary


def read_all(desk, reads):
    for messages, is_late, is_complete in reads:
        desk.read(
            *messages,
            started=100 if is_late else 0,
            is_newest=False,
            is_complete=is_complete,
            updated_at=None,
        )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY, windows=WINDOWS, connected=CONNECTED, data=st.data())
def test_pages_in_any_order_and_repeated_give_the_same_archive(new_desk, history, windows, connected, data):
    """failure 47, failure 51, failure 53, failure 55, failure 62"""
    from igdesk.domain.snapshot import ReactionSnapshot

    one, other = (new_desk(connected_ago=timedelta(seconds=50_000 - connected)) for _ in range(2))
    for desk in (one, other):
        desk.reaction = lambda emoji, desk=desk: (
            (ReactionSnapshot(emoji, (desk.lena.remote_id, desk.shop.remote_id)),) if emoji else ()
        )
    early = snapshots(one, history, is_late=False)
    late = snapshots(one, history, is_late=True)
    reads = []
    for end, size, is_late in windows:
        stop = max(len(history) - end % (len(history) + 1), 1)
        start = max(stop - size, 0)
        source = late if is_late else early
        reads.append((source[start:stop], is_late, start == 0))
    read_all(one, reads)
    read_all(other, data.draw(st.permutations(reads + reads)))
    assert portrait(one) == portrait(other)
    # The order is the true one wherever pages overlap, and always by time.
    if len(reads) == 1:
        assert [m.remote_id for m in one.messages] == [s.remote_id for s in reads[0][0]]
    # Once more everything: not one transaction.
    final = [read for read in reads if read[1]] or reads
    one.without_transaction(lambda: read_all(one, final))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY, size=st.integers(2, 20), data=st.data())
def test_overlapping_pages_restore_the_true_order(new_desk, history, size, data):
    """failure 55: many messages of one second, in pages that overlap by one message."""
    desk = new_desk()
    desk.reaction = lambda emoji: ()
    messages = snapshots(desk, history, is_late=False)
    starts = range(0, max(len(messages) - 1, 1), size - 1)
    reads = [(messages[start : start + size], False, start == 0) for start in starts]
    read_all(desk, data.draw(st.permutations(reads)))
    assert [m.remote_id for m in desk.messages] == [s.remote_id for s in messages]
    assert not any(m.has_gap_before for m in desk.messages)
