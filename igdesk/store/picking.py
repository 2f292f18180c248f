"""Files that a person picked to be sent: judged, made sendable where that is possible, and kept. For worker threads."""

import logging
import os
import stat
from pathlib import Path

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.sendable_files import (
    CONVERTED,
    MIB,
    OTHER_MOST_BYTES,
    PICTURE_MOST_BYTES,
    SOURCE_MOST_BYTES,
    SOURCE_MOST_PIXELS,
    TAKEN,
    most_bytes,
    sent_name,
)
from igdesk.domain.text import clean
from igdesk.store.errors import DiskFull
from igdesk.store.media import Media
from igdesk.store.picked_pictures import PictureTooLargeError, PictureUnreadableError, as_jpeg, check_picture
from igdesk.store.picked_type import HEAD_BYTES, type_of
from igdesk.store.stripping import film_facts, strip_film, strip_jpeg, strip_png
from igdesk.store.tray import TrayFile

log = logging.getLogger(__name__)

NAME_MOST = 120
_CAREFULLY = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FILMS = frozenset({"video/mp4", "video/quicktime", "audio/mp4"})


class RefusedError(Exception):
    """The file stays out of the reply; ``problem`` is the end of a text id with what it is about."""

    def __init__(self, problem: str, kind: AttachmentKind = AttachmentKind.FILE, size_bytes: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.kind = kind
        self.size_bytes = size_bytes


def pick(path: Path, media: Media) -> TrayFile:
    """A file of this computer. Whatever it is, there is an answer; at most 64 MB of it are ever read."""
    name = _shown_name(path.name)
    try:
        return _prepare(_read(path), name, media)
    except RefusedError as refused:
        return TrayFile(0, "", refused.kind, "", name, refused.size_bytes, problem=refused.problem)
    except DiskFull:
        return TrayFile(0, "", AttachmentKind.FILE, "", name, 0, problem="disk_full")
    except OSError as error:
        log.info("a picked file could not be read: %s", type(error).__name__)
        return TrayFile(0, "", AttachmentKind.FILE, "", name, 0, problem="unreadable")


def pick_bytes(data: bytes, name: str, media: Media) -> TrayFile:
    """The same for what comes from the clipboard."""
    try:
        return _prepare(data, _shown_name(name), media)
    except RefusedError as refused:
        return TrayFile(0, "", refused.kind, "", name, len(data), problem=refused.problem)
    except (DiskFull, OSError):
        return TrayFile(0, "", AttachmentKind.IMAGE, "", name, len(data), problem="disk_full")


def _read(path: Path) -> bytes:
    """All of an ordinary file, or RefusedError. Pipes, devices and folders are told by opening, not by their name."""
    if path.is_dir():
        raise RefusedError("folder")
    descriptor = os.open(path, _CAREFULLY)
    with os.fdopen(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise RefusedError("unreadable")
        if not facts.st_size:
            raise RefusedError("empty")
        head = file.read(HEAD_BYTES)
        mime_type = type_of(head)
        kind, most = _limit(mime_type, path.name, facts.st_size)
        if facts.st_size > most:
            raise RefusedError(_too_large(kind), kind, facts.st_size)
        data = head + file.read(most - len(head) + 1)
        if len(data) > most:
            raise RefusedError(_too_large(kind), kind, len(data))  # it grew meanwhile
        return data


def _limit(mime_type: str, name: str, size_bytes: int) -> tuple[AttachmentKind, int]:
    """Kind of a file and how much of it is worth reading."""
    if mime_type in CONVERTED or TAKEN.get(mime_type) is AttachmentKind.IMAGE:
        return AttachmentKind.IMAGE, SOURCE_MOST_BYTES
    kind = TAKEN.get(mime_type)
    if kind is None and mime_type != "audio/webm":
        raise RefusedError(_unsupported(name), _kind_of(mime_type), size_bytes)
    return kind or AttachmentKind.AUDIO, OTHER_MOST_BYTES


def _prepare(data: bytes, name: str, media: Media) -> TrayFile:
    mime_type = type_of(data[:HEAD_BYTES], data)
    kind = AttachmentKind.IMAGE if mime_type in CONVERTED else TAKEN.get(mime_type)
    if kind is None:
        raise RefusedError(_unsupported(name), _kind_of(mime_type), len(data))
    if kind is AttachmentKind.IMAGE:
        return _picture(data, mime_type, name, media)
    if len(data) > most_bytes(kind):
        raise RefusedError(_too_large(kind), kind, len(data))
    width = height = duration_ms = None
    if mime_type in _FILMS:
        data = strip_film(data)
        width, height, duration_ms = film_facts(data)
    return TrayFile(
        0,
        media.stage(data),
        kind,
        mime_type,
        sent_name(name, mime_type),
        len(data),
        width_px=width,
        height_px=height,
        duration_ms=duration_ms,
    )


def _picture(data: bytes, mime_type: str, name: str, media: Media) -> TrayFile:
    kind, note = AttachmentKind.IMAGE, ""
    try:
        if mime_type in CONVERTED or (len(data) > PICTURE_MOST_BYTES and mime_type != "image/gif"):
            data, width, height = as_jpeg(data, mime_type)
            mime_type, note = "image/jpeg", "JPEG"
        elif len(data) > PICTURE_MOST_BYTES:
            raise RefusedError(_too_large(kind), kind, len(data))
        else:
            width, height = check_picture(data, mime_type)
            strip = {"image/jpeg": strip_jpeg, "image/png": strip_png}.get(mime_type)
            data = strip(data) if strip is not None else data
    except PictureTooLargeError:
        raise RefusedError(f"too_many_pixels:{SOURCE_MOST_PIXELS // 1_000_000}", kind, len(data)) from None
    except PictureUnreadableError:
        raise RefusedError("unreadable", kind, len(data)) from None
    shown = name if note else sent_name(name, mime_type)
    return TrayFile(0, media.stage(data), kind, mime_type, shown, len(data), width, height, note=note)


def _too_large(kind: AttachmentKind) -> str:
    return f"too_large:{most_bytes(kind) // MIB}"


def _unsupported(name: str) -> str:
    """What is told of a file that Instagram does not take: its ending, which is what people know it by."""
    _, dot, ending = name.rpartition(".")
    return f"unsupported:.{ending.lower()[:8]}" if dot and ending.isalnum() else "unsupported:"


def _kind_of(mime_type: str) -> AttachmentKind:
    return AttachmentKind.AUDIO if mime_type.startswith("audio/") else AttachmentKind.FILE


def _shown_name(name: str) -> str:
    """A name as it may be shown and sent: no folders, no control characters, not endless."""
    plain = clean(os.fsencode(name).decode("utf-8", "replace")).replace("/", "").replace("\n", " ").strip()
    if len(plain) > NAME_MOST:
        stem, dot, ending = plain.rpartition(".")
        plain = stem[: NAME_MOST - 12] + dot + ending[:10] if dot else plain[:NAME_MOST]
    return plain or "file"
