"""The pace that was chosen, and the battery."""

from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.pace import BATTERY_KEY, PACE_KEY, Pace, pace_of
from igdesk.sync.pacing import Pacing
from igdesk.sync.power import of_linux
from igdesk.sync.schedule import Situation, list_interval_s, usual_intervals


class Kept(dict[str, str]):
    """Settings."""

    @property
    def settings(self) -> Any:
        return self

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        return super().get(key, default)


def test_the_pace_stretches_every_interval() -> None:
    usual, calm = usual_intervals(1.0), usual_intervals(Pace.CALM.factor)
    assert [slow / fast for slow, fast in zip(calm, usual, strict=True)] == [2.0] * 4
    assert list_interval_s(Situation(slowness=4.0), 0.5) == 4 * list_interval_s(Situation(), 0.5)


@pytest.mark.parametrize(("kept", "pace"), [("", Pace.AUTOMATIC), ("calm", Pace.CALM), ("?", Pace.AUTOMATIC)])
def test_what_was_kept(kept: str, pace: Pace) -> None:
    assert pace_of(kept) is pace


def test_slower_on_battery_unless_the_person_minds() -> None:
    kept = Kept({PACE_KEY: "calm"})
    pacing = Pacing(kept, on_battery=lambda: True)  # type: ignore[arg-type]
    assert pacing.factor() == 4.0
    kept[BATTERY_KEY] = "0"
    pacing.read()
    assert pacing.factor() == 2.0


def supply(folder: Path, name: str, **values: str) -> None:
    (folder / name).mkdir(parents=True)
    for key, value in values.items():
        (folder / name / key).write_text(f"{value}\n")


def test_the_battery_of_the_computer_and_not_that_of_a_mouse(tmp_path: Path) -> None:
    assert of_linux(tmp_path / "none") is None
    supply(tmp_path, "AC", type="Mains", online="1")
    supply(tmp_path, "hid-mouse", type="Battery", scope="Device", status="Discharging")
    assert of_linux(tmp_path) is None
    supply(tmp_path, "BAT0", type="Battery", status="Charging")
    assert of_linux(tmp_path) is False
    (tmp_path / "BAT0" / "status").write_text("Discharging\n")
    assert of_linux(tmp_path) is True
