"""Carries the exchanges of a browser sign-in to Meta."""

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from igdesk.graph.catalogue import entry_named, entry_of_sign_in
from igdesk.graph.errors import GraphError, error_from_answer
from igdesk.graph.instants import read_http_date
from igdesk.graph.oauth import (
    SHORTEST_LIFE_S,
    ExchangeRequest,
    Grant,
    SignInPlan,
    decode_grant,
    long_request,
    short_request,
)
from igdesk.graph.pool import HttpPool
from igdesk.graph.protocol import READ_S

log = logging.getLogger(__name__)


class SignInClient:
    """Two calls make a code into a token that lasts. Raises only GraphError; nothing secret is logged."""

    def __init__(self, pool: HttpPool, *, on_server_time: Callable[[datetime], None] | None = None) -> None:
        """``on_server_time`` hears Meta's clock before a method returns: the end of the token is counted from it."""
        self._pool = pool
        self._on_server_time = on_server_time

    async def exchange(self, plan: SignInPlan, code: str) -> Grant:
        """The long-lived token for a code. A token that ends within two hours is never the last word."""
        first = await self._trade(short_request(plan, code), "code")
        lasting = await self._trade(long_request(plan, first.token), "token")
        if lasting.expires_in_s is not None and lasting.expires_in_s < SHORTEST_LIFE_S:
            entry = entry_named("sign_in_short")
            raise GraphError(entry.kind, entry=entry)
        return Grant(lasting.token, lasting.expires_in_s, first.permissions or lasting.permissions)

    async def _trade(self, request: ExchangeRequest, what: str) -> Grant:
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        content = None
        if request.method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            content = urlencode(request.values).encode()
        try:
            reply = await self._pool.fetch(
                request.method,
                request.url,
                params=request.values if request.method == "GET" else (),
                headers=headers,
                content=content,
                read_s=READ_S,
                total_s=self._pool.limits.call_s,
                most_bytes=self._pool.limits.answer_bytes,
            )
            server_time = read_http_date(reply.headers.get("date", ""))
            if server_time is not None and self._on_server_time is not None:
                self._on_server_time(server_time)
            secrets = tuple(value for _name, value in request.values)
            error = error_from_answer(reply.status, reply.body, reply.headers, is_send=False, secrets=secrets)
            if error is None and reply.is_page:
                error = GraphError(entry_named("captive").kind, http_status=reply.status, entry=entry_named("captive"))
            if error is not None:
                raise _of_sign_in(error)
            log.info("sign-in: %s exchanged", what)
            return decode_grant(reply.body)
        except GraphError as error:
            log.warning("sign-in: %s not exchanged: %s", what, error)
            raise


def _of_sign_in(error: GraphError) -> GraphError:
    """Facebook's endpoint answers in the shape of the API; its words are those of a sign-in all the same."""
    entry = entry_of_sign_in(error.words)
    if entry.id == "sign_in_refused" and error.entry.id not in ("refused", "sign_in_refused", "token_invalid"):
        return error
    return error.meant_as(entry)
