"""The two studios, and names for the people beyond those with a dialogue of their own."""

from igdesk.sandbox.dice import Dice, numeric_id
from igdesk.sandbox.model import Business, Person
from igdesk.sandbox.script import Dialogue

_STUDIOS = (
    ("17841465120034187", "fernandclay.studio", "Fern & Clay", 8_942, "bowl"),
    ("17841465120077450", "harbour.clay", "Harbour Clay", 2_315, "vase"),
)

_FIRST_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("Ella", "Marcus", "Ivy", "Callum", "Ruth", "Desmond", "Hazel", "Owen"),
    "de": ("Lena", "Torsten", "Katharina", "Emil", "Birgit", "Felix"),
    "pt": ("Beatriz", "Duarte", "Inês", "Rafael"),
    "fr": ("Camille", "Étienne", "Noémie", "Bastien"),
    "es": ("Lucía", "Álvaro", "Carmen", "Iker"),
    "ar": ("نور", "سامي", "هدى", "كريم"),
    "he": ("נועה", "איתי", "מאיה", "יונתן"),
    "ja": ("美咲", "健太", "結衣", "大輔"),
    "zh": ("晓雯", "子豪", "静怡", "伟"),
    "ko": ("서연", "민준", "지우", "현우"),
    "hi": ("अनन्या", "रोहन", "मीरा", "विक्रम"),
    "ru": ("Анна", "Дмитрий", "Ольга", "Сергей"),
    "tr": ("Elif", "Mert", "Zeynep", "Kerem"),
    "sv": ("Astrid", "Elias", "Maja", "Viktor"),
}
_LAST_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("Hartley", "Osei", "Brook", "Pemberton", "Lacey", "Finch", "Wainwright"),
    "de": ("Brandt", "Köhler", "Ziegler", "Möller", "Krause"),
    "pt": ("Ferreira", "Antunes", "Moura", "Teixeira"),
    "fr": ("Moreau", "Lefèvre", "Garnier", "Perrin"),
    "es": ("Navarro", "Ibáñez", "Quintana", "Molina"),
    "ar": ("الخطيب", "منصور", "البستاني", "عزّام"),
    "he": ("לוי", "ברק", "שלו", "פרידמן"),
    "ja": ("佐藤", "山本", "小川", "松井"),
    "zh": ("林", "周", "许", "何"),
    "ko": ("김", "박", "윤", "한"),
    "hi": ("शर्मा", "नायर", "जोशी", "गुप्ता"),
    "ru": ("Соколова", "Лебедев", "Орлова", "Кузнецов"),
    "tr": ("Yıldız", "Demir", "Aksoy", "Kaya"),
    "sv": ("Bergström", "Holm", "Nyqvist", "Sandberg"),
}
_HANDLE_WORDS = ("atelier", "table", "home", "clay", "kitchen", "garden", "slow", "linen", "oak", "tea", "nest", "moss")
_FAMILY_FIRST = frozenset({"ja", "zh", "ko"})
LANGUAGES = tuple(_FIRST_NAMES)
PICTURES = ("portrait", "landscape", "vase", "mugs", "plant", "shelves", "shop", "bowl")


def business(seed: int, index: int) -> Business:
    """One of the two studios. Its ids do not depend on the seed: an archive keeps knowing it."""
    ig_id, username, name, followers, picture = _STUDIOS[index]
    del seed
    return Business(
        index,
        ig_id,
        numeric_id(17, "app-scoped", ig_id),
        numeric_id(15, "page", ig_id),
        username,
        name,
        followers,
        picture,
    )


def person_of(seed: int, account: Business, dialogue: Dialogue) -> Person:
    return Person(
        _igsid(seed, account, dialogue.username),
        dialogue.username,
        dialogue.name,
        dialogue.language,
        picture=dialogue.picture,
        followers=dialogue.followers,
        verified=dialogue.verified,
        follows_studio=dialogue.follows_studio,
        studio_follows=dialogue.studio_follows,
        profile=dialogue.profile,
    )


def further_person(seed: int, account: Business, number: int, language: str = "") -> Person:
    """A person without a dialogue of their own; any number of them, all different."""
    dice = Dice(seed, "person", account.ig_id, number)
    language = language or dice.choice(LANGUAGES)
    first, last = dice.choice(_FIRST_NAMES[language]), dice.choice(_LAST_NAMES[language])
    name = f"{last} {first}" if language in _FAMILY_FIRST else f"{first} {last}"
    latin = first.lower() if first.isascii() else language
    username = f"{latin}.{dice.choice(_HANDLE_WORDS)}.{number}"
    return Person(
        _igsid(seed, account, username),
        username,
        name,
        language,
        picture=dice.choice(PICTURES) if dice.chance(0.66) else "",
        followers=int(10 ** dice.uniform(1.3, 4.6)),
        verified=dice.chance(0.03),
        follows_studio=dice.choice((True, True, False, None)),
        studio_follows=dice.chance(0.1),
    )


def _igsid(seed: int, account: Business, username: str) -> str:
    return numeric_id(Dice(seed, "digits", username).integer(15, 17), seed, "igsid", account.ig_id, username)
