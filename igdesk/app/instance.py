"""One running igdesk for each profile: a second start shows the window of the first."""

import getpass
import hashlib
import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from igdesk.app.profile_lock import ProfileLock
from igdesk.paths import Profile

SHOWN = b"shown\n"
ANSWER_MS = 2000
GRACE_MS = 4000
"""How long the copy that holds the lock may take: it may just be starting, or just be ending."""


class SingleInstance(QObject):
    """Listens for other starts of the same profile. Made by whoever holds the profile's lock."""

    def __init__(self, profile: Profile, show: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        name = socket_name(profile)
        # Whoever holds the lock is alone: a socket that is still there belongs to a copy that died.
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(name)  # without a socket everything works but being shown by a second start

    def close(self) -> None:
        """Stop listening and remove the socket."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.write(SHOWN)
            socket.flush()
            socket.disconnectFromServer()
            self._show()


def lock_or_show(profile: Profile) -> ProfileLock | bool:
    """The lock; or, when another copy holds it, whether that copy answered and showed its window.

    Waits a little for a copy that is just starting or just ending.
    """
    deadline = QDeadlineTimer(GRACE_MS)
    while True:
        lock = ProfileLock.take(profile)
        if lock is not None:
            return lock
        if _ask_to_show(profile):
            return True
        if deadline.hasExpired():
            return False
        QThread.msleep(50)


def _ask_to_show(profile: Profile) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(socket_name(profile))
    try:
        return socket.waitForConnected(ANSWER_MS) and socket.waitForReadyRead(ANSWER_MS)
    finally:
        socket.abort()


def socket_name(profile: Profile) -> str:
    """Short, and different for each person and profile: a socket path may have about 100 characters."""
    real = os.path.realpath(profile.folder)
    who = f"{getpass.getuser()}:{real}" if sys.platform == "win32" else f"{os.getuid()}:{real}"
    return f"igdesk-{hashlib.sha256(os.fsencode(who)).hexdigest()[:20]}"
