"""Holding the figures of each year against the rules of each milestone's day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ..evaluate import ClassCounts, Evaluation, Evaluator, Outcome, State, Verdict, verdict_at
from ..facts import Stage
from ..grading import Standing
from ..metrics import Level, Vocabulary
from ..rulebook import Attested, Indicator, Value
from .model import Against, Classes, Point
from .past import Past

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Group:
    """The subjects of a body in one year: their rows. A `single` one has a verdict of its own."""

    rows: Rows
    single: bool


class Year:
    """One year's figures of one stage of an indicator, to be held against the rules of any day."""

    def __init__(self, past: Past, year: int, indicator: Indicator, stage: Stage | None) -> None:
        self._past = past
        self._evaluator: Evaluator = past.years[year]
        self._indicator = indicator
        self._stage = stage
        self._held: dict[date, _Held] = {}
        rows = self._evaluator.rows[Level(indicator.subject)]
        in_stage = [indicator.subject != "stage" or each is stage for each in rows.stages]
        self.rows: Rows = np.flatnonzero(in_stage)
        self._places = {rows.codes[row]: place for place, row in enumerate(self.rows.tolist())}
        self._county = rows.county

    @property
    def counties(self) -> list[str]:
        """The codes of the counties with figures, as the rows' counties are numbered."""
        return self._evaluator.rows[Level.COUNTY].codes

    def of_county(self, code: str) -> Rows:
        """Return the rows of a county; none where it has no figures."""
        if code not in self.counties:
            return self.rows[:0]
        here: Rows = self.rows[self._county[self.rows] == self.counties.index(code)]
        return here

    def of_subject(self, code: str) -> Rows:
        """Return the row of a school in this stage, if it has one."""
        place = self._places.get(code)
        return self.rows[:0] if place is None else self.rows[place : place + 1]

    def states(self, rows: Rows, day: date) -> tuple[int, ...]:
        """Return how many of some rows are in each state by the rules of a day."""
        found = np.bincount(self._on(day).outcome.state[rows], minlength=len(State))
        return tuple(found.tolist())

    def judged(self, rows: Rows, day: date) -> Rows:
        """Return those of some rows that meet or miss what is asked on a day."""
        return rows[self._on(day).outcome.state[rows] <= State.NOT_MET]

    def against(self, group: Group, day: date) -> Against:
        """Return how a group stands by the rules of a day."""
        met, relaxed, failed, unknown, aside = self.states(group.rows, day)
        counts = (met, relaxed, failed, unknown, aside)
        standing = Standing(self._indicator.code, self._indicator.counts, counts)
        counted = self._on(day).classes
        classes = tuple(_classes(counted, group.rows)) if counted else ()
        if not group.single:
            return Against(day, standing, classes=classes)
        row = int(group.rows[0])
        return Against(day, standing, self.verdict(row, day), self.value(row, day), classes)

    def verdict(self, row: int, day: date) -> Verdict:
        """Return the verdict of one row by the rules of a day."""
        held = self._on(day)
        indicator, vocabulary = self._indicator, self._past.vocabulary
        return verdict_at(held.evaluation, vocabulary, indicator, held.outcome, row)

    def value(self, row: int, day: date) -> Fraction | None:
        """Return the exact value of one row; None where there is none, or it is a word."""
        outcome = self._on(day).outcome
        if not outcome.den[row] or not has_numbers(self._indicator, self._past.vocabulary):
            return None
        return Fraction(int(outcome.num[row]), int(outcome.den[row]))

    def furthest(self, rows: Rows, day: date, *, upward: bool) -> int | None:
        """Return the row with the highest value, else the lowest; None where none has one."""
        valued = [
            (value, row) for row in rows.tolist() if (value := self.value(row, day)) is not None
        ]
        pick = max if upward else min
        return pick(valued)[1] if valued else None

    def _on(self, day: date) -> _Held:
        if day not in self._held:
            found = self._evaluator.only(self._indicator.code, day)
            stages = (None, self._stage)
            [outcome] = [each for each in found.of(self._indicator.code) if each.stage in stages]
            self._held[day] = _Held(found, outcome, self._evaluator.classes(outcome))
        return self._held[day]


@dataclass(frozen=True, slots=True)
class _Held:
    evaluation: Evaluation
    outcome: Outcome
    classes: ClassCounts | None


def _classes(counts: ClassCounts, rows: Rows) -> Iterable[Classes]:
    for stage, listed in counts.listed.items():
        if many := int(listed[rows].sum()):
            yield Classes(stage, int(counts.over[stage][rows].sum()), many)


def has_numbers(indicator: Indicator, vocabulary: Vocabulary) -> bool:
    """Return whether an indicator's values are numbers rather than words."""
    measure = indicator.measure
    if isinstance(measure, Value | Attested):
        return not vocabulary[measure.metric].choices
    return True


def point(
    past: Past, year: Year, number: int, group: Group, days: Sequence[date], *, upward: bool
) -> Point:
    """Return a year of a group, held against each of the days; `upward`: the highest is the worst.

    Whoever did not report is a gap.
    """
    if not len(group.rows):
        return Point(number)
    own_day = date(number, 12, 31)
    judged = year.judged(group.rows, days[-1])
    worst = year.furthest(group.rows if group.single else judged, own_day, upward=upward)
    shown = int(group.rows[0]) if group.single else worst
    return Point(
        number,
        None if worst is None else year.value(worst, own_day),
        "" if shown is None else year.verdict(shown, own_day).printed,
        year.against(group, own_day) if own_day >= past.book.since else None,
        tuple(year.against(group, day) for day in days),
    )
