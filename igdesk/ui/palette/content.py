"""The rows of the palette: best match, people, messages, commands; what was recent where nothing is typed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId
from igdesk.domain.query import Query
from igdesk.domain.words import Word, placed_words
from igdesk.store.search_messages import Hit
from igdesk.store.search_people import Person
from igdesk.ui.commands.command import Command, Group
from igdesk.ui.commands.keys import caps
from igdesk.ui.palette.fuzzy import SCATTERED, Span, fits_words
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A command with its words as they are while the palette is open."""

    command: Command
    title: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, command: Command) -> "Offer":
        title = command.title
        return cls(command, title, tuple(placed_words(title)))


@dataclass(frozen=True, slots=True)
class Ranked:
    """What fits what was typed, the best first."""

    typed: str
    found: tuple[tuple[int, Offer, tuple[Span, ...]], ...]


def rank(offers: Sequence[Offer], typed: str) -> Ranked:
    """Worked out once for what was typed, however many answers follow."""
    found = []
    for offer in offers:
        fit = fits_words(typed, offer.words)
        if fit is not None:
            found.append((fit[0], offer, tuple(fit[1])))
    found.sort(key=lambda entry: entry[0])
    # Letters here and there count only where no word fits: "mute" does not mean "Delete from this computer…".
    if found and found[0][0] < SCATTERED:
        found = [entry for entry in found if entry[0] < SCATTERED]
    return Ranked(typed, tuple(found))


def command_rows(offers: Sequence[Offer], ranked: Ranked, around: Surroundings, most: int) -> list[FoundRow]:
    """Commands that fit, the best first; all of them by group where nothing is typed."""
    if not ranked.typed.strip():
        return _grouped(offers, around)
    return [_command_row(offer, around, spans) for _score, offer, spans in ranked.found[:most]]


def best_command(ranked: Ranked, around: Surroundings) -> FoundRow | None:
    """A command that is evidently meant."""
    if len(ranked.typed.strip()) < BEST_LETTERS or not ranked.found or ranked.found[0][0] > BEST_SCORE:
        return None
    _score, offer, spans = ranked.found[0]
    return _command_row(offer, around, spans)


def all_rows(answer: Answer, offers: Sequence[Offer], ranked: Ranked, around: Surroundings) -> list[FoundRow]:
    """Everything that fits, group by group."""
    if answer.query.is_empty and not ranked.typed.strip():
        people = people_rows(answer.people[:MOST_RECENT], answer.query, around)
        rows = _with_heading("palette.recent", people)
        return [*rows, *_grouped(_of_the_moment(offers), around)]
    best = best_command(ranked, around)
    rows = _with_heading("palette.best", [best] if best is not None else [])
    rows += _with_heading("palette.people", people_rows(answer.people[:MOST_PEOPLE], answer.query, around))
    rows += _with_heading("palette.messages", message_rows(answer, MOST_MESSAGES, around))
    others = command_rows(offers, ranked, around, MOST_COMMANDS)
    others = [row for row in others if best is None or row.command_id != best.command_id]
    rows += _with_heading("palette.commands", others)
    return rows


def recent_person(row: Conversation) -> Person:
    """Somebody of the list, as far as a row of what was recent tells of them."""
    who = row.participant
    return Person(row.id, row.account_id, who.name, who.username, 0, 0, False, 0, "", (), (), ())


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


def _command_row(offer: Offer, around: Surroundings, spans: tuple[Span, ...]) -> FoundRow:
    command = offer.command
    key = around.key_of(command)
    return FoundRow(
        RowKind.COMMAND,
        offer.title,
        title_marks=spans,
        caps=caps(key) if key else (command.hint,) if command.hint else (),
        icon=command.icon,
        number=command.number() if command.number is not None else 0,
        command_id=command.id,
    )


def _of_the_moment(offers: Sequence[Offer]) -> list[Offer]:
    """What can be done with the open conversation, else where one can go."""
    here = [offer for offer in offers if offer.command.group is Group.CONVERSATION]
    others = [offer for offer in offers if offer.command.group in (Group.MOVE, Group.APP)]
    return (here or others)[:MOST_COMMANDS]


def _grouped(offers: Sequence[Offer], around: Surroundings) -> list[FoundRow]:
    rows: list[FoundRow] = []
    for heading, groups in _HEADINGS:
        shown = [offer for offer in offers if offer.command.group in groups and not offer.command.is_minor]
        if not shown:
            continue
        if Group.CONVERSATION in groups and around.here:
            title = say("palette.this", name=isolate(around.here))
        else:
            title = say(heading)
        rows += [FoundRow(RowKind.HEADING, title), *(_command_row(offer, around, ()) for offer in shown)]
    return rows


def _with_heading(heading: str, rows: list[FoundRow]) -> list[FoundRow]:
    return [FoundRow(RowKind.HEADING, say(heading)), *rows] if rows else []


_HEADINGS = (
    ("palette.conversation", (Group.CONVERSATION,)),
    ("palette.write", (Group.WRITE, Group.MESSAGES)),
    ("palette.go_to", (Group.MOVE,)),
    ("palette.app", (Group.APP,)),
)
