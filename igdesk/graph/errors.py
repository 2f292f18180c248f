"""Every way in which a call to the Graph API can fail, as one exception with words for the person."""

import re
from collections.abc import Iterable, Mapping

from igdesk.domain.status import Problem
from igdesk.domain.text import clean, one_line
from igdesk.graph.catalogue import CATALOGUE, entry_named, entry_of_kind, entry_of_sign_in, find_entry
from igdesk.graph.instants import seconds_to_wait
from igdesk.graph.json_values import as_dict, as_flag, as_integer, as_text, parse_json
from igdesk.graph.kinds import CatalogueEntry, ErrorKind, Retry

__all__ = [
    "CATALOGUE",
    "CatalogueEntry",
    "ErrorKind",
    "GraphError",
    "Retry",
    "error_from_answer",
    "error_in_body",
    "redact",
]

WORDS_CHARS = 300
_TOKEN = re.compile(
    r"\b(?:IG[A-Z]{2}|EAA)[A-Za-z0-9_|.\-]{10,}|(?i:access_token|appsecret_proof|input_token|client_secret)=[^&\s\"']+"
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without tokens: the ones that are known and everything that looks like one."""
    for secret in secrets:
        if len(secret) >= 6:
            text = text.replace(secret, "…")
    return _TOKEN.sub("…", text)


class GraphError(Exception):
    """A call that did not succeed. Its text holds numbers only: neither tokens nor anything a person wrote."""

    def __init__(
        self,
        kind: ErrorKind,
        *,
        code: int | None = None,
        subcode: int | None = None,
        http_status: int | None = None,
        trace_id: str = "",
        words: str = "",
        retry_after_s: float | None = None,
        entry: CatalogueEntry | None = None,
    ) -> None:
        self.kind = kind
        self.code = code
        self.subcode = subcode
        self.http_status = http_status
        self.trace_id = re.sub(r"[^\w\-]", "", trace_id)[:64]
        self.words = one_line(redact(clean(words)), WORDS_CHARS)
        """What Instagram itself says, cleaned and short; made for the person when it gave such words."""
        self.retry_after_s = retry_after_s
        if entry is None:
            found = find_entry(code, subcode, words)
            entry = found if found is not None and found.kind is kind else entry_of_kind(kind)
        self.entry = entry
        super().__init__(self._summary())

    @property
    def code_text(self) -> str:
        """``10/2534022``, ``190``, or empty without a code."""
        if self.code is None:
            return ""
        return f"{self.code}/{self.subcode}" if self.subcode is not None else str(self.code)

    def meant_as(self, entry: CatalogueEntry) -> "GraphError":
        """The same answer, told and treated as another row of the catalogue says."""
        return GraphError(
            entry.kind,
            code=self.code,
            subcode=self.subcode,
            http_status=self.http_status,
            trace_id=self.trace_id,
            words=self.words,
            retry_after_s=self.retry_after_s,
            entry=entry,
        )

    def problem(self) -> Problem:
        """The error in words for the person."""
        return Problem(
            id=self.entry.id,
            happened=self.entry.happened,
            cure=self.entry.cure,
            code=self.code_text,
            trace_id=self.trace_id,
            link=self.entry.link,
        )

    def _summary(self) -> str:
        parts = [self.kind.value, self.entry.id]
        if self.code_text:
            parts.append(f"code {self.code_text}")
        if self.http_status is not None:
            parts.append(f"HTTP {self.http_status}")
        if self.trace_id:
            parts.append(f"trace {self.trace_id}")
        return " ".join(parts)


def error_in_body(parsed: object) -> dict[str, object] | None:
    """The error object of an answer: the Graph shape, the shape of the sign-in endpoint, or None."""
    answer = as_dict(parsed)
    if answer is None:
        return None
    inner = answer.get("error")
    if isinstance(inner, dict):
        return as_dict(inner)
    if "error_message" in answer or "error_type" in answer:
        return {"message": answer.get("error_message"), "code": answer.get("code"), "type": "sign-in"}
    if isinstance(inner, str):
        return {"message": answer.get("error_description") or inner, "type": "sign-in"}
    return None


def error_from_answer(
    status: int,
    body: bytes,
    headers: Mapping[str, str],
    *,
    is_send: bool,
    secrets: Iterable[str] = (),
) -> GraphError | None:
    """The error that an answer stands for; None when it is a success to decode.

    For a send only an answer of 4xx proves that nothing was created: Meta sends 5xx, also with codes that read
    like refusals, for messages that did go out. So a send with any other failing status has an unknown outcome.
    """
    retry_after_s = seconds_to_wait(headers.get("retry-after", ""), headers.get("date", ""))
    parsed = parse_json(body)
    found = error_in_body(parsed)
    if found is None:
        if 200 <= status < 300:
            return None
        return _without_error_object(status, retry_after_s)

    code, subcode = as_integer(found.get("code")), as_integer(found.get("error_subcode"))
    message = as_text(found.get("message"))
    entry = _entry_for(found, code, subcode, message, status)
    if is_send:
        entry = _entry_for_send(entry, code, status)
    return GraphError(
        entry.kind,
        code=code,
        subcode=subcode,
        http_status=status,
        trace_id=as_text(found.get("fbtrace_id")),
        words=redact(as_text(found.get("error_user_msg")) or message, secrets),
        retry_after_s=retry_after_s,
        entry=entry,
    )


_BEFORE_TRANSIENT = {
    ErrorKind.REAUTHENTICATE,
    ErrorKind.THROTTLED,
    ErrorKind.TOO_MUCH_DATA,
    ErrorKind.OUTCOME_UNKNOWN,
    ErrorKind.TEMPORARY,
}
"""Classes that come before ``is_transient`` in the order of classification."""


def _entry_for(
    found: Mapping[str, object], code: int | None, subcode: int | None, message: str, status: int
) -> CatalogueEntry:
    if found.get("type") == "sign-in":
        return entry_of_sign_in(message)
    entry = find_entry(code, subcode, message)
    if status == 429 and (entry is None or entry.kind is not ErrorKind.THROTTLED):
        return entry_of_kind(ErrorKind.THROTTLED)
    if as_flag(found.get("is_transient")) and (entry is None or entry.kind not in _BEFORE_TRANSIENT):
        return entry_of_kind(ErrorKind.TEMPORARY)
    if entry is not None:
        return entry
    return entry_of_kind(ErrorKind.TEMPORARY if status >= 500 else ErrorKind.PERMANENT)


def _entry_for_send(entry: CatalogueEntry, code: int | None, status: int) -> CatalogueEntry:
    # -2 is a time-out inside Meta: the one refusal with 4xx that does not say that nothing was created.
    if not 400 <= status < 500 or status == 408 or code == -2:
        return entry if entry.kind is ErrorKind.OUTCOME_UNKNOWN else entry_named("instagram_down")
    if entry.kind is ErrorKind.TOO_MUCH_DATA:
        return entry_of_kind(ErrorKind.TEMPORARY)  # a message cannot be asked for in smaller pieces
    return entry


def _without_error_object(status: int, retry_after_s: float | None) -> GraphError:
    """An answer that failed without saying why in the API's own way."""

    def error(entry: CatalogueEntry) -> GraphError:
        return GraphError(entry.kind, http_status=status, retry_after_s=retry_after_s, entry=entry)

    if status == 429:
        return error(entry_of_kind(ErrorKind.THROTTLED))
    if status == 511:
        return error(entry_named("captive"))  # "network authentication required", never sent by Meta
    if status == 407:
        return error(entry_named("proxy"))
    if status >= 500 or status == 408:
        return error(entry_named("instagram_down"))
    return error(entry_named("captive"))
