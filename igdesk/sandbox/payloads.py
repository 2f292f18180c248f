"""The ``message`` of a send, taken apart and judged as Meta does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from igdesk.sandbox import failures
from igdesk.sandbox.model import Asset, Business, TemplateCard, TemplateMessage
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.uploads import LIFE_DAYS, fetched
from igdesk.sandbox.world import World

TEXT_BYTES = 1000
ALBUM_MOST = 10
QUICK_REPLIES_MOST, TITLE_MOST = 13, 20
CARDS_MOST, CARD_TEXT_MOST, BUTTONS_MOST, BUTTON_TEXT_MOST = 10, 80, 3, 640
FILES = ("image", "video", "audio", "file")
KINDS = frozenset({*FILES, "like_heart", "MEDIA_SHARE", "template"})


@dataclass(frozen=True, slots=True)
class Content:
    """What arrives of a message."""

    text: str = ""
    assets: tuple[Asset, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kinds of the attachments, as they were sent."""
    template: TemplateMessage | None = None
    quick_replies: tuple[str, ...] = ()


def an_object(value: object, name: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise failures.parameter(f"param {name} must be an object")
    return value


class ContentReader:
    """Reads the messages of one account."""

    def __init__(self, world: World, account: Business, options: Options) -> None:
        self._world = world
        self._account = account
        self._options = options

    def read(self, message: Mapping[str, object], *key: object) -> Content:
        """What arrives, or the refusal. Of text and attachment in one message Instagram drops the attachment."""
        text = message.get("text", "")
        if not isinstance(text, str):
            raise failures.parameter("Param message[text] must be a string")
        if len(text.encode()) > TEXT_BYTES:
            raise failures.parameter(f"Length of param message[text] must be less than or equal to {TEXT_BYTES}")
        if text.strip():
            return Content(text, quick_replies=self._quick_replies(message.get("quick_replies")))
        if "quick_replies" in message:
            raise failures.parameter("Quick replies need a text", 2534015)
        given = message.get("attachments", message.get("attachment"))
        entries = given if isinstance(given, list) else [given] if given is not None else []
        if not entries:
            raise failures.parameter("Message cannot be empty, must provide valid attachment or text", 2534015)
        return self._attachments([an_object(entry, "message[attachment]") for entry in entries], key)

    def _attachments(self, entries: Sequence[Mapping[str, object]], key: tuple[object, ...]) -> Content:
        kinds = [entry.get("type") for entry in entries]
        if not all(isinstance(kind, str) and kind in KINDS for kind in kinds):
            raise failures.parameter("Param message[attachment][type] must be one of {image, audio, video, file}")
        named = tuple(str(kind) for kind in kinds)
        if len(entries) > ALBUM_MOST:
            raise failures.parameter("Too many attachments", 2534015)
        if len(entries) > 1 and (set(named) - {"image"} or not self._options.albums):
            raise failures.parameter("Sending multiple attachments is not supported.", 2534068)
        payloads = [an_object(entry.get("payload"), "payload") for entry in entries]
        if named[0] == "template":
            return Content(kinds=named, template=self._template(payloads[0]))
        if named[0] == "like_heart":
            return Content(kinds=named)
        assets = tuple(
            self._asset(kind, payload, *key, place)
            for place, (kind, payload) in enumerate(zip(named, payloads, strict=True))
        )
        return Content(assets=assets, kinds=tuple(asset.kind for asset in assets))

    def _asset(self, kind: str, payload: Mapping[str, object], *key: object) -> Asset:
        upload_id = payload.get("attachment_id")
        if upload_id is not None:
            owner, asset, since = self._world.uploads.get(str(upload_id), ("", None, self._world.now()))
            age = self._world.now() - since
            if asset is None or owner != self._account.ig_id or age.days >= LIFE_DAYS:
                raise failures.parameter("Invalid attachment ID", 2018074)
            if kind != "MEDIA_SHARE" and (self._options.uploads_are_shares or kind != _sent_as(asset)):
                raise failures.parameter("Param message[attachment][type] does not fit the attachment")
            return asset
        if kind == "MEDIA_SHARE":
            return self._world.drafter.foreign(kind, str(payload.get("id", "")), *key)
        url = payload.get("url", "")
        if not isinstance(url, str) or not url:
            raise failures.parameter("Failed to fetch the file from the url", 2018008)
        return fetched(self._world, kind, url, *key)

    @staticmethod
    def _quick_replies(value: object) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list) or not 0 < len(value) <= QUICK_REPLIES_MOST:
            raise failures.parameter("Param message[quick_replies] must hold 1 to 13 entries")
        titles = []
        for entry in value:
            reply = an_object(entry, "quick_reply")
            title = reply.get("title")
            if reply.get("content_type") != "text":
                raise failures.parameter("Param content_type must be one of {TEXT}")
            if not isinstance(title, str) or not 0 < len(title) <= TITLE_MOST or not reply.get("payload"):
                raise failures.parameter("Param title must be of 1 to 20 characters, with a payload")
            titles.append(title)
        return tuple(titles)

    def _template(self, payload: Mapping[str, object]) -> TemplateMessage:
        if payload.get("template_type") == "button":
            text, buttons = payload.get("text"), self._buttons(payload.get("buttons"))
            if not isinstance(text, str) or not 0 < len(text) <= BUTTON_TEXT_MOST or not buttons:
                raise failures.parameter("Invalid button template", 2534015)
            return TemplateMessage(text, buttons)
        elements = payload.get("elements")
        if payload.get("template_type") != "generic" or not isinstance(elements, list):
            raise failures.parameter("Param template_type must be one of {GENERIC, BUTTON}")
        if not 0 < len(elements) <= CARDS_MOST:
            raise failures.parameter("Invalid number of elements", 2534015)
        return TemplateMessage(cards=tuple(self._card(an_object(e, "element"), n) for n, e in enumerate(elements)))

    def _card(self, element: Mapping[str, object], place: int) -> TemplateCard:
        title, subtitle = element.get("title"), element.get("subtitle", "")
        if not isinstance(title, str) or not 0 < len(title) <= CARD_TEXT_MOST:
            raise failures.parameter("Param title must be of 1 to 80 characters", 2534015)
        if not isinstance(subtitle, str) or len(subtitle) > CARD_TEXT_MOST:
            raise failures.parameter("Param subtitle must be of at most 80 characters", 2534015)
        action = an_object(element.get("default_action"), "default_action")
        buttons = self._buttons(element.get("buttons", []))
        url, image_url = str(action.get("url", "")), str(element.get("image_url", ""))
        if not (subtitle or url or image_url or buttons):
            raise failures.parameter("An element needs more than a title", 2534015)
        picture = fetched(self._world, "image", image_url, "card", image_url, place) if image_url else None
        return TemplateCard(title, subtitle, picture, url, buttons)

    @staticmethod
    def _buttons(value: object) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, list) or len(value) > BUTTONS_MOST:
            raise failures.parameter("Invalid number of buttons", 2534015)
        buttons = []
        for entry in value:
            button = an_object(entry, "button")
            title, kind = button.get("title"), button.get("type")
            if not isinstance(title, str) or not 0 < len(title) <= TITLE_MOST:
                raise failures.parameter("Param title must be of 1 to 20 characters", 2534015)
            if kind == "web_url" and str(button.get("url", "")).startswith(("https://", "http://")):
                buttons.append((title, str(button["url"])))
            elif kind == "postback" and button.get("payload"):
                buttons.append((title, ""))
            else:
                raise failures.parameter("Param type must be one of {WEB_URL, POSTBACK}", 2534015)
        return tuple(buttons)


def _sent_as(asset: Asset) -> str:
    return "image" if asset.kind == "gif" else asset.kind
