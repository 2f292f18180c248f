"""Commits only add to the index of words; it is merged beside the work."""

SQL = """
insert into search_words (search_words, rank) values ('automerge', 0);
-- An archive without messages has nothing that was indexed by the rules of before.
update search_state set version = 2 where not exists (select 1 from message);
"""
