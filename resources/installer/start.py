"""What the frozen program runs."""

import os
import sys
from collections.abc import MutableMapping

from igdesk.__main__ import main

LIBRARIES = "LD_LIBRARY_PATH"


def hand_back(env: MutableMapping[str, str]) -> None:
    """The environment as it was before PyInstaller told the loader to look into the bundle: a browser or a player that
    igdesk starts would take the libraries from there, and another igdesk would think it is a part of this one.
    """
    given = env.pop(LIBRARIES, "")
    former = env.pop(f"{LIBRARIES}_ORIG", "" if given == getattr(sys, "_MEIPASS", "") else given)
    if former:
        env[LIBRARIES] = former
    for name in [name for name in env if name.startswith("_PYI_")]:
        del env[name]


if __name__ == "__main__":
    hand_back(os.environ)
    sys.exit(main())
