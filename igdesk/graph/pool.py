"""The connections to Meta: the only module that knows the HTTP library."""

import asyncio
import logging
import os
import socket
import ssl
from collections.abc import AsyncIterable, Callable, Mapping, Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import Any

from igdesk import __version__
from igdesk.graph.bounded import BodyTooLargeError, read_bounded
from igdesk.graph.catalogue import entry_named, entry_of_kind
from igdesk.graph.certificates import trusted_certificates
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.kinds import CatalogueEntry
from igdesk.graph.transfer import Reply, TransferLimits

log = logging.getLogger("igdesk.graph.client")

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
        content: bytes | AsyncIterable[bytes] | None = None,
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
            raise graph_error(self._setting_at_fault or entry_of_kind(ErrorKind.NOT_CONNECTED))
        has_left = self.is_in_process

        async def watch(event: str, info: Mapping[str, Any]) -> None:
            nonlocal has_left
            if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
                has_left = True

        limits = self.limits
        timeout = httpx.Timeout(
            limits.connect_s,
            read=read_s,
            write=limits.write_s,
            pool=limits.pool_s,
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
        raise graph_error(entry)


def graph_error(entry: CatalogueEntry, status: int | None = None) -> GraphError:
    """The error of a row of the catalogue."""
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
