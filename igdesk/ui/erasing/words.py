"""What is erased, in words for the question before it."""

from igdesk.store.deleting import Holding
from igdesk.ui.format import number
from igdesk.ui.texts import isolate, say


def what_is_erased(holding: Holding, name: str) -> str:
    """ "41 messages, 24 pictures and your notes about Mara are erased here." """
    parts = [say("ask.delete.messages", n=holding.messages, count=number(holding.messages))]
    if holding.pictures:
        parts.append(say("ask.delete.pictures", n=holding.pictures, count=number(holding.pictures)))
    if holding.files:
        parts.append(say("ask.delete.files", n=holding.files, count=number(holding.files)))
    if holding.notes:
        parts.append(say("ask.delete.notes", name=isolate(name)) if name else say("ask.delete.notes.several"))
    what = parts[0] if len(parts) == 1 else say("ask.delete.and", first=", ".join(parts[:-1]), last=parts[-1])
    return say("ask.delete.text", n=holding.messages if len(parts) == 1 else 2, what=what)
