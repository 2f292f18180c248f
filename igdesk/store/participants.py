"""Who the other side of a conversation is. The id decides; what is known is never lost to an empty answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from igdesk.domain.account import Account
from igdesk.domain.ids import ConversationId
from igdesk.domain.snapshot import MessageSnapshot, PersonSnapshot
from igdesk.domain.text import clean
from igdesk.store.database import Row, Transaction


@dataclass(frozen=True, slots=True)
class Counterpart:
    person: PersonSnapshot | None
    """None when nobody but the account is named."""
    is_self: bool
    """The account talks to itself."""


def is_account(account: Account, person: PersonSnapshot) -> bool:
    """Whether this is the account: by any of its ids, else by its handle."""
    return account.is_own_id(person.remote_id) or bool(person.username and person.username == account.username)


def counterpart_of(
    account: Account, participants: Sequence[PersonSnapshot], messages: Iterable[MessageSnapshot] = ()
) -> Counterpart:
    """The customer, from the participants, else from who wrote and received the messages."""
    others = _others(account, participants)
    if not others:
        people = [person for message in messages for person in (message.sender, *message.recipients) if person]
        others = _others(account, people)
    if len(others) > 1:
        # Not a talk between two: shown, but nobody is written to by guess.
        names = ", ".join(filter(None, (other.name or other.username for other in others)))
        return Counterpart(PersonSnapshot("", name=names), False)
    if others:
        return Counterpart(others[0], False)
    return Counterpart(None, bool(participants))


def _others(account: Account, people: Sequence[PersonSnapshot]) -> list[PersonSnapshot]:
    found: dict[str, PersonSnapshot] = {}
    for person in people:
        if (person.remote_id or person.username) and not is_account(account, person):
            key = person.remote_id or f"@{person.username}"
            if key not in found or not found[key].username:
                found[key] = person
    # A handle without an id says nothing more where ids are known.
    with_id = [person for person in found.values() if person.remote_id]
    return with_id or list(found.values())


def create_participant(tx: Transaction, account: Account, person: PersonSnapshot | None) -> int:
    """The row of a person, made if there is none; a row of its own for somebody without an id."""
    igsid = clean(person.remote_id) if person else ""
    known = igsid and tx.row("select id from participant where account_id = ? and igsid = ?", (account.id, igsid))
    if known:
        return int(known[0])
    return tx.insert("insert into participant (account_id, igsid) values (?, ?)", (account.id, igsid))


def learn_counterpart(
    tx: Transaction,
    account: Account,
    conversation_id: ConversationId,
    participant_id: int,
    person: PersonSnapshot | None,
) -> None:
    """Take over what an answer tells of the customer."""
    if person is None:
        return
    known = tx.row("select igsid, username, name from participant where id = ?", (participant_id,))
    igsid = clean(person.remote_id)
    if known is None or (not igsid and known[0]):
        return
    if igsid and igsid != known[0]:
        participant_id = _change_counterpart(tx, account, conversation_id, participant_id, known, igsid)
        known = tx.row("select igsid, username, name from participant where id = ?", (participant_id,)) or known
    wanted = (clean(person.username) or known[1], clean(person.name) or known[2])
    if wanted != known[1:]:
        tx.write("update participant set username = ?, name = ? where id = ?", (*wanted, participant_id))
        touch_conversations(tx, participant_id)


def touch_conversations(tx: Transaction, participant_id: int) -> None:
    """Publish the conversations that show a person."""
    for row in tx.rows("select id from conversation where participant_id = ?", (participant_id,)):
        tx.conversation(ConversationId(row[0]))


def _change_counterpart(
    tx: Transaction, account: Account, conversation_id: ConversationId, participant_id: int, known: Row, igsid: str
) -> int:
    """Instagram names a person where none, or another one, was known."""
    other = tx.row("select id from participant where account_id = ? and igsid = ?", (account.id, igsid))
    if other is None and not known[0]:
        tx.write("update participant set igsid = ? where id = ?", (igsid, participant_id))
    else:
        person = PersonSnapshot(igsid)
        new_id = int(other[0]) if other else create_participant(tx, account, person)
        tx.write("update conversation set participant_id = ? where id = ?", (new_id, conversation_id))
        if not known[0]:
            tx.write("delete from participant where id = ?", (participant_id,))
        participant_id = new_id
    tx.write("update conversation set is_self = 0 where id = ? and is_self = 1", (conversation_id,))
    tx.conversation(conversation_id)
    return participant_id
