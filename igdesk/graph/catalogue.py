"""The error table: every code of the Graph API that matters to an inbox, and the words for it."""

from collections.abc import Iterator
from dataclasses import replace

from igdesk.graph import account_words, sign_in_words, words
from igdesk.graph.kinds import CatalogueEntry, ErrorKind


def _rows() -> Iterator[CatalogueEntry]:
    def row(
        said: CatalogueEntry, code: int | None, subcode: int | None = None, *, text: str = "", id_: str = ""
    ) -> CatalogueEntry:
        return replace(said, code=code, subcode=subcode, text=text, id=id_ or said.id)

    yield row(words.TEMPORARY, -1)
    yield row(words.TEMPORARY, -1, 2207001)
    yield row(words.TOO_MUCH, -2)
    yield row(words.TOO_MUCH, 1, text="reduce the amount of data")
    yield row(words.UNKNOWN_FAULT, 1)
    yield row(account_words.MAYBE_PERMISSION, 1, 99)
    yield row(words.DOWN, 1, 1357046, id_="maybe_sent")
    yield row(words.TEMPORARY, 2)
    yield row(account_words.TERMS, 2, 2018344)
    yield row(account_words.CAPABILITY, 3)
    yield row(words.PAUSE, 4)
    yield row(words.NOT_OFFERED, 4, 2018354)
    yield row(words.PAUSE, 9)
    yield row(words.OTHER_APP, 10, text="another app")
    yield row(account_words.PERMISSION, 10)
    yield row(words.WINDOW, 10, 2534022)
    yield row(words.WINDOW, 10, 2018278)
    yield row(words.WINDOW, 10, 2534044)
    yield row(words.WINDOW, 10, 2018065)
    yield row(words.UNREACHABLE, 10, 2018108)
    yield row(account_words.RESTRICTED, 10, 1893063)
    yield row(account_words.LINK_UNVERIFIED, 10, 2534077)
    yield row(words.NOT_OFFERED, 10, 1404170)
    yield row(words.OTHER_APP, 10, 2018300)
    yield row(account_words.PERSON_ROLE, 10, 2534048)
    yield row(words.PAUSE, 17)
    yield row(words.MISSING, 24)
    yield row(words.MISSING, 24, 2207006)
    yield row(words.MISSING, 24, 2207008)
    yield row(account_words.RESTRICTED_CHECKPOINT, 25)
    yield row(account_words.RESTRICTED_CHECKPOINT, 25, 2207050)
    yield row(words.PAUSE, 32)
    yield row(account_words.NO_ACCESS, 100, text="unsupported request - method type")
    yield row(words.FIELD, 100, text="tried accessing nonexisting field")
    yield row(account_words.SECRET, 100, text="invalid appsecret_proof")
    yield row(account_words.SIGNATURE, 100, text="require an appsecret_proof")
    yield row(words.DEFECT, 100, text="ids query parameter is deprecated")
    yield row(words.REFUSED, 100)
    yield row(words.MISSING, 100, 33)
    yield row(words.RECIPIENT, 100, 2018001)
    yield row(words.FETCH, 100, 2018008)
    yield row(words.DEFECT, 100, 2018014)
    yield row(words.FORMAT, 100, 2018047)
    yield row(words.ATTACHMENT, 100, 2018074)
    yield row(words.TOO_LARGE, 100, 2018109)
    yield row(words.FETCH, 100, 2018294)
    yield row(words.REFUSED, 100, 2018320)
    yield row(words.REFUSED, 100, 2018328)
    yield row(account_words.NOT_LINKED, 100, 2534013)
    yield row(words.RECIPIENT, 100, 2534014)
    yield row(words.DEFECT, 100, 2534015)
    yield row(words.COMMENT, 100, 2534025)
    yield row(account_words.RESTRICTED, 100, 2534029)
    yield row(words.OTHER_APP, 100, 2534037)
    yield row(words.REFUSED, 100, 2534068)
    yield row(words.FORMAT, 100, 2534080)
    yield row(account_words.TOKEN_INVALID, 102)
    yield row(account_words.SIGNATURE, 104)
    for code in (102, 190):
        yield row(account_words.APP_REMOVED, code, 458)
        yield row(account_words.CHECKPOINT, code, 459)
        yield row(account_words.TOKEN_REVOKED, code, 460)
        yield row(account_words.TOKEN_EXPIRED, code, 463)
        yield row(account_words.UNCONFIRMED, code, 464)
        yield row(account_words.CHECKPOINT, code, 466)
        yield row(account_words.TOKEN_REVOKED, code, 467)
        yield row(account_words.ROLE_LOST, code, 492)
    yield row(account_words.TOKEN_EXPIRED, 190, text="session has expired")
    yield row(account_words.TOKEN_REVOKED, 190, text="changed their password")
    yield row(account_words.WRONG_SIGN_IN, 190, text="invalid oauth access token")
    yield row(account_words.TOKEN_INVALID, 190)
    yield row(account_words.PAGE_TOKEN, 190, 2069032)
    yield row(account_words.PERMISSION, 200)
    yield row(words.UNREACHABLE, 200, 1545041)
    yield row(account_words.PERSON_ROLE, 200, 2018028)
    yield row(account_words.MESSAGE_ACCESS, 200, 2534041)
    yield row(account_words.PERSON_ROLE, 200, 2534048)
    yield row(words.NO_CONSENT, 230)
    yield row(words.PAUSE, 341)
    yield row(account_words.RESTRICTED, 368)
    # Subcodes of 190 that were also seen as codes of their own.
    yield row(account_words.APP_REMOVED, 458)
    yield row(account_words.TOKEN_REVOKED, 460)
    yield row(account_words.TOKEN_EXPIRED, 463)
    yield row(account_words.TOKEN_REVOKED, 467)
    yield row(words.PAUSE, 506)
    yield row(words.UNREACHABLE, 551)
    yield row(words.UNREACHABLE, 551, 1545041)
    yield row(words.PAUSE_SHORT, 613)
    yield row(words.PAUSE_MINUTES, 613, 2534040)
    yield row(words.PAUSE_LONG, 613, 1996)
    yield row(words.TAG_MISUSE, 613, 2018338)
    yield row(words.MISSING, 803)
    yield row(words.TEMPORARY, 1200)
    yield row(account_words.RESTRICTED, 2022)
    yield row(account_words.TOKEN_INVALID, 2500, text="active access token must be used")
    yield row(words.VERSION, 2500)
    yield row(words.RECIPIENT, 9010)
    yield row(account_words.NOT_ELIGIBLE, 36103)
    yield row(words.PAUSE, 80001)
    yield row(words.PAUSE, 80002)
    yield row(words.PAUSE, 80006)
    yield row(words.PAUSE, None, 2446079)
    yield row(words.PROFILE_HIDDEN, 2018218)
    yield row(words.PROFILE_HIDDEN, 2018247)
    yield row(words.OTHER_APP, 2018300)
    yield row(words.AUTOMATED_FLOW, 2018321)
    yield row(words.GONE, 9000001)
    # Meta prints it with several codes.
    for code in (3, 10, 100, 190, 200):
        yield row(account_words.NOT_A_TESTER, code, text="user not authorized")
    # Chosen by what was seen of the account, not by an error.
    yield account_words.NOT_PROFESSIONAL
    yield account_words.LINKED_ELSEWHERE
    # Chosen by what happened on the way, not by a code.
    yield from (
        words.NO_CONNECTION,
        words.NO_NAME,
        words.CERTIFICATE,
        words.CERTIFICATE_SETTING,
        words.PROXY,
        words.BROKEN,
        words.DOWN,
        words.CAPTIVE,
    )
    yield from (
        words.MALFORMED,
        words.TOO_MUCH,
        words.TEMPORARY,
        words.PAUSE_MINUTES,
        account_words.TOKEN_INVALID,
        sign_in_words.REFUSED,
        words.REFUSED,
    )
    # Told by the page and the endpoint that sign people in, which know no codes.
    yield row(sign_in_words.APP_ID, None, text="invalid platform app")
    yield row(sign_in_words.APP_ID, None, text="invalid client_id")
    yield row(sign_in_words.APP_ID, None, text="error validating application")
    yield row(sign_in_words.SECRET, None, text="client secret")
    yield row(sign_in_words.SECRET, None, text="client_secret")
    yield row(sign_in_words.ADDRESS, None, text="redirect_uri")
    yield row(sign_in_words.REFUSED, None, text="matching code was not found")
    yield row(sign_in_words.LATER, None, text="session invalid")
    yield from (sign_in_words.DENIED, sign_in_words.NO_CODE, sign_in_words.FOREIGN, sign_in_words.SHORT)
    yield from (
        words.WINDOW,
        words.RECIPIENT,
        words.UNREACHABLE,
        words.OTHER_APP,
        account_words.PERMISSION,
        account_words.MESSAGE_ACCESS,
        account_words.RESTRICTED,
    )
    yield from (
        words.NO_CONSENT,
        words.GONE,
        words.MEDIA_GONE,
        words.MEDIA_HOST,
        words.MEDIA_TOO_LARGE,
        words.MEDIA_PAGE,
    )


CATALOGUE: tuple[CatalogueEntry, ...] = tuple(_rows())

_BY_NUMBERS: dict[tuple[int | None, int | None], CatalogueEntry] = {}
_BY_TEXT: dict[int, list[CatalogueEntry]] = {}
_BY_KIND: dict[ErrorKind, CatalogueEntry] = {}
_BY_ID: dict[str, CatalogueEntry] = {}
_OF_SIGN_IN: list[CatalogueEntry] = []
for _entry in CATALOGUE:
    if _entry.text and _entry.code is None:
        _OF_SIGN_IN.append(_entry)
    elif _entry.text and _entry.code is not None:
        _BY_TEXT.setdefault(_entry.code, []).append(_entry)
    elif _entry.code is not None or _entry.subcode is not None:
        _BY_NUMBERS[_entry.code, _entry.subcode] = _entry
    else:
        _BY_KIND.setdefault(_entry.kind, _entry)
    _BY_ID.setdefault(_entry.id, _entry)


def find_entry(code: int | None, subcode: int | None = None, message: str = "") -> CatalogueEntry | None:
    """The row for an error of the API: by both numbers, else by the code and a text, else by the code alone."""
    if subcode is not None:
        found = _BY_NUMBERS.get((code, subcode)) or _BY_NUMBERS.get((None, subcode))
        if found is not None:
            return found
    if code is None:
        return None
    lowered = message.lower()
    for entry in _BY_TEXT.get(code, ()):
        if entry.text in lowered:
            return entry
    return _BY_NUMBERS.get((code, None))


def entry_of_sign_in(message: str) -> CatalogueEntry:
    """The row for what the sign-in endpoint says; it has words only."""
    lowered = message.lower()
    return next((entry for entry in _OF_SIGN_IN if entry.text in lowered), _BY_ID["sign_in_refused"])


def entry_of_kind(kind: ErrorKind) -> CatalogueEntry:
    """The general row of a kind, for errors that have no code of their own."""
    return _BY_KIND[kind]


def find_kind(entry_id: str) -> ErrorKind | None:
    """What sort of trouble the words with this id stand for."""
    entry = _BY_ID.get(entry_id)
    return None if entry is None else entry.kind


def entry_named(entry_id: str) -> CatalogueEntry:
    """A row by its id, for what is known without a code: ``certificate``, ``media_gone`` …"""
    return _BY_ID[entry_id]
