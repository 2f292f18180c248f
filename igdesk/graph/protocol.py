"""What is asked of the Graph API: hosts, paths, fields and bodies, without any I/O."""

import hashlib
import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Literal
from urllib.parse import quote

from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.multipart import Form

GRAPH_VERSION = "v26.0"
GRAPH_VERSION_ENDS = datetime(2028, 7, 29, tzinfo=UTC)
"""Meta keeps a version for two years at least. No later date is announced for this one yet."""
MESSAGES_MOST = 20
"""Instagram hands out details of the 20 newest messages only; asking for more can fail the whole call."""
CONVERSATIONS_MOST = 100

READ_LIST_S = 30.0
READ_S = 20.0


def app_secret_proof(app_secret: str, token: str) -> str:
    """Proof that the caller knows the app secret, for apps that require it."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """One call. The token is not part of it; the client adds it as a header."""

    method: Literal["GET", "POST", "DELETE"]
    path: str
    """Below the version, ids already encoded."""
    params: tuple[tuple[str, str], ...] = ()
    json: Mapping[str, object] | None = field(default=None, repr=False)
    form: Form | None = field(default=None, repr=False)
    """Sent in place of JSON: a form with a file."""
    timeout_s: float = READ_S
    is_slow: bool = False
    """Instagram fetches and checks a file before it answers."""
    names_token: bool = False
    """Meta documents this call with the token among the parameters; the client adds it there as well."""

    @property
    def shape(self) -> str:
        """The path with ids left out, for the log."""
        return re.sub(r"/[^/]*[0-9%=_][^/]*|/[^/]{25,}", "/…", self.path)


class Fields(Enum):
    """How much is asked of each message."""

    FULL = "full"
    CORE = "core"
    """Only what Meta has always documented; for accounts whose API knows less."""


_PERSON = "{id,username}"
_MESSAGE_FIELDS = {
    "id": "id",
    "created_time": "created_time",
    "from": f"from{_PERSON}",
    "to": "to",
    "message": "message",
    "attachments": "attachments{id,name,mime_type,size,image_data,video_data,file_url,generic_template}",
    "shares": "shares{link,name,description,type,template}",
    "story": "story",
    "reactions": "reactions",
    "reply_to": "reply_to",
    "is_unsupported": "is_unsupported",
}
_SUBFIELDS = ("size", "generic_template", "type", "template")
"""Parts of the above that some accounts' API may not know."""
_BEYOND_CORE = ("shares", "story", "reactions", "reply_to", "is_unsupported")
_INSTAGRAM_ACCOUNT = "instagram_business_account{id,username,name,profile_picture_url,followers_count}"


def message_fields(fields: Fields = Fields.FULL, refused: frozenset[str] = frozenset()) -> str:
    """The field list of a message, without the fields that this account's API does not know."""
    without = {*refused, *_SUBFIELDS} if fields is Fields.CORE else refused
    return ",".join(
        _without(expression, without)
        for name, expression in _MESSAGE_FIELDS.items()
        if name not in refused and not (fields is Fields.CORE and name in _BEYOND_CORE)
    )


def _without(expression: str, refused: Collection[str]) -> str:
    for name in _SUBFIELDS:
        if name in refused:
            expression = re.sub(rf",{name}(?=[,}}])", "", expression)
    return expression


def refused_field(message: str) -> str:
    """The field that "Tried accessing nonexisting field (…)" names, if it can be left out; else empty."""
    found = re.search(r"nonexisting field \((\w+)\)", message)
    name = found.group(1) if found else ""
    return name if name in (*_MESSAGE_FIELDS, *_SUBFIELDS) and name != "id" else ""


def identity_request() -> GraphRequest:
    """Instagram flavour: whose token it is."""
    asked = "id,user_id,username,name,account_type,profile_picture_url,followers_count"
    return GraphRequest("GET", "/me", (("fields", asked),))


def page_identity_request() -> GraphRequest:
    """Facebook flavour with a Page token: the Page and the Instagram account linked to it."""
    return GraphRequest("GET", "/me", (("fields", f"id,name,{_INSTAGRAM_ACCOUNT}"),))


def pages_request(after: str = "") -> GraphRequest:
    """Facebook flavour with a person's token: a hundred of their Pages, each with a token of its own."""
    asked = f"id,name,access_token,tasks,{_INSTAGRAM_ACCOUNT}"
    params = (("fields", asked), ("limit", "100"), *((("after", after),) if after else ()))
    return GraphRequest("GET", "/me/accounts", params, timeout_s=READ_LIST_S)


def inbox_request(node_id: str, *, limit: int, after: str = "", with_participants: bool = False) -> GraphRequest:
    """A page of the list of conversations. Light on purpose: one broken conversation must not fail the list."""
    asked = f"id,updated_time,participants{_PERSON}" if with_participants else "id,updated_time"
    params = [("platform", "instagram"), ("fields", asked), ("limit", str(min(max(limit, 1), CONVERSATIONS_MOST)))]
    if after:
        params.append(("after", after))
    return GraphRequest("GET", f"/{segment(node_id)}/conversations", tuple(params), timeout_s=READ_LIST_S)


def conversation_request(
    remote_id: str, *, limit: int, fields: Fields = Fields.FULL, refused: frozenset[str] = frozenset()
) -> GraphRequest:
    """One conversation with its newest messages."""
    messages = f"messages.limit({message_limit(limit)}){{{message_fields(fields, refused)}}}"
    asked = f"id,updated_time,participants{_PERSON},{messages}"
    return GraphRequest("GET", f"/{segment(remote_id)}", (("fields", asked),), timeout_s=READ_LIST_S)


def older_messages_request(
    remote_id: str, after: str, *, limit: int, fields: Fields = Fields.FULL, refused: frozenset[str] = frozenset()
) -> GraphRequest:
    """The next page of a conversation's messages."""
    params = [("fields", message_fields(fields, refused)), ("limit", str(message_limit(limit)))]
    if after:
        params.append(("after", after))
    return GraphRequest("GET", f"/{segment(remote_id)}/messages", tuple(params), timeout_s=READ_LIST_S)


def message_request(
    remote_id: str, *, fields: Fields = Fields.FULL, refused: frozenset[str] = frozenset()
) -> GraphRequest:
    """One message, for instance for a fresh link to its file."""
    asked = message_fields(fields, refused)
    return GraphRequest("GET", f"/{segment(remote_id)}", (("fields", asked),))


def profile_request(igsid: str) -> GraphRequest:
    """What Instagram tells of a customer who has written."""
    asked = "name,username,profile_pic,follower_count,is_verified_user,is_user_follow_business,is_business_follow_user"
    return GraphRequest("GET", f"/{segment(igsid)}", (("fields", asked),))


def segment(remote_id: str) -> str:
    """An id as one piece of a path, whatever characters it has."""
    encoded = quote(remote_id, safe="", errors="replace")
    if encoded in ("", ".", ".."):
        raise GraphError(ErrorKind.PERMANENT)  # nothing to ask about
    return encoded


def message_limit(limit: int) -> int:
    """As many messages as may be asked for at once."""
    return min(max(limit, 1), MESSAGES_MOST)
