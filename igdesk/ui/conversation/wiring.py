"""What the parts of a conversation tell, and what the window does at it."""

from typing import TYPE_CHECKING

from igdesk.domain.ids import ConversationId
from igdesk.ui.inbox.arrivals import Arrivals
from igdesk.ui.layout.motion import has_motion

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def wire_talk(window: "MainWindow") -> None:
    """Once, when timeline and composer have been made."""
    _ = window.shortcuts  # the commands on a conversation, what Esc does in it and what Undo brings back
    composer, timeline = window.conversation.composer, window.conversation.timeline
    composer.strip_acted.connect(window.commands.act_on_strip)
    composer.open_in_instagram.connect(window.commands.open_in_instagram)
    timeline.set_has_motion(has_motion(window))
    timeline.open_instagram.connect(window.commands.open_in_instagram)
    timeline.open_link.connect(window.commands.open_link)
    timeline.send_again.connect(lambda found: window.attempt(lambda: window.door.send_again(found)))
    timeline.discard.connect(window.commands.remove_reply)
    timeline.why.connect(window.commands.explain_message)
    timeline.reload_media.connect(window.door.reload_media)
    window.media.wire(timeline)
    window.conversation.writing.use_saved_replies(window.archive.saved_replies)
    timeline.media_wanted.connect(window.door.want_media)
    window.triage.follow_talk(composer, timeline)
    composer.remind_wanted.connect(lambda found: window.triage.snooze([ConversationId(found)], None))
    timeline.details_toggled.connect(window.toggle_details)
    timeline.header.find_wanted.connect(lambda: window.finding.find_here())
    timeline.back.connect(window.commands.go_back)
    Arrivals(window)
