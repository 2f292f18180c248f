"""Started by its icon, igdesk has no terminal: what stops the start is said in a window that can be closed."""

import sys
from pathlib import Path

from desktop import Desktop, until
from parts import start_igdesk


def main(folder: Path) -> None:
    (folder / "profile").write_text("somebody else's file")
    with Desktop(keychain=False), start_igdesk(folder, "http://127.0.0.1:9") as igdesk:
        igdesk.find("label", lambda name: name.startswith("igdesk cannot keep its files in "))
        igdesk.find("label", lambda name: name.endswith("--profile FOLDER."))
        igdesk.find("push button", "Close").press()
        until(lambda: igdesk.process.poll() is not None, "the end")
        assert igdesk.process.returncode == 1, igdesk.said
        assert "igdesk cannot keep its files in " in igdesk.said
        assert "Traceback" not in igdesk.said
    assert (folder / "profile").read_text() == "somebody else's file"
    print("passed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
