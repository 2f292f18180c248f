"""The Send button of the composer."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.ui.accessible_role import set_opens
from igdesk.ui.controls import PaintedButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource


class SendButton(PaintedButton):
    """Filled with the accent while there is something to send."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("composerSend")
        set_opens(self, aside=True)
        self._key = "Enter"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(say("composer.send"))

    def set_name(self, name: str) -> None:
        """What pressing it does now; the key is taught in the tooltip."""
        self.setAccessibleName(name)
        self.setToolTip(say("composer.send.tip", name=name, key=self._key))

    def set_key(self, key: str) -> None:
        """Another key sends."""
        self._key = key
        self.set_name(self.accessibleName())

    def radius(self) -> float:
        return self.theme.size("radius.send")

    def sizeHint(self) -> QSize:
        side = int(self.theme.size("size.composer.send"))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        if not self.isEnabled():
            ground, ink = "bg.sunken", "text.disabled"
        else:
            ground = "accent.pressed" if self.isDown() else "accent.hover" if self.underMouse() else "accent.base"
            ink = "accent.on"
        fill_rounded(painter, rect, self.radius(), theme.color(ground))
        paint_icon(painter, "send", rect, theme.color(ink), size_key="composer")
