"""Every kind of message: roles and real types of files, templates, offered answers."""

SQL = """
alter table attachment add column role text not null default 'content';
alter table attachment add column place integer not null default -1;  -- -1: the position
alter table attachment add column real_type text not null default '';
alter table attachment add column duration_ms integer;
alter table attachment add column is_animated integer not null default 0;
alter table attachment add column is_sticker integer not null default 0;
alter table message add column template text not null default '';
alter table message add column quick_replies text not null default '';
"""
