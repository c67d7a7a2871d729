"""What holds of every forecast, whatever the past was."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings, strategies as st
from tests.core.forecast.series import Grades, level, listed, series

from dudao.facts import FactSet
from dudao.forecast import Forecast, GradeYear, forecast
from dudao.forecast.history import history_of
from dudao.forecast.projecting import project
from dudao.forecast.rates import rates_of

GRADES = range(1, 10)
UNTIL = 2022
# One nine-year school in one year: pupils of the one class of each grade.
one_year = st.fixed_dictionaries({grade: st.tuples(st.integers(30, 90)) for grade in GRADES})
pasts = st.lists(st.tuples(one_year, one_year), min_size=2, max_size=5)
Past = list[tuple[Grades, Grades]]


def county(past: Past) -> list[FactSet]:
    return series(*([listed("A", a, "nine_year"), listed("B", b, "nine_year")] for a, b in past))


def times(past: Past, factor: int) -> Past:
    """Return the same past with every class `factor` times, so that its classes stay as large."""
    return [
        (
            {grade: [*sizes] * factor for grade, sizes in a.items()},
            {grade: [*sizes] * factor for grade, sizes in b.items()},
        )
        for a, b in past
    ]


def grades_of(found: Forecast) -> Iterator[GradeYear]:
    for school in found.schools:
        for year in school.years:
            for stage in year.stages:
                yield from stage.grades


@settings(deadline=None)
@given(st.integers(30, 200), st.integers(2, 5))
def test_steady_cohorts_stay_as_they_are(pupils: int, years: int) -> None:
    steady = [[listed("A", level(pupils, GRADES), "nine_year")]] * years
    found = forecast(series(*steady), 2024)
    totals = {sum(s.pupils.value for s in year.stages if s.pupils) for year in found.sums}
    assert totals == {9 * pupils}


@settings(deadline=None)
@given(pasts, st.integers(2, 4))
def test_as_many_times_the_pupils_are_as_many_times_the_forecast(past: Past, factor: int) -> None:
    def exact(past: Past) -> list[list[object]]:
        history = history_of(county(past))
        years = project(history, rates_of(history), UNTIL)
        cohorts = [each for year in years.values() for each in year.values()]
        return [
            [each.pupils.low, each.pupils.value, each.pupils.high, each.kept]
            for each in cohorts
            if each.pupils
        ]

    once, often = exact(past), exact(times(past, factor))
    assert once
    assert often == [[number * factor for number in each] for each in once]


@settings(deadline=None)
@given(pasts, st.sampled_from(GRADES), st.integers(1, 60))
def test_more_pupils_now_never_need_fewer_classes(past: Past, grade: int, more: int) -> None:
    a, b = past[-1]
    fuller = {**a, grade: (a[grade][0] + more,)}
    before = forecast(county(past), UNTIL)
    after = forecast(county([*past[:-1], (fuller, b)]), UNTIL)
    for less, most in zip(grades_of(before), grades_of(after), strict=True):
        assert less.needed
        assert most.needed
        assert most.needed.value >= less.needed.value


@settings(deadline=None)
@given(pasts)
def test_the_interval_holds_the_value(past: Past) -> None:
    found = forecast(county(past), UNTIL)
    for each in grades_of(found):
        for span in (each.pupils, each.needed, each.over):
            assert span
            assert 0 <= span.low <= span.value <= span.high
        assert each.over
        assert each.over.high <= each.kept


@settings(deadline=None)
@given(pasts)
def test_the_order_of_the_years_changes_nothing(past: Past) -> None:
    years = county(past)
    assert forecast(years, UNTIL) == forecast(years[::-1], UNTIL)
