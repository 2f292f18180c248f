"""Shows a folder of this computer in the program that the system has for that."""

from pathlib import Path


def open_folder(folder: Path) -> None:
    """Only for folders that igdesk itself names: nothing that comes from Instagram leads here."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
