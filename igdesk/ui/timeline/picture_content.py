"""Photos, animated pictures and stickers: one in its proportions, several as a row of tiles."""

from PySide6.QtCore import QRectF

from igdesk.domain.attachment import Attachment, AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message import Message
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.content import Frame, Measures, Segment
from igdesk.ui.timeline.parts import Part, Picture, Radii, picture_path
from igdesk.ui.timeline.text_block import TextBlock

ALBUM_GAP, ALBUM_MOST = 3, 3
STICKER_MOST = 160
_SHOWN = (MediaState.REMOTE, MediaState.STORED)
_SQUARE: Radii = (0.0, 0.0, 0.0, 0.0)


def photos_of(message: Message) -> list[Attachment]:
    """The attachments that are shown as pictures; the only one of a shared post is the cover of its card."""
    cover = cover_of(message)
    return [a for a in message.attachments if a.kind is AttachmentKind.IMAGE and a.state in _SHOWN and a is not cover]


def cover_of(message: Message) -> Attachment | None:
    """The photo that is the picture of the only shared post: some are handed out so."""
    found = message.attachments
    is_one = len(message.shares) == 1 and len(found) == 1 and found[0].kind is AttachmentKind.IMAGE
    return found[0] if is_one and message.picture(AttachmentRole.SHARE) is None else None


def shown_picture(message: Message, role: AttachmentRole, place: int) -> Attachment | None:
    """The picture of a part, unless it is lost: then the part does without."""
    found = message.picture(role, place)
    if found is None and role is AttachmentRole.SHARE:
        found = cover_of(message)
    return found if found is not None and found.state in _SHOWN else None


def picture_segments(message: Message, measures: Measures) -> list[Segment]:
    photos = photos_of(message)
    if not photos:
        return []
    if len(photos) == 1:
        width, height = picture_size(photos[0], measures)
        picture = photo_part(message, photos[0], QRectF(0, 0, width, height))
        frame = Frame.BARE if photos[0].is_sticker else Frame.PICTURES
        return [Segment(frame, width, height, (picture,))]
    tile = min(measures.theme.size("size.timeline.albumTile"), (measures.bubble - 2 * ALBUM_GAP) // ALBUM_MOST)
    shown, hidden = photos[:ALBUM_MOST], len(photos) - ALBUM_MOST
    step = tile + ALBUM_GAP
    parts: list[Part] = []
    for place, photo in enumerate(shown):
        rect = QRectF(place * step, 0, tile, tile)
        is_counting = hidden > 0 and place == ALBUM_MOST - 1
        more = measures.block(f"+{hidden}", "title3", rect.width(), weight=600) if is_counting else None
        parts.append(photo_part(message, photo, rect, more=more))
    return [Segment(Frame.PICTURES, len(shown) * step - ALBUM_GAP, tile, tuple(parts))]


def picture_size(photo: Attachment, measures: Measures) -> tuple[float, float]:
    """The box of a single picture; 4:3 until its size is known, so that nothing moves when it arrives."""
    theme = measures.theme
    most_w = min(theme.size("size.timeline.mediaMaxW"), measures.bubble)
    most_h, least = theme.size("size.timeline.mediaMaxH"), theme.size("size.timeline.mediaMin")
    if photo.is_sticker:
        most_w = most_h = min(float(STICKER_MOST), most_w)
    own_w, own_h = photo.width_px or 0, photo.height_px or 0
    if own_w <= 0 or own_h <= 0:
        return most_w, float(round(most_w * 3 / 4))
    scale = min(most_w / own_w, most_h / own_h, 1.0)
    return float(round(max(own_w * scale, min(least, most_w)))), float(round(max(own_h * scale, 48)))


def photo_part(message: Message, photo: Attachment, rect: QRectF, *, more: TextBlock | None = None) -> Picture:
    """A photo that was sent: opens when it is here."""
    action = Action(Do.OPEN_MEDIA, message.id, target=photo.id) if photo.state is MediaState.STORED else None
    ground = "" if photo.is_sticker else "bubble.out" if message.is_own else "bubble.in"
    return picture_part(photo, rect, ground=ground, more=more, action=action, is_whole=photo.is_sticker)


def picture_part(
    picture: Attachment,
    rect: QRectF,
    *,
    radii: Radii = _SQUARE,
    ground: str,
    sign: str = "image",
    sign_color: str = "text.tertiary",
    more: TextBlock | None = None,
    action: Action | None = None,
    is_whole: bool = False,
) -> Picture:
    """A box with a picture of the archive in it, or with a sign until that is here."""
    is_picture = picture.kind in (AttachmentKind.IMAGE, AttachmentKind.UNKNOWN)
    is_stored = picture.state is MediaState.STORED
    return Picture(
        picture.id,
        picture.media_key if is_stored and is_picture else "",
        picture.is_fetchable,
        rect,
        radii,
        picture_path(rect, radii),
        ground,
        more,
        action,
        sign if is_picture or not is_stored else "play",
        sign_color,
        is_whole,
        picture.is_animated and is_stored,
    )
