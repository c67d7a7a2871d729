"""Tenants, small hand-ins, and short forms for storing them, shared by the tests of the store."""

from __future__ import annotations

from collections.abc import Mapping

from dudao.facts import Area, ClassFact, FactSet, Key, School, SchoolType, Stage, SubjectFacts
from dudao.metrics import Level, Vocabulary, shared_vocabulary
from dudao.store import (
    Database,
    NewIntake,
    Recorded,
    Scope,
    facts_version,
    load_facts,
    record_facts,
)

PROVINCE, COUNTY, NEIGHBOUR = "640000", "640221", "640222"
PERIOD = "2023"
FILE = NewIntake("小学.xlsx", "0" * 64, "张三")
STUDENTS = Key("S001", Stage.PRIMARY, "students")
AREA = Key("S001", None, "teaching_area")


def school(
    code: str = "S001",
    *,
    area: Area = Area.TOWN,
    facts: Mapping[str, int] | None = None,
    students: int | None = None,
    classes: tuple[ClassFact, ...] = (),
) -> SubjectFacts:
    """Return a primary school with the figures given."""
    stages = {} if students is None else {Stage.PRIMARY: {"students": students}}
    kind = School(SchoolType.PRIMARY, area=area)
    return SubjectFacts(code, Level.SCHOOL, f"{code} 小学", kind, facts or {}, stages, classes)


def factset(*subjects: SubjectFacts, tenant: str = COUNTY) -> FactSet:
    """Return a hand-in of one of the two counties."""
    return FactSet(tenant, PERIOD, subjects, {COUNTY: "示例县", NEIGHBOUR: "邻县"}[tenant])


def record(
    database: Database,
    facts: FactSet,
    places: Mapping[Key, str] | None = None,
    intake: NewIntake = FILE,
    vocabulary: Vocabulary | None = None,
) -> Recorded:
    """Record facts as the tenant they belong to."""
    with database.session(Scope(facts.tenant)) as session:
        words = vocabulary or shared_vocabulary()
        return record_facts(session, words, facts, places or {}, intake)


def load(
    database: Database, tenant: str = COUNTY, period: str = PERIOD, version: int | None = None
) -> FactSet:
    """Load facts as the tenant they belong to."""
    with database.reading(Scope(tenant)) as session:
        return load_facts(session, tenant, period, version)


def version(database: Database, tenant: str = COUNTY, period: str = PERIOD) -> int:
    """Return the last change of a tenant's figures."""
    with database.reading(Scope(tenant)) as session:
        return facts_version(session, tenant, period)
