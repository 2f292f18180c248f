"""Links in plain text: where they stand and what they open. Nothing else in a message is ever interpreted."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_LINKS = 200
"""A message with more links than this shows the others as plain words."""

SHOWN_CHARS, LINE_CHARS = 400, 80

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
    scheme_length: int = 0
    """Of "https://", where it is written there."""


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
            found.append(Link(match.start(), len(shown), url, shown.find("://") + 3 if "://" in shown else 0))
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


def is_disguised(url: str) -> bool:
    """Whether an address may pass for another one: by a name before the host, foreign letters, numbers, a port."""
    host = shown_host(url)
    try:
        parts = urlsplit(url)
        has_port = parts.port is not None
    except ValueError:
        return True
    if not host or has_port or "@" in parts.netloc or "\\" in url:
        return True
    labels = host.split(".")
    return ":" in host or labels[-1].isdigit() or any(label.startswith("xn--") for label in labels)


def shown_address(url: str) -> str:
    """An address to read before it is opened: its host, then all of it, in lines that fit on a screen."""
    whole = url.replace("<", "%3C").replace(">", "%3E")
    shown = whole if len(whole) <= SHOWN_CHARS else f"{whole[:SHOWN_CHARS]}…"
    lines = [shown[at : at + LINE_CHARS] for at in range(0, len(shown), LINE_CHARS)]
    return "\n".join((shown_host(url), *lines))
