"""How limits and years are drawn over time: steps, marks, gaps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st
from tests.core.timeline.years import BOOK, look, one_county, only, primary, rates

from dudao.timeline import Strand
from dudao_web.view.timechart import Stairs, piles, stairs

DAY = date(2022, 6, 1)


def number(text: str) -> float:
    return float(text.removesuffix("%"))


def drawn(strand: Strand, day: date = DAY) -> Stairs:
    found = stairs(strand, day)
    assert found is not None
    return found


def sizes(**years: int) -> Strand:
    past = one_county({int(year[1:]): [primary("A", pupils)] for year, pupils in years.items()})
    return only(look(past, "size", DAY))


def test_limits_are_steps_that_meet_where_one_takes_over_from_the_other() -> None:
    chart = drawn(sizes(y2020=60, y2021=50))
    first, second = chart.treads
    assert (first.label, second.label) == ("≤ 55", "≤ 45")
    assert first.y < second.y
    [riser] = chart.risers
    assert riser.x1 == riser.x2 == second.x1
    assert (riser.y1, riser.y2) == (first.y, second.y)
    assert number(second.x1) - number(first.x2) < 0.2


def test_what_a_limit_forbids_is_shaded_on_its_own_side() -> None:
    above = drawn(sizes(y2020=60)).treads[0]
    assert (above.shade_y, above.shade_height) == (0, above.y)
    past = rates({2020: {"nine_year_retention": 94}})
    below = drawn(only(look(past, "rate", DAY))).treads[0]
    assert below.shade_y == below.y


def test_years_are_joined_only_where_none_is_missing_between_them() -> None:
    chart = drawn(sizes(y2018=60, y2019=58, y2021=50))
    assert len(chart.marks) == 3
    assert len(chart.links) == 1
    assert [label for _, label in chart.gaps] == ["未填报"]
    assert [label for _, label in chart.years] == ["2018", "2019", "2020", "2021"]


def test_marks_show_how_a_year_stood_by_its_own_rules() -> None:
    chart = drawn(sizes(y2018=60, y2020=60, y2021=60, y2022=50))
    assert [mark.key for mark in chart.marks] == ["free", "free", "not_met", "met"]


def test_the_day_looked_at_is_drawn_unless_it_is_far_away() -> None:
    strand = sizes(y2020=60)
    assert drawn(strand).today is not None
    assert drawn(strand, date(2030, 1, 1)).today is None


def test_words_have_no_staircase() -> None:
    past = rates({2020: {"four_unifications": True}})
    assert stairs(only(look(past, "plan", DAY)), DAY) is None


def test_without_a_value_there_is_no_staircase() -> None:
    assert stairs(only(look(one_county({}), "size", DAY)), DAY) is None


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.integers(2015, 2024), st.integers(1, 200), min_size=1, max_size=6))
def test_everything_stands_within_the_chart(years: dict[int, int]) -> None:
    past = one_county({year: [primary("A", pupils)] for year, pupils in years.items()}, BOOK)
    chart = drawn(only(look(past, "size", DAY)))
    bottom = chart.top + chart.height
    for mark in chart.marks:
        assert 0 <= number(mark.x) <= 100
        assert chart.top <= mark.y <= bottom
    for tread in chart.treads:
        assert number(tread.x1) <= number(tread.x2) <= 100
        assert chart.top <= tread.y <= bottom
    xs = [number(mark.x) for mark in chart.marks]
    assert xs == sorted(xs)


@pytest.mark.parametrize(("day", "key"), [("2021", "due"), ("2020", "ahead")])
def test_a_pile_is_due_once_its_milestone_is_in_force(day: str, key: str) -> None:
    past = one_county({int(day): [primary("A", 60)]})
    chart = piles(only(look(past, "size", DAY)), [[1, 1]], "个班")
    assert [pile.key for pile in chart.piles] == [key, "ahead"]
    assert [slot.label for slot in chart.slots][-1] == "2023"
    assert [slot.label for slot in chart.slots if slot.is_deadline] == ["2021", "2023"]


def test_a_year_without_a_number_has_no_pile_but_a_word() -> None:
    past = one_county({2020: [primary("A", 60)], 2022: [primary("A", 60)]})
    chart = piles(only(look(past, "size", DAY)), [[1, 1], [], [None, None]], "个班")
    assert len(chart.piles) == 2
    assert [slot.note for slot in chart.slots] == ["", "未填报", "缺数据", ""]
