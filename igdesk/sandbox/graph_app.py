"""The Graph API and its CDN as an ASGI application over a world."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from igdesk.sandbox.control import Control
from igdesk.sandbox.dice import trace_id
from igdesk.sandbox.exchange import Answer, Call, Request, read_request
from igdesk.sandbox.failures import GraphRefusalError
from igdesk.sandbox.faults import DroppedError, Fault, Faults, Kind
from igdesk.sandbox.mangling import KINDS as BENDING
from igdesk.sandbox.mangling import bend
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.routes import Router
from igdesk.sandbox.tokens import Flavour, Token
from igdesk.sandbox.usage import Meter
from igdesk.sandbox.world import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PORTAL = (
    "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please log in to use this network.</body></html>"
)
LOG_LENGTH = 20_000
SECRETS = frozenset(
    {"access_token", "appsecret_proof", "client_secret", "code", "code_verifier", "fb_exchange_token", "input_token"}
)
"""Parameters that the log of calls leaves out."""
BEFORE: tuple[Kind, ...] = (
    "drop_before", "hang", "hang_after_processing", "error", "throttle", "html", "redirect", "empty",
)  # fmt: skip
"""Faults that keep a call from being processed, or from being answered."""


class GraphApp:
    """Answers like graph.instagram.com and graph.facebook.com at once; the token says which is meant.

    ``public_url`` is the start of all links handed out; empty: the address the call came in on. ``host`` makes it one
    of the two only (a token of the other kind then cannot be parsed). ``dev`` opens ``/sandbox/...``.
    """

    def __init__(
        self,
        world: World,
        faults: Faults | None = None,
        *,
        public_url: str = "",
        options: Options | None = None,
        host: Flavour | None = None,
        dev: bool = False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.world = world
        self.faults = faults if faults is not None else Faults()
        self.options = options if options is not None else Options()
        self.meter = Meter()
        self.calls: list[Call] = []
        """Every call but those to ``/sandbox``, oldest first."""
        self._public_url = public_url.rstrip("/")
        self._router = Router(world, self.faults, self.options, self.meter, host)
        self._control = Control(world, self.faults, self.options, self.calls) if dev else None
        self._sleep = sleep
        self._traces = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            raise ValueError(scope["type"])
        request = await self._read(scope, receive)
        if self._control is not None and request.parts[:1] == ["sandbox"]:
            await self._write(send, self._control.handle(request))
            return
        self.world.tick()
        place = self._router.scope(request)
        try:
            answer, token = await self._answer(request, place)
        except BaseException:
            self._log(request, place, 0)
            raise
        self._log(request, place, answer.status, token)
        await self._finish(request, place, answer, send)

    # -- in

    async def _read(self, scope: Scope, receive: Receive) -> Request:
        body = bytearray()
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                raise DroppedError("the caller went away")
            body += event.get("body", b"")
            if not event.get("more_body", False):
                break
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        base_url = self._public_url or f"{scope.get('scheme', 'http')}://{headers.get('host', '127.0.0.1')}"
        raw_path = bytes(scope.get("raw_path") or scope["path"].encode()).decode("ascii", "replace")
        query = scope.get("query_string", b"").decode("ascii", "replace")
        return read_request(scope["method"], raw_path.partition("?")[0], query, headers, bytes(body), base_url)

    @staticmethod
    async def _lifespan(receive: Receive, send: Send) -> None:
        while True:
            event = await receive()
            await send({"type": f"{event['type']}.complete"})
            if event["type"] == "lifespan.shutdown":
                return

    def _log(self, request: Request, place: str, status: int, token: Token | None = None) -> None:
        query = {name: value for name, value in request.query.items() if name not in SECRETS}
        account_id = token.account.ig_id if token is not None else ""
        self.calls.append(Call(self.world.now(), request.method, request.path, query, place, status, account_id))
        if len(self.calls) > LOG_LENGTH:
            del self.calls[: LOG_LENGTH // 2]

    # -- the answer

    async def _answer(self, request: Request, place: str) -> tuple[Answer, Token | None]:
        """What is said; faults that strike before the call is processed come first."""
        for slow in self.faults.take(("slow",), place, request.path):
            await self._sleep(slow.number("seconds", 1.0))
        fault = self.faults.take_one(BEFORE, place, request.path)
        if fault is not None:
            if fault.kind == "drop_before":
                raise DroppedError("connection reset before the call was processed")
            if fault.kind in ("hang", "hang_after_processing"):
                if fault.kind == "hang_after_processing" or fault.settings.get("processed"):
                    self._process(request, place)
                await asyncio.Event().wait()
            return self._struck(fault), None
        if place == "media":
            answer, token = await self._media(request), None
        else:
            answer, token = self._process(request, place)
        fault = self.faults.take_one(("drop_after", "server_error_after"), place, request.path)
        if fault is not None:
            if fault.kind == "drop_after":
                raise DroppedError("connection reset after the call was processed")
            if "code" in fault.settings:
                return self._struck(fault), token
            answer = Answer(int(fault.number("status", 502)), raw=PORTAL.encode(), content_type="text/html")
        if answer.raw is None:
            for bending in self.faults.take(BENDING, place, request.path):
                bend(answer.value, bending)
        return answer, token

    def _process(self, request: Request, place: str) -> tuple[Answer, Token | None]:
        token = self.world.tokens.get(request.token)
        now = self.world.now()
        try:
            answer, token = self._router.handle(request, place)
        except GraphRefusalError as failure:
            answer = self._failure(failure)
        if token is not None:
            answer.headers.update(self.meter.headers(token, now, self.options.calls_per_hour))
            if token.flavour == "facebook":
                answer.headers["facebook-api-version"] = request.version or "v26.0"
        return answer, token

    def _failure(self, failure: GraphRefusalError) -> Answer:
        self._traces += 1
        return Answer(failure.status, failure.body(trace_id(self.world.seed, self._traces)))

    def _struck(self, fault: Fault) -> Answer:
        """The answer of a fault that keeps the call from being processed."""
        if fault.kind == "html":
            return Answer(
                int(fault.number("status", 200)), raw=fault.text("text", PORTAL).encode(), content_type="text/html"
            )
        if fault.kind == "redirect":
            location = fault.text("location", "http://127.0.0.1:9/portal")
            return Answer(302, raw=PORTAL.encode(), content_type="text/html", headers={"location": location})
        if fault.kind == "empty":
            return Answer(int(fault.number("status", 500)), raw=b"")
        is_throttle = fault.kind == "throttle"
        code = int(fault.number("code", 613 if is_throttle else 2))
        subcode = fault.settings.get("subcode", 2534040 if is_throttle and code == 613 else None)
        message = fault.text("message", f"(#{code}) " + ("Rate limit reached" if is_throttle else "A sandbox fault"))
        transient = fault.settings.get("transient")
        failure = GraphRefusalError(
            code, message, subcode if isinstance(subcode, int) else None, int(fault.number("status", 400)),
            fault.text("type", "OAuthException"), fault.text("title"), fault.text("words"),
            transient if isinstance(transient, bool) else None,
        )  # fmt: skip
        answer = self._failure(failure)
        if "retry_after" in fault.settings:
            answer.headers["retry-after"] = fault.text("retry_after")
        if "minutes" in fault.settings:
            account = self.world.businesses[0]
            wait = int(fault.number("minutes", 5))
            answer.headers["x-business-use-case-usage"] = (
                f'{{"{account.ig_id}": [{{"type": "instagram", "call_count": 100, "total_cputime": 30, '
                f'"total_time": 40, "estimated_time_to_regain_access": {wait}}}]}}'
            )
        return answer

    async def _media(self, request: Request) -> Answer:
        status = self.world.media.check(request.query, self.world.now())
        if status != 200:
            words = {403: "URL signature expired", 404: "Not found"}[status]
            return Answer(status, raw=words.encode(), content_type="text/plain")
        media, asset_id = self.world.media, request.query["asset_id"]
        if media.is_ready(asset_id):
            data, content_type = media.content(asset_id)
        else:
            # drawing takes a while, and in the demo this loop also runs the window
            data, content_type = await asyncio.to_thread(media.content, asset_id)
        for fault in self.faults.take(("lying_types", "oversize"), "media", request.path):
            if fault.kind == "lying_types":
                content_type = fault.text("type", "image/jpeg")
            else:
                data += bytes(int(fault.number("bytes", 64 * 1024 * 1024)))
        return Answer(raw=data, content_type=content_type, headers={"cache-control": "max-age=86400"})

    # -- out

    async def _finish(self, request: Request, place: str, answer: Answer, send: Send) -> None:
        """Faults that bend the bytes on the wire."""
        date = self.world.now()
        for fault in self.faults.take(("clock_skew",), place, request.path):
            date += timedelta(seconds=fault.number("seconds", 300))
        answer.headers["date"] = _http_date(date)
        for fault in self.faults.take(
            ("truncated", "garbage", "wrong_content_type", "endless", "huge"), place, request.path
        ):
            payload = answer.payload()
            if fault.kind == "truncated":
                answer.raw = payload[: max(len(payload) * 2 // 3, 1)]
            elif fault.kind == "garbage":
                answer.raw = b'\x00\xff{"data": [}{ not json'
            elif fault.kind == "wrong_content_type":
                answer.content_type = fault.text("type", "text/html; charset=utf-8")
            elif fault.kind == "huge":
                answer.raw = payload[:-1] + b" " * int(fault.number("bytes", 32 * 1024 * 1024)) + payload[-1:]
            else:
                await self._endless(send, answer, payload)
                return
        await self._write(send, answer)

    @staticmethod
    def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
        headers = {"content-type": answer.content_type, **answer.headers}
        return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]

    async def _write(self, send: Send, answer: Answer) -> None:
        payload = answer.payload()
        headers = [*self._headers(answer), (b"content-length", str(len(payload)).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": payload})

    async def _endless(self, send: Send, answer: Answer, payload: bytes) -> None:
        """A body that never ends; the pause lets the caller give up."""
        await send({"type": "http.response.start", "status": answer.status, "headers": self._headers(answer)})
        await send({"type": "http.response.body", "body": payload[:-1], "more_body": True})
        while True:
            await send({"type": "http.response.body", "body": b" " * 65_536, "more_body": True})
            await asyncio.sleep(0.01)


def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
