"""Figures of one or many counties as columns, one row per county, school, stage and class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import lcm

import numpy as np

from ..facts import ABSENT, STAGE_RANK, TYPE_RANK, UNKNOWN, WITH_SENIOR, CountyColumns, Stage
from ..metrics import Level, Vocabulary
from ..rulebook import Population
from .exact import Ints, Mask, fraction, plus, summed, times
from .joined import Index, Joined
from .points import Points
from .population import left_out


@dataclass(frozen=True, slots=True)
class Column:
    """A figure for every row: exact integers, and where they are known (0 where not)."""

    values: Ints
    known: Mask


@dataclass(frozen=True, slots=True)
class Rows:
    """The subjects of one level, in order. `county` indexes the counties of the frame."""

    codes: list[str]
    stages: list[Stage | None]
    county: Index
    counted: Mask
    reasons: dict[int, str]

    def __len__(self) -> int:
        return len(self.codes)

    def of_county(self, county: int) -> slice:
        """Return where one county's rows stand; the rows of a county always follow each other."""
        first, last = np.searchsorted(self.county, (county, county + 1))
        return slice(int(first), int(last))

    def within(self, part: slice) -> Rows:
        """Return a part of the rows, as those of a single county."""
        codes = self.codes[part]
        county = np.zeros(len(codes), dtype=np.intp)
        reasons = self.reasons_within(part.start, part.stop)
        return Rows(codes, self.stages[part], county, self.counted[part], reasons)

    def reasons_within(self, first: int, last: int) -> dict[int, str]:
        """Return why rows of a part do not count, by their place in it."""
        if not self.reasons:
            return {}
        places = np.flatnonzero(~self.counted[first:last]).tolist()
        return {place: self.reasons[first + place] for place in places}


class Frame:
    """Columns over the figures of the given counties under one book's population."""

    def __init__(
        self, counties: Sequence[CountyColumns], population: Population, vocabulary: Vocabulary
    ) -> None:
        self.vocabulary = vocabulary
        self.population = population
        self._joined = Joined(counties)
        self._points = Points(self._joined, vocabulary, merge=population.merge_not_counted)
        self.column = cache(self._column)
        self.at = cache(self._at)

    @cached_property
    def rows(self) -> dict[Level, Rows]:
        """The rows of each level that has verdicts."""
        joined, owner = self._joined, self.school_of_stage
        reasons = left_out(joined, self._points, self.population)
        counted = np.ones(len(joined.codes), dtype=np.bool_)
        counted[list(reasons)] = False
        of_stages = {
            row: reasons[school]
            for row, school in enumerate(owner.tolist() if reasons else ())
            if school in reasons
        }
        counties = len(joined.tenants)
        none: list[Stage | None] = [None]
        codes = np.array(joined.codes, dtype=object)
        stages = np.array([*STAGE_RANK], dtype=object)
        return {
            Level.COUNTY: Rows(
                joined.tenants,
                none * counties,
                np.arange(counties),
                np.ones(counties, dtype=np.bool_),
                {},
            ),
            Level.SCHOOL: Rows(joined.codes, none * len(codes), joined.county, counted, reasons),
            Level.STAGE: Rows(
                codes[owner].tolist(),
                stages[self.stage_rank].tolist(),
                joined.county[owner],
                counted[owner],
                of_stages,
            ),
        }

    @property
    def school_of_stage(self) -> Index:
        """For each stage row, the row of its school."""
        return self._points.stage_school

    @property
    def stage_rank(self) -> Ints:
        """For each stage row, 0 for primary and 1 for junior."""
        return self._points.stage_rank

    @property
    def classes(self) -> tuple[Index, Ints]:
        """For each class of a counted or uncounted stage: its stage row and its pupils."""
        return self._points.classes

    def attribute(self, level: Level, of_schools: Callable[[Joined], Ints]) -> Ints:
        """Return an attribute of schools for the rows of a level; counties have none."""
        if level is Level.COUNTY:
            return np.full(len(self.rows[level]), UNKNOWN)
        found = of_schools(self._joined)
        return found[self.school_of_stage] if level is Level.STAGE else found

    def up(self, level: Level, target: Level) -> Index:
        """For each row of `level` (stage or school), its row at the coarser `target`."""
        if level is Level.STAGE:
            return self.school_of_stage if target is Level.SCHOOL else self.rows[level].county
        return self.rows[level].county

    def _column(self, level: Level, code: str) -> Column:
        given = self._points.merged(level, code)
        known = given != ABSENT
        values = np.where(known, given, 0)
        metric = self.vocabulary[code]
        if metric.plus and not known.all():
            derived = self._derived(level, metric.plus, metric.minus)
            values = np.where(known, values, derived.values)
            known = known | derived.known
        return Column(values, known)

    def _derived(self, level: Level, add: Sequence[str], subtract: Sequence[str]) -> Column:
        first, *rest = [self.column(level, code) for code in add]
        values, known = first.values, first.known
        for more in rest:
            values, known = plus(values, more.values), known & more.known
        for less in (self.column(level, code) for code in subtract):
            values, known = plus(values, -less.values), known & less.known
        return Column(values, known & (values >= 0))

    def _at(self, level: Level, code: str) -> Column:
        """Return a metric for the rows of `level`; finer figures are summed over counted rows.

        A sum with an unknown part, or without any part, is unknown.
        """
        own = self.vocabulary[code].level
        if own is level:
            return self.column(level, code)
        if own.depth < level.depth:
            found = self.column(own, code)
            upward = self.up(level, own)
            return Column(found.values[upward], found.known[upward])
        return self.total(own, level, self.column(own, code))

    def summable(self, own: Level, level: Level) -> Mask:
        """Return which rows of `own` belong in a sum for `level`.

        A county sums the rows that count; a school's own sum holds whether it counts or not.
        """
        if level is Level.COUNTY:
            return self.rows[own].counted
        return np.ones(len(self.rows[own]), dtype=np.bool_)

    def total(self, own: Level, level: Level, column: Column) -> Column:
        """Return a column of `own` rows summed up to `level`; unknown where any part is."""
        keep = self.summable(own, level)
        groups = self.up(own, level)[keep]
        size = len(self.rows[level])
        parts = np.bincount(groups, minlength=size)
        known = np.bincount(groups, weights=column.known[keep], minlength=size)
        return Column(summed(column.values[keep], groups, size), (parts > 0) & (known == parts))

    @cached_property
    def weight_scale(self) -> int:
        """What makes the weights of all stages whole numbers."""
        return lcm(*(fraction(weight)[1] for weight in self.population.weights.values()))

    @cached_property
    def weighted_pupils(self) -> tuple[Column, Ints]:
        """Weighted pupils of each stage row's school, and each row's own weight (scaled alike)."""
        scale = self.weight_scale
        factor = {name: int(weight * scale) for name, weight in self.population.weights.items()}
        own = np.array([factor[stage.value] for stage in STAGE_RANK])[self.stage_rank]
        pupils = self.column(Level.STAGE, "students")
        sums = self.total(
            Level.STAGE, Level.SCHOOL, Column(times(pupils.values, own), pupils.known)
        )
        senior = self.column(Level.SCHOOL, "senior_students")
        ranks = [TYPE_RANK[kind] for kind in WITH_SENIOR]
        has_senior = np.isin(self._joined.type, ranks)
        total = plus(sums.values, times(np.where(has_senior, senior.values, 0), factor["senior"]))
        known = sums.known & (senior.known | ~has_senior)
        upward = self.school_of_stage
        return Column(total[upward], known[upward]), own
