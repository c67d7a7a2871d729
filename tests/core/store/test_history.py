"""The history of figures: each change with its source, and where the present ones come from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update
from tests.core.store.records import (
    AREA,
    COUNTY,
    NEIGHBOUR,
    PERIOD,
    STUDENTS,
    factset,
    record,
    school,
)

from dudao.facts import CLASS_LIST, Area, ClassFact, Key, School, SchoolType, Source
from dudao.metrics import Level
from dudao.store import (
    ATTRIBUTES,
    Attributes,
    Change,
    Database,
    NewIntake,
    Scope,
    ScopeError,
    history,
    sources,
)
from dudao.store.tables import Base

FIRST = NewIntake("一.xlsx", "1" * 64, "张三")
SECOND = NewIntake("二.xlsx", "2" * 64, "李四")


def changes(database: Database, key: Key, tenant: str = COUNTY) -> list[Change]:
    with database.reading(Scope(tenant)) as session:
        return history(session, tenant, PERIOD, key)


def pairs(found: list[Change]) -> list[tuple[object, object]]:
    return [(change.old, change.new) for change in found]


def test_a_figures_history_tells_each_change_with_file_place_and_person(
    peopled: Database,
) -> None:
    record(peopled, factset(school(students=44)), {STUDENTS: "小学!C5"}, FIRST)
    record(peopled, factset(school(students=44)), {STUDENTS: "小学!C6"}, SECOND)
    record(peopled, factset(school(students=46)), {STUDENTS: "小学!C7"}, SECOND)
    found = changes(peopled, STUDENTS)
    assert pairs(found) == [(None, 44), (44, 46)]
    assert [(one.source.file, one.source.place, one.source.who) for one in found] == [
        ("一.xlsx", "小学!C5", "张三"),
        ("二.xlsx", "小学!C7", "李四"),
    ]
    assert found[0].id < found[1].id


def test_class_lists_have_a_history(peopled: Database) -> None:
    one, two = (ClassFact("1", 1, 44),), (ClassFact("1", 1, 44), ClassFact("2", 1, 45))
    key = Key("S001", None, CLASS_LIST)
    record(peopled, factset(school(classes=one)), {key: "班级!A2"}, FIRST)
    record(peopled, factset(school(classes=two)), {}, SECOND)
    assert pairs(changes(peopled, key)) == [(None, one), (one, two)]
    assert changes(peopled, key)[0].source.place == "班级!A2"


def test_what_a_school_is_has_a_history(peopled: Database) -> None:
    record(peopled, factset(school(area=Area.TOWN)))
    record(peopled, factset(school(area=Area.RURAL)))
    town, rural = (
        Attributes(Level.SCHOOL, "S001 小学", School(SchoolType.PRIMARY, area=area))
        for area in (Area.TOWN, Area.RURAL)
    )
    found = changes(peopled, Key("S001", None, ATTRIBUTES))
    assert pairs(found) == [(None, town), (town, rural)]


def test_the_history_of_a_figure_never_reported_is_empty(peopled: Database) -> None:
    record(peopled, factset(school(students=44)))
    assert changes(peopled, AREA) == []
    assert changes(peopled, Key("S001", None, "students")) == []


def test_sources_name_the_latest_change_of_each_figure(peopled: Database) -> None:
    record(peopled, factset(school(facts={"teaching_area": 1}, students=44)), {AREA: "B2"}, FIRST)
    record(peopled, factset(school(students=46)), {STUDENTS: "C7"}, SECOND)
    with peopled.reading(Scope(COUNTY)) as session:
        every = sources(session, COUNTY, PERIOD)
        chosen = sources(session, COUNTY, PERIOD, [STUDENTS])
        assert sources(session, COUNTY, PERIOD, []) == {}
    assert every.keys() == {AREA, STUDENTS, Key("S001", None, ATTRIBUTES)}
    assert (every[AREA].file, every[AREA].place) == ("一.xlsx", "B2")
    assert (every[STUDENTS].file, every[STUDENTS].place) == ("二.xlsx", "C7")
    assert chosen == {STUDENTS: every[STUDENTS]}


def test_a_source_tells_the_time_of_the_whole_country(peopled: Database) -> None:
    record(peopled, factset(school(students=44)), {}, FIRST)
    with peopled.session(Scope(COUNTY)) as session:
        at = datetime(2023, 12, 31, 16, 5, tzinfo=UTC)
        session.connection().execute(update(Base.metadata.tables["intake"]).values(at=at))
    found = changes(peopled, STUDENTS)
    assert found[0].source == Source("一.xlsx", "", "张三", "2024-01-01 00:05")


def test_a_neighbours_history_is_not_told(peopled: Database) -> None:
    record(peopled, factset(school(students=30), tenant=NEIGHBOUR))
    record(peopled, factset(school(students=44)))
    assert pairs(changes(peopled, STUDENTS)) == [(None, 44)]
    with peopled.reading(Scope(COUNTY)) as session:
        with pytest.raises(ScopeError):
            history(session, NEIGHBOUR, PERIOD, STUDENTS)
        with pytest.raises(ScopeError):
            sources(session, NEIGHBOUR, PERIOD)
