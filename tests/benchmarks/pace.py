"""Requests per hour while nothing happens, by the rules of ``sync.schedule`` in virtual time. Prints one JSON line.

The floor is one look at the list every 15 s: what somebody who watches the window can expect at least.
"""

import json
import random

from igdesk.domain.attention import Attention
from igdesk.sync.schedule import Situation, list_interval_s, open_interval_s

HOUR_S = 3600.0
FLOOR_S = 15.0


def calls_in_an_hour(attention: Attention, *, quiet_s: float, is_open: bool, is_night: bool = False) -> float:
    """List polls, and reads of the open conversation if there is one; the mean of 100 hours."""
    chance = random.Random(3)
    hours, calls = 100, 0
    for interval in (list_interval_s, open_interval_s) if is_open else (list_interval_s,):
        now_s = 0.0
        while now_s < hours * HOUR_S:
            situation = Situation(attention=attention, quiet_s=quiet_s, is_night=is_night)
            now_s += interval(situation, chance.random())
            calls += 1
    return round(calls / hours, 1)


def main() -> None:
    quiet_s = HOUR_S
    found = {
        "active": calls_in_an_hour(Attention.ACTIVE, quiet_s=quiet_s, is_open=False),
        "active_with_open_conversation": calls_in_an_hour(Attention.ACTIVE, quiet_s=quiet_s, is_open=True),
        "visible": calls_in_an_hour(Attention.VISIBLE, quiet_s=quiet_s, is_open=False),
        "away": calls_in_an_hour(Attention.AWAY, quiet_s=quiet_s, is_open=False),
        "away_at_night": calls_in_an_hour(Attention.AWAY, quiet_s=4 * HOUR_S, is_open=False, is_night=True),
    }
    floor = HOUR_S / FLOOR_S
    print(json.dumps({"floor_per_hour": floor, **found, "active_ratio": round(found["active"] / floor, 2)}))


if __name__ == "__main__":
    main()
