"""What the owner does with conversations: every act is one transaction and answers the way back."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from igdesk.domain.conversation import Shelf
from igdesk.domain.ids import ConversationId, LabelId, MessageId
from igdesk.domain.text import clean
from igdesk.domain.triage import (
    NOTE_CHARS_MAX,
    Restore,
    TriageAct,
    TriageState,
    Undo,
    back,
    done,
    is_moved,
    not_to_remind,
    reminded,
    snoozed,
    to_remind,
    undone,
    woken,
)
from igdesk.store.database import Database, Transaction
from igdesk.store.labels import Labels, put_on, take_off
from igdesk.store.moments import from_ms, from_ms_or_none, to_ms, to_ms_or_none
from igdesk.store.rows import ids_json
from igdesk.store.timeline_events import note_labelled, note_snoozed, put_back, remove, take_back_labelled
from igdesk.store.triage_rows import Rule, states_of, write_states

_REMIND = "remind_after is not null and reminded_at is null"
_ONE_OF = "in (select value from json_each(?))"


class Triage:
    def __init__(self, database: Database, labels: Labels, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self.labels = labels

    # where it lies

    def done(self, ids: Iterable[ConversationId]) -> Undo:
        """Finished, until they write again."""
        now = self._now()
        return self._act(ids, lambda state: done(state, now), TriageAct.DONE)

    def back(self, ids: Iterable[ConversationId]) -> Undo:
        """Back to the inbox."""
        return self._act(ids, back, TriageAct.BACK)

    def snooze(self, ids: Iterable[ConversationId], until: datetime | None) -> Undo:
        """Out of sight until then, or (None) until they write; a new message ends it in any case."""
        now = self._now()
        until = None if until is None else from_ms(to_ms(until))
        return self._act(ids, lambda state: snoozed(state, until, now), TriageAct.SNOOZED)

    def wake(self, now: datetime) -> tuple[ConversationId, ...]:
        """End the snoozes whose time has come; which conversations came back."""
        if self._database.read_only_reason is not None:
            return ()
        due = self._database.rows(
            "select id from conversation where shelf = 1 and wakes_at <= ? order by wakes_at, id", (to_ms(now),)
        )
        if not due:
            return ()
        return self._act([row[0] for row in due], lambda state: woken(state, now), TriageAct.BACK).conversation_ids

    def next_wake(self) -> datetime | None:
        """When the next snooze ends."""
        row = self._database.row("select min(wakes_at) from conversation where shelf = 1 and wakes_at is not null")
        return None if row is None else from_ms_or_none(row[0])

    # reminders before the reply window closes; ``now`` is Instagram's clock

    def remind(self, after: Mapping[ConversationId, timedelta], now: datetime) -> Undo:
        """Bring them back so long after their last action."""
        now = from_ms(to_ms(now))
        return self._act_each(after, lambda found, state: to_remind(state, after[found], now), TriageAct.REMIND)

    def remind_not(self, ids: Iterable[ConversationId]) -> Undo:
        """No reminder, and none to be seen."""
        return self._act(ids, not_to_remind, TriageAct.REMIND_NOT)

    def show_reminders(self, now: datetime) -> tuple[ConversationId, ...]:
        """Bring back what is due; which conversations."""
        if self._database.read_only_reason is not None:
            return ()
        now = from_ms(to_ms(now))
        due = self._database.rows(
            f"select id, last_inbound_at from conversation where {_REMIND} and last_inbound_at + remind_after <= ?"
            " order by last_inbound_at + remind_after, id",
            (to_ms(now),),
        )
        if not due:
            return ()
        inbound = {ConversationId(row[0]): from_ms(row[1]) for row in due}
        rule = lambda found, state: reminded(state, inbound[found], now)  # noqa: E731
        return self._act_each(inbound, rule, TriageAct.BACK).conversation_ids

    def next_reminder(self) -> datetime | None:
        """When the next one is due."""
        row = self._database.row(f"select min(last_inbound_at + remind_after) from conversation where {_REMIND}")
        return None if row is None else from_ms_or_none(row[0])

    # marks

    def pin(self, ids: Iterable[ConversationId], is_pinned: bool) -> Undo:
        from dataclasses import replace

        act = TriageAct.PINNED if is_pinned else TriageAct.UNPINNED
        return self._act(ids, lambda state: replace(state, is_pinned=is_pinned), act)

    def mute(self, ids: Iterable[ConversationId], is_muted: bool) -> Undo:
        from dataclasses import replace

        act = TriageAct.MUTED if is_muted else TriageAct.UNMUTED
        return self._act(ids, lambda state: replace(state, is_muted=is_muted), act)

    def need_no_reply(self, ids: Iterable[ConversationId], needs_none: bool) -> Undo:
        """Whether it waits for no answer although the last word is theirs; until they write again."""
        from dataclasses import replace

        act = TriageAct.NO_REPLY if needs_none else TriageAct.REPLY_AGAIN
        return self._act(ids, lambda state: replace(state, needs_no_reply=needs_none), act)

    def mark_read(self, ids: Collection[ConversationId]) -> Undo:
        """Every message of theirs."""
        with self._database.transaction() as tx:
            tx.expects(len(ids))
            rows = tx.rows(
                f"select id, conversation_id from message where is_unread = 1 and conversation_id {_ONE_OF}",
                (ids_json(ids),),
            )
            messages = tuple(MessageId(row[0]) for row in rows)
            _set_unread(tx, messages, is_unread=False)
        return Undo(TriageAct.READ, _distinct(row[1] for row in rows), made_read=messages)

    def mark_unread(self, ids: Collection[ConversationId]) -> Undo:
        """The newest message of theirs; a conversation in which they wrote nothing stays as it is."""
        with self._database.transaction() as tx:
            tx.expects(len(ids))
            rows = tx.rows(
                "select m.id, m.conversation_id from json_each(?) wanted cross join message m on m.id ="
                " (select n.id from message n where n.conversation_id = wanted.value and n.direction = 'in'"
                "  and n.kind <> 'unsent' order by n.sent_at desc, n.rank desc, n.id desc limit 1)"
                " join conversation c on c.id = m.conversation_id"
                " where m.is_unread = 0 and c.is_self = 0",
                (ids_json(ids),),
            )
            messages = tuple(MessageId(row[0]) for row in rows)
            _set_unread(tx, messages, is_unread=True)
        return Undo(TriageAct.UNREAD, _distinct(row[1] for row in rows), made_unread=messages)

    # labels and notes

    def label(
        self, ids: Iterable[ConversationId], label_id: LabelId, is_on: bool, *, at: datetime | None = None
    ) -> Undo:
        """Put a label on, or take it off. ``at`` is given where that is told of another time than now."""
        at_ms = to_ms(at or self._clock())
        with self._database.transaction() as tx:
            change = put_on if is_on else take_off
            changed = change(tx, tuple((conversation_id, label_id) for conversation_id in ids))
            tx.conversations.update(pair[0] for pair in changed)
            lines = note_labelled(tx, changed, at_ms, is_now=at is None) if is_on and changed else ()
            gone = take_back_labelled(tx, changed) if changed and not is_on else ()
        touched = _distinct(pair[0] for pair in changed)
        if is_on:
            return Undo(TriageAct.LABELLED, touched, labelled=changed, lines=lines)
        return Undo(TriageAct.UNLABELLED, touched, unlabelled=changed, lines_gone=gone)

    def delete_label(self, label_id: LabelId) -> Undo:
        """Take a label off everywhere and forget it."""
        with self._database.transaction() as tx:
            label, pairs = self.labels.delete(tx, label_id)
        if label is None:
            return Undo(TriageAct.LABEL_DELETED)
        return Undo(TriageAct.LABEL_DELETED, _distinct(p[0] for p in pairs), unlabelled=pairs, deleted_label=label)

    def note(self, conversation_id: ConversationId) -> str:
        """The private notes about a customer."""
        row = self._database.row("select text from note where conversation_id = ?", (conversation_id,))
        return "" if row is None else str(row[0])

    def save_note(self, conversation_id: ConversationId, text: str) -> Undo:
        """Keep the private notes; they never leave the archive."""
        text = clean(text[: NOTE_CHARS_MAX * 2])[:NOTE_CHARS_MAX]
        with self._database.transaction() as tx:
            before = _write_note(tx, conversation_id, text)
        if before is None or before == text:
            return Undo(TriageAct.NOTE)
        return Undo(TriageAct.NOTE, (conversation_id,), note=(conversation_id, before, text))

    # the way back

    def undo(self, undo: Undo) -> tuple[ConversationId, ...]:
        """Take back what an act did, where nothing else changed it since; the conversations that changed."""
        with self._database.transaction() as tx:
            if undo.states:
                present = states_of(tx, [restore.conversation_id for restore in undo.states])
                wanted = {
                    restore.conversation_id: undone(present[restore.conversation_id], restore.before, restore.after)
                    for restore in undo.states
                    if restore.conversation_id in present
                }
                write_states(tx, present, wanted)
                remove(tx, undo.lines, [found for found in wanted if is_moved(present[found], wanted[found])])
            if undo.deleted_label is not None:
                self.labels.put_back(tx, undo.deleted_label)
            taken = {pair[0] for pair in take_off(tx, undo.labelled)}
            remove(tx, undo.lines, taken)
            put = {pair[0] for pair in put_on(tx, undo.unlabelled)}
            put_back(tx, (line for line in undo.lines_gone if line[1] in put))
            tx.conversations.update(taken | put)
            # Read for another reason since (answered elsewhere), withdrawn since: these stand.
            _set_unread(tx, _may_be_unread(tx, undo.made_read), is_unread=True)
            _set_unread(tx, undo.made_unread, is_unread=False)
            if undo.note is not None and tx.row(
                "select 1 from note where conversation_id = ? and text = ?", (undo.note[0], undo.note[2])
            ):
                _write_note(tx, undo.note[0], undo.note[1])
            elif undo.note is not None and not undo.note[2]:
                _write_note(tx, undo.note[0], undo.note[1], only_if_none=True)
        return tuple(sorted(tx.conversations))

    # inside

    def _now(self) -> datetime:
        """In whole milliseconds, as the archive keeps it: Undo compares."""
        return from_ms(to_ms(self._clock()))

    def _act(self, ids: Iterable[ConversationId], rule: Rule, act: TriageAct) -> Undo:
        return self._act_each(ids, lambda _found, state: rule(state), act)

    def _act_each(
        self,
        ids: Iterable[ConversationId],
        rule: Callable[[ConversationId, TriageState], TriageState],
        act: TriageAct,
    ) -> Undo:
        with self._database.transaction() as tx:
            present = states_of(tx, ids)
            wanted = {conversation_id: rule(conversation_id, state) for conversation_id, state in present.items()}
            changed = write_states(tx, present, wanted)
            lines = self._note_snoozes(tx, present, {found: wanted[found] for found in changed}) if changed else ()
        states = tuple(Restore(found, present[found], wanted[found]) for found in changed)
        return Undo(act, changed, states, lines=lines)

    def _note_snoozes(
        self, tx: Transaction, before: dict[ConversationId, TriageState], after: dict[ConversationId, TriageState]
    ) -> tuple[int, ...]:
        """What was snoozed just now says so between its messages."""
        lines: tuple[int, ...] = ()
        until: dict[datetime | None, list[ConversationId]] = {}
        for found, state in after.items():
            if state.shelf is Shelf.SNOOZED and is_moved(before[found], state):
                until.setdefault(state.wakes_at, []).append(found)
        for moment, ids in until.items():
            lines += note_snoozed(tx, ids, to_ms_or_none(moment), to_ms(self._now()))
        return lines


def _set_unread(tx: Transaction, messages: Sequence[MessageId], *, is_unread: bool) -> None:
    """Change the mark of messages, and the counters of their conversations."""
    if not messages:
        return
    tx.expects(len(messages))
    ids = ids_json(messages)
    # 2 is the mark of a withdrawn message: it is neither read nor unread.
    before, after = (0, 1) if is_unread else (1, 0)
    those = f"is_unread = {before} and id {_ONE_OF}"
    if tx.row(f"select 1 from message where {those} limit 1", (ids,)) is None:
        return
    touched = tx.write_rows(
        f"update message set is_unread = {after} where {those} returning id, conversation_id", (ids,)
    )
    steps = Counter(ConversationId(row[1]) for row in touched)
    tx.write(
        f"update conversation set unread_count = unread_count {'+' if is_unread else '-'} (w.value ->> 1)"
        " from json_each(?) w where conversation.id = w.value ->> 0 and conversation.is_self = 0",
        (json.dumps(list(steps.items())),),
    )
    tx.updated_in(steps, (MessageId(row[0]) for row in touched))


def _may_be_unread(tx: Transaction, messages: Sequence[MessageId]) -> tuple[MessageId, ...]:
    """Those that were not answered elsewhere or withdrawn meanwhile."""
    if not messages:
        return ()
    rows = tx.rows(
        "select m.id from message m join conversation c on c.id = m.conversation_id"
        f" where m.id {_ONE_OF} and m.kind <> 'unsent' and m.sent_at >= coalesce(c.last_elsewhere_at, m.sent_at)",
        (ids_json(messages),),
    )
    return tuple(MessageId(row[0]) for row in rows)


def _write_note(
    tx: Transaction, conversation_id: ConversationId, text: str, *, only_if_none: bool = False
) -> str | None:
    """What stood there before; None if the conversation is gone."""
    if tx.row("select 1 from conversation where id = ?", (conversation_id,)) is None:
        return None
    row = tx.row("select text from note where conversation_id = ?", (conversation_id,))
    before = "" if row is None else str(row[0])
    if before == text or (only_if_none and before):
        return before
    if text:
        tx.write(
            "insert into note (conversation_id, text) values (?, ?) on conflict do update set text = excluded.text",
            (conversation_id, text),
        )
    else:
        tx.write("delete from note where conversation_id = ?", (conversation_id,))
    tx.conversation(conversation_id)
    return before


def _distinct(ids: Iterable[int]) -> tuple[ConversationId, ...]:
    return tuple(dict.fromkeys(ConversationId(found) for found in ids))
