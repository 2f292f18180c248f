"""``igdesk doctor``: how every account fares, on the terminal. Needs no display and loads no part of a window."""

import asyncio
import getpass
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, TextIO

from igdesk import __version__
from igdesk.domain.account import Account, AccountState
from igdesk.domain.checks import Checkup
from igdesk.domain.health import last_day
from igdesk.domain.status import AccountStatus, Connection, KnownError, Problem
from igdesk.paths import Profile, open_profile
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault

ERRORS_SHOWN = 8
CLOCK_WRONG_S = 300.0
PATIENCE_S = 60.0


class Terminal(NamedTuple):
    """Where the doctor reads and writes."""

    out: TextIO
    err: TextIO
    ask_passphrase: Callable[[str], str]
    is_interactive: bool


def usual_terminal() -> Terminal:
    return Terminal(sys.stdout, sys.stderr, getpass.getpass, sys.stdin.isatty())


def run_doctor(
    arguments: Sequence[str],
    env: Mapping[str, str] = os.environ,
    terminal: Terminal | None = None,
    asgi_app: Callable[..., Any] | None = None,
) -> int:
    """Tell how things are; 0 when every account is well, 1 when not, 2 for a command that makes no sense."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="igdesk doctor", description="How every connected account fares.", allow_abbrev=False
    )
    parser.add_argument("--profile", metavar="DIR", help="the folder that igdesk was started with")
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args(arguments)
    logging.getLogger().addHandler(logging.NullHandler())  # else Python writes warnings between the findings
    terminal = terminal or usual_terminal()
    doctor = Doctor(open_profile(options.profile), env, terminal, asgi_app)
    try:
        findings = doctor.examine()
    except KnownError as error:
        findings = {"igdesk": __version__, "is_well": False, "problem": _problem(error.problem), "accounts": []}
    if options.json:
        text = json.dumps(findings, ensure_ascii=False, indent=2)
    else:
        text = as_text(findings)
    _write(terminal.out, text)
    return 0 if findings["is_well"] else 1


class Doctor:
    """Opens the profile as igdesk does, reads, asks Instagram once, and changes nothing."""

    def __init__(
        self, profile: Profile, env: Mapping[str, str], terminal: Terminal, asgi_app: Callable[..., Any] | None
    ) -> None:
        self._profile = profile
        self._env = env
        self._terminal = terminal
        self._asgi_app = asgi_app

    def examine(self) -> dict[str, Any]:
        """Everything that was found, ready to be printed."""
        if not (self._profile.archive / "archive.db").exists():
            problem = Problem("no_archive", "No account was ever connected here.", "Start igdesk and connect one.")
            raise KnownError(problem)
        opened = self._open()
        archive = Archive.open(self._profile.archive, opened.archive_key, clock=_utc_now)
        try:
            return asyncio.run(self._look(archive, opened.vault))
        finally:
            archive.close()

    def _open(self) -> Any:
        from igdesk.app.keys import keychain_of, open_keychain, open_with_passphrase

        if not self._profile.vault_file.exists():
            return open_keychain(self._profile, keychain_of(self._profile))
        if not self._terminal.is_interactive:
            problem = Problem(
                "passphrase_needed",
                "The archive is protected by a passphrase, and there is nobody to ask for it.",
                "Run igdesk doctor in a terminal.",
            )
            raise KnownError(problem)
        return open_with_passphrase(self._profile, self._terminal.ask_passphrase("Passphrase: "))

    async def _look(self, archive: Archive, vault: Vault) -> dict[str, Any]:
        from igdesk.graph.client import GraphClient
        from igdesk.graph.endpoint import default_endpoint
        from igdesk.graph.pool import HttpPool
        from igdesk.sync.checks import Checks
        from igdesk.sync.server_clock import OFFSET_KEY, kept_offset_s

        heard: list[datetime] = []
        offset = timedelta(seconds=kept_offset_s(archive.settings.get(OFFSET_KEY)))
        pool = await asyncio.to_thread(HttpPool, self._asgi_app)
        checks = Checks(
            make_client=lambda endpoint, token, **more: GraphClient(pool, endpoint, token, **more),
            endpoint_of=lambda flavour: default_endpoint(flavour, self._env),
            server_now=lambda: _utc_now() + offset,
            on_server_time=heard.append,
        )
        try:
            accounts = [await self._examine(account, archive, vault, checks) for account in archive.accounts.all()]
        finally:
            await pool.aclose()
        findings: dict[str, Any] = {
            "igdesk": __version__,
            "profile": str(self._profile.folder),
            "vault": "passphrase" if self._profile.vault_file.exists() else "keychain",
            "is_well": bool(accounts) and all(account["is_well"] for account in accounts),
            "accounts": accounts,
        }
        if not accounts:
            findings["problem"] = {"happened": "No account is connected.", "cure": "Start igdesk and connect one."}
        elif heard and abs(off := (heard[-1] - _utc_now()).total_seconds()) > CLOCK_WRONG_S:
            findings["clock"] = {
                "seconds_off": round(off),
                "happened": "The clock of this computer differs from Instagram’s.",
                "cure": "igdesk reckons with that. Set the date and time of this computer all the same.",
            }
        return findings

    async def _examine(self, account: Account, archive: Archive, vault: Vault, checks: Any) -> dict[str, Any]:
        from igdesk.sync.caretaker import told
        from igdesk.sync.checks import candidate_of
        from igdesk.ui.accounts.words import diagnosis_lines, error_line

        now = _utc_now()
        token = await asyncio.to_thread(vault.token, account.remote_id)
        secret = await asyncio.to_thread(vault.app_secret, account.remote_id)
        checkup = Checkup()
        if token is not None:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    checkup = (await checks.run(candidate_of(account, token, app_secret=secret or ""))).checkup
            except TimeoutError:
                checkup = Checkup()
        errors = [told(seen) for seen in archive.health.errors(account.id, ERRORS_SHOWN)]
        calls = last_day(archive.health.calls(account.id), now)
        status = AccountStatus(account.id, Connection.ONLINE)
        is_in = account.state is not AccountState.NEEDS_SIGN_IN and token is not None
        results = [_result(result, checkup) for result in checkup.results] if token is not None else []
        is_well = is_in and bool(results) and all(result["state"] in ("passed", "warning") for result in results)
        lines = diagnosis_lines(account, status, now)
        return {
            "handle": account.username,
            "is_well": is_well,
            "is_paused": account.is_paused,
            "flavour": account.flavour.value,
            "professional_id": account.remote_id,
            "app_scoped_id": account.app_scoped_id,
            "node_id": account.node_id,
            "state": account.state.value,
            "problem": account.problem.value,
            "permissions": list(account.permissions),
            "token": {
                "is_kept": token is not None,
                "expires_at": _iso(account.token_expires_at),
                "issued_at": _iso(account.token_issued_at),
                "renewal_failed_at": _iso(account.renewal_failed_at),
            },
            "last_checked_at": _iso(account.last_checked_at),
            "calls": [slot.calls for slot in calls],
            "used_percent": max((slot.used_percent for slot in calls), default=0),
            "checks": results,
            "errors": [
                {
                    "happened": error.happened,
                    "cure": error.cure,
                    "code": error.seen.code,
                    "trace_id": error.seen.trace_id,
                    "last_at": _iso(error.seen.last_at),
                    "times": error.seen.times,
                    "line": _plain(error_line(error, now)),
                }
                for error in errors
            ],
            "lines": [[_plain(heading), _plain(value)] for heading, value in lines[:-1]],
        }


def as_text(findings: Mapping[str, Any]) -> str:
    """The findings for people."""
    lines = [f"igdesk {findings['igdesk']}" + (f" · {findings['profile']}" if "profile" in findings else "")]
    for key in ("problem", "clock"):
        if key in findings:
            lines += ["", findings[key]["happened"], findings[key]["cure"]]
    for account in findings["accounts"]:
        name = f"@{account['handle']}" if account["handle"] else account["professional_id"]
        lines += ["", f"{name}: {'all is well' if account['is_well'] else 'needs you'}"]
        width = max(len(heading) for heading, _ in account["lines"]) + 2
        lines += [f"  {heading:<{width}}{value}" for heading, value in account["lines"]]
        lines.append(f"  {'Calls':<{width}}{_bars(account['calls'])} {sum(account['calls'])} in 24 hours")
        if not account["token"]["is_kept"]:
            lines.append("  No token is kept. Reconnect the account.")
        for check in account["checks"]:
            lines.append(f"  [{_SIGN[check['state']]}] {check['name']}: {check['verdict']}")
            if check["cure"]:
                lines.append(f"      {check['cure']}")
        for error in account["errors"]:
            lines.append(f"  - {error['happened']} {error['line']}")
            if error["cure"]:
                lines.append(f"    {error['cure']}")
    return "\n".join(lines)


_SIGN = {"passed": "ok", "warning": "!!", "failed": "no", "blocked": "..", "waiting": "..", "checking": ".."}
_LEVELS = " ▁▂▃▄▅▆▇█"


def _bars(calls: Sequence[int]) -> str:
    """A day in 24 characters."""
    hours = [sum(calls[at : at + 2]) for at in range(0, len(calls), 2)]
    most = max(hours, default=0)
    return "".join(_LEVELS[-(-count * (len(_LEVELS) - 1) // most) if most else 0] for count in hours)


def _result(result: Any, checkup: Checkup) -> dict[str, str]:
    from igdesk.ui.check_words import check_name, cure, verdict

    return {
        "id": result.id.value,
        "state": result.state.value,
        "name": _plain(check_name(result.id)),
        "verdict": _plain(verdict(result, checkup.flavour, with_username=False)),
        "cure": _plain(cure(result)),
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {"id": problem.id, "happened": problem.happened, "cure": problem.cure, "code": problem.code}


def _plain(text: str) -> str:
    """For a terminal: without marks for direction and weight."""
    from igdesk.ui.texts import unmarked

    return unmarked(text).replace("\x02", "").replace("\x03", "").replace("\u00a0", " ")


def _write(out: TextIO, text: str) -> None:
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    out.flush()


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment is not None else None


def _utc_now() -> datetime:
    return datetime.now(UTC)
