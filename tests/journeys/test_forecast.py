"""The command on the years ahead, over stored figures and over files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import Dudao
from tests.journeys.years import facts_file, write_years

from dudao.facts import Stage


@pytest.fixture
def years(tmp_path: Path) -> list[Path]:
    """The files of 2021 to 2023: every class has 44, then 44, then 48 pupils."""
    return write_years(tmp_path, [44, 44, 48])


@pytest.fixture
def files(years: list[Path]) -> list[str | Path]:
    """The same as options."""
    return [each for path in years for each in ("--facts", path)]


@pytest.fixture
def county(dudao: Dudao, years: list[Path]) -> Dudao:
    """Run the command over a county that has handed them in."""
    dudao("tenant", "add", "000001", "示例县", "--book", "cn.balanced")
    for path in years:
        assert dudao("import", path).code == 0
    return dudao


def stages(document: dict[str, Any], year: int) -> dict[str, Any]:
    [found] = [each for each in document["schools"][0]["years"] if each["year"] == year]
    return dict(found["stages"][0], missing=found["missing_classes"])


def test_the_forecast_says_where_classes_will_be_over_the_limit(county: Dudao) -> None:
    ran = county("forecast", "000001", "--until", "2024", "--capacity", "S001=8")
    assert (ran.code, ran.err) == (0, "")
    # Into each grade (44 + 48) of (44 + 44): 48 become 50.18. First grade (44 + 44 + 48) / 3 = 45.3.
    assert "295(284–308)" in ran.out
    assert "S001 示例小学" in ran.out
    # Five grades over 45, five classes and 2 teachers each; 11 classes, 3 beyond the 8.
    row = next(line for line in ran.out.splitlines() if "S001 示例小学" in line)
    assert [cell.strip() for cell in row.strip("│").split("│")][4:] == [
        "6", "11(11–12)", "5(5–6)", "5", "10", "3",
    ]  # fmt: skip
    assert "回测:2023 年,只用此前数据:学生数 平均绝对误差 4.0 人" in ran.out
    assert "升级率:" in ran.out


def test_stored_figures_and_files_give_the_same(county: Dudao, files: list[str | Path]) -> None:
    stored = county("forecast", "000001", "--format", "json")
    given = county("forecast", *files, "--format", "json")
    ground = "县域义务教育优质均衡发展督导评估,教督〔2017〕6号 政府保障程度(5)"
    assert stored.document["limit_sources"] == {"primary": ground, "junior": ground}
    assert given.document["limit_sources"] == dict.fromkeys(Stage, "常用的标准班额")
    assert {**stored.document, "limit_sources": {}} == {**given.document, "limit_sources": {}}
    assert stored.document["until"] == 2026
    assert stored.document["back_test"]["classes_over"] == {
        "mean_absolute_error": "6.0000",
        "compared": 1,
        "foretold": 0,
        "came": 6,
    }


def test_assumptions_change_what_comes_out(dudao: Dudao, files: list[str | Path]) -> None:
    assumed = ("--limit", "primary=51", "--entry", "S001=103", "--capacity", "S001=8")
    ran = dudao("forecast", *files, "--until", "2024", *assumed, "--format", "json")
    found = stages(ran.document, 2024)
    assert found["grades"][0]["pupils"] == [103, 103, 103]
    assert found["classes_needed"] == [8, 8, 13]
    assert found["classes_over"] == [1, 1, 6]
    assert found["missing"] == 0


def test_nothing_over_the_limit_is_said_too(dudao: Dudao, tmp_path: Path) -> None:
    first, second = write_years(tmp_path, [20, 20])
    ran = dudao("forecast", "--facts", first, "--facts", second)
    assert "各校各年都没有超过上限的班。" in ran.out
    assert "回测:数据只有两年,不能回测。" in ran.out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--until", "2023"], "预测期限:2023 年不晚于最近一年数据"),
        (["--until", "明年"], "--until:不是有效的值"),
        (["--limit", "senior=50"], "班额上限 senior:“senior”不是可选值"),
        (["--limit", "primary"], "--limit primary:应写作 名称=数字"),
        (["--entry", "S009=80"], "入学人数 S009:2023 年没有这所学校的班级"),
        (["--entry", "S001=-1"], "入学人数 S001:-1 不可能"),
        (["--entry", "S001:junior=80"], "入学人数 S001:junior:该校最近一年没有初中班级"),
        (["--entry", "S001=80", "--entry", "S001=90"], "--entry S001:给了两次"),
        (["--capacity", "S001=多"], "可容班数 S001:“多”不是数字"),
        (["--capacity", "S001=-1"], "可容班数 S001:-1 不可能"),
        (["--limit", "primary=0"], "班额上限 primary:0 不可能\n   → 应为 1 至 200 的整数"),
        (["--limit", "primary=1000"], "班额上限 primary:1000 不可能\n   → 应为 1 至 200 的整数"),
        (["--until", "2021"], "预测期限:2021 年不晚于最近一年数据"),
        (["--rate", "1=0.9"], "升级率 1:1 年级是起始年级"),
        (["--rate", "S001:4=98%"], "升级率 S001:4:“98%”不能作升级率\n   → 应为 0 至 5 的数"),
        (["--rate", "S009:4=0.9"], "升级率 S009:4:2023 年没有这所学校的班级"),
        (["--facts", "没有.json"], "没有.json:无法读取"),
    ],
)
def test_what_does_not_fit_is_refused(
    dudao: Dudao, files: list[str | Path], more: list[str], said: str
) -> None:
    ran = dudao("forecast", *files, *more)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"students": 0}, "班级人数为 0"),
        ({"students": 600}, "600 不可能"),
        ({"grade": 7}, "小学没有 7 年级"),
        ({"code": "2-1"}, "班级代码 2-1 重复"),
    ],
)
def test_a_class_that_cannot_be_is_refused_where_it_stands(
    dudao: Dudao, files: list[str | Path], tmp_path: Path, change: dict[str, int], said: str
) -> None:
    wrong = facts_file(2024, 44)
    wrong["subjects"][0]["classes"][0] |= change
    path = tmp_path / "2024.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    ran = dudao("forecast", *files, "--facts", path)
    assert (ran.code, ran.out) == (2, "")
    assert "2024.json" in ran.err
    assert said in ran.err


def test_a_survival_ratio_can_be_set(dudao: Dudao, files: list[str | Path]) -> None:
    assumed = ("--rate", "4=0.5", "--rate", "S001:5=0")
    ran = dudao("forecast", *files, "--until", "2024", *assumed, "--format", "json")
    grades = {each["grade"]: each["pupils"] for each in stages(ran.document, 2024)["grades"]}
    assert (grades[4], grades[5]) == ([24, 24, 24], [0, 0, 0])
    origins = [each["origin"] for each in ran.document["schools"][0]["rates"]]
    assert origins == ["mean", "own", "own", "set", "set", "own"]


@pytest.fixture
def city(dudao: Dudao, tmp_path: Path) -> Dudao:
    """Run the command over a city of two counties with class lists and one with a year missing."""
    dudao("tenant", "add", "000000", "示例市", "--level", "prefecture", "--book", "cn.balanced")
    for code, sizes in (("000001", [44, 44, 48]), ("000002", [40, 40, 40]), ("000003", [44])):
        dudao("tenant", "add", code, f"县{code[-1]}", "--parent", "000000", "--book", "cn.balanced")
        for year, pupils in enumerate(sizes, start=2021):
            path = tmp_path / f"{code}-{year}.json"
            path.write_text(json.dumps(facts_file(year, pupils, code)), encoding="utf-8")
            assert dudao("import", path).code == 0
    return dudao


def test_a_city_is_told_its_counties_their_sum_and_who_is_left_out(city: Dudao) -> None:
    ran = city("forecast", "000000", "--until", "2024")
    assert (ran.code, ran.err) == (0, "")
    # 295 pupils as above, and 240 of the other county.
    assert "535(524–548)" in ran.out
    assert "000001 县1" in ran.out
    assert "没有计入合计:000003 县3,租户 000003:只有 2021 年的班级数据,不足两年" in ran.out
    assert "回测:2023 年,只用此前数据:学生数 平均绝对误差 2.0 人" in ran.out
    assert "县1回测:2023 年,只用此前数据:学生数 平均绝对误差 4.0 人" in ran.out


def test_the_json_of_a_city_has_the_keys_of_a_county_and_its_counties(city: Dudao) -> None:
    whole = city("forecast", "000000", "--until", "2024", "--format", "json").document
    alone = city("forecast", "000001", "--until", "2024", "--format", "json").document
    assert list(whole) == list(alone)
    assert (whole["schools"], alone["counties"], alone["left_out"]) == ([], [], [])
    assert [each["tenant"] for each in whole["counties"]] == ["000001", "000002"]
    first = whole["counties"][0]
    assert {key: alone[key] for key in first} == first
    (left_out,) = whole["left_out"]
    assert list(left_out) == ["tenant", "name", "problems"]
    assert whole["county"][0]["stages"][0]["pupils"] == [524, 535, 548]
    assert whole["past_years"][-1]["stages"][0] == {
        "stage": "primary",
        "pupils": 528,
        "classes": 12,
        "classes_over": 6,
    }


def test_an_assumption_on_a_school_is_not_for_a_city(city: Dudao) -> None:
    ran = city("forecast", "000000", "--entry", "S001=80")
    assert (ran.code, ran.out) == (2, "")
    assert "学校 S001:示例市由各县合计,对单个学校的假设只能用于它所在的县" in ran.err


def test_a_missing_year_is_named(dudao: Dudao, years: list[Path]) -> None:
    ran = dudao("forecast", "--facts", years[0], "--facts", years[2])
    assert ran.code == 2
    assert "缺 2022 年的班级数据" in ran.err


def test_a_tenant_or_files_but_not_both(dudao: Dudao, files: list[str | Path]) -> None:
    for arguments in ([], ["000001", *files]):
        ran = dudao("forecast", *arguments)
        assert ran.code == 2
        assert "二者取一" in ran.err


def test_a_tenant_without_figures_is_told_what_is_missing(dudao: Dudao) -> None:
    dudao("tenant", "add", "000001", "示例县", "--book", "cn.balanced")
    ran = dudao("forecast", "000001")
    assert ran.code == 2
    assert "没有任何班级数据" in ran.err
