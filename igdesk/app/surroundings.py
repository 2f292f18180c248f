"""Whether this computer can show a window at all, found out before Qt would end the process without a word."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from igdesk.domain.status import KnownError, Problem

APT_LINE = (
    "sudo apt-get install libgl1 libegl1 libfontconfig1 libxkbcommon0 libglib2.0-0 libdbus-1-3 libgssapi-krb5-2"
    " libbrotli1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libpulse0"
    " fonts-dejavu-core"
)
X_SOCKETS = "/tmp/.X11-unix"  # noqa: S108 - where X servers listen
VIRTUAL_SCREEN = "a virtual screen (on Debian and Ubuntu: sudo apt-get install xvfb xauth)"


class CannotShowError(KnownError):
    """No window can be shown here."""


def check_screen(env: Mapping[str, str], platform: str = sys.platform, *, command: Sequence[str] = ("igdesk",)) -> None:
    """Raise CannotShowError when there is certainly no screen. Costs next to nothing.

    ``command`` is how igdesk was started; the cure names it, to be pasted as it stands.
    """
    if not platform.startswith("linux"):
        return
    chosen = env.get("QT_QPA_PLATFORM", "")
    ways = [_family(way.partition(":")[0]) for way in chosen.split(";")] if chosen else ["wayland", "xcb"]
    if not {"wayland", "xcb"}.issuperset(ways):
        return  # one that needs no screen, or none that anybody has
    display = env.get("DISPLAY", "")
    if "wayland" in ways and _is_wayland(env, "wayland-0" if chosen else ""):
        return
    if "xcb" in ways and display and _answers(display):
        return
    asked = {name: value for name in ("WAYLAND_DISPLAY", "DISPLAY") if (value := env.get(name, ""))}
    from shlex import join

    if chosen:
        unset = "" if "xcb" in ways else "env -u QT_QPA_PLATFORM "
        raise CannotShowError(
            Problem(
                "screen_silent",
                f"No screen answers where QT_QPA_PLATFORM={chosen} has igdesk look for one.",
                "Start igdesk from the desktop that you are signed in to, unset QT_QPA_PLATFORM, or use"
                f" {VIRTUAL_SCREEN}:\n{unset}xvfb-run {join(command)}",
            )
        )
    virtual = f"{VIRTUAL_SCREEN}:\nxvfb-run {join(command)}"
    if not asked:
        raise CannotShowError(
            Problem(
                "no_screen",
                "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set.",
                f"Start igdesk from a desktop. Without one, use {virtual}\n"
                f"(or, to draw nothing at all: QT_QPA_PLATFORM=offscreen {join(command)})",
            )
        )
    raise CannotShowError(
        Problem(
            "screen_silent",
            f"No screen answers at {' or '.join(f'{name}={value}' for name, value in asked.items())}.",
            f"Start igdesk from the desktop that you are signed in to, or use {virtual}",
        )
    )


def command_typed(program: str, arguments: Sequence[str]) -> tuple[str, ...]:
    """What starts igdesk as it was started. ``program`` is ``sys.argv[0]``."""
    if Path(program).name == "__main__.py":
        return (sys.executable, "-m", "igdesk", *arguments)
    return (program or "igdesk", *arguments)


def import_error(error: ImportError, platform: str = sys.platform) -> CannotShowError:
    """Words for a PySide6 that cannot be loaded."""
    missing = _library_in(str(error))
    if missing:
        return _library_missing(missing)
    return CannotShowError(
        Problem(
            "qt_missing",
            f"The Qt library of igdesk cannot be loaded: {error}.",
            f"Install igdesk again, into a fresh environment. In its folder:\n{_FRESH.get(platform, _FRESH[''])}",
        )
    )


_FRESH = {
    "": "python3 -m venv --clear .venv && .venv/bin/pip install .",
    "win32": "py -m venv --clear .venv; .venv\\Scripts\\pip install .\n"
    "If that does not help, install Microsoft's Visual C++ Redistributable.",
}


def check_platform_plugin(env: Mapping[str, str], platform: str = sys.platform) -> None:
    """Load the part of Qt that talks to the screen. Qt would abort the process if it could not.

    What is loaded here is needed a moment later anyway.
    """
    name = _family(env.get("QT_QPA_PLATFORM", "").partition(":")[0])
    if not platform.startswith("linux") or ";" in name:
        return
    if not name:
        if _is_wayland(env):
            return  # Qt tries Wayland, then X
        name = "xcb"
    from PySide6.QtCore import QLibraryInfo, QPluginLoader

    folders = [QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), env.get("QT_PLUGIN_PATH", "")]
    paths = [Path(folder) / "platforms" / f"libq{name}.so" for folder in folders if folder]
    if env.get("QT_QPA_PLATFORM_PLUGIN_PATH"):
        return
    found = next((path for path in paths if path.exists()), None)
    if found is None:
        raise CannotShowError(
            Problem(
                "platform_unknown",
                f"Qt knows no platform named “{name}” (from QT_QPA_PLATFORM).",
                "Unset QT_QPA_PLATFORM, or set it to xcb, wayland or offscreen.",
            )
        )
    loader = QPluginLoader(str(found))
    if not loader.load():
        missing = _library_in(loader.errorString())
        raise _library_missing(missing or loader.errorString())


def _library_missing(what: str) -> CannotShowError:
    return CannotShowError(
        Problem(
            "library_missing",
            f"A system library that Qt needs is missing: {what}.",
            f"On Debian and Ubuntu this installs all of them:\n{APT_LINE}",
        )
    )


def _library_in(words: str) -> str:
    """The library named in a message of the dynamic loader."""
    before, found, _ = words.partition(": cannot open shared object file")
    return before.rpartition(" ")[2].lstrip("(") if found else ""


def _takes_connections(address: str) -> bool:
    """Whether somebody listens at a local address; one that begins with NUL is in no folder."""
    if sys.platform != "win32":  # asked for on Linux only
        # What ``socket`` is made on: for its names that module makes enums, 6 ms before the first paint.
        import _socket

        with suppress(OSError, ValueError), closing(_socket.socket(_socket.AF_UNIX)) as probe:
            probe.settimeout(2)
            probe.connect(address)
            return True
    return False


def _family(way: str) -> str:
    """What Qt calls "wayland-egl" is the same file as "wayland"."""
    return "wayland" if way.startswith("wayland-") else way


def _is_wayland(env: Mapping[str, str], usual: str = "") -> bool:
    """Whether a Wayland compositor takes connections; the variable may outlive it, or come from another session."""
    if env.get("WAYLAND_SOCKET"):
        return True  # a connection that the parent process has opened
    name = env.get("WAYLAND_DISPLAY", "") or usual
    if not name:
        return False
    return _takes_connections(str(Path(env.get("XDG_RUNTIME_DIR", "/"), name)))


def _answers(display: str) -> bool:
    """Whether a local X server takes connections; one on another computer is believed to."""
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if host not in ("", "unix") or not number.isdecimal():
        return True
    if any(_takes_connections(f"{before}{X_SOCKETS}/X{number}") for before in ("\0", "")):
        return True
    import socket

    with suppress(OSError), socket.create_connection(("127.0.0.1", 6000 + int(number)), timeout=1):
        return True
    return False
