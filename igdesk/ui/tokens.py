"""The design tokens: every colour, size, duration and icon path, read once from ``resources/theme/tokens.json``."""

import json
from functools import cache
from typing import Any

from igdesk.paths import resource


@cache
def load() -> dict[str, Any]:
    """The whole file. It is shipped with the program and never changes while it runs."""
    tokens: dict[str, Any] = json.loads(resource("theme/tokens.json").read_bytes())
    return tokens


@cache
def value(path: str) -> Any:
    """What stands at a dotted path, e.g. ``size.row.comfortable``."""
    node: Any = load()
    for part in path.split("."):
        node = node[part]
    return node
