"""What the fields of a saved reply become for a customer."""

from collections.abc import Callable
from datetime import datetime

from igdesk.domain.conversation import Conversation
from igdesk.domain.saved_reply import FIELDS, Filled, fill
from igdesk.store.archive import Archive
from igdesk.ui import format as fmt
from igdesk.ui.texts import say


class Filling:
    """Knows customers, accounts and the owner's own fields."""

    def __init__(self, archive: Archive, now: Callable[[], datetime]) -> None:
        self._archive = archive
        self._now = now

    def fill(self, text: str, row: Conversation | None) -> Filled:
        """The text as the person of this conversation would get it."""
        account = self._archive.accounts.get(row.account_id) if row is not None else None
        person = row.participant if row is not None else None
        values = {
            "first_name": person.first_name if person is not None and person.name else "",
            "full_name": person.name if person is not None else "",
            "username": f"@{person.username}" if person is not None and person.username else "",
            "my_name": account.display_name if account is not None else "",
            "today": fmt.short_date(self._now().astimezone().date()),
        }
        own = self._archive.saved_replies.fields()
        return fill(text, values | {field.key: field.value for field in own}, self.names())

    def names(self) -> dict[str, str]:
        """Every field by its key, in the person's words; the owner's own ones at the end."""
        names = {field: say(f"saved.field.{field}") for field in FIELDS}
        return names | {field.key: field.name for field in self._archive.saved_replies.fields()}
