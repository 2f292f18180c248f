"""The rows of the palette: best match, people, messages, commands; what was recent where nothing is typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId
from igdesk.domain.query import Query
from igdesk.store.search import Hit
from igdesk.store.search_people import Person
from igdesk.ui.commands.command import Command, Group
from igdesk.ui.commands.keys import caps
from igdesk.ui.palette.fuzzy import fits
from igdesk.ui.search.marks import marks, snippet
from igdesk.ui.search.rows import FoundRow, RowKind
from igdesk.ui.search.searcher import Answer
from igdesk.ui.search.words import hit_time
from igdesk.ui.texts import isolate, say

COMMANDS_SIGN, PEOPLE_SIGN = ">", "@"
MOST_PEOPLE, MOST_MESSAGES, MOST_COMMANDS = 4, 5, 5
MOST_RECENT = 5
BEST_SCORE = 2
"""A command that fits so well stands above everything."""
BEST_LETTERS = 3


class Tab(Enum):
    ALL = "all"
    PEOPLE = "people"
    MESSAGES = "messages"
    COMMANDS = "commands"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows are made from besides the answer."""

    conversations: Callable[[Iterable[ConversationId]], list[Conversation]]
    now: datetime
    key_of: Callable[[Command], str]
    here: str
    """Name of the customer of the open conversation; empty without one."""
    show_all_caps: tuple[str, ...] = ()


def command_rows(commands: Sequence[Command], typed: str, around: Surroundings, most: int) -> list[FoundRow]:
    """Commands that fit, the best first; all of them by group where nothing is typed."""
    if not typed.strip():
        return _grouped(commands, around)
    ranked: list[tuple[int, int, FoundRow]] = []
    for command in commands:
        title = command.title
        found = fits(typed, title)
        if found is not None:
            ranked.append((found[0], len(ranked), _command_row(command, title, around, tuple(found[1]))))
    ranked.sort(key=lambda entry: entry[:2])
    return [row for _score, _place, row in ranked[:most]]


def best_command(commands: Sequence[Command], typed: str, around: Surroundings) -> FoundRow | None:
    """A command that is evidently meant."""
    if len(typed.strip()) < BEST_LETTERS:
        return None
    best = None
    for command in commands:
        found = fits(typed, command.title)
        if found is not None and found[0] <= BEST_SCORE and (best is None or found[0] < best[0]):
            best = found[0], _command_row(command, command.title, around, tuple(found[1]))
    return best[1] if best is not None else None


def all_rows(answer: Answer, commands: Sequence[Command], typed: str, around: Surroundings) -> list[FoundRow]:
    """Everything that fits, group by group."""
    if answer.query.is_empty and not typed.strip():
        people = people_rows(answer.people[:MOST_RECENT], answer.query, around)
        rows = _with_heading("palette.recent", people)
        return [*rows, *_grouped(_of_the_moment(commands), around)]
    best = best_command(commands, typed, around)
    rows = _with_heading("palette.best", [best] if best is not None else [])
    rows += _with_heading("palette.people", people_rows(answer.people[:MOST_PEOPLE], answer.query, around))
    rows += _with_heading("palette.messages", message_rows(answer, MOST_MESSAGES, around))
    others = command_rows(commands, typed, around, MOST_COMMANDS)
    others = [row for row in others if best is None or row.command_id != best.command_id]
    rows += _with_heading("palette.commands", others)
    return rows


def people_rows(people: Sequence[Person], query: Query, around: Surroundings) -> list[FoundRow]:
    by_id = {row.id: row for row in around.conversations(person.conversation_id for person in people)}
    rows = []
    for person in people:
        conversation = by_id.get(person.conversation_id)
        if conversation is None:
            continue
        name = conversation.participant.display_name or say("row.nobody")
        text, text_marks = _about(person, query)
        rows.append(
            FoundRow(
                RowKind.PERSON,
                name,
                title_marks=tuple(marks(name, query.wanted)),
                text=text,
                text_marks=text_marks,
                right=hit_time(conversation.last_activity_at, around.now),
                participant=conversation.participant,
                conversation_id=person.conversation_id,
            )
        )
    return rows


def message_rows(answer: Answer, most: int, around: Surroundings, *, has_more: bool = True) -> list[FoundRow]:
    """Hits with what fits in them marked, and the way to all of them."""
    hits = answer.hits[:most]
    by_id = {row.id: row for row in around.conversations({hit.conversation_id for hit in hits})}
    rows = []
    for hit in hits:
        conversation = by_id.get(hit.conversation_id)
        if conversation is not None:
            rows.append(hit_row(hit, conversation, answer.query, around.now))
    is_more = len(answer.hits) > most or not answer.is_over
    if has_more and rows and is_more:
        rows.append(FoundRow(RowKind.MORE, show_all_words(answer), caps=around.show_all_caps))
    return rows


def hit_row(hit: Hit, conversation: Conversation, query: Query, now: datetime) -> FoundRow:
    text, spans = snippet(hit.text, query)
    if not text:
        text = say(f"search.no_text.{hit.files[0][0] if hit.files else 'message'}")
    return FoundRow(
        RowKind.MESSAGE,
        conversation.participant.display_name or say("row.nobody"),
        lead=say("row.you") if hit.is_own else "",
        text=text,
        text_marks=tuple(spans),
        right=hit_time(datetime.fromtimestamp(hit.sent_at_ms / 1000, UTC), now),
        participant=conversation.participant,
        conversation_id=hit.conversation_id,
        message_id=hit.message_id,
    )


def show_all_words(answer: Answer) -> str:
    if answer.count is None:
        return say("palette.show_all")
    if not answer.is_counted:
        return say("palette.show_all.many", n=answer.count)
    return say("palette.show_all.n", n=answer.count)


def count_words(answer: Answer) -> str:
    """How many messages and how long it took; empty until it is known."""
    if answer.count is None or answer.query.is_empty:
        return ""
    text_id = "palette.count" if answer.is_counted else "palette.count.many"
    return say(text_id, n=answer.count, ms=max(1, round(answer.took_ms)))


def _about(person: Person, query: Query) -> tuple[str, tuple[tuple[int, int], ...]]:
    """@handle, and label or note where that is what fits."""
    handle = f"@{person.username}" if person.username else ""
    spans = marks(handle, query.wanted)
    if query.wanted and not spans and not marks(person.name, query.wanted):
        for other in (*person.labels, person.note):
            if other and marks(other, query.wanted):
                return snippet(other, query)[0], tuple(snippet(other, query)[1])
    return handle, tuple(spans)


def _command_row(command: Command, title: str, around: Surroundings, spans: tuple[tuple[int, int], ...]) -> FoundRow:
    key = around.key_of(command)
    return FoundRow(
        RowKind.COMMAND,
        title,
        title_marks=spans,
        caps=caps(key) if key else (command.hint,) if command.hint else (),
        icon=command.icon,
        number=command.number() if command.number is not None else 0,
        command_id=command.id,
    )


def _of_the_moment(commands: Sequence[Command]) -> list[Command]:
    """What can be done with the open conversation, else where one can go."""
    here = [command for command in commands if command.group is Group.CONVERSATION]
    return here[:MOST_COMMANDS] or [c for c in commands if c.group in (Group.MOVE, Group.APP)][:MOST_COMMANDS]


def _grouped(commands: Sequence[Command], around: Surroundings) -> list[FoundRow]:
    rows: list[FoundRow] = []
    for heading, groups in _HEADINGS:
        found = [_command_row(c, c.title, around, ()) for c in commands if c.group in groups and not c.is_minor]
        if not found:
            continue
        if Group.CONVERSATION in groups and around.here:
            title = say("palette.this", name=isolate(around.here))
        else:
            title = say(heading)
        rows += [FoundRow(RowKind.HEADING, title), *found]
    return rows


def _with_heading(heading: str, rows: list[FoundRow]) -> list[FoundRow]:
    return [FoundRow(RowKind.HEADING, say(heading)), *rows] if rows else []


_HEADINGS = (
    ("palette.conversation", (Group.CONVERSATION,)),
    ("palette.write", (Group.WRITE, Group.MESSAGES)),
    ("palette.go_to", (Group.MOVE,)),
    ("palette.app", (Group.APP,)),
)
