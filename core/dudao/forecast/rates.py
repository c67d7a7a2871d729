"""How each grade of each school is filled: survival ratios, entry cohorts, or nothing to go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from .history import GRADES_OF, History
from .model import Origin, Range, Rate

# Fewer pupils than these, over all past years, and a school's own ratio is chance.
SMALL_COHORT = 30
RECENT = 3
LEAVING, ENTERING_JUNIOR = 6, 7
LOWEST = frozenset(grades[0] for grades in GRADES_OF.values())

Rates = Mapping[tuple[str, int], Rate]


def rates_of(history: History, entries: Mapping[tuple[str, int], int]) -> Rates:
    """Return the rate of every school and grade; `entries` are pupils given for lowest grades."""
    county = {grade: _county(history, grade) for grades in GRADES_OF.values() for grade in grades}
    found: dict[tuple[str, int], Rate] = {}
    for school in history.schools:
        for grade in history.grades(school):
            given = entries.get((school, grade))
            if given is not None:
                exact = Fraction(given)
                found[school, grade] = Rate(grade, Origin.GIVEN, Range(exact, exact, exact))
            elif grade in LOWEST:
                found[school, grade] = _entry(history, school, grade)
            else:
                found[school, grade] = _survival(history, school, grade, county[grade])
    return found


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
