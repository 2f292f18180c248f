"""All emoji with names, categories and skin tones, and the search in them. From the package ``emoji``."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from igdesk.ui.emoji.groups import Group, place_of

TONES = ("🏻", "🏼", "🏽", "🏾", "🏿")
NEWEST_UNICODE = 15.1
"""Newer ones have no picture in the fonts of many systems yet, also on the other side."""
_COMPLETE = 2
"""``status`` of an emoji that is not a part or a shorter spelling of one."""
_COLOUR = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji without skin tone."""

    sign: str
    name: str
    group: Group
    names: tuple[str, ...]
    """All it is called, folded."""
    words: tuple[str, ...]
    """The words of its names; those of the first one first."""


class EmojiCatalogue:
    """Made when the picker is first opened; takes some hundredths of a second."""

    def __init__(self, language: str = "en") -> None:
        import emoji

        if language in emoji.LANGUAGES and language != "en":
            emoji.config.load_language(language)
        self._data = emoji.EMOJI_DATA
        self._language = language

    @cached_property
    def all(self) -> tuple[Emoji, ...]:
        """Every one, by category and in its order there."""
        found = []
        for sign, facts in self._data.items():
            if facts["status"] != _COMPLETE or facts["E"] > NEWEST_UNICODE or any(tone in sign for tone in TONES):
                continue
            own = facts.get(self._language) or facts["en"]
            names = [own, facts["en"], *facts.get("alias", ())]
            folded = tuple(dict.fromkeys(" ".join(fold(_plain(name)).split()) for name in names))
            words = tuple(dict.fromkeys(word for name in folded for word in name.split()))
            found.append(Emoji(sign, _plain(own), place_of(sign)[0], folded, words))
        order = {group: number for number, group in enumerate(Group)}
        found.sort(key=lambda each: (order[each.group], place_of(each.sign)[1], len(each.sign), each.names[0]))
        return tuple(found)

    @cached_property
    def by_sign(self) -> dict[str, Emoji]:
        return {each.sign: each for each in self.all}

    def group(self, group: Group) -> list[Emoji]:
        return [each for each in self.all if each.group is group]

    def known(self, signs: Iterable[str]) -> list[str]:
        """The ones of a list that are emoji, with their tones."""
        return [sign for sign in signs if sign in self._data]

    def toned(self, sign: str, tone: str) -> str:
        """The emoji in a skin tone, where it has tones."""
        return self._toned.get(_bare(sign), {}).get(tone, sign) if tone else sign

    def name_of(self, sign: str) -> str:
        """What it is called, with its skin tone."""
        facts = self._data.get(sign)
        return _plain(facts.get(self._language) or facts["en"]) if facts is not None else sign

    def search(self, text: str) -> list[Emoji]:
        """The ones whose name or keywords have all of these words, best first."""
        as_sign = self.by_sign.get(text.strip())
        if as_sign is not None:
            return [as_sign]
        wanted = fold(text).split()
        if not wanted:
            return []
        ranked = []
        for place, each in enumerate(self.all):
            rank = -1 if " ".join(wanted) in each.names else _rank(each.words, wanted)
            if rank is not None:
                ranked.append((rank, place, each))
        ranked.sort(key=lambda entry: entry[:2])
        return [each for _, _, each in ranked]

    @cached_property
    def _toned(self) -> dict[str, dict[str, str]]:
        """Emoji without tone, to those with one and the same tone for everybody in it."""
        found: dict[str, dict[str, str]] = {}
        for sign, facts in self._data.items():
            tones = {tone for tone in TONES if tone in sign}
            if facts["status"] == _COMPLETE and len(tones) == 1:
                (tone,) = tones
                found.setdefault(_bare(sign.replace(tone, "")), {}).setdefault(tone, sign)
        return found


def fold(text: str) -> str:
    """Small letters without accents, and only letters and digits."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))


def _rank(words: Sequence[str], wanted: Sequence[str]) -> int | None:
    """How well the words fit: 0 is best; None when one of the wanted ones is not there."""
    rank = 0
    for word in wanted:
        if words[0].startswith(word):
            rank += 0
        elif word in words:
            rank += 1
        elif any(each.startswith(word) for each in words):
            rank += 2
        elif len(word) > 2 and any(word in each for each in words):
            rank += 5
        else:
            return None
    return rank


def _plain(name: str) -> str:
    return name.strip(":").replace("_", " ")


def _bare(sign: str) -> str:
    return sign.replace(_COLOUR, "")
