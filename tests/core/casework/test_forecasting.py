"""Forecasts from what is stored: a county's, those of all below a tenant, and what is in the way."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from tests.journeys.years import facts_file

from dudao.casework import (
    Office,
    PastLists,
    forecast_of,
    foretell_past,
    may_forecast,
    past_of,
    take_in,
    tenant_card,
)
from dudao.errors import DudaoError
from dudao.facts import Stage
from dudao.forecast import Forecast, Range, Region
from dudao.plugins import Plugins
from dudao.store import Database, Tenant, add_tenant

PROVINCE, CITY, COUNTY, SECOND, THIRD = "220000", "220500", "220502", "220503", "220521"
BOOK = "cn.balanced"


@pytest.fixture
def office(database: Database, plugins: Plugins) -> Office:
    """A city below a province, with three counties."""
    with database.session() as session:
        add_tenant(session, Tenant(PROVINCE, "示例省", "province"))
        add_tenant(session, Tenant(CITY, "示例市", "prefecture", PROVINCE, book=BOOK))
        for code in (COUNTY, SECOND, THIRD):
            add_tenant(session, Tenant(code, f"示例县{code}", "county", CITY, book=BOOK))
    return Office(database, plugins)


def report(office: Office, tenant: str, pupils: Sequence[int], first: int = 2021) -> None:
    """Hand in years of a school with one class of so many pupils in each of its six grades."""
    for year, size in enumerate(pupils, start=first):
        text = json.dumps(facts_file(year, size, tenant, f"示例县{tenant}"))
        take_in(office, tenant, f"{year}.json", text.encode(), "统计员")


def region(office: Office, tenant: str, until: int = 2024) -> Region:
    found = forecast_of(office, tenant, until)
    assert isinstance(found, Region)
    return found


def said(error: pytest.ExceptionInfo[DudaoError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


def test_a_county_is_foretold_alone(office: Office) -> None:
    report(office, COUNTY, [40, 40])
    found = forecast_of(office, COUNTY)
    assert isinstance(found, Forecast)
    assert (found.tenant, found.past, found.until) == (COUNTY, (2021, 2022), 2025)


@pytest.mark.parametrize("above", [CITY, PROVINCE])
def test_those_above_are_given_the_sum_of_all_below_at_any_depth(
    office: Office, above: str
) -> None:
    report(office, COUNTY, [40, 40])
    report(office, SECOND, [50, 50])
    found = region(office, above)
    assert [each.tenant for each in found.counties] == [COUNTY, SECOND]
    assert found.sums[0].stages[0].pupils == Range(540, 540, 540)
    assert found.sums[0].stages[0].over == Range(6, 6, 6)


def test_who_only_stands_between_has_no_class_lists_to_miss(office: Office) -> None:
    report(office, COUNTY, [40, 40])
    report(office, SECOND, [40])
    report(office, THIRD, [40], 2021)
    report(office, THIRD, [40], 2023)
    found = region(office, PROVINCE)
    assert {each.tenant: str(each.problems[0]) for each in found.left_out} == {
        SECOND: "租户 220503:只有 2021 年的班级数据,不足两年;请补报 2020 年的班级数据",
        THIRD: "租户 220521:缺 2022 年的班级数据,升级率无从计算;请补报;确无数据的,请只用其后连续的年份",
    }


def test_a_county_without_any_class_list_is_named(office: Office) -> None:
    report(office, COUNTY, [40, 40])
    found = region(office, CITY)
    assert [(each.tenant, each.problems[0].what) for each in found.left_out] == [
        (SECOND, "没有任何班级数据"),
        (THIRD, "没有任何班级数据"),
    ]


def test_without_a_series_below_all_reasons_are_told(office: Office) -> None:
    report(office, COUNTY, [40])
    with pytest.raises(DudaoError) as error:
        forecast_of(office, CITY)
    assert said(error) == [
        "示例县220502 租户 220502:只有 2021 年的班级数据,不足两年;请补报 2020 年的班级数据",
        *(
            f"示例县{code} 租户 {code}:没有任何班级数据;请先填报各校的班级和班级人数,至少连续两年"
            for code in (SECOND, THIRD)
        ),
    ]


def test_a_tenant_with_class_lists_of_its_own_says_that_those_below_are_not_in_it(
    office: Office,
) -> None:
    report(office, CITY, [40, 40])
    report(office, COUNTY, [40, 40])
    found = forecast_of(office, CITY)
    assert isinstance(found, Forecast)
    assert found.notes[0] == "本级有自己的班级数据,只预测本级;下级没有计入:示例县220502"


def test_an_own_series_with_a_gap_is_not_passed_over_for_those_below(office: Office) -> None:
    report(office, CITY, [40])
    report(office, COUNTY, [40, 40])
    with pytest.raises(DudaoError, match="租户 220500:只有 2021 年的班级数据"):
        past_of(office, CITY)


def test_as_of_a_year_later_class_lists_are_not_looked_at(office: Office) -> None:
    report(office, COUNTY, [40, 40, 60])
    found = foretell_past(office, past_of(office, COUNTY, "2022"))
    assert (found.past, found.sums[0].stages[0].pupils) == ((2021, 2022), Range(240, 240, 240))


def test_the_limit_is_that_of_the_tenants_own_book(office: Office) -> None:
    report(office, COUNTY, [40, 40])
    ground = "县域义务教育优质均衡发展督导评估,教督〔2017〕6号 政府保障程度(5)"
    assert region(office, CITY).sources == dict.fromkeys(Stage, ground)
    assert region(office, PROVINCE).sources == dict.fromkeys(Stage, "常用的标准班额")


def test_a_book_whose_plugin_is_missing_sets_no_limit(office: Office) -> None:
    report(office, COUNTY, [40, 40])
    without = Office(office.database, Plugins([]))
    assert region(without, CITY).sources == dict.fromkeys(Stage, "常用的标准班额")


def test_figures_handed_in_later_are_seen_and_change_the_stamp(office: Office) -> None:
    report(office, COUNTY, [40, 40])
    before = past_of(office, CITY)
    assert past_of(office, CITY) == before
    report(office, COUNTY, [50], 2022)
    after = past_of(office, CITY)
    assert after.stamp != before.stamp
    assert pupils_now(after) == 300


def pupils_now(past: PastLists) -> int:
    (county,) = past.below
    return sum(county.pupils(county.last, grade) for grade in range(1, 7))


def test_what_was_read_once_is_not_read_again(office: Office) -> None:
    report(office, COUNTY, [40, 40])
    assert past_of(office, COUNTY).own is past_of(office, COUNTY).own


def test_who_can_have_class_lists(office: Office) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("230000", "空省", "province"))
    may = {
        code: may_forecast(office, tenant_card(office, code)) for code in (COUNTY, CITY, "230000")
    }
    assert may == {COUNTY: True, CITY: True, "230000": False}
