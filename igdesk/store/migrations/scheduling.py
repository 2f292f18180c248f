"""Replies that leave at a time of their own."""

SQL = """
create table scheduled_reply (
    id integer primary key autoincrement,
    conversation_id integer not null references conversation on delete cascade,
    text text not null,
    quoted_id integer,
    send_at integer not null,
    is_missed integer not null default 0   -- 1: the program was off then; the person decides
) strict;
create index scheduled_reply_due on scheduled_reply (send_at) where is_missed = 0;
create index scheduled_reply_conversation on scheduled_reply (conversation_id);
"""
