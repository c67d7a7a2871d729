"""The checklist of counties: what a book asks of each, parts beside their whole, and sums."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
from tests.core.build import school
from tests.core.casework.unified import (
    BOOK,
    CITY,
    FIRST,
    FOUR,
    SECOND,
    YEAR,
    fill,
    report,
    unified_plugins,
)

from dudao.casework import (
    Checklist,
    Office,
    checklist_document,
    checklist_of,
    checklist_workbook,
    open_office,
    territory_of,
)
from dudao.errors import DudaoError
from dudao.evaluate import State
from dudao.store import Tenant, add_tenant

PARTS = [f"u.{code}" for code in FOUR]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("territory") / "dudao.db"
    with open_office(f"sqlite:///{path}", unified_plugins()) as office:
        fill(office)
        with office.database.session() as session:
            add_tenant(session, Tenant("990008", "壬县", "county", CITY, book="cn.balanced"))
        report(office, school("S1", primary={"students": 80}), tenant="990008")
        yield office


def checklist(office: Office, tenant: str = CITY, **asked: str) -> Checklist:
    territory = territory_of(office, tenant, YEAR)
    book = office.plugins.shelf.latest(BOOK)
    return checklist_of(territory, office.plugins.vocabulary, book, **asked)


def states(found: Checklist, tenant: str) -> list[State]:
    (line,) = [line for line in found.lines if line.county.tenant.code == tenant]
    return [verdict.state for verdict in line.verdicts]


def test_a_composite_stands_before_its_parts_and_schools_are_no_item(office: Office) -> None:
    found = checklist(office)
    assert [item.indicator.code for item in found.items] == ["unified", *PARTS, "retention"]
    assert [item.whole for item in found.items] == ["", *["unified"] * 4, ""]
    assert found.sections == {"一": "主要目标"}
    assert found.composites == {"unified": "四项统一"}


def test_a_part_that_is_unknown_stays_unknown_beside_the_one_that_fails(office: Office) -> None:
    found = checklist(office, of="unified")
    assert states(found, FIRST) == [State.MET] * 5
    failed, unknown, met = State.NOT_MET, State.NO_DATA, State.MET
    assert states(found, SECOND) == [failed, failed, unknown, met, met]


def test_sums_count_the_counties_in_each_state(office: Office) -> None:
    found = checklist(office, of="unified")
    assert found.sums[1] == {State.MET: 1, State.NOT_MET: 1}
    assert found.sums[2] == {State.MET: 1, State.NO_DATA: 1}


def test_one_composite_or_one_section_can_be_asked_for(office: Office) -> None:
    assert [item.indicator.code for item in checklist(office, of="unified").items] == [
        "unified",
        *PARTS,
    ]
    assert len(checklist(office, section="一").items) == 6
    assert checklist(office, of="unified").chosen == "四项统一"


@pytest.mark.parametrize("asked", [{"section": "二"}, {"section": "x"}, {"of": "retention"}])
def test_what_is_not_in_the_checklist_cannot_be_asked_for(
    office: Office, asked: dict[str, str]
) -> None:
    with pytest.raises(DudaoError, match="清单中没有"):
        checklist(office, **asked)


def test_a_county_without_figures_is_named_and_one_under_another_book_stands_apart(
    office: Office,
) -> None:
    found = checklist(office)
    assert [line.county.tenant.name for line in found.lines] == ["甲县", "乙区", "丙县"]
    assert found.lines[2].verdicts == ()
    assert [year.tenant.name for year in found.others] == ["壬县"]


def test_a_county_has_a_checklist_of_its_own(office: Office) -> None:
    found = checklist(office, FIRST)
    assert [line.county.tenant.code for line in found.lines] == [FIRST]
    assert len(found.lines[0].verdicts) == 6


def test_an_indicator_judged_by_stage_is_an_item_for_each(office: Office) -> None:
    territory = territory_of(office, CITY, YEAR, "cn.balanced")
    found = checklist_of(territory, office.plugins.vocabulary, territory.books[0])
    spread = [item.stage for item in found.items if item.indicator.code == "CV-R1"]
    assert spread == ["primary", "junior"]
    assert all(len(line.verdicts) in (0, len(found.items)) for line in found.lines)


def test_the_workbook_has_words_values_reasons_and_sums(office: Office) -> None:
    content = checklist_workbook(checklist(office))
    rows = [*openpyxl.load_workbook(BytesIO(content))["县级清单"].values]
    assert rows[0][0] == "示例市 2020 年县级清单"
    assert str(rows[1][0]).startswith("示例数据")
    assert rows[3][0] == "另按其他办法评价,不在本表:壬县"
    assert rows[4][:4] == ("行政区", "代码", "四项统一", "统一之1")
    assert rows[5] == ("甲县", FIRST, "达标 4 / 4 项", *["达标"] * 4, "达标 97.5%")
    assert rows[6][2:5] == ("未达标 2 / 4 项", "未达标", "缺数据")
    assert set(rows[7][2:]) == {"没有 2020 年的数据"}
    assert rows[8][:4] == ("合计:达标", None, 1, 1)


def test_the_document_says_what_is_asked_and_how_each_county_stands(office: Office) -> None:
    document = checklist_document(checklist(office))
    first = document["items"][1]
    assert (first["indicator"], first["part_of"]) == (PARTS[0], "unified")
    assert (first["counties"]["met"], first["counties"]["not_met"]) == (1, 1)
    assert document["counties"][0]["verdicts"][5] == {
        "indicator": "retention",
        "stage": None,
        "state": "met",
        "value": "97.5",
    }
    assert document["counties"][2]["reason"] == "没有 2020 年的数据"
    assert document["others"] == ["990008"]
