"""Which single banner is shown: the weightiest thing that the person can do something about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from igdesk.domain.account import Account, AccountProblem
from igdesk.domain.ids import AccountId
from igdesk.domain.status import AccountStatus, Connection, EngineStatus, Problem
from igdesk.domain.token_life import days_left, warning_days

BannerKey = tuple[str, AccountId | None, datetime | None, int]


class Tone(Enum):
    """Colour family of a banner or strip; each comes with an icon and words."""

    NEUTRAL = "neutral"
    INFO = "info"
    WARN = "warn"
    DANGER = "danger"


class BannerAction(Enum):
    """What the button does; the values are the ends of the text ids ``action.*``."""

    NONE = ""
    RECONNECT = "reconnect"
    SHOW_WHERE = "show_where"
    LEARN_MORE = "learn_more"
    WHY = "why"
    SHOW_OUTBOX = "show_outbox"
    CHECK_AGAIN = "check_again"
    OPEN_FOLDER = "open_folder"
    RUN_CHECKS = "run_checks"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class Banner:
    """One banner, without its words: ``text_id`` names them."""

    text_id: str
    tone: Tone
    icon: str
    action: BannerAction = BannerAction.NONE
    account_id: AccountId | None = None
    account_name: str = ""
    count: int = 0
    moment: datetime | None = None
    """When the token ran out, the pause ends or the trouble began."""
    problem: Problem | None = field(default=None, compare=False)
    can_be_closed: bool = False
    stage: int = 0
    """Which of several warnings of one thing this is."""

    @property
    def key(self) -> BannerKey:
        """What closing it remembers: the next pause, the next warning is another banner."""
        return (self.text_id, self.account_id, self.moment if self.can_be_closed else None, self.stage)

    @property
    def counts_down(self) -> bool:
        return self.text_id == "banner.paused"


_BY_PROBLEM = {
    AccountProblem.TOKEN_EXPIRED: ("banner.signed_out.expired", Tone.DANGER, "key", BannerAction.RECONNECT),
    AccountProblem.TOKEN_REVOKED: ("banner.signed_out.revoked", Tone.DANGER, "key", BannerAction.RECONNECT),
    AccountProblem.TOKEN_INVALID: ("banner.signed_out.invalid", Tone.DANGER, "key", BannerAction.RECONNECT),
    AccountProblem.TOKEN_MISSING: ("banner.signed_out.missing", Tone.DANGER, "key", BannerAction.RECONNECT),
    AccountProblem.CHECKPOINT: ("banner.signed_out.checkpoint", Tone.DANGER, "key", BannerAction.RECONNECT),
    AccountProblem.PAGE_ROLE: ("banner.page_role", Tone.DANGER, "key", BannerAction.RECONNECT),
    AccountProblem.APP_SECRET: ("banner.app_secret", Tone.DANGER, "key", BannerAction.RECONNECT),
    AccountProblem.NO_ROLE: ("banner.no_role", Tone.DANGER, "shield", BannerAction.RUN_CHECKS),
    AccountProblem.PERSONAL: ("banner.personal", Tone.DANGER, "shield", BannerAction.SHOW_WHERE),
    AccountProblem.CAPABILITY: ("banner.capability", Tone.DANGER, "shield", BannerAction.RUN_CHECKS),
    AccountProblem.PAGE_LINK: ("banner.page_link", Tone.DANGER, "shield", BannerAction.RUN_CHECKS),
    AccountProblem.PERMISSION: ("banner.permission", Tone.DANGER, "shield", BannerAction.RUN_CHECKS),
    AccountProblem.MESSAGE_ACCESS: ("banner.message_access", Tone.WARN, "shield", BannerAction.SHOW_WHERE),
    AccountProblem.RESTRICTED: ("banner.restricted", Tone.WARN, "alert", BannerAction.LEARN_MORE),
}
"""In the order of weight."""

_OF_THE_ARCHIVE = {
    "disk_full": ("banner.disk_full", BannerAction.OPEN_FOLDER),
    "keychain_locked": ("banner.keychain", BannerAction.UNLOCK),
}


def choose(
    accounts: Sequence[Account],
    status: EngineStatus,
    *,
    current: AccountId | None = None,
    closed: frozenset[BannerKey] = frozenset(),
    now: datetime | None = None,
) -> Banner | None:
    """The banner of the moment: archive, signed out, permission, token, pause, network, in this order; or none.

    Of several accounts in the same trouble the one that is looked at comes first.
    """
    if status.problem is not None:
        text_id, action = _OF_THE_ARCHIVE.get(status.problem.id, ("banner.archive", BannerAction.NONE))
        return Banner(text_id, Tone.DANGER, "error", action, problem=status.problem)
    ordered = sorted(accounts, key=lambda account: account.id != current)
    for problem, (text_id, tone, icon, action) in _BY_PROBLEM.items():
        for account in ordered:
            if account.problem is problem:
                found = status.of(account.id).problem
                if action is BannerAction.LEARN_MORE and not (found and found.link):
                    action = BannerAction.NONE
                moment = account.token_expires_at if problem is AccountProblem.TOKEN_EXPIRED else None
                return Banner(text_id, tone, icon, action, account.id, account.display_name, 0, moment, found)
    for found_banner in (_retired(status, now), _token_ends(ordered, now), _pause(ordered, status)):
        if found_banner is not None and found_banner.key not in closed:
            return found_banner
    return _network(ordered, status, current)


def _retired(status: EngineStatus, now: datetime | None) -> Banner | None:
    """The version of the API: over, or soon over."""
    is_refused = any(state.problem is not None and state.problem.id == "api_retired" for state in status.accounts)
    ends_at = status.api_ends_at
    if is_refused or (ends_at is not None and now is not None and ends_at <= now):
        return Banner("banner.api_retired", Tone.DANGER, "alert")
    if ends_at is None:
        return None
    return Banner("banner.api_retires", Tone.WARN, "alert", moment=ends_at, can_be_closed=True)


def _token_ends(accounts: Sequence[Account], now: datetime | None) -> Banner | None:
    """A token that could not be renewed: told ten days before its end, and again at three and at one."""
    for account in accounts:
        days = warning_days(account, now) if now is not None else None
        if days is not None and now is not None:
            return Banner(
                "banner.token_ends",
                Tone.WARN if days > 1 else Tone.DANGER,
                "hourglass",
                BannerAction.RECONNECT,
                account.id,
                account.display_name,
                max(days_left(account, now) or 0, 1),
                can_be_closed=True,
                stage=days,
            )
    return None


def _pause(accounts: Sequence[Account], status: EngineStatus) -> Banner | None:
    for account in accounts:
        state = status.of(account.id)
        if state.connection is Connection.THROTTLED and state.paused_until is not None:
            return Banner(
                "banner.paused",
                Tone.WARN,
                "gauge",
                BannerAction.WHY,
                account.id,
                account.display_name,
                moment=state.paused_until,
                problem=state.problem,
                can_be_closed=True,
            )
    return None


def _network(accounts: Sequence[Account], status: EngineStatus, current: AccountId | None) -> Banner | None:
    """Trouble of the network is everybody's: one account that is online says that there is a network."""
    states = [status.of(account.id) for account in accounts]
    looked_at = [s for s in states if s.account_id == current] or states
    if _all_are(looked_at, Connection.OFFLINE) and not any(s.connection is Connection.ONLINE for s in states):
        waiting = status.queued_replies
        if waiting:
            return Banner("banner.offline.outbox", Tone.NEUTRAL, "offline", BannerAction.SHOW_OUTBOX, count=waiting)
        return Banner("banner.offline", Tone.NEUTRAL, "offline")
    if _all_are(looked_at, Connection.CAPTIVE):
        return Banner("banner.captive", Tone.WARN, "globe", BannerAction.CHECK_AGAIN)
    for state in looked_at:
        if state.connection is Connection.INSTAGRAM_DOWN:
            return Banner("banner.instagram_down", Tone.NEUTRAL, "cloud", moment=state.trouble_since)
    return None


def _all_are(states: Sequence[AccountStatus], connection: Connection) -> bool:
    return bool(states) and all(state.connection is connection for state in states)
