"""Faults that bend a good answer: fields, ids and order that are not as documented."""

from collections.abc import Callable
from itertools import pairwise

from igdesk.sandbox.faults import Fault, Kind

KINDS: tuple[Kind, ...] = (
    "duplicates", "disorder", "missing_messages", "missing_fields", "extra_fields", "numeric_ids", "null_fields",
    "replaced_fields",
)  # fmt: skip


def _walk(value: object, visit: Callable[[dict[str, object]], None]) -> None:
    if isinstance(value, dict):
        visit(value)
        for inner in list(value.values()):
            _walk(inner, visit)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, visit)


def _message_lists(answer: object) -> list[list[object]]:
    """Every list of messages in an answer; without any the list of conversations itself."""
    found: list[list[object]] = []

    def visit(node: dict[str, object]) -> None:
        data = node.get("data")
        if isinstance(data, list) and any(isinstance(entry, dict) and "created_time" in entry for entry in data):
            found.append(data)

    _walk(answer, visit)
    if not found and isinstance(answer, dict) and isinstance(answer.get("data"), list):
        found.append(answer["data"])
    return found


def _drop_entries(entries: list[object], fault: Fault) -> None:
    wanted = fault.settings.get("index", 0)
    places = wanted if isinstance(wanted, list | tuple) else (wanted,)
    gone = {int(place) for place in places if isinstance(place, int)}
    entries[:] = [entry for place, entry in enumerate(entries) if place not in gone]


def _disorder(entries: list[object]) -> None:
    """Neighbours change places."""
    places = list(range(len(entries)))
    for first, second in list(pairwise(places))[::2]:
        entries[first], entries[second] = entries[second], entries[first]


def bend(answer: object, fault: Fault) -> None:
    """Change an answer in place."""

    def is_target(node: dict[str, object]) -> bool:
        return bool(fault.settings.get("everywhere")) or "created_time" in node

    def lose(node: dict[str, object]) -> None:
        if is_target(node):
            for name in fault.names("names", "created_time"):
                node.pop(name, None)

    def blank(node: dict[str, object]) -> None:
        if is_target(node):
            node.update(dict.fromkeys(fault.names("names", "message")))

    def replace(node: dict[str, object]) -> None:
        values = fault.settings.get("values", {})
        if is_target(node) and isinstance(values, dict):
            node.update({str(name): value for name, value in values.items() if name in node})

    def extend(node: dict[str, object]) -> None:
        if "id" in node:
            node["a_field_of_tomorrow"] = {"data": [{"nested": True, "number": 1.5, "nothing": None}]}

    def number(node: dict[str, object]) -> None:
        for name in ("id", "user_id", "recipient_id"):
            value = node.get(name)
            if isinstance(value, str) and value.isdecimal():
                node[name] = int(value)

    match fault.kind:
        case "duplicates":
            for entries in _message_lists(answer):
                entries[:] = [entry for entry in entries for _ in range(2)]
        case "disorder":
            for entries in _message_lists(answer):
                _disorder(entries)
        case "missing_messages":
            for entries in _message_lists(answer):
                _drop_entries(entries, fault)
        case "missing_fields":
            _walk(answer, lose)
        case "null_fields":
            _walk(answer, blank)
        case "replaced_fields":
            _walk(answer, replace)
        case "extra_fields":
            _walk(answer, extend)
        case "numeric_ids":
            _walk(answer, number)
        case _:
            raise ValueError(fault.kind)
