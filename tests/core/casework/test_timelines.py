"""A county's milestones from its stored years, and a prefecture's from those of its counties."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dudao.casework import (
    Office,
    classes_by_year,
    milestone_book,
    take_in,
    timeline_of,
    timelines_of,
)
from dudao.casework.office import reading
from dudao.errors import DudaoError
from dudao.evaluate import State
from dudao.facts import Stage
from dudao.plugins import Plugins
from dudao.store import Database, Tenant, add_tenant, snapshot_versions

CITY, EAST, WEST = "990500", "990521", "990523"
BOOK = "tonghua.integration"
DAY = date(2019, 6, 1)


def school(code: str, *pupils: int) -> dict[str, Any]:
    classes = [{"code": str(n), "grade": 1, "students": each} for n, each in enumerate(pupils, 1)]
    attributes = {"type": "primary", "owner": 5, "area": "town"}
    named = {"code": code, "kind": "school", "name": f"{code}小学", "attributes": attributes}
    return {**named, "classes": classes}


def report(office: Office, tenant: str, year: int, *pupils: int, retention: str = "96") -> None:
    own = {"code": tenant, "kind": "county", "facts": {"nine_year_retention": retention}}
    subjects = [school("S1", *pupils), own]
    document = {"tenant": tenant, "period": str(year), "subjects": subjects}
    assert take_in(office, tenant, "x.json", json.dumps(document).encode(), "张").recorded


@pytest.fixture
def office(database: Database, plugins: Plugins) -> Office:
    """A city without a book of its own, over two counties; the western one skips 2017."""
    with database.session() as session:
        add_tenant(session, Tenant(CITY, "示例市", "prefecture"))
        for code, name in ((EAST, "东县"), (WEST, "西县")):
            add_tenant(session, Tenant(code, name, "county", CITY, book=BOOK))
    office = Office(database, plugins)
    report(office, EAST, 2016, 60, 57)
    report(office, EAST, 2017, 58, 50)
    report(office, EAST, 2018, 56, 44, retention="97.5")
    report(office, WEST, 2016, 50)
    report(office, WEST, 2018, 45)
    return office


def test_a_county_has_its_milestones_as_of_a_day(office: Office) -> None:
    found = timelines_of(office, EAST, as_of=DAY)
    assert (found.tenant.code, found.book.code, found.years) == (EAST, BOOK, (2016, 2017, 2018))
    by_code = {each.indicator.code: each for each in found.timelines}
    assert {"class_size", "retention", "weak_schools"} <= by_code.keys()
    [retention] = by_code["retention"].strands
    assert [each.state for each in retention.distances] == [State.MET]
    assert all(strand.members == () for each in found.timelines for strand in each.strands)


def test_the_day_it_is_for_the_tenant_counts_when_none_is_given(
    database: Database, plugins: Plugins, office: Office
) -> None:
    with database.session() as session:
        still = Tenant("990524", "静县", "county", CITY, True, BOOK, date(2018, 3, 1))
        add_tenant(session, still)
    assert timelines_of(office, "990524").as_of == date(2018, 3, 1)


def test_a_school_is_followed_through_its_years(office: Office) -> None:
    found = timeline_of(office, EAST, "class_size", as_of=DAY, school="S1")
    [strand] = found.strands
    assert [point.printed for point in strand.whole.points] == ["60", "58", "56"]
    assert found.name == "S1小学"
    sizes = {
        year: [each.students for each in listed]
        for year, listed in classes_by_year(office, EAST, "S1").items()
    }
    assert sizes == {2016: [60, 57], 2017: [58, 50], 2018: [56, 44]}


def test_a_city_without_figures_or_a_book_shows_those_of_its_counties(office: Office) -> None:
    found = timeline_of(office, CITY, "class_size", as_of=DAY, stage=Stage.PRIMARY)
    [strand] = found.strands
    assert [point.against[0].over for point in strand.whole.points] == [2, 1, 1]
    assert [point.unknown for point in strand.whole.points] == [(), ("西县",), ()]
    assert [track.name for track in strand.members] == ["东县", "西县"]
    assert not strand.members[1].points[1].is_reported


def test_a_province_reaches_the_counties_below_its_cities(
    database: Database, office: Office
) -> None:
    with database.session() as session:
        add_tenant(session, Tenant("980000", "示例省", "province"))
        add_tenant(session, Tenant("980500", "另市", "prefecture", "980000"))
        add_tenant(session, Tenant("980521", "远县", "county", "980500", book=BOOK))
    report(office, "980521", 2018, 70)
    found = timeline_of(office, "980000", "class_size", as_of=DAY, stage=Stage.PRIMARY)
    [strand] = found.strands
    assert [track.name for track in strand.members] == ["远县"]
    assert strand.whole.points[0].against[0].over == 1


def test_new_figures_are_seen_at_once(office: Office) -> None:
    def over() -> list[int | None]:
        [strand] = timeline_of(office, CITY, "class_size", as_of=DAY, stage=Stage.PRIMARY).strands
        return [point.against[0].over for point in strand.whole.points]

    assert over() == [2, 1, 1]
    report(office, WEST, 2017, 66, 67)
    assert over() == [2, 3, 1]


def test_what_was_made_once_is_not_made_again(office: Office) -> None:
    once = timeline_of(office, CITY, "class_size", as_of=DAY)
    assert timeline_of(office, CITY, "class_size", as_of=DAY) is once
    assert timeline_of(office, CITY, "class_size", as_of=date(2019, 6, 2)) is not once


def test_the_book_in_force_is_taken_and_before_the_first_the_latest(office: Office) -> None:
    early = timelines_of(office, EAST, as_of=date(2016, 1, 1))
    assert early.book.code == BOOK
    assert {each.distances[0].point for t in early.timelines for each in t.strands} != {None}


def test_the_book_with_milestones_is_known_for_every_tenant(office: Office) -> None:
    for tenant in (CITY, EAST):
        found = milestone_book(office, tenant)
        assert found is not None
        assert found.code == BOOK
    assert milestone_book(office, EAST, "cn.preschool") is None


@pytest.mark.parametrize(
    ("indicator", "book", "words"),
    [
        ("layout", None, "有分期目标的指标:weak_schools、"),
        ("nothing", None, "没有这项分期目标"),
        ("P1", "cn.preschool", "这份办法没有分期目标"),
        ("class_size", "cn.none", "没有安装"),
    ],
)
def test_an_indicator_without_milestones_is_refused_with_those_that_have_some(
    office: Office, indicator: str, book: str | None, words: str
) -> None:
    with pytest.raises(DudaoError, match=words):
        timeline_of(office, EAST, indicator, book)


def test_two_books_below_have_to_be_told_apart(database: Database, office: Office) -> None:
    with database.session() as session:
        add_tenant(session, Tenant("990525", "北县", "county", CITY, book="cn.balanced"))
    with pytest.raises(DudaoError, match=r"下级所用的有:cn\.balanced、tonghua\.integration"):
        timelines_of(office, CITY)
    assert milestone_book(office, CITY) is None
    assert timelines_of(office, CITY, BOOK).book.code == BOOK


def test_versions_name_every_year_with_figures_and_rise_with_changes(office: Office) -> None:
    with reading(office, CITY) as session:
        before = snapshot_versions(session, [EAST, WEST])
    assert {(tenant, period) for tenant, period in before} == {
        *((EAST, year) for year in ("2016", "2017", "2018")),
        *((WEST, year) for year in ("2016", "2018")),
    }
    report(office, WEST, 2018, 44)
    with reading(office, CITY) as session:
        after = snapshot_versions(session, [EAST, WEST])
        assert after[WEST, "2018"] > before[WEST, "2018"]
        assert after[EAST, "2018"] == before[EAST, "2018"]
    with reading(office, EAST) as session, pytest.raises(DudaoError, match="无权读取"):
        snapshot_versions(session, [WEST])
