"""What the window does at a key, a banner, a strip or a "Why?"."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.domain.conversation import InboxFilter
from igdesk.domain.ids import MessageId
from igdesk.ui import format as fmt
from igdesk.ui.accessible_role import ask_for_menu
from igdesk.ui.appearance import Appearance, keep_appearance, lay_out_again
from igdesk.ui.layout.arrangement import DetailsPlace, Pane
from igdesk.ui.layout.motion import has_motion
from igdesk.ui.texts import has_text, isolate, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

T = TypeVar("T")
_DIRECT = "https://www.instagram.com/direct/inbox/"
_TALK = "https://ig.me/m/"


OVER_ONCE_WRITTEN = frozenset({"disk_full", "archive_busy"})
"""Trouble of the archive that is over when something could be written."""


class WindowCommands:
    """Plain functions on the window and its parts."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._closers: list[Callable[[], bool]] = []
        window.columns.details_left.connect(self._leave_details)

    def close_first(self, closer: Callable[[], bool]) -> None:
        """Esc asks this before it leaves a pane: close what is on top and say whether there was something."""
        self._closers.append(closer)

    # keys

    def escape(self) -> None:
        """Close or leave one thing, the topmost; never any text."""
        if any(closer() for closer in reversed(self._closers)):
            return
        if self._window.columns.cover is not None:
            self._window.settings.escape()
            return
        window, composer = self._window, self._window.conversation.composer
        arrangement = window.columns.arrangement
        if arrangement.details_place is DetailsPlace.SHEET:
            window.toggle_details(False)
        elif _has_focus(composer):
            window.conversation.timeline.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif arrangement.is_one_pane:
            self.go_back()
        elif not _has_focus(window.list_pane):
            window.list_pane.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave_details(self) -> None:
        """The focus goes to what brings them back."""
        timeline = self._window.conversation.timeline
        button = timeline.header.details
        (button if button.isVisible() else timeline.view).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_back(self) -> None:
        """From the conversation to the list, where only one of them fits; out of the settings."""
        window = self._window
        if window.columns.cover is not None:
            window.leave_settings()
            return
        if window.columns.arrangement.is_one_pane and window.columns.wishes.front is Pane.CONVERSATION:
            window.columns.show_pane(Pane.LIST)
            window.list_pane.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_pane(self, by: int) -> None:
        """Rail, conversations, timeline, reply, details, and round."""
        panes = [(pane, target) for pane, target in self._panes() if pane.isVisible()]
        if not panes:
            return
        at = next((i for i, (pane, _) in enumerate(panes) if _has_focus(pane)), -1 if by > 0 else 0)
        panes[(at + by) % len(panes)][1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_unread(self, by: int) -> None:
        """Open the next conversation with unread messages; the focus stays."""
        window = self._window
        rows = window.archive.inbox.rows(
            window.list_pane.view,
            InboxFilter.UNREAD,
            account_id=window.list_pane.account_id,
            now=window.door.server_now(),
        )
        ids = [row.id for row in rows]
        if not ids:
            return
        current = window.conversation.conversation
        if current is not None and current.id in ids:
            target = ids[(ids.index(current.id) + by) % len(ids)]
        else:
            target = ids[0 if by > 0 else -1]
        window.open_conversation(target, focus_composer=False)

    def open_menu(self) -> None:
        """The menu of the thing that has the focus."""
        focus = QApplication.focusWidget()
        if focus is not None:
            ask_for_menu(focus)

    def reply(self) -> None:
        """Go on in the reply of the open conversation."""
        if self._window.conversation.conversation is not None:
            self._window.columns.show_pane(Pane.CONVERSATION)
            self._window.conversation.composer.focus_text()

    def has_username(self) -> bool:
        """Whether the customer's username is known."""
        row = self._window.conversation.conversation
        return row is not None and bool(row.participant.username)

    def copy_username(self) -> None:
        """The customer's username, with its @, into the clipboard."""
        row = self._window.conversation.conversation
        if row is not None and row.participant.username:
            self.copy_handle(row.participant.username)

    def copy_handle(self, username: str) -> None:
        QApplication.clipboard().setText(f"@{username}")

    # banner, strips, questions

    def act_on_banner(self, banner: object) -> None:
        """The button of a banner."""
        from igdesk.ui.banner.choice import Banner, BannerAction

        if not isinstance(banner, Banner):
            return
        window = self._window
        match banner.action:
            case BannerAction.RECONNECT:
                window.sign_in.begin(banner.account_id)
            case BannerAction.SHOW_WHERE:
                topic = "personal" if banner.text_id == "banner.personal" else "message_access"
                self._explain(say(f"explain.{topic}"), say(f"explain.{topic}.text"), window.banner)
            case BannerAction.RUN_CHECKS:
                window.account_actions.run_checks(banner.account_id)
            case BannerAction.UNLOCK:
                window.door.check_now()  # whoever reads the token makes the keychain ask
            case BannerAction.WHY:
                self._explain(say("explain.paused"), say("explain.paused.text"), window.banner)
            case BannerAction.LEARN_MORE if banner.problem is not None:
                self.open_link(banner.problem.link)
            case BannerAction.SHOW_OUTBOX:
                self.show_outbox(window.banner)
            case BannerAction.CHECK_AGAIN:
                window.door.check_now()
            case BannerAction.OPEN_FOLDER:
                window.open_folder(window.archive.folder)
            case _:
                pass

    def act_on_strip(self, action: object) -> None:
        """The word on a strip."""
        from igdesk.ui.composer.strip_choice import StripAction

        composer = self._window.conversation.composer
        match action:
            case StripAction.WHY:
                self._explain(say("explain.human_reply"), say("explain.human_reply.text"), composer)
            case StripAction.LEARN_MORE:
                about = "text_only" if composer.strip and composer.strip.text_id == "strip.text_only" else "other_app"
                self._explain(say(f"explain.{about}"), say(f"explain.{about}.text"), composer)
            case StripAction.SHOW | StripAction.REVIEW:
                self.show_outbox(composer)
            case StripAction.EDIT_SCHEDULED:
                self._window.conversation.later.edit_next()
            case StripAction.REMOVE_REMINDER:
                self._window.triage.reminding.remove(self._window.triage.open_ids)
            case StripAction.OPEN_IN_INSTAGRAM:
                self.open_in_instagram()
            case _:
                pass

    def change_appearance(self, appearance: Appearance) -> None:
        """Look like this from now on, and after the next start."""
        window = self._window
        before, window.appearance = window.appearance, appearance
        appearance.put_on(window.theme_source)
        if appearance.text_size != before.text_size:
            lay_out_again(window)
        if window.conversation.has_talk:
            window.conversation.timeline.set_has_motion(has_motion(window))

        window.attempt(lambda: keep_appearance(window.archive, appearance))

    def show_outbox(self, anchor: QWidget) -> None:
        """Replies that wait, were held back, or leave later, with a way back for each."""
        from igdesk.ui.banner.outbox_conductor import show_outbox

        show_outbox(self._window, anchor)

    def remove_reply(self, message_id: int) -> None:
        """A reply that was not sent; Undo puts it back."""
        from igdesk.ui.banner.outbox_conductor import remove_reply

        remove_reply(self._window, MessageId(message_id))

    def explain_message(self, message_id: int) -> None:
        """Why a reply was not sent."""
        from igdesk.domain.outbox import FailureReason

        window = self._window
        messages = window.archive.timeline.by_ids([MessageId(message_id)])
        row = window.conversation.conversation
        if not messages or row is None:
            return
        message = messages[0]
        reason = message.failure or FailureReason.OTHER.value
        if not has_text(f"send.{reason}.why"):
            reason = FailureReason.OTHER.value
        until = window.door.window_of(row).closes_at
        text = say(
            f"send.{reason}.why",
            name=isolate(row.participant.first_name or say("row.nobody")),
            time=fmt.moment_near(until, window.now()) if until is not None else "",
            words=message.failure_words,
            code=message.failure_code,
        )
        words = "" if reason == FailureReason.OTHER.value else message.failure_words
        self._explain(say(f"send.{reason}"), text, window.conversation.timeline.view, message.failure_code, words)

    def open_in_instagram(self) -> None:
        """The conversation in the browser or the app."""
        row = self._window.conversation.conversation
        self.open_at_instagram(row.participant.username if row is not None else "")

    def open_at_instagram(self, username: str) -> None:
        """The conversation with a person; without a username all of them."""
        self._window.open_url(f"{_TALK}{quote(username, safe='')}" if username else _DIRECT)

    def open_link(self, url: str) -> None:
        """Only pages: a message cannot open files or programs."""
        if urlsplit(url).scheme in ("http", "https"):
            self._window.open_url(url)

    # inside

    def _panes(self) -> tuple[tuple[QWidget, QWidget], ...]:
        window = self._window
        talk = window.conversation
        timeline_target: QWidget = talk.timeline.view
        panes: list[tuple[QWidget, QWidget]] = [
            (window.rail, _first_in(window.rail)),
            (window.list_pane, window.list_pane.list),
        ]
        if window.columns.cover is not None:
            place = window.settings.place
            panes += [(place.nav, place.nav), (place.pages, _first_in(place.pages))]
        if talk.conversation is not None:
            panes += [(talk.timeline, timeline_target), (talk.composer, talk.composer.field)]
        if window.details is not None and window.are_details_shown:
            panes.append((window.details, window.details.first_control()))
        return tuple(panes)

    def _explain(self, heading: str, text: str, anchor: QWidget, code: str = "", words: str = "") -> None:
        from igdesk.ui.banner.explain import ExplainPopover

        window = self._window
        popover = ExplainPopover(window.theme_source, window, heading, text, code=code, words=words)
        popover.open_at(anchor)


def _has_focus(pane: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))


def _first_in(pane: QWidget) -> QWidget:
    """The active tile of the rail, else its first control."""
    found = [child for child in pane.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    found.sort(key=lambda child: child.mapTo(pane, QPoint(0, 0)).y())
    return found[0] if found else pane
