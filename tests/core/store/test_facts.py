"""Figures in the database: what is recorded comes back, now and as it stood."""

from __future__ import annotations

import dataclasses
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from tests.core.store.records import (
    COUNTY,
    FILE,
    NEIGHBOUR,
    PERIOD,
    PROVINCE,
    factset,
    load,
    record,
    school,
    version,
)
from tests.core.strategies import fact_sets

from dudao.errors import DudaoError
from dudao.facts import Area, ClassFact, FactSet
from dudao.metrics import Vocabulary, shared_vocabulary
from dudao.store import (
    Database,
    NewIntake,
    Recorded,
    Scope,
    ScopeError,
    facts_versions,
    load_facts,
    load_snapshots,
    periods,
    record_facts,
    scope_of,
)
from dudao.store.tables import ChangeRow, IntakeRow, SheetRow, SnapshotRow, SubjectRow

CLASSES = (ClassFact("1", 1, 44), ClassFact("2", 1, 46))

_years = count(1000)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(fact_sets(), fact_sets())
def test_any_facts_come_back_equal_now_and_as_they_stood(
    peopled: Database, first: FactSet, second: FactSet
) -> None:
    period = str(next(_years))
    first = dataclasses.replace(first, tenant=COUNTY, period=period, name="示例县")
    second = dataclasses.replace(second, tenant=COUNTY, period=period, name="示例县")
    record(peopled, first)
    assert load(peopled, period=period) == first
    assert load(peopled, period=period).digest() == first.digest()
    before = version(peopled, period=period)
    record(peopled, second)
    assert load(peopled, period=period, version=before) == first
    assert load(peopled, period=period, version=0).subjects == ()
    codes = {one.code for one in (*first.subjects, *second.subjects)}
    merged = load(peopled, period=period)
    assert {one.code for one in merged.subjects} == codes
    # The snapshot of the period says what its documents say.
    assert load(peopled, period=period, version=version(peopled, period=period)) == merged


def test_recording_counts_what_is_new_changed_and_the_same(peopled: Database) -> None:
    first = record(peopled, factset(school(facts={"books": 10}, students=44, classes=CLASSES)))
    again = record(peopled, factset(school(facts={"books": 12}, students=44, classes=CLASSES)))
    # Items: two figures, the class list, and what the school is.
    assert first == Recorded(first.intake, changed=0, new=4, same=0)
    assert again == Recorded(again.intake, changed=1, new=0, same=3)
    assert again.intake > first.intake


def test_figures_not_handed_in_stay(peopled: Database) -> None:
    record(peopled, factset(school("S001", facts={"books": 10}, students=44, classes=CLASSES)))
    record(peopled, factset(school("S002", students=30), school("S001", facts={"computers": 5})))
    whole = school("S001", facts={"books": 10, "computers": 5}, students=44, classes=CLASSES)
    assert load(peopled) == factset(whole, school("S002", students=30))


def test_a_class_list_replaces_the_former_one(peopled: Database) -> None:
    record(peopled, factset(school(classes=CLASSES)))
    fewer = (ClassFact("3", 2, 50),)
    before = version(peopled)
    assert record(peopled, factset(school(classes=fewer))).changed == 1
    assert load(peopled).subjects[0].classes == fewer
    assert load(peopled, version=before).subjects[0].classes == CLASSES


def test_a_school_that_changes_keeps_what_it_was_in_former_versions(peopled: Database) -> None:
    record(peopled, factset(school(area=Area.TOWN)))
    before = version(peopled)
    record(peopled, factset(school(area=Area.URBAN)))
    assert load(peopled) == factset(school(area=Area.URBAN))
    assert load(peopled, version=before) == factset(school(area=Area.TOWN))


def test_periods_are_apart(peopled: Database) -> None:
    old = dataclasses.replace(factset(school(students=40)), period="2022")
    record(peopled, factset(school(students=44)))
    record(peopled, old)
    assert load(peopled, period="2022") == old
    assert load(peopled) == factset(school(students=44))
    with peopled.reading(Scope(COUNTY)) as session:
        assert periods(session, [COUNTY]) == {COUNTY: ["2022", "2023"]}


def test_a_tenant_without_figures_has_no_subjects(peopled: Database) -> None:
    assert load(peopled) == factset()
    assert version(peopled) == 0


def test_a_province_loads_its_counties_at_once(peopled: Database) -> None:
    mine, theirs = factset(school(students=44)), factset(school(students=30), tenant=NEIGHBOUR)
    record(peopled, mine)
    record(peopled, theirs)
    with peopled.reading() as session:
        scope = scope_of(session, PROVINCE)
    with peopled.reading(scope) as session:
        found = load_snapshots(session, [NEIGHBOUR, COUNTY], PERIOD)
        assert [snapshot.facts for snapshot in found] == [theirs, mine]
        assert load_facts(session, NEIGHBOUR, PERIOD) == theirs


def test_a_snapshot_carries_digest_and_version_of_its_figures(peopled: Database) -> None:
    for students in (44, 46):
        record(peopled, factset(school(students=students)))
        with peopled.reading(Scope(COUNTY)) as session:
            [found] = load_snapshots(session, [COUNTY], PERIOD)
        assert found.facts == factset(school(students=students))
        assert found.digest == found.facts.digest()
        assert found.version == version(peopled)


def test_versions_are_told_by_tenant_and_period(peopled: Database) -> None:
    record(peopled, factset(school()))
    record(peopled, dataclasses.replace(factset(school()), period="2022"))
    with peopled.reading() as session:
        scope = scope_of(session, PROVINCE)
    with peopled.reading(scope) as session:
        found = facts_versions(session, [COUNTY, NEIGHBOUR])
    assert found == {
        COUNTY: {"2022": version(peopled, period="2022"), PERIOD: version(peopled)},
        NEIGHBOUR: {},
    }
    with peopled.reading(Scope(NEIGHBOUR)) as session, pytest.raises(ScopeError):
        facts_versions(session, [COUNTY])


def test_a_snapshot_of_another_layout_is_left_aside(peopled: Database) -> None:
    record(peopled, factset(school(students=44)))
    with peopled.session(Scope(COUNTY)) as session:
        session.execute(update(SnapshotRow).values(layout=0, figures=b"unreadable"))
    with peopled.reading(Scope(COUNTY)) as session:
        [found] = load_snapshots(session, [COUNTY], PERIOD)
    assert found.facts == factset(school(students=44))
    assert (found.digest, found.version) == (found.facts.digest(), version(peopled))


def test_foreign_figures_are_neither_loaded_nor_recorded(peopled: Database) -> None:
    record(peopled, factset(school(students=30), tenant=NEIGHBOUR))
    with peopled.reading(Scope(COUNTY)) as session:
        with pytest.raises(ScopeError, match=f"无权读取 {NEIGHBOUR}"):
            load_facts(session, NEIGHBOUR, PERIOD)
        with pytest.raises(ScopeError, match=f"无权读取 {NEIGHBOUR}"):
            load_snapshots(session, [COUNTY, NEIGHBOUR], PERIOD)
    wide = Scope(PROVINCE, frozenset({COUNTY}))
    with pytest.raises(ScopeError, match=f"无权写入 {COUNTY}"), peopled.session(wide) as session:
        record_facts(session, shared_vocabulary(), factset(school(students=1)), {}, FILE)
    assert load(peopled, NEIGHBOUR) == factset(school(students=30), tenant=NEIGHBOUR)
    assert load(peopled) == factset()


def test_an_unknown_tenant_is_refused(peopled: Database) -> None:
    stray = FactSet("999999", PERIOD, (school(students=44),))
    with pytest.raises(DudaoError, match="租户 999999:未登记"):
        record(peopled, stray)
    with pytest.raises(DudaoError, match="租户 999999:未登记"):
        load(peopled, "999999")


def test_facts_that_cannot_be_stored_are_refused_by_name(peopled: Database) -> None:
    faulty = factset(school("S001", facts={"chairs": 3}), school("S002"), school("S002"))
    with pytest.raises(DudaoError) as refused:
        record(peopled, faulty)
    assert [problem.where for problem in refused.value.problems] == [
        "填报对象 S002",
        "填报对象 S001",
    ]
    assert rows(peopled) == 0


def test_a_write_that_fails_half_way_leaves_nothing(peopled: Database) -> None:
    record(peopled, factset(school("S001", students=44)))
    before = rows(peopled)
    # No database takes a number of this size; it is met only after the subjects were written.
    broken = factset(school("S001", students=45), school("S003", facts={"books": 2**70}))
    with peopled.session(Scope(COUNTY)) as session:
        with pytest.raises((OverflowError, DBAPIError)):
            record_facts(session, shared_vocabulary(), broken, {}, FILE)
        assert load_facts(session, COUNTY, PERIOD) == factset(school("S001", students=44))
    assert rows(peopled) == before


def rows(database: Database) -> int:
    """Return how many rows all tables of the county's figures hold."""
    with database.reading(Scope(COUNTY)) as session:
        tables = (SubjectRow, SheetRow, SnapshotRow, ChangeRow, IntakeRow)
        return sum(session.scalar(select(func.count()).select_from(one)) or 0 for one in tables)


def test_a_figure_whose_metric_moves_to_another_form_is_kept_once(peopled: Database) -> None:
    words = shared_vocabulary()
    moved = Vocabulary(
        [
            one.model_copy(update={"form": "conduct"}) if one.code == "books" else one
            for one in words
        ],
        words.forms.values(),
    )
    record(peopled, factset(school(facts={"books": 10, "computers": 5})))
    record(peopled, factset(school(facts={"books": 11})), vocabulary=moved)
    assert load(peopled) == factset(school(facts={"books": 11, "computers": 5}))


def test_a_form_that_loses_its_last_figure_is_taken_away(peopled: Database) -> None:
    words = shared_vocabulary()
    moved = Vocabulary(
        [
            one.model_copy(update={"form": "conduct"}) if one.code == "books" else one
            for one in words
        ],
        words.forms.values(),
    )
    record(peopled, factset(school(facts={"books": 10})))
    record(peopled, factset(school(facts={"books": 11})), vocabulary=moved)
    with peopled.reading(Scope(COUNTY)) as session:
        assert list(session.scalars(select(SheetRow.form))) == ["conduct"]


def test_a_figure_outlives_its_metric(peopled: Database) -> None:
    words = shared_vocabulary()
    fewer = Vocabulary([one for one in words if one.code != "books"], words.forms.values())
    record(peopled, factset(school(facts={"books": 10})))
    record(peopled, factset(school(facts={"computers": 5})), vocabulary=fewer)
    assert load(peopled) == factset(school(facts={"books": 10, "computers": 5}))


def test_an_intake_keeps_what_file_it_was(peopled: Database) -> None:
    file = NewIntake("初中.xlsx", "a" * 64, "李四", rejected=3)
    made = record(peopled, factset(school(facts={"books": 10})), intake=file)
    with peopled.reading(Scope(COUNTY)) as session:
        row = session.get_one(IntakeRow, made.intake)
    assert (row.file, row.digest, row.who) == ("初中.xlsx", "a" * 64, "李四")
    assert (row.accepted, row.rejected) == (2, 3)
    assert row.at.utcoffset() is not None
