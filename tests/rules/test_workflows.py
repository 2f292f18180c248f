"""The workflows run what the README and ``.ci/run`` say, with nothing secret, and with every library that Qt needs."""

import re
from pathlib import Path

import pytest

from igdesk.app.surroundings import APT_LINE

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TESTS, INSTALLERS = (ROOT / ".github" / "workflows" / name for name in ("tests.yml", "installers.yml"))
RECIPES = ROOT / "resources" / "installer"
README = (ROOT / "README.md").read_text("utf-8")
SYSTEMS = ("ubuntu", "macos", "windows")


def needed() -> set[str]:
    return {word for word in APT_LINE.split() if word.startswith("lib")}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_they_may_read_and_nothing_else(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "permissions:\n  contents: read\n" in text
    assert "secrets." not in text
    assert "persist-credentials: false" in text
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", one) for one in used)
    assert all(any(system in text for system in (f"{name}-",)) for name in SYSTEMS)
    assert "-latest" not in text, "which system that is changes overnight"


def test_the_tests_are_those_of_the_readme() -> None:
    text = TESTS.read_text("utf-8")
    assert "run: .ci/run\n" in text
    of_windows = re.findall(r"```powershell\n(py .*pytest.*)\n```", README)
    assert len(of_windows) == 1
    # The launcher of Windows does not know the Python that the workflow brings.
    assert f"run: {of_windows[0].replace('py -m venv', 'python -m venv', 1)}\n" in text
    gate = (ROOT / ".ci" / "run").read_text("utf-8")
    for check in ("ruff check", "ruff format --check", "mypy"):
        assert f".venv/bin/{check}\n" in gate
        assert f".venv\\Scripts\\{check}\n" in text


def test_the_installers_are_built_as_the_readme_says() -> None:
    text = INSTALLERS.read_text("utf-8")
    assert "python -m pip install '.[installer]' && python resources/installer/build.py" in README
    assert "python -m pip install -q '.[installer]'\n          python resources/installer/build.py\n" in text


@pytest.mark.parametrize("path", [INSTALLERS, RECIPES / "build.py", ROOT / ".ci" / "run"], ids=str)
def test_no_library_is_forgotten(path: Path) -> None:
    found = set(re.findall(r"lib[\w.-]+", path.read_text("utf-8")))
    assert needed() - found == set()


def test_the_frozen_program_carries_what_the_wheel_carries() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    carried = re.findall(r'^"(resources/[\w./]+)" = "igdesk/', project, re.MULTILINE)
    spec = (RECIPES / "igdesk.spec").read_text("utf-8").replace('" / "', "/")
    assert len(carried) >= 3
    for name in carried:
        assert f'"{name}"' in spec or f"/{name.partition('/')[2]}" in spec, name
