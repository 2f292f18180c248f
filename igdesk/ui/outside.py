"""Shows web pages and folders in the programs that the system has for them."""

from pathlib import Path


def open_in_browser(address: str) -> None:
    """Show a web page. Nothing but web pages: an address may come from a customer."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    url = QUrl(address)
    if url.scheme() in ("https", "http"):
        QDesktopServices.openUrl(url)


def open_folder(folder: Path) -> None:
    """Only for folders that igdesk itself names: nothing that comes from Instagram leads here."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
