"""Names for files that leave the archive."""

import pytest

from igdesk.domain.file_names import ENDINGS, ending_of, numbered, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("mug.jpg", "mug.jpg"),
        ("mug.png", "mug.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\Windows\\win.ini", "win.jpg"),
        ("C:\\mug.jpg", "mug.jpg"),
        ("/etc/.bashrc", "bashrc.jpg"),
        (".hidden", "hidden.jpg"),
        ("...", "Photo.jpg"),
        ("", "Photo.jpg"),
        ("mug.jpg.exe", "mug.jpg"),
        ("mug.exe", "mug.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.jpg"),
        ("mug\u0000.jpg", "mug.jpg"),
        ("a:b|c*d?.jpg", "a_b_c_d_.jpg"),
        ("con", "Photo.jpg"),
        ("COM1.txt", "Photo.jpg"),
        ("nul.tar.gz", "Photo.jpg"),
        ("  two   words . jpg", "two words . jpg.jpg"),
        ("größe ß 写真.jpg", "größe ß 写真.jpg"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
        ("trailing. . .", "trailing.jpg"),
    ],
)
def test_no_path_no_device_no_trick(name: str, safe: str) -> None:
    """failure 78: whatever a stranger called it"""
    assert safe_name(name, "image/jpeg", fallback="Photo") == safe


@pytest.mark.parametrize(
    "mime_type", [*ENDINGS, "text/html", "image/svg+xml", "application/x-msdownload", "", "image/"]
)
def test_no_ending_that_a_system_would_run(mime_type: str) -> None:
    ending = ending_of(mime_type)
    assert ending in ENDINGS.values() or ending == ".bin"
    assert ending not in (".exe", ".html", ".svg", ".sh", ".bat", ".js", ".desktop", ".lnk")


def test_the_type_may_have_parameters() -> None:
    assert ending_of("Audio/MP4; codecs=mp4a") == ".m4a"


def test_a_number_where_the_name_is_taken() -> None:
    assert numbered("mug.jpg", 2) == "mug (2).jpg"
    assert numbered("mug", 3) == "mug (3)"
