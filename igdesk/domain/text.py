"""Rules about text: bytes, splitting, cleaning, reading direction."""

import unicodedata
from functools import lru_cache

LIMIT_BYTES = 1000
"""Instagram's limit for one message, in bytes of UTF-8."""
PREVIEW_CHARS = 200

_KEEP = {"\n", "\t", "\u200c", "\u200d", "\u200e", "\u200f"}
_BIDI_CONTROLS = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def byte_length(text: str) -> int:
    """Length in bytes of UTF-8, as Instagram counts. Lone surrogates count as their replacement."""
    return len(text.encode("utf-8", "replace"))


def clean(text: str) -> str:
    """Text from outside made safe to show: no control characters, no bidi overrides, no lone surrogates.

    Line breaks, tabs, joiners and direction marks stay; everything visible stays.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(
        c for c in text if c in _KEEP or (c not in _BIDI_CONTROLS and unicodedata.category(c) not in ("Cc", "Cs"))
    )


def one_line(text: str, limit_chars: int = PREVIEW_CHARS) -> str:
    """The beginning of a text on one line, for previews."""
    return " ".join(text[: limit_chars * 4].split())[:limit_chars]


def graphemes(text: str) -> list[str]:
    """User-perceived characters (UAX #29)."""
    if all(_stands_alone(c) for c in text):
        return list(text)
    import regex

    return regex.findall(r"\X", text)


def _stands_alone(char: str) -> bool:
    """Whether a character joins no neighbour: most letters of most scripts, told without the Unicode tables."""
    code = ord(char)
    if code < 0x300:
        return char != "\r"
    in_plain_block = code < 0x700 or 0x3041 <= code <= 0x30FF or 0x4E00 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3
    return in_plain_block and unicodedata.category(char)[0] in "LNP"


def is_right_to_left(text: str) -> bool:
    """Whether the first strong letter of the text is right-to-left."""
    for c in text[:2000]:
        kind = unicodedata.bidirectional(c)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


def split_reply(text: str, limit_bytes: int = LIMIT_BYTES) -> tuple[str, ...]:
    """The parts in which a reply goes out, each at most ``limit_bytes`` of UTF-8.

    Cuts at a paragraph, else a sentence, else a word, else between graphemes; a single grapheme longer
    than the limit is cut between code points. White space at the cuts is dropped. Empty text has no part.
    """
    rest = text.strip()
    parts: list[str] = []
    while byte_length(rest) > limit_bytes:
        head = _longest_head(rest, limit_bytes)
        cut = _cut_position(rest, len(head))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        parts.append(rest)
    return tuple(parts)


def _longest_head(text: str, limit_bytes: int) -> str:
    """The longest beginning of whole graphemes that fits; at least one code point."""
    window = text[: limit_bytes + 1]
    taken, size = 0, 0
    for grapheme in graphemes(window):
        size += byte_length(grapheme)
        if size > limit_bytes:
            break
        taken += len(grapheme)
    if taken:
        return text[:taken]
    size = 0
    for position, char in enumerate(text):
        size += byte_length(char)
        if size > limit_bytes:
            return text[: max(position, 1)]
    return text


def _cut_position(text: str, longest: int) -> int:
    """Best place to cut at or before ``longest``, not giving away more than half of the part."""
    reach = text[: longest + 1]
    floor = longest // 2
    paragraph = reach.rfind("\n\n")
    if paragraph > floor:
        return paragraph
    sentence = max(reach.rfind(mark) + len(mark.rstrip()) for mark in _SENTENCE_ENDS)
    if floor < sentence <= longest:
        return sentence
    word = max(reach.rfind(" "), reach.rfind("\n"), reach.rfind("\t"))
    return word if word > 0 else longest


_SENTENCE_ENDS = (". ", "! ", "? ", ".\n", "!\n", "?\n", "… ", "。", "！", "？", "؟ ", "۔ ", "\n")


@lru_cache(maxsize=512)
def is_emoji_only(text: str) -> bool:
    """One to three emoji and nothing else: shown large, without a bubble."""
    if not text or len(text) > 40 or text.isascii():
        return False
    found = graphemes(text.strip())
    return 1 <= len(found) <= 3 and all(_is_emoji(g) for g in found)


def _is_emoji(grapheme: str) -> bool:
    import regex

    return bool(
        regex.fullmatch(r"(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3).*", grapheme)
    )
