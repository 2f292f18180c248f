"""The words of 12.5, and a report that holds nothing of anybody."""

from datetime import UTC, datetime

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.checks import CheckId, CheckResult, CheckState, Checkup, Finding
from igdesk.domain.status import Problem
from igdesk.ui.check_words import BOLD, END, CheckLink, LinkAction, cure, heading, links, report, spoken, verdict

DAY = datetime(2027, 1, 19, 12, tzinfo=UTC)
F, W, P = CheckState.FAILED, CheckState.WARNING, CheckState.PASSED
T, A, R, C, M, L = CheckId


def words(result: CheckResult) -> str:
    return cure(result).replace(BOLD, "*").replace(END, "*")


@pytest.mark.parametrize(
    ("result", "said", "to_do"),
    [
        (CheckResult(T, F, Finding.NOT_ACCEPTED), "Not accepted", "Instagram does not accept this token. It may be"),
        (CheckResult(T, F, Finding.ENDED), "Ended", "An expired token can’t be renewed. Generate a new one."),
        (CheckResult(T, F, Finding.NO_ANSWER), "No answer", "Instagram could not be reached."),
        (
            CheckResult(T, F, Finding.NO_TESTER),
            "App has no access",
            "The token is fine, but your account is not an acc",
        ),
        (CheckResult(A, F, Finding.PERSONAL), "Personal account", "Switch to a Business or Creator account in Instag"),
        (CheckResult(A, F, Finding.NOT_ELIGIBLE), "Not eligible", "Instagram does not offer messages of this account"),
        (
            CheckResult(R, F, Finding.MISSING, granted=1, needed=2, missing=("instagram_business_manage_messages",)),
            "1 of 2",
            "“Manage messages” is missing. Generate the token again, and leave every box ticked on Instagram’s consent",
        ),
        (CheckResult(C, F, Finding.NOT_ENABLED), "Not enabled", "Add “Manage messaging & content on Instagram” to yo"),
        (
            CheckResult(M, F, Finding.SWITCHED_OFF),
            "Switched off",
            (
                "On your phone: Instagram → Settings → Messages and story replies → Message controls → Connected tools "
                "→ *Allow access to messages*."
            ),
        ),
        (CheckResult(L, W, Finding.NONE_FOUND), "None found", "Nobody has written in the last weeks, or"),
        (CheckResult(L, CheckState.BLOCKED), "Needs the points above", ""),
        (CheckResult(L, P, Finding.FOUND, count=23), "23 found", ""),
        (CheckResult(T, P, Finding.NO_END), "Has no end date", ""),
    ],
)
def test_verdict_and_cure(result: CheckResult, said: str, to_do: str) -> None:
    assert verdict(result) == said
    assert words(result).startswith(to_do)
    assert bool(words(result)) == bool(to_do)
    assert bool(links(result)) == bool(to_do)


def test_what_is_in_between_has_words_of_its_own() -> None:
    """A clock that is hours wrong, a proxy, a captive portal."""
    problem = Problem("certificate", "The certificate could not be verified.", "Check the date of this computer.")
    result = CheckResult(T, F, Finding.NO_ANSWER, problem=problem)
    assert words(result) == "The certificate could not be verified. Check the date of this computer."


def test_the_row_as_it_is_read_aloud() -> None:
    result = CheckResult(A, P, Finding.PROFESSIONAL, account_type="media_creator", username="harbour.roasters")
    assert spoken(result) == "Account is professional: passed, Creator · \u2066@harbour.roasters\u2069"
    assert spoken(CheckResult(M, CheckState.BLOCKED)) == "Message access is allowed: waiting, Needs the points above"
    assert spoken(CheckResult(T, F, Finding.ENDED)).endswith("failed, Ended. An expired token can’t be renewed. "
                                                             "Generate a new one.")  # fmt: skip


def test_a_page_token_does_not_renew_itself() -> None:
    result = CheckResult(T, P, Finding.UNTIL, until=DAY)
    assert "renews itself" in verdict(result, Flavour.INSTAGRAM)
    assert "renews itself" not in verdict(result, Flavour.FACEBOOK)
    assert "2027" in verdict(result)


def test_the_heading_counts_what_is_left_to_fix() -> None:
    checkup = Checkup()
    assert heading(checkup)[0] == "Checking the connection"
    for number, check_id, said in ((1, R, "One thing to fix"), (2, M, "Two things to fix")):
        checkup = checkup.with_result(CheckResult(check_id, F, Finding.SWITCHED_OFF))
        assert heading(checkup)[0] == said, number


def test_several_permissions_are_named_in_one_sentence() -> None:
    missing = ("instagram_business_basic", "instagram_business_manage_messages")
    found = cure(CheckResult(R, F, Finding.MISSING, granted=0, needed=2, missing=missing))
    assert found.startswith("“View profile and media”, “Manage messages” are missing.")


def test_every_finding_has_words() -> None:
    for finding in Finding:
        for check_id in CheckId:
            if finding is Finding.NONE or (finding is Finding.TROUBLE and check_id not in (T, A, L)):
                continue
            result = CheckResult(
                check_id,
                F,
                finding,
                until=DAY,
                missing=("instagram_basic",),
                problem=Problem("x", "It happened.", "Do it."),
            )
            assert verdict(result)
            cure(result)
            links(result)


def test_links_lead_somewhere() -> None:
    for finding in Finding:
        for link in links(CheckResult(L, F, finding, problem=Problem("x", "It happened.", "", link="https://a.b"))):
            assert isinstance(link, CheckLink)
            needs_url = link.action in (LinkAction.DASHBOARD, LinkAction.SHOW_WHERE, LinkAction.LEARN_MORE)
            assert link.url.startswith("https://") is needs_url


def test_the_report_names_nobody() -> None:
    checkup = Checkup(flavour=Flavour.INSTAGRAM)
    for result in (
        CheckResult(T, F, Finding.OTHER_ACCOUNT, username="harbour.roasters"),
        CheckResult(A, P, Finding.PROFESSIONAL, account_type="business", username="harbour.roasters"),
        CheckResult(L, F, Finding.REFUSED, problem=Problem("r", "No.", "", "100/33", "Atrace01")),
    ):
        checkup = checkup.with_result(result)
    text = report(checkup, version="1.2", system="linux", now=DAY)
    assert "harbour" not in text
    assert "Conversations are readable: failed, Refused (100/33, Atrace01)" in text
    assert "Instagram Login" in text
