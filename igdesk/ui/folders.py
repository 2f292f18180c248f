"""Shows a folder of this computer in the program that the system has for that."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(folder: Path) -> None:
    """Only for folders that igdesk itself names: nothing that comes from Instagram leads here."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
