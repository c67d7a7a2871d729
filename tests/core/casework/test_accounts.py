"""The account of schools: one row each, its gravest verdicts, its gaps, and sums that are honest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.core.casework.unified import (
    CITY,
    ELSEWHERE,
    FIRST,
    SECOND,
    YEAR,
    fill,
    unified_plugins,
)

from dudao.casework import (
    Account,
    Accounts,
    Office,
    OpenFindings,
    Sieve,
    accounts_document,
    accounts_of,
    accounts_workbook,
    open_office,
    schools_by_state,
    territory_of,
    totals_of,
)
from dudao.errors import DudaoError
from dudao.evaluate import State
from dudao.facts import SchoolType, Stage


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("territory") / "dudao.db"
    with open_office(f"sqlite:///{path}", unified_plugins()) as office:
        fill(office)
        yield office


def accounts(office: Office, tenant: str) -> Accounts:
    found = territory_of(office, tenant, YEAR)
    return accounts_of(office, found, found.books[0])


def line(found: Accounts, code: str) -> Account:
    return next(each for each in found.lines if (each.tenant, each.code) == (FIRST, code))


def sheet(content: bytes) -> Worksheet:
    found = openpyxl.load_workbook(BytesIO(content)).active
    assert isinstance(found, Worksheet)
    return found


def test_a_column_is_an_indicator_of_schools_that_counts(office: Office) -> None:
    assert [each.code for each in accounts(office, CITY).indicators] == ["charter", "size"]


def test_a_row_is_a_school_of_any_county_below_and_of_none_elsewhere(office: Office) -> None:
    found = [(each.tenant, each.code) for each in accounts(office, CITY).lines]
    assert found == [(FIRST, "S1"), (FIRST, "S2"), (FIRST, "S3"), (FIRST, "S4"), (SECOND, "S1")]
    assert {each.tenant for each in accounts(office, SECOND).lines} == {SECOND}
    assert {each.tenant for each in accounts(office, ELSEWHERE).lines} == {ELSEWHERE}


def test_a_school_has_its_sizes(office: Office) -> None:
    found = line(accounts(office, CITY), "S4")
    assert (found.pupils, found.classes, found.largest) == (91, 2, 51)
    assert found.stages == (Stage.PRIMARY, Stage.JUNIOR)


def test_a_school_of_two_stages_shows_its_gravest_verdict_and_whose_it_is(office: Office) -> None:
    _, size = line(accounts(office, CITY), "S4").verdicts
    assert size
    assert (size.state, size.stage) == (State.NOT_MET, Stage.JUNIOR)


def test_a_school_with_a_gap_fails_one_with_an_unknown_is_open(office: Office) -> None:
    found = accounts(office, CITY)
    assert line(found, "S1").state is State.MET
    assert line(found, "S3").state is State.NO_DATA
    failing = line(found, "S2")
    assert (failing.state, failing.count(State.NOT_MET)) == (State.NOT_MET, 2)


def test_schools_are_counted_without_their_names_as_their_accounts_say(office: Office) -> None:
    territory = territory_of(office, CITY, YEAR)
    found = accounts_of(office, territory, territory.books[0])
    for year, judgement in territory.under(territory.books[0]):
        mine = [each for each in found.lines if each.tenant == year.tenant.code]
        assert schools_by_state(judgement.evaluation) == totals_of(mine).by_state


def test_the_share_of_sound_schools_leaves_out_what_cannot_be_told(office: Office) -> None:
    totals = totals_of(accounts(office, CITY).lines)
    assert (totals.schools, totals.met, totals.decided) == (5, 2, 4)
    assert totals.sentence == (
        "共 5 所,全部达标 2 所,占可判定的 4 所的 50.0%;另有 1 所缺数据,尚不能判定。"
    )


def test_a_share_is_not_rounded_up_to_all(office: Office) -> None:
    good, bad = line(accounts(office, CITY), "S1"), line(accounts(office, CITY), "S2")
    assert "99.9%" in totals_of([good] * 9999 + [bad]).sentence
    assert "100.0%" in totals_of([good] * 3).sentence


def test_a_size_that_no_school_reported_is_unknown_in_the_sums(office: Office) -> None:
    found = replace(line(accounts(office, CITY), "S1"), pupils=None, classes=None, largest=None)
    totals = totals_of([found])
    assert (totals.pupils, totals.lacking, totals.classes, totals.largest) == (None, 1, None, None)


def test_nothing_can_be_said_of_no_schools() -> None:
    assert totals_of([]).sentence == "共 0 所,全部达标 0 所。"


@pytest.mark.parametrize(
    ("sieve", "codes"),
    [
        (Sieve(county=SECOND), ["S1"]),
        (Sieve(stage=Stage.JUNIOR), ["S3", "S4"]),
        (Sieve(type=SchoolType.PRIMARY), ["S1", "S2", "S1"]),
        (Sieve(only_gaps=True), ["S2", "S4"]),
        (Sieve(county=FIRST, stage=Stage.JUNIOR, only_gaps=True), ["S4"]),
    ],
)
def test_schools_can_be_sifted(office: Office, sieve: Sieve, codes: list[str]) -> None:
    assert [each.code for each in accounts(office, CITY).sifted(sieve)] == codes


def test_those_with_most_gaps_come_first_then_those_with_most_unknown(office: Office) -> None:
    found = accounts(office, CITY).sifted(Sieve(), worst_first=True)
    assert [each.code for each in found] == ["S2", "S4", "S3", "S1", "S1"]


@pytest.mark.parametrize("county", [ELSEWHERE, "000000"])
def test_a_county_that_is_not_below_cannot_be_asked_for(office: Office, county: str) -> None:
    with pytest.raises(DudaoError, match="台账中没有"):
        accounts(office, CITY).sifted(Sieve(county=county))


def test_the_workbook_has_all_schools_and_their_sums(office: Office) -> None:
    found = accounts(office, CITY)
    rows = list(sheet(accounts_workbook(found, found.lines)).values)
    assert rows[0][0] == "示例市 2020 年义务教育学校逐校台账"
    assert str(rows[1][0]).startswith("示例数据")
    assert rows[2][0] == "依据:示例统一办法(示〔2020〕2号,版本 2020);基准日 2020-12-31"
    heads = [*rows[4]]
    assert heads[:3] == ["学校", "学校代码", "行政区"]
    assert heads[10:] == ["依章程管理", "班额", "说明"]
    by_code = {(row[2], row[1]): row for row in rows[5:10]}
    assert by_code["甲县", "S4"][5:] == (91, 2, 51, 1, "有未达标", "达标", "未达标(初中)", None)
    assert by_code["甲县", "S3"][9:11] == ("缺数据", "缺数据")
    sums = {row[0]: row for row in rows[10:]}
    assert sums["合计:达标"][5:8] == (441, 10, 51)
    assert sums["合计:未达标"][10:12] == (1, 2)


def test_what_the_ledger_holds_has_columns_once_it_is_given(office: Office) -> None:
    found = accounts(office, CITY)
    held = {(FIRST, "S2"): OpenFindings(2, date(2021, 3, 31), "甲县教育局")}
    rows = list(sheet(accounts_workbook(found, found.lines, held)).values)
    assert rows[4][10:13] == ("未销号问题", "最近时限", "责任单位")
    assert rows[6][10:13] == (2, "2021-03-31", "甲县教育局")
    assert rows[5][10:13] == (0, None, None)


def test_the_document_names_every_verdict_with_its_stage(office: Office) -> None:
    found = accounts(office, CITY)
    document = accounts_document(found, found.lines)
    assert document["totals"]["met"] == 2
    assert document["totals"]["by_state"]["no_data"] == 1
    last = document["schools"][3]
    assert last["verdicts"]["size"] == {"state": "not_met", "stage": "junior"}
    assert (last["gaps"], last["state"], last["largest_class"]) == (1, "not_met", 51)
