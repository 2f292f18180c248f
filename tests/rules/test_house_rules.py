"""The house rules that a machine can check, over the source of the program."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "igdesk").rglob("*.py"))
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools", "base"}


def walk(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[Path, ast.AST]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, kind):
                yield path, node


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def test_no_nested_event_loops() -> None:
    """Under the asyncio loop a nested Qt loop loses tasks: `open()` and `popup()` instead of `exec()`."""
    boxes = {"QMessageBox", "QInputDialog", "QFileDialog"}
    static = {
        "question",
        "information",
        "warning",
        "critical",
        "about",
        "getText",
        "getOpenFileName",
        "getSaveFileName",
    }
    found = []
    for path, node in walk(ast.Call):
        assert isinstance(node, ast.Call)
        if not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        nested = node.func.attr in ("exec", "exec_", "processEvents")
        if nested and "loop" in path.parts:
            continue  # the one place that runs the event loop of the program
        if nested or (owner in boxes and node.func.attr in static):
            found.append(where(path, node))
    assert found == []


def test_no_async_method_in_the_interface() -> None:
    """Widgets emit; the engine acts."""
    found = [where(p, n) for p, n in walk((ast.AsyncFunctionDef, ast.Await)) if "ui" in p.relative_to(ROOT).parts]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    missing = [str(p.relative_to(ROOT)) for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert missing == []


def test_modules_are_named_by_their_subject() -> None:
    assert [str(p) for p in SOURCES if p.stem in VAGUE_NAMES] == []


def test_files_can_be_held_in_the_head() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 450}
    assert long == {}


def test_the_domain_has_no_clock_and_no_io() -> None:
    found = []
    outside = {"os", "time", "logging", "pathlib"}
    for path, node in walk((ast.Import, ast.Call)):
        if "domain" not in path.parts:
            continue
        if isinstance(node, ast.Import) and {a.name.split(".")[0] for a in node.names} & outside:
            found.append(where(path, node))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("now", "today", "utcnow")
        ):
            found.append(where(path, node))
    assert found == []


def test_text_from_outside_is_never_markup() -> None:
    """No widget is told to interpret rich text."""
    pattern = re.compile(r"RichText|AutoText|setHtml|insertHtml|toHtml|MarkdownText|setMarkdown")
    assert [str(p.relative_to(ROOT)) for p in SOURCES if pattern.search(p.read_text("utf-8"))] == []


def test_labels_are_plain_text() -> None:
    """QLabel guesses markup unless it is told not to: labels are made by one class that tells it."""
    found = [
        where(path, node)
        for path, node in walk(ast.Call)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "QLabel"
    ]
    assert found == []


def test_every_text_exists_and_is_used() -> None:
    texts = json.loads((ROOT / "resources/texts/en.json").read_text("utf-8"))
    code = "\n".join(p.read_text("utf-8") for p in SOURCES)
    asked = set(re.findall(r"""\bsay\(\s*["']([\w.]+)["']""", code))
    assert asked - set(texts) == set(), "ids that are asked for and not in the file"
    families = set(re.findall(r"""f["']([\w.]+\.)\{""", code))
    words = set(re.findall(r"""["']([\w.]+)["']""", code)) | set(re.findall(r"\}\.(\w+)", code))
    beginnings = tuple(set(re.findall(r"""f["'](\w+_)\{""", code)))

    def is_made(ending: str) -> bool:
        """Whether the code has what an id of a family ends with: a value, a number, ``go_to_{view}``."""
        return ending in words or all(
            part in words or part.isdigit() or part.startswith(beginnings) for part in ending.split(".")
        )

    unused = [
        key
        for key in texts
        if key not in words
        and not any(key.startswith(family) and is_made(key.removeprefix(family)) for family in families)
    ]
    assert unused == [], "texts that nothing shows"


@pytest.mark.parametrize("name", ["README.md", ".ci/run", "LICENSE", "resources/CHANGELOG.md"])
def test_the_project_is_whole(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()


def test_the_changelog_says_nothing_twice() -> None:
    """Two people who add to it are merged line by line, which brings a line back that somebody has moved."""
    lines = [line for line in (ROOT / "resources/CHANGELOG.md").read_text("utf-8").splitlines() if line]
    assert [line for line in set(lines) if lines.count(line) > 1] == []


def test_the_readme_lists_its_chapters_once() -> None:
    """Two chapters of one name were written side by side once, and only the first can be linked to."""
    readme = (ROOT / "README.md").read_text("utf-8")
    chapters = re.findall(r"^## (.+)$", readme, re.MULTILINE)
    assert len(set(chapters)) == len(chapters)
    links = re.findall(r"\[([^]]+)\]\(#([^)]+)\)", readme)
    assert [name for name, anchor in links if anchor != name.lower().replace(" ", "-")] == []
    assert [name for name in chapters if name != "Licence"] == [name for name, _ in links]


def test_readme_and_ci_agree() -> None:
    """The gate runs the very command that README tells a person to paste."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "<!-- the test command -->" in readme
    assert "README.md" in (ROOT / ".ci/run").read_text("utf-8")


def test_nothing_of_one_machine_is_in_the_project() -> None:
    own = re.compile(r"/(?:home|root|Users|work)/\w+|https?://(?:files|registry|deb|pypi)\.", re.IGNORECASE)
    paths = [
        p for p in ROOT.rglob("*") if p.suffix in (".py", ".md", ".toml", ".json", ".yml") and ".venv" not in p.parts
    ]
    found = [
        str(p.relative_to(ROOT)) for p in paths if p != Path(__file__) and own.search(p.read_text("utf-8", "replace"))
    ]
    assert found == []


def test_tests_are_collected_in_one_order() -> None:
    """Two workers must collect the same tests: a set as parameters has another order in each of them."""
    found = re.compile(r"parametrize\(\s*[^,]+,\s*(set\(|frozenset\(|\{(?![^}]*:))")
    tests = [p for p in (ROOT / "tests").rglob("*.py") if p.name != Path(__file__).name]
    assert [str(p.relative_to(ROOT)) for p in tests if found.search(p.read_text("utf-8"))] == []


def test_the_top_is_what_it_was_agreed_to_be() -> None:
    """Programs and people look for things there; what is new finds its room below."""
    if not (ROOT / ".git").exists():
        pytest.skip("no checkout: what lies here need not be of the project")
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {line.partition("/")[0] for line in tracked.splitlines()}
    assert {name for name in names if not name.startswith(".")} == {
        "LICENSE", "README.md", "igdesk", "pyproject.toml", "resources", "tests",
    }  # fmt: skip
