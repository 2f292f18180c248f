"""What a pasted access token looks like: cleaned of its surroundings and judged before anything is asked."""

import re
from enum import Enum

SHORTEST, SHORTEST_NAMED = 40, 12
"""Fewer characters than this are no token; with the usual beginning, they are a part of one. Those that Instagram gives
have well over a hundred, but it alone decides: what begins as a token does is asked about."""
_ASSIGNED = re.compile(r"""(?:access_?token|_token)["']?\s*[=:]\s*["'“‘]?(?P<token>[^\s"'”’&,;}]+)""", re.IGNORECASE)
_NAMED = re.compile(r"(?:export\s+)?[\"']?[A-Za-z][A-Za-z0-9_ -]*[\"']?\s*[=:]\s*(?=\S)")
_BEARER = re.compile(r"(?:authorization\s*:\s*)?bearer\s+", re.IGNORECASE)
_ANYWHERE = re.compile(r"""\bbearer\s+["'“‘]?(?P<token>[A-Za-z0-9_|.\-]{20,})""", re.IGNORECASE)
_IN_COMMAND = re.compile(r"""(?:^|[\s"'=:])(?P<token>(?:IGA|EAA)[A-Za-z0-9_|.\-]{12,})(?=["'&;,\r\n]|\s*$)""")
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))
_AROUND = " \t\r\n\"'`“”‘’«»,;"
_APP_SECRET = re.compile(r"[0-9a-f]{32}")
_APP_TOKEN = re.compile(r"\d{8,20}\|[\w\-]{20,}")


class Verdict(Enum):
    """What the hint under the field says; the values are the ends of the text ids ``wizard.token.hint.*``."""

    EMPTY = "empty"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    APP_SECRET = "app_secret"
    APP_TOKEN = "app_token"
    """``APPID|SECRET``: of an app, not of an account."""
    SPACE_INSIDE = "space_inside"
    TOO_SHORT = "too_short"
    UNKNOWN = "unknown"
    """Nothing speaks against it, but no token that is known begins like this: Instagram may be asked."""
    ALREADY_CONNECTED = "already_connected"
    """Said after the check: the token itself does not tell."""

    @property
    def may_be_checked(self) -> bool:
        return self in (Verdict.INSTAGRAM, Verdict.FACEBOOK, Verdict.UNKNOWN)


def tidy(pasted: str) -> str:
    """The token in a pasted text: without quotes, ``Bearer``, the name of a variable and broken lines.

    A space inside stays, so that it can be pointed at: it says that something else was copied as well.
    """
    text = pasted.translate(_INVISIBLE).replace("\u00a0", " ")
    assigned = _ASSIGNED.search(text)
    if assigned:
        return assigned["token"].strip(_AROUND)
    for pattern in (_ANYWHERE, _IN_COMMAND):
        found = {match["token"] for match in pattern.finditer(text)}
        if len(found) == 1 and _has_more_than_a_name(text):
            return found.pop().strip(_AROUND)
    text = text.strip(_AROUND)
    for pattern in (_BEARER, _NAMED, _BEARER):
        named = pattern.match(text)
        if named:
            text = text[named.end() :].strip(_AROUND)
    return re.sub(r"[ \t]*[\r\n]\s*", "", text)


def _has_more_than_a_name(text: str) -> bool:
    """Whether the text is a command, a request or several lines: then what looks like a token in it is the one."""
    words = text.lower()
    return any(mark in words for mark in ("curl ", "http://", "https://", "wget ", "invoke-")) or words.count("=") > 1


def normalise(pasted: str) -> str:
    """The token as it is sent: ``tidy``, and no space inside; empty when nothing is left."""
    return "".join(tidy(pasted).split())


def judge(token: str) -> Verdict:
    """The verdict on what is in the field now."""
    token = token.strip()
    if not token:
        return Verdict.EMPTY
    if re.search(r"\s", token):
        return Verdict.SPACE_INSIDE
    if _APP_SECRET.fullmatch(token.lower()):
        return Verdict.APP_SECRET
    if _APP_TOKEN.fullmatch(token):
        return Verdict.APP_TOKEN
    is_facebook, is_instagram = token.upper().startswith("EAA"), token.upper().startswith("IG")
    if len(token) < (SHORTEST_NAMED if is_facebook or is_instagram else SHORTEST):
        return Verdict.TOO_SHORT
    if is_facebook:
        return Verdict.FACEBOOK
    return Verdict.INSTAGRAM if is_instagram else Verdict.UNKNOWN


def masked(token: str) -> str:
    """The token as it is shown while hidden: the first and the last four characters, dots between."""
    if len(token) <= 12:
        return "•" * len(token)
    return f"{token[:4]}{'•' * min(len(token) - 8, 32)}{token[-4:]}"
