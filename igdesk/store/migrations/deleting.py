"""What was deleted on this computer, so that it stays away when Instagram shows it again."""

# No row is written; the index holds conversations that are being erased only.
SQL = """
create table deletion (
    id integer primary key autoincrement,
    account_id integer not null references account on delete cascade,
    remote_id text not null,           -- of the conversation
    deleted_at integer not null,
    read_up_to integer,                -- as of a conversation: list entries up to then hold nothing new
    known_from integer,                -- what is older stays away; null: nothing is older
    known text not null,               -- the newest messages that were known, as JSON: mark of the id, date; no text
    is_swept integer not null default 0,   -- 1: no trace of it is left in files beside the archive
    unique (account_id, remote_id)
) strict;
create index conversation_erased on conversation (id) where shelf = 3;
"""
