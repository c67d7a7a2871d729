"""From rates to pupils, year by year; exact, with whole pupils only where classes are formed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from .history import History
from .model import GradeYear, Origin, Range, Rate
from .rates import LEAVING, Rates

NOBODY = Range(Fraction(0), Fraction(0), Fraction(0))
_HALF = Fraction(1, 2)
_MOVING_UP = (Origin.OWN, Origin.COUNTY, Origin.SET, Origin.NONE)


@dataclass(frozen=True, slots=True)
class Cohort:
    """A grade of a school in one year: exact pupils (None: cannot be told), and its classes."""

    pupils: Range[Fraction] | None
    kept: int


Cohorts = Mapping[tuple[str, int], Cohort]


def project(history: History, rates: Rates, until: int) -> dict[int, Cohorts]:
    """Return the cohorts of every school and grade by year, after the last year to `until`."""
    before = _now(history)
    found: dict[int, Cohorts] = {}
    for year in range(history.last + 1, until + 1):
        leavers = _leavers(before)
        before = {
            (school, grade): _next(history, before, leavers, school, rate)
            for (school, grade), rate in rates.items()
        }
        found[year] = before
    return found


def _now(history: History) -> Cohorts:
    found = {}
    for school in history.schools:
        for grade in history.grades(school):
            pupils = Fraction(history.pupils(history.last, grade, school))
            kept = history.classes(history.last, school, grade)
            found[school, grade] = Cohort(Range(pupils, pupils, pupils), kept)
    return found


def _next(
    history: History, before: Cohorts, leavers: Range[Fraction] | None, school: str, rate: Rate
) -> Cohort:
    if rate.origin in _MOVING_UP:
        below = before[school, rate.grade - 1]
        pupils, kept = _times(below.pupils, rate.exact), below.kept
    else:
        pupils = _times(leavers, rate.exact) if rate.origin is Origin.SHARE else rate.exact
        kept = history.classes(history.last, school, rate.grade)
    return Cohort(pupils, 0 if pupils == NOBODY else kept)


def _times(pupils: Range[Fraction] | None, rate: Range[Fraction] | None) -> Range[Fraction] | None:
    if pupils == NOBODY:
        return NOBODY  # whatever the rate, nobody moves up from an empty grade
    if pupils is None or rate is None:
        return None
    return Range(pupils.low * rate.low, pupils.value * rate.value, pupils.high * rate.high)


def _leavers(cohorts: Cohorts) -> Range[Fraction] | None:
    """Return the county's pupils in the last grade of primary school."""
    total = NOBODY
    for (_, grade), each in cohorts.items():
        if grade == LEAVING:
            if each.pupils is None:
                return None
            more = each.pupils
            total = Range(total.low + more.low, total.value + more.value, total.high + more.high)
    return total


def grade_year(grade: int, cohort: Cohort, limit: int) -> GradeYear:
    """Return a cohort as it is printed: whole pupils, and the classes that follow from them."""
    if cohort.pupils is None:
        return GradeYear(grade, None, cohort.kept, None, None)
    exact = cohort.pupils
    pupils = Range(whole(exact.low), whole(exact.value), whole(exact.high))
    return GradeYear(
        grade,
        pupils,
        cohort.kept,
        Range(*(-(-each // limit) for each in (pupils.low, pupils.value, pupils.high))),
        Range(
            *(over(each, cohort.kept, limit) for each in (pupils.low, pupils.value, pupils.high))
        ),
    )


def whole(pupils: Fraction) -> int:
    """Return pupils as whole people, half of one rounded up."""
    return (2 * pupils.numerator + pupils.denominator) // (2 * pupils.denominator)


def rounded(exact: Fraction, places: int) -> Decimal:
    """Return a number that is not negative as a decimal, half rounded up."""
    return Decimal(floor(exact * 10**places + _HALF)).scaleb(-places)


def over(pupils: int, classes: int, limit: int) -> int:
    """Return how many classes are over the limit when pupils are spread as evenly as can be.

    Where there is no class yet they would all be in one.
    """
    rooms = max(classes, 1)
    each, rest = divmod(pupils, rooms)
    if each > limit:
        return rooms
    return rest if each == limit else 0
