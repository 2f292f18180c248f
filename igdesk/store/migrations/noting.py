"""Lines between the messages, and what a list may be narrowed to beside the states of its conversations."""

# ruff: noqa: S608 - SQL is put together from constants of this module

# No row is written but those of conversations with files in their tray; what a conversation holds is found out beside
# the work (null until then). The indices are over the conversations only.
_HOLDS_PHOTOS = """exists (
    select 1 from message m cross join attachment a on a.message_id = m.id
     where m.conversation_id = {id} and m.attachment_count > 0 and m.kind <> 'unsent'
       and a.role = 'content' and a.kind = 'image' and a.is_sticker = 0)"""
_OF_NEW = _HOLDS_PHOTOS.format(id="(select conversation_id from message where id = new.message_id)")
_OF_OLD = _HOLDS_PHOTOS.format(id="(select conversation_id from message where id = old.message_id)")

SQL = f"""
alter table conversation add column has_photos integer;            -- null: not looked at yet
alter table conversation add column answered_elsewhere integer;    -- the last word was written in another place
alter table conversation add column draft_files integer not null default 0;
update conversation set draft_files = (select count(*) from draft_file f where f.conversation_id = conversation.id)
 where id in (select conversation_id from draft_file);

create index conversation_unseen on conversation (id) where has_photos is null;
create index conversation_photos on conversation
    (shelf, is_pinned, newest_at desc, id, account_id, unread_count, is_waiting, needs_no_reply, last_inbound_at)
    where has_photos = 1;
create index conversation_elsewhere on conversation
    (shelf, is_pinned, newest_at desc, id, account_id, unread_count, is_waiting, needs_no_reply, last_inbound_at)
    where answered_elsewhere = 1;

create trigger photo_added after insert on attachment when new.kind = 'image' and new.role = 'content' begin
    update conversation set has_photos = {_OF_NEW}
     where id = (select conversation_id from message where id = new.message_id) and has_photos = 0;
end;
create trigger photo_changed after update of kind, role, is_sticker on attachment
    when (old.kind, old.role, old.is_sticker) <> (new.kind, new.role, new.is_sticker) begin
    update conversation set has_photos = {_OF_NEW}
     where id = (select conversation_id from message where id = new.message_id) and has_photos is not null;
end;
create trigger photo_removed after delete on attachment when old.kind = 'image' begin
    update conversation set has_photos = {_OF_OLD}
     where id = (select conversation_id from message where id = old.message_id) and has_photos = 1;
end;
create trigger photo_removed_with_message after delete on message when old.attachment_count > 0 begin
    update conversation set has_photos = {_HOLDS_PHOTOS.format(id="old.conversation_id")}
     where id = old.conversation_id and has_photos = 1;
end;
create trigger photo_withdrawn after update of kind, attachment_count on message
    when old.kind <> new.kind or old.attachment_count <> new.attachment_count begin
    update conversation set has_photos = {_HOLDS_PHOTOS.format(id="new.conversation_id")}
     where id = new.conversation_id and has_photos is not null;
end;

create trigger draft_file_added after insert on draft_file begin
    update conversation set draft_files = draft_files + 1 where id = new.conversation_id;
end;
create trigger draft_file_removed after delete on draft_file begin
    update conversation set draft_files = draft_files - 1 where id = old.conversation_id;
end;

-- What the owner did to a conversation, as the lines between its messages tell it.
create table timeline_event (
    id integer primary key autoincrement,
    conversation_id integer not null references conversation on delete cascade,
    at integer not null,
    kind text not null,
    wakes_at integer,                  -- end of a snooze; null: when they write
    label_id integer,
    label_name text not null default '',
    label_colour text not null default ''
) strict;
create index timeline_event_order on timeline_event (conversation_id, at, id);
"""
