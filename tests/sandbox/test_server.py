"""The same over a real loopback socket, driven with nothing but the standard library."""

import asyncio
import json
import socket
from http.client import BadStatusLine, HTTPConnection, RemoteDisconnected

import pytest

from igdesk.sandbox.__main__ import INSTAGRAM_TOKEN, build, read_arguments, run
from igdesk.sandbox.dialogues_show import KINDS
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.server import ServerThread, serve
from igdesk.sandbox.world import World

LIST = "/v26.0/me/conversations"


@pytest.fixture
def server(clock):
    app = GraphApp(World(7, clock, liveliness=0), dev=True)
    with ServerThread(app) as running:
        running.app = app
        yield running
    assert running.errors == []


@pytest.fixture
def connection(server):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    yield connection
    connection.close()


def ask(connection, method, path, value=None, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = None
    if value is not None:
        headers["Content-Type"] = "application/json"
        body = json.dumps(value)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read() or b"null")


def test_one_connection_serves_many_calls(server, connection):
    token = server.app.world.token
    status, value = ask(connection, "GET", LIST + "?limit=2", token=token)
    assert (status, len(value["data"])) == (200, 2)
    first = connection.sock
    assert ask(connection, "GET", "/v26.0/me", token=token)[0] == 200
    assert connection.sock is first


def test_links_point_at_this_server(server, connection):
    token = server.app.world.token
    _status, value = ask(connection, "GET", "/v26.0/me?fields=profile_picture_url", token=token)
    assert value["profile_picture_url"].startswith(server.url + "/cdn/")
    connection.request("GET", value["profile_picture_url"].removeprefix(server.url))
    answer = connection.getresponse()
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.read().startswith(b"\x89PNG")


def test_sends_arrive(server, connection):
    world = server.app.world
    body = {"recipient": {"id": world.thread("mara.lindqvist").person.igsid}, "message": {"text": "Grüße 🙂"}}
    status, value = ask(connection, "POST", "/v26.0/me/messages", body, world.token)
    assert (status, world.sent[0].message_id, world.sent[0].text) == (200, value["message_id"], "Grüße 🙂")


def test_driving_from_outside(server, connection):
    world = server.app.world
    _status, state = ask(connection, "GET", "/sandbox/state")
    assert state["sent"] == [] and state["accounts"][0]["conversations"][0]["username"] == "mara.lindqvist"
    status, value = ask(connection, "POST", "/sandbox/say", {"username": "mara.lindqvist", "text": "One more thing"})
    assert (status, world.thread("mara.lindqvist").messages[-1].id) == (200, value["message_id"])
    ask(connection, "POST", "/sandbox/phone", {"username": "mara.lindqvist", "text": "From the phone"})
    assert world.thread("mara.lindqvist").messages[-1].from_business
    ask(connection, "POST", "/sandbox/advance", {"seconds": 3600})
    assert ask(connection, "GET", "/sandbox/clock")[1] == {"now": "2026-11-20T15:36:00+00:00"}
    ask(connection, "POST", "/sandbox/refuse", {"username": "mara.lindqvist", "reason": "blocked"})
    body = {"recipient": {"id": world.thread("mara.lindqvist").person.igsid}, "message": {"text": "Hi"}}
    assert ask(connection, "POST", "/v26.0/me/messages", body, world.token)[1]["error"]["code"] == 551
    ask(connection, "POST", "/sandbox/poison", {"username": "mara.lindqvist"})
    assert ask(connection, "GET", LIST + "?fields=participants", token=world.token)[0] == 500
    ask(connection, "POST", "/sandbox/token", {"state": "revoked", "subcode": 460})
    assert ask(connection, "GET", "/v26.0/me", token=world.token)[1]["error"]["error_subcode"] == 460
    _status, state = ask(connection, "GET", "/sandbox/state")
    assert [call["status"] for call in state["calls"]] == [400, 500, 400]
    assert world.token not in json.dumps(state)


def test_every_kind_of_message_from_outside(server, connection):
    world = server.app.world
    mara = {"username": "mara.lindqvist"}
    for kind, sample in KINDS.items():
        status, value = ask(connection, "POST", "/sandbox/say", {**mara, "kind": kind})
        message = world.thread("mara.lindqvist").messages[-1]
        assert (status, message.id, message.from_business) == (200, value["message_id"], sample.mine)
    assert ask(connection, "POST", "/sandbox/say", {**mara, "kind": "no such kind"})[0] == 400
    shape = {"attachment_shape": "event", "unknown_fields": ["size"]}
    assert ask(connection, "POST", "/sandbox/options", shape) == (200, shape)
    assert (server.app.options.attachment_shape, server.app.options.unknown_fields) == ("event", {"size"})
    assert ask(connection, "POST", "/sandbox/options", {"attachment_shape": "odd"})[0] == 400


def test_faults_from_outside(server, connection):
    token = server.app.world.token
    fault = {"kind": "error", "scope": "list", "count": 2, "code": 4}
    assert ask(connection, "POST", "/sandbox/faults", fault)[1]["faults"][0]["remaining"] == 2
    assert ask(connection, "GET", LIST, token=token)[1]["error"]["code"] == 4
    ask(connection, "POST", "/sandbox/faults", {"kind": "slow", "scope": "read", "count": None, "seconds": 0})
    assert len(ask(connection, "GET", "/sandbox/faults")[1]["faults"]) == 2
    assert ask(connection, "POST", "/sandbox/faults", {"clear": True})[1] == {"faults": []}
    assert ask(connection, "GET", LIST, token=token)[0] == 200
    assert ask(connection, "POST", "/sandbox/faults", {"kind": "nonsense"})[0] == 400


def test_wrong_words_from_outside(connection):
    assert ask(connection, "POST", "/sandbox/say", {"username": "nobody", "text": "x"})[0] == 400
    assert ask(connection, "POST", "/sandbox/advance", {"seconds": "x"})[0] == 400
    assert ask(connection, "POST", "/sandbox/refuse", {"username": "mara.lindqvist", "reason": "x"})[0] == 400
    assert ask(connection, "GET", "/sandbox/nothing")[0] == 404


def test_no_door_unless_opened(make_caller):
    assert make_caller(dev=False).get("/sandbox/state").status == 400


@pytest.mark.parametrize(("kind", "taken"), [("drop_before", 0), ("drop_after", 1)])
def test_broken_connections(server, connection, kind, taken):
    world = server.app.world
    server.app.faults.add(kind, "send")
    body = {"recipient": {"id": world.thread("mara.lindqvist").person.igsid}, "message": {"text": "Hi"}}
    with pytest.raises((RemoteDisconnected, ConnectionResetError, BadStatusLine)):
        ask(connection, "POST", "/v26.0/me/messages", body, world.token)
    assert len(world.sent) == taken
    connection.close()
    assert ask(connection, "GET", "/v26.0/me", token=world.token)[0] == 200


def test_an_endless_body_ends_with_the_connection(server, connection):
    world = server.app.world
    server.app.faults.add("endless", "list")
    connection.request("GET", LIST, headers={"Authorization": f"Bearer {world.token}"})
    answer = connection.getresponse()
    assert answer.headers["transfer-encoding"] == "chunked"
    assert len(answer.read(300_000)) == 300_000
    connection.close()
    fresh = HTTPConnection("127.0.0.1", server.port, timeout=10)
    assert ask(fresh, "GET", LIST, token=world.token)[0] == 200
    fresh.close()


def test_a_caller_who_hangs_up_frees_the_server(server, connection):
    world = server.app.world
    server.app.faults.add("hang", "list")
    connection.request("GET", LIST, headers={"Authorization": f"Bearer {world.token}"})
    connection.close()
    assert ask(connection, "GET", LIST, token=world.token)[0] == 200


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / SPDY/3\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
        (b"GET http://x/ HTTP/1.1\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"411"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000, b"431"),
        (b"GET /v26.0/me HTTP/1.0\r\n\r\n", b"400"),
    ],
)
def test_requests_that_are_not_taken(server, raw, status):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as peer:
        peer.sendall(raw)
        received = b""
        while part := peer.recv(65536):
            received += part
    assert received.startswith(b"HTTP/1.1 " + status)


def test_a_request_in_small_pieces_and_two_at_once(server):
    token = server.app.world.token.encode()
    one = b"GET /v26.0/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as peer:
        for place in range(0, len(one), 40):
            peer.sendall(one[place : place + 40])
        peer.sendall(one + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        received = b""
        while part := peer.recv(65536):
            received += part
    assert received.count(b"HTTP/1.1 200 OK") == 3


def test_inside_a_running_loop(clock):
    async def body():
        app = GraphApp(World(7, clock, liveliness=0))
        async with await serve(app) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(b"GET /v26.0/me HTTP/1.1\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
        return answer

    assert b'"code": 2500' in asyncio.run(body())


def test_command_line():
    app = build(read_arguments(["--seed", "3", "--liveliness", "0", "--conversations", "5"]))
    assert app.world.token == INSTAGRAM_TOKEN
    assert app.options.conversation_calls_per_second == 0
    strict = build(read_arguments(["--flavour", "facebook", "--token", "EAAmine", "--strict", "--accounts", "2"]))
    assert strict.world.token == "EAAmine"
    assert strict.options.conversation_calls_per_second == 2
    assert len(strict.world.businesses) == 2


def test_what_is_printed(capsys):
    async def body():
        task = asyncio.create_task(run(read_arguments(["--liveliness", "0"])))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(body())
    listening, url, token = capsys.readouterr().out.splitlines()
    assert listening.startswith("listening on http://127.0.0.1:")
    assert url == "IGDESK_INSTAGRAM_GRAPH_URL=" + listening.removeprefix("listening on ")
    assert token == f"INSTAGRAM_ACCESS_TOKEN={INSTAGRAM_TOKEN}"
