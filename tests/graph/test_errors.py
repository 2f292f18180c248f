"""The error table and the verdict on every sort of answer."""

import json
from datetime import UTC, datetime

import pytest

from igdesk.domain.account import AccountProblem
from igdesk.domain.outbox import FailureReason
from igdesk.graph.errors import CATALOGUE, CatalogueEntry, ErrorKind, GraphError, Retry, error_from_answer, redact
from igdesk.graph.instants import read_http_date, seconds_to_wait

K = ErrorKind
CODED = [entry for entry in CATALOGUE if entry.code is not None or entry.subcode is not None]
BLAME = ("you failed", "your fault", "wrongly", "please", "oops", "successfully", "!")


def answer(
    status: int = 400, *, is_send: bool = False, headers: dict[str, str] | None = None, **error: object
) -> GraphError:
    body = json.dumps({"error": {"message": "words", "fbtrace_id": "Atrace", **error}}).encode()
    found = error_from_answer(status, body, headers or {}, is_send=is_send)
    assert found is not None
    return found


@pytest.mark.parametrize("entry", CODED, ids=[f"{e.code}-{e.subcode}-{e.text[:12]}" for e in CODED])
def test_every_row_is_found_by_what_it_matches(entry: CatalogueEntry) -> None:
    error = answer(
        code=entry.code if entry.code is not None else 12345, error_subcode=entry.subcode, message=entry.text
    )
    assert error.entry is entry
    assert error.kind is entry.kind
    assert error.problem().happened == entry.happened
    # Another language, another wording: the numbers decide.
    if not entry.text:
        assert answer(code=entry.code or 1, error_subcode=entry.subcode, message="…").entry.kind is entry.kind


@pytest.mark.parametrize("entry", CATALOGUE, ids=[f"{e.id}-{e.code}-{e.subcode}-{n}" for n, e in enumerate(CATALOGUE)])
def test_every_row_speaks_plainly(entry: CatalogueEntry) -> None:
    """Whole sentences, no blame, no code alone; what has no cure can only wait."""
    for words in filter(None, (entry.happened, entry.cure)):
        assert words[0].isupper() or words.startswith("igdesk")
        assert words.endswith(".")
        assert "'" not in words, "curly apostrophes"
        assert not any(blame in words.lower() for blame in BLAME)
        assert "{" not in words
    assert entry.happened
    assert not entry.link or entry.link.startswith("https://developers.facebook.com/")
    assert entry.text == entry.text.lower()


@pytest.mark.parametrize("entry", CATALOGUE, ids=[f"{e.id}-{e.code}-{e.subcode}-{n}" for n, e in enumerate(CATALOGUE)])
def test_every_row_is_consistent(entry: CatalogueEntry) -> None:
    """A class of errors means the same for the account and for retrying wherever it appears."""
    assert entry.failure is not FailureReason.NONE
    p = AccountProblem
    wanted = {
        K.REAUTHENTICATE: {p.TOKEN_EXPIRED, p.TOKEN_REVOKED, p.TOKEN_INVALID, p.CHECKPOINT, p.PAGE_ROLE, p.APP_SECRET},
        K.PERMISSION: {p.PERMISSION, p.NO_ROLE, p.PERSONAL, p.CAPABILITY, p.PAGE_LINK, p.APP_SECRET},
        K.MESSAGE_ACCESS: {p.MESSAGE_ACCESS},
        K.RESTRICTED: {p.RESTRICTED},
    }
    assert entry.account_problem in wanted.get(entry.kind, {p.NONE})
    if entry.kind is K.THROTTLED:
        assert entry.pause_s is not None
        assert entry.retry is Retry.LATER
    if entry.kind in (K.WINDOW_CLOSED, K.RECIPIENT, K.UNREACHABLE, K.OTHER_APP, K.REAUTHENTICATE, K.GONE):
        assert entry.retry is Retry.NEVER


def test_every_kind_has_words_and_every_match_is_unique() -> None:
    assert {GraphError(kind).entry.kind for kind in ErrorKind} == set(ErrorKind)
    keys = [(e.code, e.subcode, e.text) for e in CODED]
    assert len(keys) == len(set(keys))


SHEET = [
    # code, subcode, message, kind, failure
    (190, 463, "Error validating access token: Session has expired", K.REAUTHENTICATE, AccountProblem.TOKEN_EXPIRED),
    (190, 460, "…", K.REAUTHENTICATE, AccountProblem.TOKEN_REVOKED),
    (190, 459, "…", K.REAUTHENTICATE, AccountProblem.CHECKPOINT),
    (190, 99999, "Cannot parse access token", K.REAUTHENTICATE, AccountProblem.TOKEN_INVALID),
    (102, None, "…", K.REAUTHENTICATE, AccountProblem.TOKEN_INVALID),
    (4, None, "Application request limit reached", K.THROTTLED, AccountProblem.NONE),
    (17, 2446079, "…", K.THROTTLED, AccountProblem.NONE),
    (80002, 2446079, "…", K.THROTTLED, AccountProblem.NONE),
    (77777, 2446079, "…", K.THROTTLED, AccountProblem.NONE),
    (613, 1996, "…", K.THROTTLED, AccountProblem.NONE),
    (1, None, "Please reduce the amount of data you're asking for", K.TOO_MUCH_DATA, AccountProblem.NONE),
    (1, None, "An unknown error has occurred.", K.TOO_MUCH_DATA, AccountProblem.NONE),
    (-2, None, "…", K.TOO_MUCH_DATA, AccountProblem.NONE),
    (2, None, "…", K.TEMPORARY, AccountProblem.NONE),
    (-1, 2207001, "…", K.TEMPORARY, AccountProblem.NONE),
    (10, 2534022, "(#10) This message is sent outside of allowed window.", K.WINDOW_CLOSED, AccountProblem.NONE),
    (10, 2018278, "…", K.WINDOW_CLOSED, AccountProblem.NONE),
    (551, None, "This person isn't available right now", K.UNREACHABLE, AccountProblem.NONE),
    (230, None, "User consent is required to access user profile", K.NO_CONSENT, AccountProblem.NONE),
    (9010, None, "No matching Instagram user", K.RECIPIENT, AccountProblem.NONE),
    (100, 2534014, "The requested user cannot be found", K.RECIPIENT, AccountProblem.NONE),
    (100, 2534037, "(#100) The action is invalid since it's not the thread owner.", K.OTHER_APP, AccountProblem.NONE),
    (10, None, "(#10) Another app is controlling this thread now.", K.OTHER_APP, AccountProblem.NONE),
    (10, None, "(#10) Application does not have permission", K.PERMISSION, AccountProblem.PERMISSION),
    (200, 2534048, "(#200) App does not have Advanced Access", K.PERMISSION, AccountProblem.PERMISSION),
    (200, 2534041, "…", K.MESSAGE_ACCESS, AccountProblem.MESSAGE_ACCESS),
    (3, None, "(#3) Application does not have the capability", K.PERMISSION, AccountProblem.CAPABILITY),
    (100, None, "Unsupported request - method type: get", K.PERMISSION, AccountProblem.NO_ROLE),
    (100, None, "Invalid appsecret_proof provided in the API argument", K.PERMISSION, AccountProblem.APP_SECRET),
    (
        100,
        None,
        "API calls from the server require an appsecret_proof argument",
        K.REAUTHENTICATE,
        AccountProblem.APP_SECRET,
    ),
    (100, None, "(#100) Tried accessing nonexisting field (x)", K.PERMANENT, AccountProblem.NONE),
    (100, None, "(#100) Invalid parameter", K.PERMANENT, AccountProblem.NONE),
    (100, 33, "Unsupported get request. Object with ID", K.GONE, AccountProblem.NONE),
    (368, None, "…", K.RESTRICTED, AccountProblem.RESTRICTED),
    (10, 1893063, "…", K.RESTRICTED, AccountProblem.RESTRICTED),
    (9000001, None, "This Message has been deleted by the user or the business.", K.GONE, AccountProblem.NONE),
    (36103, None, "…", K.PERMISSION, AccountProblem.PERSONAL),
    (31337, None, "never seen before", K.PERMANENT, AccountProblem.NONE),
    (None, None, "no code at all", K.PERMANENT, AccountProblem.NONE),
]


@pytest.mark.parametrize(("code", "subcode", "message", "kind", "problem"), SHEET)
def test_the_decision_table(
    code: int | None, subcode: int | None, message: str, kind: ErrorKind, problem: AccountProblem
) -> None:
    """failures 1, 2, 6, 11, 15, 16, 21, 27, 28, 29, 30, 34, 57, 72, 77: each gets its own class."""
    error = answer(code=code, error_subcode=subcode, message=message)
    assert (error.kind, error.entry.account_problem) == (kind, problem)
    assert (answer(code=str(code), error_subcode=str(subcode), message=message)).kind is kind, "numbers as text"


def test_password_changed_is_not_called_expired() -> None:
    """failure 2"""
    said = "The session has been invalidated because the user changed their password or Facebook has changed it"
    assert answer(code=190, message=said).entry.id == "token_revoked"
    assert answer(code=190, message="Session has expired on Tuesday, 01-Dec-25").entry.id == "token_expired"


def test_app_without_access_is_explained() -> None:
    """failures 6 and 7"""
    error = answer(code=100, type="IGApiException", message="Unsupported request - method type: post")
    assert "tester" in error.entry.happened
    assert "Meta" in error.entry.happened


def test_transient_errors_pass() -> None:
    assert answer(code=31337, is_transient=True).kind is K.TEMPORARY
    assert answer(code=10, is_transient=True).kind is K.TEMPORARY
    assert answer(code=190, is_transient=True).kind is K.REAUTHENTICATE
    assert answer(code=4, is_transient=True).kind is K.THROTTLED


def test_too_many_requests() -> None:
    """failure 34"""
    error = answer(429, code=31337, headers={"retry-after": "90"})
    assert (error.kind, error.retry_after_s) == (K.THROTTLED, 90.0)
    bare = error_from_answer(429, b"<html>slow down</html>", {"retry-after": "7"}, is_send=True)
    assert bare is not None
    assert (bare.kind, bare.retry_after_s) == (K.THROTTLED, 7.0)


SENDS = [
    # status, code, subcode, kind
    (400, 10, 2534022, K.WINDOW_CLOSED),
    (400, 2, None, K.TEMPORARY),
    (400, 1, None, K.TEMPORARY),
    (400, 1200, None, K.TEMPORARY),
    (400, -2, None, K.OUTCOME_UNKNOWN),
    (400, 1, 1357046, K.OUTCOME_UNKNOWN),
    (500, 1, None, K.OUTCOME_UNKNOWN),
    (500, 2, None, K.OUTCOME_UNKNOWN),
    (500, -1, None, K.OUTCOME_UNKNOWN),
    (500, -2, None, K.OUTCOME_UNKNOWN),
    (503, 10, 2534022, K.OUTCOME_UNKNOWN),
    (500, 190, 463, K.OUTCOME_UNKNOWN),
    (500, 4, None, K.OUTCOME_UNKNOWN),
    (200, 10, 2534022, K.OUTCOME_UNKNOWN),
    (408, 10, None, K.OUTCOME_UNKNOWN),
    (401, 190, None, K.REAUTHENTICATE),
    (403, 10, 2534022, K.WINDOW_CLOSED),
]


@pytest.mark.parametrize(("status", "code", "subcode", "kind"), SENDS)
def test_a_send_is_refused_only_by_a_clean_4xx(status: int, code: int, subcode: int | None, kind: ErrorKind) -> None:
    """failures 30, 31, 33: everything else may have gone out."""
    assert answer(status, is_send=True, code=code, error_subcode=subcode).kind is kind


@pytest.mark.parametrize("is_send", [False, True])
@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (500, b"", K.OUTCOME_UNKNOWN),
        (502, b"<html>Bad gateway</html>", K.OUTCOME_UNKNOWN),
        (503, b'{"unexpected": 1}', K.OUTCOME_UNKNOWN),
        (511, b"<html>sign in</html>", K.NOT_INSTAGRAM),
        (407, b"", K.NOT_CONNECTED),
        (302, b"", K.NOT_INSTAGRAM),
        (403, b"<html>blocked by your company</html>", K.NOT_INSTAGRAM),
        (404, b"[]", K.NOT_INSTAGRAM),
    ],
)
def test_failures_without_an_error_object(status: int, body: bytes, kind: ErrorKind, is_send: bool) -> None:
    error = error_from_answer(status, body, {}, is_send=is_send)
    assert error is not None
    assert error.kind is kind


def test_a_read_with_5xx_is_judged_by_its_code() -> None:
    assert answer(500, code=1, message="Please reduce the amount of data").kind is K.TOO_MUCH_DATA
    assert answer(500, code=100, message="The ids query parameter is deprecated in v26.0+").entry.id == "defect"
    assert answer(500, code=31337).kind is K.TEMPORARY


def test_success_is_no_error() -> None:
    assert error_from_answer(200, b'{"data": [{"message": "an \\"error\\" in a text"}]}', {}, is_send=False) is None


def test_sign_in_endpoint_has_its_own_shape() -> None:
    body = (
        b'{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found or was already used"}'
    )
    error = error_from_answer(400, body, {}, is_send=False)
    assert error is not None
    assert (error.kind, error.code, error.entry.id) == (K.REAUTHENTICATE, 400, "sign_in_refused")
    assert error.words == "Matching code was not found or was already used"


def test_words_come_from_instagram_clean_and_short() -> None:
    error = answer(code=10, error_user_msg="Not\u202e now.\n" + "x" * 1000, message="internal")
    assert error.words.startswith("Not now. xxx")
    assert len(error.words) == 300
    assert answer(code=10, message="internal").words == "internal"


def test_neither_token_nor_text_is_in_what_is_logged(token: str) -> None:
    """failure 96"""
    said = f"Cannot use {token} nor EAABsbCS1iHgBAKZCz at https://x/?access_token=abc123&after=1 for: my secret text"
    error = answer(code=100, message=said)
    secrets = (token, "EAABsbCS1iHgBAKZCz", "abc123")
    for shown in (str(error), repr(error), repr(error.args), error.words, repr(error.problem())):
        assert not any(secret in shown for secret in secrets)
    assert "my secret text" not in str(error) + repr(error)
    assert redact("a word-by-word text, IGdesk and EAA stay") == "a word-by-word text, IGdesk and EAA stay"


def test_problem_shows_code_and_trace() -> None:
    problem = answer(403, code=10, error_subcode=2534022, fbtrace_id="A/trace\n1").problem()
    assert (problem.code, problem.trace_id, problem.id) == ("10/2534022", "Atrace1", "window_closed")
    assert GraphError(K.NOT_CONNECTED).code_text == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [("5", 5.0), ("0", None), ("-3", None), ("nan", None), ("inf", None), ("", None), ("x", None), ("9" * 12, 86400.0)],
)
def test_retry_after_is_read_as_seconds_or_date(value: str, expected: float | None) -> None:
    assert seconds_to_wait(value) == expected


def test_retry_after_as_a_date_counts_from_the_server_clock() -> None:
    then, now = "Fri, 20 Nov 2026 14:38:00 GMT", "Fri, 20 Nov 2026 14:36:00 GMT"
    assert seconds_to_wait(then, now) == 120.0
    assert seconds_to_wait(then, "") is None
    assert read_http_date(now) == datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
