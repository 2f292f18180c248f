"""Linux: a desktop file in the folder that every desktop reads at its start (XDG autostart)."""

from collections.abc import Sequence
from pathlib import Path

from igdesk.whole_file import write_whole

_RESERVED = str.maketrans({"\\": "\\\\", '"': '\\"', "`": "\\`", "$": "\\$"})


class DesktopFile:
    """``NAME.desktop``. Switched off by the desktop's own settings it counts as off."""

    def __init__(self, folder: Path, name: str, command: Sequence[str]) -> None:
        self._path = folder / f"{name}.desktop"
        self._text = content(command)

    @property
    def is_on(self) -> bool:
        lines = self._lines()
        return bool(lines) and "Hidden=true" not in lines and "X-GNOME-Autostart-enabled=false" not in lines

    @property
    def is_current(self) -> bool:
        return _exec(self._text.splitlines()) == _exec(self._lines())

    def write(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._path, [self._text.encode()])

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        try:
            return [line.strip() for line in self._path.read_text("utf-8", "replace").splitlines()]
        except FileNotFoundError:
            return []


def content(command: Sequence[str]) -> str:
    """The file, as the Desktop Entry Specification wants it."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=igdesk",
            "Comment=An inbox for Instagram messages",
            f"Exec={' '.join(quoted(word) for word in command)}",
            "Icon=igdesk",
            "Terminal=false",
            "StartupNotify=false",
            "X-GNOME-Autostart-enabled=true",
            "",
        )
    )


def quoted(word: str) -> str:
    """One argument of ``Exec``: in quotes, then escaped once more as every value is; a percent sign is doubled."""
    inside = word.translate(_RESERVED).replace("\\", "\\\\").replace("%", "%%")
    return f'"{inside}"'.replace("\n", "\\n").replace("\t", "\\t")


def _exec(lines: Sequence[str]) -> str:
    return next((line for line in lines if line.startswith("Exec=")), "")
