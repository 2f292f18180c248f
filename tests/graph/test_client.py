"""What the client asks, and what it makes of the answers, over a real connection on this computer."""

import json
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.reply import TextPart
from igdesk.graph.client import GraphClient
from igdesk.graph.errors import ErrorKind, GraphError

K = ErrorKind


LIST = {"data": [{"id": "c1", "updated_time": "2026-11-20T09:14:33+0000"}]}


SENT = {"recipient_id": "99", "message_id": "m.1"}


TEXT = "a very private sentence"


async def read(client: GraphClient, _: Any) -> Any:
    return await client.inbox(limit=10)


async def send(client: GraphClient, _: Any) -> Any:
    return await client.send("99", TextPart(TEXT))


def test_a_read_asks_with_the_token_in_the_header_alone(bench: Any, token: str) -> None:
    bench.server.answers(LIST, x_app_usage='{"call_count": 12}', X_Other="1")
    answer = bench.run(read)
    assert [c.remote_id for c in answer.value.conversations] == ["c1"]
    request = bench.server.requests[0]
    assert request.line.startswith("GET /v26.0/me/conversations?platform=instagram&fields=id%2Cupdated_time&limit=10 ")
    assert request.headers["authorization"] == f"Bearer {token}"
    assert token not in request.line
    assert request.headers["user-agent"].startswith("igdesk/")
    assert "cookie" not in request.headers
    assert answer.server_time.isoformat() == "2026-11-20T14:36:00+00:00"
    assert bench.times == [answer.server_time]
    assert bench.usage == [{"x-app-usage": '{"call_count": 12}'}]


def test_a_send_says_to_whom_and_what(bench: Any, token: str) -> None:
    bench.server.answers(SENT)
    answer = bench.run(send, node_id="178")
    assert (answer.value.remote_id, answer.value.recipient_id) == ("m.1", "99")
    request = bench.server.requests[0]
    assert request.line == "POST /v26.0/178/messages HTTP/1.1"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {token}"
    assert json.loads(request.body) == {"recipient": {"id": "99"}, "message": {"text": TEXT}}


def test_every_kind_of_read_is_decoded(bench: Any) -> None:
    async def body(client: GraphClient, server: Any) -> None:
        server.answers({"id": "c1", "messages": {"data": [{"id": "m1", "message": "hi"}]}})
        assert (await client.conversation("c1")).value.messages[0].text == "hi"
        server.answers({"data": [{"id": "m0"}]})
        assert (await client.older_messages("c1", "QVF")).value.messages[0].remote_id == "m0"
        server.answers({"id": "m0"})
        assert (await client.message("m0")).value.remote_id == "m0"
        server.answers({"name": "Lena B."})
        assert (await client.profile("99")).value.name == "Lena B."

    bench.run(body)
    assert "after=QVF" in bench.server.requests[1].line


def test_identity_of_an_instagram_token(bench: Any) -> None:
    """failure 12"""
    bench.server.answers({"id": "26", "user_id": "178", "username": "northwind"})

    async def body(client: GraphClient, _: Any) -> None:
        account = (await client.identity()).value
        assert (account.remote_id, account.app_scoped_id, client.node_id) == ("178", "26", "178")
        assert client.page_token == ""

    bench.run(body)


PAGE = {"id": "111", "name": "Northwind", "instagram_business_account": {"id": "178", "username": "northwind"}}


NO_FIELD = {"error": {"code": 100, "message": "(#100) Tried accessing nonexisting field (x) on node type (User)"}}


def test_identity_of_a_page_token(bench: Any, token: str) -> None:
    bench.server.answers(PAGE)

    async def body(client: GraphClient, _: Any) -> None:
        account = (await client.identity()).value
        assert (account.remote_id, account.node_id, account.flavour) == ("178", "111", Flavour.FACEBOOK)
        assert client.page_token == token

    bench.run(body, flavour=Flavour.FACEBOOK)


@pytest.mark.parametrize("refuses", [True, False])
def test_identity_of_a_persons_facebook_token(bench: Any, refuses: bool) -> None:
    async def behave(connection: Any) -> None:
        if "/me/accounts" in connection.line:
            await connection.answer({"data": [{"id": "1"}, {**PAGE, "access_token": "EAApage"}]})
        elif "/me?" in connection.line:
            await connection.answer(NO_FIELD if refuses else {"id": "5", "name": "P"}, 400 if refuses else 200)
        else:
            await connection.answer(LIST)

    async def body(client: GraphClient, server: Any) -> None:
        server.behaviour = behave
        assert (await client.identity()).value.node_id == "111"
        assert client.page_token == "EAApage"
        await client.inbox(limit=1)
        assert server.requests[-1].headers["authorization"] == "Bearer EAApage"
        assert "/111/conversations" in server.requests[-1].line

    bench.run(body, flavour=Flavour.FACEBOOK)


def test_somebody_with_hundreds_of_pages(bench: Any) -> None:
    """The list of Pages has pages of its own, and one of them may be empty."""

    def page(number: int) -> dict[str, Any]:
        linked = {"id": f"178{number}", "username": f"shop{number}"}
        return {
            "id": str(number),
            "name": "P",
            "access_token": f"EAApage{number}",
            "instagram_business_account": linked,
        }

    lists = {"": range(100), "c1": range(0), "c2": range(100, 200), "c3": range(199, 230)}
    following = {"": "c1", "c1": "c2", "c2": "c3", "c3": ""}

    async def behave(connection: Any) -> None:
        if "/me/accounts" in connection.line:
            after = connection.line.partition("after=")[2].partition(" ")[0].partition("&")[0]
            paging = {"cursors": {"after": following[after]}, "next": "https://graph.facebook.com/x"}
            answer = {"data": [page(number) for number in lists[after]]}
            await connection.answer(answer | ({"paging": paging} if following[after] else {}))
        else:
            await connection.answer({"id": "5", "name": "P"})

    async def body(client: GraphClient, server: Any) -> None:
        server.behaviour = behave
        assert (await client.identity(wanted="@shop229")).value.node_id == "229"
        assert client.page_token == "EAApage229"
        assert len(client.linked) == 230
        assert sum("/me/accounts" in request.line for request in server.requests) == 4

    bench.run(body, flavour=Flavour.FACEBOOK)


def test_a_list_of_pages_that_never_ends(bench: Any) -> None:
    async def behave(connection: Any) -> None:
        if "/me/accounts" in connection.line:
            paging = {"cursors": {"after": "same"}, "next": "https://graph.facebook.com/x"}
            await connection.answer({"data": [{**PAGE, "access_token": "EAApage"}], "paging": paging})
        else:
            await connection.answer({"id": "5", "name": "P"})

    async def body(client: GraphClient, server: Any) -> None:
        server.behaviour = behave
        assert (await client.identity()).value.node_id == "111"
        assert len(client.linked) == 1
        assert sum("/me/accounts" in request.line for request in server.requests) == 2

    bench.run(body, flavour=Flavour.FACEBOOK)


@pytest.mark.parametrize(("pages", "status"), [({"data": []}, 200), (NO_FIELD, 400)])
def test_a_page_without_an_instagram_account(bench: Any, pages: object, status: int) -> None:
    async def behave(connection: Any) -> None:
        if "/me/accounts" in connection.line:
            await connection.answer(pages, status)
        else:
            await connection.answer({"id": "5", "name": "P"})

    bench.server.behaviour = behave
    error = bench.failure(lambda client, _: client.identity(), flavour=Flavour.FACEBOOK)
    assert (error.kind, error.entry.id) == (K.PERMISSION, "page_not_linked")


def test_app_secret_proof_is_sent_where_a_secret_is_known(bench: Any) -> None:
    bench.server.answers(LIST)
    bench.run(read, app_secret="shhh-secret")
    assert "appsecret_proof=" in bench.server.requests[0].line
    assert "shhh-secret" not in bench.server.requests[0].line


def test_an_error_of_the_api(bench: Any) -> None:
    bench.server.answers({"error": {"message": "m", "code": 10, "error_subcode": 2534022, "fbtrace_id": "Atrace"}}, 403)
    error = bench.failure(send)
    assert (error.kind, error.code_text, error.http_status, error.trace_id) == (
        K.WINDOW_CLOSED,
        "10/2534022",
        403,
        "Atrace",
    )
    assert len(bench.times) == 1, "a refusal tells the time too"


def test_retry_after_is_passed_on(bench: Any) -> None:
    bench.server.answers({"error": {"message": "m", "code": 4}}, 400, Retry_After="120")
    assert bench.failure(read).retry_after_s == 120.0


def test_a_field_the_api_does_not_know_is_left_out_next_time(bench: Any) -> None:
    def refusal(name: str) -> dict[str, object]:
        return {"error": {"code": 100, "message": f"(#100) Tried accessing nonexisting field ({name}) on node"}}

    async def kind_of(client: GraphClient) -> ErrorKind | None:
        try:
            await client.conversation("c1")
        except GraphError as error:
            return error.kind
        return None

    async def body(client: GraphClient, server: Any) -> None:
        server.answers(refusal("reply_to"), 400)
        assert await kind_of(client) is K.TEMPORARY
        server.answers(refusal("unheard_of"), 400)
        assert await kind_of(client) is K.TEMPORARY
        assert "reply_to" not in server.requests[-1].line
        assert "reactions" in server.requests[-1].line
        assert await kind_of(client) is K.PERMANENT, "nothing left to leave out"
        assert "reactions" not in server.requests[-1].line
        server.answers({"id": "c1"})
        assert await kind_of(client) is None

    bench.run(body)


def test_a_callback_that_fails_does_not_cost_the_answer(token: str, bench: Any) -> None:
    bench.server.answers(SENT)

    def explode(_: object) -> None:
        raise RuntimeError("disk full")

    async def body(client: GraphClient, _: Any) -> Any:
        client._on_server_time = explode
        return await client.send("99", TextPart(TEXT))

    assert bench.run(body).value.remote_id == "m.1"


@pytest.mark.parametrize("bad", ["", "IGAA\nX-Evil: 1", "IGAA with space", "IGAAé"])
def test_a_token_that_cannot_be_sent_is_not_accepted(bench: Any, bad: str) -> None:
    bench.server.answers(LIST)
    error = bench.failure(read, token=bad)
    assert (error.kind, error.entry.id) == (K.REAUTHENTICATE, "token_invalid")
    assert bench.server.requests == []
