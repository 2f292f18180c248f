"""Imports without the look into every source file that PySide6 adds to them."""

import builtins


def restore_imports() -> None:
    """Call it once Qt is loaded.

    PySide6 replaces ``__import__`` to find modules that switch on its ``__feature__``: it reads the source of every
    module imported from then on, and keeps it. igdesk has no such module, and hundreds of imports to come.
    """
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
