"""What is handed to other programs: web pages, and folders of our own."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from igdesk.ui.outside import open_folder, open_in_browser


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []

    def note(url: QUrl) -> bool:
        addresses.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return addresses


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://example.org/"])
def test_web_pages_are_shown(opened: list[str], address: str) -> None:
    open_in_browser(address)
    assert opened == [address]


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "smb://host/share", "ms-msdt:/id", "mailto:a@b.c", ""],
)
def test_nothing_else_that_a_customer_may_write_is(opened: list[str], address: str) -> None:
    open_in_browser(address)
    assert opened == []


def test_a_folder_is_shown_as_a_file_of_this_computer(opened: list[str], tmp_path: Path) -> None:
    open_folder(tmp_path)
    assert [QUrl(address).isLocalFile() for address in opened] == [True]
