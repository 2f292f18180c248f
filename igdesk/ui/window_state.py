"""What the window says as a whole: its title, and the middle while nothing is open."""

from datetime import datetime, timedelta

from igdesk.domain.account import Account
from igdesk.domain.conversation import InboxView
from igdesk.store.archive import Archive
from igdesk.ui.empty import EmptyKind, EmptyState
from igdesk.ui.engine_door import EngineDoor
from igdesk.ui.texts import say


def window_title(unread: int, *, is_demo: bool) -> str:
    """Name of the program, number of conversations with unread messages, and whether it is the demo."""
    if is_demo:
        return say("window.title.demo.unread", n=unread) if unread else say("app.title.demo")
    return say("window.title.unread", n=unread) if unread else say("app.title")


def empty_state(archive: Archive, door: EngineDoor, account: Account | None, local_now: datetime) -> EmptyState:
    """What can be said of an account while none of its conversations is open."""
    if account is None:
        return EmptyState(EmptyKind.QUIET)
    now = door.server_now()
    counts = archive.inbox.counts(account_id=account.id, view=InboxView.INBOX, now=now)
    status = door.status.of(account.id)
    if status.first_sync is not None or (status.knows_nothing_yet and not archive.inbox.has_any(account.id)):
        return EmptyState(EmptyKind.FIRST_UPDATE)
    if counts.total == 0 and not archive.inbox.has_any(account.id):
        return EmptyState(EmptyKind.NEVER, account_name=account.display_name)
    if counts.total == 0:
        return _all_done(archive, account, local_now)
    if counts.waiting == 0:
        return EmptyState(EmptyKind.QUIET)
    urgent = archive.inbox.most_urgent(now, account.id)
    seconds = door.window_of(urgent).remaining(now).total_seconds() if urgent is not None else 0.0
    return EmptyState(EmptyKind.WAITING, counts.waiting, seconds, urgent)


def _all_done(archive: Archive, account: Account, local_now: datetime) -> EmptyState:
    """How much was finished today, and what comes back on the next day on which anything does."""
    start = local_now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    finished = archive.inbox.done_since(start, account.id)
    _, first = archive.inbox.next_back(local_now + _YEARS, account.id)
    count = 0
    if first is not None:
        day = first.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        count, first = archive.inbox.next_back(day + timedelta(days=1), account.id)
    return EmptyState(EmptyKind.ALL_DONE, finished_count=finished, back_count=count, back_at=first, now=local_now)


_YEARS = timedelta(days=3660)
