"""Who counts: points merged into their parents, and schools that a book leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..facts import (
    STAGES_OF,
    ClassFact,
    FactSet,
    SchoolType,
    Stage,
    SubjectFacts,
    stage_of_grade,
)
from ..metrics import Metric, Vocabulary
from ..rulebook import Population


def merged(facts: FactSet, population: Population, vocabulary: Vocabulary) -> FactSet:
    """Return the figures with every point that is not counted as a school added to its parent.

    The point itself stays in the set (it gets no verdict of its own). A figure that only one of
    the two reported becomes unknown: half a sum is not a sum.
    """
    points: dict[str, list[SubjectFacts]] = {}
    parents = parents_of(facts, population)
    for subject in facts.schools:
        if subject.code in parents:
            points.setdefault(parents[subject.code], []).append(subject)
    if not points:
        return facts
    subjects = tuple(
        _with_points(subject, points[subject.code], vocabulary)
        if subject.code in points
        else subject
        for subject in facts.subjects
    )
    return replace(facts, subjects=subjects)


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


def school_stages(subject: SubjectFacts) -> Iterable[Stage]:
    """Return the stages a school has by its type, reported or not: an unreported one has no data."""
    school = subject.school
    if school is None or school.type is SchoolType.SPECIAL:
        return subject.stages
    expected = STAGES_OF[school.type]
    if all(stage in expected for stage in subject.stages):
        return expected
    return dict.fromkeys((*expected, *subject.stages))


def _with_points(
    parent: SubjectFacts, points: list[SubjectFacts], vocabulary: Vocabulary
) -> SubjectFacts:
    for point in points:
        mine = set(school_stages(parent))
        stages = dict(parent.stages)
        for stage in school_stages(point):
            theirs = point.stages.get(stage, {})
            # A stage that the parent does not have comes over as it is.
            own = parent.stages.get(stage, {})
            stages[stage] = _add(own, theirs, vocabulary) if stage in mine else theirs
        parent = replace(
            parent,
            facts=_add(parent.facts, point.facts, vocabulary),
            stages=stages,
            classes=_classes(parent, point, mine.intersection(school_stages(point))),
        )
    return parent


def _classes(parent: SubjectFacts, point: SubjectFacts, both: set[Stage]) -> tuple[ClassFact, ...]:
    """Return the classes of both, without those of a stage that only one of the two has listed."""
    listed, added = _listed(parent), _listed(point)
    half = {stage for stage in both if (stage in listed) is not (stage in added)}
    theirs = (replace(entry, code=f"{point.code}/{entry.code}") for entry in point.classes)
    return tuple(
        entry for entry in (*parent.classes, *theirs) if stage_of_grade(entry.grade) not in half
    )


def _listed(subject: SubjectFacts) -> set[Stage | None]:
    return {stage_of_grade(entry.grade) for entry in subject.classes}


def _add(
    parent: Mapping[str, int], point: Mapping[str, int], vocabulary: Vocabulary
) -> dict[str, int]:
    joined = {code: _join(vocabulary[code], parent, point) for code in {**parent, **point}}
    return {code: value for code, value in joined.items() if value is not None}


def _join(metric: Metric, parent: Mapping[str, int], point: Mapping[str, int]) -> int | None:
    mine, theirs = parent.get(metric.code), point.get(metric.code)
    if metric.merging == "keep":
        return mine
    # Who has not a single room has no smallest one either.
    for other, rooms in ((mine, point), (theirs, parent)):
        if metric.smallest_of and rooms.get(metric.smallest_of) == 0:
            return other
    if mine is None or theirs is None:
        return None
    return mine + theirs if metric.merging == "sum" else min(mine, theirs)


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
