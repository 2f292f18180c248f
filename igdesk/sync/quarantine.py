"""Conversations that Instagram does not hand out: left alone, and tried again once a day, and after news."""

import json
from datetime import datetime, timedelta

from igdesk.domain.ids import AccountId
from igdesk.store.archive import Archive

RETRY = timedelta(days=1)
AFTER_NEWS = timedelta(minutes=15)
"""Somebody is writing there, and such trouble may be over."""


class Quarantine:
    """Which conversations of one account are skipped, and until when. Survives a restart."""

    def __init__(self, archive: Archive, account_id: AccountId) -> None:
        self._archive = archive
        self._key = f"sync.quarantine.{account_id}"
        self._until: dict[str, datetime] = {}
        self._tried: dict[str, datetime] = {}
        for remote_id, until in _decoded(archive.settings.get(self._key)).items():
            self._until[remote_id] = until

    def __len__(self) -> int:
        return len(self._until)

    def holds(self, remote_id: str, now: datetime) -> bool:
        """Whether this conversation is left alone for now."""
        until = self._until.get(remote_id)
        return until is not None and now < until

    def put(self, remote_id: str, now: datetime, pause: timedelta = RETRY) -> None:
        """Leave this conversation alone for a day, or as long as is said."""
        self._until[remote_id] = now + pause
        self._tried[remote_id] = now
        self._save()

    def hurry(self, remote_id: str, now: datetime) -> None:
        """There is news in it: it is tried again soon, though not at once after the last try."""
        soon = self._tried.get(remote_id, now) + AFTER_NEWS
        if soon < self._until.get(remote_id, soon):
            self._until[remote_id] = soon
            self._save()

    def release(self, remote_id: str) -> None:
        """It was read after all."""
        self._tried.pop(remote_id, None)
        if self._until.pop(remote_id, None) is not None:
            self._save()

    def due(self, now: datetime) -> list[str]:
        """Those whose time is over."""
        return [remote_id for remote_id, until in self._until.items() if until <= now]

    def _save(self) -> None:
        self._archive.settings.set(self._key, json.dumps({k: v.isoformat() for k, v in self._until.items()}))


def _decoded(text: str) -> dict[str, datetime]:
    """What was kept; nothing if it cannot be understood, which costs one try per conversation."""
    try:
        return {str(k): datetime.fromisoformat(v) for k, v in json.loads(text or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
