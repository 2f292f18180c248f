"""What the list shows: a view, narrowed, in an order, of one account or all, of one label or any, of what it holds."""

from enum import Enum
from typing import NamedTuple

from igdesk.domain.conversation import DEFAULT_SORT, InboxFilter, InboxOnly, InboxSort, InboxView
from igdesk.domain.ids import AccountId, LabelId


class Same(Enum):
    """Where None has a meaning of its own."""

    SAME = 0


SAME = Same.SAME


class Choice(NamedTuple):
    """One list."""

    view: InboxView = InboxView.INBOX
    narrowed: InboxFilter = InboxFilter.ALL
    sort: InboxSort = InboxSort.NEWEST
    account_id: AccountId | None = None
    """None: all accounts."""
    label_id: LabelId | None = None
    only: InboxOnly | None = None

    @property
    def narrowings(self) -> int:
        """How many choices of the menu narrow it."""
        return int(self.label_id is not None) + int(self.only is not None)

    def with_(
        self,
        view: InboxView | None,
        narrowed: InboxFilter | None,
        sort: InboxSort | None,
        account_id: AccountId | Same | None,
        label_id: LabelId | Same | None,
        only: InboxOnly | Same | None,
    ) -> "Choice":
        """The same but for what is given. Another view comes in its own order."""
        if sort is None:
            sort = self.sort if view in (None, self.view) else DEFAULT_SORT[view]
        return Choice(
            view or self.view,
            narrowed or self.narrowed,
            sort,
            self.account_id if isinstance(account_id, Same) else account_id,
            self.label_id if isinstance(label_id, Same) else label_id,
            self.only if isinstance(only, Same) else only,
        )
