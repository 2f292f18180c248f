"""The command line, and everything that is found out before Qt is loaded."""

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from igdesk import __version__
from igdesk.app.collector import rest_collector
from igdesk.app.milestones import VARIABLE, Milestones
from igdesk.app.stopped import show
from igdesk.app.telling import FAULT_STATUS, is_read, say_line, tell
from igdesk.domain.status import KnownError, Problem
from igdesk.paths import Profile, open_profile

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
OVERRIDES = ("IGDESK_INSTAGRAM_GRAPH_URL", "IGDESK_FACEBOOK_GRAPH_URL")


def launch(arguments: Sequence[str], env: Mapping[str, str] = os.environ) -> int:
    """Run igdesk; the exit status. 2 means that what was asked for makes no sense."""
    if arguments[:1] == ["doctor"]:
        return _doctor(arguments[1:], env)
    rest_collector()
    options = parse(arguments)
    milestones = Milestones("-" if options.startup_times else env.get(VARIABLE, ""))
    milestones.mark("started")
    try:
        _check_overrides(env)
    except ValueError as error:
        say_line(str(error))
        return 2
    try:
        status = _start(options, milestones, env, arguments)
    except KnownError as error:
        problem = error.problem
    except OSError as error:
        if error.errno not in FULL:
            raise
        problem = Problem("disk_full", "The disk is full.", "Free some space, then start igdesk again.")
    else:
        if status == FAULT_STATUS and not is_read():
            show(_fault(options), env)
        return status
    status = tell(problem)
    if not is_read():
        show(problem, env)
    return status


class Options(NamedTuple):
    """What the command line asks for."""

    demo: bool = False
    profile: str | None = None
    startup_times: bool = False
    background: bool = False


def parse(arguments: Sequence[str]) -> Options:
    match arguments:  # without argparse: 10 ms that the usual starts do not need
        case []:
            return Options()
        case ["--demo"]:
            return Options(demo=True)
        case ["--background"]:
            return Options(background=True)
        case ["--profile", str(folder)] if folder and not folder.startswith("-"):
            return Options(profile=folder)
    import argparse

    parser = argparse.ArgumentParser(
        prog="igdesk",
        description="A desktop inbox for the direct messages of Instagram professional accounts.",
        epilog="igdesk doctor tells on the terminal how every account fares.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"igdesk {__version__}")
    parser.add_argument("--demo", action="store_true", help="try it with a made-up studio; nothing is sent or kept")
    parser.add_argument("--profile", metavar="DIR", help="keep archive, settings and logs in this folder")
    parser.add_argument("--background", action="store_true", help="start in the tray, or as an entry of the task bar")
    parser.add_argument("--startup-times", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.profile == "":
        parser.error("--profile needs a folder")
    return Options(options.demo, options.profile, options.startup_times, options.background)


def _fault(options: Options) -> Problem:
    """Words for an end that nobody foresaw."""
    from igdesk.ui.texts import say

    return Problem("fault", say("fault.happened"), say("fault.log", folder=str(open_profile(options.profile).logs)))


def _doctor(arguments: Sequence[str], env: Mapping[str, str]) -> int:
    from igdesk.app.doctor import run_doctor

    try:
        _check_overrides(env)
        return run_doctor(arguments, env)
    except ValueError as error:
        say_line(str(error))
        return 2
    except KnownError as error:
        return tell(error.problem)


def unusable(folder: Path, error: OSError) -> KnownError:
    """Words for a profile folder that cannot be made or written to."""
    if error.errno in FULL:
        happened = f"The disk is full: there is no room for the files of igdesk in {folder}."
        return KnownError(Problem("disk_full", happened, "Free some space, then start igdesk again."))
    reason = error.strerror or type(error).__name__
    happened = f"igdesk cannot keep its files in {folder}: {reason}."
    cure = "Allow igdesk to write to that folder, or choose another one with --profile FOLDER."
    return KnownError(Problem("profile_unusable", happened, cure))


def _start(options: Options, milestones: Milestones, env: Mapping[str, str], arguments: Sequence[str]) -> int:
    from igdesk.app.surroundings import check_platform_plugin, check_screen, command_typed

    check_screen(env, command=command_typed(sys.argv[0], arguments))
    if options.demo:
        from igdesk.app.library_loading import begin_loading

        begin_loading(env)
        from igdesk.app.demo import Demo

        _load_qt()
        check_platform_plugin(env)
        from igdesk.app.program import run_demo

        with Demo(beside=options.profile) as demo:
            return run_demo(demo, milestones, is_quiet=options.background)
    profile = open_profile(options.profile)
    try:
        profile.create()
    except OSError as error:
        raise unusable(profile.folder, error) from error
    return _start_profile(profile, milestones, env, is_quiet=options.background)


def _start_profile(profile: Profile, milestones: Milestones, env: Mapping[str, str], *, is_quiet: bool) -> int:
    from igdesk.app.keys import KeyFetch, has_archive, keychain_of, open_keychain, service_of
    from igdesk.app.library_loading import begin_loading
    from igdesk.app.profile_lock import ProfileLock
    from igdesk.app.surroundings import check_platform_plugin
    from igdesk.store.key_peek import KeyPeek

    uses_keychain = not profile.vault_file.exists()
    # Before the lock, which a child would hold on to, and before there are threads.
    peek = KeyPeek.begin(service_of(profile)) if uses_keychain and has_archive(profile) else None
    begin_loading(env)
    lock = ProfileLock.take(profile)
    fetch = None
    if lock is not None and uses_keychain:
        # The keychain answers while Qt is being loaded.
        vault = keychain_of(profile)
        fetch = KeyFetch(lambda: open_keychain(profile, vault, peek))
    try:
        _load_qt()
        milestones.mark("qt loaded")
        check_platform_plugin(env)
        if lock is None and is_quiet:
            return 0  # it runs already, and nobody asked for its window
        if lock is None:
            from igdesk.app.instance import lock_or_show

            found = lock_or_show(profile)
            if found is True:
                return 0
            if found is False:
                happened = "igdesk is running with this profile already, but does not answer."
                raise KnownError(Problem("second_copy", happened, "End the other igdesk, then start again."))
            lock = found
        from igdesk.app.program import run_profile

        return run_profile(profile, fetch, milestones, env, is_quiet=is_quiet)
    finally:
        if lock is not None:
            lock.release()


def _load_qt() -> None:
    """Raise words for somebody to act on when Qt cannot be loaded."""
    from igdesk.app.qt_loading import load_qt

    try:
        load_qt()
    except ImportError as error:
        from igdesk.app.surroundings import import_error

        raise import_error(error) from error


def _check_overrides(env: Mapping[str, str]) -> None:
    """An address for tests that is no loopback address is refused before anything starts."""
    if any(env.get(name) for name in OVERRIDES):
        from igdesk.domain.account import Flavour
        from igdesk.graph.endpoint import default_endpoint

        for flavour in Flavour:
            default_endpoint(flavour, env)
