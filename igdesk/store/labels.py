"""Labels: words that the owner puts on conversations."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

import json
from collections.abc import Iterable

from igdesk.domain.ids import ConversationId, LabelId
from igdesk.domain.label import LABELS_MAX, Label, LabelColour, label_key, label_name
from igdesk.store.database import Database, Row, Transaction
from igdesk.store.reading import Reading

Pairs = tuple[tuple[ConversationId, LabelId], ...]
_COLUMNS = "id, name, colour, position"
_COLOUR = {colour.value: colour for colour in LabelColour}


class Labels:
    """The list of labels; ``Triage`` puts them on and takes them off."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Label, ...]:
        """In the order of the owner, which is that of the number keys."""
        return all_labels(self._database)

    def find(self, name: str) -> Label | None:
        """The label of this name, however it is written."""
        row = self._database.row(f"select {_COLUMNS} from label where name_key = ?", (label_key(label_name(name)),))
        return None if row is None else _label_of(row)

    def make(self, name: str, colour: LabelColour | None = None) -> Label | None:
        """A new label, in the first colour that is not in use; the one of that name if there is one; None if nothing
        is left of the name, or there are too many.
        """
        name = label_name(name)
        if not name:
            return None
        known = self.find(name)
        present = self.all()
        if known is not None or len(present) >= LABELS_MAX:
            return known
        used = [label.colour for label in present]
        colour = colour or min(LabelColour, key=used.count)
        with self._database.transaction() as tx:
            position = max((label.position for label in present), default=0) + 1
            label_id = LabelId(
                tx.insert(
                    "insert into label (name, name_key, colour, position) values (?, ?, ?, ?)",
                    (name, label_key(name), colour.value, position),
                )
            )
            tx.labels.add(label_id)
        return Label(label_id, name, colour, position)

    def rename(self, label_id: LabelId, name: str) -> bool:
        """Another name; False if nothing is left of it or another label has it."""
        name = label_name(name)
        other = self.find(name)
        if not name or (other is not None and other.id != label_id):
            return False
        return self._set(label_id, "name = ?, name_key = ?", (name, label_key(name)))

    def recolour(self, label_id: LabelId, colour: LabelColour) -> bool:
        return self._set(label_id, "colour = ?", (colour.value,))

    def arrange(self, order: Iterable[LabelId]) -> None:
        """Another order; labels that are not named follow in theirs."""
        present = self.all()
        wanted = [found for found in dict.fromkeys(order) if any(label.id == found for label in present)]
        wanted += [label.id for label in present if label.id not in wanted]
        with self._database.transaction() as tx:
            for position, label_id in enumerate(wanted, 1):
                if tx.row("select 1 from label where id = ? and position <> ?", (label_id, position)):
                    tx.write("update label set position = ? where id = ?", (position, label_id))
                    tx.labels.add(label_id)

    def use(self) -> dict[LabelId, int]:
        """On how many conversations each label is; those on none are left out."""
        rows = self._database.rows("select label_id, count(*) from conversation_label group by label_id")
        return {LabelId(row[0]): row[1] for row in rows}

    def delete(self, tx: Transaction, label_id: LabelId) -> tuple[Label | None, Pairs]:
        """For ``Triage``: the label that is gone and where it was."""
        row = tx.row(f"select {_COLUMNS} from label where id = ?", (label_id,))
        if row is None:
            return None, ()
        rows = tx.rows("select conversation_id from conversation_label where label_id = ?", (label_id,))
        tx.write("delete from label where id = ?", (label_id,))
        tx.labels.add(label_id)
        tx.conversations.update(ConversationId(found[0]) for found in rows)
        return _label_of(row), tuple((ConversationId(found[0]), label_id) for found in rows)

    def put_back(self, tx: Transaction, label: Label) -> None:
        """For ``Triage``: a deleted label is there again; not if another one has its name by now."""
        if tx.row("select 1 from label where id = ? or name_key = ?", (label.id, label_key(label.name))):
            return
        tx.write(
            "insert into label (id, name, name_key, colour, position) values (?, ?, ?, ?, ?)",
            (label.id, label.name, label_key(label.name), label.colour.value, label.position),
        )
        tx.labels.add(label.id)

    def _set(self, label_id: LabelId, assignment: str, values: tuple[str, ...]) -> bool:
        with self._database.transaction() as tx:
            if tx.row("select 1 from label where id = ?", (label_id,)) is None:
                return False
            present = assignment.replace("= ?", "is ?").replace(",", " and")
            if tx.row(f"select 1 from label where id = ? and {present}", (label_id, *values)) is None:
                tx.write(f"update label set {assignment} where id = ?", (*values, label_id))
                tx.labels.add(label_id)
        return True


def all_labels(reading: Reading) -> tuple[Label, ...]:
    """In the order of the owner."""
    return tuple(map(_label_of, reading.rows(f"select {_COLUMNS} from label order by position, id")))


def put_on(tx: Transaction, pairs: Pairs) -> Pairs:
    """Label conversations; those that had no such label. What is gone meanwhile is passed over."""
    rows = tx.rows(
        "select w.value ->> 0, w.value ->> 1 from json_each(?) w"
        " where exists (select 1 from conversation c where c.id = w.value ->> 0)"
        " and exists (select 1 from label l where l.id = w.value ->> 1)"
        " and not exists (select 1 from conversation_label x"
        " where x.conversation_id = w.value ->> 0 and x.label_id = w.value ->> 1)",
        (json.dumps(list(dict.fromkeys(pairs))),),
    )
    missing = _pairs(rows)
    if missing:
        tx.write(
            "insert into conversation_label (conversation_id, label_id)"
            " select value ->> 0, value ->> 1 from json_each(?)",
            (json.dumps(missing),),
        )
    return missing


def take_off(tx: Transaction, pairs: Pairs) -> Pairs:
    """Unlabel conversations; those that had the label."""
    if not pairs:
        return ()
    rows = tx.rows(
        "select x.conversation_id, x.label_id from json_each(?) w cross join conversation_label x"
        " on x.conversation_id = w.value ->> 0 and x.label_id = w.value ->> 1",
        (json.dumps(list(pairs)),),
    )
    present = _pairs(rows)
    if present:
        tx.write(
            "delete from conversation_label where (conversation_id, label_id) in"
            " (select value ->> 0, value ->> 1 from json_each(?))",
            (json.dumps(present),),
        )
    return present


def _pairs(rows: Iterable[Row]) -> tuple[tuple[ConversationId, LabelId], ...]:
    return tuple((ConversationId(row[0]), LabelId(row[1])) for row in rows)


def _label_of(row: Row) -> Label:
    return Label(LabelId(row[0]), row[1], _COLOUR[row[2]], row[3])
