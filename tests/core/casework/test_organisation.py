"""The supervision system of a tenant: its roster taken in, what it lacks, figures counted from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest
from tests.core.supervision.book import (
    BOOK,
    assigned,
    inspector,
    plugins,
    roster,
    school,
    whole_records,
)

from dudao.casework import (
    Office,
    accept_proposal,
    assess,
    load_organisation,
    load_roster,
    log_of,
    recount,
    sources_of,
    take_in,
)
from dudao.casework.organisation import put_roster
from dudao.errors import DudaoError, NotAllowed
from dudao.evaluate import State, verdicts
from dudao.facts import Key
from dudao.store import Database, Tenant, add_tenant
from dudao.supervision import Record
from dudao.workflow import Actor, Role

PROVINCE, COUNTY, NEIGHBOUR = "990000", "990101", "990102"
OFFICE = Actor("示例人员甲", Role.EDITOR, COUNTY)
DAY = date(2026, 11, 16)


@pytest.fixture
def office(database: Database) -> Office:
    """An installation with two counties that stand still in a year."""
    with database.session() as session:
        add_tenant(session, Tenant(PROVINCE, "示例省", "province"))
        for code in (COUNTY, NEIGHBOUR):
            county = Tenant(code, "示例县", "county", PROVINCE, True, BOOK, DAY)
            add_tenant(session, county)
    return Office(database, plugins())


def put(office: Office, *records: Record, actor: Actor = OFFICE) -> int:
    return put_roster(office, actor, COUNTY, records, "测试")


def states(office: Office) -> dict[str, State]:
    evaluation = assess(office, COUNTY, "2026").judged.evaluation
    vocabulary = office.plugins.vocabulary
    return {each.indicator: each.state for each in verdicts(evaluation, vocabulary)}


def test_a_roster_is_counted_into_figures_that_are_judged_like_all_others(office: Office) -> None:
    assert put(office, *whole_records()) == len(whole_records())
    assert states(office) == {"B1": State.MET, "B2": State.MET}


def test_a_school_nobody_answers_for_is_named_where_the_figure_comes_from(office: Office) -> None:
    put(office, *whole_records(), school("S9"))
    assert states(office)["B1"] is State.NOT_MET
    key = Key(COUNTY, None, "supervised_schools_covered")
    source = sources_of(office, COUNTY, "2026", [key])[key]
    assert (source.file, source.place) == ("督导记录", "名册和督导事项 缺:示例学校S9")


def test_accepting_the_proposal_covers_the_school_and_changes_the_verdict(office: Office) -> None:
    put(office, *whole_records(), school("S9"))
    assert accept_proposal(office, OFFICE, COUNTY, DAY) == 1
    assert states(office)["B1"] is State.MET
    assert accept_proposal(office, OFFICE, COUNTY, DAY) == 0


def test_what_the_roster_lacks_is_told_until_it_is_there(office: Office) -> None:
    put(office, *whole_records(), school("S9"))
    lacks = load_organisation(office, COUNTY).lacks(DAY)
    assert [(each.where, each.what) for each in lacks] == [("示例学校S9", "没有责任督学")]


def test_an_inspector_cannot_be_assigned_to_the_school_they_head(office: Office) -> None:
    headed = (*whole_records(), inspector("P9", heads="S1"), assigned("P9", "S1"))
    with pytest.raises(DudaoError, match="该校负责人,不能督导本校"):
        put(office, *headed)
    assert load_organisation(office, COUNTY).roster == roster()
    assert log_of(office, COUNTY) == []


def test_an_end_that_lies_ahead_does_not_open_the_school_they_head_to_an_inspector(
    office: Office,
) -> None:
    headed = (*whole_records(), inspector("P9", heads="S1"))
    with pytest.raises(DudaoError, match="该校负责人,不能督导本校"):
        put(office, *headed, assigned("P9", "S1", until=DAY))
    # Who became the head after having answered for the school keeps that past.
    assert put(office, *headed, assigned("P9", "S1", until=date(2026, 11, 15)))


def test_the_log_keeps_what_a_record_was_before_it_was_changed(office: Office) -> None:
    put(office, school("S1", students=300))
    put(office, school("S1", students=999))
    latest, first = (entry.detail["records"]["supervised"] for entry in log_of(office, COUNTY))
    assert [each["students"] for each in (*first, *latest)] == [300, 999]


def test_every_fault_of_a_roster_is_told_and_nothing_of_it_is_kept(office: Office) -> None:
    amiss = (
        school("S1", group="north"),
        inspector("P1", unit="nowhere", until=date(2020, 1, 1)),
        assigned("P7", "S7"),
    )
    with pytest.raises(DudaoError) as refused:
        put(office, *amiss)
    assert [(each.where, each.what) for each in refused.value.problems] == [
        ("督导对象 S1", "没有督导组 north"),
        ("人员 P1", "没有机构 nowhere"),
        ("人员 P1", "聘期止于 2020-01-01,早于起始 2024-01-01"),
        ("挂牌 P7:S7", "没有人员 P7"),
        ("挂牌 P7:S7", "没有学校 S7"),
    ]
    assert load_organisation(office, COUNTY).roster == roster()


def test_putting_the_same_again_changes_nothing_and_leaves_no_trace(office: Office) -> None:
    put(office, *whole_records())
    before = len(log_of(office, COUNTY))
    assert put(office, *whole_records()) == 0
    assert len(log_of(office, COUNTY)) == before


@pytest.mark.parametrize(
    "actor",
    [
        replace(OFFICE, tenant=NEIGHBOUR),
        replace(OFFICE, tenant=PROVINCE, role=Role.REVIEWER),
        replace(OFFICE, role=Role.VIEWER),
        replace(OFFICE, role=Role.INSPECTOR, person="P1"),
        replace(OFFICE, role=Role.FILLER, department="education"),
        replace(OFFICE, name=" "),
    ],
    ids=lambda actor: f"{actor.role} of {actor.tenant}",
)
def test_nobody_but_the_office_of_the_county_writes_its_roster(
    office: Office, actor: Actor
) -> None:
    with pytest.raises(NotAllowed):
        put(office, *whole_records(), actor=actor)
    assert load_organisation(office, COUNTY).roster == roster()


def test_a_roster_stays_with_its_county(office: Office) -> None:
    put(office, *whole_records())
    assert load_organisation(office, NEIGHBOUR).roster == roster()


def test_what_another_source_reports_is_never_overruled_but_told(office: Office) -> None:
    county = {"code": COUNTY, "kind": "county", "name": "示例县", "facts": {"office_staff": 4}}
    document = {"tenant": COUNTY, "period": "2026", "subjects": [county]}
    taken = take_in(office, COUNTY, "统计.json", msgspec.json.encode(document), "示例人员甲")
    assert taken.recorded is not None
    put(office, *whole_records())
    found = recount(office, COUNTY, "2026")
    assert (found.changed, found.differing) == (0, ("office_staff",))


def test_a_figure_that_cannot_be_counted_any_more_is_unknown_again(office: Office) -> None:
    put(office, *whole_records())
    put(office, school("S1", students=None))
    # Whether a school without a number of pupils is large cannot be told.
    found = assess(office, COUNTY, "2026").facts.county.facts
    assert "large_schools" not in found
    assert "supervised_schools" in found


def test_a_year_that_has_not_begun_is_not_counted(office: Office) -> None:
    with pytest.raises(DudaoError, match="还没有开始"):
        recount(office, COUNTY, "2027")


FILE = """
[[supervised]]
code = "T1"
name = "示例甲镇"
kind = "township"

[[people]]
code = "P1"
name = "示例人员乙"
kind = "school"
unit = "east"
since = 2024-01-01
until = 2026-12-31
trainings = [{ on = 2026-03-02, title = "岗前培训", hours = 16 }]
"""


def test_a_roster_file_is_taken_in(office: Office) -> None:
    assert load_roster(office, OFFICE, COUNTY, "名册.toml", FILE.encode()) == 2
    found = load_organisation(office, COUNTY).roster
    assert found.people["P1"].trainings[0].hours == 16
    assert found.supervised["T1"].kind == "township"


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (b"\xff", "名册.toml", "不是 UTF-8 文本"),
        (b"people = [", "名册.toml", "不是有效的 TOML"),
        (b"[[teachers]]\ncode = 'P1'", "名册.toml teachers", "不是名册中的一类记录"),
        (b"[[liaisons]]\nnote = 1", "名册.toml liaisons 第 1 项", "没有 note 这一项"),
        (b"[[liaisons]]\ncode = 'finance'", "名册.toml liaisons 第 1 项", "填写不对"),
        ((FILE + FILE).encode(), "名册.toml P1", "代码重复"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_with_the_place(
    office: Office, content: bytes, where: str, what: str
) -> None:
    with pytest.raises(DudaoError) as refused:
        load_roster(office, OFFICE, COUNTY, "名册.toml", content)
    found = refused.value.problems
    assert any(each.where.startswith(where) and each.what.startswith(what) for each in found)
    assert load_organisation(office, COUNTY).roster == roster()


def test_a_book_without_supervision_has_no_organisation(office: Office) -> None:
    with pytest.raises(DudaoError, match="没有规定督导体系"):
        load_organisation(office, COUNTY, "cn.balanced")
