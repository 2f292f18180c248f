"""Longer life for a token of the Instagram flavour, and the end of any token, as Meta offers them."""

from dataclasses import dataclass, field

from igdesk.graph.client import Answer, GraphClient
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.json_values import as_flag, as_integer, as_text, elements, members, parse_json
from igdesk.graph.protocol import GraphRequest

LONGEST_LIFE_S = 400 * 86400
"""No token lives longer; a larger number is a mistake of the other side."""


@dataclass(frozen=True, slots=True)
class RenewedToken:
    """What a renewal gave. The text may be the same as before."""

    token: str = field(repr=False)
    expires_in_s: int = 0


async def renew_token(client: GraphClient) -> Answer[RenewedToken]:
    """Sixty more days for the client's token. Instagram wants it to be a day old, and still good."""
    params = (("grant_type", "ig_refresh_token"),)
    request = GraphRequest("GET", "/refresh_access_token", params, names_token=True)
    return await client.ask(request, decode_renewed)


async def revoke_token(client: GraphClient) -> Answer[bool]:
    """Take back every permission of the app on this account: the token is dead after that.

    Meta documents it for tokens of people only; others may be refused.
    """
    return await client.ask(GraphRequest("DELETE", "/me/permissions"), decode_revoked)


def decode_renewed(body: bytes) -> RenewedToken:
    answer = members(parse_json(body))
    if isinstance(answer.get("data"), list):
        answer = members(next(iter(elements(answer)), None))
    token, seconds = as_text(answer.get("access_token")).strip(), as_integer(answer.get("expires_in"))
    if not token or not token.isascii() or " " in token or seconds is None or not 0 < seconds < LONGEST_LIFE_S:
        raise GraphError(ErrorKind.MALFORMED)
    return RenewedToken(token, seconds)


def decode_revoked(body: bytes) -> bool:
    parsed = parse_json(body)
    return parsed is True or as_flag(members(parsed).get("success")) is True
