"""The commands on a territory: a prefecture and its counties, on the screen and in files."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.journeys.conftest import Dudao, Ran
from tests.web.county import county as figures

CITY, FIRST, SECOND = "999000", "999001", "999002"


@pytest.fixture
def city(dudao: Dudao, tmp_path: Path) -> Dudao:
    """The command over a prefecture with two counties, of which one has reported."""
    book = ("--book", "cn.balanced")
    dudao("tenant", "add", CITY, "示例市", "--level", "prefecture", *book)
    for code in (FIRST, SECOND):
        assert dudao("tenant", "add", code, f"县{code}", "--parent", CITY, *book).code == 0
    path = tmp_path / "first.json"
    path.write_text(json.dumps(figures(FIRST)), encoding="utf-8")
    assert dudao("import", path).code == 0
    return dudao


def row(ran: Ran, starting: str) -> list[str]:
    """Return the cells of the first row of a table that begins with some words."""
    lines = (line.strip("│ ").split("│") for line in ran.out.splitlines() if "│" in line)
    return next(
        [cell.strip() for cell in cells] for cells in lines if cells[0].strip().startswith(starting)
    )


def test_the_account_lists_every_school_below(city: Dudao) -> None:
    ran = city("accounts", CITY)
    assert (ran.code, ran.err) == (0, "")
    found = row(ran, "第二小学")
    assert found[:8] == ["第二小学", "S2", "县999001", "小学", "480", "12", "40", "有未达标"]
    assert "G3" in found[8]
    assert "共 3 所" in ran.out


def test_only_schools_with_gaps_are_listed_if_wanted(city: Dudao) -> None:
    document = city("accounts", CITY, "--gaps", "--format", "json").document
    assert document["schools"]
    assert {each["state"] for each in document["schools"]} == {"not_met"}
    junior = city("accounts", CITY, "--stage", "junior", "--format", "json").document
    assert junior["schools"] == []


def test_the_account_of_a_county_is_its_part_of_the_bodys(city: Dudao) -> None:
    body = city("accounts", CITY, "--county", FIRST, "--format", "json").document
    own = city("accounts", FIRST, "--format", "json").document
    assert own["schools"] == body["schools"]


def test_the_checklist_names_who_meets_what_and_who_has_not_reported(city: Dudao) -> None:
    ran = city("checklist", CITY)
    assert ran.code == 0
    assert row(ran, "特殊教育学校")[1:] == ["0 / 1", "县999001"]
    assert "县999002:没有 2023 年的数据" in ran.out


def test_one_composite_is_listed_with_its_parts(city: Dudao) -> None:
    items = city("checklist", CITY, "--of", "G11", "--format", "json").document["items"]
    assert [each["part_of"] for each in items] == [None, "G11", "G11"]


@pytest.mark.parametrize("command", ["accounts", "checklist"])
def test_a_workbook_is_written_beside_what_is_printed(
    city: Dudao, tmp_path: Path, command: str
) -> None:
    path = tmp_path / "list.xlsx"
    ran = city(command, CITY, "--output", path)
    assert f"已存为 {path}" in ran.out
    assert "县999001" in str([*openpyxl.load_workbook(path).active.values])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accounts", "000000"), "未登记"),
        (("accounts", CITY, "--county", "999003"), "台账中没有“999003”"),
        (("accounts", CITY, "--period", "2010"), "没有 2010 年的数据"),
        (("accounts", SECOND), "还没有填报数据"),
        (("checklist", CITY, "--section", "x"), "清单中没有“x”"),
        (("checklist", CITY, "--book", "no.book"), "no.book"),
        (("checklist", CITY, "--output", "/no/such/folder/x.xlsx"), "无法写入"),
    ],
)
def test_what_cannot_be_listed_is_refused_in_words(
    city: Dudao, arguments: tuple[str, ...], said: str
) -> None:
    ran = city(*arguments)
    assert ran.code == 2
    assert said in ran.err
