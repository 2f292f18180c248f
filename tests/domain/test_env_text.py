"""Files of the kind KEY=value, as people have them."""

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.env_text import EnvKind, judge_entries, parse_entries, read_env

TOKEN = "IGAA" + "x1Yz" * 40
FILE = f"""\ufeff# keys of the studio
export IG_ACCESS_TOKEN="{TOKEN}"   # made in November
IG_APP_ID=1234567890
IG_APP_SECRET='0123456789abcdef0123456789abcdef'
SMTP_PASSWORD=hunter2 # not ours
IG_USER_ID=17841400000000123
FB_PAGE_TOKEN=EAAG{"b" * 150}
VERIFY_TOKEN=something
not an assignment
"""


def kinds(text: str) -> dict[str, EnvKind]:
    return {value.key: value.kind for value in judge_entries(parse_entries(text))}


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_is_in_it(ends: str, encoding: str) -> None:
    text = FILE.removeprefix("\ufeff") if encoding != "utf-8" else FILE
    read = read_env(text.replace("\n", ends).encode(encoding))
    assert kinds(read) == {
        "IG_ACCESS_TOKEN": EnvKind.TOKEN,
        "IG_APP_ID": EnvKind.APP_ID,
        "IG_APP_SECRET": EnvKind.APP_SECRET,
        "SMTP_PASSWORD": EnvKind.OTHER,
        "IG_USER_ID": EnvKind.ACCOUNT,
        "FB_PAGE_TOKEN": EnvKind.TOKEN,
        "VERIFY_TOKEN": EnvKind.OTHER,
    }


def test_how_it_is_shown() -> None:
    values = {value.key: value for value in judge_entries(parse_entries(FILE))}
    assert values["IG_ACCESS_TOKEN"].value == TOKEN
    assert values["IG_ACCESS_TOKEN"].shown == "IGAA••••x1Yz"
    assert values["IG_APP_ID"].shown == "1234••••890"
    assert values["IG_APP_SECRET"].shown == values["SMTP_PASSWORD"].shown == ""
    assert values["FB_PAGE_TOKEN"].flavour is Flavour.FACEBOOK
    assert TOKEN not in repr(values)
    assert "hunter2" not in repr(values)


def test_of_duplicates_the_last_one_counts() -> None:
    old = "IGAA" + "o" * 100
    (entry,) = parse_entries(f"T={old}\nT={TOKEN}\n")
    assert (entry.value, entry.times) == (TOKEN, 2)


@pytest.mark.parametrize(
    "line",
    [
        f"T={TOKEN}", f"  T = {TOKEN}  ", f"export T={TOKEN}", f"set T={TOKEN}", f'$env:T = "{TOKEN}"',
        f"T='Bearer {TOKEN}'", f'T=" {TOKEN} "', f"T={TOKEN} # yes",
    ],
)  # fmt: skip
def test_ways_to_write_it(line: str) -> None:
    (value,) = judge_entries(parse_entries(line))
    assert (value.kind, value.value) == (EnvKind.TOKEN, TOKEN)


def test_an_app_secret_in_the_place_of_a_token() -> None:
    assert kinds("IG_ACCESS_TOKEN=0123456789abcdef0123456789abcdef") == {"IG_ACCESS_TOKEN": EnvKind.SECRET_FOR_TOKEN}


@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", b"\xff\xfe\x00", b"=\n==\nA=\n", b"#A=1\n", b"A" * 70_000])
def test_whatever_comes_nothing_breaks(data: bytes) -> None:
    judge_entries(parse_entries(read_env(data)))
