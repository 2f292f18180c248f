"""Brings the files of a reply to Instagram while it is still queued. Uploading sends nothing to anybody: it is safe to
repeat, and a crash in it leaves nothing uncertain."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from igdesk.domain.account import Capability
from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.ids import MessageId
from igdesk.domain.outbox import FailureReason, OutboxItem, SendEvent
from igdesk.domain.reply import StagedFile
from igdesk.graph.client import Answer, GraphClient
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.sending import PROBE_PICTURE
from igdesk.store.archive import Archive
from igdesk.sync import schedule
from igdesk.sync.link import AccountLink, SignedOut

PROBE_AGAIN_S = (60.0, 300.0, 1800.0)
PROBE = StagedFile("", AttachmentKind.IMAGE, "image/jpeg", "probe.jpg", len(PROBE_PICTURE))
_UNOFFERED = frozenset({(2500, None), (100, 33), (3, None)})
"""What a host answers that knows no such address: there is nothing to upload to."""
_REFUSALS = frozenset(
    {
        ErrorKind.PERMANENT,
        ErrorKind.PERMISSION,
        ErrorKind.GONE,
        ErrorKind.RESTRICTED,
        ErrorKind.MESSAGE_ACCESS,
        ErrorKind.OTHER_APP,
    }
)


class Uploader:
    """Uploads for one account, and learns once whether that is possible at all."""

    def __init__(
        self,
        link: AccountLink,
        archive: Archive,
        *,
        server_now: Callable[[], datetime],
        chance: Callable[[], float],
        on_progress: Callable[[MessageId, float | None], None],
        log: logging.Logger,
    ) -> None:
        self._link = link
        self._archive = archive
        self._server_now = server_now
        self._chance = chance
        self._on_progress = on_progress
        self._log = log
        self._wanted = asyncio.Event()

    def want_probe(self) -> None:
        """Somebody may soon want to send a file: find out whether that is possible."""
        self._wanted.set()

    async def probe(self) -> None:
        """Try once, with a picture of a few pixels that is sent to nobody, until the answer is known."""
        tries = 0
        while True:
            await self._wanted.wait()
            if self._link.account.file_upload is not Capability.UNKNOWN:
                self._wanted.clear()
                tries = 0
                continue
            await self._link.online.wait()
            try:
                expected = _REFUSALS - {ErrorKind.RESTRICTED}
                await self._link.call_now(lambda client: client.upload(PROBE, PROBE_PICTURE), expected=expected)
            except SignedOut:
                pass
            except GraphError as error:
                if error.kind in _REFUSALS:
                    self._learn(Capability.NOT_GRANTED)
            else:
                self._learn(Capability.AVAILABLE)
            if self._link.account.file_upload is Capability.UNKNOWN:
                await asyncio.sleep(PROBE_AGAIN_S[min(tries, len(PROBE_AGAIN_S) - 1)])
                tries += 1

    async def bring(self, item: OutboxItem) -> None:
        """Upload what is missing of a queued reply. At the end it can be claimed, waits for another try, or failed."""
        try:
            await self._bring(item)
        finally:
            self._on_progress(item.message_id, None)

    async def _bring(self, item: OutboxItem) -> None:
        if self._link.account.file_upload is Capability.NOT_GRANTED:
            self._refuse(item, FailureReason.NO_UPLOAD)
            return
        missing = item.files_to_upload
        total, done = sum(file.size_bytes for file in missing) or 1, 0
        for file in missing:
            data = await asyncio.to_thread(self._archive.media.read, file.media_key)
            if data is None:
                self._refuse(item, FailureReason.UNREADABLE)
                return
            try:
                upload_id = await self._link.call_now(partial(self._upload, item.message_id, file, data, done, total))
            except SignedOut:
                return
            except GraphError as error:
                self._failed(item, error)
                return
            done += file.size_bytes
            self._learn(Capability.AVAILABLE)
            if not self._archive.outbox.note_upload(item.message_id, file.media_key, upload_id):
                return  # it was taken back meanwhile

    def _upload(
        self, message_id: MessageId, file: StagedFile, data: bytes, done: int, total: int, client: GraphClient
    ) -> Awaitable[Answer[str]]:
        """One file; how far it is counts among all files of the message."""
        return client.upload(
            file,
            data,
            on_sent=lambda share: self._on_progress(message_id, (done + share * file.size_bytes) / total),
        )

    def _failed(self, item: OutboxItem, error: GraphError) -> None:
        self._log.info("a file was not taken: %s", error)
        if error.kind is ErrorKind.REAUTHENTICATE:
            return
        if error.kind in _REFUSALS:
            is_unoffered = (error.code, error.subcode) in _UNOFFERED
            if is_unoffered or error.kind is ErrorKind.PERMISSION:
                self._learn(Capability.NOT_GRANTED)
            self._refuse(item, FailureReason.NO_UPLOAD if is_unoffered else error.entry.failure, error)
            return
        wait_s = max(schedule.retry_s(item.attempts + 1, self._chance(), first_s=4.0), self._link.pause_left_s)
        self._archive.outbox.settle(
            item.message_id,
            SendEvent.UPLOAD_FAILED,
            failure_code=error.code_text,
            failure_words=error.words,
            not_before=self._server_now() + timedelta(seconds=wait_s),
        )

    def _refuse(self, item: OutboxItem, reason: FailureReason, error: GraphError | None = None) -> None:
        self._archive.outbox.settle(
            item.message_id,
            SendEvent.UPLOAD_REFUSED,
            failure=reason,
            failure_code=error.code_text if error is not None else "",
            failure_words=error.words if error is not None else "",
        )

    def _learn(self, capability: Capability) -> None:
        if self._link.account.file_upload is not capability:
            self._archive.accounts.set_file_upload(self._link.account_id, capability)
