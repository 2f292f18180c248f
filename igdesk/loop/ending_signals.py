"""Which signals ask the program to end."""

import signal


def ending_signals() -> tuple[int, ...]:
    """Ctrl+C, what ``kill`` and the end of a session send, and the terminal that igdesk was started in being closed.

    What ``nohup`` has told to be ignored stays so.
    """
    found = [signal.SIGINT, signal.SIGTERM]
    closed = getattr(signal, "SIGHUP", None)
    if closed is not None and signal.getsignal(closed) is not signal.SIG_IGN:
        found.append(closed)
    return tuple(found)
