"""Everything about one message that has no place in its bubble."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.domain.attachment import Attachment, MediaState
from igdesk.domain.message import Message
from igdesk.ui.banner.choice import Tone
from igdesk.ui.card_dialog import CardDialog
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.dialogs import IconDisc
from igdesk.ui.format import file_size, full_time, play_time
from igdesk.ui.part_words import KIND_WORDS
from igdesk.ui.texts import isolate, say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.scene import Scene
from igdesk.ui.timeline.speech import state_said

_WIDTH = 440
_ID_SHOWN = 12
_WHERE = {
    MediaState.STORED: "message.details.here",
    MediaState.REMOTE: "message.details.at_instagram",
    MediaState.GONE: "message.details.gone",
    MediaState.REFUSED: "message.details.refused",
}


def detail_lines(message: Message, scene: Scene, *, is_short: bool = False) -> list[str]:
    """One sentence each: who, when, how it stands, its files, Instagram's code and id.

    ``is_short``: the id, 170 letters that say nothing to a reader, by its beginning and end only.
    """
    who = say("message.details.you") if message.is_own else isolate(scene.customer)
    lines = [
        say("message.details.from", who=who),
        full_time(message.sent_at, zone=scene.zone),
    ]
    state = state_said(message, scene)
    if state:
        lines.append(say("message.details.state", state=state))
    if message.is_edited:
        lines.append(say("message.details.edited"))
    lines += [_file_line(attachment) for attachment in message.attachments]
    if message.failure_code:
        lines.append(say("message.details.code", code=isolate(message.failure_code)))
    if message.remote_id:
        number = message.remote_id
        if is_short and len(number) > 2 * _ID_SHOWN:
            number = f"{number[:_ID_SHOWN]}…{number[-_ID_SHOWN:]}"
        lines.append(say("message.details.id", id=isolate(number)))
    return lines


def _file_line(attachment: Attachment) -> str:
    type_name = attachment.media_type.rpartition("/")[2].upper()
    has_size = attachment.width_px and attachment.height_px
    facts = (
        say(KIND_WORDS[attachment.kind]),
        isolate(type_name) if type_name else "",
        isolate(f"{attachment.width_px} × {attachment.height_px}") if has_size else "",
        play_time(attachment.duration_ms) if attachment.duration_ms else "",
        file_size(attachment.size_bytes) if attachment.size_bytes else "",
        say(_WHERE[attachment.state]),
    )
    return " · ".join(fact for fact in facts if fact)


class MessageDetails(CardDialog):
    """Shows the lines, and copies them for whoever asks what became of a message."""

    def __init__(self, message: Message, scene: Scene, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("messageDetails")
        self._lines = detail_lines(message, scene)
        shown = detail_lines(message, scene, is_short=True)
        words = self.write(say("message.details.heading"), *shown)
        copy = TextButton(say("action.copy"), theme_source, self)
        copy.setObjectName("messageDetailsCopy")
        copy.clicked.connect(self._copy)
        close = TextButton(say("export.close"), theme_source, self, kind=ButtonKind.PRIMARY)
        close.setObjectName("messageDetailsClose")
        close.clicked.connect(self.reject)
        close.setFocus(Qt.FocusReason.TabFocusReason)
        self.arrange(IconDisc("info", Tone.INFO, theme_source, self), words, copy, close, width_px=_WIDTH)

    def _copy(self) -> None:
        QApplication.clipboard().setText("\n".join(self._lines))
