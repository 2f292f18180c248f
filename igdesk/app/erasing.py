"""Erases everything that igdesk keeps on this computer, as the person asked: secrets first, then the files."""

import shutil
from collections.abc import Iterable
from contextlib import suppress

from igdesk.domain.status import KnownError
from igdesk.paths import Profile
from igdesk.store.vault import Vault


def erase_profile(profile: Profile, vault: Vault, remote_ids: Iterable[str]) -> None:
    """Without its key the archive is noise, so the key goes even if a file is held by another program.

    Raises nothing: at the end of the program nobody is left to be told.
    """
    with suppress(KnownError):
        vault.forget_everything(remote_ids)
    with suppress(OSError):
        profile.vault_file.unlink(missing_ok=True)
    for folder in (profile.archive, profile.logs):
        shutil.rmtree(folder, ignore_errors=True)
