"""Journeys over the command line: what each command says, and how each bad input is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Dudao = Callable[..., Any]
CHINESE = re.compile(r"[\u4e00-\u9fff]")

COUNTY = "999999"
FIGURES = {
    "preschool_gross_enrolment": "98.87",
    "affordable_places_share": 80,
    "public_kindergarten_share": 49.9,
}


def county_file(folder: Path, figures: dict[str, object], period: str = "2023") -> Path:
    """Write a facts file with figures of the county alone."""
    path = folder / f"{period}.json"
    subjects = [{"code": COUNTY, "kind": "county", "name": "示例县", "facts": figures}]
    path.write_text(json.dumps({"tenant": COUNTY, "period": period, "subjects": subjects}))
    return path


def test_the_demo_summarises_every_county_and_names_what_is_wrong_in_a_published_report(
    demo: Dudao,
) -> None:
    ran = demo("demo", "--no-serve")
    assert ran.code == 0
    assert "平罗县(示例数据) 2020 年" in ran.out
    published = ran.out[ran.out.index("伊美区 2023 年") :].partition("(示例数据)")[0]
    assert published.rstrip().endswith("乐至县")
    (twice,) = (line for line in published.splitlines() if "11,523" in line)
    assert "11,533" in twice
    assert "数字矛盾" in twice
    (passed_over,) = (line for line in published.splitlines() if "24.13%" in line)
    assert "50%" in passed_over
    (spending,) = (line for line in published.splitlines() if "教育支出比上年下降" in line)
    assert spending.endswith("均上升")
    (classes,) = (line for line in published.splitlines() if "33 个" in line)
    assert "32 个" in classes
    assert "请作者说明" in classes


def test_loading_the_demo_again_changes_nothing(demo: Dudao) -> None:
    first, again = demo("demo", "--no-serve"), demo("demo", "--no-serve")
    assert first.out == again.out


def test_plugins_are_listed_with_what_is_wrong_with_them(dudao: Dudao) -> None:
    states = {
        entry["name"]: entry for entry in dudao("plugin", "list", "--format", "json").document
    }
    assert {"national", "web"} <= states.keys()
    assert all(entry["problems"] == [] for entry in states.values())
    assert "正常" in dudao("plugin", "list").out


def test_books_are_listed_and_shown_in_the_shape_other_programs_read(dudao: Dudao) -> None:
    listed = {entry["code"]: entry for entry in dudao("book", "list", "--format", "json").document}
    assert {"cn.balanced", "cn.basic_balance", "cn.preschool"} <= listed.keys()
    book = dudao("book", "show", "cn.preschool", "--format", "json").document
    assert book["edition"] == listed["cn.preschool"]["edition"]
    assert list(book) == [
        *("code", "edition", "title", "basis", "since", "until", "extends"),
        *("indicators", "duties", "conditions", "organisation", "thresholds", "supervision"),
    ]
    assert book["supervision"] is None
    (public,) = (each for each in book["indicators"] if each["code"] == "P3")
    assert {"title", "subject", "clause"} < public.keys()
    (target,) = public["targets"]
    assert target == {
        "since": book["since"],
        "until": None,
        "op": ">=",
        "limit": "50",
        "stage": None,
    }


def test_metrics_are_listed_with_their_units(dudao: Dudao) -> None:
    listed = {entry["code"]: entry for entry in dudao("metrics", "--format", "json").document}
    assert listed["equipment_value"]["unit"] == "元"
    assert listed["students"]["level"] == "stage"
    assert "教学仪器设备值" in dudao("metrics").out


def test_from_an_empty_workbook_to_an_explained_verdict(dudao: Dudao, tmp_path: Path) -> None:
    workbook = tmp_path / "figures.xlsx"
    registered = dudao("tenant", "add", COUNTY, "示例县", "--book", "cn.preschool")
    assert registered.code == 0
    written = dudao(
        "template", "cn.preschool", "--tenant", COUNTY, "--period", "2023", "-o", workbook
    )
    assert written.code == 0
    fill(workbook, FIGURES)

    taken = dudao("import", workbook, "--who", "张三")
    assert (taken.code, taken.err) == (0, "")
    assert taken.out.startswith("已导入:新增")

    judged = dudao("evaluate", COUNTY, "--format", "json").document
    assert judged["book"] == "cn.preschool"
    states = {verdict["indicator"]: verdict["state"] for verdict in judged["verdicts"]}
    assert states == {"P1": "met", "P2": "met", "P3": "not_met"}

    told = dudao("explain", COUNTY, "P3", COUNTY)
    assert told.code == 0
    for part in ("未达标", "49.9", "figures.xlsx", "县级数据!D5", "张三", "教督〔2020〕1号"):
        assert part in told.out


def fill(workbook: Path, figures: dict[str, object]) -> None:
    """Type figures of the county into a template, as a person would."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["县级数据"]
    cells = {row[0].value: row[3] for row in sheet.iter_rows(min_row=3)}
    for code, value in figures.items():
        cells[code].value = value
    book.save(workbook)


def test_a_workbook_with_faults_is_not_taken_and_comes_back_marked(
    dudao: Dudao, tmp_path: Path
) -> None:
    workbook, marked = tmp_path / "figures.xlsx", tmp_path / "marked.xlsx"
    dudao("tenant", "add", COUNTY, "示例县", "--book", "cn.preschool")
    dudao("template", "cn.preschool", "--tenant", COUNTY, "--period", "2023", "-o", workbook)
    fill(workbook, FIGURES | {"affordable_places_share": "很多"})

    refused = dudao("import", workbook, "--marked", marked)
    assert refused.code == 2
    assert "县级数据!D4" in refused.err
    assert "未导入任何数据" in refused.err
    assert marked.exists()
    assert dudao("evaluate", COUNTY).code == 2

    assert dudao("import", workbook, "--accept-valid").code == 0
    states = [
        each["state"] for each in dudao("evaluate", COUNTY, "--format", "json").document["verdicts"]
    ]
    assert sorted(states) == ["met", "no_data", "not_met"]


def test_a_file_is_judged_without_a_database(dudao: Dudao, tmp_path: Path) -> None:
    path = county_file(tmp_path, FIGURES)
    judged = dudao("evaluate", "--facts", path, "--book", "cn.preschool", "--format", "json")
    assert judged.code == 0
    document = judged.document
    assert list(document) == [
        *("tenant", "period", "book", "edition", "as_of", "book_hash", "facts_hash"),
        *("verdicts", "grade"),
    ]
    assert (document["period"], document["as_of"]) == ("2023", "2023-12-31")
    assert list(document["verdicts"][0]) == [
        *("indicator", "subject", "stage", "state", "value", "limit", "op", "flags", "clause"),
    ]
    assert set(document["grade"]) == {"scheme", "possible", "closed", "vetoes"}
    assert not (tmp_path / "data").exists()


def test_strict_tells_unmet_items_by_the_exit_code(dudao: Dudao, tmp_path: Path) -> None:
    unmet = county_file(tmp_path, FIGURES)
    assert dudao("evaluate", "--facts", unmet, "--book", "cn.preschool", "--strict").code == 1
    met = county_file(tmp_path, FIGURES | {"public_kindergarten_share": 50})
    assert dudao("evaluate", "--facts", met, "--book", "cn.preschool", "--strict").code == 0


def test_the_day_decides_which_limits_apply(demo: Dudao) -> None:
    def limit(day: str) -> str:
        judged = demo("evaluate", "640221", "--as-of", day, "--format", "json").document
        (verdict,) = (v for v in judged["verdicts"] if v["indicator"] == "P-retention_primary")
        return str(verdict["limit"])

    assert (limit("2019-06-30"), limit("2020-12-31")) == ("95", "97")


def test_a_plugin_is_checked_with_its_cases_and_their_sharpness(dudao: Dudao) -> None:
    checked = dudao("plugin", "check", "yimei", "--mutate")
    assert (checked.code, checked.err) == (0, "")
    assert "没有问题" in checked.out


REFUSED = [
    (("evaluate", "000001"), "000001"),
    (("evaluate", "640221", "--book", "cn.nothing"), "cn.nothing"),
    (("evaluate", "640221", "--book", "cn.balanced@1999"), "1999"),
    (("evaluate", "640221", "--period", "2010"), "2010"),
    (("evaluate", "640221", "--as-of", "2023-13-45"), "--as-of"),
    (("evaluate", "640221", "--format", "xml"), "table、json"),
    (("evaluate",), "--facts"),
    (("evaluate", "640221", "230717"), "--help"),
    (("evaluate", "--facts", "nowhere.json", "--book", "cn.balanced"), "nowhere.json"),
    (("evaluate", "--facts", "nowhere.json"), "--book"),
    (("explain", "640221", "X9", "640221"), "X9"),
    (("explain", "640221", "R", "S999"), "S999"),
    (("explain", "640221", "R"), "SUBJECT"),
    (("import", "nowhere.xlsx"), "nowhere.xlsx"),
    (("template", "cn.nothing", "-o", "x.xlsx"), "cn.nothing"),
    (("template", "cn.balanced"), "--output"),
    (("template", "cn.balanced", "-o", "missing/x.xlsx"), "missing"),
    (("book", "show", "cn.nothing"), "cn.nothing"),
    (("plugin", "check", "nothing"), "nothing"),
    (("tenant", "add", "640221", "平罗县", "--book", "cn.balanced"), "640221"),
    (("tenant", "add", "平罗", "平罗县", "--book", "cn.balanced"), "行政区划代码"),
    (("serve", "--host", "0.0.0.0"), "只能在本机使用"),
    (("evluate",), "evaluate"),
    (("evaluate", "640221", "--bok", "cn.balanced"), "--book"),
    (("--database", "nonsense", "tenant", "list"), "数据库"),
]


def test_a_book_on_supervision_is_shown_with_who_inspects_and_what_follows(dudao: Dudao) -> None:
    shown = dudao("book", "show", "lezhi.supervision").out
    # What is bound to be in every width of a terminal: the heads of the tables and short cells.
    for said in ("督导机构", "检查表", "期限", "问责情形", "问责措施", "30 天", "乐督委"):
        assert said in shown
    printed = dudao("book", "show", "lezhi.supervision", "--format", "json").document
    (rectify,) = [each for each in printed["supervision"]["deadlines"] if each["kind"] == "rectify"]
    assert (rectify["days"], rectify["working"]) == (30, False)


@pytest.mark.parametrize(("arguments", "named"), REFUSED, ids=lambda value: "_".join(value)[:40])
def test_bad_input_is_refused_in_chinese_naming_what_is_wrong(
    arguments: tuple[str, ...],
    named: str,
    demo: Dudao,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = demo(*arguments)
    assert refused.code == 2
    assert refused.out == ""
    assert named in refused.err
    assert CHINESE.search(refused.err)
    assert "Traceback" not in refused.err
    assert "Error" not in refused.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_tenant_is_refused(demo: Dudao, tmp_path: Path) -> None:
    refused = demo("import", county_file(tmp_path, FIGURES), "--tenant", "640221")
    assert refused.code == 2
    assert COUNTY in refused.err
    assert "平罗县" in refused.err


def test_a_refused_template_leaves_no_file(dudao: Dudao, tmp_path: Path) -> None:
    refused = dudao("template", "cn.balanced", "--tenant", COUNTY, "-o", tmp_path / "x.xlsx")
    assert refused.code == 2
    assert not (tmp_path / "x.xlsx").exists()


def test_a_folder_that_cannot_hold_data_is_refused(dudao: Dudao, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = dudao("--data", tmp_path / "file" / "data", "tenant", "list")
    assert refused.code == 2
    assert "--data" in refused.err


def test_brackets_in_names_are_printed_as_they_are(dudao: Dudao, tmp_path: Path) -> None:
    dudao("tenant", "add", COUNTY, "示例[/b]县[red]", "--book", "cn.preschool")
    assert "示例[/b]县[red]" in dudao("tenant", "list").out
    assert "[/x]" in dudao("import", tmp_path / "[/x].json").err


def test_help_is_chinese(dudao: Dudao) -> None:
    helped = dudao("evaluate", "--help")
    assert helped.code == 0
    assert helped.out.startswith("用法:dudao evaluate")
    for english in ("Usage", "Options", "Show this", "default:"):
        assert english not in helped.out + dudao("--help").out
    assert "命令:" in dudao("book").err


def test_the_installed_command_runs() -> None:
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("dudao")), "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.startswith("dudao")


def test_evidence_is_below_the_data_unless_said_otherwise(dudao: Dudao, tmp_path: Path) -> None:
    assert dudao("tenant", "list").code == 0
    assert (tmp_path / "data" / "evidence").is_dir()
    elsewhere = tmp_path / "elsewhere"
    assert dudao("--evidence", elsewhere.as_uri(), "tenant", "list").code == 0
    assert elsewhere.is_dir()


def test_a_wrong_address_for_evidence_is_refused(dudao: Dudao) -> None:
    ran = dudao("--evidence", "somewhere", "tenant", "list")
    assert (ran.code, ran.out) == (2, "")
    assert "佐证材料地址(--evidence):无法识别" in ran.err
