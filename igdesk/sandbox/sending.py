"""The Send API: what is taken, and what is refused and how."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from igdesk.sandbox import failures
from igdesk.sandbox.fields import Json
from igdesk.sandbox.model import Action, Business, Message, Thread
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.payloads import ContentReader, an_object
from igdesk.sandbox.tokens import Flavour
from igdesk.sandbox.world import World

STANDARD_WINDOW = timedelta(hours=24)
HUMAN_WINDOW = timedelta(days=7)
ACTIONS = frozenset({"react", "unreact", "typing_on", "typing_off", "mark_seen"})
MESSAGE_TYPES = frozenset({"", "RESPONSE", "UPDATE", "MESSAGE_TAG"})
NAMED_REACTIONS = {"love": "❤", "like": "👍", "laugh": "😂", "wow": "😮", "sad": "😢", "angry": "😠"}


class Sender:
    """Takes one POST to ``/messages``."""

    def __init__(self, world: World, account: Business, flavour: Flavour, options: Options) -> None:
        self._world = world
        self._account = account
        self._is_page = flavour == "facebook"
        self._now = world.now()
        self._contents = ContentReader(world, account, options)

    def take(self, body: Mapping[str, object], *, hidden_reads: int = 0) -> Json:
        """Check, store and answer."""
        recipient = an_object(body.get("recipient"), "recipient")
        if "comment_id" in recipient:
            raise failures.parameter("The comment is invalid for a private reply", 2534025)
        if "id" not in recipient:
            raise failures.parameter("The parameter recipient is required")
        if not isinstance(recipient["id"], str | int):
            raise failures.parameter("Param recipient[id] must be a valid ID string")
        thread = self._world.thread_with(self._account, str(recipient["id"]))
        if thread is None or not thread.messages:
            raise failures.parameter("No matching Instagram user", 2534014)
        if "sender_action" in body:
            if "message" in body:
                raise failures.parameter("Must send one of message or sender_action", 2018014)
            return self._act(thread, body)
        message = self._message(thread, body)
        message.hidden_reads = hidden_reads
        return {"recipient_id": thread.person.igsid, "message_id": message.id}

    # -- messages

    def _message(self, thread: Thread, body: Mapping[str, object]) -> Message:
        tag = self._tag(body)
        content = self._contents.read(
            an_object(body.get("message"), "message"), thread.key, len(thread.messages), len(self._world.sent)
        )
        quoted_id = self._quoted(thread, body)
        self._check_window(thread, tag)
        if thread.refusal:
            raise replace(failures.REFUSALS[thread.refusal])
        return self._world.receive(thread, content, tag=tag, quoted_id=quoted_id, account=self._account)

    def _tag(self, body: Mapping[str, object]) -> str:
        kind, tag = body.get("messaging_type", ""), body.get("tag", "")
        if not isinstance(kind, str) or kind not in MESSAGE_TYPES:
            raise failures.parameter("Param messaging_type must be one of {RESPONSE, UPDATE, MESSAGE_TAG}")
        if kind == "MESSAGE_TAG" and not tag:
            raise failures.parameter("param tag must be non-empty")
        if not isinstance(tag, str) or tag not in ("", "HUMAN_AGENT"):
            raise failures.parameter("Invalid parameter")
        if tag and not self._world.human_agent:
            raise failures.human_agent_missing()
        return tag

    def _check_window(self, thread: Thread, tag: str) -> None:
        opened_at = thread.window_opened_at
        allowed = HUMAN_WINDOW if tag else STANDARD_WINDOW
        if opened_at is None or self._now - opened_at > allowed:
            raise failures.outside_window(self._is_page)

    @staticmethod
    def _quoted(thread: Thread, body: Mapping[str, object]) -> str:
        if "reply_to" not in body:
            return ""
        message_id = an_object(body["reply_to"], "reply_to").get("mid")
        if not isinstance(message_id, str) or thread.find(message_id) is None:
            raise failures.parameter("Invalid message id in reply_to", 2534015)
        return message_id

    # -- sender actions

    def _act(self, thread: Thread, body: Mapping[str, object]) -> Json:
        kind = body["sender_action"]
        if not isinstance(kind, str) or kind not in ACTIONS:
            raise failures.parameter(
                "Param sender_action must be one of {typing_on, typing_off, mark_seen, react, unreact}"
            )
        self._check_window(thread, "")
        if thread.refusal:
            raise replace(failures.REFUSALS[thread.refusal])
        message_id = emoji = ""
        if kind not in ("react", "unreact") and set(body) - {"recipient", "sender_action"}:
            raise failures.parameter("Only recipient and sender_action may be present", 2018014)
        if kind in ("react", "unreact"):
            if not self._world.can_react:
                raise failures.cannot_react()
            payload = an_object(body.get("payload"), "payload")
            message_id, reaction = str(payload.get("message_id", "")), str(payload.get("reaction", ""))
            message = thread.find(message_id)
            if message is None:
                raise failures.parameter("Invalid message id", 2534015)
            if kind == "react" and not reaction:
                raise failures.parameter("The parameter reaction is required")
            if kind == "react" and self._is_page and reaction not in NAMED_REACTIONS:
                raise failures.parameter("Param payload[reaction] must be one of {love}")
            emoji = NAMED_REACTIONS.get(reaction, reaction) if kind == "react" else ""
            self._world.react(thread, message, emoji, by_business=True)
        self._world.actions.append(Action(thread.person.igsid, kind, self._now, message_id, emoji))
        return {"recipient_id": thread.person.igsid}
