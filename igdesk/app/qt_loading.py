"""Loading Qt for Python without the work that an inbox never needs.

PySide6 brings Python modules that write its signatures: for ``help()``, for stub files and for the words of a
``TypeError``. They lie as sources in its library and are compiled anew at every start, a fifth of the time that an
empty window takes. Here the ones that nothing else needs are compiled when something in them is first asked for.

PySide6 also replaces ``__import__``, to find modules that switch on its ``__feature__``: it would read the source of
every module imported from then on.
"""

import builtins
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

PUT_OFF = frozenset(
    f"shibokensupport/signature/{name}.py"
    for name in ("mapping", "errorhandler", "parser", "layout", "lib/enum_sig", "lib/pyi_generator", "lib/tool")
)
"""Asked for by nothing but an error or an inspection. What is not named here is compiled at once."""
ENUM_OPTION = "pyside6_option_python_enum"
"""An option of PySide6, here with its default: enums as Python has them. Otherwise the parser sets it."""

TAKEN_DIRECTLY = ("shibokensupport/signature/mapping.py", "update_mapping")
"""A function that the library takes out of the dictionary of its module, past ``__getattr__``."""

_sources: dict[str, Any] = {}
_compile = builtins.compile
_lock = RLock()


def load_qt() -> None:
    """Import what every window needs. Raises ImportError where a library of the system is missing."""
    setattr(sys, ENUM_OPTION, True)
    with _compiling_later():
        import PySide6
    restore_imports()
    import PySide6.QtWidgets  # noqa: F401 - loading it is the purpose


def restore_imports() -> None:
    """Imports as Python has them. igdesk uses no ``__feature__``, and has hundreds of imports to come."""
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original


@contextmanager
def _compiling_later() -> Iterator[None]:
    def compile_or_keep(source: Any, filename: Any, *args: Any, **options: Any) -> Any:
        if filename in PUT_OFF:
            _sources[filename] = source
            source = f"from {__name__} import awaken\n__getattr__ = awaken(globals(), {filename!r})\n"
        return _compile(source, filename, *args, **options)

    builtins.compile = compile_or_keep
    try:
        yield
    finally:
        builtins.compile = _compile


def awaken(namespace: dict[str, Any], filename: str) -> Callable[[str], Any]:
    """The ``__getattr__`` of a module that is not compiled yet: it becomes itself when first asked for something."""

    def getattr_(name: str) -> Any:
        with _lock:
            source = _sources.pop(filename, None)
            if source is not None:
                namespace.pop("__getattr__", None)
                exec(_compile(source, filename, "exec"), namespace)  # noqa: S102 - PySide6's own source, a moment later
        try:
            return namespace[name]
        except KeyError:
            raise AttributeError(f"module {namespace['__name__']!r} has no attribute {name!r}") from None

    if filename == TAKEN_DIRECTLY[0]:
        namespace[TAKEN_DIRECTLY[1]] = lambda: getattr_(TAKEN_DIRECTLY[1])()
    return getattr_
