"""Figures of one or many counties as columns, one row per county, school, stage and class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from ..facts import WITH_SENIOR, FactSet, Stage, SubjectFacts, stage_of_grade
from ..metrics import Level, Vocabulary
from ..rulebook import Population
from .exact import Ints, Mask, fraction, plus, summed, times
from .population import left_out, merged, school_stages

Index = npt.NDArray[np.intp]
# No figure comes near it: metrics refuse values far below.
_ABSENT = np.iinfo(np.int64).min
_DEPTH = {Level.COUNTY: 0, Level.SCHOOL: 1, Level.STAGE: 2, Level.CLASS: 3}


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
        self, sets: Sequence[FactSet], population: Population, vocabulary: Vocabulary
    ) -> None:
        self.sets = [merged(facts, population, vocabulary) for facts in sets]
        self.vocabulary = vocabulary
        self.population = population
        self.counties = [facts.county for facts in self.sets]
        self.schools: list[SubjectFacts] = []
        self.stage_facts: list[Mapping[str, int]] = []
        self._of_school: list[int] = []
        self._school_county: list[int] = []
        stages: list[Stage | None] = []
        for county, facts in enumerate(self.sets):
            for school in facts.schools:
                for stage in school_stages(school):
                    stages.append(stage)
                    self.stage_facts.append(school.stages.get(stage, {}))
                    self._of_school.append(len(self.schools))
                self.schools.append(school)
                self._school_county.append(county)
        self._stage_list = stages
        self.column = cache(self._column)
        self.at = cache(self._at)

    @cached_property
    def _figures(self) -> dict[Level, list[Mapping[str, int]]]:
        return {
            Level.COUNTY: [county.facts for county in self.counties],
            Level.SCHOOL: [school.facts for school in self.schools],
            Level.STAGE: self.stage_facts,
        }

    @cached_property
    def rows(self) -> dict[Level, Rows]:
        """The rows of each level that has verdicts."""
        reasons = {
            row: reason
            for row, school in enumerate(self.schools)
            if (reason := left_out(school, self.population))
        }
        counted = np.ones(len(self.schools), dtype=np.bool_)
        counted[list(reasons)] = False
        county = np.array(self._school_county, dtype=np.intp)
        owner = self.school_of_stage
        every = np.ones(len(self.sets), dtype=np.bool_)
        tenants = [facts.tenant for facts in self.sets]
        codes = [school.code for school in self.schools]
        return {
            Level.COUNTY: Rows(tenants, [None] * len(tenants), np.arange(len(tenants)), every, {}),
            Level.SCHOOL: Rows(codes, [None] * len(codes), county, counted, reasons),
            Level.STAGE: Rows(
                [codes[row] for row in owner],
                self._stage_list,
                county[owner],
                counted[owner],
                {row: reasons[school] for row, school in enumerate(owner) if school in reasons},
            ),
        }

    @cached_property
    def school_of_stage(self) -> Index:
        """For each stage row, the row of its school."""
        return np.array(self._of_school, dtype=np.intp)

    @cached_property
    def stage_rank(self) -> npt.NDArray[np.int8]:
        """For each stage row, 0 for primary and 1 for junior."""
        return np.array([_RANK[stage] for stage in self._stage_list], dtype=np.int8)

    @cached_property
    def classes(self) -> tuple[Index, Ints]:
        """For each class of a counted or uncounted stage: its stage row and its pupils."""
        where = {
            (school, stage): row
            for row, (school, stage) in enumerate(
                zip(self._of_school, self._stage_list, strict=True)
            )
        }
        owners: list[int] = []
        pupils: list[int] = []
        for row, school in enumerate(self.schools):
            for entry in school.classes:
                owner = where.get((row, stage_of_grade(entry.grade)))
                if owner is not None:
                    owners.append(owner)
                    pupils.append(entry.students)
        return np.array(owners, dtype=np.intp), np.array(pupils, dtype=np.int64)

    def up(self, level: Level, target: Level) -> Index:
        """For each row of `level` (stage or school), its row at the coarser `target`."""
        if level is Level.STAGE:
            return self.school_of_stage if target is Level.SCHOOL else self.rows[level].county
        return self.rows[level].county

    def _column(self, level: Level, code: str) -> Column:
        given = np.array(
            [figures.get(code, _ABSENT) for figures in self._figures[level]], dtype=np.int64
        )
        known = given != _ABSENT
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
        if _DEPTH[own] < _DEPTH[level]:
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
    def weighted_pupils(self) -> tuple[Column, Ints]:
        """Weighted pupils of each stage row's school, and each row's own weight (scaled alike)."""
        weights = {name: fraction(weight) for name, weight in self.population.weights.items()}
        scale = int(np.lcm.reduce([den for _, den in weights.values()]))
        factor = {name: num * scale // den for name, (num, den) in weights.items()}
        own = np.array([factor[stage.value] for stage in self._stage_list if stage], dtype=np.int64)
        pupils = self.column(Level.STAGE, "students")
        sums = self.total(
            Level.STAGE, Level.SCHOOL, Column(times(pupils.values, own), pupils.known)
        )
        senior = self.column(Level.SCHOOL, "senior_students")
        has_senior = np.array(
            [bool(s.school and s.school.type in WITH_SENIOR) for s in self.schools], dtype=np.bool_
        )
        total = plus(sums.values, times(np.where(has_senior, senior.values, 0), factor["senior"]))
        known = sums.known & (senior.known | ~has_senior)
        upward = self.school_of_stage
        return Column(total[upward], known[upward]), own


_RANK: dict[Stage | None, int] = {Stage.PRIMARY: 0, Stage.JUNIOR: 1}
