"""The import contracts of pyproject.toml hold."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_layers_and_boundaries() -> None:
    """Layers, who may know which library, no cycles: `lint-imports` with the contracts of this project."""
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_light_modules_stay_light() -> None:
    """What runs before the first paint pulls in neither the HTTP client nor the keychain nor the data package."""
    heavy = ("httpx", "keyring", "ssl", "msgspec", "regex", "cryptography", "igdesk.graph", "igdesk.sandbox", "asyncio",
             "PySide6.QtMultimedia")  # fmt: skip
    code = (
        "import sys; import igdesk.ui.main_window, igdesk.store.archive;"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]", run.stdout
