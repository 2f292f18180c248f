"""No query walks through the messages: what is fast with ten must be fast with a million."""

import pytest

from igdesk.domain.conversation import InboxFilter, InboxView
from igdesk.domain.outbox import FailureReason, SendEvent


@pytest.fixture
def recorded(desk, monkeypatch):
    """A desk whose every statement is explained as well."""
    desk.read(desk.said("m1", -90, "one"), desk.said("m2", -60, quoted_remote_id="m1"), desk.answered("m3", -30))
    desk.archive.inbox.save_draft(desk.conversation_id, "x")
    database = desk.archive._database
    plans: list[tuple[str, str]] = []

    def explained(run):
        def wrapper(sql, parameters=()):
            if sql.lstrip().startswith(("select", "update", "delete")):
                for row in database.connection.execute(f"explain query plan {sql}", tuple(parameters)):
                    plans.append((row[3], sql))
            return run(sql, parameters)

        return wrapper

    monkeypatch.setattr(database, "rows", explained(database.rows))
    monkeypatch.setattr(database, "run", explained(database.run))
    desk.plans = plans
    return desk


def large(plans):
    """Steps that visit all messages or attachments."""
    aliases = ("m", "om", "q", "a", "older", "message", "attachment")
    return [(step, sql) for step, sql in plans if step.startswith("SCAN ") and step.split()[1] in aliases]


def test_no_statement_scans_the_messages(recorded):
    desk, archive = recorded, recorded.archive
    id_ = desk.conversation_id
    for view in InboxView:
        for chip in InboxFilter:
            rows = archive.inbox.rows(view, chip, now=desk.now)
            archive.inbox.rows(view, chip, now=desk.now, account_id=1, after=rows[0] if rows else None)
        archive.inbox.counts(view=view, now=desk.now)
    archive.inbox.unread_by_account()
    archive.inbox.most_urgent(desk.now)
    archive.inbox.oldest_message_at(id_)
    archive.triage.mark_unread([id_])
    archive.inbox.mark_read(id_)
    key = desk.messages[1].sort_key
    archive.timeline.before(id_, key, 10)
    archive.timeline.after(id_, key, 10)
    archive.timeline.around(id_, 2, 10)
    archive.timeline.by_ids([1, 2])
    archive.timeline.first_unread(id_)
    first, second = archive.outbox.enqueue(id_, ["a", "b"], now=desk.now, quoted=1)
    archive.outbox.next_due(1)
    archive.outbox.claim(archive.outbox.next_item(1, desk.now).message_id, desk.now)
    archive.outbox.recover()
    archive.outbox.uncertain(1)
    for started in (40, 80, 120):
        desk.read(desk.said("m1", -90, "edited"), desk.answered("m3", -30), desk.said("m4", 20), started=started)
    archive.outbox.send_again(first)
    archive.outbox.claim(second, desk.now)
    archive.outbox.settle(second, SendEvent.ACCEPTED, remote_id="m4")
    archive.outbox.take_back(first)
    archive.outbox.enqueue(id_, ["c"], now=desk.now, held_until=desk.at(5))
    archive.holding.next_release()
    archive.holding.newest(id_)
    archive.holding.release(desk.now)
    archive.holding.release(desk.at(9))
    archive.outbox.enqueue(id_, ["d"], now=desk.now, held_until=desk.at(5))
    archive.holding.take_back(id_)
    archive.scheduling.add(id_, "e", desk.at(60))
    archive.scheduling.add(id_, "f", desk.at(9000))
    archive.scheduling.next_due()
    archive.scheduling.release(desk.at(61))
    archive.scheduling.take_back(archive.scheduling.of(id_)[0].id)
    archive.drafts.quote(id_, 1)
    archive.drafts.quoted(id_)
    archive.reactions.wish(1, "🔥", desk.now)
    wish = archive.reactions.next_wish(1, desk.now)
    archive.reactions.next_due(1)
    archive.reactions.claim(1)
    archive.reactions.put_off(wish, desk.now)
    archive.reactions.refused(wish, FailureReason.OTHER, "", "")
    archive.reactions.failure(1)
    archive.reactions.forget_failure(1)
    archive.reactions.confirmed(wish, desk.now)
    archive.outbox.items()
    archive.outbox.queued_count()
    archive.ingest.inbox_page(1, desk.listed(desk.page()))
    assert len({sql for _, sql in desk.plans}) > 60
    assert large(desk.plans) == []


def test_lists_come_from_an_index_in_their_order(recorded):
    """failure 59: opening the list does not depend on how much is archived"""
    inbox = recorded.archive.inbox
    recorded.plans.clear()
    top = inbox.rows(InboxView.INBOX, now=recorded.now)
    inbox.rows(InboxView.INBOX, now=recorded.now, after=top[0])
    inbox.rows(InboxView.INBOX, now=recorded.now, account_id=1, after=top[0])
    inbox.rows(InboxView.WAITING, now=recorded.now, account_id=1)
    recorded.archive.timeline.newest(1, 60)
    assert not [sql for step, sql in recorded.plans if "TEMP B-TREE" in step]
