"""Conversations, messages and profiles as the Graph API shows them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeVar
from urllib.parse import quote, urlencode

from igdesk.sandbox import failures
from igdesk.sandbox.fields import Field, Json, UnknownFieldError, pick, plain, unwrap_data
from igdesk.sandbox.model import PAGE_WINDOW, Asset, Business, Message, Person, Thread
from igdesk.sandbox.shapes import event_shapes, read_shapes, share_shape
from igdesk.sandbox.tokens import Flavour
from igdesk.sandbox.world import World

CONVERSATIONS_LIMIT, MESSAGES_LIMIT = 25, 20
GRAPH_VERSION = "v26.0"
BeyondTwenty = Literal["bare", "error", "cut"]
AttachmentShape = Literal["read", "event"]

PERSON_KEYS = frozenset({"id", "username", "name", "email"})
ATTACHMENT_KEYS = frozenset(
    {"id", "name", "mime_type", "size", "file_url", "image_data", "video_data", "audio_data", "generic_template"}
)
SHARE_KEYS = frozenset({"id", "link", "name", "description", "type", "url", "template"})
STORY_KEYS = frozenset({"mention", "reply_to"})
REACTION_KEYS = frozenset({"reaction", "users"})
QUOTE_KEYS = frozenset({"mid", "is_self_reply"})
PROFILE_KEYS = frozenset(
    {"id", "name", "username", "profile_pic", "follower_count", "is_verified_user", "is_user_follow_business",
     "is_business_follow_user"}
)  # fmt: skip


@dataclass(slots=True)
class Options:
    """Where the fact sheet leaves a choice, and limits that tests change."""

    beyond_twenty: BeyondTwenty = "bare"
    """Messages older than the 20 newest: ids only, the error 9000001 for the whole call, or a shorter list."""
    max_objects: int = 400
    """Conversations times messages in one call before code 1."""
    conversation_calls_per_second: int = 0
    """2 with Meta; 0 switches the limit off."""
    calls_per_hour: int = 3000
    """What 100 % of the usage headers is."""
    throttle_at_full_usage: bool = False
    attachment_shape: AttachmentShape = "read"
    """How attachments are handed out: as the read edge does, or in the shape of events."""
    unknown_fields: frozenset[str] = frozenset()
    """Fields of attachments and shares that this account's API does not know."""

    instagram_uploads: bool = True
    """Whether files can be uploaded in the Instagram flavour; Meta does not say."""
    page_uploads: bool = True
    albums: bool = True
    """Whether several pictures may go in one message."""
    uploads_are_shares: bool = False
    """Uploaded files are only taken as MEDIA_SHARE, as one page of Meta has it."""

    @classmethod
    def strict(cls) -> "Options":
        """The limits of the real service, switched on."""
        return cls(conversation_calls_per_second=2, throttle_at_full_usage=True)


def wire_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def encode_cursor(kind: str, *parts: object) -> str:
    return "QVFIU" + urlsafe_b64encode("|".join((kind, *map(str, parts))).encode()).decode().rstrip("=")


def decode_cursor(kind: str, cursor: str) -> list[str]:
    try:
        raw = urlsafe_b64decode(cursor.removeprefix("QVFIU") + "=" * (-len(cursor.removeprefix("QVFIU")) % 4)).decode()
    except (Base64Error, UnicodeDecodeError) as error:
        raise failures.parameter("Invalid cursor") from error
    found, *parts = raw.split("|")
    if found != kind or not cursor.startswith("QVFIU"):
        raise failures.parameter("Invalid cursor")
    return parts


def read_limit(text: str, default: int) -> int:
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise failures.parameter("An invalid value was given for the parameter limit")
    return int(text)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Paging parameters, of a call or of a nested edge."""

    limit: int
    after: str = ""
    before: str = ""


Position = tuple[int, str]
T = TypeVar("T")


def cut(
    items: Sequence[T], request: PageRequest, kind: str, position: Callable[[T], Position]
) -> tuple[list[T], bool, bool]:
    """One page of items that are sorted downwards, and whether there are older and newer ones."""

    def read(cursor: str) -> Position:
        parts = decode_cursor(kind, cursor)
        return int(parts[0]), parts[1]

    older = items
    if request.after:
        limit = read(request.after)
        older = [item for item in items if position(item) < limit]
        page = list(older[: request.limit])
    elif request.before:
        limit = read(request.before)
        newer = [item for item in items if position(item) > limit]
        page = list(newer[-request.limit :])
    else:
        page = list(items[: request.limit])
    if not page:
        return page, False, False
    return page, position(items[-1]) < position(page[-1]), position(items[0]) > position(page[0])


class Reader:
    """Answers for one call: one account, one flavour, one base address."""

    def __init__(
        self, world: World, account: Business, flavour: Flavour, *, public_url: str, token: str, options: Options,
        dead_links: bool = False,
    ) -> None:  # fmt: skip
        self._world = world
        self._account = account
        self._flavour = flavour
        self._public_url = public_url
        self._token = token
        self._options = options
        self._dead_links = dead_links
        self._now = world.now()

    # -- people

    def _business_ref(self) -> Json:
        return {"id": self._account.ig_id, "username": self._account.username}

    @staticmethod
    def _person_ref(person: Person) -> Json:
        return {"id": person.igsid, "username": person.username}

    def profile(self, thread: Thread, fields: tuple[Field, ...]) -> Json:
        person = thread.person
        if person.profile == "unreachable":
            raise failures.GraphRefusalError(9010, "(#9010) No matching Instagram user", type="IGApiException")
        if person.profile == "no_consent" or all(message.from_business for message in thread.messages):
            raise failures.GraphRefusalError(230, "(#230) User consent is required to access user profile")
        whole: Json = {"id": person.igsid}
        if person.name:
            whole["name"] = person.name
        whole["username"] = person.username
        if person.picture:
            link = self._world.media.avatar_link(self._public_url, person.igsid, person.picture, self._now)
            whole["profile_pic"] = link if not self._dead_links else link.replace("&oe=", "&oe=0")
        whole["follower_count"] = person.followers
        whole["is_verified_user"] = person.verified
        if person.follows_studio is not None:
            whole["is_user_follow_business"] = person.follows_studio
        if person.studio_follows is not None:
            whole["is_business_follow_user"] = person.studio_follows
        return self._node(whole, fields or plain("id", "name", "username"), PROFILE_KEYS, "IGBusinessScopedID")

    @staticmethod
    def _node(whole: Json, fields: tuple[Field, ...], known: frozenset[str], node_type: str) -> Json:
        answer = pick(whole, fields, known, node_type)
        answer.setdefault("id", whole["id"])
        return answer

    # -- conversations

    def conversations(self, request: PageRequest, fields: tuple[Field, ...], *, user_id: str, path: str) -> Json:
        """One page of the list, newest first."""
        fields = fields or plain("id", "updated_time")
        threads = [thread for thread in self._world.threads(self._account) if thread.is_listed(self._now)]
        if user_id:
            threads = [thread for thread in threads if thread.person.igsid == user_id]
        expanded = next((field for field in fields if field.name == "messages"), None)
        page, has_next, has_previous = cut(
            threads, request, "conv", lambda thread: (int(thread.updated_at.timestamp()), thread.key)
        )
        if expanded is not None:
            per_thread = read_limit(expanded.argument("limit"), MESSAGES_LIMIT)
            if len(page) * (per_thread + 1) > self._options.max_objects:
                raise failures.too_much_data()
        if any(thread.is_poisoned for thread in page) and any(
            field.name in ("participants", "messages") for field in fields
        ):
            raise failures.unknown_error()
        answer: Json = {"data": [self.conversation(thread, fields) for thread in page]}
        if page:
            cursors = [
                encode_cursor("conv", int(thread.updated_at.timestamp()), thread.key) for thread in (page[0], page[-1])
            ]
            query: dict[str, str] = {"fields": fields_text(fields), "platform": "instagram"}
            answer["paging"] = self._paging(path, cursors, request, query, has_next, has_previous)
        return answer

    def conversation(self, thread: Thread, fields: tuple[Field, ...]) -> Json:
        fields = fields or plain("id", "updated_time")
        answer: Json = {}
        for field in fields:
            value = self._conversation_field(thread, field)
            if value is not None:
                answer[field.alias] = value
        answer.setdefault("id", thread.id)
        return answer

    def read_conversation(self, thread: Thread, fields: tuple[Field, ...]) -> Json:
        """The conversation by its own id."""
        if thread.is_poisoned:
            raise failures.unknown_error()
        return self.conversation(thread, fields)

    def _conversation_field(self, thread: Thread, field: Field) -> object:
        match field.name:
            case "id":
                return thread.id
            case "updated_time":
                return wire_time(thread.updated_at)
            case "participants":
                return self._people([self._business_ref(), self._person_ref(thread.person)], field)
            case "messages":
                request = PageRequest(
                    read_limit(field.argument("limit"), MESSAGES_LIMIT),
                    field.argument("after"),
                    field.argument("before"),
                )
                return self.messages(thread, request, unwrap_data(field.children) or ())
            case "is_owner" if self._flavour == "facebook":
                return True
        raise UnknownFieldError(field.name, "UnifiedThread")

    def _people(self, people: list[Json], field: Field) -> Json:
        children = unwrap_data(field.children)
        return {"data": [pick(person, children, PERSON_KEYS, "User") for person in people]}

    # -- messages

    def messages(self, thread: Thread, request: PageRequest, fields: tuple[Field, ...]) -> Json:
        """One page of a conversation's messages, newest first."""
        if thread.is_poisoned:
            raise failures.unknown_error()
        fields = fields or plain("id", "created_time")
        shown = [message for message in reversed(thread.messages) if not message.hidden_reads]
        for message in thread.messages:
            message.hidden_reads = max(message.hidden_reads - 1, 0)
        newest = {message.id for message in thread.messages[-PAGE_WINDOW:]}
        if self._options.beyond_twenty == "cut":
            shown = [message for message in shown if message.id in newest]
        page, has_next, has_previous = cut(shown, request, "msg", lambda message: (message.number, ""))
        entries: list[Json] = []
        for message in page:
            if message.id in newest:
                entries.append(self.message(thread, message, fields))
            elif self._options.beyond_twenty == "error":
                raise failures.message_gone()
            else:
                entries.append(self.message(thread, message, plain("id", "created_time")))
        answer: Json = {"data": entries}
        if page:
            cursors = [encode_cursor("msg", message.number, "") for message in (page[0], page[-1])]
            query = {"fields": fields_text(fields)}
            answer["paging"] = self._paging(f"{thread.id}/messages", cursors, request, query, has_next, has_previous)
        return answer

    def message(self, thread: Thread, message: Message, fields: tuple[Field, ...]) -> Json:
        answer: Json = {}
        for field in fields or plain("id", "created_time"):
            value = self._message_field(thread, message, field)
            if value is not None:
                answer[field.alias] = value
        answer.setdefault("id", message.id)
        return answer

    def _message_field(self, thread: Thread, message: Message, field: Field) -> object:
        children = unwrap_data(field.children)
        business, person = self._business_ref(), self._person_ref(thread.person)
        match field.name:
            case "id":
                return message.id
            case "created_time":
                return wire_time(message.created_at)
            case "from":
                return pick(business if message.from_business else person, children, PERSON_KEYS, "User")
            case "to":
                return self._people([person if message.from_business else business], field)
            case "message":
                return message.text
            case "attachments":
                return self._attachments(message, children)
            case "shares":
                if not message.shares or children is None or self._options.attachment_shape == "event":
                    return None
                self._refuse_unknown(children, "Share")
                shares = [share_shape(thing, self._link) for thing in message.shares]
                return {"data": [pick(share, children, SHARE_KEYS, "Share") for share in shares]}
            case "story":
                return pick(self._story(message), children, STORY_KEYS, "Story") if message.story else None
            case "reactions":
                return self._reactions(thread, message, children)
            case "reply_to":
                if not message.quoted_id:
                    return None
                quoted = thread.find(message.quoted_id)
                is_self = quoted is not None and quoted.from_business == message.from_business
                whole: Json = {"mid": message.quoted_id, "is_self_reply": is_self}
                return pick(whole, children, QUOTE_KEYS, "MessageReplyTo")
            case "is_unsupported":
                return True if message.is_unsupported else None
            case "tags" | "sticker":
                return None
        raise UnknownFieldError(field.name, "Message")

    def _attachments(self, message: Message, children: tuple[Field, ...] | None) -> Json | list[Json] | None:
        if self._options.attachment_shape == "event":
            return event_shapes(message, self._link) or None
        shapes = read_shapes(message, self._link)
        self._refuse_unknown(children or (), "MessageAttachment")
        found = [pick(shape, children, ATTACHMENT_KEYS, "MessageAttachment") for shape in shapes]
        return {"data": found} if found else None

    def _refuse_unknown(self, children: tuple[Field, ...], node_type: str) -> None:
        """Some accounts' API lacks fields that others have."""
        for child in children:
            if child.name in self._options.unknown_fields:
                raise UnknownFieldError(child.name, node_type)

    def _story(self, message: Message) -> Json:
        story = message.story
        if story is None:
            return {}
        link = self._link(story.asset) if self._now < story.alive_until else ""
        return {"mention" if story.is_mention else "reply_to": {"link": link, "id": story.id}}

    def _reactions(self, thread: Thread, message: Message, children: tuple[Field, ...] | None) -> Json | None:
        if not message.reactions:
            return None
        by_emoji: dict[str, list[Json]] = {}
        for user_id, emoji in message.reactions.items():
            is_own = user_id == self._account.ig_id
            by_emoji.setdefault(emoji, []).append(self._business_ref() if is_own else self._person_ref(thread.person))
        groups: list[Json] = [{"reaction": emoji, "users": users} for emoji, users in by_emoji.items()]
        return {"data": [pick(group, _flat(children), REACTION_KEYS, "Reaction") for group in groups]}

    def _link(self, asset: Asset) -> str:
        link = self._world.media.link(self._public_url, asset.id, self._now)
        return link.replace("&oe=", "&oe=0") if self._dead_links else link

    # -- paging

    def _paging(
        self,
        path: str,
        cursors: Sequence[str],
        request: PageRequest,
        query: dict[str, str],
        has_next: bool,
        has_previous: bool,
    ) -> Json:
        paging: Json = {"cursors": {"before": cursors[0], "after": cursors[1]}}
        base = f"{self._public_url}/{GRAPH_VERSION}/{quote(path)}"
        common = {"access_token": self._token, **query, "limit": str(request.limit)}
        if has_next:
            paging["next"] = f"{base}?{urlencode({**common, 'after': cursors[1]})}"
        if has_previous and (request.after or request.before):
            paging["previous"] = f"{base}?{urlencode({**common, 'before': cursors[0]})}"
        return paging


def _flat(children: tuple[Field, ...] | None) -> tuple[Field, ...] | None:
    """``reactions{reaction,users{id}}`` keeps the whole users: their sub-fields are what they have anyway."""
    if children is None:
        return None
    return tuple(Field(child.name, child.alias, child.arguments, None) for child in children)


def fields_text(fields: tuple[Field, ...]) -> str:
    """The ``fields`` parameter again, for ``paging.next``."""
    parts: list[str] = []
    for field in fields:
        text = field.name + "".join(f".{name}({value})" for name, value in field.arguments.items())
        parts.append(text + (f"{{{fields_text(field.children)}}}" if field.children else ""))
    return ",".join(parts)
