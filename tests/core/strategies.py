"""Hypothesis strategies for facts, shared by the tests of reading, storing and evaluating."""

from __future__ import annotations

from collections.abc import Iterable

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
from dudao.metrics import Level, Metric, shared_vocabulary
from dudao.metrics.model import WORDS

TENANT = "999999"

codes = st.from_regex(r"[A-Za-z0-9一-龥][A-Za-z0-9一-龥.\-_]{0,12}", fullmatch=True)
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
    most = int(metric.ceiling) * 10**metric.decimals - 1
    return st.integers(0, 5000) | st.integers(0, most)


def figures(metrics: Iterable[Metric], min_size: int = 0) -> st.SearchStrategy[dict[str, int]]:
    """Return figures for some of the metrics; a stage never has 0 pupils."""
    pairs = st.one_of(
        [
            st.tuples(st.just(metric.code), stored(metric)).filter(
                lambda pair: pair != ("students", 0)
            )
            for metric in metrics
        ]
    )
    return st.lists(pairs, min_size=min_size, max_size=6).map(dict)


@st.composite
def schools(draw: st.DrawFn, code: str) -> SubjectFacts:
    """Return a school that counts, with stages and classes that its type may have."""
    vocabulary = shared_vocabulary()
    kind = draw(st.sampled_from(SchoolType))
    school = School(
        kind,
        draw(st.integers(1, 10)),
        draw(st.sampled_from(Area)),
        draw(st.booleans()),
        draw(st.none() | st.integers(1900, 2020)),
    )
    stages: dict[Stage, dict[str, int]] = {
        stage: draw(figures(vocabulary.of(Level.STAGE), min_size=1))
        for stage in STAGES_OF[kind]
        if draw(st.booleans())
    }
    grades = [grade for grade in range(1, 10) if stage_of_grade(grade) in STAGES_OF[kind]]
    rooms = draw(st.lists(names, unique=True, max_size=4)) if grades else []
    classes = tuple(
        ClassFact(room, draw(st.sampled_from(grades)), draw(st.integers(1, 200))) for room in rooms
    )
    facts = draw(figures(vocabulary.of(Level.SCHOOL)))
    return SubjectFacts(code, Level.SCHOOL, draw(names), school, facts, stages, classes)


@st.composite
def fact_sets(draw: st.DrawFn) -> FactSet:
    """Return facts as a reader gives them: schools, perhaps a point of one, perhaps the county.

    There is at least one figure.
    """
    taken = draw(st.lists(codes.filter(TENANT.__ne__), unique=True, max_size=5))
    subjects = [draw(schools(code)) for code in taken]
    with_point = draw(st.booleans())
    if subjects and with_point:
        point = School(SchoolType.TEACHING_POINT, counts_as_school=False, parent=taken[0])
        subjects.append(SubjectFacts(f"{taken[0]}.p", Level.SCHOOL, "示例教学点", point))
    subjects = list({subject.code: subject for subject in subjects}.values())
    name = draw(st.just("") | names)
    reported = any(one.facts or one.stages or one.classes for one in subjects)
    if not reported or draw(st.booleans()):
        facts = draw(figures(shared_vocabulary().of(Level.COUNTY), min_size=1))
        subjects.append(SubjectFacts(TENANT, Level.COUNTY, name or TENANT, None, facts))
    return FactSet(TENANT, draw(st.sampled_from(["2019", "2023"])), tuple(subjects), name)
