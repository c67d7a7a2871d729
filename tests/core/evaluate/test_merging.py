"""Points merged over columns give what merging them one by one would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings, strategies as st
from tests.core.build import DAY, TENANT, VOCABULARY
from tests.core.whole import EVERYTHING, all_verdicts, key

from dudao.evaluate import evaluate
from dudao.facts import (
    STAGES_OF,
    ClassFact,
    FactSet,
    School,
    SchoolType,
    Stage,
    SubjectFacts,
    stage_of_grade,
)
from dudao.grading import standings
from dudao.metrics import Level

KINDS = (SchoolType.PRIMARY, SchoolType.JUNIOR, SchoolType.NINE_YEAR, SchoolType.TEACHING_POINT)
OF_SCHOOL = (
    "teaching_area",
    "teaching_area_gross",
    "indoor_sports_area",
    "sports_area",
    "multimedia_rooms",
    "music_rooms",
    "music_room_min_area",
    "books",
    "moral_education",
    "public_funds_pupils_counted",
)
OF_STAGE = ("students", "teachers", "teachers_above_degree", "certified_teachers")
figures_of_school = st.dictionaries(st.sampled_from(OF_SCHOOL), st.integers(0, 3))
figures_of_stage = st.dictionaries(st.sampled_from(OF_STAGE), st.integers(1, 99))


@st.composite
def subjects(draw: st.DrawFn, code: str, parent: str | None) -> SubjectFacts:
    """Return a school with few, small figures, or a point of one."""
    kind = draw(st.sampled_from(KINDS))
    school = School(kind, owner=draw(st.sampled_from([5, 10])))
    school = replace(school, counts_as_school=parent is None, parent=parent)
    expected = STAGES_OF[kind]
    stages = {stage: draw(figures_of_stage) for stage in expected if draw(st.booleans())}
    grades = [grade for grade in range(1, 10) if stage_of_grade(grade) in expected]
    rooms = draw(st.lists(st.sampled_from(grades), max_size=3))
    classes = tuple(
        ClassFact(str(number), grade, draw(st.integers(1, 60)))
        for number, grade in enumerate(rooms)
    )
    facts = draw(figures_of_school)
    return SubjectFacts(code, Level.SCHOOL, code, school, facts, stages, classes)


@st.composite
def counties(draw: st.DrawFn) -> FactSet:
    """Return a county whose schools have up to two points each, in any order."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        found.append(draw(subjects(f"S{number}", None)))
        for point in range(draw(st.integers(0, 2))):
            found.append(draw(subjects(f"S{number}.{point}", f"S{number}")))
    return FactSet(TENANT, "2023", tuple(draw(st.permutations(found))))


def joined(parent: Mapping[str, int], point: Mapping[str, int]) -> dict[str, int]:
    """Return two sheets of figures as one; what only one of them has is unknown."""
    total: dict[str, int] = {}
    for code in {**parent, **point}:
        metric = VOCABULARY[code]
        mine, theirs = parent.get(code), point.get(code)
        if metric.smallest_of and point.get(metric.smallest_of) == 0:
            value = mine
        elif metric.smallest_of and parent.get(metric.smallest_of) == 0:
            value = theirs
        elif metric.merging == "keep":
            value = mine
        elif mine is None or theirs is None:
            value = None
        else:
            value = mine + theirs if metric.merging == "sum" else min(mine, theirs)
        if value is not None:
            total[code] = value
    return total


def with_point(parent: SubjectFacts, point: SubjectFacts) -> SubjectFacts:
    """Return a school with a point of it taken in."""
    assert parent.school is not None
    assert point.school is not None
    mine = {*STAGES_OF[parent.school.type], *parent.stages}
    theirs = {*STAGES_OF[point.school.type], *point.stages}
    stages: dict[Stage, Mapping[str, int]] = dict(parent.stages)
    for stage in theirs:
        added = point.stages.get(stage, {})
        stages[stage] = joined(parent.stages.get(stage, {}), added) if stage in mine else added
    listed, more = (
        {stage_of_grade(entry.grade) for entry in each.classes} for each in (parent, point)
    )
    half = {stage for stage in mine & theirs if (stage in listed) != (stage in more)}
    classes = tuple(
        entry
        for entry in (*parent.classes, *point.classes)
        if stage_of_grade(entry.grade) not in half
    )
    facts = joined(parent.facts, point.facts)
    return replace(parent, facts=facts, stages=stages, classes=classes)


def merged(facts: FactSet) -> FactSet:
    """Return the figures with every point taken in by its school, one by one."""
    found = {}
    for subject in facts.subjects:
        assert subject.school is not None
        if subject.school.counts_as_school:
            found[subject.code] = subject
    for subject in facts.subjects:
        assert subject.school is not None
        if parent := subject.school.parent:
            found[parent] = with_point(found[parent], subject)
    return replace(facts, subjects=tuple(found.values()))


@settings(deadline=None, max_examples=150)
@given(counties())
def test_points_over_columns_are_merged_as_they_would_be_one_by_one(facts: FactSet) -> None:
    whole = merged(facts)
    points = {one.code for one in facts.subjects} - {one.code for one in whole.subjects}
    found, expected = (evaluate(EVERYTHING, [each], DAY, VOCABULARY) for each in (facts, whole))
    theirs = [each for each in all_verdicts(found) if each.subject not in points]
    assert sorted(theirs, key=key) == sorted(all_verdicts(expected), key=key)


@settings(deadline=None, max_examples=50)
@given(st.lists(counties(), min_size=2, max_size=3))
def test_points_of_many_counties_are_merged_within_their_own(sets: list[FactSet]) -> None:
    named = [replace(facts, tenant=f"{number:06}") for number, facts in enumerate(sets)]
    together = evaluate(EVERYTHING, named, DAY, VOCABULARY)
    for number, facts in enumerate(named):
        alone = evaluate(EVERYTHING, [facts], DAY, VOCABULARY)
        assert all_verdicts(together.alone(number)) == all_verdicts(alone)
        assert standings(together, number) == standings(alone)
