"""The README's two commands, run as a newcomer runs them: in a fresh copy, with a bare environment.

The copy holds the files that git knows, as they stand in this working tree. Installing needs a
package index or pip's cache; without either the tests are skipped, nothing else may stop them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, marked

# How to reach a package index is the user's own business and stays; everything else goes.
_KEPT = re.compile(r"PATH|HOME|TMPDIR|LANG|LC_.*|(PIP|UV|SSL|XDG)_.*|.*_(proxy|PROXY)|.*CA_BUNDLE")
_OURS = Path(sys.executable).parent


def environment() -> dict[str, str]:
    """Return a bare environment, in which this test run's own interpreter is not found."""
    kept = {name: value for name, value in os.environ.items() if _KEPT.fullmatch(name)}
    paths = [path for path in kept["PATH"].split(os.pathsep) if Path(path) != _OURS]
    outside = [path for path in paths if ROOT not in Path(path).parents]
    return kept | {"PATH": os.pathsep.join(outside)}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A fresh copy of the repository, gone afterwards: it holds an environment of its own."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what belongs to the repository is not known")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    folder = tmp_path_factory.mktemp("copy")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    yield folder
    shutil.rmtree(folder)


def run(command: str, folder: Path) -> str:
    """Run a shell command in the copy and return what it prints. It has to succeed."""
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if ran.returncode and not (folder / ".uv" / "bin" / "uv").exists():
        pytest.skip(f"pip cannot install uv here: {ran.stderr.strip()[-300:]}")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_demo_command_loads_and_summarises_the_demo(copy: Path) -> None:
    said = run(f"{marked('demo')} --no-serve", copy)
    assert "11,523" in said
    assert "(示例数据)" in said
    assert (copy / "dudao-data" / "dudao.db").exists()


def test_the_test_command_finds_the_tests(copy: Path) -> None:
    said = run(f"{marked('tests')} --collect-only -q", copy)
    found = re.search(r"^(\d+) tests collected", said, re.MULTILINE)
    assert found, said[-2000:]
    assert int(found[1]) > 100


def test_ci_runs_the_command_that_the_readme_shows() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (extraction,) = re.findall(r'^bash -c "\$\((sed .+)\)"$', script, re.MULTILINE)
    extracted = subprocess.run(
        ["bash", "-c", extraction], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert extracted.stdout.strip() == marked("tests")
