"""Everything that runs for one account: its loops, wired together."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from igdesk.domain.account import Account, AccountProblem, AccountState, Flavour
from igdesk.domain.attention import Attention
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.status import Connection, KnownError
from igdesk.graph.client import GraphClient
from igdesk.graph.endpoint import Endpoint
from igdesk.graph.throttle import CallBudget
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault
from igdesk.sync.backlog import Backlog
from igdesk.sync.confirmer import Confirmer
from igdesk.sync.fetcher import Fetcher
from igdesk.sync.first_sync import FirstWalk
from igdesk.sync.link import AccountLink
from igdesk.sync.poller import Poller
from igdesk.sync.presence import Presence
from igdesk.sync.progress import Progress
from igdesk.sync.quarantine import Quarantine
from igdesk.sync.reactor import Reactor
from igdesk.sync.reader import ThreadReader
from igdesk.sync.renewal import TokenKeeper
from igdesk.sync.sender import Sender
from igdesk.sync.session import MakeClient
from igdesk.sync.supervision import Supervisor
from igdesk.sync.uploader import Uploader
from igdesk.sync.waking import wait_for
from igdesk.sync.watcher import OpenWatcher


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all accounts have in common; the engine makes it."""

    archive: Archive
    vault: Vault
    make_client: MakeClient
    endpoint_of: Callable[[Flavour], Endpoint]
    account_of: Callable[[AccountId], Account]
    clock: Callable[[], datetime]
    server_now: Callable[[], datetime]
    on_server_time: Callable[[datetime], None]
    chance: Callable[[], float]
    make_budget: Callable[[], CallBudget]
    attention: Callable[[], Attention]
    slowness: Callable[[], float]
    publish: Callable[[], None]
    on_known_error: Callable[[KnownError | None], None]
    on_upload: Callable[[MessageId, float | None], None]
    log: logging.Logger


class AccountWorker:
    """The loops of one account. They live through signing out and in again; nothing is shared with other accounts."""

    def __init__(self, account_id: AccountId, around: Surroundings) -> None:
        self._around = around
        archive, log = around.archive, around.log
        self.link = AccountLink(
            account_id,
            archive,
            budget=around.make_budget(),
            account_of=around.account_of,
            clock=around.clock,
            publish=around.publish,
        )
        self._token_changed = asyncio.Event()
        self._is_stale = True
        self._rest_until: datetime | None = None
        """A rest the person asked for, shorter than the account's own pause."""
        progress, backlog = Progress(archive, account_id), Backlog()
        quarantine = Quarantine(archive, account_id)
        self.reader = ThreadReader(self.link, archive, quarantine, server_now=around.server_now, now_s=_now_s, log=log)
        self.poller = Poller(
            self.link,
            archive,
            self.reader,
            quarantine,
            progress,
            backlog,
            clock=around.clock,
            server_now=around.server_now,
            chance=around.chance,
            attention=around.attention,
            slowness=around.slowness,
            log=log,
        )
        self.reader.on_gap = self.poller.reconsider
        self._first_walk = FirstWalk(self.link, self.poller, backlog, progress, chance=around.chance, log=log)
        self.watcher = OpenWatcher(self.link, self.reader, situation=self.poller.situation, chance=around.chance)
        self.confirmer = Confirmer(self.link, archive, self.reader, log=log)
        self.uploader = Uploader(
            self.link,
            archive,
            server_now=around.server_now,
            chance=around.chance,
            on_progress=around.on_upload,
            log=log,
        )
        self.sender = Sender(
            self.link,
            archive,
            self.uploader,
            server_now=around.server_now,
            chance=around.chance,
            look=self.confirmer.look,
            on_uncertain=self.confirmer.wake,
            want_read=self._want_read,
            want_files=self._want_files,
            on_known_error=around.on_known_error,
            log=log,
        )
        self.confirmer.on_settled = self.sender.wake
        self.reactor = Reactor(self.link, archive, server_now=around.server_now, chance=around.chance, log=log)
        self.presence = Presence(self.link, server_now=around.server_now, log=log)
        self.token_keeper = TokenKeeper(
            self.link,
            archive,
            around.vault,
            server_now=around.server_now,
            chance=around.chance,
            use_token=self._use_token,
            on_known_error=around.on_known_error,
            log=log,
        )
        self.poller.is_ours = self.token_keeper.is_ours
        self.fetcher = Fetcher(self.link, archive, clock=around.clock, chance=around.chance, log=log)

    async def run(self) -> None:
        """All loops, until cancelled."""
        supervisor = Supervisor(
            chance=self._around.chance, on_known_error=self._around.on_known_error, log=self._around.log
        )
        loops = {
            "token": self._stay_signed_in,
            "renewing": self.token_keeper.renew,
            "identity": self.token_keeper.look_after_identity,
            "list": self.poller.watch_list,
            "reading": self.poller.read_changed,
            "first fetch": self._first_walk.run,
            "open conversation": self.watcher.run,
            "sending": self.sender.run,
            "upload probe": self.uploader.probe,
            "confirming": self.confirmer.run,
            "reacting": self.reactor.run,
            "presence": self.presence.run,
            "profiles": self.fetcher.fetch_profiles,
            "media": self.fetcher.fetch_media,
        }
        try:
            async with asyncio.TaskGroup() as group:
                for name, loop in loops.items():
                    group.create_task(supervisor.keep(name, loop), name=f"{name} of {self.link.account_id}")
        finally:
            self.link.gate.close()
            self.link.recorder.keep()

    def check_now(self, *, is_asked: bool = False) -> None:
        """Look at everything that matters at once."""
        self._token_changed.set()  # a keychain that was locked may be open now
        self.poller.check_now(is_asked=is_asked)
        self.watcher.reconsider()

    def token_changed(self) -> None:
        """Somebody signed in: go on with the new token."""
        self._is_stale = True
        self._token_changed.set()

    def rest(self, until: datetime | None) -> None:
        """Check nothing until then; None goes on, unless the account itself is paused."""
        self._rest_until = until
        self._token_changed.set()

    @property
    def is_resting(self) -> bool:
        return self.link.account.is_paused or self._rest_left_s() > 0

    def _rest_left_s(self) -> float:
        return 0.0 if self._rest_until is None else (self._rest_until - self._around.clock()).total_seconds()

    async def _stay_signed_in(self) -> None:
        """Make a client whenever there is a token to make it with."""
        while True:
            account = self.link.account
            if account.state is not AccountState.NEEDS_SIGN_IN and self.is_resting:
                self._is_stale = True
                self.link.rest(None if account.is_paused else self._rest_until)
                await wait_for(self._token_changed, None if account.is_paused else self._rest_left_s())
                continue
            if account.state is AccountState.NEEDS_SIGN_IN:
                self.link.update(connection=Connection.SIGNED_OUT)
            elif self._is_stale or self.link.client is None:
                await self._load_token(account)
            await wait_for(self._token_changed, None)

    def _use_token(self, token: str) -> None:
        account = self.link.account
        app_secret = self._around.vault.app_secret(account.remote_id) or ""
        self.link.use(self._client(account, token, app_secret))

    def _client(self, account: Account, token: str, app_secret: str) -> GraphClient:
        return self._around.make_client(
            self._around.endpoint_of(account.flavour),
            token,
            node_id=account.node_id,
            app_secret=app_secret,
            on_server_time=self._around.on_server_time,
            on_usage=self.link.note_usage,
        )

    async def _load_token(self, account: Account) -> None:
        around = self._around
        token = await asyncio.to_thread(around.vault.token, account.remote_id)
        app_secret = await asyncio.to_thread(around.vault.app_secret, account.remote_id)
        if token is None:
            around.log.warning("no token is kept for account %d", account.id)
            self.link.sign_out(AccountProblem.TOKEN_MISSING)
            return
        self._is_stale = False
        around.on_known_error(None)
        self.link.sign_in(self._client(account, token, app_secret or ""))
        self.poller.check_now()

    def _want_files(self, message_id: MessageId) -> None:
        for message in self._around.archive.timeline.by_ids([message_id]):
            for attachment in message.attachments:
                self.fetcher.want_file(attachment.id)

    def _want_read(self, conversation_id: ConversationId) -> None:
        row = self._around.archive.inbox.by_id(conversation_id)
        if row is not None:
            self.poller.want(conversation_id, row.remote_id)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
