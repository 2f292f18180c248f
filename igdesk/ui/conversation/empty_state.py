"""What the middle of the window says while nothing is open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from igdesk.domain.account import Account
from igdesk.domain.conversation import InboxView
from igdesk.domain.ids import AccountId
from igdesk.domain.status import Connection
from igdesk.store.archive import Archive
from igdesk.ui.conversation.empty import EmptyKind, EmptyState
from igdesk.ui.engine_door import EngineDoor


def empty_state(archive: Archive, door: EngineDoor, accounts: Sequence[Account], local_now: datetime) -> EmptyState:
    """What can be said of the accounts whose list is shown, while none of their conversations is open."""
    if not accounts:
        return EmptyState(EmptyKind.QUIET)
    account_id = accounts[0].id if len(accounts) == 1 else None
    now = door.server_now()
    counts = archive.inbox.counts(account_id=account_id, view=InboxView.INBOX, now=now)
    has_any = counts.total > 0 or any(archive.inbox.has_any(account.id) for account in accounts)
    states = [door.status.of(account.id) for account in accounts]
    is_fetching = all(state.first_sync is not None and state.connection not in _STOPPED for state in states)
    may_come = not archive.is_read_only and all(state.knows_nothing_yet for state in states)
    if is_fetching or (not has_any and may_come):
        return EmptyState(EmptyKind.FIRST_UPDATE)
    if not has_any:
        return EmptyState(EmptyKind.NEVER, account_name=accounts[0].display_name)
    if counts.total == 0:
        return _all_done(archive, account_id, local_now)
    if counts.waiting == 0:
        return EmptyState(EmptyKind.QUIET)
    urgent = archive.inbox.most_urgent(now, account_id)
    seconds = door.window_of(urgent).remaining(now).total_seconds() if urgent is not None else 0.0
    return EmptyState(EmptyKind.WAITING, counts.waiting, seconds, urgent)


def ask_for_name(state: EmptyState, door: EngineDoor) -> None:
    """Whoever is named there may stand far down in the list, where nobody asked for the profile yet."""
    if state.urgent is not None and not state.urgent.participant.name:
        door.want_profiles([state.urgent.id])


def _all_done(archive: Archive, account_id: AccountId | None, local_now: datetime) -> EmptyState:
    """How much was finished today, and what comes back on the next day on which anything does."""
    start = local_now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    finished = archive.inbox.done_since(start, account_id)
    _, first = archive.inbox.next_back(local_now + _YEARS, account_id)
    count = 0
    if first is not None:
        day = first.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        count, first = archive.inbox.next_back(day + timedelta(days=1), account_id)
    return EmptyState(EmptyKind.ALL_DONE, finished_count=finished, back_count=count, back_at=first, now=local_now)


_YEARS = timedelta(days=3660)
_STOPPED = (Connection.SIGNED_OUT, Connection.PAUSED)
"""Nothing is fetched now, whatever was under way."""
