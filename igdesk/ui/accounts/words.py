"""What can be said of a connected account: its condition, by what it is connected, until when. Needs no window."""

from dataclasses import dataclass
from datetime import datetime

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability
from igdesk.domain.health import ToldError
from igdesk.domain.status import AccountCondition, AccountStatus, conditions
from igdesk.domain.token_life import days_left, ends_at
from igdesk.ui import format as fmt
from igdesk.ui.texts import left_to_right, say


def condition_words(condition: AccountCondition, account: Account, now: datetime) -> str:
    """A token that ends with the days that are left, a problem that has words of its own with those."""
    if condition is AccountCondition.TOKEN_ENDS:
        return say("account.state.token_ends", n=days_left(account, now) or 0)
    if condition is AccountCondition.PERMISSION and account.problem is not AccountProblem.PERMISSION:
        return say(f"account.problem.{account.problem.value}")
    return say(f"account.state.{condition.value}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A small heading and what stands under it."""

    label: str
    value: str


def facts(account: Account, now: datetime, *, is_demo: bool = False) -> tuple[Fact, Fact, Fact, Fact]:
    """The four facts on an account's card."""
    connection = "demo" if is_demo else account.flavour.value
    return (
        Fact(say("account.connection"), say(f"account.connection.{connection}")),
        token_fact(account, now),
        Fact(say("account.human_reply"), say(f"account.human_reply.{account.human_agent.value}")),
        Fact(say("account.files"), say(f"account.files.{_files(account)}")),
    )


def token_fact(account: Account, now: datetime) -> Fact:
    """Until when the token lives."""
    end = ends_at(account)
    if _lost_token_early(account, now):
        return Fact(say("account.token"), _no_token(account))
    if end is None:
        return Fact(say("account.token"), say("account.token.no_end"))
    if account.token_expires_at is None:
        # Pasted: how much of its life was over then, nobody knows before the first renewal.
        return Fact(say("account.token.ends"), say("account.token.at_most", date=_day(end)))
    if end <= now:
        return Fact(say("account.token.ended"), _day(end))
    return Fact(say("account.token.ends"), _day(end))


def kind_words(account: Account) -> str:
    """``@fernandclay.studio · Business``."""
    name = left_to_right(f"@{account.username}") if account.username else account.remote_id
    kind = account.account_type.strip().lower()
    if kind == "business":
        return say("account.kind", name=name, kind=say("account.kind.business"))
    if kind in ("media_creator", "creator"):
        return say("account.kind", name=name, kind=say("account.kind.creator"))
    return name


def sign_in_way(account: Account) -> str:
    """The product of Meta that the account is connected by, as the diagnosis names it."""
    return say(f"account.flavour.{account.flavour.value}")


def error_line(error: ToldError, now: datetime) -> str:
    """``14:31 · Error 613 · 3 times · Trace A1b2``."""
    seen = error.seen
    parts = [fmt.moment_near(seen.last_at, now)]
    if seen.code:
        parts.append(say("explain.code", code=left_to_right(seen.code)))
    if seen.times > 1:
        parts.append(say("diagnosis.times", n=seen.times))
    if seen.trace_id:
        parts.append(say("diagnosis.trace", trace=left_to_right(seen.trace_id)))
    return " · ".join(parts)


def diagnosis_lines(account: Account, status: AccountStatus, now: datetime) -> list[tuple[str, str]]:
    """Heading and value of each line, as shown and as copied."""
    end, left = ends_at(account), days_left(account, now)
    lines = [
        (say("diagnosis.state"), condition_words(next(conditions(account, status, now)), account, now)),
        (say("diagnosis.flavour"), sign_in_way(account)),
        (say("diagnosis.id"), left_to_right(account.remote_id)),
    ]
    if account.app_scoped_id:
        lines.append((say("diagnosis.app_id"), left_to_right(account.app_scoped_id)))
    if account.node_id not in ("", account.remote_id):
        lines.append((say("diagnosis.page_id"), left_to_right(account.node_id)))
    if _lost_token_early(account, now):
        life = _no_token(account)
    elif end is None:
        life = say("account.token.no_end")
    else:
        text_id = "diagnosis.life" if account.token_expires_at is not None else "diagnosis.life.assumed"
        date = fmt.short_date(end.astimezone().date(), with_year=True)
        life = say(text_id, date=date, n=max(left or 0, 0))
    lines.append((say("diagnosis.token"), life))
    if account.renewal_failed_at is not None:
        lines.append(
            (
                say("diagnosis.renewal"),
                say("diagnosis.renewal.failed", time=fmt.moment_near(account.renewal_failed_at, now)),
            )
        )
    elif account.token_issued_at is not None:
        lines.append(
            (say("diagnosis.renewal"), say("diagnosis.renewal.at", time=fmt.moment_near(account.token_issued_at, now)))
        )
    granted = ", ".join(account.permissions)
    lines.append((say("diagnosis.scopes"), left_to_right(granted) if granted else say("diagnosis.unknown")))
    checked = status.last_checked_at or account.last_checked_at
    lines.append(
        (say("diagnosis.checked"), fmt.moment_near(checked, now) if checked is not None else say("diagnosis.never"))
    )
    lines.append((say("diagnosis.budget"), fmt.percent(status.budget_used)))
    return lines


def _lost_token_early(account: Account, now: datetime) -> bool:
    """Whether the token is gone although its time is not over."""
    end = ends_at(account)
    return account.state is AccountState.NEEDS_SIGN_IN and (end is None or end > now)


def _no_token(account: Account) -> str:
    """Disconnected by the person, gone from this computer, or refused by Instagram before its time."""
    is_gone = account.problem in (AccountProblem.NONE, AccountProblem.TOKEN_MISSING)
    return say("account.token.none" if is_gone else "account.token.refused")


def _files(account: Account) -> str:
    if account.file_upload is Capability.UNKNOWN and not account.may_send_files:
        return "unknown"
    return "all" if account.may_send_files else "text_only"


def _day(moment: datetime) -> str:
    day = moment.astimezone().date()
    return fmt.short_date(day, with_year=True)
