"""The made-up year of the demo: what was planned stands in the database, labelled, and sealed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from dudao.api import (
    ConditionState,
    DemoTenant,
    Duties,
    DutyState,
    Flag,
    Office,
    PartState,
    PlanState,
    Plugins,
    State,
    assess,
    attached,
    evidence_list,
    history_of,
    load_duties,
    read_evidence,
    registered,
    tenant_card,
    verdicts,
)
from dudao.casework import audit, grade_outlook, load_demo, log_of, open_office
from dudao.demo import read_work

COUNTY, PREFECTURE, YEAR = "632224", "632200", "2018"
STATES = {
    DutyState.ACCEPTED: ["一.1", "一.2", "二.1", "二.3", "三.2", "四.5"],
    DutyState.SUBMITTED: ["三.1", "四.6", "五.1", "五.3"],
    DutyState.RETURNED: ["四.2"],
    DutyState.COLLECTING: ["一.3", "二.2", "三.3", "四.1", "四.3", "四.4", "五.2", "五.4"],
}
CONDITIONS = {
    ConditionState.TRIGGERED: ["C2"],
    ConditionState.UNDETERMINED: ["C1", "V3", "V4", "V5", "V9"],
    ConditionState.CLEAR: ["C3", "V1", "V2", "V6", "V7", "V8"],
}


@pytest.fixture(scope="module")
def office(demo_urls: tuple[str, str], plugins: Plugins) -> Iterator[Office]:
    """An installation in which the demo has been loaded."""
    url, evidence = demo_urls
    with open_office(url, plugins, evidence) as office:
        yield office


@pytest.fixture(scope="module")
def duties(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


def entry_of(plugins: Plugins) -> DemoTenant:
    """Return what the plugin contributes for the county."""
    (entry,) = [each for each in plugins.demo if each.code == COUNTY]
    return entry


def test_the_county_stands_below_its_prefecture_and_both_are_synthetic(office: Office) -> None:
    county, prefecture = tenant_card(office, COUNTY), tenant_card(office, PREFECTURE)
    assert (county.parent, county.periods) == (PREFECTURE, ("2017", "2018"))
    assert (county.synthetic, prefecture.synthetic) == (True, True)
    assert prefecture.periods == ()


def test_the_duties_stand_in_the_states_that_were_planned(duties: Duties) -> None:
    found: dict[str, list[str]] = {}
    for work in duties.works.values():
        found.setdefault(work.state, []).append(work.code)
    assert found == STATES
    assert duties.state is PlanState.OPEN
    assert str(duties.plan.opened) == "2018-01-22"


def test_some_parts_are_filed_some_drafts_some_handed_back_and_most_still_empty(
    duties: Duties,
) -> None:
    parts = [part for work in duties.works.values() for part in work.parts]
    states = Counter(part.state for part in parts)
    assert states[PartState.HANDED_BACK] == 2
    assert states[PartState.FILED] == 42
    drafts = [part for part in parts if part.state == PartState.DRAFT]
    assert sum(bool(part.narrative) for part in drafts) == 5
    assert sum(not part.narrative for part in drafts) == 25


def test_the_returned_duty_says_why(duties: Duties) -> None:
    assert "台账" in duties.works["四.2"].comment
    handed_back = duties.works["二.2"].part("housing")
    assert handed_back
    assert handed_back.comment


def test_everything_that_anybody_wrote_says_that_it_is_an_example(
    office: Office, duties: Duties
) -> None:
    parts = [part for work in duties.works.values() for part in work.parts if part.narrative]
    assert all(part.narrative.startswith("【示例】") for part in parts)
    assert max(len(part.narrative) for part in parts) > 250
    assert all("示例" in event.note for event in registered(office, COUNTY, YEAR))
    assert all("示例" in entry.who for entry in history_of(office, duties))
    for use in evidence_list(office, COUNTY):
        file, content = read_evidence(office, COUNTY, use.file.digest)
        assert file.name.startswith("示例-")
        assert content.decode().lstrip().startswith("示例数据")


def test_two_files_are_evidence_for_two_duties_each_and_kept_once(office: Office) -> None:
    uses = {use.file.name: [each[2] for each in use.uses] for use in evidence_list(office, COUNTY)}
    assert {name: sorted(found) for name, found in uses.items()} == {
        "示例-县政府常务会议纪要(教育专题).txt": ["一.1", "二.1"],
        "示例-教育经费执行情况表.txt": ["二.1"],
        "示例-校园安全专项检查记录.txt": ["一.3", "四.3"],
        "示例-辖区学校监控点位表.txt": ["四.3"],
    }


def test_all_evidence_is_attached_to_the_duties_it_was_planned_for(
    office: Office, duties: Duties
) -> None:
    assert Counter(each.duty for each in attached(office, duties)) == {
        "一.1": 1,
        "二.1": 2,
        "一.3": 1,
        "四.3": 2,
    }


def test_three_meetings_are_counted_and_no_unrest_is_stated(office: Office) -> None:
    county = assess(office, COUNTY, YEAR).facts.county.facts
    assert county["standing_meetings_education"] == 3
    assert county["gangcha.unrest_events"] == 0
    assert "gangcha.accidents" not in county
    assert len(registered(office, COUNTY, YEAR)) == 3


def test_the_conditions_are_as_planned_and_leave_two_grades(office: Office) -> None:
    found = grade_outlook(office, COUNTY)
    states: dict[ConditionState, list[str]] = {}
    for held in found.conditions:
        states.setdefault(held.state, []).append(held.code)
    assert states == CONDITIONS
    assert found.judged.grade.possible == ("合格", "不合格")
    assert [(each.grade, each.by) for each in found.judged.grade.closed] == [("优秀", "C2")]
    assert found.decision is None


def test_one_indicator_is_narrowly_missed_and_closes_nothing(office: Office) -> None:
    judged = assess(office, COUNTY, YEAR)
    (missed,) = [
        one
        for one in verdicts(judged.evaluation, office.plugins.vocabulary)
        if one.state is State.NOT_MET and judged.book.by_code[one.indicator].section != "等次"
    ]
    assert (missed.indicator, missed.printed) == ("5.1.enrolment", "90.4%")
    assert Flag.BORDERLINE in missed.flags


def test_the_figures_raise_no_doubts(office: Office) -> None:
    assert assess(office, COUNTY, YEAR).doubts == ()


def test_the_two_rules_that_only_rise_are_judged_against_the_year_before(office: Office) -> None:
    judged = assess(office, COUNTY, YEAR)
    states = {each.indicator: each.state for each in judged.standings}
    rising = ["2.1.spending"]
    rising += [f"2.1.per_pupil_{each}" for each in ("kindergarten", "primary", "junior", "senior")]
    assert {states[code] for code in rising} == {State.MET}
    assert states["V6.funding"] is State.MET
    assert judged.previous is not None


def test_every_school_is_invented_and_says_whether_it_teaches_everything(office: Office) -> None:
    schools = assess(office, COUNTY, YEAR).facts.schools
    assert len(schools) == 6
    assert all(school.name.startswith("示例") for school in schools)
    assert all(school.facts == {"full_curriculum": 1} for school in schools)


def steps_taken(office: Office) -> int:
    """Return how many entries the log has that are not the ledger's."""
    return sum(entry.finding is None for entry in log_of(office, COUNTY))


def test_each_step_left_one_entry_in_a_log_that_verifies(office: Office, plugins: Plugins) -> None:
    work = read_work(entry_of(plugins).work, "demo.toml")
    assert audit(office, COUNTY).fault is None
    assert steps_taken(office) == 1 + len(work.steps)


def test_loading_again_changes_nothing(office: Office, duties: Duties) -> None:
    before = audit(office, COUNTY)
    list(load_demo(office))
    assert audit(office, COUNTY) == before
    assert load_duties(office, COUNTY, YEAR).works == duties.works


def test_a_loading_that_was_cut_short_goes_on_where_it_stopped(
    tmp_path: Path, plugins: Plugins, monkeypatch: pytest.MonkeyPatch, duties: Duties
) -> None:
    entry = entry_of(plugins)
    written = tomllib.loads(entry.work)["steps"]
    assert len(written) > 40
    first = entry.work.partition("# --- 二.1")[0]
    url, evidence = f"sqlite:///{tmp_path / 'dudao.db'}", (tmp_path / "evidence").as_uri()
    parent = next(each for each in plugins.demo if each.code == PREFECTURE)
    with open_office(url, plugins, evidence) as office:
        for work in (first, entry.work):
            again = (parent, replace(entry, work=work))
            monkeypatch.setattr(plugins, "demo", again)
            list(load_demo(office))
        assert steps_taken(office) == 1 + len(written)
        again_works = load_duties(office, COUNTY, YEAR).works
    found = {code: work.state for code, work in again_works.items()}
    assert found == {code: work.state for code, work in duties.works.items()}


def test_the_data_name_no_step_that_is_not_a_units_by_its_book(duties: Duties) -> None:
    text = (files("dudao_gangcha") / "demo.toml").read_text(encoding="utf-8")
    written = [step["department"] for step in tomllib.loads(text)["steps"] if "department" in step]
    assert all(duties.directory.find(name) for name in written)
    # Short and damaged names are among them, and mean the same units.
    assert len({duties.directory.find(name).code for name in written}) < len(set(written))
