"""What a message holds is made of segments from top to bottom, laid out by measures."""

from dataclasses import dataclass
from enum import Enum, auto

from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Origin
from igdesk.ui import tokens
from igdesk.ui.theme import Theme
from igdesk.ui.timeline.parts import Part
from igdesk.ui.timeline.scene import Scene
from igdesk.ui.timeline.text_block import TextBlock, lay_out_text

CENTRED_FROM_PX = 1600
LEAST_COLUMN_PX = 80


class Frame(Enum):
    BUBBLE = auto()
    OUTLINE = auto()
    """A placeholder: an edge and no fill."""
    CARD = auto()
    PICTURES = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    frame: Frame
    width: float
    height: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What the width of the column and the theme allow. One for all messages of a layout."""

    column: float
    theme: Theme
    scene: Scene

    @property
    def bubble(self) -> float:
        ratio = self.theme.size("size.timeline.bubbleMaxRatio")
        return float(int(min(self.column * ratio, self.theme.size("size.timeline.bubbleMax"))))

    def block(
        self, text: str, scale: str, max_width: float, *, weight: int | None = None, max_lines: int = 0
    ) -> TextBlock:
        """Words of the interface or a name, in a step of the scale."""
        font = self.theme.font(scale, weight=weight, text=text)
        return lay_out_text(text, font, self.theme.line_height(scale), max(max_width, 1.0), max_lines=max_lines)


def measures_for(width_px: int, theme: Theme, scene: Scene) -> Measures:
    """Measures of a list so wide. In a very wide one the column of messages stands in the middle."""
    room = width_px - 2 * theme.size("size.timeline.paddingX")
    if width_px >= CENTRED_FROM_PX:
        room = min(room, tokens.value("layout.messageColumnMax"))
    return Measures(float(max(int(room), LEAST_COLUMN_PX)), theme, scene)


def bubble_color(message: Message) -> tuple[str, str]:
    """Fill and edge of a bubble."""
    if not message.is_own:
        return "bubble.in", ""
    if message.origin is Origin.ELSEWHERE:
        return "bubble.phone", "bubble.phone.border"
    return "bubble.out", ""


def text_color(message: Message) -> str:
    return "bubble.out.text" if message.is_own else "bubble.in.text"


def meta_color(message: Message) -> str:
    return "bubble.out.meta" if message.is_own else "bubble.in.meta"
