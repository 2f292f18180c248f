"""Saved replies as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igdesk.domain.saved_reply import SavedReply, clean_name, clean_shortcut, clean_text
from igdesk.domain.saved_reply_csv import from_csv, to_csv

TEXT = st.text(max_size=60)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), max_size=8))
def test_what_is_written_is_read_again(cells: list[tuple[str, str, str, str]]) -> None:
    replies = [
        SavedReply(0, clean_shortcut(a), clean_name(b), clean_text(c).strip(), clean_name(d)[:40].strip())
        for a, b, c, d in cells
    ]
    replies = [reply for reply in replies if reply.name and reply.text]
    assert list(from_csv(to_csv(replies)).replies) == replies


@given(st.text(max_size=400))
def test_anything_is_a_table_or_not_and_never_an_error(content: str) -> None:
    found = from_csv(content)
    assert all(reply.text and reply.name for reply in found.replies)


def test_tables_of_other_programs() -> None:
    """Semicolons, a byte order mark, other headings and another order."""
    table = '\ufeffMessage;Category;Trigger;Title\r\n"Hi; there";Orders;/Hi you;Greeting\r\n;;x;y\r\n'
    found = from_csv(table)
    assert found.replies == (SavedReply(0, "hi-you", "Greeting", "Hi; there", "Orders"),)
    assert found.left_out == (3,)


def test_without_headings_the_columns_are_those_of_igdesk() -> None:
    assert from_csv("hi,Hello,Hello you!\n").replies == (SavedReply(0, "hi", "Hello", "Hello you!"),)


@pytest.mark.parametrize("content", ["", " \n ", "PK\x03\x04\x00\x00", "\ufeff"])
def test_what_is_no_table_is_called_so(content: str) -> None:
    assert not from_csv(content).is_a_table


def test_a_spreadsheet_runs_nothing() -> None:
    table = to_csv([SavedReply(0, "x", "Sum", '=HYPERLINK("https://example.com")')])
    assert "'=HYPERLINK" in table
    assert from_csv(table).replies[0].text.startswith("=HYPERLINK")
