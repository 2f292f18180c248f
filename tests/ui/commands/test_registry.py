"""Commands and the keys they have: usual, chosen, switched off, clashing, kept."""

import pytest

from igdesk.ui.commands.command import Command, Place
from igdesk.ui.commands.registry import RESERVED, Commands


class Settings:
    """Kept in memory."""

    def __init__(self, **kept: str) -> None:
        self.kept = kept

    def get(self, key: str, default: str = "") -> str:
        return self.kept.get(key, default)

    def set(self, key: str, value: str) -> None:
        self.kept[key] = value


def nothing() -> None:
    pass


def registry(settings: Settings | None = None) -> Commands:
    found = Commands(settings or Settings())
    found.add(
        Command("done", nothing, ("E", "Ctrl+Shift+D")),
        Command("reply", nothing, ("R",)),
        Command("quote", nothing, ("R",), place=Place.MESSAGE),
        Command("escape", nothing, ("Esc",), is_fixed=True),
        Command("send", None, ("Return",), is_fixed=True, place=Place.COMPOSER),
        Command("plain", nothing),
    )
    return found


def test_usual_keys() -> None:
    found = registry()
    done = found.get("done")
    assert found.keys(done) == ("E", "Ctrl+Shift+D")
    assert found.first_key(done) == "Ctrl+Shift+D"
    assert found.first_key(done, prefers_letter=True) == "E"
    assert found.key_of("plain") == ""
    assert found.key_of("unknown") == ""


def test_the_narrower_place_wins() -> None:
    found = registry()
    assert [command.id for command in found.bound()["R"]] == ["quote", "reply"]
    assert found.clash(found.get("reply"), "R") is None


def test_two_of_one_name_are_a_mistake() -> None:
    found = registry()
    with pytest.raises(ValueError, match="done"):
        found.add(Command("done", nothing))


def test_other_keys_are_kept() -> None:
    settings = Settings()
    found = registry(settings)
    told: list[None] = []
    found.subscribe(lambda: told.append(None))
    found.rebind("done", ["ctrl+shift+e", "Ctrl+Shift+E"])
    assert found.keys(found.get("done")) == ("Ctrl+Shift+E",)
    assert found.is_changed(found.get("done"))
    assert len(told) == 1
    again = registry(settings)
    assert again.keys(again.get("done")) == ("Ctrl+Shift+E",)
    again.rebind("done", ["E", "Ctrl+Shift+D"])
    assert not again.is_changed(again.get("done"))
    again.rebind("done", [])
    assert registry(settings).keys(again.get("done")) == ()
    again.reset()
    assert not again.is_changed(again.get("done"))


def test_clashes_are_named() -> None:
    found = registry()
    clash = found.clash(found.get("reply"), "E")
    assert clash is not None
    assert clash.command is found.get("done")
    for key in ("Ctrl+C", "Esc", "Tab", "Ctrl+Alt+K", "Alt+F", "", "nonsense", *RESERVED):
        clash = found.clash(found.get("reply"), key)
        assert clash is not None, key
        assert clash.command is None or clash.command.is_fixed


def test_a_key_can_be_taken_from_another_command() -> None:
    found = registry()
    found.take_over("reply", ["E"])
    assert found.keys(found.get("done")) == ("Ctrl+Shift+D",)
    assert found.keys(found.get("reply")) == ("E",)
    assert found.clashes() == []


def test_single_letters_can_be_switched_off() -> None:
    settings = Settings()
    found = registry(settings)
    found.use_letters(False)
    assert found.keys_in_use(found.get("done")) == ("Ctrl+Shift+D",)
    assert found.keys(found.get("done")) == ("E", "Ctrl+Shift+D")
    assert "R" not in found.bound()
    assert "Esc" in found.bound()
    assert not registry(settings).has_letters


def test_fixed_keys_stay() -> None:
    found = registry(Settings(**{"shortcuts.keys": '{"escape": ["F9"]}'}))
    assert found.keys(found.get("escape")) == ("Esc",)
    with pytest.raises(ValueError, match="escape"):
        found.rebind("escape", ["F9"])
    assert "Return" not in found.bound()  # the field has it, it is only told


@pytest.mark.parametrize("kept", ["{", "[]", "7", '{"done": "E"}', '{"done": [1]}', '{"done": ["nonsense", ""]}', "\0"])
def test_broken_settings_are_the_usual_keys_or_none(kept: str) -> None:
    found = registry(Settings(**{"shortcuts.keys": kept}))
    assert found.keys(found.get("done")) in (("E", "Ctrl+Shift+D"), ())
    assert found.keys(found.get("reply")) == ("R",)


def test_kept_keys_that_clash_with_a_later_version_are_found() -> None:
    found = registry(Settings(**{"shortcuts.keys": '{"done": ["R"]}'}))
    assert [(command.id, clash.key) for command, clash in found.clashes()] == [("done", "R")]


def test_what_does_not_apply_is_neither_offered_nor_run() -> None:
    found = registry()
    ran: list[str] = []
    can = [False]
    found.add(Command("x", lambda: ran.append("x"), ("X",), applies=lambda: can[0]))
    assert "x" not in [command.id for command in found.offered()]
    assert not found.run("x")
    can[0] = True
    assert "x" in [command.id for command in found.offered()]
    assert found.run("x")
    assert ran == ["x"]


def test_commands_that_come_and_go() -> None:
    found = registry()
    people = ["a"]
    found.add_source(lambda: [Command(f"go_{name}", nothing) for name in people])
    people.append("b")
    offered = [command.id for command in found.offered()]
    assert offered[-2:] == ["go_a", "go_b"]
    assert "send" not in offered
