"""What can go wrong, switchable: each fault has a place, a number of times, and says what it does to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Scope = Literal["any", "list", "read", "send", "upload", "profile", "media", "identity", "refresh", "conversations"]
"""``conversations`` is ``list`` and ``read`` together."""
Kind = Literal[
    "error", "throttle", "html", "redirect", "truncated", "garbage", "wrong_content_type", "slow", "hang",
    "hang_after_processing",
    "drop_before", "drop_after", "server_error_after", "endless", "huge", "late_echo", "duplicates", "disorder",
    "missing_messages", "missing_fields", "extra_fields", "numeric_ids", "null_fields", "replaced_fields",
    "expired_links", "lying_types", "oversize", "clock_skew", "empty",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(Kind))
SCOPES: frozenset[str] = frozenset(get_args(Scope))


class DroppedError(ConnectionResetError):
    """The connection breaks: over a socket it is closed without an answer, in process this is what the caller gets."""


@dataclass(slots=True, eq=False)
class Fault:
    """One thing that goes wrong."""

    kind: Kind
    scope: Scope = "any"
    remaining: int | None = 1
    """How many more times; None until it is removed."""
    skip: int = 0
    """So many matching calls are left alone first."""
    path: str = ""
    """Only calls whose path contains this."""
    settings: Mapping[str, object] = field(default_factory=dict)
    hits: int = 0
    """How often it struck."""

    def covers(self, scope: str, path: str) -> bool:
        if self.path and self.path not in path:
            return False
        return self.scope in ("any", scope) or (self.scope == "conversations" and scope in ("list", "read"))

    def text(self, name: str, default: str = "") -> str:
        value = self.settings.get(name, default)
        return value if isinstance(value, str) else str(value)

    def number(self, name: str, default: float) -> float:
        value = self.settings.get(name, default)
        return float(value) if isinstance(value, int | float) else default

    def names(self, name: str, *default: str) -> tuple[str, ...]:
        value = self.settings.get(name, default)
        return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


class Faults:
    """The faults that are switched on, oldest first."""

    def __init__(self) -> None:
        self._active: list[Fault] = []

    def add(
        self,
        kind: Kind,
        scope: Scope = "any",
        *,
        count: int | None = 1,
        skip: int = 0,
        path: str = "",
        **settings: object,
    ) -> Fault:
        """Switch one on. ``count=None``: until ``remove`` or ``clear``. The settings depend on the kind:

        error            code, subcode, status, message, transient, type, title, words
        throttle         code (613), subcode (2534040), retry_after (s), minutes (header), status
        html             status (200), text; the call is not processed
        redirect         location; a captive portal
        empty            status (500): an answer without a body
        slow             seconds, before the call is processed
        hang             no answer until the caller gives up
        hang_after_processing   the same, but the call was taken (also: hang with processed=True)
        drop_before, drop_after
        server_error_after: the call was taken, the answer is a page (status 502), or an error when a code is given
        truncated, garbage, wrong_content_type (type), endless, huge (bytes)
        late_echo        reads: a sent message is missing from so many reads
        duplicates, disorder, missing_messages (index, default 0; a list of them), numeric_ids
        missing_fields, null_fields (names), extra_fields, replaced_fields (values: name -> value): in messages,
                         or wherever a name occurs with everywhere=True
        expired_links, lying_types (type), oversize (bytes), clock_skew (seconds)
        """
        fault = Fault(kind, scope, count, skip, path, settings)
        self._active.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        if fault in self._active:
            self._active.remove(fault)

    def clear(self) -> None:
        self._active.clear()

    @property
    def active(self) -> tuple[Fault, ...]:
        return tuple(self._active)

    def take_one(self, kinds: tuple[Kind, ...], scope: str, path: str = "") -> Fault | None:
        """The oldest fault of these kinds that strikes this call; the others wait for the next."""
        for fault in list(self._active):
            if fault.kind in kinds and self._strikes(fault, scope, path):
                return fault
        return None

    def take(self, kinds: tuple[Kind, ...], scope: str, path: str = "") -> list[Fault]:
        """The faults of these kinds that strike this call; each is used up once."""
        return [fault for fault in list(self._active) if fault.kind in kinds and self._strikes(fault, scope, path)]

    def _strikes(self, fault: Fault, scope: str, path: str) -> bool:
        if not fault.covers(scope, path):
            return False
        if fault.skip > 0:
            fault.skip -= 1
            return False
        fault.hits += 1
        if fault.remaining is not None:
            fault.remaining -= 1
            if fault.remaining <= 0:
                self._active.remove(fault)
        return True
