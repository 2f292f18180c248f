"""Writes the troubleshooting table into README.md: `python tests/graph/write_error_table.py`."""

import re
from pathlib import Path

from igdesk.graph.error_table import as_markdown

README = Path(__file__).resolve().parents[2] / "README.md"
PLACE = re.compile(r"(?<=<!-- errors of Instagram -->\n).*?(?=\n<!-- end of errors -->)", re.DOTALL)

if __name__ == "__main__":
    README.write_text(PLACE.sub(lambda _: as_markdown(), README.read_text("utf-8")), "utf-8")
