"""The description of the format names everything that an export can hold."""

import re
from pathlib import Path

from igdesk.domain.attachment import AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.conversation import Shelf
from igdesk.domain.message import ShareKind
from igdesk.domain.message_kinds import Delivery, MessageKind, Origin
from igdesk.ui.export import json_form, writer

TOLD = (Path(__file__).parents[3] / "resources" / "export-format.md").read_text(encoding="utf-8")


def test_every_key_is_described():
    source = Path(json_form.__file__).read_text(encoding="utf-8") + Path(writer.__file__).read_text(encoding="utf-8")
    keys = set(re.findall(r'^\s+"(\w+)": ', source, re.MULTILINE)) | set(re.findall(r'[{,] ?"(\w+)": ', source))
    assert len(keys) > 60
    assert {key for key in keys if f"`{key}`" not in TOLD} == set()


def test_every_value_is_described():
    words = [
        kind.value for kinds in (MessageKind, ShareKind, AttachmentKind, AttachmentRole, MediaState) for kind in kinds
    ]
    words += [shelf.name.lower() for shelf in Shelf]
    words += [delivery.value for delivery in Delivery]
    words += [origin.value for origin in Origin if origin is not Origin.CUSTOMER]
    assert {word for word in words if f"`{word}`" not in TOLD} == set()


def test_the_version_is_told():
    assert f"Version {json_form.VERSION}." in TOLD
    assert f"`{json_form.FORMAT}`" in TOLD
