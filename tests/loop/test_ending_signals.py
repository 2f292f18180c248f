"""What ends the program."""

import signal
import sys

import pytest

from igdesk.loop.ending_signals import ending_signals


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_closed_terminal_ends_it_unless_nohup_was_asked_for() -> None:
    former = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        assert ending_signals() == (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert ending_signals() == (signal.SIGINT, signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, former)


def test_a_system_without_that_signal_has_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGHUP", raising=False)
    assert ending_signals() == (signal.SIGINT, signal.SIGTERM)
