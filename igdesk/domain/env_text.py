"""Files of the kind ``KEY=value``: how they are read, and which of their values igdesk could use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from igdesk.domain.account import Flavour
from igdesk.domain.token_text import Verdict, judge, masked, normalise

_LINE = re.compile(r"\s*(?:export\s+|set\s+|\$env:)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}
_DIGITS = re.compile(r"\d{8,20}")
_SECRET = re.compile(r"[0-9a-fA-F]{32}")


class EnvKind(Enum):
    """What a value is; the values are the ends of text ids."""

    TOKEN = "token"
    APP_ID = "app_id"
    APP_SECRET = "app_secret"
    ACCOUNT = "account"
    """Professional id or handle that the token is expected to belong to."""
    SECRET_FOR_TOKEN = "secret_for_token"
    """Stands where a token should, and is an app secret."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EnvEntry:
    """One key of the file with the value that counts: the last one."""

    key: str
    value: str = field(repr=False)
    times: int = 1


@dataclass(frozen=True, slots=True)
class EnvValue:
    """A key as it is offered."""

    key: str
    value: str = field(repr=False)
    kind: EnvKind
    flavour: Flavour | None = None
    """Of a token, when its beginning tells."""
    times: int = 1

    @property
    def is_usable(self) -> bool:
        return self.kind in (EnvKind.TOKEN, EnvKind.APP_ID, EnvKind.APP_SECRET, EnvKind.ACCOUNT)

    @property
    def shown(self) -> str:
        """The value as it may be seen; empty for what is nobody's business."""
        match self.kind:
            case EnvKind.TOKEN:
                return _short(self.value)
            case EnvKind.APP_ID:
                return f"{self.value[:4]}••••{self.value[-3:]}"
            case EnvKind.ACCOUNT:
                return self.value
            case _:
                return ""


def read_env(data: bytes) -> str:
    """The bytes of such a file as text, also as Notepad and PowerShell may write it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def parse_entries(text: str) -> tuple[EnvEntry, ...]:
    """The assignments in the order of their first appearance. What is no assignment is skipped."""
    found: dict[str, EnvEntry] = {}
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        match = None if line.lstrip().startswith("#") else _LINE.fullmatch(line)
        if match:
            times = found[match[1]].times + 1 if match[1] in found else 1
            found[match[1]] = EnvEntry(match[1], _value(match[2]), times)
    return tuple(found.values())


def judge_entries(entries: Iterable[EnvEntry]) -> tuple[EnvValue, ...]:
    """What each of them is, by its value first and by its name second."""
    return tuple(_judged(entry) for entry in entries)


def _judged(entry: EnvEntry) -> EnvValue:
    name, value = entry.key.upper(), entry.value.strip()
    token = normalise(value)
    verdict = judge(token)
    if verdict in (Verdict.INSTAGRAM, Verdict.FACEBOOK) and _is_meta_token(token):
        flavour = Flavour.INSTAGRAM if verdict is Verdict.INSTAGRAM else Flavour.FACEBOOK
        return EnvValue(entry.key, token, EnvKind.TOKEN, flavour, entry.times)
    kind = EnvKind.OTHER
    if _SECRET.fullmatch(value):
        is_for_token = "TOKEN" in name and "SECRET" not in name
        kind = EnvKind.SECRET_FOR_TOKEN if is_for_token else EnvKind.APP_SECRET if "SECRET" in name else EnvKind.OTHER
    elif _DIGITS.fullmatch(value) and name.endswith(("APP_ID", "CLIENT_ID", "APPID")):
        kind = EnvKind.APP_ID
    elif _DIGITS.fullmatch(value) and name.endswith(("ACCOUNT_ID", "USER_ID", "IG_ID")):
        kind = EnvKind.ACCOUNT
    return EnvValue(entry.key, value, kind, None, entry.times)


def _is_meta_token(token: str) -> bool:
    return bool(re.fullmatch(r"(?:IG|EAA)[A-Za-z0-9_\-.|]+", token))


def _short(token: str) -> str:
    hidden = masked(token)
    return re.sub("•+", "••••", hidden)


def _value(raw: str) -> str:
    raw = raw.strip()
    if raw[:1] == "'":
        end = raw.find("'", 1)
        return raw[1:end] if end > 0 else raw[1:]
    if raw[:1] == '"':
        return _double_quoted(raw)
    # Unquoted, a comment needs a space before it: a "#" may be part of a secret.
    return re.split(r"\s#", f" {raw}", maxsplit=1)[0].strip()


def _double_quoted(raw: str) -> str:
    out: list[str] = []
    at = 1
    while at < len(raw) and raw[at] != '"':
        if raw[at] == "\\" and at + 1 < len(raw):
            at += 1
            out.append(_ESCAPES.get(raw[at], "\\" + raw[at]))
        else:
            out.append(raw[at])
        at += 1
    return "".join(out)
