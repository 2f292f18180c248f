"""What was erased about a person and when, for the owner's files: figures, and no word of what was said."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from igdesk.domain.file_names import safe_folder
from igdesk.store.deleting import Holding
from igdesk.ui.banner.choice import Tone
from igdesk.ui.card_dialog import CardDialog
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.dialogs import IconDisc
from igdesk.ui.export.json_form import moment
from igdesk.ui.format import full_time, number
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_WIDTH = 460


@dataclass(frozen=True, slots=True)
class Record:
    """Of one person."""

    erased_at: datetime
    name: str
    username: str
    instagram_ids: tuple[str, ...]
    accounts: tuple[str, ...]
    """In which it was."""
    holding: Holding

    def text(self) -> str:
        """For people."""
        held = self.holding
        lines = [
            say("record.title"),
            "",
            say("record.when", moment=full_time(self.erased_at), utc=moment(self.erased_at)),
            say("record.who", who=" · ".join(self._who())),
            say("record.accounts", names=", ".join(self.accounts)),
            "",
            say("record.messages", n=number(held.messages), conversations=number(held.conversations)),
            say("record.media", pictures=number(held.pictures), files=number(held.files)),
            say("record.rest", notes=number(held.notes), labels=number(held.labels)),
            "",
            say("record.foot"),
        ]
        return "\n".join(lines)

    def json(self) -> str:
        """For programs."""
        held = self.holding
        form = {
            "format": "igdesk-erasure",
            "version": 1,
            "erased_at": moment(self.erased_at),
            "person": {"name": self.name, "username": self.username, "instagram_ids": list(self.instagram_ids)},
            "accounts": list(self.accounts),
            "erased": {
                "conversations": held.conversations,
                "messages": held.messages,
                "pictures": held.pictures,
                "other_files": held.files,
                "notes": held.notes,
                "labels": held.labels,
            },
        }
        return json.dumps(form, ensure_ascii=False, indent=1) + "\n"

    def _who(self) -> Sequence[str]:
        ids = (f"Instagram {found}" for found in self.instagram_ids)
        return [part for part in (self.name, f"@{self.username}" if self.username else "", *ids) if part]


class RecordDialog(CardDialog):
    """The record, to be saved or copied; igdesk itself keeps nothing of it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget, record: Record) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("eraseRecord")
        self.record = record
        words = self.write(say("record.heading"), *filter(None, record.text().split("\n")[1:]))
        self._trouble = PlainText(theme_source, self, color="danger.text", text="")
        self._trouble.hide()
        buttons = []
        for name, text_id, act, kind in (
            ("recordClose", "export.close", self.reject, ButtonKind.PLAIN),
            ("recordCopy", "action.copy", self._copy, ButtonKind.PLAIN),
            ("recordSave", "record.save", self.ask_where, ButtonKind.PRIMARY),
        ):
            button = TextButton(say(text_id), theme_source, self, kind=kind)
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, act=act: act())
            buttons.append(button)
        buttons[-1].setFocus(Qt.FocusReason.TabFocusReason)
        sign = IconDisc("file", Tone.INFO, theme_source, self)
        self.arrange(sign, words, *buttons, width_px=_WIDTH, warning=self._trouble)

    def ask_where(self) -> QFileDialog:
        dialog = QFileDialog(self, say("record.save.title"))
        dialog.setObjectName("recordDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([say("record.type.text"), say("record.type.json")])
        dialog.setDefaultSuffix("txt")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("json" if chosen == say("record.type.json") else "txt")
        )
        place = QStandardPaths.StandardLocation.DocumentsLocation
        dialog.setDirectory(QStandardPaths.writableLocation(place))
        who = safe_folder(self.record.username or self.record.name, fallback=say("row.nobody"))
        name = say("record.file", name=who)
        dialog.selectFile(f"{name} {self.record.erased_at:%Y-%m-%d}.txt")
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.open()
        return dialog

    def save(self, path: Path) -> None:
        """Write it; the dialog stays where that fails."""
        text = self.record.json() if path.suffix.lower() == ".json" else self.record.text() + "\n"
        try:
            path.write_text(text, encoding="utf-8")
        except OSError:
            self._trouble.set_text(say("record.failed"))
            self._trouble.show()
            self.fit()
        else:
            self.accept()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.record.text())
