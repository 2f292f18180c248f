"""What playing needs, and what keeps the media folder small: bars of voices, files with the time they were shown."""

SQL = """
alter table attachment add column waveform blob not null default x'';

-- Files of messages that are on this computer. A file that nothing refers to any more has no row.
create table media_file (
    media_key text primary key,
    size_bytes integer not null,
    shown_at integer not null          -- when it was last looked at, or fetched
) strict, without rowid;
create index media_file_shown on media_file (shown_at, size_bytes);
insert into media_file
    select media_key, max(coalesce(size_bytes, 0)), max(url_read_at) from attachment
     where media_key <> '' group by media_key;

create trigger media_file_of_reply after insert on attachment when new.media_key <> ''
begin
    insert or ignore into media_file (media_key, size_bytes, shown_at)
        select new.media_key, coalesce(new.size_bytes, 0), sent_at from message where id = new.message_id;
end;

create trigger media_file_discarded after insert on discarded_media
begin
    delete from media_file where media_key = new.media_key;
end;

create index message_with_files on message (conversation_id, sent_at, rank) where attachment_count > 0;
"""
