"""What the rail and the list need of the archive and the engine."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from igdesk.domain.account import Account
from igdesk.domain.conversation import Conversation, InboxCounts, InboxFilter, InboxOnly, InboxSort, InboxView
from igdesk.domain.ids import AccountId, ConversationId, LabelId
from igdesk.domain.status import EngineStatus

if TYPE_CHECKING:
    from igdesk.domain.label import Label


class InboxQueries(Protocol):
    """Reads of the list. ``matches`` and ``sort_key`` are the rules of ``rows``, without SQL."""

    def rows(
        self,
        view: InboxView,
        narrowed: InboxFilter,
        /,
        *,
        sort: InboxSort | None = None,
        account_id: AccountId | None = None,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
        now: datetime,
        limit: int = 100,
        after: Conversation | None = None,
    ) -> Sequence[Conversation]: ...

    def by_ids(self, ids: Iterable[ConversationId], /) -> Sequence[Conversation]: ...

    def matches(
        self,
        conversation: Conversation,
        view: InboxView,
        narrowed: InboxFilter,
        now: datetime,
        /,
        *,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
    ) -> bool: ...

    def sort_key(
        self, conversation: Conversation, view: InboxView, now: datetime, /, *, sort: InboxSort | None = None
    ) -> tuple[Any, ...]: ...

    def counts(
        self,
        *,
        account_id: AccountId | None = None,
        view: InboxView = ...,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
        now: datetime,
    ) -> InboxCounts: ...

    def has_any(self, account_id: AccountId, /) -> bool: ...

    def unread_by_account(self) -> dict[AccountId, int]: ...


class AccountQueries(Protocol):
    def all(self) -> Sequence[Account]: ...


class LabelQueries(Protocol):
    def all(self) -> "Sequence[Label]": ...


class InboxSource(Protocol):
    """The archive."""

    @property
    def is_read_only(self) -> bool: ...

    @property
    def labels(self) -> LabelQueries: ...

    @property
    def inbox(self) -> InboxQueries: ...

    @property
    def accounts(self) -> AccountQueries: ...


class InboxEngine(Protocol):
    """The engine."""

    @property
    def status(self) -> EngineStatus: ...

    def server_now(self) -> datetime: ...

    def want_profiles(self, conversation_ids: Sequence[ConversationId], /) -> None: ...

    def want_pictures(self, conversation_ids: Sequence[ConversationId], /) -> None: ...
