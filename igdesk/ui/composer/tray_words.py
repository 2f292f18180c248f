"""What the attachment tray says: of each file, and of what goes out in which order."""

from collections.abc import Sequence

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.reply import ALBUM_MOST, FilesPart, parts_of
from igdesk.store.tray import TrayFile
from igdesk.ui.format import file_size, number
from igdesk.ui.texts import isolate, left_to_right, say

_TYPES = {"quicktime": "MOV", "x-msvideo": "AVI", "mpeg": "MP3"}


def type_word(file: TrayFile) -> str:
    """What people call the type: "JPEG", "MOV"."""
    if file.mime_type == "audio/mp4":
        return "M4A"
    subtype = file.mime_type.partition("/")[2]
    return _TYPES.get(subtype, subtype.upper())


def facts(file: TrayFile) -> str:
    """Type and size, or what became of it, or the problem."""
    if file.problem:
        return problem(file)
    if file.note:
        return say("tray.converted", format=file.note)
    return " · ".join(filter(None, (type_word(file), file_size(file.size_bytes) if file.size_bytes else "")))


def problem(file: TrayFile) -> str:
    """Why a file stays out of the reply."""
    kind, _, value = file.problem.partition(":")
    match kind:
        case "too_large":
            return say("tray.too_large", limit=f"{value}\u00a0MB")
        case "too_many_pixels":
            return say("tray.too_large", limit=say("tray.megapixels", n=int(value or 0)))
        case "unsupported":
            return say("tray.unsupported", ending=left_to_right(value)) if value else say("tray.unsupported.plain")
        case "empty" | "folder" | "too_many" | "disk_full":
            return say(f"tray.{kind}")
        case _:
            return say("tray.unreadable")


def spoken(file: TrayFile) -> str:
    """Accessible name of a card."""
    size = file_size(file.size_bytes) if file.size_bytes else ""
    note = problem(file) if file.problem else say("tray.converted", format=file.note) if file.note else ""
    return ", ".join(filter(None, (file.name, type_word(file), size, note)))


def order_line(files: Sequence[TrayFile], *, has_text: bool, is_checking: bool) -> str:
    """What goes out, and what does not."""
    if is_checking:
        return say("tray.checking")
    left_out = [file for file in files if not file.is_sendable]
    sent = [file for file in files if file.is_sendable]
    said = []
    if left_out:
        what = isolate(left_out[0].name) if len(left_out) == 1 else say("tray.files", n=len(left_out))
        said.append(say("tray.left_out", what=what))
    messages = sum(isinstance(part, FilesPart) for part in parts_of("", [file.staged for file in sent]))
    if messages > 1 and len(sent) > 1 and (len(sent) > ALBUM_MOST or messages < len(sent) or not has_text):
        said.append(say("tray.messages", n=messages, count=number(messages)))
    if has_text and sent:
        said.append(say("tray.order", files=kind_word(sent)))
    return " ".join(said)


def kind_word(files: Sequence[TrayFile]) -> str:
    """ "photos" where all are, else "files"; in the number there is."""
    kinds = {file.kind for file in files}
    if kinds == {AttachmentKind.IMAGE}:
        return say("tray.order.photos", n=len(files))
    if kinds == {AttachmentKind.VIDEO}:
        return say("tray.order.videos", n=len(files))
    return say("tray.order.files", n=len(files))
