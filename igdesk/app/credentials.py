"""Credentials the person keeps in the environment or in a ``.env`` file; read, never written anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from igdesk.domain.env_text import parse_entries, read_env

TOKEN = "INSTAGRAM_ACCESS_TOKEN"
ACCOUNT = "INSTAGRAM_ACCOUNT_ID"
SECRET = "INSTAGRAM_APP_SECRET"
FILE_NAME = ".env"
MAX_FILE_BYTES = 64 * 1024


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
    return {entry.key: entry.value for entry in parse_entries(text)}


def _values_in(path: Path) -> dict[str, str]:
    """A missing or unreadable file is no error: most people have none."""
    if not path.is_file():  # a pipe that somebody mounted there would keep the start waiting for its other end
        return {}
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES)
    except OSError:
        return {}
    return parse_env(read_env(content))
