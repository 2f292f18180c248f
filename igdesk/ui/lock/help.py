"""What can be done about a forgotten passphrase while igdesk is locked."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from igdesk.ui.banner.choice import Tone
from igdesk.ui.check_words import DASHBOARD
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.lock.forgotten import ForgottenDialog
    from igdesk.ui.window.main_window import MainWindow


def explain(window: "MainWindow", page: QWidget) -> AskDialog:
    """In the demo nothing is lost by starting anew; a passphrase that opens the archive has no way round it."""
    kind = "demo" if window.is_demo else "forgot"
    dialog = AskDialog(
        window.theme_source,
        page,
        icon_name="lock",
        of_tone=Tone.NEUTRAL,
        heading=say("lock.demo.title" if window.is_demo else "lock.forgot.title"),
        text=say(f"lock.{kind}.text"),
        accept=say("command.quit") if window.is_demo else say("wizard.back"),
        reject=say("wizard.back") if window.is_demo else "",
    )
    dialog.setObjectName("lockHelp")
    if window.is_demo:
        dialog.accepted.connect(window.quit_requested)
    dialog.open()
    return dialog


def ask_for_proof(window: "MainWindow", page: QWidget) -> "ForgottenDialog":
    """A token of a connected account opens the lock."""
    from igdesk.ui.lock.forgotten import ForgottenDialog

    dialog = ForgottenDialog(window.theme_source, page)
    dialog.dashboard_wanted.connect(lambda: window.open_url(DASHBOARD))
    dialog.open()
    return dialog
