"""Writing conversations into a folder: under a name of its own first, under the right one once all of it is there."""

import errno
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Event
from typing import TextIO
from urllib.parse import quote

from igdesk.domain.attachment import Attachment, MediaState
from igdesk.domain.file_names import ending_of, safe_folder, safe_name
from igdesk.domain.ids import ConversationId
from igdesk.domain.message import Message
from igdesk.store.export_reader import ConversationFacts, ExportReader
from igdesk.ui.export import json_form, page_html
from igdesk.ui.export.message_html import Scene
from igdesk.ui.texts import say
from igdesk.ui.timeline.rows import Row, RowRules, row_of
from igdesk.whole_file import put_in_place

PAGE_MESSAGES = 2000
MEDIA, CONVERSATIONS = "media", "conversations"
NAME_CHARS, FILE_CHARS = 60, 40
REST = 0.3
"""Share of the time in which nothing is done: the window comes first."""
LONGEST_REST_S = 0.03
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    folder: Path
    conversations: int
    messages: int
    files: int


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The person does not want it any more."""


def trouble_of(error: OSError) -> str:
    """Why it could not be written: the id of the words for it."""
    if error.errno in _FULL:
        return "export.failed.full"
    return "export.failed.forbidden" if error.errno in _FORBIDDEN else "export.failed.other"


class ExportWriter:
    """For one export, in one thread. What was begun and not finished leaves nothing behind."""

    def __init__(
        self,
        reader: ExportReader,
        parent: Path,
        *,
        now: datetime,
        zone: tzinfo | None = None,
        told: Callable[[int, int], None] = lambda done, total: None,
        stops: Event | None = None,
    ) -> None:
        """``parent``: the folder that the person chose. ``told`` hears how many messages of how many are written."""
        self._reader = reader
        self._parent = parent
        self._now = now
        self._zone = zone
        self._told = told
        self._stops = stops or Event()
        self._done = self._total = self._files = 0

    def write(self, ids: Sequence[ConversationId] | None) -> Exported:
        """Export these conversations, or everything. Raises OSError, KnownError or Stopped."""
        wanted = self._reader.ids() if ids is None else list(ids)
        self._total = self._reader.count(wanted)
        only = self._reader.facts(wanted[0]) if ids is not None and len(wanted) == 1 else None
        title = page_html.name_of(only) if only is not None else say("export.folder")
        name = f"{safe_folder(title, fallback=say('row.nobody'))[:NAME_CHARS].rstrip('. ')} {self._now:%Y-%m-%d}"
        unfinished = self._free(f"{name}.part")
        try:
            unfinished.mkdir(mode=0o700)
            if only is not None:
                self._write_conversation(only, unfinished, home="")
                count = 1
            else:
                count = self._write_all(wanted, unfinished, is_everything=ids is None)
            folder = self._free(name)
            put_in_place(unfinished, folder)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return Exported(folder, count, self._done, self._files)

    def _free(self, name: str) -> Path:
        """Nothing is ever written over."""
        number, free = 2, self._parent / name
        while free.exists():
            free = self._parent / f"{name} ({number})"
            number += 1
        return free

    def _write_all(self, ids: Sequence[ConversationId], folder: Path, *, is_everything: bool) -> int:
        entries: list[page_html.Entry] = []
        listed: list[json_form.Form] = []
        (folder / CONVERSATIONS).mkdir()
        for conversation_id in ids:
            facts = self._reader.facts(conversation_id)
            if facts is None:
                continue
            title = page_html.name_of(facts)
            stem = safe_folder(title, fallback=say("row.nobody"))[:FILE_CHARS].rstrip(". ")
            own = f"{CONVERSATIONS}/{len(entries) + 1:04} {stem}"
            (folder / own).mkdir()
            first = self._write_conversation(facts, folder / own, home="../../index.html")
            entries.append(
                page_html.Entry(
                    title,
                    facts.row.participant.username,
                    page_html.account_name(facts.account),
                    quote(f"{own}/{first}"),
                    facts.messages,
                    facts.row.last_activity_at,
                )
            )
            listed.append({"folder": own, "account": facts.account.remote_id, "messages": facts.messages})
        _write_text(folder / "index.html", page_html.list_page(entries, self._now, self._zone))
        whole = {**json_form.head(self._now), "conversations": listed}
        accounts = self._reader.accounts.values()
        whole["accounts"] = [json_form.of_account(account) for account in accounts]
        if is_everything:
            whole["labels"] = [{"name": label.name, "colour": label.colour.value} for label in self._reader.labels]
            whole["saved_replies"] = [json_form.of_saved_reply(reply) for reply in self._reader.saved_replies()]
        _write_text(folder / "igdesk.json", json.dumps(whole, ensure_ascii=False, indent=1))
        return len(entries)

    def _write_conversation(self, facts: ConversationFacts, folder: Path, *, home: str) -> str:
        """Pages, JSON and media of one conversation; the name of its first page."""
        picture = self._keep(folder, facts.row.participant.picture_key, "profile", "")
        pages = max(1, -(-facts.messages // PAGE_MESSAGES))
        names = [f"messages-{n:03}.html" for n in range(1, pages + 1)] if pages > 1 else ["messages.html"]
        files: dict[str, str] = {}
        linked: dict[str, str] = {}
        places: dict[int, str] = {}
        scene = Scene(page_html.name_of(facts), self._zone, linked, places)
        with ExitStack() as stack:
            raw = stack.enter_context(_open(folder / "conversation.json"))
            raw.write(_opened({**json_form.head(self._now), "account": json_form.of_account(facts.account),
                               "conversation": json_form.of_conversation(facts, picture)}))  # fmt: skip
            page, on_page = 1, 0
            out = stack.enter_context(_open(folder / names[0]))

            def begin() -> None:
                face = quote(picture)
                out.write(page_html.beginning(facts, face, self._now, self._zone, page, pages))
                out.write(page_html.ways(page, pages, names, home=home) + "<main>\n")

            def end() -> None:
                out.write("</main>\n" + page_html.ways(page, pages, names, home=home) + page_html.ending())
                out.close()

            begin()
            separator = ""
            for rows in self._rows(facts.row.id):
                began = time.perf_counter()
                for row in rows:
                    for found in (*row.message.attachments, *row.message.pictures):
                        self._keep_file(folder, row.message, found, files, linked)
                    if on_page == PAGE_MESSAGES and page < pages:
                        end()
                        page, on_page = page + 1, 0
                        out = stack.enter_context(_open(folder / names[page - 1]))
                        begin()
                    if not on_page and row.day is None:
                        row = replace(row, day=row.message.sent_at.astimezone(self._zone).date())
                    out.write(page_html.rows_html((row,), scene))
                    places[row.id] = names[page - 1]
                    form = json.dumps(json_form.of_message(row.message, files), ensure_ascii=False)
                    raw.write(f"{separator}\n  {form}")
                    separator = ","
                    on_page += 1
                self._went_on(len(rows), time.perf_counter() - began)
            raw.write("\n ]\n}\n")
            end()
        return names[0]

    def _rows(self, conversation_id: ConversationId) -> Iterator[list[Row]]:
        """Messages with what their neighbours decide; one is held back, for it does not know what follows."""
        rules = RowRules(self._zone)
        before: Message | None = None
        held: Message | None = None
        for messages in self._reader.messages(conversation_id):
            if self._stops.is_set():
                raise Stopped
            rows = []
            for message in messages:
                if held is not None:
                    rows.append(row_of(held, before, message, rules))
                    before = held
                held = message
            yield rows
        if held is not None:
            yield [row_of(held, before, None, rules)]

    def _went_on(self, count: int, taken_s: float) -> None:
        self._done += count
        self._told(self._done, max(self._total, self._done))
        if self._stops.wait(min(LONGEST_REST_S, taken_s * REST / (1 - REST))):
            raise Stopped

    def _keep_file(
        self, folder: Path, message: Message, found: Attachment, files: dict[str, str], linked: dict[str, str]
    ) -> None:
        key = found.media_key
        if not key or found.state is not MediaState.STORED or key in files:
            return
        ending = ending_of(found.real_type)
        given = safe_name(found.name, found.real_type, fallback="").removesuffix(ending)[:FILE_CHARS].strip(". ")
        stem = f"{message.sent_at:%Y%m%d-%H%M%S}-{found.id}" + (f"-{given}" if given else "")
        name = self._keep(folder, key, stem, ending)
        if name:
            files[key], linked[key] = name, quote(name)

    def _keep(self, folder: Path, key: str, stem: str, ending: str) -> str:
        """Write a file of the archive, if it is here; its name as seen from the pages."""
        if self._stops.is_set():
            raise Stopped
        data = self._reader.file(key)
        if data is None:
            return ""
        if not ending:
            ending = ending_of(_picture_type(data))
        (folder / MEDIA).mkdir(exist_ok=True)
        (folder / MEDIA / f"{stem}{ending}").write_bytes(data)
        self._files += 1
        return f"{MEDIA}/{stem}{ending}"


def _picture_type(data: bytes) -> str:
    from igdesk.store.sniff import FileRefusedError, sniff

    try:
        return sniff(data).mime_type
    except FileRefusedError:
        return ""


def _opened(form: json_form.Form) -> str:
    """A file of JSON up to its messages, which follow one to a line."""
    return json.dumps(form, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "messages": ['


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")


def _write_text(path: Path, text: str) -> None:
    with _open(path) as file:
        file.write(text)
