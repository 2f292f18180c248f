"""Menus in the look of the rest: rows of 34, an icon of 18, the chosen row tinted, keys at the trailing end."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QActionEvent,
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QHideEvent,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from igdesk.ui.announce import tell_focus
from igdesk.ui.icons import paint_icon
from igdesk.ui.layout.popover import SHADOW, paint_card
from igdesk.ui.paint import fill, fill_rounded, hairline, rounded_path, stroke_rounded
from igdesk.ui.theme import Theme

_EDGE, _PAD, _ICON, _GAP = 6, 12, 18, 10
_BEFORE_KEY = 24
_DANGER, _KEY, _TICK = "isDanger", "keyShown", "hasTick"

# Qt places the rows itself, and takes their measures from a style sheet only.
_MEASURES = """
QMenu {{ border: none; padding: {edge}px; background: transparent; }}
QMenu::item {{ min-height: {row}px; padding: 0 {pad}px; }}
QMenu::separator {{ height: 1px; margin: 5px 0; }}
"""


class Menu(QMenu):
    """A card with round corners and a shadow, whatever the system makes of its windows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._under: _CardUnder | None = None
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint, knows_places())  # else the shadow is the system's
        if is_translucent():
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFont(theme.font("body"))
        row = round(theme.size("size.row.menu"))
        self.setStyleSheet(_MEASURES.format(edge=_EDGE, row=row, pad=_PAD))

    def actionEvent(self, event: QActionEvent) -> None:
        super().actionEvent(event)
        if event.type() != QEvent.Type.ActionRemoved and not self.isVisible():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is None or not knows_places():
            return
        window = parent.window()
        card = QRect(window.mapFromGlobal(self.geometry().topLeft()), self.size())
        self._under = _CardUnder(self._theme, window, card)
        if not is_translucent():
            inset = 1 if window.rect().contains(card) else 0  # the card under it has the smooth edge
            self.setMask(rounded_region(self.rect(), round(self._theme.size("radius.popup")), inset=inset))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._under is not None:
            self._under.deleteLater()
            self._under.hide()
            self._under = None

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        if not is_translucent():
            fill(painter, self.rect().adjusted(-1, -1, 2, 2), theme.color("bg.raised"))  # half a pixel is none
        paint_card(painter, QRectF(self.rect()), theme, reach=0)
        chosen = self.activeAction()
        for action in self.actions():
            place = QRectF(self.actionGeometry(action))
            if not action.isVisible() or not event.region().intersects(place.toAlignedRect()):
                continue
            if isinstance(action, QWidgetAction):
                continue  # it paints itself
            if action.isSeparator():
                line = QRectF(1, place.center().y(), self.width() - 2, 1)
                hairline(painter, line, theme.color("line.separator"))
            elif _is_heading(action):
                self._paint_heading(painter, place, action)
            else:
                self._paint_row(painter, place, action, is_chosen=action is chosen and action.isEnabled())

    def _paint_heading(self, painter: QPainter, place: QRectF, action: QAction) -> None:
        painter.setFont(self._theme.font("small", weight=600))
        painter.setPen(self._theme.color("text.secondary"))
        painter.drawText(place.adjusted(_PAD, 0, -_PAD, 0), self._side() | _MIDDLE, _words(action))

    def _paint_row(self, painter: QPainter, place: QRectF, action: QAction, *, is_chosen: bool) -> None:
        theme, is_rtl = self._theme, self.isRightToLeft()
        is_danger = bool(action.property(_DANGER))
        if is_chosen:
            ground = theme.color("danger.soft" if is_danger else "accent.soft")
            fill_rounded(painter, place, theme.size("radius.control"), ground)
        if not action.isEnabled():
            ink = sign_ink = key_ink = theme.color("text.disabled")
        elif is_danger:
            ink = sign_ink = key_ink = theme.color("danger.text")
        elif is_chosen:
            ink = sign_ink = key_ink = theme.color("accent.text")
        else:
            ink, sign_ink, key_ink = (theme.color(f"text.{name}") for name in ("primary", "secondary", "tertiary"))
        inner = place.adjusted(_PAD, 0, -_PAD, 0)
        sign = QRectF(inner.left(), inner.center().y() - _ICON / 2, _ICON, _ICON)
        words, key = _words(action), shown_key(action)
        text = inner.adjusted(_ICON + _GAP if self._has_signs() else 0, 0, 0, 0)
        end = QRectF(inner)
        if is_rtl:
            sign.moveRight(inner.right())
            text = inner.adjusted(0, 0, -(_ICON + _GAP) if self._has_signs() else 0, 0)
        self._paint_sign(painter, sign, action, sign_ink)
        painter.setFont(theme.font("body"))
        painter.setPen(ink)
        painter.drawText(text, self._side() | _MIDDLE, words)
        if _is_ticked(action):
            box = QRectF(end.left() if is_rtl else end.right() - 16, end.center().y() - 8, 16, 16)
            paint_icon(painter, "check", box, theme.color("accent.text"))
        elif key:
            painter.setFont(theme.font("small"))
            painter.setPen(key_ink)
            painter.drawText(end, self._side(is_end=True) | _MIDDLE, key)

    def _paint_sign(self, painter: QPainter, place: QRectF, action: QAction, ink: QColor) -> None:
        sign = action.icon()
        if not sign.isNull():
            dpr = self.devicePixelRatioF()
            picture = sign.pixmap(QSize(_ICON, _ICON), dpr)
            painter.drawPixmap(place.topLeft(), _tinted(picture, ink) if sign.isMask() else picture)
        elif action.isCheckable() and action.actionGroup() is not None:
            theme = self._theme
            if action.isChecked():
                fill_rounded(painter, place, _ICON / 2, theme.color("accent.base"))
                fill_rounded(painter, place.adjusted(5, 5, -5, -5), 4, theme.color("accent.on"))
            else:
                stroke_rounded(painter, place, _ICON / 2, theme.color("line.strong"))

    def _fit(self) -> None:
        """Wide enough for the longest row as it is painted."""
        words_of, keys_of = (QFontMetricsF(self._theme.font(scale)) for scale in ("body", "small"))
        widest = 0.0
        for action in self.actions():
            if isinstance(action, QWidgetAction):
                continue  # Qt asks what is in it; its words are for screen readers
            width = words_of.horizontalAdvance(_words(action))
            if _is_ticked(action):
                width += _BEFORE_KEY + 16
            elif key := shown_key(action):
                width += _BEFORE_KEY + keys_of.horizontalAdvance(key)
            widest = max(widest, width)
        signs = _ICON + _GAP if self._has_signs() else 0
        self.setMinimumWidth(round(widest + 0.5) + signs + 2 * (_EDGE + _PAD) + 1)

    def _has_signs(self) -> bool:
        """Whether any row has something before its words; then all are in line."""
        return any(
            not action.icon().isNull() or (action.isCheckable() and not action.property(_TICK))
            for action in self.actions()
        )

    def _side(self, *, is_end: bool = False) -> Qt.AlignmentFlag:
        return _RIGHT if self.isRightToLeft() != is_end else _LEFT


class _CardUnder(QWidget):
    """Lies in the window under an open menu: its shadow, and what shows where its corners are cut off."""

    def __init__(self, theme: Theme, window: QWidget, card: QRect) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(card.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(QPainter(self), QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW), self._theme)


def make_menu(theme: Theme, parent: QWidget) -> QMenu:
    """An empty menu, to be shown with ``popup()``; it deletes itself when it is hidden.

    It belongs to the window ``parent`` is in, where screen readers look for it.
    """
    menu = Menu(theme, parent.window())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def add_row(menu: QMenu, words: str, run: Callable[[], object], sign: QIcon | None = None, *, key: str = "") -> QAction:
    """One more row. The words are shown as they are: no letter of them is a key.

    ``key`` stands at the end and is no part of the words, so that the row is found and read by them alone.
    """
    action = QAction(words.replace("&", "&&"), menu)
    if sign is not None:
        action.setIcon(sign)
    action.setProperty(_KEY, key)
    action.triggered.connect(lambda _checked=False: run())
    menu.addAction(action)
    return action


def mark_danger(action: QAction) -> None:
    """The row erases something: it is red."""
    action.setProperty(_DANGER, True)


def mark_ticked(action: QAction, is_on: bool) -> None:
    """The row can be switched on; then a tick stands at its end."""
    action.setProperty(_TICK, True)
    action.setCheckable(True)
    action.setChecked(is_on)


def select_first(menu: QMenu) -> None:
    """A menu that was opened by key begins on its first row."""
    for action in menu.actions():
        if action.isEnabled() and not action.isSeparator():
            if isinstance(action, QWidgetAction):
                action.defaultWidget().setFocus(Qt.FocusReason.PopupFocusReason)
            menu.setActiveAction(action)
            focus = action.defaultWidget().focusWidget() if isinstance(action, QWidgetAction) else None
            if focus is not None:
                tell_focus(focus)  # one of what the row holds, not the row
            return


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def _is_heading(action: QAction) -> bool:
    return not action.isEnabled() and action.icon().isNull() and not action.isCheckable()


def _words(action: QAction) -> str:
    """With the marks of mnemonics taken out."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")


def shown_key(action: QAction) -> str:
    """What stands at the end of the row."""
    return str(action.property(_KEY) or "")


def _is_ticked(action: QAction) -> bool:
    return bool(action.property(_TICK)) and action.isChecked()


def _tinted(picture: QPixmap, ink: QColor) -> QPixmap:
    """A picture of one colour in another."""
    made = QPixmap(picture)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRect(QPoint(0, 0), made.size()), ink)
    painter.end()
    return made


def is_translucent() -> bool:
    """Whether a window can be seen through in places; under X11 nobody says whether it can."""
    return QGuiApplication.platformName() in ("wayland", "windows", "cocoa", "offscreen")


def knows_places() -> bool:
    """Whether it is known where a menu came to lie; a Mac has shadows of its own."""
    return QGuiApplication.platformName() in ("xcb", "windows", "offscreen")


def rounded_region(rect: QRect, radius: int, *, inset: int) -> QRegion:
    """The shape of a card; with an inset of one, without the pixels that its edge covers in part."""
    inner = QRectF(rect.adjusted(inset, inset, -inset, -inset))
    corners = (float(radius - inset),) * 4
    return QRegion(rounded_path(inner, corners).toFillPolygon().toPolygon())
