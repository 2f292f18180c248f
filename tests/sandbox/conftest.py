"""A world that stands still, and a caller that talks ASGI to it without any HTTP library."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from igdesk.sandbox.faults import Faults
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.world import World

EVERYTHING = (
    "id,updated_time,participants{id,username},messages.limit(20){id,created_time,from{id,username},"
    "to{data{id,username}},message,attachments{id,name,mime_type,image_data,video_data,file_url},"
    "shares{link,name,description},story,reactions,reply_to,is_unsupported}"
)

JSON = "application/json"


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def value(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        assert list(self.value) == ["error"], self.body
        return self.value["error"]

    @property
    def codes(self) -> tuple[int, int | None]:
        return self.error["code"], self.error.get("error_subcode")


class Caller:
    """One client: ``get`` and ``post`` with the world's token."""

    def __init__(self, app: GraphApp) -> None:
        self.app = app
        self.world = app.world
        self.faults = app.faults
        self.token: str | None = app.world.token

    def request(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        body: bytes = b"",
        content_type: str = JSON,
    ) -> Reply:
        return asyncio.run(self.arequest(method, path, query, body, content_type))

    async def arequest(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        body: bytes = b"",
        content_type: str = JSON,
    ) -> Reply:
        headers = [(b"host", b"127.0.0.1:8080"), (b"content-type", content_type.encode())]
        if self.token:
            headers.append((b"authorization", b"Bearer " + self.token.encode()))
        scope = {
            "type": "http",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": urlencode(query).encode(),
            "headers": headers,
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        names = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], names, b"".join(message["body"] for message in sent[1:]))

    def get(self, path: str, **query: object) -> Reply:
        return self.request("GET", path, query)

    def follow(self, link: str) -> Reply:
        parts = urlsplit(link)
        return self.request("GET", parts.path, dict(parse_qsl(parts.query)))

    def post(self, path: str, value: object) -> Reply:
        return self.request("POST", path, {}, json.dumps(value).encode())

    def send(self, username: str, text: str, **more: object) -> Reply:
        recipient = {"id": self.world.thread(username).person.igsid}
        return self.post("/v26.0/me/messages", {"recipient": recipient, "message": {"text": text}, **more})

    def conversation(self, username: str, fields: str = EVERYTHING) -> dict[str, Any]:
        return self.get(f"/v26.0/{self.world.thread(username).id}", fields=fields).value

    def messages(self, username: str) -> list[dict[str, Any]]:
        return self.conversation(username)["messages"]["data"]


@pytest.fixture
def make_caller(clock: Callable[[], Any]) -> Callable[..., Caller]:
    """``make_caller(liveliness=0, options=Options(...), dev=True, ...)``."""

    def make(*, options: Options | None = None, dev: bool = False, host: Any = None, **world: Any) -> Caller:
        settings = {"liveliness": 0.0, **world}
        return Caller(GraphApp(World(7, clock, **settings), Faults(), options=options, dev=dev, host=host))

    return make


@pytest.fixture
def caller(make_caller: Callable[..., Caller]) -> Caller:
    return make_caller()


@pytest.fixture
def everything() -> str:
    return EVERYTHING
