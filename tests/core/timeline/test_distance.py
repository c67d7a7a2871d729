"""How far it is to each milestone, as of a day, and the pace to the next one."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from tests.core.build import at_most, book, county, indicator, school
from tests.core.timeline.years import (
    FIRST,
    SECOND,
    look,
    one_county,
    only,
    prefecture,
    primary,
    rates,
)

from dudao.evaluate import State
from dudao.facts import Stage
from dudao.timeline import Nearness, Past, day_words, distance_words, pace_words

ONE_DAY = timedelta(days=1)
ENDED, IN_FORCE = Nearness.ENDED, Nearness.IN_FORCE
NEXT, LATER = Nearness.NEXT, Nearness.LATER


@pytest.fixture
def past() -> Past:
    """One school: 60 and 58 pupils in 2020, 52 and 50 in 2022."""
    return one_county({2020: [primary("A", 60, 58)], 2022: [primary("A", 52, 50)]})


@pytest.mark.parametrize(
    ("day", "nearness"),
    [
        (FIRST - ONE_DAY, [NEXT, LATER]),
        (FIRST, [IN_FORCE, NEXT]),
        (SECOND - ONE_DAY, [IN_FORCE, NEXT]),
        (SECOND, [ENDED, IN_FORCE]),
        (SECOND + 900 * ONE_DAY, [ENDED, IN_FORCE]),
    ],
)
def test_a_milestone_is_in_force_from_its_day_on(
    past: Past, day: date, nearness: list[Nearness]
) -> None:
    distances = only(look(past, "size", day)).distances
    assert [each.nearness for each in distances] == nearness
    assert [each.left for each in distances] == [(FIRST - day).days, (SECOND - day).days]


def test_a_limit_that_ended_without_a_successor_is_no_longer_in_force() -> None:
    ended = at_most(55, since="2021-12-31", until="2022-06-30")
    rules = book(indicator("size", {"kind": "extreme"}, ended, subject="stage"))
    strand = only(look(one_county({2021: [primary("A", 50)]}, rules), "size", date(2022, 7, 1)))
    assert [each.nearness for each in strand.distances] == [ENDED]


def test_the_latest_year_up_to_the_day_is_what_counts(past: Past) -> None:
    before, after = (
        only(look(past, "size", day)).distances[0] for day in (date(2021, 12, 31), SECOND)
    )
    assert before.point is not None
    assert after.point is not None
    assert (before.point.year, before.state) == (2020, State.NOT_MET)
    assert (after.point.year, after.state) == (2022, State.MET)


def test_before_the_first_year_nothing_can_be_said(past: Past) -> None:
    found = look(past, "size", date(2019, 12, 31))
    first = only(found).distances[0]
    assert (first.point, first.against, first.state) == (None, None, State.NO_DATA)
    assert distance_words(first, found.indicator) == "还没有数据"


def test_a_single_value_misses_a_limit_by_an_exact_amount() -> None:
    past = rates({2021: {"nine_year_retention": "96.75"}})
    found = look(past, "rate", date(2022, 1, 1))
    base, step = only(found).distances
    assert (base.state, base.short) == (State.MET, None)
    assert (step.short, step.printed) == (Fraction(1, 4), "还差 0.25 个百分点")
    assert distance_words(step, found.indicator) == "还差 0.25 个百分点"
    assert day_words(step) == "还有 364 天"


def test_what_is_missing_never_reads_as_nothing() -> None:
    figures = {"rotation_actual": 9999, "rotation_eligible": 100_000}
    found = look(rates({2021: figures}), "rotation", date(2022, 1, 1))
    [step] = only(found).distances
    assert step.short == Fraction(1, 100_000)
    assert step.printed == "还差 0.1 个百分点"


def test_of_many_the_classes_and_schools_over_are_told() -> None:
    past = one_county({2021: [primary("A", 60, 57), primary("B", 40), school("C", primary={})]})
    found = look(past, "size", FIRST)
    said = distance_words(only(found).distances[0], found.indicator)
    assert said == "2 个班超限,1 所学校未达到,1 所学校缺数据"
    assert day_words(only(found).distances[0]) == "当日起执行"


def test_unknown_counties_are_told_with_the_distance() -> None:
    past = prefecture({2021: {"990001": [primary("A", 60)]}})
    found = look(past, "size", FIRST, stage=Stage.PRIMARY)
    said = distance_words(only(found).distances[0], found.indicator)
    assert said == "1 个班超限,1 所学校未达到,西县、南县情况不明"


@pytest.mark.parametrize(("pupils", "words"), [(60, "已逾期 100 天"), (50, "已执行 100 天")])
def test_a_milestone_that_was_missed_is_overdue(pupils: int, words: str) -> None:
    past = one_county({2021: [primary("A", pupils)], 2022: [primary("A", pupils)]})
    strand = only(look(past, "size", FIRST + 100 * ONE_DAY))
    assert day_words(strand.distances[0]) == words


def test_when_all_is_met_nothing_is_left_to_say_but_that() -> None:
    past = one_county({2020: [primary("A", 44)], 2021: [primary("A", 40)]})
    found = look(past, "size", FIRST)
    strand = only(found)
    assert [distance_words(each, found.indicator) for each in strand.distances] == ["全部达到"] * 2
    assert strand.pace is None


def test_the_pace_sets_what_is_needed_beside_what_was_reached() -> None:
    past = one_county(
        {
            2018: [primary("A", *[50] * 30)],
            2021: [primary("A", *[50] * 18, *[40] * 12)],
        }
    )
    found = only(look(past, "size", FIRST)).pace
    assert found is not None
    assert (found.missing, found.left, found.unit) == (18, 730, "个班")
    assert (found.reached, found.needed) == (4, 9)
    assert (found.first, found.last) == (2018, 2021)
    assert pace_words(found) == (
        "2018–2021 年差距平均每年缩小 4 个班;按期达到须平均每年缩小 9 个班"
    )


def test_in_the_last_year_the_whole_rest_is_told() -> None:
    past = rates({2020: {"nine_year_retention": 94}, 2021: {"nine_year_retention": "93.5"}})
    found = only(look(past, "rate", date(2022, 6, 1))).pace
    assert found is not None
    assert found.reached == Fraction(-1, 2)
    assert pace_words(found) == (
        "2020–2021 年差距平均每年扩大 0.5 个百分点;按期达到须在余下 213 天内缩小 3.5 个百分点"
    )


def test_shares_move_in_percentage_points() -> None:
    past = rates(
        {
            2020: {"rotation_actual": 4, "rotation_eligible": 100},
            2021: {"rotation_actual": 4, "rotation_eligible": 100},
        }
    )
    found = only(look(past, "rotation", date(2021, 12, 31))).pace
    assert found is not None
    assert (found.missing, found.reached) == (6, 0)
    assert pace_words(found).startswith("2020–2021 年差距没有变化;")


@pytest.mark.parametrize(
    "years",
    [
        {2021: [primary("A", 60)]},
        {2020: [primary("A", 60)], 2021: [primary("A", 60), school("B", primary={})]},
        {2020: [primary("A", 60), school("B", primary={})], 2021: [primary("A", 60)]},
        {2020: [primary("A", 60)], 2021: [primary("A", 40)]},
    ],
    ids=["one year", "now incomplete", "before incomplete", "met"],
)
def test_without_two_full_years_or_once_met_there_is_no_pace(years: dict[int, list]) -> None:  # type: ignore[type-arg]
    assert only(look(one_county(years), "size", FIRST - ONE_DAY)).pace is None


def test_after_the_last_milestone_there_is_no_pace(past: Past) -> None:
    assert only(look(past, "size", SECOND)).pace is None


def test_six_counties_are_not_set_beside_seven() -> None:
    def year(*codes: str) -> dict[str, list[object]]:
        return {code: [primary("A", 60)] for code in codes}

    part, whole = year("990001", "990002"), year("990001", "990002", "990003")
    partly = prefecture({2020: part, 2021: whole})  # type: ignore[dict-item]
    assert only(look(partly, "size", FIRST)).pace is None
    full = prefecture({2020: whole, 2021: whole})  # type: ignore[dict-item]
    assert only(look(full, "size", FIRST)).pace is not None


def test_words_have_no_pace_and_no_amount() -> None:
    years = {year: [county(four_unifications=False)] for year in (2020, 2021)}
    found = look(one_county(years), "plan", FIRST)
    strand = only(found)
    assert strand.pace is None
    assert distance_words(strand.distances[0], found.indicator) == "还没有做到"
