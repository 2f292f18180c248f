"""The states of triage for the gallery: views, menus, popovers, the bar of picked rows, the toast, empty lists."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from igdesk.domain.conversation import InboxOnly, InboxSort, InboxView
from igdesk.ui.layout.popover import Popover
from igdesk.ui.window.main_window import MainWindow

MOMENT_MS = 450


def triage_states(window: MainWindow, theme: str, shoot: Callable[[str], None]) -> Iterator[int]:
    """Yields how long to wait; leaves the demo as it was."""
    triage, pane = window.triage, window.list_pane

    def close_popovers() -> None:
        for card in window.findChildren(Popover):
            card.dismiss()

    for view in (InboxView.SNOOZED, InboxView.DONE, InboxView.WAITING, InboxView.INBOX):
        window.choose_view(view)
        yield MOMENT_MS
        shoot(f"triage-{theme}-view-{view.value}")
    window.toggle_details(True)
    window.open_conversation(pane.model.id_at(1))  # type: ignore[arg-type]
    yield MOMENT_MS
    shoot(f"triage-{theme}-details")
    triage.choose_snooze()
    yield MOMENT_MS
    shoot(f"triage-{theme}-snooze")
    window.findChild(QWidget, "snoozeCustom").click()  # type: ignore[union-attr]
    yield MOMENT_MS
    shoot(f"triage-{theme}-snooze-time")
    close_popovers()
    triage.choose_labels()
    yield MOMENT_MS
    shoot(f"triage-{theme}-labels")
    close_popovers()
    here = triage.open_ids
    label = window.archive.triage.labels.all()[2]
    triage.label(here, label.id, True)
    triage.snooze(here, window.now() + timedelta(days=2))
    window.open_conversation(here[0], focus_composer=False)
    window.undoing.toast.dismiss()
    yield MOMENT_MS
    shoot(f"triage-{theme}-lines")
    window.undoing.undo()
    window.undoing.undo()
    window.commands.show_outbox(pane.footer)
    yield MOMENT_MS
    shoot(f"triage-{theme}-outbox")
    close_popovers()
    window.open_conversation(here[0])
    window.conversation.composer.load_draft("Good morning")
    window.conversation.later.choose()
    yield MOMENT_MS
    shoot(f"triage-{theme}-later")
    close_popovers()
    window.conversation.composer.load_draft("")
    pane.show_only(InboxOnly.PHOTOS)
    yield MOMENT_MS
    shoot(f"triage-{theme}-with-photos")
    pane.show_only(None)
    triage.done()
    yield MOMENT_MS
    shoot(f"triage-{theme}-toast")
    window.undoing.undo()
    pane.list.picking.extend(3, 1)
    yield MOMENT_MS
    shoot(f"triage-{theme}-picked")
    pane.list.picking.clear()
    pane.list._show_actions(pane.model.index(2))
    yield MOMENT_MS
    shoot(f"triage-{theme}-row-actions")
    pane.sort_by(InboxSort.LONGEST)
    yield MOMENT_MS
    shoot(f"triage-{theme}-longest")
    pane.sort_by(InboxSort.NEWEST)
    window.settings.open("labels")
    yield MOMENT_MS
    shoot(f"triage-{theme}-settings-labels")
    window.leave_settings()
    row = pane.model.conversation_at(3)
    assert row is not None
    back = window.archive.triage.snooze([row.id], window.now() + timedelta(seconds=0.2))
    yield MOMENT_MS
    window.archive.triage.wake(window.now())
    yield MOMENT_MS
    shoot(f"triage-{theme}-back-from-snooze")
    window.archive.triage.undo(back)
    size = window.size()
    window.resize(QSize(860, 640))
    yield MOMENT_MS
    shoot(f"triage-{theme}-narrow")
    window.resize(size)
    ids = [r.id for r in window.archive.inbox.rows(InboxView.INBOX, account_id=pane.account_id, now=window.now())]
    triage.done(ids)
    yield 6500  # the toast goes
    shoot(f"triage-{theme}-all-done")
    for view in (InboxView.SNOOZED, InboxView.DONE):
        mine = window.archive.inbox.rows(view, account_id=pane.account_id, now=window.now())
        moved = window.archive.triage.back([r.id for r in mine])
        window.choose_view(view)
        yield MOMENT_MS
        shoot(f"triage-{theme}-no-{view.value}")
        window.archive.triage.undo(moved)
    window.choose_view(InboxView.INBOX)
    window.undoing.undo()
    yield MOMENT_MS
