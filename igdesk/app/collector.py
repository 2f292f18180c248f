"""The garbage collector, kept out of the way of the first window."""

import gc


def rest_collector() -> None:
    """Until ``wake_collector``: the start makes many objects that live to the end, and looking for rubbish among them
    again and again takes a fifth of it.
    """
    gc.disable()


def wake_collector() -> None:
    """Collect from now on. What the start made is not looked at again: it stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
