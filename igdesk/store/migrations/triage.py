"""Triage: where conversations lie, labels and private notes."""

# Everything has a default, so no row is written; the indices are over the conversations only.
SQL = """
alter table conversation add column shelf integer not null default 0;           -- 0 inbox, 1 snoozed, 2 done
alter table conversation add column wakes_at integer;                           -- null while snoozed: when they write
alter table conversation add column shelved_at integer;
alter table conversation add column woken_at integer;
alter table conversation add column waiting_since integer;                      -- first message nobody answered
alter table conversation add column needs_no_reply integer not null default 0;
alter table conversation add column is_pinned integer not null default 0;
alter table conversation add column is_muted integer not null default 0;
alter table conversation add column newest_at integer
    generated always as (max(last_activity_at, coalesce(woken_at, 0))) virtual;
alter table conversation add column waits_from integer
    generated always as (coalesce(waiting_since, last_inbound_at)) virtual;

drop index conversation_newest;
drop index conversation_newest_of_account;
drop index conversation_unread;
drop index conversation_waiting;
drop index conversation_waiting_newest;
create index conversation_newest on conversation (is_pinned, newest_at desc, id) where shelf = 0;
create index conversation_newest_of_account on conversation (account_id, is_pinned, newest_at desc, id)
    where shelf = 0;
create index conversation_done on conversation (is_pinned, newest_at desc, id) where shelf = 2;
create index conversation_done_of_account on conversation (account_id, is_pinned, newest_at desc, id)
    where shelf = 2;
create index conversation_finished on conversation (shelved_at, account_id) where shelf = 2;
create index conversation_unread on conversation (shelf, is_pinned, newest_at desc, id, account_id)
    where unread_count > 0;
create index conversation_waiting on conversation (last_inbound_at, id, account_id, unread_count)
    where is_waiting = 1 and shelf = 0 and needs_no_reply = 0;
create index conversation_waiting_newest on conversation (is_pinned, newest_at desc, id, account_id, unread_count)
    where is_waiting = 1 and shelf = 0 and needs_no_reply = 0;
create index conversation_waiting_longest on conversation (waits_from, id, account_id, unread_count)
    where is_waiting = 1 and shelf = 0 and needs_no_reply = 0;
create index conversation_snoozed on conversation (wakes_at, id, account_id, unread_count) where shelf = 1;

create table label (
    id integer primary key autoincrement,
    name text not null,
    name_key text not null unique,     -- what makes two names the same
    colour text not null,
    position integer not null
) strict;

create table conversation_label (
    conversation_id integer not null references conversation on delete cascade,
    label_id integer not null references label on delete cascade,
    primary key (conversation_id, label_id)
) strict, without rowid;
create index conversation_label_label on conversation_label (label_id, conversation_id);

create table note (
    conversation_id integer primary key references conversation on delete cascade,
    text text not null
) strict;
"""
