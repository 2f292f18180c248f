"""What a file says of its own course in time: how long it plays, whether a picture moves."""

DURATION_MOST_MS = 24 * 3600 * 1000
_HEAD_BYTES = 64 * 1024


def duration_ms(data: bytes, mime_type: str) -> int | None:
    """Length of a video or sound as its header gives it; None when it says nothing that can be true."""
    if mime_type in ("video/mp4", "video/quicktime", "audio/mp4"):
        ticks, rate = _movie_length(data)
    elif mime_type == "audio/wav":
        ticks, rate = _wave_length(data)
    else:
        return None
    length = round(ticks * 1000 / rate) if ticks > 0 and rate > 0 else 0
    return length if 0 < length <= DURATION_MOST_MS else None


def is_animated(data: bytes, mime_type: str) -> bool:
    """Whether a picture has more than one frame."""
    if mime_type == "image/gif":
        return data.count(b"\x21\xf9\x04") > 1
    if mime_type == "image/webp":
        return data[12:16] == b"VP8X" and len(data) > 20 and bool(data[20] & 2)
    return mime_type == "image/png" and b"acTL" in data[:_HEAD_BYTES]


def _movie_length(data: bytes) -> tuple[int, int]:
    """Ticks and ticks a second of the movie header of an MP4 file, wherever it stands."""
    movie = data.find(b"moov")
    at = data.find(b"mvhd", movie) if movie >= 0 else -1
    if at < 0:
        return 0, 0
    is_wide = data[at + 4 : at + 5] == b"\x01"
    rate, ticks = (at + 24, at + 28) if is_wide else (at + 16, at + 20)
    width = 8 if is_wide else 4
    length = _big(data, ticks, width)
    is_unknown = length == (1 << 8 * width) - 1
    return 0 if is_unknown else length, _big(data, rate, 4)


def _wave_length(data: bytes) -> tuple[int, int]:
    """Bytes of sound and bytes a second of a WAV file."""
    form, sound = data.find(b"fmt ", 0, _HEAD_BYTES), data.find(b"data", 0, _HEAD_BYTES)
    if form < 0 or sound < 0:
        return 0, 0
    length = int.from_bytes(data[sound + 4 : sound + 8], "little")
    return min(length, len(data) - sound - 8), int.from_bytes(data[form + 16 : form + 20], "little")


def _big(data: bytes, at: int, width: int) -> int:
    part = data[at : at + width]
    return int.from_bytes(part, "big") if len(part) == width else 0
