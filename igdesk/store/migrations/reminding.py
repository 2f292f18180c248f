"""Reminders before a reply window closes."""

# No row is written; the index holds those that wait for a reminder only.
SQL = """
alter table conversation add column remind_after integer;     -- so long after last_inbound_at
alter table conversation add column remind_set_at integer;
alter table conversation add column reminded_at integer;      -- when it was shown
create index conversation_remind on conversation (id) where remind_after is not null and reminded_at is null;
"""
