"""Links in plain text: where they stand and what they open. Nothing else in a message is ever interpreted."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_LINKS = 200
"""A message with more links than this shows the others as plain words."""

_CANDIDATE = re.compile(r"(?:https?://|www\.)[^\s<>\"“”„«»‹›{}|\\^`\u2028\u2029]{2,2000}", re.IGNORECASE)
_AFTER_WORD = re.compile(r"[\w@]", re.UNICODE)
_TRAILING = ".,;:!?…'’)]}。，！？؟،"
_PAIRS = {")": "(", "]": "["}
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d{1,5})?$|localhost(?::\d{1,5})?$", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Link:
    start: int
    length: int
    url: str


def find_links(text: str) -> tuple[Link, ...]:
    """The links of a text, in order. Only http and https; an address must have a host with a dot in it."""
    if "://" not in text and "www." not in text.lower():
        return ()
    found: list[Link] = []
    for match in _CANDIDATE.finditer(text):
        if match.start() and _AFTER_WORD.match(text[match.start() - 1]):
            continue
        shown = _without_trailing_marks(match.group())
        url = shown if "://" in shown else f"https://{shown}"
        if _has_host(url):
            found.append(Link(match.start(), len(shown), url))
            if len(found) == MAX_LINKS:
                break
    return tuple(found)


def _without_trailing_marks(candidate: str) -> str:
    """Marks that end the sentence do not belong to the link; a bracket does when it was opened in it."""
    while candidate and candidate[-1] in _TRAILING:
        opening = _PAIRS.get(candidate[-1])
        if opening and candidate.count(opening) >= candidate.count(candidate[-1]):
            break
        candidate = candidate[:-1]
    return candidate


def _has_host(url: str) -> bool:
    rest = url.partition("://")[2]
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")
    return not host[0] and bool(_HOST.match(host[2]))


def shown_host(url: str) -> str:
    """Where an address leads, as its host: what stands before an "@" does not count, letters that only look like
    others are written out."""
    try:
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return host.removeprefix("www.")
