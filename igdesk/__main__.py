"""Entry point: ``igdesk`` and ``python -m igdesk``."""

import sys


def main() -> int:
    """Start igdesk; the exit status."""
    # Kept readable for old interpreters: the modules behind it are not.
    if sys.version_info < (3, 11):  # noqa: UP036 - an installer may have let it through
        found = ".".join(str(part) for part in sys.version_info[:2])
        sys.stderr.write("igdesk needs Python 3.11 or newer; this is Python " + found + ".\n")
        return 1
    from igdesk.app.launch import launch

    return launch(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
