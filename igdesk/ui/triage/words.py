"""What the toast says of an act."""

from datetime import datetime, tzinfo

from igdesk.domain.conversation import Conversation
from igdesk.domain.triage import TriageAct, Undo
from igdesk.ui.format import moment_words
from igdesk.ui.texts import isolate, say


def name_of(conversation: Conversation | None) -> str:
    name = conversation.participant.display_name if conversation is not None else ""
    return isolate(name or say("row.nobody"))


def toast_words(
    undo: Undo, first: Conversation | None, now: datetime, *, label: str = "", zone: tzinfo | None = None
) -> str:
    """One sentence; ``first`` is the conversation when there is just one."""
    if undo.act is TriageAct.LABEL_DELETED:
        assert undo.deleted_label is not None
        return say("toast.label_deleted", label=isolate(undo.deleted_label.name))
    count = len(undo.conversation_ids)
    act = undo.act.value
    when = ""
    if undo.act is TriageAct.SNOOZED:
        until = next((restore.after.wakes_at for restore in undo.states), None)
        if until is None:
            act = "snoozed_until_reply"
            if any(restore.after.woken_at is not None for restore in undo.states):
                act = TriageAct.BACK.value  # the time had passed: nothing to wait for
        else:
            when = moment_words(until, now, zone=zone)
    if undo.act is TriageAct.REMIND and first is not None and first.remind_at is not None:
        when = moment_words(first.remind_at, now, zone=zone)
    if count == 1:
        return say(f"toast.{act}", name=name_of(first), when=when, label=isolate(label))
    return say(f"toast.{act}.many", n=count, when=when, label=isolate(label))
