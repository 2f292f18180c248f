"""Saved replies and the person's own fields in them."""

SQL = """
create table saved_reply (
    id integer primary key autoincrement,
    shortcut text not null,
    name text not null,
    text text not null,
    folder text not null default '',
    position integer not null,
    uses integer not null default 0
) strict;
create unique index saved_reply_shortcut on saved_reply (shortcut) where shortcut <> '';

create table saved_field (
    key text primary key,              -- what makes two names the same
    name text not null,
    value text not null
) strict, without rowid;
"""
