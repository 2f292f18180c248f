"""The ``fields`` parameter."""

import pytest

from igdesk.sandbox.fields import FieldSyntaxError, UnknownFieldError, parse_fields, pick, plain, unwrap_data
from igdesk.sandbox.nodes import fields_text


def test_nothing_asked_for():
    assert parse_fields("  ") == ()


def test_nesting_and_modifiers():
    outer, messages = parse_fields("id, messages.limit(20).after(QVFI=_-){id,from{id,username}}")
    assert (outer.name, outer.children) == ("id", None)
    assert messages.arguments == {"limit": "20", "after": "QVFI=_-"}
    assert [child.name for child in messages.children] == ["id", "from"]
    assert [child.name for child in messages.children[1].children] == ["id", "username"]


def test_alias_in_both_spellings():
    assert [field.alias for field in parse_fields("last:messages.limit(1),messages.as(first)")] == ["last", "first"]


def test_white_space_of_a_wrapped_list():
    assert [field.name for field in parse_fields("id,\n   updated_time ,participants { id }")] == [
        "id",
        "updated_time",
        "participants",
    ]


@pytest.mark.parametrize(
    "text", ["id,", "id{", "id{}", "id}", "messages.limit(20", "messages.limit", ",id", "a b", "id{id"]
)
def test_what_cannot_be_read(text):
    with pytest.raises(FieldSyntaxError, match="Syntax error"):
        parse_fields(text)


def test_data_level_is_optional():
    (to,) = parse_fields("to{data{id}}")
    assert unwrap_data(to.children) == plain("id")


def test_written_again_for_the_next_page():
    text = "id,messages.limit(5){id,from{id}}"
    assert fields_text(parse_fields(text)) == text


def test_pick_keeps_the_order_asked_for_and_leaves_out_what_is_not_there():
    whole = {"a": 1, "b": 2}
    assert list(pick(whole, plain("b", "c", "a"), frozenset("abc"), "Node")) == ["b", "a"]
    with pytest.raises(UnknownFieldError, match=r"\(#100\) Tried accessing nonexisting field \(d\)"):
        pick(whole, plain("d"), frozenset("abc"), "Node")
