"""The `dudao` command as a person runs it, over a folder of its own for each test."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dudao.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What came of one run of the command."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


Dudao = Callable[..., Ran]


def runner(folder: Path, capture: pytest.CaptureFixture[str]) -> Dudao:
    """Return a function that runs the command over the data in a folder."""

    def run(*arguments: str | Path) -> Ran:
        capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--data", str(folder), *map(str, arguments)])
        said = capture.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, said.out, said.err)

    return run


@pytest.fixture
def dudao(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Dudao:
    """Run the command over an empty folder."""
    return runner(tmp_path / "data", capsys)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has been loaded."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(folder), "demo", "--no-serve"])
    assert ended.value.code == 0
    return folder


@pytest.fixture
def demo(demo_folder: Path, capsys: pytest.CaptureFixture[str]) -> Dudao:
    """Run the command over the folder of the demo."""
    return runner(demo_folder, capsys)
