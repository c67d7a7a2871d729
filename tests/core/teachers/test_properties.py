"""What holds for all teachers: more years never lose a threshold, knowing more never contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, strategies as st
from tests.core.teachers.lists import stands

from dudao.rulebook import Post, Served, Threshold, Years
from dudao.teachers import Reach, Teacher

# How far a teacher is on the way; whoever is elsewhere is outside, however long they served.
RANK = {Reach.OUTSIDE: 0, Reach.NOT_YET: 0, Reach.UNTOLD: 1, Reach.REACHED: 2}
COLUMNS = [f"{word}_{served}" for word in ("years", "unbroken") for served in Served]
amounts = st.decimals(0, 59, places=1)
several_years = st.builds(
    Years,
    at=st.lists(st.sampled_from(Served), min_size=1, max_size=3, unique=True).map(tuple),
    unbroken=st.booleans(),
    op=st.sampled_from([">=", ">"]),
    limit=st.decimals("0.1", "59.9", places=1),
)
thresholds = st.builds(
    Threshold,
    code=st.just("T"),
    title=st.just("条件"),
    clause=st.just("示〔2020〕1号"),
    posts=st.lists(st.sampled_from(Post), max_size=2, unique=True).map(tuple),
    years=st.lists(several_years, min_size=1, max_size=2).map(tuple),
)
teachers = st.builds(
    Teacher,
    code=st.just("A"),
    posts=st.frozensets(st.sampled_from(Post), max_size=2),
    started=st.none() | st.dates(date(1965, 1, 1), date(2020, 12, 31)),
    years=st.dictionaries(st.sampled_from(COLUMNS), amounts),
)


@given(teachers, thresholds, st.sampled_from(COLUMNS), amounts)
def test_adding_years_never_loses_a_threshold(
    who: Teacher, asked: Threshold, column: str, more: Decimal
) -> None:
    longer = replace(who, years={**who.years, column: who.years.get(column, Decimal(0)) + more})
    if column in who.years:
        before, after = stands(who, asked), stands(longer, asked)
        assert RANK[after.reach] >= RANK[before.reach]
        if before.lacking is not None and after.lacking is not None:
            assert after.lacking <= before.lacking


@given(teachers, thresholds, st.sampled_from(COLUMNS), amounts)
def test_a_figure_told_later_never_contradicts_what_was_certain(
    who: Teacher, asked: Threshold, column: str, told: Decimal
) -> None:
    before = stands(replace(who, started=None), asked)
    known = {**who.years, column: told}
    after = stands(replace(who, started=None, years={**known, **who.years}), asked)
    if before.reach is not Reach.UNTOLD:
        assert after.reach is before.reach


@given(teachers, thresholds)
def test_whoever_lacks_years_has_it_as_soon_as_they_are_served(
    who: Teacher, asked: Threshold
) -> None:
    found = stands(replace(who, started=None), asked)
    if found.reach is Reach.NOT_YET:
        assert found.lacking is not None
        assert found.lacking >= 0
        longer = {column: years + found.lacking + 1 for column, years in who.years.items()}
        served = stands(replace(who, started=None, years=longer), asked)
        assert served.reach is not Reach.NOT_YET


@given(teachers, thresholds)
def test_what_is_not_told_is_said_or_bounded_and_never_zero(who: Teacher, asked: Threshold) -> None:
    nothing = replace(who, started=None, years={}, posts=frozenset())
    found = stands(nothing, asked)
    assert found.reach is Reach.UNTOLD
    assert found.reasons
    assert all("缺" in reason for reason in found.reasons)
