"""A territory: every county below a body, judged in one pass as each is judged alone."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.build import county, school
from tests.core.casework.unified import (
    BOOK,
    CITY,
    ELSEWHERE,
    FIRST,
    SECOND,
    THIRD,
    YEAR,
    fill,
    report,
    unified_plugins,
)

from dudao.casework import (
    Office,
    assess,
    latest_years,
    tenant_card,
    territory_of,
    years_below,
)
from dudao.errors import DudaoError
from dudao.evaluate import pack
from dudao.plugins import Plugins
from dudao.store import Database, Tenant, add_tenant


@pytest.fixture(scope="module")
def unified() -> Plugins:
    return unified_plugins()


@pytest.fixture
def office(database: Database, unified: Plugins) -> Office:
    office = Office(database, unified)
    fill(office)
    return office


def test_every_county_below_is_there_and_nobody_elses(office: Office) -> None:
    found = territory_of(office, CITY, YEAR)
    assert [each.tenant.code for each in found.counties] == [FIRST, SECOND, THIRD]
    assert found.oversees


def test_a_county_is_its_own_territory_and_sees_no_sibling(office: Office) -> None:
    found = territory_of(office, FIRST, YEAR)
    assert [each.tenant.code for each in found.counties] == [FIRST]
    assert not found.oversees


def test_a_county_judged_among_others_is_judged_as_when_alone(office: Office) -> None:
    for year in territory_of(office, CITY, YEAR).counties[:2]:
        alone = assess(office, year.tenant.code, YEAR)
        assert year.judgement
        assert pack(year.judgement.evaluation) == pack(alone.evaluation)
        assert year.judgement.standings == alone.standings
        assert year.judgement.grade == alone.grade


def test_a_county_that_reported_nothing_is_there_and_says_so(office: Office) -> None:
    missing = territory_of(office, CITY, YEAR).counties[2]
    assert (missing.enrolment, missing.judgement) == (None, None)
    assert missing.reason == "没有 2020 年的数据"


def test_a_year_before_the_book_is_counted_and_not_judged(office: Office) -> None:
    found = territory_of(office, CITY, "2019").counties[2]
    assert found.enrolment
    assert found.enrolment.schools == 4
    assert found.judgement is None
    assert BOOK in found.reason


def test_a_county_without_a_book_says_so(office: Office) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("990009", "庚县", "county", CITY))
    report_without_book(office, "990009")
    assert territory_of(office, CITY, YEAR).counties[3].reason == "没有设定评价办法"


def report_without_book(office: Office, tenant: str) -> None:
    report(office, school("S1", primary={"students": 80}), tenant=tenant)


def test_pupils_and_classes_are_those_of_the_lists_where_no_figure_was_reported(
    office: Office,
) -> None:
    listed = school("S1", primary={}, classes=[(1, 40), (2, 41)])
    silent = school("S2", "junior", junior={})
    report(office, listed, silent, tenant=THIRD)
    found = territory_of(office, CITY, YEAR).counties[2].enrolment
    assert found
    assert (found.schools, found.classes, found.pupils, found.lacking) == (2, 2, 81, 1)


def test_what_nobody_reported_is_unknown_and_no_zero(office: Office) -> None:
    report(office, school("S1", primary={}), tenant=THIRD)
    found = territory_of(office, CITY, YEAR).counties[2].enrolment
    assert found
    assert (found.classes, found.pupils, found.lacking) == (None, None, 1)


def test_another_book_is_for_all_of_them(office: Office) -> None:
    found = territory_of(office, CITY, YEAR, "cn.balanced")
    assert [book.code for book in found.books] == ["cn.balanced"]


def test_a_book_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(DudaoError):
        territory_of(office, CITY, YEAR, "no.book")


def test_the_book_of_most_counties_comes_first(office: Office) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("990004", "丁县", "county", CITY, book="cn.balanced"))
    report_without_book(office, "990004")
    found = territory_of(office, CITY, YEAR)
    assert [book.code for book in found.books] == [BOOK, "cn.balanced"]
    assert [year.tenant.code for year, _ in found.under(found.books[1])] == ["990004"]


def test_without_a_year_the_latest_of_any_county_is_taken(office: Office) -> None:
    assert territory_of(office, CITY).period == YEAR


def test_where_nobody_ever_reported_there_is_no_year(office: Office) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("970000", "空市", "prefecture"))
        add_tenant(session, Tenant("970001", "空县", "county", "970000", book=BOOK))
    with pytest.raises(DudaoError, match="还没有填报数据"):
        territory_of(office, "970000")


def test_new_figures_are_seen_at_once_and_change_the_stamp(office: Office) -> None:
    before = territory_of(office, CITY, YEAR)
    assert territory_of(office, CITY, YEAR).stamp == before.stamp
    report(office, county(THIRD, nine_year_retention=98), tenant=THIRD)
    after = territory_of(office, CITY, YEAR)
    assert after.stamp != before.stamp
    assert after.counties[2].judgement


def test_another_day_has_another_stamp(office: Office) -> None:
    day = date(2020, 6, 30)
    assert (
        territory_of(office, CITY, YEAR).stamp != territory_of(office, CITY, YEAR, None, day).stamp
    )


def test_counties_below_a_city_are_a_provinces_too_and_the_city_between_is_none(
    office: Office,
) -> None:
    with office.database.session() as session:
        add_tenant(session, Tenant("960000", "示例省", "province"))
        add_tenant(session, Tenant("960100", "中间市", "prefecture", "960000"))
        add_tenant(session, Tenant("960101", "底县", "county", "960100", book=BOOK))
        add_tenant(session, Tenant("960102", "某镇", "township", "960101", book=BOOK))
    report_without_book(office, "960101")
    assert [each.tenant.code for each in territory_of(office, "960000").counties] == ["960101"]
    report_without_book(office, "960100")
    between = [each.tenant.code for each in territory_of(office, "960000").counties]
    assert between == ["960100", "960101"]
    own = [each.tenant.code for each in territory_of(office, "960100").counties]
    assert own == ["960100", "960101"]


def test_the_years_below_are_those_of_any_county(office: Office) -> None:
    assert years_below(office, tenant_card(office, CITY)) == ("2019", "2020")
    assert years_below(office, tenant_card(office, FIRST)) is None


def test_the_latest_year_of_every_tenant_is_judged(office: Office) -> None:
    found = {each.tenant.code: each for each in latest_years(office)}
    assert {code: each.period for code, each in found.items()} == {
        CITY: "",
        FIRST: "2020",
        SECOND: "2020",
        THIRD: "2019",
        ELSEWHERE: "2020",
    }
    judged = {code for code, each in found.items() if each.judgement}
    assert judged == {FIRST, SECOND, ELSEWHERE}
