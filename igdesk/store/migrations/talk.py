"""The quote of a draft, and own reactions that Instagram has not confirmed."""

SQL = """
alter table conversation add column draft_quoted_id integer;  -- message that the draft answers

create table reaction_wish (
    message_id integer primary key references message on delete cascade,
    account_id integer not null references account on delete cascade,
    conversation_id integer not null references conversation on delete cascade,
    emoji text not null,               -- empty: the own reaction is to go
    wished_at integer not null,
    attempts integer not null default 0,  -- counted before each request: above 0 Instagram may have it
    not_before integer,
    failure text not null default '',  -- FailureReason: it did not get through and is not tried again
    failure_code text not null default '',
    failure_words text not null default ''
) strict;
create index reaction_wish_account on reaction_wish (account_id, wished_at);
"""
