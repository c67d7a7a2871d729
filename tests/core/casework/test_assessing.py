"""Figures in, verdicts out: files taken in, runs kept and reused, verdicts explained."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest
from tests.core.casework.conftest import COUNTY, NEIGHBOUR, PROVINCE

from dudao.casework import Office, assess, assess_below, explain, take_in, write_workbook
from dudao.casework.office import reading
from dudao.errors import DudaoError
from dudao.evaluate import State, verdicts
from dudao.facts import Stage
from dudao.store import ScopeError, latest_run, load_facts, load_run, load_snapshots, summaries


def file_of(tenant: str = COUNTY, period: str = "2023", students: object = 600) -> bytes:
    """Return a facts file with one school and the county."""
    school: dict[str, Any] = {
        "code": "S001",
        "kind": "school",
        "name": "示例小学",
        "attributes": {"type": "primary"},
        "facts": {"teaching_area": "2700.5", "multimedia_rooms": 14},
        "stages": {"primary": {"students": students, "teachers_above_degree": 30}},
    }
    county = {
        "code": tenant,
        "kind": "county",
        "name": "示例县",
        "facts": {"rotation_eligible": 900},
    }
    document = {"tenant": tenant, "period": period, "subjects": [school, county]}
    return json.dumps(document).encode()


def test_a_file_taken_in_is_evaluated_and_the_run_kept(office: Office) -> None:
    taken = take_in(office, COUNTY, "a.json", file_of(), "张")
    assert taken.recorded is not None
    assert taken.recorded.new == 7
    assessed = assess(office, COUNTY)
    assert assessed.run is not None
    [verdict] = [
        each
        for each in verdicts(assessed.evaluation, office.plugins.vocabulary)
        if each.indicator == "R1" and each.subject == "S001"
    ]
    assert (verdict.state, verdict.value) == (State.MET, "5.0")


def test_unchanged_figures_give_the_stored_run_again(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    first = assess(office, COUNTY)
    fresh_office = Office(office.database, office.plugins)
    again = assess(fresh_office, COUNTY, keep=True)
    assert again.run == first.run
    vocabulary = office.plugins.vocabulary
    assert list(verdicts(again.evaluation, vocabulary)) == list(
        verdicts(first.evaluation, vocabulary)
    )


def test_changed_figures_give_a_new_run_and_leave_the_old_one(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    old = assess(office, COUNTY)
    take_in(office, COUNTY, "b.json", file_of(students=800), "李")
    new = assess(office, COUNTY)
    assert old.run is not None
    assert new.run not in (None, old.run)
    with reading(office, COUNTY) as session:
        assert load_run(session, old.run).facts_hash == old.facts_hash != new.facts_hash


def test_another_book_or_day_is_shown_without_being_kept(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    assert assess(office, COUNTY, book="cn.preschool").run is None
    assert assess(office, COUNTY, as_of=date(2022, 1, 1)).run is None


def test_the_period_before_is_at_hand_for_changes(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(period="2022", students=200), "张")
    take_in(office, COUNTY, "b.json", file_of(period="2023", students=600), "张")
    assessed = assess(office, COUNTY)
    assert [doubt.code for doubt in assessed.doubts] == ["jump"]


def test_a_file_with_a_fault_changes_nothing(office: Office) -> None:
    taken = take_in(office, COUNTY, "a.json", file_of(students=-1), "张")
    assert taken.recorded is None
    assert [fault.where for fault in taken.problems] != []
    with pytest.raises(DudaoError, match="还没有填报数据"):
        assess(office, COUNTY)


def test_what_is_valid_is_taken_when_asked(office: Office) -> None:
    taken = take_in(office, COUNTY, "a.json", file_of(students=-1), "张", accept_valid=True)
    assert taken.recorded is not None
    facts = assess(office, COUNTY).facts
    assert "students" not in facts.schools[0].stages[Stage.PRIMARY]
    assert facts.schools[0].stages[Stage.PRIMARY]["teachers_above_degree"] == 30


def test_another_tenants_file_is_refused(office: Office) -> None:
    with pytest.raises(DudaoError, match="640222 的填报表"):
        take_in(office, COUNTY, "a.json", file_of(NEIGHBOUR), "张")


def test_a_workbook_handed_out_comes_back_and_is_named_as_the_source(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    target = io.BytesIO()
    write_workbook(office, COUNTY, target)
    book = openpyxl.load_workbook(target)
    sheet = book["学段"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 30)
    cell.value = 20
    filled = io.BytesIO()
    book.save(filled)
    taken = take_in(office, COUNTY, "填报表.xlsx", filled.getvalue(), "李")
    assert taken.recorded is not None
    assert (taken.recorded.changed, taken.recorded.new) == (1, 0)
    trace = explain(office, assess(office, COUNTY), "R1", "S001", Stage.PRIMARY)
    [teachers] = [each for each in trace.inputs if each.metric == "teachers_above_degree"]
    assert teachers.value == "20 人"
    assert str(teachers.source).startswith(f"填报表.xlsx 学段!{cell.coordinate}(李、")


def test_a_workbook_with_a_bad_cell_comes_back_marked(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    target = io.BytesIO()
    write_workbook(office, COUNTY, target)
    book = openpyxl.load_workbook(target)
    cell = next(cell for row in book["学段"].iter_rows() for cell in row if cell.value == 30)
    cell.value = "三十"
    filled = io.BytesIO()
    book.save(filled)
    taken = take_in(office, COUNTY, "填报表.xlsx", filled.getvalue(), "李")
    assert taken.recorded is None
    assert [(fault.sheet, fault.cell) for fault in taken.problems] == [("学段", cell.coordinate)]
    assert taken.marked is not None
    marked = openpyxl.load_workbook(io.BytesIO(taken.marked))
    assert marked["学段"][cell.coordinate].comment is not None


def test_a_snapshot_is_what_the_documents_say(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    take_in(office, COUNTY, "b.json", file_of(students=800), "李")
    with reading(office, COUNTY) as session:
        [snapshot] = load_snapshots(session, [COUNTY], "2023")
        from_documents = load_facts(session, COUNTY, "2023", version=snapshot.version)
    assert snapshot.facts == from_documents
    assert snapshot.digest == from_documents.digest()


def test_a_province_evaluates_its_counties_as_they_would_themselves(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    take_in(office, NEIGHBOUR, "b.json", file_of(NEIGHBOUR, students=800), "李")
    assert assess_below(office, PROVINCE, "2023", "cn.balanced") == 2
    own = assess(office, COUNTY)
    with reading(office, PROVINCE) as session:
        found = summaries(session, [COUNTY, NEIGHBOUR], "cn.balanced", "2023")
        theirs = load_run(session, found[COUNTY].run)
        mine = latest_run(session, COUNTY, "2023", "cn.balanced")
    assert mine is not None
    assert (theirs.tenant, theirs.about) == (PROVINCE, COUNTY)
    assert mine.id == own.run
    assert theirs.verdicts == mine.verdicts
    assert theirs.summary == mine.summary


def test_a_county_does_not_see_what_the_province_made_of_it(office: Office) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    assess_below(office, PROVINCE, "2023", "cn.balanced")
    with reading(office, PROVINCE) as session:
        number = summaries(session, [COUNTY], "cn.balanced", "2023")[COUNTY].run
    with reading(office, COUNTY) as session, pytest.raises(DudaoError, match="无权读取"):
        load_run(session, number)
    with reading(office, COUNTY) as session, pytest.raises(ScopeError):
        load_snapshots(session, [NEIGHBOUR], "2023")


@pytest.mark.parametrize(
    ("tenant", "period", "book", "words"),
    [
        ("999999", None, None, "未登记"),
        (COUNTY, "2019", None, "没有 2019 年的数据"),
        (COUNTY, None, "cn.none", "没有安装"),
        (COUNTY, None, "cn.balanced@1999", "没有这个版本"),
    ],
)
def test_what_is_not_there_is_said(
    office: Office, tenant: str, period: str | None, book: str | None, words: str
) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    with pytest.raises(DudaoError, match=words):
        assess(office, tenant, period, book)


@pytest.mark.parametrize(
    ("indicator", "subject", "words"),
    [("R99", "S001", "没有"), ("R1", "S999", "没有这个对象"), ("CV-R1", COUNTY, "需要指明学段")],
)
def test_an_explanation_needs_a_verdict_that_exists(
    office: Office, indicator: str, subject: str, words: str
) -> None:
    take_in(office, COUNTY, "a.json", file_of(), "张")
    with pytest.raises(DudaoError, match=words):
        explain(office, assess(office, COUNTY), indicator, subject)
