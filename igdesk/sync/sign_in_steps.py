"""What passes between the window and a sign-in that is under way, and what of it outlasts the program."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from igdesk.domain.account import Flavour
from igdesk.domain.checks import Checkup
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import Problem
from igdesk.sync.checks import Candidate


@dataclass(frozen=True, slots=True)
class BrowserWish:
    """A sign-in with the browser, as the person wants it."""

    flavour: Flavour
    app_id: str
    app_secret: str = field(default="", repr=False)
    """Empty: the one that is in the vault."""
    redirect_uri: str = ""
    expected_account: str = ""
    words: Callable[[bool], tuple[str, str]] = lambda worked: ("igdesk", "")
    """Heading and text of the page that the browser shows at the end, by whether it worked."""


@dataclass(frozen=True, slots=True)
class BrowserWait:
    """The browser is waited for."""

    url: str = field(repr=False)
    """The page at Meta."""
    redirect_uri: str
    listens: bool
    """The answer comes by itself; else the person copies the address they are sent to."""
    is_port_taken: bool
    ends_in_s: float


@dataclass(frozen=True, slots=True)
class PageOffer:
    """A Page to choose from: the Instagram account linked to it."""

    node_id: str
    account: AccountSnapshot


@dataclass(frozen=True, slots=True)
class Progress:
    """What the window is told, as often as it changes."""

    checkup: Checkup | None = None
    account: AccountSnapshot | None = None
    pages: tuple[PageOffer, ...] = ()
    """Not empty: one has to be chosen before anything is checked."""
    wait: BrowserWait | None = None
    problem: Problem | None = None


def text_of(candidate: Candidate) -> str:
    return json.dumps(
        {
            "token": candidate.token,
            "app_secret": candidate.app_secret,
            "flavour": candidate.flavour.value if candidate.flavour is not None else "",
            "node_id": candidate.node_id,
            "expected_account": candidate.expected_account,
            "expires_at": candidate.expires_at.isoformat() if candidate.expires_at is not None else "",
        }
    )


def candidate_in(text: str) -> Candidate | None:
    """What was kept, if it can still be read."""
    try:
        kept = json.loads(text)
        return Candidate(
            kept["token"],
            kept["app_secret"],
            Flavour(kept["flavour"]) if kept["flavour"] else None,
            kept["node_id"],
            kept["expected_account"],
            datetime.fromisoformat(kept["expires_at"]) if kept["expires_at"] else None,
        )
    except (ValueError, KeyError, TypeError):
        return None
