"""Puts a page over the whole window, so that nothing under it is painted, reached by a key or read aloud."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QToolTip, QWidget

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class Cover(QObject):
    """From ``close`` to ``open``; made anew each time."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._page: QWidget | None = None
        self._focus: QWidget | None = None
        self._application = QApplication.instance()

    def close(self, page: QWidget) -> None:
        """``page`` is a child of the window, and the only one that is left."""
        window = self._window
        window.keep_typed()
        self._end_what_lies_on_top()
        self._focus = window.focusWidget()
        if self._focus is not None:
            self._focus.destroyed.connect(self._lose_focus)
        self._page = page
        window.accessible_only = page
        window.pages.hide()
        page.setGeometry(window.rect())
        page.show()
        page.raise_()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        assert isinstance(self._application, QApplication)
        self._application.installEventFilter(self)
        self._application.focusChanged.connect(self._keep_focus)

    def open(self) -> None:
        """Everything is as it was."""
        page, focus = self._page, self._focus
        self.release()
        self._window.pages.show()
        if page is not None:
            page.hide()
            page.deleteLater()
        if focus is not None and focus.isVisible() and focus.window() is self._window:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.take_first_focus()

    def release(self) -> None:
        """Watch nothing any more."""
        if self._page is None:
            return
        self._page = None
        self._window.accessible_only = None
        assert isinstance(self._application, QApplication)
        self._application.removeEventFilter(self)
        self._application.focusChanged.disconnect(self._keep_focus)
        if self._focus is not None:
            self._focus.destroyed.disconnect(self._lose_focus)
            self._focus = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.Resize and self._page is not None:
                self._page.setGeometry(self._window.rect())
        elif kind == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_of_window(watched):
            watched.hide()  # something that was begun earlier ends now: nobody may see it
        return False

    def _is_of_window(self, widget: QWidget) -> bool:
        """Whether it would lie over the page, and is not the page's own."""
        if widget is self._page or widget.parentWidget() is None or isinstance(widget, QMessageBox | QMenu):
            return False
        if widget.parentWidget() is not self._window and not widget.isWindow():
            return False
        return not self._belongs_to_page(widget) and _is_below(widget, self._window)

    def _belongs_to_page(self, widget: QWidget) -> bool:
        """Also a question of the page, which is a window of its own."""
        found: QWidget | None = widget
        while found is not None:
            if found is self._page:
                return True
            found = found.parentWidget()
        return False

    def _end_what_lies_on_top(self) -> None:
        """Menus, questions, pictures: they are not there any more when the person comes back."""
        window = self._window
        QToolTip.hideText()
        window.rest_media()
        for widget in QApplication.topLevelWidgets():
            is_notice = widget.inherits("QBalloonTip")  # Qt's own, where the desktop has no notifications
            if widget is window or not widget.isVisible() or not (is_notice or _is_below(widget, window)):
                continue
            if isinstance(widget, QDialog):
                widget.reject()
            else:
                widget.close()
        for child in window.children():
            if isinstance(child, QWidget) and not child.isWindow() and child is not window.pages and child.isVisible():
                dismiss = getattr(child, "dismiss", child.hide)
                dismiss()

    def _keep_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A key must never go to what nobody sees."""
        page = self._page
        if page is not None and new is not None and new.window() is self._window and not self._belongs_to_page(new):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lose_focus(self) -> None:
        self._focus = None


def _is_below(widget: QWidget, window: QWidget) -> bool:
    """Whether a window was opened from another one; ``isAncestorOf`` stops at windows."""
    found = widget.parentWidget()
    while found is not None and found is not window:
        found = found.parentWidget()
    return found is window
