"""Points that are no schools of their own: what they reported, added to the school they are of.

The point itself stays among the rows (it gets no verdict of its own). A figure that only one of
the two reported becomes unknown: half a sum is not a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..facts import ABSENT, STAGE_RANK
from ..metrics import Level, Metric, Vocabulary
from .exact import Ints, Mask, plus
from .joined import Index, Joined


@dataclass(frozen=True, slots=True)
class Step:
    """Rows that take what other rows give; into a `fresh` one it comes over as it is."""

    into: Index
    out_of: Index
    fresh: Mask


class Points:
    """All rows with their points merged: stages, classes and figures.

    Points are taken in turns, one of each school in a turn, so that every turn is a few
    operations on columns, however many counties there are.
    """

    def __init__(self, joined: Joined, vocabulary: Vocabulary, *, merge: bool) -> None:
        self._joined = joined
        self._vocabulary = vocabulary
        self._turns = _turns(joined) if merge else []
        self._place = np.full((len(joined.codes), len(STAGE_RANK)), -1, dtype=np.intp)
        self._place[joined.stage_school, joined.stage_rank] = np.arange(len(joined.stage_school))
        self._own = self._place >= 0
        self._had = list(self._have())
        self._arrange()

    def _have(self) -> Iterator[Mask]:
        """Yield, for each turn, which stages the schools have before it."""
        have = self._own.copy()
        for schools, points in self._turns:
            yield have[schools]
            have[schools] |= self._own[points]

    def _arrange(self) -> None:
        """Give each stage its row; those that only a point has follow the school's own."""
        owners, ranks = [self._joined.stage_school], [self._joined.stage_rank]
        for (schools, points), had in zip(self._turns, self._had, strict=True):
            line, rank = np.nonzero(self._own[points] & ~had)
            order = np.argsort(self._place[points[line], rank])
            owners.append(schools[line[order]])
            ranks.append(rank[order])
        owner, rank = np.concatenate(owners), np.concatenate(ranks)
        self._order = np.argsort(owner, kind="stable")
        self.stage_school: Index = owner[self._order]
        self.stage_rank: Ints = rank[self._order]
        self._row = np.full(self._own.shape, -1, dtype=np.intp)
        self._row[self.stage_school, self.stage_rank] = np.arange(len(owner))

    @cached_property
    def _steps(self) -> dict[Level, list[Step]]:
        stages = []
        for (schools, points), had in zip(self._turns, self._had, strict=True):
            theirs = self._own[points]
            into, out_of = self._row[schools][theirs], self._row[points][theirs]
            stages.append(Step(into, out_of, ~had[theirs]))
        none = [np.zeros(len(schools), dtype=np.bool_) for schools, _ in self._turns]
        whole = [Step(*turn, fresh) for turn, fresh in zip(self._turns, none, strict=True)]
        return {Level.COUNTY: [], Level.SCHOOL: whole, Level.STAGE: stages}

    @cached_property
    def stage_reported(self) -> Mask:
        """For each stage row, whether the school or one of its points reported it."""
        reported = self._widened(self._joined.stage_reported, 0).astype(np.bool_)
        for step in self._steps[Level.STAGE]:
            reported[step.into] = True
        return reported

    def _widened(self, column: Ints, missing: int) -> Ints:
        """Return a column of the reported stages for all stage rows."""
        if not self._turns:
            return column
        more = np.full(len(self._order) - len(column), missing, dtype=column.dtype)
        return np.concatenate([column, more])[self._order]

    def _given(self, level: Level, code: str) -> Ints:
        column = self._joined.given(level, code)
        return self._widened(column, ABSENT) if level is Level.STAGE else column

    def merged(self, level: Level, code: str) -> Ints:
        """Return a metric for every row of its level, `ABSENT` where unknown."""
        if not self._turns or level is Level.COUNTY:
            return self._given(level, code)
        *_, found = self._merging(level, self._vocabulary[code])
        return found

    def _merging(self, level: Level, metric: Metric) -> Iterator[Ints]:
        """Yield the column before each turn and, at last, when all is merged; always the same."""
        given = self._given(level, metric.code)
        found = given.copy()
        rooms = self._rooms(level, metric)
        for step in self._steps[level]:
            yield found
            mine, theirs = found[step.into], given[step.out_of]
            both = _both(metric, mine, theirs)
            if rooms is not None:
                # Who has not a single room has no smallest one either.
                our_rooms, their_rooms = next(rooms)
                both = np.where(our_rooms[step.into] == 0, theirs, both)
                both = np.where(their_rooms[step.out_of] == 0, mine, both)
            found[step.into] = np.where(step.fresh, theirs, both)
        yield found

    def _rooms(self, level: Level, metric: Metric) -> Iterator[tuple[Ints, Ints]] | None:
        """Return how many there are of what a metric is the smallest one of, turn by turn."""
        if metric.smallest_of is None or metric.merging == "keep":
            return None
        many = self._vocabulary[metric.smallest_of]
        given = self._given(level, many.code)
        return ((found, given) for found in self._merging(level, many))

    @cached_property
    def classes(self) -> tuple[Index, Ints]:
        """For each class: its stage row and its pupils.

        Of a stage that only one of school and point has listed, no class is left: unknown.
        """
        school, rank = self._joined.class_school, self._joined.class_rank
        pupils = self._joined.class_pupils
        listed = np.zeros(self._own.shape, dtype=np.bool_)
        listed[school, rank] = True
        ours, dropped = listed.copy(), np.full(listed.shape, -2)
        taken = [(school, rank, pupils, np.full(len(school), -1))]
        for turn, ((schools, points), had) in enumerate(zip(self._turns, self._had, strict=True)):
            half = had & self._own[points] & (ours[schools] != listed[points])
            ours[schools] = ~half & (ours[schools] | listed[points])
            dropped[schools] = np.where(half, turn, dropped[schools])
            new_owner = np.full(len(listed), -1, dtype=np.intp)
            new_owner[points] = schools
            moved = new_owner[school] >= 0
            many = int(np.count_nonzero(moved))
            taken.append(
                (new_owner[school[moved]], rank[moved], pupils[moved], np.full(many, turn))
            )
        school, rank, pupils, since = (np.concatenate(parts) for parts in zip(*taken, strict=True))
        row = self._row[school, rank]
        keep = (row >= 0) & (since > dropped[school, rank])
        return row[keep], pupils[keep]


def _turns(joined: Joined) -> list[tuple[Index, Index]]:
    """Return schools with their first points, those that have another with that one, and so on."""
    points = np.flatnonzero((joined.parent >= 0) & (joined.counts == 0))
    points = points[np.argsort(joined.parent[points], kind="stable")]
    schools = joined.parent[points]
    place = np.arange(len(points)) - np.searchsorted(schools, schools)
    turns = range(int(place.max(initial=-1)) + 1)
    return [(schools[place == turn], points[place == turn]) for turn in turns]


def _both(metric: Metric, mine: Ints, theirs: Ints) -> Ints:
    if metric.merging == "keep":
        return mine
    unknown = (mine == ABSENT) | (theirs == ABSENT)
    if metric.merging == "min":
        return np.where(unknown, ABSENT, np.minimum(mine, theirs))
    total = plus(np.where(unknown, 0, mine), np.where(unknown, 0, theirs))
    return np.where(unknown, ABSENT, total)
