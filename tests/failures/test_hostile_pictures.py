"""Files that lie about what they are: fetched over HTTP, judged, kept or refused, painted as what can be shown."""

import struct
import zlib
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.snapshot import (
    AttachmentSnapshot,
    ConversationSnapshot,
    MessageSnapshot,
    PersonSnapshot,
    ProfileSnapshot,
)
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.store.sniff import FileRefusedError
from igdesk.ui.images import decode

DECODERS_GRUMBLE = ("libpng", "Corrupt", "QImageIOHandler", "Image", "JPEG", "JFIF", "Maximum")
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", *DECODERS_GRUMBLE)
MOST_BYTES = 400_000


def png(width: int, height: int, rows: bytes = b"", *, bits: int = 8) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def written(kind: str, width: int = 64, height: int = 48) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def gif(width: int, height: int, frames: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\x00"
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + frame * frames + b"\x3b"


def jpeg_of(width: int, height: int) -> bytes:
    """A real JPEG whose frame claims another size."""
    data = bytearray(written("jpg"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


FILES: dict[str, tuple[str, bytes]] = {
    "svg": ("image/png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "svg called svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "html": ("image/jpeg", b"<!DOCTYPE html><html><body>not found</body></html>"),
    "html called html": ("text/html", b"<html></html>"),
    "a program": ("image/jpeg", b"MZ\x90\0" + b"\0" * 5000),
    "an archive": ("image/png", b"PK\x03\x04" + b"\0" * 5000),
    "nothing": ("image/jpeg", b""),
    "one byte": ("image/jpeg", b"\xff"),
    "png of 50,000 x 50,000": ("image/png", png(50_000, 50_000)),
    "png of 2**31 - 1": ("image/png", png(2**31 - 1, 2**31 - 1)),
    "png without area": ("image/png", png(0, 0)),
    "png of one line": ("image/png", png(40_000, 1, b"\0" * 40_001)),
    "png that unpacks to 49 MP": ("image/png", png(7_000, 7_000, b"\0" * 7_001 * 7_000)),
    "png that holds less than it says": ("image/png", png(3_000, 3_000, b"\0" * 100)),
    "truncated png": ("image/png", written("png", 400, 300)[:-40]),
    "truncated jpeg": ("image/jpeg", written("jpg", 400, 300)[:900]),
    "only a jpeg header": ("image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\0"),
    "jpeg of 65,535 x 65,535": ("image/jpeg", jpeg_of(65_535, 65_535)),
    "jpeg of 8,000 x 6,000 with little in it": ("image/jpeg", jpeg_of(8_000, 6_000)),
    "jpeg segments that go in circles": ("image/jpeg", b"\xff\xd8\xff" + b"\xff\xe0\0\0" * 20_000),
    "gif of ten thousand frames": ("image/gif", gif(2, 2, 10_000)),
    "gif of 65,535 x 65,535": ("image/gif", gif(65_535, 65_535, 1)),
    "webp without a picture": ("image/webp", b"RIFF\xff\xff\xff\xffWEBPVP8X\0\0\0\0" + b"\xff" * 20),
    "heic without a decoder": ("image/heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400),
    "avif of 2**32 - 1": ("image/avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avifispe\0\0\0\0" + b"\xff" * 8),
    "a video called picture": ("image/jpeg", b"\0\0\0\x18ftypisom\0\0\0\0isomhdlr\0\0\0\0\0\0\0\0vide" + b"\0" * 99),
    "bmp": ("image/png", written("bmp")),
    "xpm": ("image/png", b'/* XPM */ static char *x[] = {"99999 99999 2 1"};'),
    "png called text": ("text/plain", written("png")),
    "png without a type": ("", written("png")),
    "too many bytes": ("image/jpeg", written("jpg") + b"\0" * MOST_BYTES),
    "good": ("image/jpeg", written("jpg")),
}
SHOWN = {"good", "png called text", "png without a type", "gif of ten thousand frames"}


@pytest.fixture(scope="session")
def drawn(qapp: QApplication) -> dict[str, bool]:
    """Whether each file decodes to a picture, within the limits."""
    return {name: decode(data, QSize(200, 200)) is not None for name, (_, data) in FILES.items()}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_what_its_bytes_are(stage: Any, qtbot: QtBot, name: str, drawn: dict[str, bool]) -> None:
    """failure 78, failure 88: a picture, a card or a placeholder, and the words beside it in any case."""
    kind, data = FILES[name]
    stage.server.files["/file"] = (kind, data)
    url = f"{stage.url}/file"
    thread = stage.threads[0]
    me = PersonSnapshot(thread.account.ig_id, thread.account.username)
    lena = PersonSnapshot(thread.person.igsid, thread.person.username)
    now = stage.engine.server_now()
    photo = AttachmentSnapshot("a1", AttachmentKind.IMAGE, "image/jpeg", url=url, width_px=64, height_px=48)
    messages = (
        MessageSnapshot("m2", now, lena, (me,), "what do you think?"),
        MessageSnapshot("m1", now, lena, (me,), attachments=(photo,)),
    )
    snapshot = ConversationSnapshot(thread.id, now, (me, lena), messages)
    row = stage.archive.ingest.conversation(stage.account_id, snapshot, read_started_at=now).conversation_id
    stage.archive.ingest.profile(row, ProfileSnapshot(lena.remote_id, picture_url=url))

    def message() -> Any:
        return next(m for m in stage.messages(row) if m.remote_id == "m1")

    (attachment,) = message().attachments
    stage.paint(row)
    found = stage.call(lambda client: client.download(url, max_bytes=MOST_BYTES))
    if isinstance(found, GraphError):
        assert found.kind in (ErrorKind.PERMANENT, ErrorKind.GONE)
        stage.archive.media.set_state(attachment.id, MediaState.REFUSED)
    else:
        stage.archive.media.store(attachment.id, found.data)
        participant = stage.archive.inbox.by_ids([row])[0].participant
        try:
            stage.archive.media.store_picture(participant.id, found.data)
        except FileRefusedError:
            assert name not in SHOWN
    state = message().attachments[0].state
    assert state in (MediaState.STORED, MediaState.REFUSED)
    stage.paint(row)
    if state is MediaState.STORED:
        key = message().attachments[0].media_key
        stage.window.images.pixmap(key, QSize(300, 200), 1.0)
        qtbot.waitUntil(lambda: not stage.window.images._under_way)
        pixmap = stage.window.images.pixmap(key, QSize(300, 200), 1.0)
        assert (pixmap is not None) == drawn[name]
        stage.paint(row)
    assert (name in SHOWN) <= (state is MediaState.STORED and drawn[name])
    assert [m.text for m in stage.messages(row)][-1] == "what do you think?"
    assert stage.reply(row, "Lovely!") is Delivery.SENT


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://evil.example/x.jpg",
        "https://lookaside.fbsbx.com@evil.example/x.jpg",
        "https://scontent.cdninstagram.com.evil.example/x.jpg",
        "http://scontent.cdninstagram.com/x.jpg",
        "https://scontent.cdninstagram.com:8443/x.jpg",
        "file:///etc/passwd",
        "ftp://scontent.cdninstagram.com/x.jpg",
        "//evil.example/x.jpg",
        "http://localhost:1/x",
        "http://[::1]:1/x",
        "http://127.1:1/x",
        "http://0x7f000001:1/x",
        "javascript:alert(1)",
        "https://" + "a" * 9_000 + ".cdninstagram.com/x",
        "",
    ],
)
def test_no_file_is_fetched_from_anywhere_else(stage: Any, target: str) -> None:
    """failure 88: neither directly nor by a redirect; the test would fail on the first try to reach another host."""
    found = stage.call(lambda client: client.download(target, max_bytes=1000))
    assert isinstance(found, GraphError)
    assert found.kind is ErrorKind.PERMANENT
    app = stage.server.app

    async def leading_astray(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/go":
            headers = [(b"location", target.encode("utf-8", "replace")), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 302, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        await app(scope, receive, send)

    stage.server.app = leading_astray
    found = stage.call(lambda client: client.download(f"{stage.url}/go", max_bytes=1000))
    assert isinstance(found, GraphError)
