"""The row of chips that narrows the list."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from igdesk.domain.conversation import InboxCounts, InboxFilter, InboxView
from igdesk.ui.controls import Chip
from igdesk.ui.format import badge_count
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme, ThemeSource

INSET, TRAILING, ABOVE, BELOW = 12, 8, 4, 8
GAP, CLOSE_GAP = 6, 4
_CHIPS = (
    (InboxFilter.ALL, "listChipAll", "list.chip.all"),
    (InboxFilter.UNREAD, "listChipUnread", "list.chip.unread"),
    (InboxFilter.WAITING, "listChipWaiting", "list.chip.waiting"),
    (InboxFilter.CLOSING_SOON, "listChipClosingSoon", "list.chip.closing_soon"),
)


def height_of_chips(theme: Theme) -> int:
    """With what is over and under them."""
    return ABOVE + int(theme.size("size.list.chip")) + BELOW


class ChipRow(QWidget):
    """One chip is always on. Where room is scarce they first move closer; those that still do not fit leave from the
    end, but never the one that is on.
    """

    chosen = Signal(object)
    """InboxFilter, by the person."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = InboxView.INBOX
        self._group = QButtonGroup(self)
        self._chips: dict[InboxFilter, Chip] = {}
        self._names: dict[InboxFilter, str] = {}
        for narrowed, object_name, text_id in _CHIPS:
            chip = Chip(say(text_id), theme_source, self)
            chip.setObjectName(object_name)
            chip.setAccessibleName(say(text_id))
            chip.clicked.connect(lambda _checked=False, n=narrowed: self.chosen.emit(n))
            self._group.addButton(chip)
            self._chips[narrowed] = chip
            self._names[narrowed] = say(text_id)
        self._chips[InboxFilter.ALL].setChecked(True)
        self._shown: tuple[InboxView, InboxFilter, InboxCounts] | None = None
        self._arranged: tuple[InboxView, InboxFilter, dict[InboxFilter, str]] | None = None
        self._theme_source = theme_source
        theme_source.changed.connect(self._fit)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(0, height_of_chips(self._theme_source.current))

    def show_state(self, view: InboxView, narrowed: InboxFilter, counts: InboxCounts) -> None:
        """Which chip is on, and the numbers."""
        if (view, narrowed, counts) == self._shown:
            return
        self._shown = (view, narrowed, counts)
        self._view = view
        self._chips[narrowed].setChecked(True)
        numbers = {
            InboxFilter.UNREAD: counts.unread,
            InboxFilter.WAITING: counts.waiting,
            InboxFilter.CLOSING_SOON: counts.closing_soon,
        }
        texts = {chip_filter: badge_count(number) if number else "" for chip_filter, number in numbers.items()}
        for chip_filter, number in numbers.items():
            chip, name = self._chips[chip_filter], self._names[chip_filter]
            chip.set_count(texts[chip_filter])
            chip.setAccessibleName(say("list.chip.count", name=name, n=number) if number else name)
        if (view, narrowed, texts) != self._arranged:
            self._arranged = (view, narrowed, texts)
            self._arrange()

    def _wanted(self) -> list[InboxFilter]:
        """Those that could show anything: what is put away waits on nobody."""
        useless = {
            InboxView.INBOX: (),
            InboxView.WAITING: (InboxFilter.WAITING,),
            InboxView.SNOOZED: (InboxFilter.WAITING, InboxFilter.CLOSING_SOON),
            InboxView.DONE: (InboxFilter.WAITING, InboxFilter.CLOSING_SOON),
        }[self._view]
        return [f for f, _, _ in _CHIPS if f not in useless]

    def hidden_filters(self) -> list[tuple[InboxFilter, str]]:
        """Those that found no room, with their words."""
        wanted = self._wanted()
        return [(f, self._chips[f].accessibleName()) for f in wanted if self._chips[f].isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _fit(self) -> None:
        """Letters of another size."""
        self.updateGeometry()
        self._arrange()

    def _arrange(self) -> None:
        """Lay out by hand: what fits depends on the numbers too."""
        wanted = self._wanted()
        gap = self._move(closer=False)
        if self._width_of(wanted, gap) > self._room():
            gap = self._move(closer=True)
        while len(wanted) > 1 and self._width_of(wanted, gap) > self._room():
            leaving = next((f for f in reversed(wanted) if not self._chips[f].isChecked()), wanted[-1])
            wanted.remove(leaving)
        x = INSET
        for chip_filter, chip in self._chips.items():
            chip.setVisible(chip_filter in wanted)
            if chip_filter not in wanted:
                continue
            size = chip.sizeHint()
            is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            chip.setGeometry(QRect(QPoint(self.width() - x - size.width() if is_rtl else x, ABOVE), size))
            x += size.width() + gap

    def _move(self, *, closer: bool) -> int:
        """The gap between two chips."""
        for chip in self._chips.values():
            chip.set_close(closer)
        return CLOSE_GAP if closer else GAP

    def _room(self) -> int:
        return self.width() - INSET - TRAILING

    def _width_of(self, wanted: list[InboxFilter], gap: int) -> int:
        return sum(self._chips[f].sizeHint().width() for f in wanted) + gap * (len(wanted) - 1)
