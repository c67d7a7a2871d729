"""Who counts: points merged into their parents, and schools that a book leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..facts import ClassFact, FactSet, SchoolType, SubjectFacts
from ..metrics import Vocabulary
from ..rulebook import Population


def merged(facts: FactSet, population: Population, vocabulary: Vocabulary) -> FactSet:
    """Return the figures with every point that is not counted as a school added to its parent.

    The point itself stays in the set (it gets no verdict of its own). A figure that only one of
    the two reported becomes unknown: half a sum is not a sum.
    """
    if not population.merge_not_counted:
        return facts
    points: dict[str, list[SubjectFacts]] = {}
    for subject in facts.schools:
        if subject.school and not subject.school.counts_as_school and subject.school.parent:
            points.setdefault(subject.school.parent, []).append(subject)
    if not points:
        return facts
    subjects = tuple(
        _with_points(subject, points[subject.code], vocabulary)
        if subject.code in points
        else subject
        for subject in facts.subjects
    )
    return replace(facts, subjects=subjects)


def _with_points(
    parent: SubjectFacts, points: list[SubjectFacts], vocabulary: Vocabulary
) -> SubjectFacts:
    for point in points:
        stages = dict(parent.stages)
        for stage, figures in point.stages.items():
            mine = stages.get(stage)
            stages[stage] = figures if mine is None else _add(mine, figures, vocabulary)
        classes = tuple(
            ClassFact(f"{point.code}/{entry.code}", entry.grade, entry.students)
            for entry in point.classes
        )
        parent = replace(
            parent,
            facts=_add(parent.facts, point.facts, vocabulary),
            stages=stages,
            classes=parent.classes + classes,
        )
    return parent


def _add(
    parent: Mapping[str, int], point: Mapping[str, int], vocabulary: Vocabulary
) -> dict[str, int]:
    total: dict[str, int] = {}
    for code, value in parent.items():
        metric = vocabulary[code]
        # A point without a single room has no smallest one either.
        without = metric.smallest_of and point.get(metric.smallest_of) == 0
        if metric.merging == "keep" or without:
            total[code] = value
        elif code in point:
            other = point[code]
            total[code] = value + other if metric.merging == "sum" else min(value, other)
    return total


def left_out(subject: SubjectFacts, population: Population) -> str:
    """Return why a school does not count under this book, or an empty string when it does."""
    school = subject.school
    if school is None:
        return ""
    if school.type in population.exclude_types:
        return "此类学校不在评价范围"
    if school.owner in population.exclude_owners:
        return "此举办者的学校不在评价范围"
    if population.merge_not_counted and not school.counts_as_school and school.parent:
        return f"不计校数,数据并入 {school.parent}"
    if school.type is SchoolType.TEACHING_POINT:
        return _point_left_out(subject, population.teaching_points_from)
    return ""


def _point_left_out(subject: SubjectFacts, least: int) -> str:
    counts = [figures.get("students") for figures in subject.stages.values()]
    known = [count for count in counts if count is not None]
    # Unknown enrolment is no ground to leave a point out.
    if known and len(known) == len(counts) and sum(known) < least:
        return f"不足 {least} 人的教学点不在评价范围"
    return ""
