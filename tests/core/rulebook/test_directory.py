"""Names of units: each name means one unit, however it was typed or damaged in copying."""

from __future__ import annotations

import pytest
from tests.core.build import VOCABULARY, raw_book

from dudao.errors import DudaoError
from dudao.rulebook import Department, Directory, verify


def unit(code: str, name: str, *aliases: str) -> Department:
    """Return a department."""
    return Department(code=code, name=name, aliases=aliases)


FINANCE = unit("finance", "县财政局", "财政局", "县财政局局")
TOWNS = unit("townships", "各乡镇人民政府", "各乡(镇)人民政府", "乡镇")
HEALTH = unit("health", "县卫生和计划生育局", "卫计局")
DIRECTORY = Directory([FINANCE, TOWNS, HEALTH])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("finance", FINANCE),
        ("县财政局", FINANCE),
        ("财政局", FINANCE),
        ("县财政局局", FINANCE),
        (" 县 财政局\u3000", FINANCE),
        ("财政\n局", FINANCE),
        ("各乡(镇)人民政府", TOWNS),
        ("各乡\uff08镇\uff09人民政府", TOWNS),
        ("各乡 ( 镇 ) 人民政府", TOWNS),
        ("卫计局", HEALTH),
    ],
)
def test_a_unit_is_found_by_code_name_or_alias_however_it_is_typed(
    written: str, expected: Department
) -> None:
    assert DIRECTORY.find(written) is expected


def test_a_unit_whose_alias_has_full_width_brackets_is_found_by_plain_ones() -> None:
    found = Directory([unit("towns", "各乡镇人民政府", "各乡\uff08镇\uff09")])
    assert found.find("各乡(镇)").code == "towns"


def test_an_unknown_name_is_refused_with_the_nearest_units() -> None:
    with pytest.raises(DudaoError) as refused:
        DIRECTORY.find("县财政厅")
    (problem,) = refused.value.problems
    assert str(problem) == "部门 县财政厅:不在本办法的部门名单中;名单中有:县财政局"


def test_a_unit_near_by_several_of_its_names_is_told_once() -> None:
    with pytest.raises(DudaoError) as refused:
        DIRECTORY.find("财政局局")
    assert refused.value.problems[0].expected.count("县财政局") == 1


def test_a_name_near_none_is_refused_with_the_whole_list() -> None:
    with pytest.raises(DudaoError, match="名单中有:县财政局、各乡镇人民政府、县卫生和计划生育局"):
        DIRECTORY.find("xyz")


def test_a_directory_holds_its_units_by_code_in_order() -> None:
    assert [each.code for each in DIRECTORY] == ["finance", "townships", "health"]
    assert "finance" in DIRECTORY
    assert "县财政局" not in DIRECTORY
    assert DIRECTORY["health"] is HEALTH


def faults(*units: Department) -> list[str]:
    """Return what is wrong with a book that has these units."""
    book = raw_book(departments=[each.model_dump() for each in units])
    return [
        str(problem).removeprefix("demo.toml departments ")
        for problem in verify(book, VOCABULARY, "demo.toml")
    ]


def test_units_with_names_of_their_own_are_sound() -> None:
    assert faults(FINANCE, TOWNS, HEALTH) == []


def test_an_alias_that_repeats_its_own_units_name_is_harmless() -> None:
    assert faults(unit("a", "甲局", "甲局", " 甲 局")) == []


def test_an_alias_that_is_anothers_name_is_refused() -> None:
    assert faults(unit("a", "甲局"), unit("b", "乙局", "甲局")) == [
        "b aliases:别名“甲局”已指 甲局;一个名称只能指一个部门"
    ]


def test_an_alias_of_two_units_is_refused_at_the_second_also_in_another_width() -> None:
    found = faults(unit("a", "甲局", "办(公)室"), unit("b", "乙局", "办\uff08公\uff09 室"))
    assert found == ["b aliases:别名“办\uff08公\uff09 室”已指 甲局;一个名称只能指一个部门"]


def test_two_units_that_stand_for_each_other_are_refused_as_a_circle() -> None:
    assert faults(unit("a", "甲局", "乙局"), unit("b", "乙局", "甲局")) == [
        "a aliases:“乙局”与“甲局”互为别名,循环指向;只在一方列出",
        "b aliases:“甲局”与“乙局”互为别名,循环指向;只在一方列出",
    ]


def test_a_circle_of_three_units_is_refused_at_each_of_them() -> None:
    found = faults(unit("a", "甲局", "乙局"), unit("b", "乙局", "丙局"), unit("c", "丙局", "甲局"))
    assert [each.partition(" ")[0] for each in found] == ["a", "b", "c"]


def test_an_alias_that_is_anothers_code_is_refused() -> None:
    assert faults(unit("a", "甲局"), unit("b", "乙局", "a")) == [
        "b aliases:别名“a”已指 甲局;一个名称只能指一个部门"
    ]


def test_two_units_of_one_name_are_refused() -> None:
    assert faults(unit("a", "甲局"), unit("b", "甲 局")) == [
        "b:名称“甲 局”与 a 相同;一个名称只能指一个部门"
    ]
