"""What keeps an account connected: the age of its token, what is chosen for it, its calls and its latest errors."""

SQL = """
alter table account add column account_type text not null default '';
alter table account add column label text not null default '';
alter table account add column tint integer;
alter table account add column is_paused integer not null default 0;
alter table account add column token_issued_at integer;
alter table account add column renewal_failed_at integer;
alter table account add column permissions text not null default '';
alter table account add column last_checked_at integer;

-- Calls of each half hour, for the plot of a day; older ones are dropped.
create table api_calls (
    account_id integer not null references account on delete cascade,
    slot integer not null,             -- half hours since 1970
    calls integer not null,
    used_percent integer not null,     -- the highest usage that Instagram reported
    primary key (account_id, slot)
) strict, without rowid;

-- The latest errors of an account: no text of a message, no token.
create table api_error (
    id integer primary key autoincrement,
    account_id integer not null references account on delete cascade,
    entry text not null,               -- id in the catalogue
    code text not null,
    trace_id text not null,
    first_at integer not null,
    last_at integer not null,
    times integer not null
) strict;
create index api_error_account on api_error (account_id, last_at);
"""
