"""The index of words over all messages, and what is still to be put into it."""

# ruff: noqa: S608 - SQL is put together from constants of this module

# What was said when a message was last indexed: taking words out of the index needs the very same words again.
_SAID = """json_array(
    {m}.sent_at, {m}.conversation_id, (select account_id from conversation where id = {m}.conversation_id),
    {m}.direction, {m}.text, {m}.shares, {m}.template, {m}.story_id,
    (select json_group_array(json_array(kind, name)) from
        (select kind, name from attachment where message_id = {m}.id and role = 'content' order by position)))"""
_OLD, _MESSAGE = _SAID.format(m="old"), _SAID.format(m="m")
# Not "insert or ignore": inside a trigger the conflict rule of the outer statement would win.
_UNNOTED = "not exists (select 1 from search_queue where message_id = {id})"
_INDEXED = "(select below from search_state)"

SQL = f"""
-- Words of a message, each with the code of its bucket before it: newer buckets can be asked first, and the beginning
-- of a word only looks through one bucket at a time. Places are not kept (detail=none): phrases are read in the text.
create virtual table search_words using fts5(
    words, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '_'");
insert into search_words (search_words, rank) values ('secure-delete', 1);
insert into search_words (search_words, rank) values ('automerge', 8);
insert into search_words (search_words, rank) values ('crisismerge', 64);  -- rarer, and no long one

-- Buckets divide the messages by time into about equal parts.
create table search_bucket (
    number integer primary key,
    starts_at integer not null,
    newest_at integer not null,
    size integer not null
) strict;

create table search_state (
    id integer primary key check (id = 1),
    version integer not null,          -- of the rules by which words are made
    below integer not null             -- messages up to this id are still to be indexed, the newest first
) strict;
insert into search_state (id, version, below) values (1, 0, coalesce((select max(id) from message), 0));

create table search_queue (
    message_id integer primary key,
    was text                           -- as it stands in the index; null: it does not
) strict;

create trigger search_added after insert on message begin
    insert into search_queue (message_id) select new.id
     where {_UNNOTED.format(id="new.id")};
end;
create trigger search_changed after update of text, shares, template, story_id, sent_at, direction on message
    when old.id > {_INDEXED} and (old.text <> new.text or old.shares <> new.shares or old.template <> new.template
        or old.story_id is not new.story_id or old.sent_at <> new.sent_at or old.direction <> new.direction) begin
    insert into search_queue (message_id, was) select old.id, {_OLD}
     where {_UNNOTED.format(id="old.id")};
end;
create trigger search_removed before delete on message when old.id > {_INDEXED} begin
    insert into search_queue (message_id, was) select old.id, {_OLD}
     where {_UNNOTED.format(id="old.id")};
end;
-- Before the conversation is gone: its messages are indexed with its account.
create trigger search_conversation_removed before delete on conversation begin
    insert into search_queue (message_id, was) select m.id, {_MESSAGE} from message m
     where m.conversation_id = old.id and m.id > {_INDEXED} and {_UNNOTED.format(id="m.id")};
end;
create trigger search_file_added before insert on attachment when new.message_id > {_INDEXED} begin
    insert into search_queue (message_id, was) select m.id, {_MESSAGE} from message m
     where m.id = new.message_id and {_UNNOTED.format(id="new.message_id")};
end;
create trigger search_file_changed before update of kind, name, role on attachment
    when old.message_id > {_INDEXED}
        and (old.kind <> new.kind or old.name <> new.name or old.role <> new.role) begin
    insert into search_queue (message_id, was) select m.id, {_MESSAGE} from message m
     where m.id = old.message_id and {_UNNOTED.format(id="old.message_id")};
end;
create trigger search_file_removed before delete on attachment when old.message_id > {_INDEXED} begin
    insert into search_queue (message_id, was) select m.id, {_MESSAGE} from message m
     where m.id = old.message_id and {_UNNOTED.format(id="old.message_id")};
end;
"""
