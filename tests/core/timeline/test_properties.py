"""What holds of every timeline, whatever was reported."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings, strategies as st
from tests.core.build import VOCABULARY, at_most, book, facts_of, indicator
from tests.core.timeline.years import in_force, look, one_county, only, prefecture, primary

from dudao.evaluate import State, evaluate, verdicts
from dudao.facts import Stage, SubjectFacts
from dudao.timeline import Past

DAY = date(2022, 6, 1)
SECOND = date(2023, 12, 31)
sizes = st.lists(st.integers(1, 90), max_size=5)
schools = st.lists(sizes, min_size=1, max_size=4)
limits = st.integers(20, 80)
# Years of three counties; a county may be missing in a year.
counties = st.dictionaries(st.sampled_from(["990001", "990002", "990003"]), schools, min_size=1)
pasts = st.dictionaries(st.integers(2019, 2023), counties, min_size=1, max_size=4)


def listed(schools: list[list[int]]) -> list[SubjectFacts]:
    return [primary(f"S{number}", *each) for number, each in enumerate(schools)]


def stepping(first: int, second: int) -> Past:
    """Return a county's empty past under a book whose sizes step from one limit to another."""
    targets = (
        at_most(first, since="2021-12-31", until="2023-12-30"),
        at_most(second, since="2023-12-31"),
    )
    rules = book(indicator("size", {"kind": "extreme"}, *targets, subject="stage"))
    return one_county({}, rules)


@settings(deadline=None, max_examples=50)
@given(schools, limits, st.integers(0, 30))
def test_a_tighter_step_is_missed_by_no_fewer(
    years: list[list[int]], limit: int, tighter: int
) -> None:
    rules = stepping(limit, max(limit - tighter, 1)).book
    [point] = only(look(one_county({2021: listed(years)}, rules), "size", DAY)).whole.points
    before, after = point.against
    assert after.standing.by_state[State.NOT_MET] >= before.standing.by_state[State.NOT_MET]
    assert (after.over or 0) >= (before.over or 0)
    assert after.standing.by_state[State.NO_DATA] == before.standing.by_state[State.NO_DATA]


@settings(deadline=None, max_examples=50)
@given(pasts)
def test_a_prefecture_is_the_sum_of_its_counties(
    past: dict[int, dict[str, list[list[int]]]],
) -> None:
    laid = prefecture({y: {c: listed(s) for c, s in own.items()} for y, own in past.items()})
    strand = only(look(laid, "size", DAY, stage=Stage.PRIMARY))
    for place, whole in enumerate(strand.whole.points):
        parts = [track.points[place] for track in strand.members]
        told = [part for part in parts if part.is_reported]
        assert whole.is_reported == bool(told)
        for step, against in enumerate(whole.against):
            sums = [part.against[step] for part in told]
            assert against.standing.by_state == tuple(
                sum(each) for each in zip(*(one.standing.by_state for one in sums), strict=True)
            )
            assert (against.over or 0) == sum(one.over or 0 for one in sums)


@settings(deadline=None, max_examples=50)
@given(schools)
def test_a_county_is_the_sum_of_its_schools(years: list[list[int]]) -> None:
    strand = only(look(one_county({2021: listed(years)}), "size", DAY))
    [whole] = strand.whole.points
    for step, against in enumerate(whole.against):
        own = [track.points[0].against[step] for track in strand.members]
        assert against.standing.judged == len(own)
        missed = [one for one in own if one.verdict and one.verdict.state is State.NOT_MET]
        assert against.standing.by_state[State.NOT_MET] == len(missed)
        assert (against.over or 0) == sum(one.over or 0 for one in own)


@settings(deadline=None, max_examples=50)
@given(schools, st.dates(date(2021, 1, 1), date(2024, 12, 31)))
def test_the_milestone_in_force_says_what_an_evaluation_of_that_day_says(
    years: list[list[int]], day: date
) -> None:
    past = one_county({2021: listed(years)})
    strand = only(look(past, "size", day))
    found = evaluate(past.book, [facts_of(*listed(years), period="2021")], day, VOCABULARY)
    states = [
        each.state
        for each in verdicts(found, VOCABULARY)
        if each.indicator == "size" and each.stage is Stage.PRIMARY
    ]
    held = in_force(strand)
    if held is None:
        assert set(states) == {State.NOT_APPLICABLE}
    else:
        assert held.against is not None
        expected = tuple(states.count(state) for state in State)
        assert held.against.standing.by_state == expected


@settings(deadline=None, max_examples=50)
@given(schools, limits)
def test_a_school_is_short_by_what_its_largest_class_has_too_many(
    years: list[list[int]], limit: int
) -> None:
    rules = stepping(limit, limit).book
    past = one_county({2021: listed(years)}, rules)
    for code, classes in enumerate(years):
        distance = only(look(past, "size", DAY, school=f"S{code}")).distances[0]
        over = max(classes, default=0) - limit
        assert distance.short == (Fraction(over) if over > 0 else None)


@settings(deadline=None, max_examples=50)
@given(pasts, st.dates(date(2020, 1, 1), date(2024, 12, 31)))
def test_neighbouring_points_are_a_year_apart_and_none_is_left_out(
    past: dict[int, dict[str, list[list[int]]]], day: date
) -> None:
    laid = prefecture({y: {c: listed(s) for c, s in own.items()} for y, own in past.items()})
    for strand in look(laid, "size", day).strands:
        for track in (strand.whole, *strand.members):
            assert [point.year for point in track.points] == [*range(min(past), max(past) + 1)]
            assert {p.year for p in strand.whole.points if p.is_reported} <= past.keys()
