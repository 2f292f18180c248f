"""Exporting from the window: asked where to, told how far, and nothing waits for it."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QPushButton

from igdesk.domain.file_names import safe_folder
from igdesk.ui.export import writer
from igdesk.ui.profile.parts import RowButton
from igdesk.ui.triage.menu import conversation_menu


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def finish(qtbot, studio):
    qtbot.waitUntil(lambda: not studio.window.exporting.is_busy, timeout=10_000)
    return studio.window.exporting.panel


def choose(studio, folder):
    dialog = studio.window.findChild(QFileDialog, "exportDialog")
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(folder))
    dialog.close()


def test_export_the_open_conversation(studio, qtbot, out):
    window = studio.window
    opened = []
    window.open_folder = opened.append
    window.open_conversation(studio.talks["mara"])
    window.conversation.composer.field.setPlainText("not sent yet")
    assert window.registry.get("export").title == "Export conversation…"
    assert window.registry.run("export")
    choose(studio, out)
    panel = finish(qtbot, studio)
    assert panel.isVisible()
    folder = out / f"Mara Lindqvist {window.now():%Y-%m-%d}"
    assert folder.is_dir()
    assert folder.name in panel.words
    assert "1 message" in panel.words
    assert json.loads((folder / "conversation.json").read_bytes())["conversation"]["draft"] == "not sent yet"
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    assert opened == [folder]
    assert panel.isHidden()


def test_it_can_be_stopped(studio, qtbot, out, monkeypatch):
    monkeypatch.setattr(writer, "LONGEST_REST_S", 30.0)
    monkeypatch.setattr(writer, "REST", 0.99999)
    studio.window.exporting.export(None, out)
    panel = studio.window.exporting.panel
    assert panel.isVisible()
    assert "Exporting everything" in panel.words
    assert panel.button.words == "Cancel"
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    finish(qtbot, studio)
    assert panel.isHidden()
    assert list(out.iterdir()) == []


def test_by_keyboard_alone(studio, qtbot, out, monkeypatch):
    window, opened = studio.window, []
    window.open_folder = opened.append
    assert not window.registry.run("stop_export")
    assert not window.registry.run("open_export")
    window.exporting.export(None, out)
    assert window.registry.run("stop_export")
    finish(qtbot, studio)
    window.exporting.export([studio.talks["mara"]], out)
    panel = finish(qtbot, studio)
    window.commands.escape()
    assert panel.isHidden()
    assert window.registry.run("open_export")
    assert opened == list(out.iterdir())


def test_what_went_wrong_is_said_with_the_cure(studio, qtbot, out):
    studio.window.exporting.export([studio.talks["mara"]], out / "is not there")
    panel = finish(qtbot, studio)
    assert "Not exported" in panel.words
    assert "choose another folder" in panel.words
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    choose(studio, out)
    finish(qtbot, studio)
    assert len(list(out.iterdir())) == 1


def test_one_after_the_other(studio, qtbot, out):
    for name in ("mara", "aiko", "noah"):
        studio.window.exporting.export([studio.talks[name]], out)
    qtbot.waitUntil(lambda: len([p for p in out.iterdir() if p.suffix != ".part"]) == 3, timeout=10_000)
    finish(qtbot, studio)


def test_the_end_of_the_program_leaves_nothing_half_done(studio, out, monkeypatch):
    monkeypatch.setattr(writer, "LONGEST_REST_S", 30.0)
    monkeypatch.setattr(writer, "REST", 0.99999)
    studio.window.exporting.export(None, out)
    studio.window.release()
    assert list(out.iterdir()) == []


def test_where_it_is_offered(studio, qtbot):
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.toggle_details(True)
    buttons = {b.objectName(): b for b in window.details.findChildren(RowButton)}
    assert buttons["detailsExport"].accessibleName() == "Export conversation…"
    assert buttons["detailsDelete"].accessibleName() == "Delete from this computer…"
    qtbot.mouseClick(buttons["detailsExport"], Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog, "exportDialog")
    assert dialog.isVisible()
    dialog.close()
    menu = conversation_menu(window, [studio.talks["mara"]])
    names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    assert names[-2:] == ["menu.export", "menu.delete_here"]
    menu.close()


def test_several_at_once(studio, qtbot, out):
    ids = [studio.talks["mara"], studio.talks["aiko"]]
    menu = conversation_menu(studio.window, ids)
    action = menu.findChild(QAction, "menu.export")
    assert action.text() == "Export 2 conversations…"
    action.trigger()
    menu.close()
    choose(studio, out)
    finish(qtbot, studio)
    (folder,) = out.iterdir()
    assert sorted(p.name[5:] for p in (folder / "conversations").iterdir()) == ["Aiko Tanaka", "Mara Lindqvist"]


def test_everything_from_the_settings(studio, qtbot, out):
    studio.window.settings.open("privacy")
    button = studio.window.settings.place.page.findChild(QPushButton, "privacyExport")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    choose(studio, out)
    finish(qtbot, studio)
    (folder,) = out.iterdir()
    assert len(json.loads((folder / "igdesk.json").read_bytes())["conversations"]) == len(studio.talks)


def test_folder_names():
    assert safe_folder("a" * 200, fallback="x") == "a" * 80
    assert safe_folder("  .. ", fallback="x") == "x"
    assert Path(safe_folder("C:\\evil", fallback="x")).name == "evil"
