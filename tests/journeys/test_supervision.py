"""Supervision on the command line, over the demo."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.journeys.conftest import Dudao, runner

COUNTY = "512022"


@pytest.fixture
def shown(demo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Dudao:
    """The command over a copy of the demo's folder, to be changed."""
    return runner(Path(shutil.copytree(demo_folder, tmp_path / "data")), capsys)


def test_the_groups_and_the_three_gaps_planted_in_the_demo_are_listed(shown: Dudao) -> None:
    ran = shown("supervision", COUNTY)
    assert ran.code == 0
    assert "示例数据" in ran.out
    found = shown("supervision", COUNTY, "--format", "json").document
    assert len(found["groups"]) == 9
    kinds = [each["kind"] for each in found["lacks"]]
    assert {"uncovered", "shared", "no_liaison"} <= set(kinds)


def test_accepting_the_proposal_leaves_no_school_without_an_inspector(shown: Dudao) -> None:
    proposed = shown("supervision", "propose", COUNTY, "--format", "json").document
    assert proposed["new"]
    assert shown("supervision", "propose", COUNTY, "--accept").code == 2  # nobody said by whom
    ran = shown("supervision", "propose", COUNTY, "--accept", "--by", "示例人员甲")
    assert ran.code == 0
    found = shown("supervision", COUNTY, "--format", "json").document
    uncovered = {each["code"] for each in found["lacks"] if each["kind"] == "uncovered"}
    assert uncovered == {each["school"] for each in proposed["uncovered"]}


def test_a_roster_file_with_a_fault_is_refused_with_its_place(shown: Dudao, tmp_path: Path) -> None:
    file = tmp_path / "名册.toml"
    file.write_text('[[liaisons]]\ncode = "nobody"\nname = "示例人员甲"\n', encoding="utf-8")
    ran = shown("supervision", "load", COUNTY, str(file), "--by", "示例人员乙")
    assert ran.code == 2
    assert "联络员 nobody:没有成员单位 nobody" in ran.err


def test_counting_again_brings_nothing_new(shown: Dudao) -> None:
    ran = shown("supervision", "recount", COUNTY, "2026")
    assert (ran.code, ran.out.strip()) == (0, "变动 0 项")


def test_a_county_whose_book_has_no_supervision_is_told_so(shown: Dudao) -> None:
    ran = shown("supervision", "640221")
    assert ran.code == 2
    assert "没有规定督导体系" in ran.err
