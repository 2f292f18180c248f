"""The lock that makes one running igdesk the owner of a profile; gone with the process, however that ends."""

import errno
import os
import sys
from contextlib import suppress

from igdesk.paths import Profile

_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
"""Some network folders know no locks. Better two copies there than none at all."""


class ProfileLock:
    """An exclusive lock of the operating system on the profile's lock file."""

    def __init__(self, profile: Profile, descriptor: int) -> None:
        self._path = profile.lock
        self._descriptor = descriptor

    @classmethod
    def take(cls, profile: Profile) -> "ProfileLock | None":
        """The lock, or None when another process holds it. OSError when the file cannot be made."""
        descriptor = os.open(profile.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _lock(descriptor) or not _is_still(profile, descriptor):
                os.close(descriptor)
                return None
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode())
        except BaseException:
            with suppress(OSError):
                os.close(descriptor)
            raise
        return cls(profile, descriptor)

    def release(self) -> None:
        with suppress(OSError):
            if sys.platform == "win32":
                os.close(self._descriptor)
                self._path.unlink()
            else:
                self._path.unlink()  # before the lock goes, or the file of a successor would be removed
                os.close(self._descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, 1024, os.SEEK_SET)  # beyond the text: locked bytes cannot be read by others
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        except OSError:
            return False
        return True

    def _is_still(profile: Profile, descriptor: int) -> bool:
        return True
else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in _NO_LOCKS_HERE
        return True

    def _is_still(profile: Profile, descriptor: int) -> bool:
        """Whether the locked file is the one that has the name: a copy that ended may have removed it meanwhile."""
        try:
            return os.path.samestat(profile.lock.stat(), os.fstat(descriptor))
        except OSError:
            return False
