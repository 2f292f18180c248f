"""Credentials the person keeps in the environment or in a ``.env`` file; read, never written anywhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = "INSTAGRAM_ACCESS_TOKEN"
ACCOUNT = "INSTAGRAM_ACCOUNT_ID"
SECRET = "INSTAGRAM_APP_SECRET"
FILE_NAME = ".env"
MAX_FILE_BYTES = 64 * 1024

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(.*)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token to sign in with, and what the person says about it. Nothing of it shows in a repr."""

    token: str = field(repr=False)
    account_id: str = ""
    """Professional id or handle that the token is expected to belong to; empty when not said."""
    app_secret: str = field(default="", repr=False)


def find_credentials(environment: Mapping[str, str], folder: Path) -> Credentials | None:
    """Those of the environment, else of ``.env`` in the folder; one source, never a mixture. None without a token."""
    for source in (environment, _values_in(folder / FILE_NAME)):
        token = source.get(TOKEN, "").strip()
        if token:
            return Credentials(token, source.get(ACCOUNT, "").strip(), source.get(SECRET, "").strip())
    return None


def parse_env(text: str) -> dict[str, str]:
    """The assignments of an env file. What is no assignment is skipped; of duplicates the last one counts."""
    values: dict[str, str] = {}
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match:
            values[match[1]] = _value(match[2])
    return values


def _values_in(path: Path) -> dict[str, str]:
    """A missing or unreadable file is no error: most people have none."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES)
    except OSError:
        return {}
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return parse_env(content.decode("utf-16", "replace"))  # what Notepad and PowerShell may write
    return parse_env(content.decode("utf-8", "replace"))


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
