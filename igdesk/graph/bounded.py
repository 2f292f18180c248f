"""Reading a body without trusting its size: a cap on what is held, also after unpacking."""

import zlib
from collections.abc import AsyncIterator


class BodyTooLargeError(Exception):
    """The body is larger than the cap."""


class BodyBrokenError(Exception):
    """The body cannot be unpacked."""


async def read_bounded(chunks: AsyncIterator[bytes], *, most_bytes: int, encoding: str = "", length: str = "") -> bytes:
    """The whole body, unpacked, of at most ``most_bytes``.

    ``encoding`` and ``length`` are the headers of that name. Unpacking stops at the cap, so that a small packed
    body cannot grow without end.
    """
    if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > most_bytes:
        raise BodyTooLargeError
    packed = encoding.strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise BodyBrokenError
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if packed not in ("", "identity") else None
    body = bytearray()
    async for chunk in chunks:
        if unpacker is not None:
            try:
                chunk = unpacker.decompress(chunk, most_bytes - len(body) + 1)
            except zlib.error as error:
                raise BodyBrokenError from error
        body += chunk
        if len(body) > most_bytes:
            raise BodyTooLargeError
    if unpacker is not None and body and not unpacker.eof:
        raise BodyBrokenError
    return bytes(body)
