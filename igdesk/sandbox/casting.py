"""Who is in the inbox: the written dialogues first, then as many further people as are wanted."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from igdesk.sandbox.dialogues_day import DAY_OLD
from igdesk.sandbox.dialogues_first import FIRST
from igdesk.sandbox.dialogues_show import SHOW
from igdesk.sandbox.dialogues_week import WEEK_OLD
from igdesk.sandbox.dice import Dice, opaque_id
from igdesk.sandbox.drafting import Drafter
from igdesk.sandbox.model import Business, Message, Person, Thread
from igdesk.sandbox.people import further_person, person_of
from igdesk.sandbox.script import DAY, Dialogue, Line

DIALOGUES: tuple[Dialogue, ...] = (*FIRST, *SHOW, *DAY_OLD, *WEEK_OLD)


def _is_general(dialogue: Dialogue) -> bool:
    """Whether it could be anybody's: no line names the person, and it is not the long one."""
    names = [word for word in dialogue.name.split() if len(word) > 1]
    texts = " ".join(line.text for line in dialogue.lines)
    return bool(names) and len(dialogue.lines) < 10 and not any(name in texts for name in names)


LISTED = sum(not dialogue.in_requests for dialogue in DIALOGUES)
MODELS = tuple(dialogue for dialogue in DIALOGUES if _is_general(dialogue))
"""Written again by further people in large inboxes."""


class Casting:
    """Makes conversations; a message is drafted only when somebody looks."""

    def __init__(self, seed: int, drafter: Drafter, started_at: datetime) -> None:
        self._seed = seed
        self._drafter = drafter
        self._started_at = started_at.replace(microsecond=0)
        self._newcomers = 0

    def _thread(self, account: Business, person: Person, last_at: datetime, lines: Sequence[Line]) -> Thread:
        key = f"{account.ig_id}:{person.username}"

        def build(thread: Thread) -> list[Message]:
            return self._drafter.history(thread, lines)

        conversation_id = opaque_id("aWdfZAGQ6MTpjb252ZAXJzYXRpb246", self._seed, key)
        return Thread(key, conversation_id, account, person, last_at.replace(microsecond=0), build)

    def threads(self, account: Business, count: int) -> Iterator[Thread]:
        """So many listed conversations; with all dialogues comes an old request that Instagram leaves out."""
        written = 0
        for dialogue in DIALOGUES if account.index == 0 else ():
            if written < LISTED if dialogue.in_requests else written == count:
                continue
            written += not dialogue.in_requests
            person = person_of(self._seed, account, dialogue)
            last_at = self._started_at - timedelta(minutes=dialogue.age_min)
            thread = self._thread(account, person, last_at, dialogue.lines)
            thread.later = list(dialogue.later)
            thread.in_requests = dialogue.in_requests
            yield thread
        for number in range(written, count):
            dice = Dice(self._seed, "further", account.ig_id, number)
            model = MODELS[(number * 7 + account.index) % len(MODELS)]
            person = further_person(self._seed, account, number, model.language)
            # ages grow with the number, so that a large inbox reaches back for months
            age_min = (number - written) * dice.uniform(20, 90) + dice.uniform(2, 3 * DAY)
            yield self._thread(account, person, self._started_at - timedelta(minutes=age_min), model.lines)

    def newcomer(self, account: Business, now: datetime, language: str) -> Thread:
        """An empty conversation with somebody new."""
        self._newcomers += 1
        person = further_person(self._seed, account, 100_000 + self._newcomers, language)
        return self._thread(account, person, now.replace(microsecond=0), ())
