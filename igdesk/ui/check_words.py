"""The six checks in words: name, verdict, cure, links, and the report that can be copied. Needs no window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import reduce

from igdesk.domain.account import Flavour
from igdesk.domain.checks import CheckId, CheckResult, CheckState, Checkup, Finding
from igdesk.ui.format import short_date
from igdesk.ui.texts import has_text, left_to_right, say

DASHBOARD = "https://developers.facebook.com/apps/"
TESTER_INVITES = "https://www.instagram.com/accounts/manage_access/"
PROFESSIONAL_HELP = "https://help.instagram.com/502981923235522"
MESSAGE_ACCESS_HELP = "https://www.facebook.com/help/instagram/791161338412168"
ELIGIBILITY = "https://developers.facebook.com/docs/messenger-platform/instagram/overview"
BOLD, END = "\x02", "\x03"
"""Around what is bold in a cure."""


class LinkAction(Enum):
    """What a link under a failed check does; the values are the ends of the text ids ``check.link.*``."""

    ANOTHER_TOKEN = "another_token"
    NEW_TOKEN = "new_token"
    DASHBOARD = "dashboard"
    CHECK_AGAIN = "check_again"
    SHOW_WHERE = "show_where"
    LEARN_MORE = "learn_more"
    COPY_REPORT = "copy_report"
    CONTINUE = "continue_anyway"


@dataclass(frozen=True, slots=True)
class CheckLink:
    """One word to click."""

    action: LinkAction
    url: str = ""

    @property
    def words(self) -> str:
        return say(f"check.link.{self.action.value}")


_AGAIN = CheckLink(LinkAction.CHECK_AGAIN)
_DASHBOARD = CheckLink(LinkAction.DASHBOARD, DASHBOARD)
_NEW = CheckLink(LinkAction.NEW_TOKEN)
_LINKS: dict[Finding, tuple[CheckLink, ...]] = {
    Finding.NOT_ACCEPTED: (CheckLink(LinkAction.ANOTHER_TOKEN), _DASHBOARD),
    Finding.ENDED: (_DASHBOARD, _NEW),
    Finding.REMOVED: (_DASHBOARD, _NEW),
    Finding.CHECKPOINT: (_AGAIN,),
    Finding.NO_ANSWER: (_AGAIN,),
    Finding.NO_TESTER: (CheckLink(LinkAction.SHOW_WHERE, TESTER_INVITES), _AGAIN),
    Finding.APP_RESTRICTED: (_DASHBOARD, _AGAIN),
    Finding.SHORT_LIVED: (_DASHBOARD, _NEW),
    Finding.OTHER_ACCOUNT: (CheckLink(LinkAction.ANOTHER_TOKEN),),
    Finding.PERSONAL: (CheckLink(LinkAction.SHOW_WHERE, PROFESSIONAL_HELP), _AGAIN),
    Finding.NOT_ELIGIBLE: (CheckLink(LinkAction.LEARN_MORE, ELIGIBILITY),),
    Finding.MISSING: (_DASHBOARD, _NEW),
    Finding.NOT_ENABLED: (_DASHBOARD, _AGAIN),
    Finding.SWITCHED_OFF: (CheckLink(LinkAction.SHOW_WHERE, MESSAGE_ACCESS_HELP), _AGAIN),
    Finding.NONE_FOUND: (_AGAIN, CheckLink(LinkAction.CONTINUE)),
    Finding.REFUSED: (CheckLink(LinkAction.COPY_REPORT), _AGAIN),
}


def check_name(check_id: CheckId) -> str:
    """What is checked: "Token is valid"."""
    return say(f"check.name.{check_id.value}")


def verdict(result: CheckResult, flavour: Flavour | None = None, *, with_username: bool = True) -> str:
    """The few words at the end of the row."""
    if result.state in (CheckState.WAITING, CheckState.CHECKING, CheckState.BLOCKED):
        return say(f"check.state.{result.state.value}")
    match result.finding:
        case Finding.UNTIL | Finding.AT_MOST_UNTIL | Finding.ENDED if result.until is not None:
            date = short_date(result.until.astimezone().date(), with_year=True)
            if result.finding is Finding.UNTIL and flavour is Flavour.FACEBOOK:
                return say("check.verdict.until_only", date=date)
            return say(f"check.verdict.{result.finding.value}", date=date)
        case Finding.ENDED:
            return say("check.verdict.ended_once")
        case Finding.PROFESSIONAL:
            return _account_words(result, with_username=with_username)
        case Finding.GRANTED | Finding.MISSING:
            return say("check.verdict.granted", granted=result.granted, needed=result.needed)
        case Finding.FOUND:
            text_id = "check.verdict.found_more" if result.has_more else "check.verdict.found"
            return say(text_id, n=result.count)
        case Finding.TROUBLE:
            return say(f"check.trouble.{result.id.value}")
        case _:
            return say(f"check.verdict.{result.finding.value}")


def cure(result: CheckResult) -> str:
    """What to do, with marks around what is bold; empty when there is nothing to do."""
    if result.state not in (CheckState.FAILED, CheckState.WARNING):
        return ""
    problem = result.problem
    if result.finding is Finding.TROUBLE and problem is not None:
        return f"{problem.happened} {problem.cure}".strip()
    if result.finding is Finding.NO_ANSWER and problem is not None and problem.id not in ("no_connection", "no_name"):
        return f"{problem.happened} {problem.cure}".strip()
    if result.finding is Finding.UNCLEAR and result.id is not CheckId.CONVERSATIONS:
        return ""
    if result.finding is Finding.MISSING:
        first, *others = (permission_name(name) for name in result.missing)
        names = reduce(lambda names, name: say("check.and_another", names=names, name=name), others, first)
        return say("check.cure.missing", n=len(result.missing), names=names)
    code = problem.code if problem is not None else ""
    text_id = f"check.cure.{result.finding.value}"
    if result.finding is Finding.REFUSED and not code:
        text_id = "check.cure.refused_without_code"
    username = left_to_right(f"@{result.username}") if result.username else ""
    return say(text_id, b=BOLD, e=END, code=left_to_right(code), username=username) if has_text(text_id) else ""


def links(result: CheckResult) -> tuple[CheckLink, ...]:
    """The words to click under the cure."""
    if result.state not in (CheckState.FAILED, CheckState.WARNING):
        return ()
    if result.finding is Finding.TROUBLE:
        link = result.problem.link if result.problem is not None else ""
        return (CheckLink(LinkAction.LEARN_MORE, link), _AGAIN) if link else (_AGAIN,)
    if result.finding is Finding.UNCLEAR:
        return (_AGAIN, CheckLink(LinkAction.CONTINUE)) if result.id is CheckId.CONVERSATIONS else ()
    return _LINKS.get(result.finding, ())


def permission_name(name: str) -> str:
    """A permission as the consent page calls it, in quotes; as Meta writes it where that is not known."""
    text_id = f"check.permission.{name}"
    return say("check.quoted", words=say(text_id) if has_text(text_id) else name)


def spoken(result: CheckResult, flavour: Flavour | None = None) -> str:
    """The whole row for a screen reader."""
    row = _row(result, verdict(result, flavour))
    words = cure(result).replace(BOLD, "").replace(END, "")
    return f"{row}. {words}" if words else row


def heading(checkup: Checkup) -> tuple[str, str]:
    """Heading of the page and the line under it, while checking or with something to fix."""
    failed = len(checkup.failed)
    if checkup.is_running or not failed:
        return say("check.heading"), say("check.heading.text")
    number = say(f"check.number.{failed}") if failed <= len(CheckId) else str(failed)
    return say("check.heading.failed", n=failed, number=number), say("check.heading.failed.text")


def report(checkup: Checkup, *, version: str, system: str, now: datetime, extra: Sequence[tuple[str, str]] = ()) -> str:
    """What can be shown to somebody who helps: no token, no message, no name."""
    lines = [
        say("check.report", version=version),
        f"{now.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {system}",
    ]
    if checkup.flavour is not None:
        lines.append(say(f"check.flavour.{checkup.flavour.value}"))
    lines += [f"{name}: {value}" for name, value in extra]
    for result in checkup.results:
        line = _row(result, verdict(result, checkup.flavour, with_username=False))
        problem = result.problem
        if problem is not None and problem.code:
            line += f" ({problem.code}{', ' + problem.trace_id if problem.trace_id else ''})"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _row(result: CheckResult, words: str) -> str:
    state = CheckState.WAITING if result.state is CheckState.BLOCKED else result.state
    return say("check.spoken", name=check_name(result.id), state=say(f"check.said.{state.value}"), verdict=words)


def _account_words(result: CheckResult, *, with_username: bool) -> str:
    kind = {"business": "business", "media_creator": "creator", "creator": "creator"}.get(result.account_type, "")
    words = say(f"check.account.{kind or 'professional'}")
    return f"{words} · {left_to_right('@' + result.username)}" if with_username and result.username else words
