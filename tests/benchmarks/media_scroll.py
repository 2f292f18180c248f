"""Scrolling through messages of every kind with media, and opening a conversation of photos beside one of text.

usage: media_scroll.py [--messages 10000]. Every frame scrolls by 40 px, by 120 px (a notch of the wheel in each frame)
or by 400 px (flung), and is timed from the act to painted, by the clock and by the time of the thread: other work on
the machine is in the first only. Between frames pictures arrive; the longest turn of the event loop then is the stall.
Prints one JSON line.
"""

import argparse
import json
import os
import random
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from studio import KEY, SEED, workshop
from window import PaintWatch, floor_frame_ms, open_window, settle, utc_now

from igdesk.domain.account import Flavour
from igdesk.domain.attachment import AttachmentKind, AttachmentRole
from igdesk.domain.ids import ConversationId
from igdesk.domain.snapshot import (
    AccountSnapshot,
    AttachmentSnapshot,
    ConversationSnapshot,
    MessageSnapshot,
    PersonSnapshot,
)
from igdesk.sandbox.pictures import gif_bytes
from igdesk.store.archive import Archive

PAGE = 200
PHOTO_FILES, GIF_FILES = 240, 6
SHOP, LENA = PersonSnapshot("17841400000000123", "northwind.ceramics"), PersonSnapshot("998877665544332", "lena.bakes")
WORDS = ("glaze", "bowl", "shipping", "Malmö", "morgen", "kiln")
_MEDIA = {
    "photo": AttachmentKind.IMAGE,
    "album": AttachmentKind.IMAGE,
    "gif": AttachmentKind.IMAGE,
    "video": AttachmentKind.VIDEO,
    "voice": AttachmentKind.AUDIO,
    "file": AttachmentKind.FILE,
}
KINDS = (
    ("text", 46), ("photo", 22), ("album", 5), ("video", 6), ("voice", 10), ("gif", 4), ("file", 5), ("emoji", 2),
)  # fmt: skip


def photo(number: int, dice: random.Random) -> bytes:
    """A JPEG as a phone sends it through Instagram: 1080 px wide, 100 to 300 kB."""
    width, height = dice.choice(((1080, 1350), (1080, 1080), (1350, 1080), (1080, 1440)))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 13 % 360, 120, 220))
    painter = QPainter(image)
    for _ in range(900):
        painter.fillRect(
            QRectF(dice.random() * width, dice.random() * height, 20 + dice.random() * 120, 4 + dice.random() * 90),
            QColor(dice.randrange(256), dice.randrange(256), dice.randrange(256), 90),
        )
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 80)
    return bytes(buffer.data().data())


def message(number: int, kind: str, dice: random.Random, total: int) -> MessageSnapshot:
    sender, other = (LENA, SHOP) if dice.random() < 0.6 else (SHOP, LENA)
    moment = utc_now().replace(microsecond=0) - timedelta(minutes=3 * (total - number))
    text, files, pictures = "", [], []
    if kind == "text":
        text = " ".join(dice.choices(WORDS, k=dice.randrange(2, 40)))
    elif kind == "emoji":
        text = "🥰🏺"
    else:
        media = _MEDIA[kind]
        for place in range(dice.randrange(2, 8) if kind == "album" else 1):
            size = (1080, 1350) if media in (AttachmentKind.IMAGE, AttachmentKind.VIDEO) else (None, None)
            files.append(
                AttachmentSnapshot(
                    f"a{number}-{place}", media, "", name="plan.pdf", url=f"https://x.fbsbx.com/{number}/{place}",
                    width_px=size[0], height_px=size[1],
                )
            )  # fmt: skip
        if kind == "video":
            pictures.append(
                AttachmentSnapshot(
                    f"p{number}", AttachmentKind.IMAGE, "image/jpeg", url=f"https://x.fbsbx.com/p{number}",
                    width_px=480, height_px=600, role=AttachmentRole.POSTER,
                )
            )  # fmt: skip
    return MessageSnapshot(
        f"m{number}", moment, sender, (other,), text, attachments=tuple(files), pictures=tuple(pictures)
    )


def fill(
    archive: Archive, thread: str, kinds: list[str], dice: random.Random, photos: list[str], gifs: list[str]
) -> ConversationId:
    """A conversation whose media are all on this computer; many attachments share a file."""
    account = archive.accounts.all()[0]
    found: ConversationId | None = None
    for first in range(0, len(kinds), PAGE):
        part = [message(n, kinds[n], dice, len(kinds)) for n in range(first, min(first + PAGE, len(kinds)))]
        page = ConversationSnapshot(thread, utc_now(), (SHOP, LENA), tuple(reversed(part)), is_complete=True)
        found = archive.ingest.conversation(
            account.id, page, read_started_at=utc_now(), is_newest=False
        ).conversation_id
    assert found is not None
    with archive._database.transaction() as tx:
        for place, (number, kind, remote_id) in enumerate(
            tx.rows(
                "select a.id, a.kind, m.remote_id from attachment a join message m on m.id = a.message_id"
                " where m.conversation_id = ? and a.kind <> 'video'", (found,),
            )
        ):  # fmt: skip
            is_gif = kinds[int(remote_id[1:])] == "gif"
            key = gifs[place % len(gifs)] if is_gif else photos[place % len(photos)]
            tx.write(
                "update attachment set state = 'stored', media_key = ?, is_animated = ?, waveform = ?, duration_ms = ?"
                " where id = ?",
                (key, int(is_gif), bytes(range(40, 244, 6)) if kind == "audio" else b"", 24_000, number),
            )
    return found


def rebuild(folder: Path, messages: int) -> dict[str, ConversationId]:
    dice = random.Random(SEED)
    archive = Archive.open(folder / "archive", KEY, clock=utc_now)
    archive.accounts.add(
        AccountSnapshot(SHOP.remote_id, "5550001", SHOP.remote_id, Flavour.INSTAGRAM, SHOP.username),
        connected_at=utc_now() - timedelta(days=100),
    )
    photos = [archive.media.keep_file(photo(n, dice)).media_key for n in range(PHOTO_FILES)]
    gifs = [archive.media.keep_file(gif_bytes(240, 240, n)).media_key for n in range(GIF_FILES)]
    names, weights = [name for name, _ in KINDS], [weight for _, weight in KINDS]
    talks = {
        "mixed": fill(archive, "mixed", dice.choices(names, weights, k=messages), dice, photos, gifs),
        "text": fill(archive, "text", ["text"] * 200, dice, photos, gifs),
        "photos": fill(archive, "photos", ["photo"] * 200, dice, photos, gifs),
    }
    archive.close()
    return talks


def pause(seconds: float) -> float:
    """Let the event loop run for a frame; its longest single turn in ms of this thread's time."""
    end, longest = time.perf_counter() + seconds, 0.0
    while time.perf_counter() < end:
        start = time.thread_time()
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - start)
        time.sleep(0.001)
    return longest * 1000


def measure(folder: Path, talks: dict[str, ConversationId]) -> dict[str, float]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    watch = PaintWatch(app)
    floor_ms = floor_frame_ms(watch)
    archive, window = open_window(folder)
    result: dict[str, float] = {"floor_frame_ms": round(floor_ms, 2)}
    most_bytes = 0
    window.open_conversation(talks["mixed"])
    settle(1.5)
    view = window.conversation.timeline.view
    bar = view.verticalScrollBar()
    view.begin_at_end()
    settle(0.5)
    for name, step, frames in (("slow", 40, 1500), ("fast", 120, 1500), ("flung", 400, 600)):
        painted, stalls, busy = [], [], []
        for _ in range(frames):
            if bar.value() < 2 * step:
                break
            start = time.thread_time()
            painted.append(watch.until_painted_ms(lambda s=step: bar.setValue(bar.value() - s)))
            busy.append((time.thread_time() - start) * 1000)
            stalls.append(pause(0.016))
            most_bytes = max(most_bytes, window.images.held_bytes + window.media.animations.held_bytes)
        painted.sort()
        busy.sort()
        frames = len(painted)
        result[f"{name}_median_ms"] = round(statistics.median(painted), 2)
        result[f"{name}_p99_ms"] = round(painted[int(frames * 0.99)], 2)
        result[f"{name}_max_ms"] = round(painted[-1], 2)
        result[f"{name}_within_8_ms"] = round(100 * sum(ms <= 8 for ms in painted) / frames, 2)
        result[f"{name}_cpu_p99_ms"] = round(busy[int(frames * 0.99)], 2)
        result[f"{name}_cpu_max_ms"] = round(busy[-1], 2)
        result[f"{name}_cpu_within_8_ms"] = round(100 * sum(ms <= 8 for ms in busy) / frames, 2)
        result[f"{name}_cpu_longest_stall_ms"] = round(max(stalls), 2)
    result["decoded_most_mib"] = round(most_bytes / 1024 / 1024, 1)
    for name in ("text", "photos", "text", "photos"):
        found, busy = [], []
        for _ in range(12):
            window.open_conversation(talks["mixed"])
            settle(0.1)
            start = time.thread_time()
            found.append(watch.until_painted_ms(lambda n=name: window.open_conversation(talks[n])))
            busy.append((time.thread_time() - start) * 1000)
            settle(0.1)
        result[f"open_{name}_ms"] = round(statistics.median(found), 2)
        result[f"open_{name}_cpu_ms"] = round(statistics.median(busy), 2)
    window.close()
    window.release()
    archive.close()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if "DISPLAY" in os.environ else "offscreen")
    app = QApplication(sys.argv)
    with workshop() as folder:
        print(json.dumps(measure(folder, rebuild(folder, options.messages))))
    del app


if __name__ == "__main__":
    main()
