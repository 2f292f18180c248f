"""Windows: a value of the Run key of the person, as the list of apps at start-up in the system's settings shows it."""

import sys
from collections.abc import Sequence
from subprocess import list2cmdline
from typing import Protocol

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where Windows keeps that somebody switched an entry off: the first byte is odd then."""


class Registry(Protocol):
    """Values of keys of the person. All raise OSError but for what is missing."""

    def get(self, key: str, name: str) -> object: ...

    def put(self, key: str, name: str, text: str) -> None: ...

    def drop(self, key: str, name: str) -> None: ...


class RunKey:
    """The value ``name``."""

    def __init__(self, name: str, command: Sequence[str], registry: Registry | None = None) -> None:
        self._name = name
        self._line = list2cmdline(command)
        self._registry = registry or _own_registry()

    @property
    def is_on(self) -> bool:
        approved = self._registry.get(APPROVED, self._name)
        is_off = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
        return bool(self._registry.get(RUN, self._name)) and not is_off

    @property
    def is_current(self) -> bool:
        return self._registry.get(RUN, self._name) == self._line

    def write(self) -> None:
        self._registry.put(RUN, self._name, self._line)
        self._registry.drop(APPROVED, self._name)

    def remove(self) -> None:
        self._registry.drop(RUN, self._name)
        self._registry.drop(APPROVED, self._name)


if sys.platform == "win32":
    import winreg

    class _Own:
        def get(self, key: str, name: str) -> object:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    return winreg.QueryValueEx(opened, name)[0]
            except FileNotFoundError:
                return None

        def put(self, key: str, name: str, text: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

        def drop(self, key: str, name: str) -> None:
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return

    def _own_registry() -> Registry:
        return _Own()
else:

    def _own_registry() -> Registry:
        raise OSError("there is no registry")
