"""What Meta tells about a token itself: the permissions that were granted, when it ends, the Pages behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from igdesk.domain.snapshot import AccountSnapshot
from igdesk.graph.client import Answer, GraphClient
from igdesk.graph.decode import decode_pages
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.instants import read_instant
from igdesk.graph.json_values import as_dict, as_flag, as_id, as_integer, as_text, elements, members, parse_json
from igdesk.graph.protocol import GraphRequest, pages_request

PAGES_MOST = 25


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What ``debug_token`` says. Meta answers it for tokens of people with a role on the app, and not for others."""

    is_valid: bool
    has_no_end: bool
    expires_at: datetime | None
    permissions: tuple[str, ...]
    page_ids: tuple[str, ...] = ()
    """The Pages that were ticked on the consent page."""


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A Page that may be chosen: the Instagram account linked to it, and the token that reads its messages."""

    account: AccountSnapshot
    token: str = field(repr=False)


async def read_permissions(client: GraphClient) -> Answer[tuple[str, ...]]:
    """The permissions the person granted. Not documented for the Instagram flavour: it may be refused."""
    return await client.ask(GraphRequest("GET", "/me/permissions"), decode_permissions)


async def read_token_facts(client: GraphClient, token: str) -> Answer[TokenFacts]:
    """What Meta knows about a token of the Facebook flavour, asked with the token itself."""
    return await client.ask(GraphRequest("GET", "/debug_token", (("input_token", token),)), decode_token_facts)


async def read_pages(client: GraphClient) -> Answer[tuple[LinkedPage, ...]]:
    """The Pages of a person's token that have an Instagram account."""
    found = await client.pages()
    return Answer(tuple(LinkedPage(account, token) for account, token in found.value), found.server_time)


async def read_granted_pages(client: GraphClient, token: str) -> tuple[LinkedPage, ...]:
    """The Pages one by one, as the token names them: the list stays empty for some that belong to a business."""
    found: list[LinkedPage] = []
    for page_id in (await read_token_facts(client, token)).value.page_ids[:PAGES_MOST]:
        request = GraphRequest("GET", f"/{page_id}", pages_request().params[:1])
        page = await client.ask(request, lambda body: decode_pages(b'{"data":[' + body + b"]}"))
        found += [LinkedPage(account, page_token) for account, page_token in page.value]
    return tuple(found)


def decode_permissions(body: bytes) -> tuple[str, ...]:
    """The granted ones of ``{"data": [{"permission": …, "status": "granted"}]}``; a list of names is taken too."""
    answer = as_dict(parse_json(body))
    if answer is None or "data" not in answer:
        raise GraphError(ErrorKind.MALFORMED)
    found = []
    for entry in elements(answer):
        if isinstance(entry, str):
            found.append(as_text(entry).strip())
        elif as_text(members(entry).get("status")).lower() in ("granted", ""):
            found.append(as_text(members(entry).get("permission")).strip())
    return tuple(name for name in found if name)


def decode_token_facts(body: bytes) -> TokenFacts:
    facts = members(members(parse_json(body)).get("data"))
    is_valid = as_flag(facts.get("is_valid"))
    if is_valid is None:
        raise GraphError(ErrorKind.MALFORMED)
    expires = as_integer(facts.get("expires_at"))
    return TokenFacts(
        is_valid=is_valid,
        has_no_end=expires == 0,
        expires_at=read_instant(expires) if expires else None,
        permissions=tuple(name for name in map(as_text, elements(facts.get("scopes"))) if name),
        page_ids=tuple(dict.fromkeys(_page_ids(facts))),
    )


def _page_ids(facts: dict[str, object]) -> Iterator[str]:
    for entry in map(members, elements(facts.get("granular_scopes"))):
        if as_text(entry.get("scope")).startswith("pages_"):
            yield from (page_id for page_id in map(as_id, elements(entry.get("target_ids"))) if page_id.isdecimal())
