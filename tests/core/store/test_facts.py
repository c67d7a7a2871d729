"""Figures in the database: what is recorded comes back, now and as it stood."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dudao.facts import (
    Area,
    ClassFact,
    FactSet,
    Key,
    School,
    SchoolType,
    Stage,
    SubjectFacts,
)
from dudao.metrics import Level, shared_vocabulary
from dudao.store import (
    Database,
    NewIntake,
    Recorded,
    Scope,
    facts_version,
    load_facts,
    record_facts,
)

COUNTY, NEIGHBOUR = "640221", "640222"
VOCABULARY = shared_vocabulary()
FILE = NewIntake("小学.xlsx", "0" * 64, "张三")
STUDENTS = Key("S001", Stage.PRIMARY, "students")

_years = count(1000)


def school(
    code: str = "S001",
    *,
    facts: dict[str, int] | None = None,
    students: int | None = None,
    classes: tuple[ClassFact, ...] = (),
    area: Area = Area.TOWN,
) -> SubjectFacts:
    stages = {} if students is None else {Stage.PRIMARY: {"students": students}}
    kind = School(SchoolType.PRIMARY, area=area)
    return SubjectFacts(code, Level.SCHOOL, f"{code} 小学", kind, facts or {}, stages, classes)


def factset(*subjects: SubjectFacts, period: str = "2023", tenant: str = COUNTY) -> FactSet:
    return FactSet(tenant, period, subjects, "示例县" if tenant == COUNTY else "邻县")


def record(
    database: Database,
    facts: FactSet,
    places: dict[Key, str] | None = None,
    intake: NewIntake = FILE,
) -> Recorded:
    with database.session(Scope(facts.tenant)) as session:
        return record_facts(session, VOCABULARY, facts, places or {}, intake)


def load(
    database: Database, period: str = "2023", version: int | None = None, tenant: str = COUNTY
) -> FactSet:
    with database.reading(Scope(tenant)) as session:
        return load_facts(session, tenant, period, version)


def figures(level: Level) -> st.SearchStrategy[dict[str, int]]:
    codes = st.sampled_from([metric.code for metric in VOCABULARY.of(level)])
    return st.dictionaries(codes, st.integers(-1, 10**17), max_size=6)


@st.composite
def schools(draw: st.DrawFn, code: str) -> SubjectFacts:
    kind = draw(
        st.builds(
            School,
            st.sampled_from(SchoolType),
            st.integers(1, 10),
            st.sampled_from(Area),
            st.booleans(),
            st.none() | st.integers(1800, 2030),
            st.booleans(),
            st.none() | st.just("S000"),
        )
    )
    stages = {stage: draw(figures(Level.STAGE)) for stage in Stage}
    sizes = draw(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 200)), max_size=3))
    return SubjectFacts(
        code,
        Level.SCHOOL,
        draw(st.text(st.characters(exclude_categories=["C"]), max_size=5)),
        kind,
        draw(figures(Level.SCHOOL)),
        {stage: data for stage, data in stages.items() if data},
        tuple(ClassFact(f"班{n}", *size) for n, size in enumerate(sizes)),
    )


@st.composite
def hand_ins(draw: st.DrawFn) -> tuple[SubjectFacts, ...]:
    codes = draw(st.lists(st.sampled_from("甲乙丙丁"), unique=True))
    county = SubjectFacts(COUNTY, Level.COUNTY, "示例县", None, draw(figures(Level.COUNTY)))
    subjects = [draw(schools(code)) for code in codes]
    return tuple(draw(st.permutations([county, *subjects])))


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(hand_ins(), hand_ins())
def test_any_facts_come_back_as_they_were_at_each_version(
    peopled: Database, first: tuple[SubjectFacts, ...], second: tuple[SubjectFacts, ...]
) -> None:
    period = str(next(_years))
    given_first = factset(*first, period=period)
    record(peopled, given_first)
    with peopled.reading(Scope(COUNTY)) as session:
        version = facts_version(session, COUNTY, period)
    assert load(peopled, period) == given_first
    assert load(peopled, period).digest() == given_first.digest()
    record(peopled, factset(*second, period=period))
    merged = load(peopled, period)
    assert {one.code for one in merged.subjects} == {one.code for one in (*first, *second)}
    assert load(peopled, period, version) == given_first
    assert load(peopled, period, 0).subjects == ()
