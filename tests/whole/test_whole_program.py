"""The whole program on real parts: a real window, a real keychain, HTTP over loopback, an encrypted archive on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.whole, pytest.mark.keychain]


SCENARIOS = [
    "first_reply",
    "killed",
    "cannot_start",
    "keyboard_only",
    "read_aloud",
    "replying",
    "triage",
    "page_token_and_passphrase",
    "offline_outbox",
    "wizard_obstacles",
    "wizard_browser",
    "wizard_by_keyboard",
    "keychain_locked",
    "lock",
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario(scenario: str, scenario_runner: Callable[[str, Path], str], tmp_path: Path) -> None:
    """Each scenario says `passed` as its last line; what it does stands in its own docstring."""
    assert scenario_runner(f"scenario_{scenario}", tmp_path).strip().endswith("passed")
