"""Files that leave the archive."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from igdesk.domain.attachment import AttachmentKind
from igdesk.ui.media.save import Saver, name_for, target_for


@pytest.mark.parametrize(
    ("chosen", "mime_type", "written"),
    [
        ("/d/mug.jpg", "image/jpeg", "/d/mug.jpg"),
        ("/d/mug.JPEG", "image/jpeg", "/d/mug.JPEG"),
        ("/d/mug.exe", "image/jpeg", "/d/mug.exe.jpg"),
        ("/d/mug", "image/png", "/d/mug.png"),
        ("/d/voice.mp4", "audio/mp4", "/d/voice.mp4"),
        ("/d/page.html", "application/pdf", "/d/page.html.pdf"),
        ("/d/v1.2", "video/mp4", "/d/v1.2.mp4"),
    ],
)
def test_the_ending_is_that_of_the_bytes(chosen: str, mime_type: str, written: str) -> None:
    """failure 78"""
    assert target_for(chosen, mime_type) == Path(written)


def test_the_name_that_is_proposed(attachment: Callable[..., Any]) -> None:
    voice = attachment(1, name="../audioclip-17.mp4", real_type="audio/mp4")
    assert name_for(voice) == "audioclip-17.m4a"
    assert name_for(attachment(2, AttachmentKind.IMAGE, real_type="image/png")) == "Photo.png"


@pytest.fixture
def saver(qtbot: QtBot) -> Any:
    files = {"k1": b"bytes"}
    made = Saver(SimpleNamespace(media=SimpleNamespace(read=files.get)))  # type: ignore[arg-type]
    yield made
    made.close()


def test_a_file_is_written(qtbot: QtBot, saver: Saver, attachment: Callable[..., Any], tmp_path: Path) -> None:
    with qtbot.waitSignal(saver.done) as done:
        saver.save(attachment(1, real_type="audio/mp4"), str(tmp_path / "voice.m4a"))
    assert done.args == [True]
    assert (tmp_path / "voice.m4a").read_bytes() == b"bytes"


def test_a_folder_that_cannot_be_written_is_told(
    qtbot: QtBot, saver: Saver, attachment: Callable[..., Any], tmp_path: Path
) -> None:
    """failure 99"""
    with qtbot.waitSignal(saver.done) as done:
        saver.save(attachment(1, real_type="audio/mp4"), str(tmp_path / "no" / "voice.m4a"))
    assert done.args == [False]
    with qtbot.waitSignal(saver.done) as done:
        saver.save(attachment(2, real_type="audio/mp4"), str(tmp_path / "voice.m4a"))
    assert done.args == [False]
    assert list(tmp_path.iterdir()) == []
