"""Local row ids, kept apart by the type checker. Ids that Instagram gives are opaque ``str`` (``remote_id``)."""

from typing import NewType

AccountId = NewType("AccountId", int)
ConversationId = NewType("ConversationId", int)
ParticipantId = NewType("ParticipantId", int)
MessageId = NewType("MessageId", int)
AttachmentId = NewType("AttachmentId", int)
LabelId = NewType("LabelId", int)
