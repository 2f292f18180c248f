"""Writes the table of message kinds into README.md: `python tests/domain/write_kind_table.py`."""

import re
from pathlib import Path

from igdesk.domain.kind_table import as_markdown

README = Path(__file__).resolve().parents[2] / "README.md"
PLACE = re.compile(r"(?<=<!-- kinds of messages -->\n).*?(?=\n<!-- end of kinds -->)", re.DOTALL)

if __name__ == "__main__":
    README.write_text(PLACE.sub(lambda _: as_markdown(), README.read_text("utf-8")), "utf-8")
