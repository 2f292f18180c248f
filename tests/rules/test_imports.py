"""The import contracts of pyproject.toml hold, and every library stays where it is wrapped."""

import ast
import graphlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHERE_KNOWN = {
    "httpx": ("graph/pool.py",),
    "msgspec": ("graph/",),
    "apsw": ("store/",),
    "sqlite3": (),
    "keyring": ("store/keychain.py",),
    "qasync": ("loop/",),
    "platformdirs": ("paths.py",),
    "PIL": ("store/", "ui/heif.py"),
    "pillow_heif": ("store/", "ui/heif.py"),
    "emoji": ("ui/emoji/",),
}
"""Modules or packages of igdesk that may import a library, here or inside a function."""


def test_every_library_stays_where_it_is_wrapped() -> None:
    found = []
    for path in sorted((ROOT / "igdesk").rglob("*.py")):
        place = path.relative_to(ROOT / "igdesk").as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for library in {name.partition(".")[0] for name in names} & WHERE_KNOWN.keys():
                if not place.startswith(WHERE_KNOWN[library]):
                    found.append(f"{place}:{node.lineno} {library}")
    assert found == []


def imported(path: Path, modules: Iterable[str]) -> set[str]:
    """Modules of igdesk that a file imports, also inside a function; not what it imports for its types alone."""
    found = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & set(modules) or {str(node.module)}
        waiting += ast.iter_child_nodes(node)
    return found & set(modules)


def test_no_module_imports_itself_by_way_of_others() -> None:
    """An import inside a function hides a circle from Python, not from whoever has to understand it."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / "igdesk").rglob("*.py")
    }
    needs = {name: imported(path, modules) - {name} for name, path in modules.items()}
    try:
        graphlib.TopologicalSorter(needs).prepare()
    except graphlib.CycleError as circle:
        raise AssertionError(" > ".join(reversed(circle.args[1]))) from None


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
        "import sys; import igdesk.ui.window.main_window, igdesk.store.archive;"
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
