"""What people paste as a token."""

import pytest

from igdesk.sync.token_text import normalised_token

TOKEN = "IGAAinvented0123456789_abc-DEF"


@pytest.mark.parametrize(
    "pasted",
    [
        TOKEN,
        f"  {TOKEN}\n",
        f'"{TOKEN}"',
        f"“{TOKEN}”",
        f"`{TOKEN}`",
        f"Bearer {TOKEN}",
        f"bearer  {TOKEN}",
        f"Authorization: Bearer {TOKEN}",
        f"INSTAGRAM_TOKEN={TOKEN}",
        f'export IG_ACCESS_TOKEN="{TOKEN}"',
        f'"access_token": "{TOKEN}",',
        f"access_token={TOKEN}",
        f"{TOKEN[:10]}\n{TOKEN[10:]}",
        f"\u200b{TOKEN}\ufeff",
    ],
)
def test_surroundings_are_taken_off(pasted: str) -> None:
    assert normalised_token(pasted) == TOKEN


@pytest.mark.parametrize("pasted", ["", "   ", '""', "\n\t"])
def test_nothing_stays_nothing(pasted: str) -> None:
    assert normalised_token(pasted) == ""
