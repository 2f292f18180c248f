"""A form with one file, as bytes that are made while they are sent."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class FormFile:
    """The file field of a form. ``name`` is plain ASCII without quotes."""

    field_name: str
    name: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """``multipart/form-data``: some words and one file."""

    fields: Sequence[tuple[str, str]]
    file: FormFile
    on_sent: Callable[[float], None] | None = field(default=None, repr=False, compare=False)
    """Told how much of it has left, from 0 to 1."""

    @property
    def boundary(self) -> str:
        """A line that the file cannot hold by chance; counted up until it certainly does not."""
        number = 0
        while f"igdesk-form-{number}".encode() in self.file.data:
            number += 1
        return f"igdesk-form-{number}"

    def body(self) -> "FormBody":
        return FormBody(self)


class FormBody:
    """The form on its way."""

    def __init__(self, form: Form) -> None:
        boundary = form.boundary
        self.content_type = f"multipart/form-data; boundary={boundary}"
        words = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in form.fields
        )
        file = form.file
        self._head = (
            f'{words}--{boundary}\r\nContent-Disposition: form-data; name="{file.field_name}";'
            f' filename="{file.name}"\r\nContent-Type: {file.mime_type}\r\n\r\n'
        ).encode()
        self._data = file.data
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._on_sent = form.on_sent
        self.length = len(self._head) + len(self._data) + len(self._tail)

    async def chunks(self) -> AsyncIterator[bytes]:
        """All of it, once."""
        yield self._head
        for start in range(0, len(self._data), CHUNK_BYTES):
            yield self._data[start : start + CHUNK_BYTES]
            if self._on_sent is not None:
                self._on_sent(min(start + CHUNK_BYTES, len(self._data)) / len(self._data))
        yield self._tail
