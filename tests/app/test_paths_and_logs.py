"""The profile folder, the files of the program, and a log without secrets."""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from igdesk import logs, paths
from igdesk.app.launch import unusable
from igdesk.domain.status import KnownError
from igdesk.paths import open_profile, resource

TOKEN = "IGAAMx1Y2z3x1Y2z3x1Y2z3x1Y2z3"


def test_resources_are_found_beside_or_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resource("theme/tokens.json").is_file()
    package = tmp_path / "site-packages" / "igdesk"
    (package / "resources").mkdir(parents=True)
    (package / "resources" / "a.txt").write_text("inside")
    (package.parent / "resources").mkdir()
    (package.parent / "resources" / "a.txt").write_text("of somebody else")
    monkeypatch.setattr(paths, "PACKAGE", package)
    assert resource("a.txt").read_text() == "inside"
    with pytest.raises(FileNotFoundError, match=r"b\.txt"):
        resource("b.txt")


def test_the_usual_profile_has_no_name_and_others_have_one(tmp_path: Path) -> None:
    usual = open_profile()
    assert usual.name == ""
    assert usual.folder.name == "igdesk"
    one, two = open_profile(str(tmp_path / "one")), open_profile(str(tmp_path / "two"))
    assert one.name != two.name
    (tmp_path / "one").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "one")
    assert open_profile(str(tmp_path / "link")).name == one.name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the system for its folders")
def test_without_a_home_no_folder_named_tilde_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may run with a user that nobody knows."""
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    with pytest.raises(KnownError) as caught:
        open_profile()
    assert caught.value.problem.id == "no_home"
    assert "--profile" in caught.value.problem.cure
    assert open_profile("/srv/igdesk").folder == Path("/srv/igdesk")


def test_a_folder_of_nobody_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KnownError) as caught:
        open_profile("~nobody-of-this-name/igdesk")
    assert "“~nobody-of-this-name/igdesk”" in caught.value.problem.happened

    def gone() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(os, "getcwd", gone)
    with pytest.raises(KnownError):
        open_profile("igdesk")


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_nobody_else_may_look_into_a_profile(tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        (tmp_path / "p").mkdir(mode=0o755)
        profile = open_profile(str(tmp_path / "p"))
        profile.create()
        profile.create()
    finally:
        os.umask(former)
    for folder in (profile.folder, profile.archive, profile.media, profile.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in profile.folder.iterdir() if path.name.startswith(".probe")] == []


def test_a_full_disk_is_told_from_missing_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    profile = open_profile(str(tmp_path / "p"))
    with pytest.raises(OSError, match="No space left") as caught:
        profile.create()
    assert "disk is full" in unusable(profile.folder, caught.value).problem.happened
    assert "disk is full" not in unusable(profile.folder, PermissionError(13, "Permission denied")).problem.happened


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    yield logs.start_logging(tmp_path)
    logs.stop_logging()
    logging.getLogger().setLevel(level)


@pytest.mark.parametrize(
    "line",
    [
        f"GET /me?fields=id&access_token={TOKEN}&limit=5",
        f"GET /me?access_token%3D{TOKEN}",
        f"{{'access_token': '{TOKEN}'}}",
        f'{{"access_token":"{TOKEN}"}}',
        f"Authorization: Bearer {TOKEN}",
        f"appsecret_proof={TOKEN}",
        f"INSTAGRAM_APP_SECRET={TOKEN}",
        f"odd: {TOKEN}.",
        "EAAB" + TOKEN[4:] + " at the beginning",
    ],
)
def test_tokens_never_reach_the_log(log_file: Path, line: str) -> None:
    logging.getLogger("igdesk.test").info("%s", line)
    text = log_file.read_text()
    assert TOKEN[4:] not in text
    assert "[hidden]" in text


def test_tracebacks_are_cleaned_too(log_file: Path) -> None:
    try:
        raise ValueError(f"bad answer for access_token={TOKEN}")
    except ValueError:
        logging.getLogger("igdesk.test").exception("failed")
    text = log_file.read_text()
    assert "ValueError" in text
    assert TOKEN not in text


def test_libraries_are_kept_to_warnings(log_file: Path) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://graph.instagram.com/me")
    logging.getLogger("igdesk.sync").info("ours")
    logging.getLogger("elsewhere").warning("a warning")
    text = log_file.read_text()
    assert "HTTP Request" not in text
    assert "ours" in text
    assert "a warning" in text


def test_ordinary_words_stay() -> None:
    for text in ("the token expired (190)", "tokens: 3", "IGdesk EAAsy EAA", "token refused: account 178"):
        assert logs.redact(text) == text


def test_the_log_turns_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 2000)
    logs.start_logging(tmp_path)
    for number in range(200):
        logging.getLogger("igdesk.test").info("line %d of a log that is long", number)
    logs.stop_logging()
    assert len(list(tmp_path.glob("igdesk.log*"))) == 1 + logs.KEPT_FILES
