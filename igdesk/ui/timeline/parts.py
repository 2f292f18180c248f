"""The painted parts of a message and where they are. Built once, painted often, mirrored for right-to-left windows."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from igdesk.domain.label import LabelColour
from igdesk.ui.paint import rounded_path
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.text_block import TextBlock

Radii = tuple[float, float, float, float]
"""Leading top, trailing top, trailing bottom, leading bottom."""


@dataclass(frozen=True, slots=True, eq=False)
class Fill:
    """A rounded ground, an outline, or both."""

    rect: QRectF
    radii: Radii
    path: QPainterPath
    color: str = ""
    border: str = ""
    is_dashed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text in a box. Words of the interface begin at its leading edge."""

    block: TextBlock
    rect: QRectF
    color: str
    action: Action | None = None
    is_centred: bool = False
    is_right: bool | None = False
    """At which edge of the box it stands; None for what people wrote: that is up to its own direction."""

    @property
    def x(self) -> float:
        if self.is_centred:
            return self.rect.center().x() - self.block.width / 2
        is_right = self.block.is_rtl if self.is_right is None else self.is_right
        return self.rect.right() - self.block.width if is_right else self.rect.left()


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """An icon."""

    name: str
    rect: QRectF
    color: str
    action: Action | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A box reserved for a picture of the archive."""

    attachment_id: int
    key: str
    """Name of the stored file; empty while it is not here yet."""
    is_wanted: bool
    """Not here, and worth asking for."""
    rect: QRectF
    radii: Radii
    path: QPainterPath
    ground: str
    more: TextBlock | None = None
    """"+2" over the last tile."""
    action: Action | None = None
    sign: str = "image"
    """Stands in it while the picture is not here, or where it is none."""
    sign_color: str = "text.tertiary"
    is_whole: bool = False
    """Shown uncut, however its proportions are."""
    is_animated: bool = False
    file_wanted: int = 0
    """The video under this still, when it is not here: its length is known only then."""


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """A voice message. What moves while it plays is known when it is painted."""

    attachment_id: int
    message_id: int
    key: str
    """Name of the stored file; empty while it is not here yet."""
    is_wanted: bool
    bars: bytes
    length_ms: int
    rect: QRectF
    disc: QRectF
    wave: QRectF
    time: QRectF
    is_mirrored: bool = False

    def action_at(self, point: QPointF) -> Action | None:
        """What a click there does."""
        if not self.key:
            return None
        if self.wave.adjusted(0, 0, 4, 0).contains(point):
            share = (point.x() - self.wave.left()) / self.wave.width()
            share = min(max(1 - share if self.is_mirrored else share, 0.0), 1.0)
            return Action(Do.SEEK, self.message_id, target=self.attachment_id, share=share)
        if self.time.contains(point):
            return Action(Do.NEXT_RATE, self.message_id, target=self.attachment_id)
        if self.disc.adjusted(-6, -6, 6, 6).contains(point):
            return Action(Do.PLAY, self.message_id, target=self.attachment_id)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A line of one device pixel."""

    rect: QRectF
    color: str


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The shape of a label."""

    colour: LabelColour
    rect: QRectF


Part = Fill | Words | Sign | Picture | Voice | Rule | Shape


def fill(rect: QRectF, radii: Radii | float, color: str = "", border: str = "", *, is_dashed: bool = False) -> Fill:
    four = radii if isinstance(radii, tuple) else (radii, radii, radii, radii)
    return Fill(rect, four, _path(rect, four, bool(border)), color, border, is_dashed)


def picture_path(rect: QRectF, radii: Radii) -> QPainterPath:
    return _path(rect, radii, False)


def moved(part: Part, dx: float, dy: float) -> Part:
    """The same part elsewhere. Text is not laid out again."""
    rect = part.rect.translated(dx, dy)
    if isinstance(part, (Fill, Picture)):
        return replace(part, rect=rect, path=part.path.translated(dx, dy))
    if isinstance(part, Voice):
        disc, wave, time = (inner.translated(dx, dy) for inner in (part.disc, part.wave, part.time))
        return replace(part, rect=rect, disc=disc, wave=wave, time=time)
    return replace(part, rect=rect)


def mirrored(part: Part, width: float) -> Part:
    """The same part in a window that runs from right to left."""
    rect = QRectF(width - part.rect.right(), part.rect.top(), part.rect.width(), part.rect.height())
    if isinstance(part, (Fill, Picture)):
        lt, tt, tb, lb = part.radii
        radii = (tt, lt, lb, tb)
        return replace(
            part, rect=rect, radii=radii, path=_path(rect, radii, isinstance(part, Fill) and bool(part.border))
        )
    if isinstance(part, Voice):
        disc, wave, time = (
            QRectF(width - inner.right(), inner.top(), inner.width(), inner.height())
            for inner in (part.disc, part.wave, part.time)
        )
        return replace(part, rect=rect, disc=disc, wave=wave, time=time, is_mirrored=not part.is_mirrored)
    if isinstance(part, Words) and part.is_right is not None:
        return replace(part, rect=rect, is_right=not part.is_right)
    return replace(part, rect=rect)


def _path(rect: QRectF, radii: Radii, is_outlined: bool) -> QPainterPath:
    """Outlines run half a pixel inside, so that they lie within the rectangle."""
    if not is_outlined:
        return rounded_path(rect, radii)
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    lt, tt, tb, lb = (max(r - 0.5, 0.0) for r in radii)
    return rounded_path(inner, (lt, tt, tb, lb))
