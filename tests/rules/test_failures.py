"""Every failure of the field that igdesk answers for is named by a test that shows it."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
ANSWERED_FOR = {
    "connecting": (1, 2, 4, 6, 7, 11, 12, 13, 14, 15, 16, 17, 20),
    "sending text": (21, 24, 25, 26, 27, 28, 29, 30, 31, 33, 34, 35, 36, 37, 43, 44, 45),
    "receiving": (47, 48, 49, 50, 51, 53, 55, 57, 59, 60, 62, 63, 65, 66, 67, 68, 69),
    "profiles": (72, 74, 75, 76, 77),
    "media": (78, 79, 80, 82, 83, 84, 86, 88, 89, 90),
    "the program": (92, 93, 95, 96, 98, 99, 100, 102, 103),
}


def test_every_failure_is_shown_by_a_test_outside_the_stand_in() -> None:
    """Tests of the sandbox only show that it can play a failure."""
    named: set[int] = set()
    for path in TESTS.rglob("test_*.py"):
        if "sandbox" not in path.parts:
            for listed in re.findall(r"failures? (\d+(?:(?:, | and )\d+)*)", path.read_text("utf-8")):
                named.update(map(int, re.findall(r"\d+", listed)))
    missing = {part: [n for n in numbers if n not in named] for part, numbers in ANSWERED_FOR.items()}
    assert not any(missing.values()), missing
