"""What can be done in a conversation without writing: reactions, "seen", and that somebody writes."""

from typing import Literal

from igdesk.domain.account import Flavour
from igdesk.domain.reaction import HEART, is_same_emoji
from igdesk.graph.protocol import GraphRequest, segment

SenderAction = Literal["mark_seen", "typing_on", "typing_off"]
LOVE = "love"


def reaction_request(node_id: str, recipient_id: str, message_id: str, emoji: str, *, flavour: Flavour) -> GraphRequest:
    """Set the own reaction to a message, or take it away where there is no emoji."""
    payload = {"message_id": message_id}
    if emoji:
        # The Facebook flavour documents this one name and no emoji.
        is_love = flavour is Flavour.FACEBOOK and is_same_emoji(emoji, HEART)
        payload["reaction"] = LOVE if is_love else emoji
    body = {"recipient": {"id": recipient_id}, "sender_action": "react" if emoji else "unreact", "payload": payload}
    return GraphRequest("POST", f"/{segment(node_id)}/messages", json=body)


def action_request(node_id: str, recipient_id: str, action: SenderAction) -> GraphRequest:
    """Nothing but recipient and action may be in it."""
    body = {"recipient": {"id": recipient_id}, "sender_action": action}
    return GraphRequest("POST", f"/{segment(node_id)}/messages", json=body)
