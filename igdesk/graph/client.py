"""The one HTTP client: it carries requests to the Graph API and brings back snapshots or a ``GraphError``."""

import asyncio
import logging
import os
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from igdesk import __version__
from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import (
    AccountSnapshot,
    ConversationSnapshot,
    InboxPage,
    MessageSnapshot,
    ProfileSnapshot,
    SendReceipt,
)
from igdesk.graph import protocol
from igdesk.graph.bounded import BodyTooLargeError, read_bounded
from igdesk.graph.catalogue import entry_named, entry_of_kind
from igdesk.graph.certificates import trusted_certificates
from igdesk.graph.decode import (
    decode_conversation,
    decode_identity,
    decode_inbox,
    decode_message,
    decode_messages,
    decode_page_identity,
    decode_pages,
    decode_profile,
    decode_receipt,
)
from igdesk.graph.errors import ErrorKind, GraphError, error_from_answer
from igdesk.graph.instants import read_http_date
from igdesk.graph.kinds import CatalogueEntry, Retry
from igdesk.graph.media_links import is_allowed_link, redirect_target
from igdesk.graph.protocol import Endpoint, Fields, GraphRequest
from igdesk.graph.throttle import USAGE_HEADERS
from igdesk.graph.transfer import Answer, Download, Reply, TransferLimits, download_of

if TYPE_CHECKING:
    pass

__all__ = ["Answer", "Download", "GraphClient", "HttpPool", "Reply", "TransferLimits"]

log = logging.getLogger(__name__)

T = TypeVar("T")

REDIRECTS = 5
CONNECTIONS = 6
USER_AGENT = f"igdesk/{__version__}"
DIRECT = ("all://127.0.0.1", "all://localhost", "all://[::1]")
"""Never through a proxy: this computer."""


class HttpPool:
    """The connections, shared by all accounts. Making one is slow (imports, certificates): make it in a thread.

    A broken setting (proxy, certificates) does not stop the program: every request then fails with plain words.
    """

    def __init__(
        self,
        asgi_app: Callable[..., Any] | None = None,
        *,
        limits: TransferLimits | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        import httpx

        for name in ("httpx", "httpcore", "hpack", "h2"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they write whole addresses and headers
        self.limits = limits = limits or TransferLimits()
        self.is_in_process = asgi_app is not None
        self._client: httpx.AsyncClient | None = None
        self._setting_at_fault: CatalogueEntry | None = None
        try:
            verify = ssl_context or (trusted_certificates(os.environ) if asgi_app is None else False)
        except OSError:  # ssl.SSLError is one too
            self._setting_at_fault = entry_named("certificate_setting")
            return
        try:
            self._client = httpx.AsyncClient(
                http2=True,
                verify=verify,
                transport=httpx.ASGITransport(asgi_app) if asgi_app is not None else None,
                mounts=None if asgi_app is not None else dict.fromkeys(DIRECT),
                trust_env=asgi_app is None,
                follow_redirects=False,
                timeout=httpx.Timeout(limits.connect_s, write=limits.write_s, pool=limits.pool_s),
                limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
                headers={"User-Agent": USER_AGENT},
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            self._setting_at_fault = entry_named("proxy")
            return
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    async def aclose(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()

    async def fetch(
        self,
        method: str,
        url: str,
        *,
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str],
        content: bytes | None = None,
        read_s: float,
        total_s: float,
        most_bytes: int,
    ) -> Reply:
        """One request and its whole answer.

        Raises GraphError: NOT_CONNECTED only where the request certainly never left, because not even its first
        byte was handed to a connection; OUTCOME_UNKNOWN in every other case, whatever the error calls itself.
        """
        import httpx

        if self._client is None:
            raise _error(self._setting_at_fault or entry_of_kind(ErrorKind.NOT_CONNECTED))
        has_left = self.is_in_process

        async def watch(event: str, info: Mapping[str, Any]) -> None:
            nonlocal has_left
            if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
                has_left = True

        limits = self.limits
        timeout = httpx.Timeout(
            limits.connect_s, read=min(read_s, limits.read_most_s), write=limits.write_s, pool=limits.pool_s
        )
        try:
            async with (
                asyncio.timeout(total_s),
                self._client.stream(
                    method,
                    url,
                    params=list(params) or None,
                    headers=dict(headers),
                    content=content,
                    timeout=timeout,
                    extensions={"trace": watch},
                ) as response,
            ):
                body = b""
                if not response.has_redirect_location:
                    body = await read_bounded(
                        response.aiter_raw(),
                        most_bytes=most_bytes,
                        encoding=response.headers.get("content-encoding", ""),
                        length=response.headers.get("content-length", ""),
                    )
                return Reply(response.status_code, response.headers, body)
        except BodyTooLargeError:
            entry = entry_of_kind(ErrorKind.TOO_MUCH_DATA)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            entry = entry_named("media_host")  # only a link from outside can be wrong
        except Exception as error:  # noqa: BLE001 - a send must end in a verdict, whatever the libraries raise
            is_refused = isinstance(error, httpx.ConnectError | ConnectionRefusedError)
            if has_left and not (self.is_in_process and is_refused):
                entry = entry_of_kind(ErrorKind.OUTCOME_UNKNOWN)
            else:
                entry = _entry_before_leaving(error)
            log.info("%s broke: %s", method, type(error).__name__)
        # Raised here and not in the handlers, so that no error of a library (they quote headers) hangs on it.
        raise _error(entry)


class GraphClient:
    """The Graph API for one account. Every method raises only GraphError. It does not keep to any pace by itself.

    What every answer tells by the way (usage, Meta's clock) has gone to ``on_usage`` and ``on_server_time`` before
    the method returns.
    """

    def __init__(
        self,
        pool: HttpPool,
        endpoint: Endpoint,
        token: str,
        *,
        node_id: str = "",
        app_secret: str = "",
        on_server_time: Callable[[datetime], None] | None = None,
        on_usage: Callable[[Mapping[str, str]], None] | None = None,
        log: logging.Logger = log,
    ) -> None:
        self.endpoint = endpoint
        self.node_id = node_id
        self.page_token = ""
        """Facebook flavour, after ``identity()``: the token of the Page, which is the one to keep."""
        self._pool = pool
        self._token = token.strip()
        self._app_secret = app_secret.strip()
        self._on_server_time = on_server_time
        self._on_usage = on_usage
        self._log = log
        self._fields = Fields.FULL
        self._refused: frozenset[str] = frozenset()

    async def identity(self) -> Answer[AccountSnapshot]:
        """The account the token belongs to. With a person's Facebook token the client goes on with the Page's."""
        if self.endpoint.flavour is Flavour.INSTAGRAM:
            answer = await self._call(protocol.identity_request(), decode_identity)
        else:
            answer = await self._page_identity()
        self.node_id = self.node_id or answer.value.node_id
        return answer

    async def inbox(self, *, limit: int, after: str = "", with_participants: bool = False) -> Answer[InboxPage]:
        """A page of the list of conversations, newest first."""
        request = protocol.inbox_request(
            self.node_id or "me", limit=limit, after=after, with_participants=with_participants
        )
        return await self._call(request, decode_inbox)

    async def conversation(
        self, remote_id: str, *, limit: int = protocol.MESSAGES_MOST, fields: Fields | None = None
    ) -> Answer[ConversationSnapshot]:
        """A conversation with its newest messages."""
        limit = protocol.message_limit(limit)
        request = protocol.conversation_request(
            remote_id, limit=limit, fields=fields or self._fields, refused=self._refused
        )
        return await self._read_messages(request, lambda body: decode_conversation(body, limit))

    async def older_messages(
        self, remote_id: str, after: str, *, limit: int = protocol.MESSAGES_MOST, fields: Fields | None = None
    ) -> Answer[ConversationSnapshot]:
        """The messages behind a cursor, without the conversation's other facts."""
        limit = protocol.message_limit(limit)
        request = protocol.older_messages_request(
            remote_id, after, limit=limit, fields=fields or self._fields, refused=self._refused
        )
        return await self._read_messages(request, lambda body: decode_messages(body, remote_id, limit))

    async def message(self, remote_id: str, *, fields: Fields | None = None) -> Answer[MessageSnapshot]:
        """One message."""
        request = protocol.message_request(remote_id, fields=fields or self._fields, refused=self._refused)
        return await self._read_messages(request, decode_message)

    async def profile(self, igsid: str) -> Answer[ProfileSnapshot]:
        """What Instagram tells of a customer."""
        return await self._call(protocol.profile_request(igsid), lambda body: decode_profile(body, igsid))

    async def send_text(
        self, recipient_id: str, text: str, *, human_agent: bool = False, quoted_remote_id: str = ""
    ) -> Answer[SendReceipt]:
        """Send one text. NOT_CONNECTED, THROTTLED and refusals: not sent. OUTCOME_UNKNOWN: it may have been."""
        request = protocol.send_text_request(
            self.node_id or "me",
            recipient_id,
            text,
            flavour=self.endpoint.flavour,
            human_agent=human_agent,
            quoted_remote_id=quoted_remote_id,
        )
        return await self._call(request, decode_receipt)

    async def download(self, url: str, *, max_bytes: int) -> Answer[Download]:
        """A file from Meta's media hosts; every redirect is checked. The token is not sent along.

        GONE: the link is dead. PERMANENT: refused (host, size, a web page). The rest may be tried again.
        """
        limits = self._pool.limits
        clock = asyncio.get_running_loop()
        ends_at = clock.time() + limits.download_s
        for _ in range(REDIRECTS + 1):
            if not (self._pool.is_in_process or is_allowed_link(url, self.endpoint)):
                raise _error(entry_named("media_host"))
            try:
                reply = await self._pool.fetch(
                    "GET",
                    url,
                    headers={"Accept": "*/*", "Accept-Encoding": "identity"},
                    read_s=limits.read_most_s,
                    total_s=max(ends_at - clock.time(), 0.0),
                    most_bytes=max_bytes,
                )
            except GraphError as error:
                if error.kind is ErrorKind.TOO_MUCH_DATA:
                    error = _error(entry_named("media_too_large"))
                raise error from None
            target = reply.headers.get("location", "") if 300 <= reply.status < 400 else ""
            if not target:
                return Answer(download_of(reply), read_http_date(reply.headers.get("date", "")))
            url = redirect_target(url, target)
        raise _error(entry_named("media_host"))

    async def _page_identity(self) -> Answer[AccountSnapshot]:
        try:
            page = await self._call(protocol.page_identity_request(), decode_page_identity)
        except GraphError as error:
            if error.entry.id != "unknown_field":  # a person has no linked account: it is a person's token
                raise
        else:
            if page.value is not None:
                self.page_token = self._token
                return Answer(page.value, page.server_time)
        try:
            pages = await self._call(protocol.pages_request(), decode_pages)
        except GraphError as error:
            if error.entry.id != "unknown_field":  # a Page has no Pages: it is the token of a Page without a link
                raise
            raise _error(entry_named("page_not_linked"), error.http_status) from None
        if not pages.value:
            raise _error(entry_named("page_not_linked"))
        account, token = next((page for page in pages.value if page[0].node_id == self.node_id), pages.value[0])
        self._token = self.page_token = token
        return Answer(account, pages.server_time)

    async def _read_messages(self, request: GraphRequest, decode: Callable[[bytes], T]) -> Answer[T]:
        """Read messages; a field that this account's API does not know is left out from the next call on."""
        try:
            return await self._call(request, decode)
        except GraphError as error:
            if error.entry.id != "unknown_field" or not self._learn_refused(error):
                raise
            entry = replace(error.entry, kind=ErrorKind.TEMPORARY, retry=Retry.BACKOFF)
            raise GraphError(
                entry.kind,
                code=error.code,
                subcode=error.subcode,
                http_status=error.http_status,
                trace_id=error.trace_id,
                words=error.words,
                entry=entry,
            ) from None

    def _learn_refused(self, error: GraphError) -> bool:
        """Whether the next call will ask for less than the one that failed."""
        name = protocol.refused_field(error.words)
        if name and name not in self._refused:
            self._refused |= {name}
            return True
        if self._fields is Fields.FULL:
            self._fields = Fields.CORE
            return True
        return False

    async def _call(self, request: GraphRequest, decode: Callable[[bytes], T]) -> Answer[T]:
        """Carry a request to the API and decode its answer; log one line, without ids, token or text."""
        started = time.monotonic()
        status, verdict = 0, ""
        try:
            reply = await self._fetch(request)
            status = reply.status
            error = error_from_answer(
                reply.status,
                reply.body,
                reply.headers,
                is_send=request.method == "POST",
                secrets=(self._token, self._app_secret),
            )
            if error is None and reply.is_page and request.method == "GET":
                error = _error(entry_named("captive"), reply.status)
            if error is not None:
                if error.code is not None:
                    self._note(reply.headers)
                raise error
            value = decode(reply.body)
            return Answer(value, self._note(reply.headers))
        except GraphError as error:
            verdict = str(error)
            raise
        finally:
            self._log.log(
                logging.WARNING if verdict else logging.INFO,
                "%s %s -> %s %s %.0f ms",
                request.method,
                request.shape,
                status or "no answer",
                verdict or "ok",
                (time.monotonic() - started) * 1000,
            )

    async def _fetch(self, request: GraphRequest) -> Reply:
        is_send = request.method == "POST"
        if not (self._token.isascii() and self._token.isprintable() and self._token and " " not in self._token):
            raise _error(entry_named("token_invalid"))  # it could not even be written into a header
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json", "Accept-Encoding": "gzip"}
        params = list(request.params)
        if self._app_secret:
            params.append(("appsecret_proof", protocol.app_secret_proof(self._app_secret, self._token)))
        content = None
        if request.json is not None:
            headers["Content-Type"] = "application/json"
            content = msgspec.json.encode(request.json)
        try:
            return await self._pool.fetch(
                request.method,
                f"{self.endpoint.base_url}/{protocol.GRAPH_VERSION}{request.path}",
                params=params,
                headers=headers,
                content=content,
                read_s=request.timeout_s,
                total_s=self._pool.limits.call_s,
                most_bytes=self._pool.limits.answer_bytes,
            )
        except GraphError as error:
            if is_send and error.kind is ErrorKind.TOO_MUCH_DATA:  # the answer was too large, the message may be sent
                error = _error(entry_of_kind(ErrorKind.OUTCOME_UNKNOWN))
            raise error from None

    def _note(self, headers: Mapping[str, str]) -> datetime | None:
        """Pass on what an answer tells by the way. Nothing that goes wrong there may cost the answer itself."""
        server_time = read_http_date(headers.get("date", ""))
        usage = {name: headers[name] for name in USAGE_HEADERS if name in headers}
        try:
            if usage and self._on_usage is not None:
                self._on_usage(usage)
            if server_time is not None and self._on_server_time is not None:
                self._on_server_time(server_time)
        except Exception:  # noqa: BLE001 - the answer is worth more than the note
            self._log.exception("usage or time of an answer could not be noted")
        return server_time


def _error(entry: CatalogueEntry, status: int | None = None) -> GraphError:
    return GraphError(entry.kind, http_status=status, entry=entry)


def _entry_before_leaving(error: BaseException) -> CatalogueEntry:
    """Why a request never left, in words; the libraries hide the cause in a chain of errors."""
    import httpx

    found: BaseException | None = error
    while found is not None:
        if isinstance(found, ssl.SSLCertVerificationError):
            return entry_named("certificate")
        if isinstance(found, socket.gaierror):
            return entry_named("no_name")
        if isinstance(found, httpx.ProxyError):
            return entry_named("proxy")
        found = found.__cause__ or found.__context__
    return entry_of_kind(ErrorKind.NOT_CONNECTED)
