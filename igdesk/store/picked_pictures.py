"""Pictures made ready to be sent: looked at as a whole, turned into JPEG or made smaller where they must be."""

from io import BytesIO
from typing import TYPE_CHECKING

from igdesk.domain.sendable_files import PICTURE_MOST_BYTES, SOURCE_MOST_PIXELS

if TYPE_CHECKING:
    from PIL import Image

_STEPS = ((None, 92), (4096, 88), (3072, 85), (2048, 80), (1440, 75))
"""Longest side in pixels and quality, one after the other until the file is small enough."""
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
}


class PictureUnreadableError(Exception):
    """Damaged, cut off, or not what it says."""


class PictureTooLargeError(Exception):
    """More pixels than may be unpacked."""


def check_picture(data: bytes, mime_type: str) -> tuple[int, int]:
    """Width and height as it is seen; it is read to its end, so that a broken one is not sent."""
    with _opened(data, mime_type) as image:
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        width, height = image.size
        if mime_type == "image/jpeg":
            image.draft("RGB", (width // 8 or 1, height // 8 or 1))
        _load(image)
    return (height, width) if turned else (width, height)


def as_jpeg(data: bytes, mime_type: str) -> tuple[bytes, int, int]:
    """The picture as JPEG of a size that Instagram takes, upright, without any notes."""
    from PIL import Image, ImageOps

    with _opened(data, mime_type) as opened:
        if mime_type == "image/jpeg":
            opened.draft("RGB", (4096, 4096))
        _load(opened)
        profile = opened.info.get("icc_profile")
        image = ImageOps.exif_transpose(opened)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGB", image.size, "white")
        with_alpha = image.convert("RGBA")
        ground.paste(with_alpha, mask=with_alpha.getchannel("A"))
        image = ground
    elif image.mode != "RGB":
        image, profile = image.convert("RGB"), None
    for side, quality in _STEPS:
        if side is not None and max(image.size) > side:
            image.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True, icc_profile=profile)
        if out.tell() <= PICTURE_MOST_BYTES:
            return out.getvalue(), image.width, image.height
    raise PictureTooLargeError


def _opened(data: bytes, mime_type: str) -> "Image.Image":
    """The picture, its header read and its size judged; nothing is unpacked yet."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # judged below, by a limit of our own
    if mime_type == "image/heic":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    try:
        image = Image.open(BytesIO(data), formats=(_FORMATS[mime_type],))
    except Exception as error:
        raise PictureUnreadableError from error
    if image.width * image.height > SOURCE_MOST_PIXELS:
        image.close()
        raise PictureTooLargeError
    return image


def _load(image: "Image.Image") -> None:
    try:
        image.load()
    except MemoryError as error:
        raise PictureTooLargeError from error
    except Exception as error:
        raise PictureUnreadableError from error
