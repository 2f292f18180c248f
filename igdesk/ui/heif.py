"""Photos in the format of phones (HEIC, AVIF), which Qt cannot read."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})


def is_heif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def decode_heif(data: bytes, size: QSize, *, most_side_px: int, most_bytes: int) -> "QImage | None":
    """A picture that covers ``size`` (its own size if that is empty), or None; nothing is decoded beyond the limits."""
    from io import BytesIO

    import pillow_heif
    from PIL import Image, UnidentifiedImageError
    from PySide6.QtGui import QImage

    pillow_heif.register_heif_opener()
    try:
        with Image.open(BytesIO(data)) as picture:  # reads the header only
            width, height = picture.size
            if max(width, height) > most_side_px or width * height * 4 > most_bytes:
                return None
            pixels = picture.convert("RGBA").tobytes()
    except (UnidentifiedImageError, OSError, ValueError, EOFError, RuntimeError, SyntaxError, MemoryError):
        return None
    # A copy: its own memory, not that of the decoder.
    image = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
    if not size.isEmpty() and (width > size.width() and height > size.height()):
        keep = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        image = image.scaled(size, keep, Qt.TransformationMode.SmoothTransformation)
    return image
