"""Every entry of the error catalogue, as the person gets it: one test each."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.ids import AccountId
from igdesk.domain.outbox import FailureReason
from igdesk.domain.status import AccountStatus, Connection, EngineStatus
from igdesk.graph.catalogue import CATALOGUE
from igdesk.graph.error_table import as_markdown
from igdesk.graph.errors import GraphError, error_from_answer
from igdesk.graph.kinds import CatalogueEntry, ErrorKind, Retry
from igdesk.ui.banner.choice import choose
from igdesk.ui.banner.words import banner_words
from igdesk.ui.texts import has_text

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
IDS = [f"{n}-{e.id}-{e.code}-{e.subcode}" for n, e in enumerate(CATALOGUE)]


def said_by(entry: CatalogueEntry) -> GraphError:
    """The error as it comes out of an answer of Instagram, else as the client makes it by itself."""
    if entry.code is None and entry.subcode is None:
        return GraphError(entry.kind, entry=entry)
    error = {"message": entry.text or "…", "type": "OAuthException", "code": entry.code or 4, "fbtrace_id": "Atrace"}
    if entry.subcode is not None:
        error["error_subcode"] = entry.subcode
    found = error_from_answer(400, json.dumps({"error": error}).encode(), {}, is_send=False)
    assert found is not None
    return found


@pytest.mark.parametrize("entry", CATALOGUE, ids=IDS)
def test_the_words_a_person_gets(entry: CatalogueEntry) -> None:
    """failure 1, failure 2, failure 6, failure 11, failure 15, failure 16, failure 21: words, cure and a way to act."""
    problem = said_by(entry).problem()
    assert problem.happened == entry.happened
    assert problem.cure == entry.cure
    assert problem.link == entry.link
    if entry.code is not None:
        assert problem.code.split("/")[0] == str(entry.code)
    for text in (problem.happened, problem.cure):
        assert "!" not in text
        assert not re.search(r"\b(please|oops|successfully|thread|chat|ticket|token is null)\b", text, re.IGNORECASE)
        assert not text or text[-1] in ".”"
    if entry.retry is Retry.NEVER:
        assert problem.cure or entry.id.startswith("media_"), "who has to act is told what to do"


@pytest.mark.parametrize("entry", CATALOGUE, ids=IDS)
def test_where_the_words_are_shown(entry: CatalogueEntry) -> None:
    """A problem of the account has a banner; a reply that failed has its footer and its "Why?"."""
    if entry.failure is not FailureReason.NONE:
        assert has_text(f"send.{entry.failure.value}") or entry.failure is FailureReason.OTHER
    if entry.account_problem is AccountProblem.NONE:
        return
    is_out = entry.kind is ErrorKind.REAUTHENTICATE
    account = Account(
        id=AccountId(1),
        remote_id="1",
        app_scoped_id="",
        node_id="1",
        flavour=Flavour.INSTAGRAM,
        username="fern",
        name="Fern & Clay",
        picture_url="",
        state=AccountState.NEEDS_SIGN_IN if is_out else AccountState.LIMITED,
        problem=entry.account_problem,
        human_agent=Capability.UNKNOWN,
        token_expires_at=None,
        connected_at=NOW,
    )
    connection = Connection.SIGNED_OUT if is_out else Connection.ONLINE
    status = EngineStatus((AccountStatus(AccountId(1), connection, problem=said_by(entry).problem()),))
    banner = choose([account], status, now=NOW)
    assert banner is not None
    lead, rest = banner_words(banner, NOW)
    assert lead
    assert rest


@pytest.mark.parametrize(
    ("code", "message", "happened"),
    [
        (3, "(#3) Application does not have the capability to make this API call.", "not enabled for the app"),
        (190, "Invalid OAuth access token - Cannot parse access token", "does not accept the token"),
        (200, "(#200) User not authorized to perform this request", "not an accepted tester"),
        (10, "User not authorized", "not an accepted tester"),
    ],
)
def test_the_three_that_everybody_meets(code: int, message: str, happened: str) -> None:
    """failure 6, failure 11, failure 16"""
    error = GraphError(ErrorKind.PERMISSION, code=code, words=message)
    answer = {"error": {"message": message, "type": "OAuthException", "code": code}}
    error = error_from_answer(400, json.dumps(answer).encode(), {}, is_send=False) or error
    assert happened in error.problem().happened
    assert error.problem().cure
    assert error.problem().link


def test_the_table_of_the_readme_is_the_one_of_the_program() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(r"<!-- errors of Instagram -->\n(.*?)\n<!-- end of errors -->", readme, re.DOTALL)
    assert found is not None
    assert found[1] == as_markdown(), "python tests/graph/write_error_table.py"


def test_every_code_is_in_the_table() -> None:
    table = as_markdown()
    for entry in CATALOGUE:
        assert entry.happened in table
        if entry.code is not None:
            assert str(entry.code) in table


# Every row of the decision table of Meta's errors: code, subcode, whether a retry makes sense.
ROWS = (
    "-1", "-1/2207001", "-2", "1", "1/99", "1/1357046", "2", "2/2018344", "3", "4", "4/2018354", "9", "10",
    "10/2534022", "10/2018278", "10/2534044", "10/2018065", "10/2018108", "10/1893063", "10/2534077", "10/1404170",
    "17", "24/2207006", "24/2207008", "25/2207050", "32", "100", "100/33", "100/2018001", "100/2018008",
    "100/2018014", "100/2018047", "100/2018074", "100/2018109", "100/2018294", "100/2018320", "100/2018328",
    "100/2534013", "100/2534014", "100/2534015", "100/2534025", "100/2534029", "100/2534037", "100/2534068",
    "100/2534080", "102", "104", "190", "190/458", "190/459", "190/460", "190/463", "190/464", "190/466",
    "190/467", "190/492", "190/2069032", "200", "200/1545041", "200/2018028", "200/2534041", "230", "341", "506",
    "368", "551", "551/1545041", "613", "613/2534040", "613/1996", "613/2018338", "803", "2022", "2500", "9010",
    "36103", "80001", "80002", "80006", "2018218", "2018247", "2018300", "2018321", "9000001",
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_decision_table_has_an_entry(row: str) -> None:
    code, _, subcode = row.partition("/")
    wanted = (int(code), int(subcode) if subcode else None)
    assert any((entry.code, entry.subcode) == wanted for entry in CATALOGUE), row
