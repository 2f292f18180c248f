"""What happens by itself: customers write, answer, react, edit and take back, by the clock that is passed in."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Protocol

from igdesk.sandbox.dice import Dice
from igdesk.sandbox.model import Business, Message, Thread
from igdesk.sandbox.phrases import Phrases, phrases_of
from igdesk.sandbox.script import Line, Shared, them

Event = Callable[[datetime], None]
CATCH_UP = 60
"""After a long sleep no more than so many events happen at once; the rest never took place."""
REACTIONS = ("❤️", "👍", "🔥", "😍", "👏")
WORDLESS = (
    *(them(0, photos=(motif,)) for motif in ("bowl", "mugs", "vase", "plates", "plant", "shelves")),
    them(0, photos=("shelves", "mugs", "bowl")),
    them(0, voice_s=9),
    them(0, video="plates"),
    them(0, sticker="plant"),
    them(0, gif="bowl"),
    them(0, shared=Shared("reel", "Glaze day", motif="mugs", author="fernandclay.studio")),
    them(0, story="vase"),
)
"""What comes without a word."""


class Stage(Protocol):
    """What of the world the events need."""

    @property
    def seed(self) -> int: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def businesses(self) -> Sequence[Business]: ...
    def threads(self, account: Business | int = 0) -> list[Thread]: ...
    def newcomer(self, language: str = "", account: int = 0) -> Thread: ...
    def say(
        self, thread: Thread | str, text: str = "", *, at: datetime | None = None, line: Line | None = None
    ) -> Message: ...
    def phone(self, thread: Thread | str, text: str, *, at: datetime | None = None) -> Message: ...
    def react(
        self, thread: Thread, message: Message, emoji: str, *, by_business: bool = False, at: datetime | None = None
    ) -> None: ...
    def edit(self, message: Message, text: str) -> None: ...
    def unsend(self, thread: Thread, message: Message) -> None: ...


class Liveliness:
    """The events to come. ``level`` 1 is one every 8 to 25 s, 2 twice as many, 0 none at all."""

    def __init__(self, world: Stage, level: float) -> None:
        self._world = world
        self.level = level
        self._events: list[tuple[datetime, int, Event]] = []
        self._order = 0
        self._dice = Dice(world.seed, "liveliness")
        if level > 0:
            self._schedule_ambient(world.started_at)

    def at(self, when: datetime, event: Event) -> None:
        """Let something happen at a time."""
        self._order += 1
        heappush(self._events, (when, self._order, event))

    def apply_until(self, now: datetime) -> None:
        """Everything due by now, in order, each at the time it was due."""
        done = 0
        while self._events and self._events[0][0] <= now:
            when, _order, event = heappop(self._events)
            done += 1
            if done > CATCH_UP:
                self._events.clear()
                if self.level > 0:
                    self._schedule_ambient(now)
                return
            event(when)

    def _schedule_ambient(self, after: datetime) -> None:
        self.at(after + timedelta(seconds=self._dice.uniform(8, 25) / self.level), self._ambient)

    def _ambient(self, when: datetime) -> None:
        self._schedule_ambient(when)
        thread = self._someone(when)
        if thread is None:
            return
        turn = self._dice.uniform(0, 1)
        phrases = phrases_of(thread.person.language)
        if turn < 0.06:
            self._newcomer(when)
        elif turn < 0.18:
            self._reaction(thread, when)
        elif turn < 0.26:
            self._slip(thread, phrases, when)
        elif turn < 0.33:
            self._mistake(thread, phrases, when)
        elif turn < 0.38:
            self._world.phone(thread, self._dice.choice(phrases.phone), at=when)
        elif turn < 0.46:
            self._world.say(thread, at=when, line=self._dice.choice(WORDLESS))
        else:
            self._opening(thread, phrases, when)

    def _someone(self, when: datetime) -> Thread | None:
        """Mostly one of those who wrote lately; now and then anybody."""
        account = self._dice.choice(self._world.businesses) if self._dice.chance(0.4) else self._world.businesses[0]
        threads = [thread for thread in self._world.threads(account) if thread.is_listed(when)]
        if not threads:
            return None
        return self._dice.choice(threads[:10] if self._dice.chance(0.75) else threads)

    def _opening(self, thread: Thread, phrases: Phrases, when: datetime) -> None:
        if thread.later:
            text = thread.later.pop(0)
        else:
            text = phrases.openers[(self._dice.integer(0, 3) + thread.lines_said) % len(phrases.openers)]
            thread.lines_said += 1
        self._world.say(thread, text, at=when)
        if self._dice.chance(0.2):
            self._say_later(thread, self._dice.choice(phrases.seconds), when, 3, 9)

    def _newcomer(self, when: datetime) -> None:
        thread = self._world.newcomer()
        self._world.say(thread, phrases_of(thread.person.language).openers[0], at=when)

    def _reaction(self, thread: Thread, when: datetime) -> None:
        own = [message for message in thread.messages[-8:] if message.from_business]
        if own:
            self._world.react(thread, own[-1], self._dice.choice(REACTIONS), at=when)

    def _slip(self, thread: Thread, phrases: Phrases, when: datetime) -> None:
        """Written with a slip, put right a little later."""
        wrong, right = phrases.slip
        message = self._world.say(thread, wrong, at=when)
        self.at(when + timedelta(seconds=self._dice.uniform(7, 14)), lambda _when: self._world.edit(message, right))

    def _mistake(self, thread: Thread, phrases: Phrases, when: datetime) -> None:
        """Meant for somebody else and taken back."""
        message = self._world.say(thread, phrases.mistake, at=when)

        def take_back(_when: datetime) -> None:
            if message in thread.messages:
                self._world.unsend(thread, message)

        self.at(when + timedelta(seconds=self._dice.uniform(15, 40)), take_back)

    def _say_later(self, thread: Thread, text: str, when: datetime, low: float, high: float) -> datetime:
        moment = when + timedelta(seconds=self._dice.uniform(low, high))
        self.at(moment, lambda due: void(self._world.say(thread, text, at=due)))
        return moment

    def after_send(self, thread: Thread, message: Message, now: datetime) -> None:
        """The customer usually answers what the studio wrote."""
        if self.level <= 0:
            return
        dice, phrases = self._dice, phrases_of(thread.person.language)
        if dice.chance(0.25):
            emoji = dice.choice(REACTIONS)
            self.at(
                now + timedelta(seconds=dice.uniform(2, 5)),
                lambda due: self._world.react(thread, message, emoji, at=due),
            )
        if dice.chance(0.12):
            return
        is_question = message.text.rstrip().endswith(("?", "？", "؟"))
        answer = dice.choice(phrases.answers if is_question else phrases.thanks)
        moment = self._say_later(thread, answer, now, 4, 12)
        if dice.chance(0.25):
            self._say_later(thread, dice.choice(phrases.seconds), moment, 3, 8)


def void(_result: object) -> None:
    """Drop a result where only the effect is wanted."""
