"""Whether this computer runs on its battery, as far as the system tells without a library."""

import sys
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
_ON_BATTERY, _NO_BATTERY = 0, 128


def has_battery() -> bool:
    """Whether there is one at all; False where nothing can be found out."""
    return _state() is not None


def is_on_battery() -> bool:
    """Whether it is being used up now."""
    return bool(_state())


def _state(platform: str = sys.platform) -> bool | None:
    """True on battery, False on mains, None without a battery or without an answer."""
    if platform == "win32":
        return _of_windows()
    if platform.startswith("linux"):
        return of_linux(SUPPLIES)
    return None


def of_linux(supplies: Path) -> bool | None:
    """From the files of the kernel; batteries of mice and pens do not count."""
    found: bool | None = None
    try:
        for supply in sorted(supplies.iterdir()):
            if _text(supply / "type") != "Battery" or _text(supply / "scope") == "Device":
                continue
            found = bool(found) or _text(supply / "status") == "Discharging"
    except OSError:
        return None
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""


if sys.platform == "win32":
    import ctypes

    class _Status(ctypes.Structure):
        _fields_ = (
            ("ac", ctypes.c_ubyte),
            ("flag", ctypes.c_ubyte),
            ("percent", ctypes.c_ubyte),
            ("saver", ctypes.c_ubyte),
            ("life", ctypes.c_ulong),
            ("full", ctypes.c_ulong),
        )

    def _of_windows() -> bool | None:
        status = _Status()
        if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
            return None
        if status.flag & _NO_BATTERY or status.flag == 255:
            return None
        return bool(status.ac == _ON_BATTERY)
else:

    def _of_windows() -> bool | None:
        return None
