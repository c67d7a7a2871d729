"""The ledger on the command line: it opens by figures that are imported, and tells its course."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.journeys.conftest import PREFECTURE, Dudao

CODE = "220521"


def hand_in(dudao: Dudao, folder: Path, period: int, **sizes: int) -> None:
    """Import the classes of a school: `c3_1=60` is class 3-1 with 60 pupils."""
    classes = [
        {"grade": int(name[1]), "code": name[1:].replace("_", "-"), "students": pupils}
        for name, pupils in sizes.items()
    ]
    school = {
        "code": "S1",
        "kind": "school",
        "name": "示例一小",
        "attributes": {"type": "primary"},
        "classes": classes,
    }
    path = folder / f"{period}.json"
    path.write_text(json.dumps({"tenant": CODE, "period": str(period), "subjects": [school]}))
    assert dudao("import", path).code == 0


@pytest.fixture
def classes(dudao: Dudao, tmp_path: Path) -> Dudao:
    """A county with two large classes in 2017, one of them divided a year later."""
    dudao("tenant", "add", CODE, "示例县", "--book", "tonghua.integration")
    hand_in(dudao, tmp_path, 2017, c3_1=60, c3_2=57, c4_1=40)
    hand_in(dudao, tmp_path, 2018, c4_1=44, c4_2=57, c4_3=30, c5_1=40)
    return dudao


def test_the_ledger_lists_what_has_to_be_closed_and_by_when(classes: Dudao) -> None:
    ran = classes("ledger", CODE, "--as-of", "2019-01-10")
    assert (ran.code, ran.err) == (0, "")
    row = next(line for line in ran.out.splitlines() if "2015 级 2 班" in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells[3:] == [
        "57 人", "≤ 55", "示例一小", "2018-12-31 超期 10 天", "待定措施", "仍未达标",
    ]  # fmt: skip
    assert "列出 2 项,台账共 2 项" in ran.out


def test_the_ledger_is_told_as_json(classes: Dudao) -> None:
    document = classes("ledger", CODE, "--format", "json").document
    assert (document["tenant"], document["book"]) == (CODE, "tonghua.integration")
    first, _ = document["findings"]
    assert first["recheck"] == {"result": "passes", "value": "44 人", "period": "2018"}
    assert (first["number"], first["rule"], first["item"]) == (1, "class_size", "2015-1")
    assert (first["step"], first["deadline"], first["new"]) == ("2018-12-31", "2018-12-31", False)


def test_the_ledger_is_taken_away_as_a_workbook(classes: Dudao, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    assert classes("ledger", CODE, "--output", path).code == 0
    rows = [*openpyxl.load_workbook(path).active.values]
    names = [row[3] for row in rows if row[1] == "班级"]
    assert [name.split()[1] for name in names] == ["2015", "2015"]
    assert classes("ledger", CODE, "--output", tmp_path / "no" / "台账.xlsx").code == 2


@pytest.mark.parametrize(
    ("options", "many"),
    [
        ((), 2),
        (("--overdue", "--as-of", "2019-01-01"), 2),
        (("--overdue", "--as-of", "2018-12-31"), 0),
        (("--new",), 0),
        (("--ready",), 0),
        (("--state", "struck"), 0),
        (("--state", "listed"), 2),
        (("--subject", "S2"), 0),
        (("--rule", "class_size", "--all"), 2),
    ],
)
def test_the_list_is_narrowed_down(classes: Dudao, options: tuple[str, ...], many: int) -> None:
    assert f"列出 {many} 项,台账共 2 项" in classes("ledger", CODE, *options).out


def test_the_history_of_a_finding_tells_each_look_at_it(classes: Dudao) -> None:
    lines = classes("ledger", "history", CODE, "1").out
    assert "2018 年 44 人(要求 ≤ 55),已达标" in lines
    assert "2017 年 60 人(要求 ≤ 55),仍未达标" in lines
    entries = classes("ledger", "history", CODE, "1", "--format", "json").document
    assert [entry["action"] for entry in entries] == ["recheck", "find"]


def test_rechecking_without_anything_new_changes_nothing(classes: Dudao) -> None:
    ran = classes("ledger", "recheck", CODE, "--format", "json")
    assert ran.document == {"opened": 0, "returned": 0, "checked": 0}
    assert "新立项 0 项" in classes("ledger", "recheck", CODE).out


def test_the_months_are_counted(classes: Dudao) -> None:
    [month] = classes("ledger", "months", CODE, "--format", "json").document
    assert (month["opened"], month["closed"], month["standing"]) == (2, 0, 2)
    assert month["month"] in classes("ledger", "months", CODE).out


def test_an_unknown_tenant_is_refused(classes: Dudao) -> None:
    for command in (("ledger", "999999"), ("ledger", "recheck", "999999")):
        assert classes(*command).code == 2


def test_a_finding_that_is_not_in_the_ledger_is_refused(classes: Dudao) -> None:
    ran = classes("ledger", "history", CODE, "99")
    assert (ran.code, ran.out) == (2, "")
    assert "台账第 99 号:没有这个问题" in ran.err


@pytest.mark.parametrize("command", [("ledger",), ("ledger", "recheck"), ("ledger", "months")])
def test_a_tenant_without_a_book_is_told_to_name_one(demo: Dudao, command: tuple[str, ...]) -> None:
    ran = demo(*command, PREFECTURE)
    assert ran.code == 2
    assert f"租户 {PREFECTURE}:没有指定评价办法\n   → 请指明,如 --book" in ran.err


def test_the_log_with_its_findings_stands_the_check(classes: Dudao) -> None:
    assert "4 条,完好" in classes("audit", "verify", CODE).out
