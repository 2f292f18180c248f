"""The catalogue of words."""

import json
import string
import sys

import pytest

from igdesk.domain.outbox import FailureReason
from igdesk.paths import resource
from igdesk.ui.texts import has_text, isolate, keys_here, left_to_right, say, say_parts

CATALOGUE = json.loads(resource("texts/en.json").read_text(encoding="utf-8"))
TEMPLATES = [
    (key, text) for key, entry in CATALOGUE.items() for text in (entry.values() if isinstance(entry, dict) else [entry])
]


def test_fields_and_plurals() -> None:
    assert say("list.up_to_date", time="14:36") == "Up to date · 14:36"
    assert say("empty.none_selected", n=1) == "1 person is waiting for you"
    assert say("empty.none_selected", n=5) == "5 people are waiting for you"


def test_bold_beginnings() -> None:
    lead, rest = say_parts("banner.permission", account="Fern & Clay")
    assert lead == "A permission is missing for Fern & Clay."
    assert rest == "igdesk may not read its messages."
    assert say("banner.permission", account="**x**") == (
        "A permission is missing for **x**. igdesk may not read its messages."
    )
    assert say_parts("list.updating") == ("", "Updating")


def test_braces_in_a_name_are_only_braces() -> None:
    assert "{0} {name}" in say("strip.unreachable", name="{0} {name}")


def test_what_is_missing_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say("no.such.text")
    with pytest.raises(KeyError):
        say("list.up_to_date")
    assert not has_text("no.such.text")


def test_isolates() -> None:
    assert isolate("ليلى") == "\u2068ليلى\u2069"
    assert left_to_right("@mara") == "\u2066@mara\u2069"


BETWEEN = {"shortcuts.or"}
"""Stand between words; their white space belongs to them."""


def test_the_file_is_sorted_and_well_formed() -> None:
    assert list(CATALOGUE) == sorted(CATALOGUE)
    for key, entry in CATALOGUE.items():
        assert isinstance(entry, str) or set(entry) == {"one", "other"}, key
    for key, text in TEMPLATES:
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text)), key
        assert text == text.strip() or key in BETWEEN, key


@pytest.mark.parametrize("word", ["'", '"', "please", "oops", "successfully", "Please", "!"])
def test_house_style_of_the_words(word: str) -> None:
    for key, text in TEMPLATES:
        assert word not in text, key


def test_every_failure_has_its_words() -> None:
    for reason in FailureReason:
        if reason is not FailureReason.NONE:
            assert has_text(f"send.{reason.value}")
            assert has_text(f"send.{reason.value}.why")


@pytest.mark.parametrize(
    ("words", "on_a_mac"),
    [
        ("Ctrl+Enter sends · Enter new line", "⌘Enter sends · Enter new line"),
        ("Enter sends · Shift+Enter new line", "Enter sends · ⇧Enter new line"),
        ("Ctrl Z", "⌘Z"),
        ("Alt+0", "⌥0"),
        ("Press Ctrl+/ anywhere in it.", "Press ⌘/ anywhere in it."),
        ("Shift a booking, Control it", "Shift a booking, Control it"),
    ],
)
def test_keys_are_told_as_they_are_printed(words: str, on_a_mac: str) -> None:
    assert keys_here(words, "darwin") == on_a_mac
    assert keys_here(words, "linux") == keys_here(words, "win32") == words


def test_no_text_names_a_key_that_a_mac_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    import igdesk.ui.texts as texts

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(texts, "_catalogue", texts._catalogue.__wrapped__)
    assert say("composer.hint.ctrl_enter.short") == "⌘Enter sends"
    assert "Ctrl" not in json.dumps(texts._catalogue())
