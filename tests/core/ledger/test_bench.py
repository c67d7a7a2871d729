"""Gaps are what a rule misses now or at its next step, class by class where it is about classes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st
from tests.core.build import TENANT
from tests.core.ledger.county import STEP_1, STEP_2, bench, class_key, gaps, roll, year

from dudao.ledger import GapKey, GapKind
from dudao.workflow import Owner, OwnerKind, Recheck


def items(found: list) -> list[tuple[str, date | None]]:
    return [(gap.key.item, gap.key.step) for gap in found if gap.key.kind is GapKind.CLASS]


def test_every_class_that_breaks_the_limit_in_force_is_a_gap() -> None:
    found = gaps(year(2022, roll("S1", c3_1=56, c3_2=55, c4_1=60, c8_1=56)))
    assert items(found)[:3] == [("2020-1", STEP_1), ("2019-1", STEP_1), ("2021-1", STEP_1)]
    assert [(gap.value, gap.limit) for gap in found[:2]] == [("56 人", "≤ 55"), ("60 人", "≤ 55")]


def test_before_a_milestone_the_classes_that_would_break_it_are_gaps_due_on_its_day() -> None:
    [gap] = gaps(year(2021, roll("S1", c3_1=56, c3_2=55)))
    assert gap.key == class_key("2019-1")
    assert gap.due == STEP_1


def test_two_steps_ahead_is_not_asked_for_yet() -> None:
    assert gaps(year(2021, roll("S1", c3_1=50))) == []
    [gap] = gaps(year(2022, roll("S1", c3_1=50)))
    assert (gap.key.step, gap.due) == (STEP_2, STEP_2)


def test_a_class_that_misses_both_steps_is_one_gap_of_the_first() -> None:
    found = gaps(year(2022, roll("S1", c3_1=60, c3_2=50)))
    assert items(found) == [("2020-1", STEP_1), ("2020-2", STEP_2)]


def test_a_limit_that_was_reached_in_the_past_sets_no_day() -> None:
    [gap] = gaps(year(2023, roll("S1", c3_1=56)))
    assert (gap.key.step, gap.due) == (STEP_1, None)


def test_a_failed_indicator_of_a_county_is_owned_by_the_department_of_the_book() -> None:
    [gap] = gaps(year(2023, nine_year_retention="96.5"))
    assert gap.key == GapKey(GapKind.INDICATOR, "retention", TENANT, step=STEP_2)
    assert (gap.value, gap.limit, gap.due) == ("96.5%", "≥ 97%", STEP_2)
    assert gap.owner == Owner(OwnerKind.DEPARTMENT, "education")
    assert gap.name == "示例县"


def test_a_failed_indicator_of_a_school_is_owned_by_the_school() -> None:
    from dataclasses import replace

    [gap] = gaps(year(2023, replace(roll("S1"), facts={"computers": 40})))
    assert gap.key == GapKey(GapKind.INDICATOR, "computers", "S1")
    assert gap.owner == Owner(OwnerKind.SCHOOL, "S1")


def test_missing_figures_are_no_gap() -> None:
    assert gaps(year(2023, roll("S1"))) == []


def test_a_class_is_the_same_class_when_it_has_moved_up() -> None:
    key = class_key("2020-1")
    assert bench(year(2023, roll("S1", c4_1=57))).check(key).recheck is Recheck.FAILS
    now = bench(year(2023, roll("S1", c4_1=55))).check(key)
    assert (now.recheck, now.value) == (Recheck.PASSES, "55 人")


@pytest.mark.parametrize("classes", [{"c5_1": 57}, {"c4_2": 57}, {"c7_1": 40}])
def test_a_class_that_is_not_in_the_list_any_more_is_gone(classes: dict[str, int]) -> None:
    found = bench(year(2023, roll("S1", c1_1=30, **classes))).check(class_key("2020-1"))
    assert found.recheck is Recheck.GONE


def test_without_a_list_of_classes_nothing_is_known_of_a_class() -> None:
    assert bench(year(2023, roll("S1"))).check(class_key("2020-1")).recheck is Recheck.UNKNOWN


def test_a_school_that_is_not_there_is_gone() -> None:
    found = bench(year(2023, roll("S2", c4_1=57))).check(class_key("2020-1"))
    assert found.recheck is Recheck.GONE


def test_a_gap_of_a_step_ahead_is_looked_at_as_of_that_step() -> None:
    key = class_key("2020-1", STEP_2)
    assert bench(year(2023, roll("S1", c4_1=50))).check(key).recheck is Recheck.FAILS
    assert bench(year(2023, roll("S1", c4_1=45))).check(key).recheck is Recheck.PASSES


def test_a_class_that_was_not_too_large_the_year_before_is_new() -> None:
    before = year(2022, roll("S1", c3_1=50, c3_2=56))
    found = gaps(year(2023, roll("S1", c4_1=56, c4_2=57, c1_1=58)), before)
    new = {gap.key.item: gap.is_new for gap in found if gap.key.step == STEP_1}
    assert new == {"2020-1": True, "2020-2": False, "2023-1": True}


def test_nothing_is_called_new_where_the_year_before_is_unknown() -> None:
    now = year(2023, roll("S1", c4_1=56))
    assert [gap.is_new for gap in gaps(now)] == [False]
    assert [gap.is_new for gap in gaps(now, year(2022, roll("S1")))] == [False]


def test_classes_of_a_point_belong_to_the_school_it_is_of() -> None:
    point = roll("P1", parent="S1", c3_1=56)
    [gap] = gaps(year(2023, roll("S1", c3_1=40), point))
    assert gap.key == class_key("P1/2021-1")
    assert gap.owner == Owner(OwnerKind.SCHOOL, "S1")
    assert "P1学校" in gap.name


@given(sizes=st.lists(st.integers(1, 90), min_size=1, max_size=12))
def test_the_gaps_of_a_stage_are_exactly_the_classes_over_a_limit(sizes: list[int]) -> None:
    classes = {f"c1_{number}": size for number, size in enumerate(sizes, 1)}
    found = gaps(year(2022, roll("S1", **classes)))
    assert len(found) == sum(size > 45 for size in sizes)
    assert sum(gap.key.step == STEP_1 for gap in found) == sum(size > 55 for size in sizes)


def test_numbers_that_two_classes_of_a_year_share_are_told_apart_by_their_codes() -> None:
    from dataclasses import replace

    from dudao.facts import ClassFact

    twins = replace(
        roll("S1"),
        classes=(ClassFact("甲1", 3, 56), ClassFact("乙1", 3, 57), ClassFact("丙", 3, 58)),
    )
    assert [key for key, _ in items(gaps(year(2023, twins)))] == ["2021-甲1", "2021-乙1", "2021-丙"]
