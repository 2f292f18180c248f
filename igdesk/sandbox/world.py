"""The made-up Instagram: studios, conversations and what happens to them, repeatable from a seed and a clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from igdesk.sandbox.casting import Casting
from igdesk.sandbox.drafting import Drafter
from igdesk.sandbox.failures import REFUSALS
from igdesk.sandbox.liveliness import Liveliness
from igdesk.sandbox.media import MediaLinks
from igdesk.sandbox.meta_app import MetaApp
from igdesk.sandbox.model import Action, Asset, Business, Message, Person, Sent, Thread
from igdesk.sandbox.people import business
from igdesk.sandbox.script import Line
from igdesk.sandbox.tokens import Flavour, TokenBook

if TYPE_CHECKING:
    from igdesk.sandbox.payloads import Content

TOKEN_AGE = timedelta(days=10)


class World:
    """Everything the stand-in knows. Nothing happens by itself: ``tick`` applies what was due by the clock."""

    def __init__(
        self,
        seed: int,
        clock: Callable[[], datetime],
        *,
        conversations: int = 40,
        accounts: int = 1,
        flavour: Flavour = "instagram",
        liveliness: float = 1.0,
        human_agent: bool = True,
        instagram_token: str = "",
        page_token: str = "",
    ) -> None:
        self.seed = seed
        self._clock = clock
        self._offset = timedelta(0)
        self.flavour: Flavour = flavour
        self.human_agent = human_agent
        self.can_react = True
        """Some accounts refuse every reaction."""
        """Whether the app was granted the Human Agent feature."""
        self.started_at = self.now()
        self.businesses = tuple(business(seed, index) for index in range(accounts))
        self.tokens = TokenBook(seed)
        self.app = MetaApp()
        issued_at = self.started_at - TOKEN_AGE
        texts = (instagram_token, page_token)
        self._tokens: dict[tuple[str, int], str] = {}
        for account in self.businesses:
            index = account.index
            given = texts if index == 0 else ("", "")
            instagram = self.tokens.issue("instagram_user", account, issued_at, text=given[0])
            page = self.tokens.issue("page", account, issued_at, text=given[1], lifetime=None)
            user = self.tokens.issue("facebook_user", account, issued_at)
            self._tokens["instagram", index] = instagram.text
            self._tokens["page", index] = page.text
            self._tokens["user", index] = user.text

        self.drafter = Drafter(seed)
        self.media = MediaLinks(seed, self.drafter.assets)
        self.casting = Casting(seed, self.drafter, self.started_at)
        self._threads: dict[str, Thread] = {}
        self._by_person: dict[tuple[str, str], Thread] = {}
        self._order: dict[int, list[Thread]] = {}
        for account in self.businesses:
            count = conversations if account.index == 0 else max(3, conversations // 3)
            for thread in self.casting.threads(account, count):
                self.adopt(thread)
        self.sent: list[Sent] = []
        """Every accepted message, in order."""
        self.uploads: dict[str, tuple[str, Asset, datetime]] = {}
        """Files that wait to be sent, by the id they were given: whose, which, since when."""
        self.actions: list[Action] = []
        """Every accepted sender action, in order."""
        self.liveliness = Liveliness(self, liveliness)

    # -- time

    def now(self) -> datetime:
        return self._clock() + self._offset

    def advance(self, seconds: float) -> datetime:
        """Move this world's clock on, whatever clock was given."""
        self._offset += timedelta(seconds=seconds)
        return self.now()

    def tick(self) -> None:
        """Let everything happen that was due by now."""
        self.liveliness.apply_until(self.now())

    # -- tokens

    @property
    def token(self) -> str:
        """The token of the first studio in the flavour of this world."""
        return self.instagram_token() if self.flavour == "instagram" else self.page_token()

    def instagram_token(self, index: int = 0) -> str:
        return self._tokens["instagram", index]

    def page_token(self, index: int = 0) -> str:
        return self._tokens["page", index]

    def user_token(self, index: int = 0) -> str:
        """A Facebook user token: good for ``/me/accounts``."""
        return self._tokens["user", index]

    def spoil_token(self, state: str, token: str = "", *, subcode: int = 467, at: datetime | None = None) -> None:
        """Make a token ``expired`` (from ``at``, by default at once), ``revoked``, ``no_tester`` or ``good`` again."""
        self.tokens.spoil(token or self.token, state, subcode=subcode, at=at or self.now())

    # -- looking things up

    def threads(self, account: Business | int = 0) -> list[Thread]:
        """All conversations of a studio, newest first, those that Instagram leaves out included."""
        index = account if isinstance(account, int) else account.index
        order = self._order.setdefault(index, [])
        order.sort(key=lambda thread: (thread.updated_at, thread.key), reverse=True)
        return list(order)

    def thread(self, key: str, account: Business | int = 0) -> Thread:
        """By conversation id, by username or by the person's id."""
        if key in self._threads:
            return self._threads[key]
        index = account if isinstance(account, int) else account.index
        for thread in self._order[index]:
            if key in (thread.person.username, thread.person.igsid):
                return thread
        raise KeyError(key)

    def thread_by_id(self, conversation_id: str) -> Thread | None:
        return self._threads.get(conversation_id)

    def thread_with(self, account: Business, igsid: str) -> Thread | None:
        return self._by_person.get((account.ig_id, igsid))

    def find_message(self, account: Business, message_id: str) -> tuple[Thread, Message] | None:
        """Newest conversations first: what a client asks for is nearly always recent."""
        for thread in sorted(self.threads(account), key=lambda thread: not thread.is_built):
            message = thread.find(message_id)
            if message is not None:
                return thread, message
        return None

    # -- making things happen

    def adopt(self, thread: Thread) -> Thread:
        self._threads[thread.id] = thread
        self._by_person[thread.account.ig_id, thread.person.igsid] = thread
        self._order.setdefault(thread.account.index, []).append(thread)
        return thread

    def newcomer(self, language: str = "", account: int = 0) -> Thread:
        """Somebody who never wrote before; the conversation is empty, and not listed, until ``say``."""
        return self.adopt(self.casting.newcomer(self.businesses[account], self.now(), language))

    def _write(self, thread: Thread, line: Line, at: datetime | None, quoted_id: str = "") -> Message:
        moment = at or self.now()
        message = self.drafter.message(thread, line, thread.next_serial(), moment, thread.messages)
        message.quoted_id = quoted_id or message.quoted_id
        return thread.add(message)

    def say(
        self, thread: Thread | str, text: str = "", *, at: datetime | None = None, line: Line | None = None
    ) -> Message:
        """The customer writes. ``line`` gives anything but text, e.g. ``them(0, photos=("bowl",))``."""
        thread = self.thread(thread) if isinstance(thread, str) else thread
        return self._write(thread, replace(line, text=text or line.text) if line else Line(False, 0, text), at)

    def phone(self, thread: Thread | str, text: str, *, at: datetime | None = None) -> Message:
        """The studio writes from the Instagram app."""
        thread = self.thread(thread) if isinstance(thread, str) else thread
        return self._write(thread, Line(True, 0, text), at)

    def react(
        self, thread: Thread, message: Message, emoji: str, *, by_business: bool = False, at: datetime | None = None
    ) -> None:
        """React, or with an empty emoji take the reaction back."""
        user_id = thread.account.ig_id if by_business else thread.person.igsid
        message.reactions.pop(user_id, None)
        if emoji:
            message.reactions[user_id] = emoji
        if emoji and not by_business:
            thread.note_customer_action(at or self.now())

    def edit(self, message: Message, text: str) -> None:
        message.text = text

    def unsend(self, thread: Thread, message: Message) -> None:
        """Taken back, by either side: gone from every read, and the id answers 9000001."""
        thread.remove(message)

    def poison(self, thread: Thread | str) -> Thread:
        """From now on Instagram cannot render this conversation (AI Studio chats did this)."""
        thread = self.thread(thread) if isinstance(thread, str) else thread
        thread.is_poisoned = True
        return thread

    def refuse(self, thread: Thread | str, reason: str) -> Thread:
        """From now on sends to this person are refused; see ``failures.REFUSALS``. Empty: allowed again."""
        thread = self.thread(thread) if isinstance(thread, str) else thread
        if reason and reason not in REFUSALS:
            raise KeyError(reason)
        thread.refusal = reason
        return thread

    def receive(self, thread: Thread, content: "Content", *, tag: str, quoted_id: str, account: Business) -> Message:
        """Take an accepted send, record it, and let the customer answer in a while."""
        now = self.now()
        message = self._write(thread, Line(True, 0, content.text), now, quoted_id)
        message.assets, message.template = content.assets, content.template
        person: Person = thread.person
        self.sent.append(
            Sent(
                person.igsid,
                person.username,
                content.text,
                now,
                tag,
                message.id,
                quoted_id,
                content.kinds,
                account.ig_id,
                tuple(asset.id for asset in content.assets),
                content.template,
                content.quick_replies,
            )
        )
        self.liveliness.after_send(thread, message, now)
        return message
