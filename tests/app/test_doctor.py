"""`igdesk doctor`: the same as the diagnosis of the settings, for the terminal."""

import io
import json
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from igdesk.app.doctor import Terminal, run_doctor
from igdesk.app.keys import choose_passphrase
from igdesk.domain.account import AccountProblem, AccountState, Flavour
from igdesk.domain.health import CallSlot, SeenError, slot_of
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.paths import Profile, open_profile
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.world import World
from igdesk.store.archive import Archive

PASSPHRASE = "correct horse battery"


class Patient:
    """A profile with two accounts, and the Instagram they are connected to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profile: Profile = open_profile(str(folder))
        self.profile.create()
        self.world = World(7, lambda: datetime.now(UTC), conversations=6, accounts=2, liveliness=0.0)
        self.app = GraphApp(self.world)
        opened = choose_passphrase(self.profile, PASSPHRASE)
        self.key, self.vault = opened.archive_key, opened.vault
        with_archive = self.archive()
        now = datetime.now(UTC)
        for business, flavour in zip(self.world.businesses, Flavour, strict=True):
            is_page = flavour is Flavour.FACEBOOK
            token = self.world.page_token(business.index) if is_page else self.world.instagram_token(business.index)
            self.vault.set_token(business.ig_id, token)
            node = business.page_id if is_page else business.ig_id
            snapshot = AccountSnapshot(
                business.ig_id,
                "" if is_page else business.app_scoped_id,
                node,
                flavour,
                business.username,
                business.name,
            )
            with_archive.accounts.add(snapshot, connected_at=now - timedelta(days=3))
        seen = SeenError("paused", "613", "Atrace01", now, now, 3)
        with_archive.health.keep(1, [CallSlot(slot_of(now), 12, 18)], [seen], last_checked_at=now)
        with_archive.close()

    def archive(self) -> Archive:
        return Archive.open(self.profile.archive, self.key, clock=lambda: datetime.now(UTC))

    def examine(self, *arguments: str, is_interactive: bool = True) -> tuple[int, str]:
        out = io.StringIO()
        terminal = Terminal(out, io.StringIO(), lambda _: PASSPHRASE, is_interactive)
        status = run_doctor(["--profile", str(self.folder), *arguments], {}, terminal, self.app)
        return status, out.getvalue()

    def found(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.examine("--json")[1])
        return found


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    return Patient(tmp_path / "profile")


def test_all_is_well(patient: Patient) -> None:
    status, text = patient.examine()
    assert status == 0, text
    for business in patient.world.businesses:
        assert f"@{business.username}: all is well" in text
        assert business.ig_id in text
    assert "[ok] Token is valid" in text
    assert "Instagram asks for a pause." in text
    assert "Atrace01" in text
    assert "3 times" in text
    assert "12 in 24 hours" in text


def test_no_secret_and_no_name_of_a_customer_in_either_form(patient: Patient) -> None:
    people = [thread.person.username for thread in patient.world.threads()]
    for arguments in ((), ("--json",)):
        text = patient.examine(*arguments)[1]
        for index in (0, 1):
            assert patient.world.instagram_token(index) not in text
            assert patient.world.page_token(index) not in text
        assert not [name for name in people if name in text]


def test_json_has_the_same_facts_for_programs(patient: Patient) -> None:
    found = patient.found()
    assert found["is_well"] is True
    first, second = found["accounts"]
    assert (first["flavour"], second["flavour"]) == ("instagram", "facebook")
    assert first["app_scoped_id"]
    assert second["node_id"] == patient.world.businesses[1].page_id
    assert sum(first["calls"]) == 12
    assert [check["state"] for check in first["checks"]] == ["passed"] * 6
    assert first["errors"][0]["trace_id"] == "Atrace01"


def test_what_is_wrong_is_said_with_its_cure_and_ends_with_1(patient: Patient) -> None:
    patient.world.spoil_token("revoked", patient.world.instagram_token(0), subcode=460)
    status, text = patient.examine()
    assert status == 1
    assert "needs you" in text
    assert "[no] Token is valid" in text
    found = patient.found()
    assert [account["is_well"] for account in found["accounts"]] == [False, True]


def test_a_token_that_is_gone_is_said(patient: Patient) -> None:
    patient.vault.delete_token(patient.world.businesses[0].ig_id)
    status, text = patient.examine()
    assert status == 1
    assert "No token is kept" in text


def test_signed_out_is_not_well_whatever_the_token_says(patient: Patient) -> None:
    archive = patient.archive()
    archive.accounts.set_state(1, AccountState.NEEDS_SIGN_IN, AccountProblem.TOKEN_EXPIRED)
    archive.close()
    assert patient.examine()[0] == 1
    assert "Signed out" in patient.examine()[1]


def test_nothing_is_changed_by_looking(patient: Patient) -> None:
    archive = patient.archive()
    before = archive.accounts.all()
    archive.close()
    patient.examine()
    archive = patient.archive()
    assert archive.accounts.all() == before
    archive.close()


def test_nobody_to_ask_for_the_passphrase(patient: Patient) -> None:
    """failure 95"""
    status, text = patient.examine(is_interactive=False)
    assert status == 1
    assert "protected by a passphrase" in text
    status, text = patient.examine("--json", is_interactive=False)
    assert json.loads(text)["problem"]["id"] == "passphrase_needed"


def test_a_profile_without_an_archive(tmp_path: Path) -> None:
    out = io.StringIO()
    terminal = Terminal(out, io.StringIO(), lambda _: "", is_interactive=True)
    assert run_doctor(["--profile", str(tmp_path / "none")], {}, terminal) == 1
    assert "No account was ever connected" in out.getvalue()
    assert not (tmp_path / "none").exists(), "looking makes nothing"


def test_no_display_and_no_window_is_needed(patient: Patient, start: Callable[..., Any]) -> None:
    code = textwrap.dedent(f"""
        import io, os, sys
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            os.environ.pop(name, None)
        from igdesk.app.doctor import Terminal, run_doctor
        terminal = Terminal(sys.stdout, sys.stderr, lambda _: {PASSPHRASE!r}, True)
        status = run_doctor(["--profile", {str(patient.folder)!r}], {{}}, terminal, lambda *_: None)
        print("status", status)
        print("loaded", [n for n in ("PySide6.QtWidgets", "PySide6.QtGui") if n in sys.modules])
    """)
    ended = start(code=code)
    assert "loaded []" in ended.stdout, ended.stderr
    assert "status 1" in ended.stdout, "an Instagram that answers nothing is not well"


def test_the_command_is_told_of(start: Callable[..., Any]) -> None:
    assert "igdesk doctor" in start("--help").stdout
    ended = start("doctor", "--help")
    assert ended.returncode == 0
    assert "--json" in ended.stdout
    assert start("doctor", "--nonsense").returncode == 2


def test_a_clock_that_is_hours_wrong_is_said(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    import igdesk.app.doctor as module

    monkeypatch.setattr(module, "_utc_now", lambda: datetime.now(UTC) - timedelta(hours=5))
    found = patient.found()
    assert found["clock"]["seconds_off"] in range(17_900, 18_100)
    assert "clock of this computer" in patient.examine()[1]


def test_a_captive_portal_is_named(patient: Patient) -> None:
    patient.app.faults.add("html", "any", count=None)
    status, text = patient.examine()
    assert status == 1
    assert sys.getsizeof(text)
    assert "No answer" in text or "sign in first" in text
