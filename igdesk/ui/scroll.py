"""A slim scroll bar that lies over the content and shows only when it is of use."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from igdesk.ui.paint import fill_rounded
from igdesk.ui.theme import ThemeSource

WIDTH, HANDLE, HANDLE_OVER, INSET = 12, 6, 8, 2
LINGER_MS = 1000
BESIDE_BAR = INSET + HANDLE
"""Room that text has to leave at its edges, so that the bar never lies on letters."""


def make_viewport_known(area: QAbstractScrollArea) -> QWidget:
    """The viewport of an area that is made before the first paint.

    ``viewport()`` meets an object that PySide6 has not seen, and to tell of what class it is makes all 60 classes of
    widgets known, with their 300 enum members. Found by its name it is a plain QWidget, and remembered as one.
    """
    found = area.findChild(QWidget, "qt_scrollarea_viewport", Qt.FindChildOption.FindDirectChildrenOnly)
    viewport = area.viewport()
    assert found is None or found is viewport
    return viewport


class OverlayScrollBar(QScrollBar):
    """Takes the place of an area's vertical scroll bar without taking room from the content."""

    def __init__(self, area: QAbstractScrollArea, theme_source: ThemeSource) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._theme_source = theme_source
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(self._show_if_of_use)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("")
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        own = area.verticalScrollBar()
        own.rangeChanged.connect(self._take_range)
        own.valueChanged.connect(self._take_value)
        self.valueChanged.connect(own.setValue)
        area.installEventFilter(self)
        theme_source.changed.connect(self.update)
        self._take_range()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange, QEvent.Type.Show):
            area = self._area
            is_rtl = area.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.setGeometry(0 if is_rtl else area.width() - WIDTH, 0, WIDTH, area.height())
            self._take_range()
        elif kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._show_if_of_use()
        return False

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, WIDTH)

    def paintEvent(self, event: QPaintEvent) -> None:
        whole = max(self.maximum() - self.minimum() + self.pageStep(), 1)
        room = self.height() - 2 * INSET
        length = max(room * self.pageStep() / whole, 28.0)
        span = max(self.maximum() - self.minimum(), 1)
        top = INSET + (room - length) * (self.sliderPosition() - self.minimum()) / span
        is_over = self.underMouse() or self.isSliderDown()
        width = HANDLE_OVER if is_over else HANDLE
        is_rtl = self._area.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = INSET if is_rtl else self.width() - INSET - width
        color = QColor(self._theme_source.current.color("line.strong"))
        color.setAlphaF(0.75 if is_over else 0.45)
        fill_rounded(QPainter(self), QRectF(left, top, width, length), width / 2, color)

    def _take_range(self) -> None:
        own = self._area.verticalScrollBar()
        self.setRange(own.minimum(), own.maximum())
        self.setPageStep(own.pageStep())
        self.setSingleStep(own.singleStep())
        self.setValue(own.value())
        self._show_if_of_use()

    def _take_value(self, value: int) -> None:
        self.setValue(value)
        self._linger.start()
        self._show_if_of_use()

    def _show_if_of_use(self) -> None:
        can_scroll = self.maximum() > self.minimum()
        is_near = self._area.underMouse() or self._linger.isActive() or self.isSliderDown()
        self.setVisible(can_scroll and is_near)
        self.raise_()
