"""Which address is answered by what, in both flavours."""

from re import compile as compile_pattern

from igdesk.sandbox import failures
from igdesk.sandbox.exchange import Answer, Request
from igdesk.sandbox.failures import GraphRefusalError
from igdesk.sandbox.faults import Faults
from igdesk.sandbox.fields import Field, FieldSyntaxError, Json, UnknownFieldError, parse_fields, pick, plain
from igdesk.sandbox.model import Business, Message, Thread
from igdesk.sandbox.nodes import CONVERSATIONS_LIMIT, MESSAGES_LIMIT, Options, PageRequest, Reader, read_limit
from igdesk.sandbox.sending import Sender
from igdesk.sandbox.sign_in_desk import SignInDesk
from igdesk.sandbox.tokens import Flavour, Token
from igdesk.sandbox.uploads import UploadDesk
from igdesk.sandbox.usage import Meter
from igdesk.sandbox.world import World

NEWEST_VERSION = 26
MESSAGES, UPLOADS = "messages", "message_attachments"
_EDGES = frozenset(
    {
        "conversations",
        "messages",
        "accounts",
        "permissions",
        "attachments",
        "shares",
        "media",
        "stories",
        "message_attachments",
    }
)
_PATH_WORDS = frozenset({"me", "refresh_access_token", "access_token", "oauth", "debug_token"})
_LOOKS_LIKE_ID = compile_pattern(r"\d+|[\w=-]{30,}")
IG_KEYS = frozenset(
    {"id", "user_id", "username", "name", "account_type", "profile_picture_url", "followers_count", "follows_count",
     "media_count", "biography", "website"}
)  # fmt: skip
PAGE_KEYS = frozenset({"id", "name", "access_token", "tasks", "instagram_business_account", "category"})


class Router:
    """Answers Graph calls out of the world."""

    def __init__(self, world: World, faults: Faults, options: Options, meter: Meter, host: Flavour | None) -> None:
        self.world = world
        self.faults = faults
        self.options = options
        self.meter = meter
        self._host = host
        self._desk = SignInDesk(world)

    # -- what kind of call it is

    def scope(self, request: Request) -> str:
        """The place of a call, as faults name it."""
        parts = request.parts
        if not parts:
            return "any"
        if parts[0] == "cdn":
            return "media"
        if parts[0] in ("refresh_access_token", "access_token", "oauth", "dialog"):
            return "refresh"
        if len(parts) > 1 and parts[1] == "conversations":
            return "list"
        if len(parts) > 1 and parts[1] == "message_attachments":
            return "upload"
        if len(parts) > 1 and parts[1] == "messages":
            return "send" if request.method == "POST" else "read"
        if parts[0] in ("me", "debug_token") or self._business(parts[0]) is not None:
            return "identity"
        return "profile" if parts[0].isdecimal() else "read"

    def _business(self, node_id: str) -> Business | None:
        for business in self.world.businesses:
            if node_id in (business.ig_id, business.page_id, business.app_scoped_id):
                return business
        return None

    # -- answering

    def handle(self, request: Request, scope: str) -> tuple[Answer, Token | None]:
        """The answer, and whose call it was. Raises GraphRefusalError for refusals."""
        if self._desk.takes(request):
            return self._desk.answer(request), None
        self._check_path(request)
        now = self.world.now()
        token_text = request.token
        if request.parts and request.parts[0] == "debug_token":
            return Answer(value=self._debug_token(request)), None
        host = request.host or self._host
        token = self.world.tokens.check(token_text, method=request.method, now=now, host=host)
        self.world.tokens.check_proof(token.text, request.query.get("appsecret_proof"))
        self.meter.count(token, now)
        return Answer(value=self._answer(request, token, scope)), token

    def _check_path(self, request: Request) -> None:
        parts = request.parts
        if not parts or (request.version and int(request.version[1:].split(".")[0]) > NEWEST_VERSION):
            if not parts and "ids" in request.query:
                raise GraphRefusalError(100, "(#100) The ids query parameter is deprecated in v26.0+", status=500)
            raise failures.unknown_path(request.path)
        if len(parts) > 1 and parts[1] not in _EDGES and parts[0] != "oauth":
            raise failures.unknown_path(f"/{parts[1]}")
        if parts[0] not in _PATH_WORDS and not _LOOKS_LIKE_ID.fullmatch(parts[0]):
            raise failures.no_such_alias(parts[0])

    def _answer(self, request: Request, token: Token, scope: str) -> object:
        parts, method = request.parts, request.method
        now = self.world.now()
        if "ids" in request.query:
            raise GraphRefusalError(100, "(#100) The ids query parameter is deprecated in v26.0+", status=500)
        if parts[0] in ("refresh_access_token", "access_token", "oauth"):
            return self._exchange(request, token)
        is_business_token = token.kind != "facebook_user"
        if is_business_token and self.options.throttle_at_full_usage:
            used = self.meter.percentage(token, self.options.calls_per_hour)
            if used > 100:
                raise failures.account_rate(token.kind == "page")
        if scope in ("list", "read") and not self.meter.allows_conversation_call(
            token, now, self.options.conversation_calls_per_second
        ):
            raise failures.messaging_rate()
        if method == "DELETE" and parts[1:] == ["permissions"]:
            return self._revoke(request, token)
        if method not in ("GET", "POST") or (method == "POST" and parts[1:] not in ([MESSAGES], [UPLOADS])):
            raise failures.no_such_object(parts[0], method.lower())
        try:
            fields = parse_fields(request.parameter("fields"))
            return self._node(request, token, fields)
        except FieldSyntaxError as error:
            raise failures.syntax(str(error)) from error
        except UnknownFieldError as error:
            raise GraphRefusalError(100, str(error)) from error

    def _node(self, request: Request, token: Token, fields: tuple[Field, ...]) -> object:
        node_id, edge = request.parts[0], request.parts[1] if len(request.parts) > 1 else ""
        account = token.account
        if token.kind == "facebook_user":
            account = self._business(node_id) or account
        if node_id == "me":
            node_id = {"instagram_user": account.ig_id, "page": account.page_id}.get(token.kind, "me")
        if node_id in ("me", account.ig_id, account.page_id, account.app_scoped_id):
            return self._own_node(request, token, account, node_id, edge, fields)
        if request.method == "POST":
            raise failures.no_such_object(node_id, "post")
        reader = self._reader(request, token)
        thread = self.world.thread_by_id(node_id)
        if thread is not None and thread.account is account:
            if edge == "messages":
                return reader.messages(thread, self._page(request, MESSAGES_LIMIT), fields)
            return reader.read_conversation(thread, fields)
        person = self.world.thread_with(account, node_id)
        if person is not None and not edge:
            return reader.profile(person, fields)
        if not node_id.isdecimal():
            return self._message(reader, account, node_id, edge, fields)
        raise failures.no_such_object(node_id)

    def _message(self, reader: Reader, account: Business, node_id: str, edge: str, fields: tuple[Field, ...]) -> object:
        found = self.world.find_message(account, node_id)
        if found is None:
            if any(node_id in thread.unsent_ids for thread in self.world.threads(account)):
                raise failures.message_gone()
            raise failures.no_such_object(node_id)
        thread, message = found
        if thread.is_poisoned:
            raise failures.unknown_error()
        if not thread.has_details(message) or message.hidden_reads:
            raise failures.message_gone()
        if edge in ("attachments", "shares"):
            return self._message_edge(reader, thread, message, edge, fields)
        return reader.message(thread, message, fields)

    @staticmethod
    def _message_edge(reader: Reader, thread: Thread, message: Message, edge: str, fields: tuple[Field, ...]) -> Json:
        wanted = (Field(edge, edge, {}, fields or None),)
        found = reader.message(thread, message, wanted).get(edge)
        return found if isinstance(found, dict) else {"data": []}

    def _own_node(
        self, request: Request, token: Token, account: Business, node_id: str, edge: str, fields: tuple[Field, ...]
    ) -> object:
        is_instagram_node = node_id == account.ig_id or node_id == account.app_scoped_id
        owns_messaging = token.kind == "instagram_user" or node_id == account.page_id
        if edge == "accounts":
            return self._pages(request, token, fields)
        if edge == "permissions":
            if token.kind == "page":
                raise UnknownFieldError("permissions", "Page")
            if token.kind == "instagram_user" and not self.world.app.lists_permissions:
                raise failures.no_such_object(node_id)
            granted = [{"permission": name, "status": "granted"} for name in token.permissions]
            return {"data": granted}
        if edge in ("conversations", "messages", "message_attachments"):
            return self._messaging(request, token, node_id, edge, fields, owns_messaging=owns_messaging)
        if edge in ("media", "stories"):
            return {"data": []}
        if edge:
            raise failures.no_such_object(node_id, request.method.lower())
        if request.method == "POST":
            raise failures.no_such_object(node_id, "post")
        if is_instagram_node:
            return self._instagram_user(request, token, account, fields)
        if node_id == "me":
            return pick(
                {"id": "10150000000000042", "name": "Fern Studio Owner"},
                fields or None,
                frozenset({"id", "name"}),
                "User",
            )
        return self._show_page(self._page_facts(request, account), fields, plain("id", "name"))

    def _messaging(
        self,
        request: Request,
        token: Token,
        node_id: str,
        edge: str,
        fields: tuple[Field, ...],
        *,
        owns_messaging: bool,
    ) -> object:
        account = token.account
        if token.kind == "facebook_user" and node_id == "me":
            raise GraphRefusalError(190, "A page access token is required for this call", 2069032)
        self._check_messaging(token, account)
        if not owns_messaging and edge == "messages" and request.method == "POST":
            raise failures.no_capability()
        if not owns_messaging:
            raise UnknownFieldError(edge, "ShadowIGUser")
        if edge == "message_attachments":
            may_upload = self.options.page_uploads if token.kind == "page" else self.options.instagram_uploads
            if request.method != "POST" or not may_upload:
                raise failures.unknown_path(f"/{edge}")
            return UploadDesk(self.world, account).take(request.body)
        if edge == "messages":
            if request.method != "POST":
                raise failures.no_such_object(node_id)
            hidden = sum(int(fault.number("reads", 1)) for fault in self.faults.take(("late_echo",), "send"))
            return Sender(self.world, account, token.flavour, self.options).take(request.body, hidden_reads=hidden)
        platform = request.parameter("platform", "instagram" if token.kind == "instagram_user" else "messenger")
        if platform.lower() not in ("instagram", "messenger"):
            raise failures.parameter("Param platform must be one of {INSTAGRAM, MESSENGER}")
        if platform.lower() == "messenger":
            return {"data": []}
        if not self.world.app.sees_strangers:
            return {"data": []}
        page = self._page(request, CONVERSATIONS_LIMIT)
        path = f"{node_id}/conversations"
        return self._reader(request, token).conversations(page, fields, user_id=request.parameter("user_id"), path=path)

    def _check_messaging(self, token: Token, account: Business) -> None:
        """What the app, the token and the account need before messages are handed out or taken."""
        app = self.world.app
        if not app.can_message:
            raise failures.no_capability()
        if account.ig_id in app.message_access_off:
            raise failures.REFUSALS["access_off"]
        needed = "instagram_business_manage_messages" if token.flavour == "instagram" else "instagram_manage_messages"
        if needed not in token.permissions:
            raise failures.no_permission(needed)

    def _page(self, request: Request, default: int) -> PageRequest:
        limit = read_limit(request.parameter("limit"), default)
        return PageRequest(limit, request.parameter("after"), request.parameter("before"))

    def _reader(self, request: Request, token: Token) -> Reader:
        dead = bool(self.faults.take(("expired_links",), self.scope(request), request.path))
        return Reader(
            self.world, token.account, token.flavour, public_url=request.base_url, token=token.text,
            options=self.options, dead_links=dead,
        )  # fmt: skip

    # -- own accounts

    def _picture(self, request: Request, account: Business) -> str:
        return self.world.media.avatar_link(request.base_url, account.ig_id, account.picture, self.world.now())

    def _instagram_user(self, request: Request, token: Token, account: Business, fields: tuple[Field, ...]) -> Json:
        is_instagram = token.kind == "instagram_user"
        whole: Json = {
            "id": account.app_scoped_id if is_instagram else account.ig_id,
            "username": account.username,
            "name": account.name,
            "profile_picture_url": self._picture(request, account),
            "followers_count": account.followers,
            "follows_count": 214,
            "media_count": 386,
            "biography": "Stoneware for everyday tables. Thrown, glazed and fired by two people.",
            "website": "https://fernandclay.example",
        }
        if is_instagram:
            is_personal = account.ig_id in self.world.app.personal
            whole |= {"user_id": account.ig_id, "account_type": "PERSONAL" if is_personal else "BUSINESS"}
        known = IG_KEYS if is_instagram else IG_KEYS - {"user_id", "account_type"}
        answer = pick(whole, fields or plain("id"), known, "IGUser")
        answer.setdefault("id", whole["id"])
        return answer

    def _page_facts(self, request: Request, account: Business) -> Json:
        return {
            "id": account.page_id,
            "name": account.name,
            "access_token": self.world.page_token(account.index),
            "tasks": ["MESSAGING", "MODERATE"],
            "category": "Arts & Crafts Shop",
            "instagram_business_account": {
                "id": account.ig_id, "username": account.username, "name": account.name,
                "profile_picture_url": self._picture(request, account), "followers_count": account.followers,
            },
        }  # fmt: skip

    def _show_page(self, whole: Json, fields: tuple[Field, ...], default: tuple[Field, ...]) -> Json:
        """Sub-fields nobody named are the id alone."""
        named = [
            Field(field.name, field.alias, field.arguments, plain("id"))
            if field.name == "instagram_business_account" and field.children is None
            else field
            for field in fields or default
        ]
        answer = pick(whole, named, PAGE_KEYS, "Page")
        answer.setdefault("id", whole["id"])
        return answer

    def _pages(self, request: Request, token: Token, fields: tuple[Field, ...]) -> Json:
        if token.kind != "facebook_user":
            raise UnknownFieldError("accounts", "Page" if token.kind == "page" else "IGUser")
        default = plain("id", "name", "access_token", "tasks", "category")
        pages = [
            self._show_page(self._page_facts(request, business), fields, default) for business in self.world.businesses
        ]
        if not self.world.app.lists_pages:
            return {"data": []}
        return {"data": pages, "paging": {"cursors": {"before": "QVFIUpages", "after": "QVFIUpages"}}}

    # -- tokens

    def _exchange(self, request: Request, token: Token) -> Json:
        grant = request.parameter("grant_type")
        if request.parts[0] == "refresh_access_token":
            if grant != "ig_refresh_token":
                raise failures.parameter("Invalid grant_type")
            fresh, seconds = self.world.tokens.refresh(token, self.world.now())
            return {"access_token": fresh.text, "token_type": "bearer", "expires_in": seconds}
        return self._desk.lengthen(request, token)

    def _revoke(self, request: Request, token: Token) -> Json:
        """The person takes the app's permissions back; a Page has none to take."""
        if token.kind == "page":
            raise failures.no_such_object(request.parts[0], "delete")
        token.revoked = 458
        return {"success": True}

    def _targets(self, scope: str, token: Token) -> list[str]:
        """What a permission was granted for: Pages for those of Pages, accounts for the others."""
        accounts = self.world.businesses if token.kind == "facebook_user" else (token.account,)
        return [account.page_id if scope.startswith("pages_") else account.ig_id for account in accounts]

    def _debug_token(self, request: Request) -> Json:
        token = self.world.tokens.get(request.parameter("input_token"))
        if token is None:
            return {"data": {"is_valid": False, "error": {"code": 190, "message": "Invalid OAuth access token."}}}
        now = self.world.now()
        is_valid = not token.revoked and (token.expires_at is None or now < token.expires_at)
        data: Json = {
            "app_id": "1200000000000042",
            "type": "PAGE" if token.kind == "page" else "USER",
            "application": "igdesk sandbox",
            "is_valid": is_valid,
            "issued_at": int(token.issued_at.timestamp()),
            "expires_at": int(token.expires_at.timestamp()) if token.expires_at else 0,
            "scopes": list(token.permissions),
            "granular_scopes": [
                {"scope": name, "target_ids": self._targets(name, token)} for name in token.permissions
            ],
        }
        if token.kind == "page":
            data["profile_id"] = token.account.page_id
        return {"data": data}
