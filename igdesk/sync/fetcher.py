"""Fetches what messages and lists only point to: profiles, pictures and files."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AttachmentId, ConversationId
from igdesk.domain.status import KnownError
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.store.archive import Archive
from igdesk.store.media import AttachmentSource, MissingPicture
from igdesk.store.sniff import FileRefusedError
from igdesk.sync import schedule
from igdesk.sync.gate import Priority
from igdesk.sync.link import AccountLink, SignedOut
from igdesk.sync.reader import LATER
from igdesk.sync.waking import wait_for

AT_ONCE = 2
FILE_BYTES = 25 * 1024 * 1024
IMAGE_BYTES = 8 * 1024 * 1024
PICTURE_BYTES = 2 * 1024 * 1024
PROFILE_AGE = timedelta(days=1)
TRIES = 3
FORGET_S = 600.0
"""A file that could not be had for the moment is not asked for again within this time unless somebody insists."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to fetch."""

    attachment_id: AttachmentId
    needs_fresh_link: bool = False
    failures: int = 0


class Fetcher:
    """The slow extras of one account. A message never waits for them."""

    def __init__(
        self,
        link: AccountLink,
        archive: Archive,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        log: logging.Logger,
    ) -> None:
        self._link = link
        self._archive = archive
        self._clock = clock
        self._chance = chance
        self._log = log
        self._profiles: dict[Priority, dict[ConversationId, str]] = {Priority.OPEN: {}, Priority.BACKGROUND: {}}
        self._asked_at: dict[str, datetime] = {}
        self._jobs: dict[object, _File | MissingPicture] = {}
        self._under_way: set[object] = set()
        self._resting: dict[object, float] = {}
        self._has_profiles = {priority: asyncio.Event() for priority in self._profiles}
        self._has_jobs = asyncio.Event()

    # What the engine asks for

    def want_profile(self, row: Conversation, *, is_open: bool = False) -> None:
        """Ask about this customer, at most once a day; at once if the conversation is on the screen."""
        person, now = row.participant, self._clock()
        latest = max(filter(None, (person.profile_fetched_at, self._asked_at.get(person.igsid))), default=None)
        if person.igsid and (latest is None or now - latest >= PROFILE_AGE):
            priority = Priority.OPEN if is_open else Priority.BACKGROUND
            self._profiles[priority][row.id] = person.igsid
            self._has_profiles[priority].set()

    def want_picture(self, row: Conversation) -> None:
        """Fetch the picture of this customer if it is not here."""
        for missing in self._archive.media.missing_pictures([row.id]):
            self._add(("picture", missing.participant_id, missing.url), missing)

    def want_file(self, attachment_id: AttachmentId, *, is_again: bool = False) -> None:
        """Fetch this file; ``is_again`` when it was gone or refused and somebody insists."""
        if is_again:
            self._resting.pop(attachment_id, None)
            self._archive.media.set_state(attachment_id, MediaState.REMOTE)
        self._add(attachment_id, _File(attachment_id, needs_fresh_link=is_again))

    def _add(self, key: object, job: _File | MissingPicture) -> None:
        if key in self._under_way or self._resting.get(key, 0.0) > self._now_s():
            return
        self._jobs.pop(key, None)
        self._jobs[key] = job  # at the end: the ones asked for last come first
        self._has_jobs.set()

    # Profiles

    async def fetch_profiles(self) -> None:
        """One after the other; the one on the screen does not wait for the others.

        Profiles have a limit of their own at Meta: they do not wait for the turns of conversations, else the names in
        the list would come after the whole first fetch. They keep the same pace.
        """
        async with asyncio.TaskGroup() as group:
            for priority in self._profiles:
                group.create_task(self._fetch_profiles(priority), name="profiles")

    async def _fetch_profiles(self, priority: Priority) -> None:
        wanted, failures = self._profiles[priority], 0
        while True:
            await self._link.online.wait()
            if not wanted:
                await wait_for(self._has_profiles[priority], None)
                continue
            conversation_id, igsid = wanted.popitem()
            if igsid in self._asked_at and self._clock() - self._asked_at[igsid] < PROFILE_AGE:
                continue
            try:
                await self._fetch_profile(conversation_id, igsid)
                failures = 0
                if priority is Priority.BACKGROUND:
                    await asyncio.sleep(self._link.budget.interval_s())
            except SignedOut:
                wanted.setdefault(conversation_id, igsid)
                await self._link.ready.wait()
            except GraphError as error:
                if error.kind not in LATER:
                    self._asked_at[igsid] = self._clock()
                    self._archive.ingest.profile_failed(conversation_id)
                    continue
                failures += 1
                wanted.setdefault(conversation_id, igsid)
                if failures > TRIES and self._link.online.is_set():
                    wanted.clear()
                await asyncio.sleep(schedule.retry_s(failures, self._chance(), first_s=5.0))

    async def _fetch_profile(self, conversation_id: ConversationId, igsid: str) -> None:
        profile = await self._link.call_now(lambda client: client.profile(igsid))
        self._asked_at[igsid] = self._clock()
        self._archive.ingest.profile(conversation_id, profile)
        row = self._archive.inbox.by_id(conversation_id)
        if row is not None:
            self.want_picture(row)

    # Files and pictures

    async def fetch_media(self) -> None:
        """A few downloads at a time."""
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._fetch_jobs(), name="download")

    async def _fetch_jobs(self) -> None:
        while True:
            await self._link.online.wait()
            if not self._jobs:
                await wait_for(self._has_jobs, None)
                continue
            key, job = self._jobs.popitem()
            if self._jobs:
                self._has_jobs.set()  # the other one may start too
            self._under_way.add(key)
            try:
                await (self._fetch_file(job) if isinstance(job, _File) else self._fetch_picture(job))
            except (GraphError, KnownError) as error:
                self._later(key, job, error)
            except SignedOut:
                self._jobs.setdefault(key, job)
            finally:
                self._under_way.discard(key)

    def _later(self, key: object, job: _File | MissingPicture, error: GraphError | KnownError) -> None:
        """It did not work for the moment."""
        self._log.info("a file could not be fetched: %s", error)
        if isinstance(job, _File) and job.failures + 1 < TRIES:
            again = _File(job.attachment_id, job.needs_fresh_link, job.failures + 1)
            delay_s = schedule.retry_s(again.failures, self._chance(), first_s=5.0)
            asyncio.get_running_loop().call_later(delay_s, self._add, key, again)
        else:
            self._resting[key] = self._now_s() + FORGET_S

    async def _fetch_file(self, job: _File) -> None:
        media = self._archive.media
        source = media.source(job.attachment_id)
        if source is None or source.attachment.state is not MediaState.REMOTE:
            return
        url, is_fresh = source.attachment.url, False
        if not url and not source.message_remote_id:
            return  # Instagram fetches it itself, and only the sent message has a link to it
        if job.needs_fresh_link or not url:
            url, is_fresh = await self._fresh_link(source) or url, True
        limit = IMAGE_BYTES if source.attachment.kind is AttachmentKind.IMAGE else FILE_BYTES
        while True:
            try:
                data = await self._download(url, limit)
            except GraphError as error:
                if error.kind is ErrorKind.GONE and not is_fresh:
                    fresh, is_fresh = await self._fresh_link(source), True
                    if fresh and fresh != url:
                        url = fresh
                        continue
                if error.kind in LATER:
                    raise
                state = MediaState.GONE if error.kind is ErrorKind.GONE else MediaState.REFUSED
                media.set_state(job.attachment_id, state)
                return
            break
        try:
            kept = await asyncio.to_thread(media.keep_file, data)
        except FileRefusedError:
            media.set_state(job.attachment_id, MediaState.REFUSED)
        except OSError as error:
            self._log.warning("a file could not be written: %s", type(error).__name__)
        else:
            media.attach(job.attachment_id, kept)

    async def _fresh_link(self, source: AttachmentSource) -> str:
        """The present link of a file, from its message; empty if Instagram does not give one any more."""
        if not source.message_remote_id:
            return ""
        try:
            message = await self._link.call(
                Priority.BACKGROUND, lambda client: client.message(source.message_remote_id)
            )
        except GraphError as error:
            if error.kind in LATER:
                raise
            return ""
        file = message.file(source.attachment.role, source.attachment.place)
        url = file.url if file is not None else ""
        if url:
            self._archive.media.update_url(source.attachment.id, url, read_at=self._clock())
        return url

    async def _fetch_picture(self, job: MissingPicture) -> None:
        key = ("picture", job.participant_id, job.url)
        try:
            data = await self._download(job.url, PICTURE_BYTES)
            self._archive.media.store_picture(job.participant_id, data)
        except FileRefusedError:
            self._resting[key] = float("inf")
        except OSError as error:
            self._log.warning("a picture could not be written: %s", type(error).__name__)
            self._resting[key] = self._now_s() + FORGET_S
        except GraphError as error:
            if error.kind in LATER:
                raise
            # The link ran out. The profile brings a new one, and is asked for once a day at most.
            self._resting[key] = float("inf")

    async def _download(self, url: str, limit: int) -> bytes:
        """The bytes behind a link. Trouble with it says nothing about the connection to the API."""
        client = self._link.client
        if client is None:
            raise SignedOut
        return (await client.download(url, max_bytes=limit)).value.data

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()
