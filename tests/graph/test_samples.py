"""Answers in the shape of the real ones, and the snapshots expected from them."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

import pytest

from igdesk.graph import decode

SAMPLES = Path(__file__).parents[1] / "samples"
LIMIT = 20
DECODERS = {
    "inbox": decode.decode_inbox,
    "conversation": lambda body: decode.decode_conversation(body, LIMIT),
    "messages": lambda body: decode.decode_messages(body, "c1", LIMIT),
    "message": decode.decode_message,
    "profile": lambda body: decode.decode_profile(body, "998877665544332"),
    "identity": decode.decode_identity,
    "page": decode.decode_page_identity,
    "pages": decode.decode_pages,
    "receipt": decode.decode_receipt,
}


def plain(value: object) -> object:
    """A snapshot as JSON, without the fields that have their default: that is how the samples write it down."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = {f.name: getattr(value, f.name) for f in fields(value) if getattr(value, f.name) != f.default}
        return {name: plain(field) for name, field in kept.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value


CASES = sorted(SAMPLES.glob("*/*.json"))


@pytest.mark.parametrize("path", CASES, ids=[f"{p.parent.name}-{p.stem}" for p in CASES])
def test_a_recorded_answer_becomes_the_expected_snapshot(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    snapshot = DECODERS[path.parent.name](json.dumps(case["answer"]).encode())
    assert plain(snapshot) == case["snapshot"]


def test_every_decoder_has_samples() -> None:
    assert {p.parent.name for p in CASES} == set(DECODERS)
