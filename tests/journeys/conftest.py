"""The `dudao` command as a person runs it, over a folder of its own for each test."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dudao.cli.main import main

COUNTY, PREFECTURE, YEAR = "632224", "632200", "2018"
OPEN = ("duties", "open", COUNTY, "--period", YEAR, "--opened", "2018-01-22", "--by", "张经办")


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


@pytest.fixture
def demo(demo_folder: Path, capsys: pytest.CaptureFixture[str]) -> Dudao:
    """Run the command over the folder of the demo."""
    return runner(demo_folder, capsys)


@pytest.fixture
def county(dudao: Dudao) -> Dudao:
    """The command over a prefecture and its county, in which nothing was opened."""
    book = ("--book", "gangcha.duties")
    assert dudao("tenant", "add", PREFECTURE, "示例州", "--level", "prefecture", *book).code == 0
    assert dudao("tenant", "add", COUNTY, "示例县", "--parent", PREFECTURE, *book).code == 0
    return dudao
