"""The frame of the wizard: a card with the side panel, the page of the moment and the foot."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.layout.turning import TurningLine
from igdesk.ui.paint import fill, fill_rounded, hairline, stroke_rounded
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.page import FootButton, Step, WizardPage
from igdesk.ui.wizard.side_panel import WIDTH as SIDE_WIDTH
from igdesk.ui.wizard.side_panel import SidePanel

_CARD = (780, 580)
_CARD_FROM = (860, 640)
"""From this size on the page is a card in the middle; smaller windows are filled by it."""
_SIDE_FROM = 640
_FOOT, _FOOT_SIDE = 64, 24
_OWN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


def _is_own(event: QKeyEvent) -> bool:
    """Whether a key leads through the wizard."""
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return plain and (event.key() in _OWN or event.text().isdecimal())


class _Area(QScrollArea):
    """Scrolls, but leaves the keys that lead through the wizard alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Wizard(QWidget):
    """Shows one page at a time. Enter goes on, Alt+Left and Esc go back; no key deletes what was typed."""

    back_requested = Signal()
    cancelled = Signal()
    put_away = Signal()
    """Esc where there is nothing to go back to."""
    step_clicked = Signal(int)
    activated = Signal()
    """The window came to the front."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None, *, has_keychain: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("wizard")
        set_role(self, QAccessible.Role.Grouping)
        self.setAccessibleName(say("wizard.pane"))
        self._theme_source = theme_source
        self._has_keychain = has_keychain
        self._second = say("wizard.step.token")
        self._pages: dict[WizardPage, QScrollArea] = {}
        self._extra: list[TextButton] = []
        self._offered: tuple[FootButton, ...] = ()
        self._card = QWidget(self)
        self._side = SidePanel(theme_source, self._card)
        self._side.step_clicked.connect(self.step_clicked)
        self._stack = QStackedWidget(self._card)
        self._back = TextButton(say("wizard.back"), theme_source, self._card, kind=ButtonKind.GHOST, icon_name="chev-l")
        self._back.setObjectName("wizardBack")
        self._back.clicked.connect(self.back_requested)
        self._cancel = TextButton(say("wizard.cancel"), theme_source, self._card, kind=ButtonKind.GHOST)
        self._cancel.setObjectName("wizardCancel")
        self._cancel.clicked.connect(self.cancelled)
        self._next = TextButton(say("wizard.next"), theme_source, self._card, kind=ButtonKind.PRIMARY)
        self._next.setObjectName("wizardNext")
        self._next.clicked.connect(self._go_on)
        self._foot = TurningLine(None, self._is_foot_narrow, turned=lambda _is_narrow: self.update())
        self._lead, self._trail = QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        theme_source.changed.connect(self.update)

    @property
    def page(self) -> WizardPage | None:
        return next((page for page, area in self._pages.items() if area is self._stack.currentWidget()), None)

    @property
    def help_anchor(self) -> QWidget:
        """What a word of explanation points at."""
        return self._extra[0] if self._extra else self._next

    def add_page(self, make: Callable[[QWidget], WizardPage]) -> WizardPage:
        """Make a page inside a frame that scrolls where the window is too small for it."""
        area = _Area(self._stack)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = make(area)
        area.setWidget(page)
        for part in (area.viewport(), page):
            part.setAutoFillBackground(False)
        OverlayScrollBar(area, self._theme_source)
        self._pages[page] = area
        self._stack.addWidget(area)
        page.changed.connect(lambda: self._follow(page))
        return page

    def show_page(self, page: WizardPage, second_step: str) -> None:
        """``second_step`` names the step of the way that was chosen."""
        self._second = second_step
        self._stack.setCurrentWidget(self._pages[page])
        self._follow(page)
        page.focus_first()

    def focus_next(self) -> None:
        """The focus goes to the button that goes on, or else to the first one that can be pressed."""
        for button in (self._next, *reversed(self._extra), self._back):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self.activated.emit()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_own(event):
            event.accept()  # keys of the columns' commands are keys of the wizard here
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            is_box = isinstance(focused, QPushButton) and focused.isCheckable() and not focused.autoExclusive()
            if isinstance(focused, QPushButton) and self.isAncestorOf(focused) and not is_box:
                focused.click()
            else:
                self._go_on()
            return
        backward = Qt.Key.Key_Right if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Left
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Left, backward):
            if self._back.isVisible():
                self.back_requested.emit()
            return
        if key == Qt.Key.Key_Escape:
            if self._back.isVisible():
                self.back_requested.emit()
            else:
                self.put_away.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= _SIDE_FROM)
        if self._is_card:
            width, height = _CARD
            self._card.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)
        else:
            self._card.setGeometry(self.rect())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        card, radius = QRectF(self._card.geometry()), theme.size("radius.dialog") if self._is_card else 0.0
        fill(painter, self.rect(), theme.color("bg.list"))
        fill_rounded(painter, card, radius, theme.color("bg.canvas"))
        if not self._side.isHidden():
            side = QRectF(self._side.geometry()).translated(card.topLeft())
            painter.save()
            painter.setClipRect(side)
            fill_rounded(painter, card, radius, theme.color("bg.rail"))
            painter.restore()
        if radius:
            stroke_rounded(painter, card, radius, theme.color("line.separator"))
        side_width = 0 if self._side.isHidden() else SIDE_WIDTH
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        body = card.adjusted(0, 0, -side_width, 0) if is_rtl else card.adjusted(side_width, 0, 0, 0)
        foot = QRectF(body.left(), card.bottom() - self._foot_height(), body.width(), 1)
        hairline(painter, foot, theme.color("line.separator"))

    def _lay_out(self) -> None:
        set_margins(self._foot, self, _FOOT_SIDE, 16, _FOOT_SIDE, 16)
        self._foot.setSpacing(8)
        for part in (self._lead, self._trail):
            part.setSpacing(8)
        self._lead.addWidget(self._back)
        self._lead.addStretch(1)
        self._trail.addStretch(1)
        self._trail.addWidget(self._cancel)
        self._trail.addWidget(self._next)
        self._foot.addLayout(self._lead, 1)
        self._foot.addLayout(self._trail)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addLayout(self._foot)
        row = QHBoxLayout(self._card)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addLayout(right, 1)

    def _follow(self, page: WizardPage) -> None:
        """Show the foot and the side of the page, if it is the one on the screen."""
        if page is not self.page:
            return
        foot = page.foot
        self._back.setVisible(foot.has_back)
        self._cancel.setVisible(foot.has_cancel)
        focused = QApplication.focusWidget()
        was_in_foot = focused is not None and focused in (self._next, self._cancel, *self._extra)
        if foot.buttons != self._offered:
            self._replace_extra(foot.buttons)
        self._next.set_text(foot.next_words)
        self._next.setEnabled(foot.may_go_on)
        steps = (say("wizard.step.connection"), self._second, say("wizard.step.checks"), say("wizard.step.ready"))
        self._side.show_step(page.step, steps, can_go_back=foot.has_back and page.step is not Step.READY)
        self._side.show_remark(self._remark_words(page.remark))
        if was_in_foot and QApplication.focusWidget() is None:
            self.focus_next()
        self.update()

    def _remark_words(self, text_id: str) -> str:
        if text_id == "wizard.side.token" and not self._has_keychain:
            return say("wizard.side.token.passphrase")
        return say(text_id)

    def _replace_extra(self, buttons: tuple[FootButton, ...]) -> None:
        for old in self._extra:
            (self._lead if self._lead.indexOf(old) >= 0 else self._trail).removeWidget(old)
            old.hide()
            old.deleteLater()
        self._extra, self._offered = [], buttons
        leading, trailing = 1, self._trail.indexOf(self._cancel)
        for offered in buttons:
            made = TextButton(
                offered.words, self._theme_source, self._card, kind=offered.kind, icon_name=offered.icon_name
            )
            made.setObjectName(offered.object_name)
            made.clicked.connect(lambda _checked=False, run=offered.run: run())
            if offered.leads:
                self._lead.insertWidget(leading, made)
            else:
                self._trail.insertWidget(trailing, made)
            made.show()
            leading, trailing = leading + int(offered.leads), trailing + int(not offered.leads)
            self._extra.append(made)
        last: QWidget = self._back
        for button in (*self._extra, self._cancel, self._next):
            QWidget.setTabOrder(last, button)
            last = button

    def _go_on(self) -> None:
        page = self.page
        if page is not None and self._next.isEnabled():
            page.go_on()

    def _is_foot_narrow(self, width: int) -> bool:
        """Whether the buttons need two lines: none of their words is cut."""
        buttons = [button for button in (self._back, *self._extra, self._cancel, self._next) if not button.isHidden()]
        return sum(button.sizeHint().width() + 8 for button in buttons) + 2 * _FOOT_SIDE > width

    def _foot_height(self) -> int:
        return max(_FOOT, self._foot.geometry().height())

    @property
    def _is_card(self) -> bool:
        return self.width() >= _CARD_FROM[0] and self.height() >= _CARD_FROM[1]
