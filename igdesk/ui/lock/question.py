"""Choosing, changing and removing the passphrase of the lock."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from igdesk.ui.banner.choice import Tone
from igdesk.ui.card_dialog import CardDialog
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.dialogs import IconDisc
from igdesk.ui.focus import put_in_tab_order
from igdesk.ui.secret_field import SecretField
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.unlock.page import SHORTEST_PASSPHRASE, Remark

_WIDTH = 460


class Purpose(Enum):
    """The values are the ends of the text ids ``lock.ask.*``."""

    CHOOSE = "choose"
    CHANGE = "change"
    REMOVE = "remove"

    @property
    def has_old(self) -> bool:
        return self is not Purpose.CHOOSE

    @property
    def has_new(self) -> bool:
        return self is not Purpose.REMOVE


class PassphraseDialog(CardDialog):
    """Says what was typed; whoever opened it tries it, and closes it when that was right."""

    submitted = Signal(str, str)
    """The present passphrase and the new one; empty where there is none."""

    def __init__(self, purpose: Purpose, text: str, care: str, theme_source: ThemeSource, parent: QWidget) -> None:
        """``care``: what to mind, under the fields."""
        super().__init__(theme_source, parent)
        self._care = care or " "
        self.purpose = purpose
        self._is_busy = False
        self.setObjectName("lockAsk")
        words = self.write(say(f"lock.ask.{purpose.value}"), text)
        words.addSpacing(6)
        self._old = self._field("lock.ask.old", "lockOld") if purpose.has_old else None
        self._new = self._field("lock.ask.new", "lockNew") if purpose.has_new else None
        self._again = self._field("lock.new.repeat", "lockNewAgain") if purpose.has_new else None
        self._fields = [field for field in (self._old, self._new, self._again) if field is not None]
        self._remark = Remark(theme_source, self)
        self._remark.words.setObjectName("lockAskRemark")
        cancel = TextButton(say("ask.cancel"), theme_source, self)
        cancel.setObjectName("lockAskCancel")
        cancel.clicked.connect(self.reject)
        kind = ButtonKind.PRIMARY if purpose.has_new else ButtonKind.DANGER
        self._go = TextButton(say(f"lock.ask.{purpose.value}.do"), theme_source, self, kind=kind)
        self._go.setObjectName("lockAskAccept")
        self._go.clicked.connect(self._submit)
        for field in self._fields:
            words.addWidget(field)
            field.edit.textChanged.connect(self._follow)
            field.edit.pasted.connect(field.edit.paste)
            field.edit.returnPressed.connect(self._submit)
        words.addWidget(self._remark)
        self._remark.tell(self._care, is_problem=False)
        self.arrange(IconDisc("lock", Tone.INFO, theme_source, self), words, cancel, self._go, width_px=_WIDTH)
        reveals = (field.reveal for field in self._fields)
        put_in_tab_order(*(field.edit for field in self._fields), *reveals, cancel, self._go)
        self._fields[0].setFocus(Qt.FocusReason.TabFocusReason)
        self._follow()

    def set_busy(self, is_busy: bool) -> None:
        """While it is tried, which takes a moment on purpose."""
        self._is_busy = is_busy
        for field in self._fields:
            field.edit.setReadOnly(is_busy)
        self._follow_button()

    def show_wrong(self, words: str) -> None:
        """The present passphrase was not right."""
        self.set_busy(False)
        self._remark.tell(words, is_problem=True)
        field = self._fields[0]
        field.set_problem(True)
        field.edit.selectAll()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """No passphrase stays in the window."""
        for field in self._fields:
            field.reveal.setChecked(False)
            field.edit.clear()
        super().done(result)

    def _field(self, text_id: str, object_name: str) -> SecretField:
        words = say(text_id)
        field = SecretField("lock", words, say("lock.show"), say("lock.hide"), self._theme_source, self)
        field.edit.setPlaceholderText(words)
        field.edit.setObjectName(object_name)
        field.reveal.setObjectName(f"{object_name}Reveal")
        return field

    def _follow(self) -> None:
        for field in self._fields:
            field.set_problem(False)
        self._remark.tell(self._care, is_problem=False)
        self._follow_button()

    def _follow_button(self) -> None:
        self._go.setEnabled(not self._is_busy and all(field.edit.text() for field in self._fields))

    def _submit(self) -> None:
        if not self._go.isEnabled():
            return
        old = self._old.edit.text() if self._old is not None else ""
        new = ""
        if self._new is not None and self._again is not None:
            new = self._new.edit.text()
            if len(new) < SHORTEST_PASSPHRASE:
                self._object("lock.new.short", self._new)
                return
            if new != self._again.edit.text():
                self._object("lock.new.differ", self._again)
                return
        self.set_busy(True)
        self.submitted.emit(old, new)

    def _object(self, text_id: str, field: SecretField) -> None:
        self._remark.tell(say(text_id), is_problem=True)
        field.set_problem(True)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
