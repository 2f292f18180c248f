"""Exporting and erasing: questions, progress, where it went, the record; for ``gallery.py``."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

from igdesk.store.deleting import Holding
from igdesk.ui.erasing.record import Record, RecordDialog
from igdesk.ui.layout.popover import Popover
from igdesk.ui.texts import say
from igdesk.ui.triage.menu import conversation_menu
from igdesk.ui.window.main_window import MainWindow

MOMENT_MS = 450
WAIT_MS = 3000


def data_states(window: MainWindow, theme: str, folder: Path, shoot: Callable[[str], None]) -> Iterator[int]:
    """``shoot`` takes the window; questions are windows of their own."""
    row = window.conversation.conversation
    assert row is not None
    window.toggle_details(True)
    yield MOMENT_MS
    shoot(f"data-{theme}-details")
    menu = conversation_menu(window, [row.id])
    menu.adjustSize()
    menu.grab().save(str(folder / f"data-{theme}-menu.png"))
    menu.deleteLater()
    model = window.conversation.timeline.model
    scene = model.scene
    model.set_scene(replace(scene, deleted_on=date(2026, 5, 3)))
    window.conversation.timeline.view.scrollToTop()
    yield MOMENT_MS
    shoot(f"data-{theme}-older-deleted")
    model.set_scene(scene)
    panel = window.exporting.panel
    panel.show_working("Exporting Mara Lindqvist", 41_300, 100_000, "41,300 of 100,000 messages")
    yield MOMENT_MS
    shoot(f"data-{theme}-exporting")
    with TemporaryDirectory() as place:
        window.exporting.export([row.id], Path(place))
        yield WAIT_MS
        shoot(f"data-{theme}-exported")
    panel.show_end(say("export.failed"), say("export.failed.full"), say("export.choose_other"), is_failed=True)
    yield MOMENT_MS
    shoot(f"data-{theme}-failed")
    size = window.size()
    window.resize(QSize(480, 480))
    yield MOMENT_MS
    shoot(f"data-{theme}-failed-smallest")
    window.resize(size)
    panel.hide()

    def take(dialog: QDialog | None, name: str) -> None:
        assert dialog is not None
        dialog.grab().save(str(folder / f"data-{theme}-{name}.png"))
        dialog.reject()

    dialog = window.erasing.ask_to_delete([row.id])
    yield MOMENT_MS
    take(dialog, "delete")
    ids = [found for n in range(3) if (found := window.list_pane.model.id_at(n)) is not None]
    dialog = window.erasing.ask_to_delete(ids)
    yield MOMENT_MS
    take(dialog, "delete-several")
    window.settings.open("privacy")
    window.erasing.choose_person(window.settings.place.nav)
    yield MOMENT_MS
    shoot(f"data-{theme}-person")
    for card in window.findChildren(Popover):
        card.dismiss()
    dialog = window.erasing.ask_to_keep(180, say("privacy.older.180"))
    yield MOMENT_MS
    take(dialog, "older")
    dialog = window.erasing.ask_to_erase(row.id)
    yield MOMENT_MS
    take(dialog, "erase")
    person = row.participant
    record = Record(
        window.now().replace(microsecond=0),
        person.name,
        person.username,
        (person.igsid,),
        ("@fernandclay.studio",),
        Holding(1, 41, 24, 3, 1, 2),
    )
    shown = RecordDialog(window.theme_source, window, record)
    shown.open()
    yield MOMENT_MS
    take(shown, "record")
    window.leave_settings()
    yield MOMENT_MS
