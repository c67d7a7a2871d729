"""The command on milestones, over a county's stored years."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.journeys.conftest import Dudao
from tests.journeys.years import write_years

COUNTY, CITY, BOOK = "000001", "000000", "tonghua.integration"
ON = ("--as-of", "2019-06-01")


@pytest.fixture
def county(dudao: Dudao, tmp_path: Path) -> Dudao:
    """The command over a city and its county: classes of 57, 50 and 46 pupils, 2017 to 2019."""
    dudao("tenant", "add", CITY, "示例市", "--level", "prefecture", "--book", BOOK)
    dudao("tenant", "add", COUNTY, "示例县", "--parent", CITY, "--book", BOOK)
    for path in write_years(tmp_path, [57, 50, 46], first=2017):
        assert dudao("import", path).code == 0
    return dudao


def cells(out: str, starting: str) -> list[list[str]]:
    """Return the cells of the table rows that start with some words."""
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in out.splitlines()]
    return [row for row in rows if row[0] == starting]


def test_all_milestones_are_listed_with_their_distance(county: Dudao) -> None:
    ran = county("timeline", COUNTY, *ON)
    assert (ran.code, ran.err) == (0, "")
    assert [row[2:] for row in cells(ran.out, "class_size")][:2] == [
        ["小学", "2018-12-31", "≤ 55", "现行", "已执行 152 天", "全部达到"],
        ["小学", "2020-12-31", "≤ 45", "下一期", "还有 579 天", "6 个班超限,1 所学校未达到"],
    ]


def test_one_indicator_shows_its_years_against_each_milestone(county: Dudao) -> None:
    ran = county("timeline", COUNTY, "class_size", "--stage", "primary", *ON)
    assert (ran.code, ran.err) == (0, "")
    assert cells(ran.out, "示例县") == [
        ["示例县", "✕ 6 班", "● 0 班", "● 0 班"],
        ["示例县", "✕ 6 班", "✕ 6 班", "✕ 6 班"],
    ]
    assert cells(ran.out, "示例小学") == [
        ["示例小学", "✕ 57", "● 50", "● 46"],
        ["示例小学", "✕ 57", "✕ 50", "✕ 46"],
    ]
    assert "2017–2019 年差距没有变化;按期达到须平均每年缩小 3.8 个班" in ran.out


def test_one_school_alone_is_followed(county: Dudao) -> None:
    ran = county("timeline", COUNTY, "class_size", "--school", "S001", *ON)
    assert "超出 1 人" in ran.out
    assert "2017–2019 年差距平均每年缩小 5.5 人" in ran.out


def test_a_city_without_figures_shows_those_of_its_counties(county: Dudao) -> None:
    document = county("timeline", CITY, "class_size", *ON, "--format", "json").document
    assert document["about"] == "counties"
    [primary, _] = document["stages"]
    assert [each["code"] for each in primary["members"]] == [COUNTY]
    assert [year["against"][0]["not_met"] for year in primary["whole"]["years"]] == [1, 0, 0]


def test_the_documents_name_every_milestone(county: Dudao) -> None:
    listed = county("timeline", COUNTY, *ON, "--format", "json").document
    by_code = {each["code"]: each for each in listed["indicators"]}
    [primary, junior] = by_code["class_size"]["stages"]
    assert [each["limit"] for each in primary["milestones"]] == ["55", "45"]
    assert [each["nearness"] for each in junior["distances"]] == ["in_force", "next"]
    assert [each["days_left"] for each in primary["distances"]] == [-152, 579]


def test_a_book_without_milestones_says_so(county: Dudao) -> None:
    ran = county("timeline", COUNTY, "--book", "cn.preschool")
    assert (ran.code, ran.err) == (0, "")
    assert "这份办法没有分期目标" in ran.out


def test_a_county_without_figures_shows_what_is_asked_for(dudao: Dudao) -> None:
    dudao("tenant", "add", COUNTY, "示例县", "--book", BOOK)
    ran = dudao("timeline", COUNTY, "class_size", *ON)
    assert ran.code == 0
    assert "还没有数据" in ran.out
    assert "还没有填报数据。" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("timeline", "000009"), "租户 000009:未登记"),
        (("timeline", COUNTY, "nothing"), "没有这项分期目标"),
        (("timeline", COUNTY, "class_size", "--school", "S9"), "没有这所学校"),
        (("timeline", COUNTY, "retention", "--school", "S001"), "按县评价,不分学校"),
        (("timeline", CITY, "class_size", "--school", "S001"), "请在学校所在的县"),
        (("timeline", COUNTY, "retention", "--stage", "primary"), "没有这个学段的目标"),
        (("timeline", COUNTY, "--stage", "primary"), "请写明 INDICATOR"),
        (("timeline", COUNTY, "--as-of", "明天"), "--as-of"),
        (("timeline", COUNTY, "--book", "cn.none"), "没有安装"),
        (("timeline",), "TENANT"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    county: Dudao, arguments: tuple[str, ...], said: str
) -> None:
    ran = county(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
