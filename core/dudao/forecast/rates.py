"""How each grade of each school is filled: survival ratios, entry cohorts, or nothing to go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from .history import GRADES_OF, LOWEST, History
from .model import Origin, Range, Rate, Rise

# Fewer pupils than these, over all past years, and a school's own ratio is chance.
SMALL_COHORT = 30
RECENT = 3
LEAVING, ENTERING_JUNIOR = 6, 7

Rates = Mapping[tuple[str, int], Rate]


def rates_of(
    history: History,
    entries: Mapping[tuple[str, int], int] = MappingProxyType({}),
    given: Mapping[Rise, Fraction] = MappingProxyType({}),
) -> Rates:
    """Return the rate of every school and grade.

    `entries` are pupils given for lowest grades, `given` the ratios given for the others.
    """
    county = {grade: _county(history, grade) for grades in GRADES_OF.values() for grade in grades}
    found: dict[tuple[str, int], Rate] = {}
    for school in history.schools:
        for grade in history.grades(school):
            pupils = entries.get((school, grade))
            if pupils is not None:
                found[school, grade] = Rate(grade, Origin.GIVEN, _certain(Fraction(pupils)))
            elif grade in LOWEST:
                found[school, grade] = _entry(history, school, grade)
            else:
                own = _survival(history, school, grade, county[grade])
                found[school, grade] = _set(own, school, given)
    return found


def _set(own: Rate, school: str, given: Mapping[Rise, Fraction]) -> Rate:
    """Return the ratio given instead of a school's own, if there is one.

    One for the whole county leaves alone where nobody moves up or pupils come in from elsewhere:
    it would send the pupils of a teaching point into grades that it does not have.
    """
    ratio = given.get((school, own.grade))
    moves_up = own.origin is not Origin.MEAN and own.exact != _certain(Fraction(0))
    if ratio is None and moves_up:
        ratio = given.get((None, own.grade))
    return own if ratio is None else Rate(own.grade, Origin.SET, _certain(ratio))


def _certain(exact: Fraction) -> Range[Fraction]:
    return Range(exact, exact, exact)


def _survival(history: History, school: str, grade: int, county: Range[Fraction] | None) -> Rate:
    """Return the ratio into a grade from the one below it, a year before."""
    moves = [
        (history.pupils(before, grade - 1, school), history.pupils(after, grade, school))
        for before, after in history.pairs(school, grade)
    ]
    arrived = sum(after for _, after in moves)
    cohort = sum(before for before, _ in moves)
    if cohort >= SMALL_COHORT or (cohort and not arrived):
        return Rate(grade, Origin.OWN, _pooled(moves))
    if arrived and not cohort and not history.pupils(history.last, grade - 1, school):
        return _mean(history, school, grade)
    return Rate(grade, Origin.COUNTY if county else Origin.NONE, county)


def _county(history: History, grade: int) -> Range[Fraction] | None:
    return _pooled(
        (history.pupils(before, grade - 1), history.pupils(after, grade))
        for before, after in pairwise(history.years)
    )


def _pooled(moves: Iterable[tuple[int, int]]) -> Range[Fraction] | None:
    """Return the ratio over all moves, between those of single years; empty cohorts say nothing."""
    known = [(before, after) for before, after in moves if before]
    if not known:
        return None
    single = [Fraction(after, before) for before, after in known]
    cohort, arrived = (sum(side) for side in zip(*known, strict=True))
    return Range(min(single), Fraction(arrived, cohort), max(single))


def _entry(history: History, school: str, grade: int) -> Rate:
    if grade == ENTERING_JUNIOR and history.pupils(history.last, LEAVING):
        recent = history.pairs(school, grade)[-RECENT:]
        share = _pooled(
            (history.pupils(before, LEAVING), history.pupils(after, grade, school))
            for before, after in recent
        )
        if share:
            return Rate(grade, Origin.SHARE, share)
    return _mean(history, school, grade)


def _mean(history: History, school: str, grade: int) -> Rate:
    """Return the mean of the latest years in which the school reported; there is at least one."""
    (stage,) = (stage for stage, grades in GRADES_OF.items() if grade in grades)
    years = [year for year in history.years if (year, school, stage) in history.reported]
    return Rate(grade, Origin.MEAN, _spread([history.pupils(y, grade, school) for y in years]))


def _spread(pupils: Sequence[int]) -> Range[Fraction]:
    recent = pupils[-RECENT:]
    return Range(Fraction(min(recent)), Fraction(sum(recent), len(recent)), Fraction(max(recent)))
