"""Voice messages and videos, laid out as segments of a message."""

from dataclasses import replace

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import Attachment, AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message import Message
from igdesk.ui.format import play_time
from igdesk.ui.icons import icon_size
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Frame, Measures, Segment
from igdesk.ui.timeline.parts import Part, Picture, Sign, Voice, Words, fill
from igdesk.ui.timeline.picture_content import picture_part, picture_size

VOICE_PAD, VOICE_GAP, TIME_WIDTH = 10, 10, 44
DISC = 48
TAG_INSET, TAG_PAD, TAG_GAP, TAG_RADIUS = 8, 6, 5, 6


def playing_segment(message: Message, attachment: Attachment, measures: Measures) -> Segment | None:
    """None for what cannot be played."""
    if attachment.kind is AttachmentKind.AUDIO:
        return _voice(message, attachment, measures)
    if attachment.kind is AttachmentKind.VIDEO:
        return _video(message, attachment, measures)
    return None


def _voice(message: Message, attachment: Attachment, measures: Measures) -> Segment:
    """Play disc, bars, time. The time has its room whether it is known or not."""
    theme = measures.theme
    width = min(theme.size("size.timeline.voiceWidth"), measures.bubble)
    time_width = TIME_WIDTH * max(theme.scale, 1.0)
    button = theme.size("size.timeline.playButton")
    height = button + 2 * VOICE_PAD
    wave_left = VOICE_PAD + button + VOICE_GAP
    is_stored = attachment.state is MediaState.STORED
    voice = Voice(
        attachment.id,
        message.id,
        attachment.media_key if is_stored else "",
        attachment.is_fetchable,
        attachment.waveform,
        attachment.duration_ms or 0,
        QRectF(0, 0, width, height),
        QRectF(VOICE_PAD, VOICE_PAD, button, button),
        QRectF(wave_left, VOICE_PAD, width - wave_left - VOICE_PAD - time_width, button),
        QRectF(width - VOICE_PAD - time_width, VOICE_PAD, time_width, button),
    )
    return Segment(Frame.BUBBLE, width, height, (voice,))


def _video(message: Message, attachment: Attachment, measures: Measures) -> Segment:
    """Its first frame, a play disc in the middle, camera and length at the bottom leading corner."""
    poster = message.picture(AttachmentRole.POSTER, attachment.place)
    told = attachment if attachment.width_px or poster is None else poster
    width, height = picture_size(told, measures)
    width, height = max(width, DISC * 2.0), max(height, DISC * 2.0)
    rect = QRectF(0, 0, width, height)
    action = Action(Do.OPEN_MEDIA, message.id, target=attachment.id)
    ground = "bubble.out" if message.is_own else "bubble.in"
    shown = poster if poster is not None else attachment
    picture = picture_part(shown, rect, ground=ground, sign="", action=action)
    disc = QRectF(0, 0, DISC, DISC)
    disc.moveCenter(rect.center())
    parts: list[Part] = [
        _over(picture, attachment, poster),
        fill(disc, DISC / 2, "media.overlay.bg"),
        Sign("play", _centred(disc, icon_size("rail")), "media.overlay.text", action),
    ]
    length = play_time(attachment.duration_ms) if attachment.duration_ms else ""
    words = measures.block(length, "small", 80, weight=500) if length else None
    icon = icon_size("inline")
    tag_width = TAG_PAD + icon + (TAG_GAP + words.width if words is not None else 0) + TAG_PAD
    tag_height = max(22.0, words.height + 4 if words is not None else 0)
    tag = QRectF(TAG_INSET, height - TAG_INSET - tag_height, tag_width, tag_height)
    parts.append(fill(tag, TAG_RADIUS, "media.overlay.bg"))
    sign = QRectF(tag.left() + TAG_PAD, tag.center().y() - icon / 2, icon, icon)
    parts.append(Sign("video", sign, "media.overlay.text"))
    if words is not None:
        place = QRectF(sign.right() + TAG_GAP, tag.center().y() - words.height / 2, words.width, words.height)
        parts.append(Words(words, place, "media.overlay.text"))
    return Segment(Frame.PICTURES, width, height, tuple(parts))


def _over(picture: Picture, attachment: Attachment, poster: Attachment | None) -> Picture:
    """The still with the video that stands behind it."""
    wanted = attachment.id if attachment.is_fetchable else 0
    if poster is None:
        return replace(picture, is_wanted=False, key="", file_wanted=wanted)
    return replace(picture, file_wanted=wanted)


def _centred(rect: QRectF, side: float) -> QRectF:
    return QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
