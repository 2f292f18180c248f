"""The pages of the wizard, each made when it is first shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtWidgets import QWidget

from igdesk.ui.wizard.choose_page import ChoosePage
from igdesk.ui.wizard.page import WizardPage
from igdesk.ui.wizard.wizard import Wizard

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow
    from igdesk.ui.wizard.app_page import AppPage
    from igdesk.ui.wizard.checks_page import ChecksPage
    from igdesk.ui.wizard.env_page import EnvPage
    from igdesk.ui.wizard.facebook_page import FacebookPage
    from igdesk.ui.wizard.ready_page import ReadyPage
    from igdesk.ui.wizard.token_page import TokenPage
    from igdesk.ui.wizard.wait_page import WaitPage

P = TypeVar("P", bound=WizardPage)


class WizardPages:
    """``wire`` is called once for each page, with its name, when it was made."""

    def __init__(self, window: "MainWindow", wizard: Wizard, wire: Callable[[str, WizardPage], None]) -> None:
        self._window = window
        self._wizard = wizard
        self._wire = wire
        self._made: dict[str, WizardPage] = {}

    @property
    def choose(self) -> ChoosePage:
        window = self._window
        offers_demo, can_cancel = not window.is_demo and not window.accounts, bool(window.accounts)

        def make(parent: QWidget) -> ChoosePage:
            return ChoosePage(window.theme_source, parent, offers_demo=offers_demo, can_cancel=can_cancel)

        return cast("ChoosePage", self._get("choose", make))

    @property
    def token(self) -> "TokenPage":
        from igdesk.ui.wizard.token_page import TokenPage

        return self._plain("token", TokenPage)

    @property
    def app(self) -> "AppPage":
        from igdesk.ui.wizard.app_page import AppPage

        return self._plain("app", AppPage)

    @property
    def wait(self) -> "WaitPage":
        from igdesk.ui.wizard.wait_page import WaitPage

        return self._plain("wait", WaitPage)

    @property
    def facebook(self) -> "FacebookPage":
        from igdesk.ui.wizard.facebook_page import FacebookPage

        return self._plain("facebook", FacebookPage)

    @property
    def env(self) -> "EnvPage":
        from igdesk.ui.wizard.env_page import EnvPage

        return self._plain("env", EnvPage)

    @property
    def checks(self) -> "ChecksPage":
        from igdesk.ui.wizard.checks_page import ChecksPage

        return self._plain("checks", ChecksPage)

    @property
    def ready(self) -> "ReadyPage":
        from igdesk.ui.wizard.ready_page import ReadyPage

        window = self._window

        def make(parent: QWidget) -> ReadyPage:
            start = window.at_sign_in
            starts = None if start is None else start.is_on
            page = ReadyPage(window.theme_source, parent, window.archive.settings, starts_at_sign_in=starts)
            if start is not None:
                page.wishes.start_chosen.connect(lambda is_on: window.attempt(lambda: start.choose(is_on)))
            return page

        return cast("ReadyPage", self._get("ready", make))

    @property
    def current(self) -> str:
        """The name of the page on the screen."""
        shown = self._wizard.page
        return next((name for name, page in self._made.items() if page is shown), "")

    def forget(self) -> None:
        """No token, no secret and no value of a file stays in the window."""
        for page in self._made.values():
            page.forget()

    def _plain(self, name: str, kind: type[P]) -> P:
        return cast("P", self._get(name, lambda parent: kind(self._window.theme_source, parent)))

    def _get(self, name: str, make: Callable[[QWidget], WizardPage]) -> WizardPage:
        if name not in self._made:
            page = self._made[name] = self._wizard.add_page(make)
            page.link_wanted.connect(self._window.open_url)
            self._wire(name, page)
        return self._made[name]
