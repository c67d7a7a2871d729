"""The method held against the last year: foretold from the years before it, then compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ..facts import Stage
from .history import GRADES_OF, History
from .model import BackTest, Range, Told
from .projecting import grade_year, project
from .rates import rates_of

_FEWEST = 3


def back_test(history: History, limits: Mapping[Stage, int]) -> BackTest | None:
    """Return how well the last year would have been foretold; None with fewer than three years.

    Nothing is assumed: entries are extrapolated. Only schools with classes in both of the last two
    years are compared; where a school had nobody and nobody was foretold, nothing is.
    """
    if len(history.years) < _FEWEST:
        return None
    before = history.without_last()
    cohorts = project(before, rates_of(before), history.last)[history.last]
    pupils: list[tuple[Range[int], int]] = []
    over: list[tuple[int, int]] = []
    skipped = 0
    for school, stage in _compared(before, history):
        told = [grade_year(each, cohorts[school, each], limits[stage]) for each in GRADES_OF[stage]]
        known = [(each.pupils, each.over, each.grade) for each in told if each.pupils and each.over]
        skipped += len(told) - len(known)
        pupils += [(each, history.pupils(history.last, at, school)) for each, _, at in known]
        if len(known) == len(told):
            foretold = sum(each.value for _, each, _ in known)
            came = history.over(history.last, school, stage, limits[stage])
            over.append((foretold, came))
    real = [(each, came) for each, came in pupils if each.value or came]
    inside = sum(each.low <= came <= each.high for each, came in real)
    errors = _told([(each.value, came) for each, came in real])
    return BackTest(history.last, errors, inside, _told(over), skipped)


def _compared(before: History, history: History) -> Iterator[tuple[str, Stage]]:
    for school in before.schools:
        for stage in before.stages(school):
            if (history.last, school, stage) in history.reported:
                yield school, stage


def _told(pairs: Sequence[tuple[int, int]]) -> Told:
    distance = sum(abs(told - came) for told, came in pairs)
    error = Fraction(distance, len(pairs)) if pairs else None
    return Told(error, len(pairs), sum(told for told, _ in pairs), sum(came for _, came in pairs))
