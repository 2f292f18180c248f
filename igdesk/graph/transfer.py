"""What goes over the wire, and how long and how large it may get."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from igdesk.graph.catalogue import entry_named, entry_of_kind
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.kinds import CatalogueEntry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TransferLimits:
    """How long and how large a transfer may get."""

    connect_s: float = 10.0
    write_s: float = 20.0
    pool_s: float = 30.0
    read_most_s: float = 30.0
    call_s: float = 75.0
    """A call to the API from the wait for a connection to the last byte, however lively it drips."""
    download_s: float = 180.0
    upload_s: float = 600.0
    """A file of 25 MB takes a while on a slow line."""
    slow_read_s: float = 90.0
    slow_call_s: float = 120.0
    """Instagram's answer to a message with media: it fetches and checks the file first."""
    answer_bytes: int = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What was asked for, and Meta's clock at that moment when it told the time."""

    value: T
    server_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it came. What the server says of its type is not passed on: the bytes tell."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a server, read to its end."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_page(self) -> bool:
        """Whether it is made for a browser."""
        return self.claims_page or self.body.lstrip()[:1] == b"<"

    @property
    def claims_page(self) -> bool:
        """Whether the server says so, whatever the bytes are."""
        claimed = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return claimed in ("text/html", "application/xhtml+xml")


def download_of(reply: Reply) -> Download:
    """The file in an answer, or the error that says whether to ask again."""
    if 200 <= reply.status < 300 and reply.body:
        if reply.claims_page:
            raise _refusal(entry_named("media_page"), reply.status)
        return Download(reply.body)
    if reply.status == 429:
        raise _refusal(entry_of_kind(ErrorKind.THROTTLED), reply.status)
    if reply.status >= 500 or reply.status == 408:
        raise _refusal(entry_named("instagram_down"), reply.status)
    raise _refusal(entry_named("media_gone"), reply.status)


def _refusal(entry: CatalogueEntry, status: int) -> GraphError:
    return GraphError(entry.kind, http_status=status, entry=entry)
