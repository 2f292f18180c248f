"""The lock, on the whole window: nothing of the archive is left in reach, and everything comes back as it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.attention import Attention
from igdesk.domain.ids import AccountId
from igdesk.domain.lock import AFTER_MIN, CHECK, LOCKED, TRIES, Moment
from igdesk.domain.notices import SHOW_TEXT
from igdesk.domain.status import Problem
from igdesk.store import passphrase
from igdesk.sync.session import SignInResult
from igdesk.ui.accessible_role import install_roles
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.lock import away as away_module
from igdesk.ui.theme import ThemeSource
from igdesk.ui.window.main_window import MainWindow
from igdesk.ui.window.making import Making

WORDS = "kiln and glaze"


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "SCRYPT_N", 2**14)


class Lock:
    """The studio with a passphrase chosen."""

    def __init__(self, studio: Any, qtbot: QtBot) -> None:
        self.studio, self.window, self.qtbot = studio, studio.window, qtbot
        self.settings = studio.archive.settings
        self.settings.set(CHECK, passphrase.make_check(WORDS))

    @property
    def locking(self) -> Any:
        return self.window.locking

    def close(self) -> Any:
        self.locking.lock()
        assert self.window.is_locked
        return self.locking.page

    def type(self, words: str) -> None:
        page = self.locking.page
        page.findChild(QLineEdit, "lockField").setText(words)
        page.findChild(QWidget, "lockUnlock").click()
        self.settled()

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: not self.locking._work.is_busy, timeout=5000)
        QTest.qWait(1)

    def open(self) -> None:
        self.type(WORDS)
        assert not self.window.is_locked

    def dialog(self) -> Any:
        return self.window.findChild(QDialog, "lockAsk")

    def fill(self, **fields: str) -> None:
        for name, words in fields.items():
            self.dialog().findChild(QLineEdit, name).setText(words)
        self.dialog().findChild(QWidget, "lockAskAccept").click()
        self.settled()

    def remark(self) -> str:
        return str(self.dialog().findChild(QWidget, "lockAskRemark").text())


def has_all_parts(window: MainWindow) -> bool:
    """Whether everything was made that follows the first paint."""
    return any(making.is_over for making in window.findChildren(Making))


@pytest.fixture
def lock(studio: Any, qtbot: QtBot) -> Lock:
    qtbot.waitUntil(lambda: has_all_parts(studio.window))
    return Lock(studio, qtbot)


def words_in_reach(thing: QObject) -> list[str]:
    """Every name, value and description that a screen reader can walk to."""
    found: list[str] = []

    def walk(interface: Any) -> None:
        if interface is None or not interface.isValid():
            return
        for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description):
            found.append(interface.text(kind))
        for index in range(interface.childCount()):
            walk(interface.child(index))

    walk(QAccessible.queryAccessibleInterface(thing))
    return [words for words in found if words]


def test_nothing_of_the_archive_is_seen_or_heard(lock: Lock) -> None:
    install_roles()
    lock.window.open_conversation(lock.studio.talks["mara"])
    assert any("Mara" in words for words in words_in_reach(lock.window))
    page = lock.close()
    reached = " ".join(words_in_reach(lock.window))
    assert "Mara" not in reached
    assert "Priya" not in reached
    assert "Unlock" in reached
    assert "I forgot the passphrase" in reached
    shown = [w for w in lock.window.findChildren(QWidget) if w.isVisible() and not page.isAncestorOf(w) and w != page]
    assert shown == []
    assert page.geometry() == lock.window.rect()
    assert lock.window.windowTitle() == "igdesk"
    picture = lock.window.grab().toImage()
    ground = lock.window.theme_source.current.color("bg.rail").rgb()
    assert {picture.pixel(x, y) for x in range(0, 300, 7) for y in range(0, 700, 7)} == {ground}
    lock.window.resize(1000, 700)
    assert page.geometry() == lock.window.rect()


def test_everything_is_as_it_was_when_it_is_opened(lock: Lock) -> None:
    window = lock.window
    window.open_conversation(lock.studio.talks["mara"])
    window.conversation.composer.field.setPlainText("Half a sen")
    window.conversation.composer.focus_text()
    bar = window.conversation.timeline.view.verticalScrollBar()
    before = bar.value()
    lock.close()
    assert lock.studio.row("mara").draft == "Half a sen"
    lock.open()
    assert window.conversation.conversation.id == lock.studio.talks["mara"]
    assert window.conversation.composer.field.toPlainText() == "Half a sen"
    assert window.focusWidget() is window.conversation.composer.field
    assert bar.value() == before
    assert window.windowTitle() == "igdesk (6)"
    assert window.accessible_only is None


def test_settings_stay_open_behind_it(lock: Lock) -> None:
    lock.window.settings.open("privacy")
    lock.close()
    lock.open()
    assert lock.window.settings.is_open


def test_keys_and_commands_do_nothing_but_close_and_quit(lock: Lock) -> None:
    window = lock.window
    window.open_conversation(lock.studio.talks["mara"])
    quits: list[int] = []
    window.quit_requested.connect(lambda: quits.append(1))
    lock.close()
    for key in window.shortcuts.keys:
        if key not in ("Ctrl+W", "Ctrl+Q"):
            window.shortcuts.trigger(key)
    assert [w for w in window.children() if isinstance(w, QWidget) and w.isVisible()] == [lock.locking.page]
    window.shortcuts.trigger("Ctrl+Q")
    assert quits == [1]
    lock.open()
    assert window.conversation.conversation.id == lock.studio.talks["mara"]


def test_what_lies_on_top_is_closed_and_what_comes_later_is_not_seen(lock: Lock) -> None:
    window = lock.window
    window.palette_place.open("")
    window.undoing.tell("Mara Lindqvist is done.")
    question = AskDialog(
        window.theme_source, window, icon_name="key", of_tone=_tone(), heading="Disconnect?", text="", accept="Yes"
    )
    question.open()
    page = lock.close()
    visible = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert visible == [window]
    window.undoing.tell("Mara Lindqvist is back.")
    late = AskDialog(
        window.theme_source, window, icon_name="key", of_tone=_tone(), heading="Play outside?", text="", accept="Yes"
    )
    late.open()
    QTest.qWait(10)
    assert [w for w in window.children() if isinstance(w, QWidget) and w.isVisible()] == [page]
    assert not late.isVisible()
    late.reject()
    lock.open()


def _tone() -> Any:
    from igdesk.ui.banner.choice import Tone

    return Tone.INFO


def test_its_key_reaches_over_what_lies_on_top(lock: Lock) -> None:
    window = lock.window
    window.activateWindow()
    lock.qtbot.waitUntil(lambda: window.isActiveWindow())
    window.palette_place.open("mara")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_L, keys)
    assert window.is_locked
    assert not window.palette_place.palette.isVisible()
    lock.open()
    viewer = window.media.viewer.viewer
    viewer.open()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_L, keys)
    assert window.is_locked
    assert not viewer.isVisible()


def test_a_key_never_goes_to_what_nobody_sees(lock: Lock) -> None:
    window = lock.window
    window.open_conversation(lock.studio.talks["mara"])
    page = lock.close()
    window.activateWindow()
    lock.qtbot.waitUntil(lambda: window.isActiveWindow())
    window.conversation.composer.field.setFocus()
    assert page.isAncestorOf(QApplication.focusWidget())
    QTest.keyClicks(QApplication.focusWidget(), "secret")
    assert window.conversation.composer.field.toPlainText() == ""
    assert page.findChild(QLineEdit, "lockField").text() == "secret"


def test_the_engine_goes_on_and_messages_that_come_are_not_marked_as_read(lock: Lock) -> None:
    window, engine = lock.window, lock.studio.engine
    window.open_conversation(lock.studio.talks["mara"])
    engine.asked.clear()
    lock.close()
    assert ("open_conversation", (None,)) in engine.asked
    assert ("set_attention", (Attention.ACTIVE,)) not in engine.asked
    lock.studio.write("mara", "Mara Lindqvist", 0.01, "Are you there?")
    assert not window.conversation.timeline._read.timer.isActive()
    lock.open()
    assert ("open_conversation", (lock.studio.talks["mara"],)) in engine.asked


def test_the_number_of_unread_conversations_follows_the_wish(lock: Lock) -> None:
    lock.close()
    assert lock.locking.page._text.text() == "6 conversations with unread messages"
    lock.studio.write("zoe", "Zoë", 0.01)
    lock.window.bridge.settle()
    assert lock.locking.page._text.text() == "7 conversations with unread messages"
    lock.open()
    lock.settings.set(SHOW_TEXT, "0")
    lock.close()
    assert lock.locking.page._text.text() == ""


def test_wrong_ones_are_said_and_after_a_few_the_next_one_waits(lock: Lock) -> None:
    page = lock.close()
    for _ in range(2):
        lock.type("kiln")
        assert page._remark.words.text() == "That is not the passphrase."
        assert page._go.isEnabled()
    lock.type("kiln")
    assert page._remark.words.text() == "That is not the passphrase. Try again in 5 s."
    assert not page._go.isEnabled()
    lock.type(WORDS)
    assert lock.window.is_locked
    assert lock.settings.get(TRIES).startswith("3 ")
    moment = lock.window.now() + timedelta(seconds=6)
    lock.window.now = lambda: moment
    lock.locking._show_wait()
    assert page._go.isEnabled()
    lock.open()
    assert lock.settings.get(TRIES) == ""


def test_a_start_after_a_death_while_locked_is_locked_before_anything_is_painted(lock: Lock, qtbot: QtBot) -> None:
    lock.close()
    assert lock.settings.get(LOCKED) == "1"
    window = MainWindow(
        lock.studio.archive, ThemeSource(), is_demo=False, open_url=lambda _url: None, now=lambda: lock.window.now()
    )
    qtbot.addWidget(window)
    assert window.is_locked
    assert window.pages.isHidden()
    window.show()
    qtbot.waitUntil(lambda: has_all_parts(window))
    assert window.windowTitle() == "igdesk"
    assert window.notifier.tells_texts
    edit = window.locking.page.findChild(QLineEdit, "lockField")
    edit.setText(WORDS)
    window.locking.page.findChild(QWidget, "lockUnlock").click()
    qtbot.waitUntil(lambda: not window.is_locked)
    assert window.pages.isVisible()
    assert lock.settings.get(LOCKED) == ""
    window.release()


def test_without_a_passphrase_one_is_chosen_first(lock: Lock) -> None:
    lock.settings.set(CHECK, "")
    lock.window.registry.run("lock")
    assert not lock.window.is_locked
    lock.fill(lockNew="short", lockNewAgain="short")
    assert lock.remark() == "Use at least 8 characters."
    lock.fill(lockNew=WORDS, lockNewAgain=WORDS + "!")
    assert lock.remark() == "The two are not the same."
    lock.fill(lockNew=WORDS, lockNewAgain=WORDS)
    assert lock.window.is_locked
    assert WORDS not in lock.settings.get(CHECK)
    lock.open()


def test_the_passphrase_is_changed_and_removed_with_the_present_one(lock: Lock) -> None:
    lock.settings.set(AFTER_MIN, "10")
    lock.locking.ask_to_change()
    lock.fill(lockOld="guess and try", lockNew="another one", lockNewAgain="another one")
    assert lock.remark() == "That is not the passphrase."
    lock.fill(lockOld=WORDS, lockNew="another one", lockNewAgain="another one")
    assert lock.window.undoing.toast.text == "The passphrase is changed."
    lock.locking.ask_to_remove()
    lock.fill(lockOld=WORDS)
    assert lock.remark() == "That is not the passphrase."
    lock.fill(lockOld="another one")
    assert lock.settings.get(CHECK) == ""
    assert lock.locking.after == timedelta(0)
    assert not lock.locking.has_passphrase


def test_tab_goes_from_field_to_field(lock: Lock) -> None:
    lock.locking.ask_to_change()
    stop, stops = lock.dialog().findChild(QLineEdit, "lockOld"), []
    while len(stops) < 8:
        stops.append(stop.objectName())
        stop = stop.nextInFocusChain()
        while not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stop = stop.nextInFocusChain()
    reveals = ["lockOldReveal", "lockNewReveal", "lockNewAgainReveal"]
    assert stops == ["lockOld", "lockNew", "lockNewAgain", *reveals, "lockAskCancel", "lockAskAccept"]


class Own:
    """The passphrase of a profile without a keychain."""

    words = WORDS

    def matches(self, words: str) -> bool:
        return words == self.words

    def change_passphrase(self, current: str, new: str) -> None:
        if current != self.words:
            raise passphrase.WrongPassphrase
        self.words = new


def test_without_a_keychain_it_is_the_passphrase_of_the_archive(lock: Lock, qtbot: QtBot) -> None:
    lock.settings.set(CHECK, "")
    own = lock.window.passphrase = Own()
    lock.close()
    lock.type("kiln")
    assert lock.window.is_locked
    lock.locking.page.findChild(QPushButton, "lockForgot").click()
    assert "kept nowhere" in lock.window.findChild(QDialog, "lockHelp").accessibleDescription()
    lock.window.findChild(QDialog, "lockHelp").reject()
    lock.open()
    lock.locking.ask_to_change()
    lock.fill(lockOld=WORDS, lockNew="another one", lockNewAgain="another one")
    assert own.words == "another one"
    assert lock.settings.get(CHECK) == ""
    lock.locking.lock()
    window = MainWindow(lock.studio.archive, ThemeSource(), is_demo=False, open_url=lambda _url: None, passphrase=own)
    qtbot.addWidget(window)
    assert not window.is_locked, "it was typed a moment ago"
    assert lock.settings.get(LOCKED) == ""
    window.release()


class Owner:
    def __init__(self) -> None:
        self.result = SignInResult()
        self.asked: list[str] = []

    def prove(self, token: str, done: Callable[[SignInResult], None]) -> None:
        self.asked.append(token)
        done(self.result)


def test_a_token_of_a_connected_account_is_the_way_round_a_forgotten_one(lock: Lock) -> None:
    owner = lock.studio.engine.owner = Owner()
    token = "IGAA" + "x1Y2z3" * 20
    page = lock.close()
    page.findChild(QPushButton, "lockForgot").click()
    dialog = lock.window.findChild(QDialog, "lockForgotten")
    assert dialog.isVisible()
    dialog.findChild(QPushButton, "lockForgottenDashboard").click()
    assert lock.studio.opened_urls == ["https://developers.facebook.com/apps/"]
    owner.result = SignInResult(problem=Problem("other_account", "Not connected here.", "Take another."))
    dialog.findChild(QLineEdit, "wizardToken").setText(token)
    dialog.findChild(QPushButton, "lockForgottenAccept").click()
    assert dialog.findChild(QWidget, "lockForgottenRemark").text() == "Not connected here. Take another."
    assert lock.window.is_locked
    owner.result = SignInResult(AccountId(1))
    dialog.findChild(QPushButton, "lockForgottenAccept").click()
    assert owner.asked == [token, token]
    assert not lock.window.is_locked
    assert lock.settings.get(CHECK) == ""
    assert lock.window.undoing.toast.text == "The passphrase is removed."


def test_in_the_demo_starting_anew_is_the_way_round(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    studio = make_studio(is_demo=True)
    studio.window.show()
    lock = Lock(studio, qtbot)
    quits: list[int] = []
    studio.window.quit_requested.connect(lambda: quits.append(1))
    lock.close().findChild(QPushButton, "lockForgot").click()
    studio.window.findChild(QDialog, "lockHelp").findChild(QPushButton, "askAccept").click()
    assert quits == [1]


class Clock:
    """Both clocks of the watch."""

    def __init__(self, lock: Lock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.start, self.passed_s = lock.window.now(), 0.0
        moment = lambda: Moment(self.start + timedelta(seconds=self.passed_s), self.passed_s)  # noqa: E731
        monkeypatch.setattr(away_module.AwayWatch, "_moment", lambda _self: moment())


def test_it_locks_itself_when_nobody_is_there(lock: Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(lock, monkeypatch)
    lock.locking.choose_after(10)
    timer: QTimer = lock.locking.away.timer
    assert timer.isActive()
    assert timer.isSingleShot()
    assert 590_000 < timer.interval() <= 600_100
    clock.passed_s = 599
    QTest.mouseMove(lock.window.windowHandle(), lock.window.rect().center())
    QTest.keyClick(lock.window.windowHandle(), Qt.Key.Key_Shift)
    clock.passed_s = 601
    timer.stop()
    timer.timeout.emit()
    assert not lock.window.is_locked
    assert 590_000 < timer.interval() <= 598_100
    clock.passed_s = 1200
    timer.timeout.emit()
    assert lock.window.is_locked
    assert not timer.isActive()
    lock.open()
    assert timer.isActive()


def test_writing_with_an_input_method_is_being_there(lock: Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QInputMethodEvent

    clock = Clock(lock, monkeypatch)
    lock.window.open_conversation(lock.studio.talks["mara"])
    lock.window.activateWindow()
    lock.qtbot.waitUntil(lambda: lock.window.isActiveWindow())
    lock.window.conversation.composer.focus_text()
    lock.locking.choose_after(10)
    clock.passed_s = 500
    QApplication.sendEvent(lock.window.conversation.composer.field, QInputMethodEvent("器", []))
    clock.passed_s = 700
    lock.locking.away.look()
    assert not lock.window.is_locked


def test_after_sleep_the_first_key_locks_and_does_nothing_else(lock: Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(lock, monkeypatch)
    lock.locking.choose_after(60)
    clock.start += timedelta(hours=8)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QApplication.sendEvent(lock.window.windowHandle(), event)
    assert lock.window.is_locked


def test_settings_offer_it_and_ask_for_a_passphrase_first(lock: Lock) -> None:
    lock.settings.set(CHECK, "")
    lock.window.settings.open("privacy")
    page = lock.window.settings.place.page
    choice = page.findChild(QComboBox, "privacyLock")
    assert choice.currentText() == "Never"
    choice.setCurrentIndex(choice.findText("After 10 minutes"))
    choice.activated.emit(choice.currentIndex())
    assert choice.currentText() == "Never"
    lock.dialog().reject()
    assert not lock.locking.has_passphrase
    choice.activated.emit(choice.findText("After 10 minutes"))
    lock.fill(lockNew=WORDS, lockNewAgain=WORDS)
    assert choice.currentText() == "After 10 minutes"
    assert lock.settings.get(AFTER_MIN) == "10"
    assert page.findChild(QPushButton, "privacyLockRemove").isVisible()
    assert page.findChild(QPushButton, "privacyLockChange").words == "Change…"


def test_what_was_chosen_holds_after_a_start(lock: Lock, qtbot: QtBot) -> None:
    lock.settings.set(AFTER_MIN, "5")
    window = MainWindow(lock.studio.archive, ThemeSource(), is_demo=False, open_url=lambda _url: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window._locking is not None)
    assert window.locking.away.timer.isActive()
    window.release()


def test_without_an_account_there_is_nothing_to_lock(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    studio = make_studio(accounts=0)
    studio.window.show()
    qtbot.waitUntil(lambda: has_all_parts(studio.window))
    Lock(studio, qtbot)
    studio.archive.settings.set(LOCKED, "1")
    assert not studio.window.registry.run("lock")
    studio.window.locking.restore()
    assert not studio.window.is_locked


def test_a_quiet_start_after_a_death_while_locked_is_locked_when_the_window_comes(lock: Lock, qtbot: QtBot) -> None:
    lock.settings.set(LOCKED, "1")
    window = MainWindow(lock.studio.archive, ThemeSource(), is_demo=False, open_url=lambda _url: None)
    qtbot.addWidget(window)
    window.begin_quietly()
    qtbot.waitUntil(lambda: has_all_parts(window))
    window.notifier.bring_up()
    assert window.is_locked
    assert window.pages.isHidden()
    assert window.locking.page.geometry() == window.rect()
    window.release()
