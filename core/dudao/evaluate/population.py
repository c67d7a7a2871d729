"""Who counts: the schools that a book leaves out, and why."""

from __future__ import annotations

import numpy as np

from ..facts import ABSENT, TYPE_RANK, FactSet, SchoolType
from ..metrics import Level
from ..rulebook import Population
from .exact import Mask, summed
from .joined import Joined
from .points import Points


def parents_of(facts: FactSet, population: Population) -> dict[str, str]:
    """Return the school that each point is merged into, by the point's code."""
    return {
        subject.code: subject.school.parent
        for subject in facts.schools
        if subject.school
        and subject.school.parent
        and not subject.school.counts_as_school
        and population.merge_not_counted
    }


def left_out(joined: Joined, points: Points, population: Population) -> dict[int, str]:
    """Return why a school does not count under a book, by its row; those that count are absent."""
    found: dict[int, str] = {}
    least = population.teaching_points_from
    if least:
        small = np.flatnonzero(_small_points(joined, points, least))
        found |= dict.fromkeys(small.tolist(), f"不足 {least} 人的教学点不在评价范围")
    if population.merge_not_counted:
        found |= {
            row: f"不计校数,数据并入 {parent}"
            for row, parent in joined.parent_codes.items()
            if not joined.counts[row]
        }
    owners = np.flatnonzero(np.isin(joined.owner, population.exclude_owners))
    found |= dict.fromkeys(owners.tolist(), "此举办者的学校不在评价范围")
    ranks = [TYPE_RANK[kind] for kind in population.exclude_types]
    types = np.flatnonzero(np.isin(joined.type, ranks))
    return found | dict.fromkeys(types.tolist(), "此类学校不在评价范围")


def _small_points(joined: Joined, points: Points, least: int) -> Mask:
    """Return the teaching points with too few pupils; unknown enrolment leaves none out."""
    size = len(joined.codes)
    reported = points.stage_reported
    pupils = points.merged(Level.STAGE, "students")[reported]
    owner = points.stage_school[reported]
    known = pupils != ABSENT
    stages = np.bincount(owner, minlength=size)
    whole = (stages > 0) & (np.bincount(owner[known], minlength=size) == stages)
    total = summed(np.where(known, pupils, 0), owner, size)
    is_point = joined.type == TYPE_RANK[SchoolType.TEACHING_POINT]
    return np.asarray(is_point & whole & (total < least), dtype=np.bool_)
