"""States of finding for the gallery: palette, results, the bar of a conversation, all shortcuts."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from igdesk.ui.commands.sheet_overlay import SheetOverlay
from igdesk.ui.window.main_window import MainWindow

MOMENT_MS = 500


def finding(window: MainWindow, shoot: Callable[[str], None]) -> Iterator[int]:
    """Each state, and how long it takes to come."""
    place = window.palette_place
    for name, text in (
        ("recent", ""),
        ("glaze", "glaze"),
        ("commands", ">"),
        ("operator", "from:ma"),
        ("wrong", "glaze is:purple"),
        ("nothing", "terracota lamp"),
        ("arabic", "شكر"),
    ):
        place.open(text)
        yield MOMENT_MS
        shoot(f"palette-{name}")
        place.palette.dismiss()
    for name, text in (("results", "the"), ("results-nothing", "terracota lamp")):
        window.finding.show_results(text)
        yield MOMENT_MS
        shoot(name)
        window.commands.escape()
    window.finding.find_here()
    bar = window.findChild(QWidget, "findField")
    assert bar is not None
    bar.setText("bowl")  # type: ignore[attr-defined]
    yield MOMENT_MS
    shoot("find-bar")
    window.commands.escape()
    window.registry.run("shortcuts")
    yield MOMENT_MS
    shoot("shortcuts-sheet")
    sheet = window.findChild(SheetOverlay)
    assert sheet is not None
    sheet.dismiss()
    window.settings.open("shortcuts")
    yield MOMENT_MS
    shoot("settings-shortcuts")
    change = window.findChild(QWidget, "shortcutsChange")
    assert change is not None
    change.click()  # type: ignore[attr-defined]
    yield MOMENT_MS
    shoot("settings-shortcuts-changing")
    page = window.settings.place.page
    page.sheet.row_of("done").click()  # type: ignore[union-attr]
    yield MOMENT_MS
    popover = window.findChild(QWidget, "shortcutPopover")
    assert popover is not None
    popover._try("Ctrl+J")  # type: ignore[attr-defined]
    yield MOMENT_MS
    shoot("settings-shortcuts-clash")
    popover.dismiss()  # type: ignore[attr-defined]
    change.click()  # type: ignore[attr-defined]
    window.settings.leave()
    yield MOMENT_MS
