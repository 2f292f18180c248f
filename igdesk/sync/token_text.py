"""What a person pastes as a token, made into the token itself."""

import re

_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))
_NAMED = re.compile(r"(?:export\s+)?[\"']?[A-Za-z][A-Za-z0-9_ -]*[\"']?\s*[=:]\s*(?=\S)")
_SCHEME = re.compile(r"(?:authorization\s*:\s*)?bearer\s+", re.IGNORECASE)
_AROUND = " \t\r\n\"'`“”‘’«»,;"


def normalised_token(pasted: str) -> str:
    """The token without white space, quotes, ``Bearer`` and ``KEY=``; empty when nothing is left."""
    text = pasted.translate(_INVISIBLE).strip(_AROUND)
    for pattern in (_SCHEME, _NAMED, _SCHEME):
        found = pattern.match(text)
        if found:
            text = text[found.end() :].strip(_AROUND)
    return re.sub(r"\s+", "", text)
