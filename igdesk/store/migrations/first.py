"""Accounts, conversations, messages, attachments and the outbox: the archive of the first release."""

# Times are integer milliseconds of UTC, states are the values of the domain's enums, lists are JSON.
# Ids of rows that the interface keeps are never given out twice (autoincrement).
SQL = """
create table setting (
    key text primary key,
    value text not null
) strict, without rowid;

create table account (
    id integer primary key autoincrement,
    remote_id text not null unique,
    app_scoped_id text not null,
    node_id text not null,
    flavour text not null,
    username text not null,
    name text not null,
    picture_url text not null,
    state text not null,
    problem text not null,
    human_agent text not null,
    token_expires_at integer,
    connected_at integer not null,
    position integer not null
) strict;

create table participant (
    id integer primary key autoincrement,
    account_id integer not null references account on delete cascade,
    igsid text not null,
    username text not null default '',
    name text not null default '',
    picture_url text not null default '',
    picture_key text not null default '',
    picture_stored_at integer,
    follower_count integer,
    is_verified integer,
    follows_you integer,
    you_follow integer,
    profile_fetched_at integer
) strict;
create unique index participant_igsid on participant (account_id, igsid) where igsid <> '';
create index participant_account on participant (account_id);
create index participant_picture on participant (picture_key) where picture_key <> '';

create table conversation (
    id integer primary key autoincrement,
    account_id integer not null references account on delete cascade,
    remote_id text not null,
    participant_id integer not null references participant,
    is_self integer not null default 0,
    listed_at integer,             -- updated_time of the newest list entry
    read_up_to integer,            -- updated_time up to which messages were read; null: never read
    last_activity_at integer not null,
    last_inbound_at integer,
    last_elsewhere_at integer,     -- newest own message that was written in another place
    unread_count integer not null default 0,
    is_waiting integer not null default 0,
    pending_count integer not null default 0,
    failed_count integer not null default 0,
    draft text not null default '',
    unavailable_code text not null default '',
    reply_refusal text not null default '',
    preview_id integer,
    preview_kind text,
    preview_direction text,
    preview_delivery text,
    preview_text text,
    preview_media text,
    unique (account_id, remote_id)
) strict;
create index conversation_participant on conversation (participant_id);
create index conversation_newest on conversation (last_activity_at desc, id);
create index conversation_newest_of_account on conversation (account_id, last_activity_at desc, id);
create index conversation_unread on conversation (last_activity_at desc, id, account_id, is_waiting, last_inbound_at)
    where unread_count > 0;
create index conversation_waiting on conversation (last_inbound_at, id, account_id, unread_count) where is_waiting = 1;
create index conversation_waiting_newest on conversation (last_activity_at desc, id, account_id, unread_count)
    where is_waiting = 1;

create table message (
    id integer primary key autoincrement,
    conversation_id integer not null references conversation on delete cascade,
    remote_id text,
    direction text not null,
    sent_at integer not null,
    rank integer not null,
    is_dated integer not null,         -- 1: sent_at is Instagram's own date
    kind text not null,
    text text not null,
    delivery text not null,
    origin text not null,
    story_id text,
    story_link text not null default '',
    shares text not null default '',
    reactions text not null default '',
    quoted_remote_id text,
    attachment_count integer not null default 0,
    is_edited integer not null default 0,
    is_unread integer not null default 0,  -- 2: unread when it was withdrawn, not counted
    is_linked integer not null,            -- 1: what came right before it is known
    follows text not null default '',      -- remote ids that a page showed right before it, of the same second
    read_at integer,                       -- start of the read that gave the content
    missing_since integer,                 -- start of the first read that should have shown it and did not
    part integer,
    part_count integer,
    failure text not null default '',
    failure_code text not null default '',
    failure_words text not null default '',
    unique (conversation_id, remote_id)
) strict;
create index message_order on message (conversation_id, sent_at, rank);
create index message_unread on message (conversation_id, sent_at, rank) where is_unread <> 0;
create index message_quoting on message (conversation_id, quoted_remote_id) where quoted_remote_id is not null;

create table attachment (
    id integer primary key autoincrement,
    message_id integer not null references message on delete cascade,
    position integer not null,
    remote_id text not null,
    kind text not null,
    mime_type text not null,
    name text not null,
    url text not null,
    url_read_at integer not null,      -- start of the read that gave the link; links expire
    size_bytes integer,
    width_px integer,
    height_px integer,
    state text not null,
    media_key text not null default '',
    unique (message_id, position)
) strict;
create index attachment_file on attachment (media_key) where media_key <> '';

-- Files to delete: written with the change that drops the last use, emptied when the files are gone.
create table discarded_media (
    media_key text primary key
) strict, without rowid;

create table outbox (
    message_id integer primary key references message on delete cascade,
    account_id integer not null references account on delete cascade,
    conversation_id integer not null references conversation on delete cascade,
    place integer not null unique,     -- order of sending
    recipient_id text not null,        -- frozen when the reply is queued
    attempts integer not null default 0,
    not_before integer,
    started_at integer,
    reads_without_echo integer not null default 0,
    last_read_at integer,              -- start of the newest read that was counted
    queued_at integer not null,
    may_use_human_tag integer not null
) strict;
create index outbox_account on outbox (account_id, place);
create index outbox_conversation on outbox (conversation_id, place);
"""
