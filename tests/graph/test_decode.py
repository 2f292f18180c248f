"""Decoding what nobody vouches for: dates, ids, and any JSON at all."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igdesk.graph import decode
from igdesk.graph.errors import ErrorKind, GraphError, error_from_answer
from igdesk.graph.instants import read_instant
from igdesk.graph.json_values import as_id, as_url, parse_json

SAMPLES = [json.loads(p.read_text("utf-8"))["answer"] for p in (Path(__file__).parents[1] / "samples").glob("*/*.json")]
DECODERS: dict[str, Any] = {
    "inbox": decode.decode_inbox,
    "conversation": decode.decode_conversation,
    "messages": lambda body: decode.decode_messages(body, "c1"),
    "message": decode.decode_message,
    "profile": lambda body: decode.decode_profile(body, "1"),
    "identity": decode.decode_identity,
    "page": decode.decode_page_identity,
    "pages": decode.decode_pages,
    "receipt": decode.decode_receipt,
}
AT = datetime(2026, 11, 20, 9, 14, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-20T09:14:33+0000",
        "2026-11-20T09:14:33Z",
        "2026-11-20T09:14:33+00:00",
        "2026-11-20T09:14:33",
        "2026-11-20T10:14:33+01:00",
        " 2026-11-20T09:14:33+0000 ",
        1795166073,
        1795166073.0,
        "1795166073",
        1795166073000,
        "1795166073000",
        1795166073000000,
    ],
)
def test_every_form_of_date(written: object) -> None:
    assert read_instant(written) == AT


def test_fractions_of_a_second_are_kept() -> None:
    assert read_instant("2026-11-20T09:14:33.25+0000") == AT.replace(microsecond=250_000)
    assert read_instant(1795166073250) == AT.replace(microsecond=250_000)


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "yesterday",
        True,
        [],
        {},
        0,
        -5,
        "0",
        1e300,
        float("nan"),
        float("inf"),
        "9" * 40,
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-1200",
        "2026-13-45T00:00:00Z",
        "2155-01-01T00:00:00Z",
        "1999-01-01T00:00:00Z",
        "٢٠٢٦",
    ],
)
def test_absurd_dates_are_no_dates(written: object) -> None:
    assert read_instant(written) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("aWdf_-=+/", "aWdf_-=+/"),
        ("x" * 5000, "x" * 5000),
        (17841400000000123, "17841400000000123"),
        (2**70, str(2**70)),
        (1.7841400000000123e16, ""),
        (True, ""),
        (-4, ""),
        (None, ""),
        ("with space", ""),
        ("line\nbreak", ""),
        ("\ud800", ""),
    ],
)
def test_ids_are_opaque_text(value: object, expected: str) -> None:
    assert as_id(value) == expected


@pytest.mark.parametrize(
    "value",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "//host/x", "https://a b", "https://[bad", 5, None],
)
def test_links_are_web_links_or_nothing(value: object) -> None:
    assert as_url(value) == ""


@pytest.mark.parametrize(
    "body",
    [
        b'{"data":[{"id":"c1"},{"id":"c2","messages":{"data":[{"id":"m","message":"half \\ud83d"}]}}]}',
        b'{"data":[{"id":"c1"},{"id":"c2","messages":{"data":[{"id":"m","message":"broken \xff byte"}]}}]}',
        b'\xef\xbb\xbf{"data":[{"id":"c1"},{"id":"c2"}]}',
        b'{"data":[{"id":"c1","updated_time":1e999},{"id":"c2","updated_time":NaN}]}',
    ],
)
def test_one_broken_character_does_not_lose_the_page(body: bytes) -> None:
    assert [c.remote_id for c in decode.decode_inbox(body).conversations] == ["c1", "c2"]


def test_cursors_are_kept_and_the_next_link_is_not() -> None:
    """failure 96: ``paging.next`` holds the token."""
    body = json.dumps(
        {"data": [], "paging": {"cursors": {"after": "QVF"}, "next": "https://x.org/?access_token=IGAAsecret&after=Q"}}
    ).encode()
    page = decode.decode_inbox(body)
    assert page.after == "QVF"
    assert "IGAAsecret" not in repr(page)


def test_no_next_page_no_cursor() -> None:
    body = json.dumps({"data": [{"id": "c"}], "paging": {"cursors": {"after": "QVF"}}}).encode()
    assert decode.decode_inbox(body).after == ""


def test_twenty_messages_without_paging_may_not_be_all() -> None:
    body = json.dumps({"id": "c", "messages": {"data": [{"id": f"m{n}"} for n in range(20)]}}).encode()
    assert not decode.decode_conversation(body, 20).is_complete
    body = json.dumps({"id": "c", "messages": {"data": [{"id": f"m{n}"} for n in range(19)]}}).encode()
    assert decode.decode_conversation(body, 20).is_complete


@pytest.mark.parametrize("wrapped", [True, False])
def test_messages_are_taken_with_and_without_their_wrapping(wrapped: bool) -> None:
    messages = [{"id": "m2", "message": "b"}, {"id": "m1", "message": "a"}]
    body = json.dumps({"id": "c", "messages": {"data": messages} if wrapped else messages}).encode()
    assert [message.text for message in decode.decode_conversation(body, 20).messages] == ["b", "a"]


def test_an_empty_page_proves_nothing() -> None:
    """Messages that are not shown must not count as unsent."""
    body = b'{"id":"c","messages":{"data":[],"paging":{}}}'
    assert not decode.decode_conversation(body, 20).is_complete


def test_an_unreadable_receipt_is_an_unknown_outcome() -> None:
    """failure 43: neither sent nor failed."""
    for body in (b"", b"<html>", b"{}", b"null", b'{"success": true}', b'{"message_id": ', b'["m"]'):
        with pytest.raises(GraphError) as caught:
            decode.decode_receipt(body)
        assert caught.value.kind is ErrorKind.OUTCOME_UNKNOWN


def test_answers_without_the_essential_are_malformed() -> None:
    for name, body in (
        ("inbox", b"{}"),
        ("inbox", b"[]"),
        ("conversation", b'{"messages": {"data": []}}'),
        ("message", b'{"message": "x"}'),
        ("messages", b"{}"),
        ("identity", b'{"id": "26"}'),
        ("profile", b"7"),
    ):
        with pytest.raises(GraphError) as caught:
            DECODERS[name](body)
        assert caught.value.kind is ErrorKind.MALFORMED


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["", "1", "data"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "data",
                    "id",
                    "user_id",
                    "error",
                    "code",
                    "message",
                    "messages",
                    "attachments",
                    "image_data",
                    "url",
                    "from",
                    "to",
                    "paging",
                    "cursors",
                    "after",
                    "next",
                    "participants",
                    "created_time",
                    "updated_time",
                    "story",
                    "mention",
                    "reply_to",
                    "reactions",
                    "users",
                    "reaction",
                    "shares",
                    "link",
                    "generic_template",
                    "payload",
                    "type",
                    "is_unsupported",
                    "instagram_business_account",
                    "access_token",
                    "message_id",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


def judge(body: bytes) -> None:
    """Every decoder gives a value or a GraphError, nothing else."""
    for decoder in DECODERS.values():
        try:
            decoder(body)
        except GraphError as error:
            repr(error.problem())
    for status in (200, 400, 500):
        for is_send in (True, False):
            found = error_from_answer(status, body, {}, is_send=is_send)
            assert found is not None or status == 200


@settings(max_examples=150, deadline=None)
@given(ANY_JSON)
def test_decoding_any_json_raises_nothing_but_graph_error(value: object) -> None:
    judge(json.dumps(value).encode())


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200) | st.sampled_from([b"<html><body>Sign in</body></html>", b"[" * 50_000, b"{" * 9, b"nul"])
)
def test_decoding_any_bytes_raises_nothing_but_graph_error(body: bytes) -> None:
    judge(body)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_decoding_a_truncated_sample_raises_nothing_but_graph_error(sample: object, data: st.DataObject) -> None:
    body = json.dumps(sample).encode()
    judge(body[: data.draw(st.integers(0, len(body)))])


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [place for key, child in inner for place in places(child, (*path, key))]


def changed(value: Any, path: tuple[Any, ...], new: object) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_decoding_a_mutated_sample_raises_nothing_but_graph_error(sample: object, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(places(sample)))
    judge(json.dumps(changed(sample, path, data.draw(ANY_JSON))).encode())


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 4), ANY_JSON)
def test_one_malformed_message_never_loses_the_others(position: int, intruder: object) -> None:
    """failure 84 and the rule of the decoder"""
    messages: list[object] = [{"id": f"m{n}", "message": f"text {n}"} for n in range(5)]
    messages[position] = intruder
    body = json.dumps({"id": "c", "messages": {"data": messages}}).encode()
    found = {m.remote_id: m.text for m in decode.decode_conversation(body).messages}
    for n in range(5):
        if n != position:
            assert found[f"m{n}"] == f"text {n}"


def test_parse_json_of_nonsense_is_none() -> None:
    assert parse_json(b"") is None
    assert parse_json(b"[" * 100_000) is None


def test_lists_of_any_length_are_taken_up_to_what_can_have_been_asked_for() -> None:
    """A million entries in one answer would keep the window from answering for minutes."""
    entry = {"id": "m", "attachments": {"data": [{"id": "a", "file_url": "https://x.fbcdn.net/a"}] * 100_000}}
    page = decode.decode_conversation(
        json.dumps({"id": "c", "messages": {"data": [entry | {"id": f"m{n}"} for n in range(3)]}}).encode()
    )
    assert [len(message.attachments) for message in page.messages] == [50] * 3
    listed = decode.decode_inbox(json.dumps({"data": [{"id": f"c{n}"} for n in range(100_000)]}).encode())
    assert len(listed.conversations) == 500
