"""The Graph API for one account: it carries requests and brings back snapshots or a ``GraphError``."""

import asyncio
import logging
import time
from collections.abc import AsyncIterable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import msgspec

from igdesk.domain.account import Flavour
from igdesk.domain.reply import ReplyPart, StagedFile
from igdesk.domain.snapshot import (
    AccountSnapshot,
    ConversationSnapshot,
    InboxPage,
    MessageSnapshot,
    ProfileSnapshot,
    SendReceipt,
)
from igdesk.graph import protocol
from igdesk.graph.catalogue import entry_named, entry_of_kind
from igdesk.graph.decode import (
    decode_after,
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
from igdesk.graph.endpoint import Endpoint
from igdesk.graph.errors import ErrorKind, GraphError, error_from_answer
from igdesk.graph.instants import read_http_date
from igdesk.graph.kinds import Retry
from igdesk.graph.media_links import is_allowed_link, redirect_target
from igdesk.graph.pool import HttpPool, graph_error
from igdesk.graph.protocol import Fields, GraphRequest
from igdesk.graph.sender_actions import SenderAction, action_request, reaction_request
from igdesk.graph.sending import decode_upload, send_request, upload_request
from igdesk.graph.throttle import USAGE_HEADERS
from igdesk.graph.transfer import Answer, Download, Reply, TransferLimits, download_of

__all__ = ["Answer", "Download", "GraphClient", "HttpPool", "Reply", "TransferLimits"]

log = logging.getLogger(__name__)

T = TypeVar("T")

REDIRECTS = 5
LISTS_OF_PAGES_MOST = 50
"""Answers of a hundred Pages each. A list that never ends is a fault of the other side."""


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
        self.linked: tuple[AccountSnapshot, ...] = ()
        """Facebook flavour, after ``identity()`` with a person's token: the accounts of all their Pages."""
        self._pool = pool
        self._token = token.strip()
        self._app_secret = app_secret.strip()
        self._on_server_time = on_server_time
        self._on_usage = on_usage
        self._log = log
        self._fields = Fields.FULL
        self._refused: frozenset[str] = frozenset()

    @property
    def pool(self) -> HttpPool:
        """The connections, for calls that belong to no account yet."""
        return self._pool

    async def identity(self, *, wanted: str = "") -> Answer[AccountSnapshot]:
        """The account the token belongs to. With a person's Facebook token the client goes on with the Page's.

        Of several Pages it takes the one that the client was made for, else the one of the account that is
        ``wanted`` (handle or id), else the first.
        """
        if self.endpoint.flavour is Flavour.INSTAGRAM:
            answer = await self._call(protocol.identity_request(), decode_identity)
        else:
            answer = await self._page_identity(wanted)
        self.node_id = self.node_id or answer.value.node_id
        return answer

    async def pages(self) -> Answer[tuple[tuple[AccountSnapshot, str], ...]]:
        """Facebook flavour with a person's token: the accounts of all their Pages, each with the token of its Page."""
        found: dict[str, tuple[AccountSnapshot, str]] = {}
        after, walked = "", set[str]()
        while True:
            answer = await self._call(
                protocol.pages_request(after), lambda body: (decode_pages(body), decode_after(body))
            )
            pages, after = answer.value
            for page in pages:
                found.setdefault(page[0].node_id, page)
            if not after or after in walked or len(walked) >= LISTS_OF_PAGES_MOST:
                return Answer(tuple(found.values()), answer.server_time)
            walked.add(after)

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

    async def send(
        self,
        recipient_id: str,
        part: ReplyPart,
        *,
        uploads: Mapping[str, str] | None = None,
        human_agent: bool = False,
        quoted_remote_id: str = "",
        as_share: bool = False,
    ) -> Answer[SendReceipt]:
        """Send one message. NOT_CONNECTED, THROTTLED and refusals: not sent. OUTCOME_UNKNOWN: it may have been."""
        request = send_request(
            self.node_id or "me",
            recipient_id,
            part,
            flavour=self.endpoint.flavour,
            uploads=uploads,
            human_agent=human_agent,
            quoted_remote_id=quoted_remote_id,
            as_share=as_share,
        )
        return await self._call(request, decode_receipt)

    async def upload(
        self, file: StagedFile, data: bytes, *, on_sent: Callable[[float], None] | None = None
    ) -> Answer[str]:
        """Hand a file to Instagram; answers the id to send it by. Nothing is sent to anybody: it may be repeated."""
        return await self._call(upload_request(self.node_id or "me", file, data, on_sent), decode_upload)

    async def react(self, recipient_id: str, message_id: str, emoji: str) -> Answer[SendReceipt]:
        """Set the own reaction to a message, or take it away (no emoji). Doing so twice changes nothing more."""
        request = reaction_request(self.node_id or "me", recipient_id, message_id, emoji, flavour=self.endpoint.flavour)
        return await self._call(request, decode_receipt)

    async def act(self, recipient_id: str, action: SenderAction) -> Answer[SendReceipt]:
        """Tell the customer that somebody reads or writes."""
        return await self._call(action_request(self.node_id or "me", recipient_id, action), decode_receipt)

    async def download(self, url: str, *, max_bytes: int) -> Answer[Download]:
        """A file from Meta's media hosts; every redirect is checked. The token is not sent along.

        GONE: the link is dead. PERMANENT: refused (host, size, a web page). The rest may be tried again.
        """
        limits = self._pool.limits
        clock = asyncio.get_running_loop()
        ends_at = clock.time() + limits.download_s
        for _ in range(REDIRECTS + 1):
            if not (self._pool.is_in_process or is_allowed_link(url, self.endpoint)):
                raise graph_error(entry_named("media_host"))
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
                    error = graph_error(entry_named("media_too_large"))
                raise error from None
            target = reply.headers.get("location", "") if 300 <= reply.status < 400 else ""
            if not target:
                return Answer(download_of(reply), read_http_date(reply.headers.get("date", "")))
            url = redirect_target(url, target)
        raise graph_error(entry_named("media_host"))

    async def ask(self, request: GraphRequest, decode: Callable[[bytes], T]) -> Answer[T]:
        """Any other call."""
        return await self._call(request, decode)

    async def _page_identity(self, wanted: str) -> Answer[AccountSnapshot]:
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
            pages = await self.pages()
        except GraphError as error:
            if error.entry.id != "unknown_field":  # a Page has no Pages: it is the token of a Page without a link
                raise
            raise graph_error(entry_named("page_not_linked"), error.http_status) from None
        if not pages.value:
            raise graph_error(entry_named("page_not_linked"))
        self.linked = tuple(account for account, _ in pages.value)
        if self.node_id:
            fitting = [page for page in pages.value if page[0].node_id == self.node_id]
            if not fitting:
                raise graph_error(entry_named("page_not_linked"))
        else:
            fitting = [page for page in pages.value if page[0].is_called(wanted)] or list(pages.value)
        account, token = fitting[0]
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
            raise error.meant_as(entry) from None

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
                error = graph_error(entry_named("captive"), reply.status)
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
            raise graph_error(entry_named("token_invalid"))  # it could not even be written into a header
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json", "Accept-Encoding": "gzip"}
        params = list(request.params)
        if request.names_token:
            params.append(("access_token", self._token))
        if self._app_secret:
            params.append(("appsecret_proof", protocol.app_secret_proof(self._app_secret, self._token)))
        content: bytes | AsyncIterable[bytes] | None = None
        limits, is_upload = self._pool.limits, request.form is not None
        if request.form is not None:
            form = request.form.body()
            headers |= {"Content-Type": form.content_type, "Content-Length": str(form.length)}
            content = form.chunks()
        elif request.json is not None:
            headers["Content-Type"] = "application/json"
            content = msgspec.json.encode(request.json)
        try:
            return await self._pool.fetch(
                request.method,
                f"{self.endpoint.base_url}/{protocol.GRAPH_VERSION}{request.path}",
                params=params,
                headers=headers,
                content=content,
                read_s=limits.slow_read_s if request.is_slow else min(request.timeout_s, limits.read_most_s),
                total_s=limits.upload_s if is_upload else limits.slow_call_s if request.is_slow else limits.call_s,
                most_bytes=limits.answer_bytes,
            )
        except GraphError as error:
            if is_send and error.kind is ErrorKind.TOO_MUCH_DATA:  # the answer was too large, the message may be sent
                error = graph_error(entry_of_kind(ErrorKind.OUTCOME_UNKNOWN))
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
