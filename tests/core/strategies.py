"""Hypothesis strategies for facts, shared by the tests of reading, storing and evaluating."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from dudao.facts import (
    STAGES_OF,
    Area,
    ClassFact,
    FactSet,
    School,
    SchoolType,
    Stage,
    SubjectFacts,
    stage_of_grade,
)
from dudao.metrics import Kind, Level, Metric, shared_vocabulary
from dudao.metrics.model import WORDS

TENANT = "999999"

codes = st.builds(
    str.__add__, st.sampled_from("S0校"), st.text(st.sampled_from("AZ019一龥.-_"), max_size=8)
)
names = (
    (
        st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
        | st.sampled_from(
            ["=1+1", "+示例小学", "-示例", "@SUM(A1)", "示例 小学", "_x0041_", "'示例"]
        )
    )
    .map(str.strip)
    .filter(bool)
)


def stored(metric: Metric) -> st.SearchStrategy[int]:
    """Return stored integers that a metric accepts."""
    if metric.choices:
        return st.sampled_from(sorted(WORDS[metric.kind].values()))
    most = Decimal(100) if metric.kind is Kind.PERCENT else metric.ceiling
    return st.integers(0, 5000) | st.integers(0, int(most.scaleb(metric.decimals)) - 1)


@cache
def figures(level: Level, min_size: int = 0) -> st.SearchStrategy[dict[str, int]]:
    """Return figures for some of a level's metrics; a stage never has 0 pupils."""
    pairs = st.sampled_from(shared_vocabulary().of(level)).flatmap(
        lambda metric: st.tuples(st.just(metric.code), stored(metric))
    )
    sound = pairs.filter(lambda pair: pair != ("students", 0))
    return st.lists(sound, min_size=min_size, max_size=5).map(dict)


@st.composite
def schools(draw: st.DrawFn, code: str) -> SubjectFacts:
    """Return a school that counts, with stages and classes that its type may have."""
    kind = draw(st.sampled_from(SchoolType))
    school = School(
        kind,
        draw(st.integers(1, 10)),
        draw(st.sampled_from(Area)),
        draw(st.booleans()),
        draw(st.none() | st.integers(1900, 2020)),
    )
    stages: dict[Stage, dict[str, int]] = {
        stage: draw(figures(Level.STAGE, min_size=1))
        for stage in STAGES_OF[kind]
        if draw(st.booleans())
    }
    grades = [grade for grade in range(1, 10) if stage_of_grade(grade) in STAGES_OF[kind]]
    rooms = draw(st.lists(names, unique=True, max_size=4)) if grades else []
    classes = tuple(
        ClassFact(room, draw(st.sampled_from(grades)), draw(st.integers(1, 200))) for room in rooms
    )
    facts = draw(figures(Level.SCHOOL))
    return SubjectFacts(code, Level.SCHOOL, draw(names), school, facts, stages, classes)


@st.composite
def fact_sets(draw: st.DrawFn) -> FactSet:
    """Return facts as a reader gives them: schools, perhaps a point of one, perhaps the county.

    There is at least one figure.
    """
    taken = draw(st.lists(codes.filter(TENANT.__ne__), unique=True, max_size=4))
    subjects = [draw(schools(code)) for code in taken]
    with_point = draw(st.booleans())
    if subjects and with_point:
        point = School(SchoolType.TEACHING_POINT, counts_as_school=False, parent=taken[0])
        subjects.append(SubjectFacts(f"{taken[0]}.p", Level.SCHOOL, "示例教学点", point))
    subjects = list({subject.code: subject for subject in subjects}.values())
    name = draw(st.just("") | names)
    reported = any(one.facts or one.stages or one.classes for one in subjects)
    if not reported or draw(st.booleans()):
        facts = draw(figures(Level.COUNTY, min_size=1))
        subjects.append(SubjectFacts(TENANT, Level.COUNTY, name or TENANT, None, facts))
    return FactSet(TENANT, draw(st.sampled_from(["2019", "2023"])), tuple(subjects), name)
