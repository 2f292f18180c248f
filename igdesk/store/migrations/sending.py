"""Replies of more than text, files that wait in the composer, and whether an account takes uploads."""

SQL = """
alter table outbox add column payload text not null default '';  -- what the reply holds besides its text, as JSON
alter table outbox add column uploads text not null default '';  -- ids of files that Instagram has already, as JSON

alter table account add column file_upload text not null default 'unknown';

create table draft_file (
    id integer primary key autoincrement,
    conversation_id integer not null references conversation on delete cascade,
    position integer not null,
    media_key text not null,           -- empty: it cannot be sent, for the reason in "problem"
    kind text not null,
    mime_type text not null,
    name text not null,
    size_bytes integer not null,
    width_px integer,
    height_px integer,
    duration_ms integer,
    note text not null,
    problem text not null
) strict;
create index draft_file_conversation on draft_file (conversation_id, position);
"""
