"""The log file of a profile, with a last defence against secrets in it."""

import logging
import re
from contextlib import suppress
from pathlib import Path

FILE_NAME = "igdesk.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 3
HIDDEN = "[hidden]"

_SECRETS = (
    # name=value and "name": "value", also percent-encoded and inside JSON or a repr
    re.compile(
        r"(?i)((?:access_token|client_secret|app_?secret(?:_proof)?|appsecret_proof|fb_exchange_token|page_token|token"
        r"|passphrase|password)(?:%3D|[\"']?\s*[=:]\s*[\"']?))([^\s\"'&,;})\]]{4,})"
    ),
    re.compile(r"(?i)(\bBearer\s+)(\S+)"),
    re.compile(r"()\b((?:IG|EA)[A-Za-z0-9_-]{18,})"),
)


def redact(text: str) -> str:
    """The text without tokens and secrets."""
    for pattern in _SECRETS:
        text = pattern.sub(rf"\g<1>{HIDDEN}", text)
    return text


class RedactingFormatter(logging.Formatter):
    """Takes secrets out of the finished line, traceback included: nothing can be added after it."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def start_logging(folder: Path, *, level: int = logging.INFO) -> Path:
    """Send every record from ``level`` up to a rotating file in ``folder``; returns the file.

    Libraries are kept to warnings: their info lines hold addresses, and those may hold more than they should.
    A disk that is full or gone never stops the program: the record is lost, nothing else.
    """
    path = folder / FILE_NAME
    handler = _TurningHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handler.addFilter(_only_ours_below_warning)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return path


def stop_logging() -> None:
    """Close the log file."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _TurningHandler)]:
        root.removeHandler(handler)
        handler.close()


def _only_ours_below_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in ("igdesk", "__main__")


class _TurningHandler(logging.FileHandler):
    """Starts a new file when one is full. (That of the standard library takes 8 ms to import.)

    A log that cannot be written is no reason to write to the terminal or to fail.
    """

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream is not None and self.stream.tell() > MAX_BYTES:
            self.stream.close()
            self.stream = None  # the next record opens it again
            with suppress(OSError):
                self._turn()

    def _turn(self) -> None:
        path = Path(self.baseFilename)
        older = [path.with_name(f"{path.name}.{number}") for number in range(1, KEPT_FILES + 1)]
        older[-1].unlink(missing_ok=True)
        for source, target in reversed(list(zip([path, *older], older, strict=False))):
            if source.exists():
                source.replace(target)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        del record
