"""Credentials in the environment and in a .env file of whatever editor."""

import os
import threading
from pathlib import Path

import pytest

from igdesk.app.credentials import Credentials, find_credentials, parse_env

FULL = {"INSTAGRAM_ACCESS_TOKEN": "IGAAtoken", "INSTAGRAM_ACCOUNT_ID": "178", "INSTAGRAM_APP_SECRET": "abc"}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEY=value", "value"),
        ("  KEY = value  ", "value"),
        ("export KEY=value", "value"),
        ("KEY='single # quoted'", "single # quoted"),
        ('KEY="double # quoted"', "double # quoted"),
        (r'KEY="a\"b\\c\nd"', 'a"b\\c\nd'),
        (r"KEY='a\nb'", r"a\nb"),
        ("KEY=value # comment", "value"),
        ("KEY=val#ue", "val#ue"),
        ('KEY="value" # comment', "value"),
        ("KEY=", ""),
        ("KEY= # only a comment", ""),
        ("KEY=a=b=c", "a=b=c"),
        ("KEY='unclosed", "unclosed"),
        ('KEY="unclosed', "unclosed"),
        ("KEY=first\nKEY=last", "last"),
        ("\ufeffKEY=value", "value"),
        ("OTHER=1\r\nKEY=value\r\nMORE=2\r\n", "value"),
        ("OTHER=1\rKEY=value\rMORE=2", "value"),
        ("# KEY=commented\nKEY=value", "value"),
        ("no assignment\n\nKEY=value\n=nothing", "value"),
        ("KEY=ümläut 例", "ümläut 例"),
    ],
)
def test_every_spelling_of_a_line_is_read(line: str, value: str) -> None:
    assert parse_env(line)["KEY"] == value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_of_any_editor(tmp_path: Path, encoding: str) -> None:
    text = "".join(f'export {name}="{value}"\r\n' for name, value in FULL.items())
    (tmp_path / ".env").write_bytes(text.encode(encoding))
    assert find_credentials({}, tmp_path) == Credentials("IGAAtoken", "178", "abc")


def test_the_environment_wins_as_a_whole(tmp_path: Path) -> None:
    """An account id from one place would refuse the token from the other."""
    (tmp_path / ".env").write_text("\n".join(f"{name}={value}" for name, value in FULL.items()))
    assert find_credentials({"INSTAGRAM_ACCESS_TOKEN": " IGAAother \n"}, tmp_path) == Credentials("IGAAother")
    assert find_credentials({"INSTAGRAM_ACCESS_TOKEN": "  "}, tmp_path) == Credentials("IGAAtoken", "178", "abc")


def test_without_a_token_there_is_nothing(tmp_path: Path) -> None:
    assert find_credentials({}, tmp_path) is None
    (tmp_path / ".env").write_text("INSTAGRAM_ACCOUNT_ID=178")
    assert find_credentials({}, tmp_path) is None
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()
    assert find_credentials({}, tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_its_place_does_not_hold_up_the_start(tmp_path: Path) -> None:
    """Managers of passwords mount one there, and open its other end when they like."""
    os.mkfifo(tmp_path / ".env")
    found: list[Credentials | None] = []
    reading = threading.Thread(target=lambda: found.append(find_credentials({}, tmp_path)), daemon=True)
    reading.start()
    reading.join(10)
    assert found == [None]


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\x00\x80KEY\nINSTAGRAM_ACCESS_TOKEN=IGAA1\n" + b"x" * 200_000)
    assert find_credentials({}, tmp_path) == Credentials("IGAA1")


def test_secrets_do_not_show(tmp_path: Path) -> None:
    credentials = Credentials("IGAAtoken", "178", "s3cret")
    assert "IGAAtoken" not in repr(credentials)
    assert "s3cret" not in f"{credentials}"
