"""What a person may paste instead of the bare token, and what the hint says to it (12.5 of the design)."""

import pytest

from igdesk.domain.token_text import Verdict, judge, masked, normalise, tidy

TOKEN = "IGAA" + "x1Yz" * 40


@pytest.mark.parametrize(
    "pasted",
    [
        TOKEN,
        f"  {TOKEN}\n",
        f'"{TOKEN}"',
        f"‘{TOKEN}’",
        f"`{TOKEN}`",
        f"Bearer {TOKEN}",
        f"Authorization: Bearer {TOKEN}",
        f"INSTAGRAM_ACCESS_TOKEN={TOKEN}",
        f'export INSTAGRAM_ACCESS_TOKEN="{TOKEN}"',
        f"IG_TOKEN={TOKEN}\n",
        f"APP_ID=123\nINSTAGRAM_ACCESS_TOKEN={TOKEN}\nOTHER=1",
        f'{{"access_token": "{TOKEN}", "user_id": 1}}',
        f"https://graph.instagram.com/me?access_token={TOKEN}&fields=id",
        TOKEN[:60] + "\n" + TOKEN[60:],
        TOKEN[:60] + "\r\n   " + TOKEN[60:],
        "\ufeff" + TOKEN[:9] + "\u200b" + TOKEN[9:],
        "\u00a0" + TOKEN + "\u00a0",
        f"“{TOKEN}”",
        f"bearer  {TOKEN}",
        f"My token: {TOKEN}",
        f'"access_token": "{TOKEN}",',
    ],
)
def test_a_pasted_token_is_freed_of_its_surroundings(pasted: str) -> None:
    assert tidy(pasted) == TOKEN


@pytest.mark.parametrize(
    ("token", "verdict"),
    [
        ("", Verdict.EMPTY),
        (TOKEN, Verdict.INSTAGRAM),
        ("EAAG" + "a" * 150, Verdict.FACEBOOK),
        ("EAAG", Verdict.TOO_SHORT),
        ("0123456789abcdef0123456789ABCDEF", Verdict.APP_SECRET),
        (TOKEN[:80] + " " + TOKEN[80:], Verdict.SPACE_INSIDE),
        ("IGAA12", Verdict.TOO_SHORT),
        ("IGAAinventedShortToken", Verdict.INSTAGRAM),
        ("EAAinventedPageToken", Verdict.FACEBOOK),
        ("hello", Verdict.TOO_SHORT),
        ("ZZ" + "a" * 150, Verdict.UNKNOWN),
    ],
)
def test_judged_while_typing(token: str, verdict: Verdict) -> None:
    assert judge(token) is verdict


def test_only_a_likely_token_is_checked() -> None:
    assert {v for v in Verdict if v.may_be_checked} == {Verdict.INSTAGRAM, Verdict.FACEBOOK, Verdict.UNKNOWN}


def test_hidden_token_shows_its_ends_only() -> None:
    shown = masked(TOKEN)
    assert shown.startswith(TOKEN[:4])
    assert shown.endswith(TOKEN[-4:])
    assert set(shown[4:-4]) == {"•"}
    assert masked("IGAA12") == "••••••"


@pytest.mark.parametrize("pasted", ["", "   ", '""', "\n\t"])
def test_nothing_stays_nothing(pasted: str) -> None:
    assert normalise(pasted) == ""


def test_a_space_inside_is_shown_but_never_sent() -> None:
    pasted = f"{TOKEN[:80]} {TOKEN[80:]}"
    assert tidy(pasted) == pasted
    assert normalise(pasted) == TOKEN


@pytest.mark.parametrize(
    "pasted",
    [
        'curl -i -X GET "https://graph.instagram.com/v26.0/me?fields=user_id,username&access_token={token}"',
        ("curl -X POST 'https://graph.instagram.com/v26.0/me/messages' -H 'Authorization: Bearer {token}' "
        "-H 'Content-Type: application/json' -d '{{\"recipient\":{{\"id\":\"1\"}}}}'"),
        "curl https://graph.facebook.com/me \\\n  -H \"Authorization: Bearer {token}\" \\\n  -d platform=instagram",
        "https://graph.instagram.com/me?access_token={token}&fields=id",
        'IG_APP_ID=123\nIG_KEY={token}\nSMTP=x\n',
        '{{"access_token": "{token}", "token_type": "bearer", "expires_in": 5183950}}',
        "export INSTAGRAM_ACCESS_TOKEN={token}\r\n",
        "\ufeff{token}\u200b",
        "“{token}”",
    ],
)  # fmt: skip
def test_what_people_copy_around_a_token(pasted: str) -> None:
    token = "IGAA" + "x1Yz" * 40
    assert tidy(pasted.format(token=token)) == token


def test_a_space_in_the_middle_is_never_cut_off() -> None:
    broken = "IGAA" + "x" * 80 + " " + "y" * 80
    assert judge(tidy(broken)) is Verdict.SPACE_INSIDE
    assert judge(tidy(f"curl https://a.b/{broken}")) is not Verdict.INSTAGRAM


def test_the_token_of_an_app() -> None:
    assert judge("1234567890123|AbCdEfGhIjKlMnOpQrStUvWxYz0") is Verdict.APP_TOKEN
    assert not Verdict.APP_TOKEN.may_be_checked
