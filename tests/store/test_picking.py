"""Picked files: what may be sent, what is made sendable, and hostile ones with a clear word and bounded memory."""

import os
import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.sendable_files import MIB, sent_name
from igdesk.store.picked_type import type_of
from igdesk.store.picking import pick, pick_bytes
from igdesk.store.stripping import film_facts, strip_film, strip_jpeg, strip_png

IMAGE, VIDEO, AUDIO, FILE = AttachmentKind.IMAGE, AttachmentKind.VIDEO, AttachmentKind.AUDIO, AttachmentKind.FILE


@pytest.fixture
def media(desk):
    return desk.archive.media


def picture(format_, size=(40, 20), mode="RGB", colour="teal", **more):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, format_, **more)
    return out.getvalue()


def noted(**exif):
    """A JPEG with the place it was taken at, upright only by its orientation."""
    notes = Image.Exif()
    notes[0x0112] = exif.get("side", 6)
    notes[0x010F] = "MAKER"
    notes.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)
    return picture("JPEG", exif=notes, comment=b"NOTED")


def box(name, *parts):
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4, "big") + name + body


def film(brand=b"isom", handler=b"vide", seconds=31):
    mvhd = box(b"mvhd", bytes(12), (1000).to_bytes(4, "big"), (seconds * 1000).to_bytes(4, "big"), bytes(80))
    tkhd = box(b"tkhd", bytes(76), (720 << 16).to_bytes(4, "big"), (1280 << 16).to_bytes(4, "big"))
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12))
    place = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+48.2082+016.3738/"))
    apple = box(b"meta", b"com.apple.quicktime.location.ISO6709 +48.2082+016.3738/")
    moov = box(b"moov", mvhd, box(b"trak", tkhd, box(b"mdia", hdlr)), place, apple)
    return box(b"ftyp", brand, bytes(4), b"isommp42") + moov + box(b"mdat", b"FRAMES")


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "data", "kind", "mime_type"),
    [
        ("a.jpg", picture("JPEG"), IMAGE, "image/jpeg"),
        ("a.png", picture("PNG"), IMAGE, "image/png"),
        ("a.gif", picture("GIF"), IMAGE, "image/gif"),
        ("a.mp4", film(), VIDEO, "video/mp4"),
        ("a.mov", film(b"qt  "), VIDEO, "video/quicktime"),
        ("a.webm", b"\x1aE\xdf\xa3\x01\x42\x82\x84webm....V_VP9", VIDEO, "video/webm"),
        ("a.avi", b"RIFF\x00\x00\x00\x00AVI LIST", VIDEO, "video/x-msvideo"),
        ("a.ogv", b"OggS\x00\x02....\x80theora", VIDEO, "video/ogg"),
        ("a.m4a", film(b"M4A ", b"soun"), AUDIO, "audio/mp4"),
        ("a.aac", b"\xff\xf1P\x80", AUDIO, "audio/aac"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", AUDIO, "audio/wav"),
        ("a.pdf", b"%PDF-1.4\n%%EOF", FILE, "application/pdf"),
    ],
)
def test_what_instagram_takes_is_kept_as_it_is(put, media, name, data, kind, mime_type):
    file = pick(put(name, data), media)
    assert (file.problem, file.kind, file.mime_type, file.name, file.note) == ("", kind, mime_type, name, "")
    assert media.read(file.media_key)
    assert file.is_sendable and file.staged.name == name


@pytest.mark.parametrize(
    ("name", "format_"), [("shelf.heic", "HEIF"), ("shelf.webp", "WEBP"), ("a.bmp", "BMP"), ("a.tiff", "TIFF")]
)
def test_formats_that_are_refused_become_jpeg(put, media, name, format_):
    """failure 41"""
    from pillow_heif import register_heif_opener

    register_heif_opener()
    file = pick(put(name, picture(format_)), media)
    assert (file.problem, file.note, file.mime_type, file.name) == ("", "JPEG", "image/jpeg", name)
    assert file.staged.name == f"{name.partition('.')[0]}.jpg"
    assert Image.open(BytesIO(media.read(file.media_key))).size == (40, 20) == (file.width_px, file.height_px)


def test_a_picture_that_is_too_large_becomes_smaller(put, media):
    noise = Image.frombytes("RGB", (2400, 2000), os.urandom(2400 * 2000 * 3))
    out = BytesIO()
    noise.save(out, "PNG")
    assert len(out.getvalue()) > 8 * MIB
    file = pick(put("noise.png", out.getvalue()), media)
    assert file.note == "JPEG" and file.size_bytes <= 8 * MIB
    assert media.read(file.media_key)[:3] == b"\xff\xd8\xff"


def test_what_shows_through_becomes_white(put, media):
    file = pick(put("logo.webp", picture("WEBP", mode="RGBA", colour=(0, 0, 0, 0), lossless=True)), media)
    assert min(Image.open(BytesIO(media.read(file.media_key))).getpixel((5, 5))) > 250


def test_place_and_camera_stay_here_and_up_stays_up(put, media):
    data = noted()
    assert b"MAKER" in data
    file = pick(put("a.jpg", data), media)
    sent = media.read(file.media_key)
    assert b"MAKER" not in sent and b"NOTED" not in sent
    notes = Image.open(BytesIO(sent)).getexif()
    assert dict(notes) == {0x0112: 6}
    assert (file.width_px, file.height_px) == (20, 40), "as it is seen"
    assert Image.open(BytesIO(sent)).tobytes() == Image.open(BytesIO(data)).tobytes(), "not compressed anew"
    assert b"Exif" not in strip_jpeg(noted(side=1))


def test_converted_pictures_are_upright_and_without_notes(put, media):
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = "MAKER"
    file = pick(put("a.webp", picture("WEBP", exif=notes)), media)
    sent = media.read(file.media_key)
    assert Image.open(BytesIO(sent)).size == (20, 40) and b"MAKER" not in sent


def test_notes_of_png_and_films_are_removed(put, media):
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Location", "48.2082")
    assert b"48.2082" not in strip_png(picture("PNG", pnginfo=notes))
    data = film()
    stripped = strip_film(data)
    assert b"48.2082" not in stripped and len(stripped) == len(data) and b"FRAMES" in stripped
    file = pick(put("a.mp4", data), media)
    assert b"48.2082" not in media.read(file.media_key)
    assert (file.width_px, file.height_px, file.duration_ms) == (720, 1280, 31_000) == film_facts(stripped)


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_broken_structures_never_raise(cut):
    for data in (film(), noted(), picture("PNG")):
        broken = data[:cut] + b"\xff\xff\xff\xff" + data[cut + 4 :]
        for strip in (strip_film, strip_jpeg, strip_png, film_facts, type_of):
            strip(data[:cut])
            strip(broken)


def png_of(width, height):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("empty.jpg", b"", "empty"),
        ("archive.zip", b"PK\x03\x04" + bytes(100), "unsupported:.zip"),
        ("program", b"\x7fELF" + bytes(100), "unsupported:"),
        ("page.html", b"<html><script>alert(1)</script>", "unsupported:.html"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported:.svg"),
        ("song.mp3", b"ID3\x03" + bytes(100), "unsupported:.mp3"),
        ("voice.ogg", b"OggS\x00\x02....OpusHead", "unsupported:.ogg"),
        ("voice.webm", b"\x1aE\xdf\xa3\x01\x42\x82\x84webm....A_OPUS", "unsupported:.webm"),
        ("photo.jpg", b"MZ" + bytes(100), "unsupported:.jpg"),
        ("cut.jpg", picture("JPEG", size=(600, 600), colour="red")[:900], "unreadable"),
        ("cut.png", picture("PNG", size=(300, 300))[:60], "unreadable"),
        ("bomb.png", png_of(50_000, 50_000), "too_many_pixels:64"),
        ("lie.png", png_of(4_000, 4_000), "unreadable"),
        ("lie.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(200), "unreadable"),
        ("huge.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(9 * MIB), "too_large:8"),
    ],
)
def test_what_cannot_be_sent_says_why(put, media, name, data, problem):
    """failure 41: found before anything is sent"""
    file = pick(put(name, data), media)
    assert (file.media_key, file.problem, file.name) == ("", problem, name)
    assert not file.is_sendable


def test_a_wrong_ending_is_put_right(put, media):
    file = pick(put("photo.pdf", picture("PNG")), media)
    assert (file.kind, file.mime_type, file.name) == (IMAGE, "image/png", "photo.png")


@pytest.mark.parametrize("name", ["film.mp4", "photo.jpg", "paper.pdf"])
def test_five_gigabytes_are_not_read(tmp_path, media, name):
    starts = {"film.mp4": film(), "photo.jpg": picture("JPEG"), "paper.pdf": b"%PDF-1.4\n"}
    path = tmp_path / name
    path.write_bytes(starts[name])
    os.truncate(path, 5 * 1024 * MIB)
    tracemalloc.start()
    file = pick(path, media)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file.problem == ("too_large:8" if name == "photo.jpg" else "too_large:25")
    assert file.size_bytes == 5 * 1024 * MIB
    assert peak < 4 * MIB


@pytest.mark.skipif(os.name != "posix", reason="such files are made another way there")
def test_no_pipe_no_folder_no_device_is_read(tmp_path, media):
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "zero.jpg").symlink_to("/dev/zero")
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere")
    problems = {path.name: pick(path, media).problem for path in sorted(tmp_path.iterdir()) if path.suffix == ".jpg"}
    assert problems == {
        "pipe.jpg": "unreadable", "folder.jpg": "folder", "zero.jpg": "unreadable", "gone.jpg": "unreadable",
    }  # fmt: skip
    assert pick(tmp_path / "never.jpg", media).problem == "unreadable"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a file that may not be read")
def test_a_file_that_may_not_be_read(put, media):
    path = put("secret.jpg", picture("JPEG"))
    path.chmod(0)
    assert pick(path, media).problem == "unreadable"


def test_a_link_to_a_picture_is_a_picture(tmp_path, put, media):
    (tmp_path / "link.jpg").symlink_to(put("real.jpg", picture("JPEG")))
    assert pick(tmp_path / "link.jpg", media).is_sendable


def test_names_are_shown_plainly_and_sent_without_folders(put, media):
    file = pick(put("a\u202eb" + "x" * 200 + ".jpg", picture("JPEG")), media)
    assert "\u202e" not in file.name and len(file.name) <= 120 and file.name.endswith(".jpg")
    assert sent_name("..\\..\\evil.exe", "image/png") == "evil.png"
    assert sent_name("../../etc/passwd", "application/pdf") == "passwd.pdf"
    assert sent_name("photo.jpeg", "image/jpeg") == "photo.jpeg"
    assert sent_name(".jpg", "image/jpeg") == "jpg.jpg"


def test_a_full_disk_is_told(put, media, monkeypatch):
    def full(_data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(media._files, "write", full)
    assert pick(put("a.jpg", picture("JPEG")), media).problem == "disk_full"


def test_a_picture_from_the_clipboard(media):
    file = pick_bytes(picture("PNG"), "Pasted picture.png", media)
    assert file.is_sendable and file.kind is IMAGE
    assert pick_bytes(b"", "x", media).problem == "unsupported:"
