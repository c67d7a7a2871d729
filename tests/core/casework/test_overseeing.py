"""What a superior sees of the ledgers below it, and a ledger as people take it away."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.core.casework.ledgers import (
    BOOK,
    CITY,
    COUNTY,
    NEIGHBOUR,
    PROOF,
    TODAY,
    bring_to,
    found,
    move,
    prove,
    register_city,
    report_classes,
    treat,
)

from dudao.casework import (
    Office,
    evidence_list,
    last_look,
    ledger_workbook,
    ledgers_below,
    load_ledger,
    months_together,
    schools_of,
)
from dudao.evidence import local_evidence, open_evidence
from dudao.ledger import Month, Totals, totals
from dudao.plugins import Plugins
from dudao.store import Database, Tenant, add_tenant
from dudao.workflow import FindingState


@pytest.fixture
def city(database: Database, plugins: Plugins, tmp_path: Path) -> Office:
    """A city with a county in which two classes are too large, and one that reported nothing."""
    office = Office(database, plugins, evidence=open_evidence(local_evidence(tmp_path)))
    register_city(office)
    report_classes(office, 2017, c3_1=60, c3_2=57)
    return office


def test_a_superior_sees_every_ledger_below_it_and_a_county_none(city: Office) -> None:
    below = ledgers_below(city, CITY)
    assert [(each.ledger.tenant.code, len(each.ledger.findings)) for each in below] == [
        (COUNTY, 2),
        (NEIGHBOUR, 0),
    ]
    assert ledgers_below(city, COUNTY) == ()


def test_a_county_answers_for_its_townships_itself(city: Office) -> None:
    with city.database.session() as session:
        add_tenant(session, Tenant("220521100", "示例镇", "township", COUNTY, True, BOOK))
    assert len(ledgers_below(city, CITY)) == 2


def test_a_tenant_whose_book_is_not_installed_is_left_out(city: Office) -> None:
    with city.database.session() as session:
        add_tenant(session, Tenant("220524", "他县", "county", CITY, book="not.here"))
        add_tenant(session, Tenant("220581", "无办法市", "county", CITY))
    assert len(ledgers_below(city, CITY)) == 2


def test_months_of_several_ledgers_are_added_up(city: Office) -> None:
    report_classes(city, 2017, tenant=NEIGHBOUR, on=date(2018, 4, 2), c1_1=70)
    bring_to(city, FindingState.APPROVED)
    report_classes(city, 2018, c4_1=44, c4_2=57)
    move(city, "strike", on=date(2018, 5, 9))
    below = ledgers_below(city, CITY)
    assert months_together(below, date(2018, 5, 31)) == (
        Month(2018, 3, 2, 0, 2),
        Month(2018, 4, 1, 0, 3),
        Month(2018, 5, 0, 1, 2),
    )


def test_a_ledger_is_counted(city: Office) -> None:
    bring_to(city, FindingState.APPROVED)
    report_classes(city, 2018, c4_1=44, c4_2=57, c1_1=70)
    assert totals(found(city), TODAY) == Totals(3, 3, 0, 1, 1, 0, 0)
    move(city, "strike")
    assert totals(found(city), date(2019, 1, 1)) == Totals(3, 2, 2, 1, 0, 1, 0)
    report_classes(city, 2018, c4_1=60, c4_2=57, c1_1=70)
    counted = totals(found(city), TODAY)
    assert (counted.struck, counted.returned, counted.rate) == (0, 1, 0)
    assert (counted + counted).listed == 6
    assert totals([], TODAY).rate is None


def test_the_last_look_is_the_last_that_brought_anything_new(city: Office) -> None:
    assert last_look(city, COUNTY, BOOK) == TODAY
    treat(city)
    report_classes(city, 2018, on=date(2019, 2, 1), c4_1=44, c4_2=57)
    assert last_look(city, COUNTY, BOOK) == date(2019, 2, 1)
    report_classes(city, 2018, on=date(2019, 3, 1), c4_1=44, c4_2=57)
    assert last_look(city, COUNTY, BOOK) == date(2019, 2, 1)
    assert last_look(city, NEIGHBOUR, BOOK) is None


def test_schools_are_those_of_the_latest_figures(city: Office) -> None:
    assert dict(schools_of(city, COUNTY)) == {"S1": "示例一小", "S2": "示例二小"}
    assert dict(schools_of(city, NEIGHBOUR)) == {}
    assert load_ledger(city, COUNTY).schools == schools_of(city, COUNTY)


def test_a_file_knows_the_findings_it_proves(city: Office) -> None:
    treat(city, 1, 2)
    prove(city, 1, 2)
    [use] = evidence_list(city, COUNTY)
    assert (use.file.name, use.uses, use.findings) == (PROOF[0][0], (), (1, 2))


def test_a_ledger_is_taken_away_with_all_that_was_done(city: Office) -> None:
    bring_to(city, FindingState.APPROVED)
    ledger = load_ledger(city, COUNTY)
    [sheet] = load_workbook(BytesIO(ledger_workbook(city, ledger, ledger.findings))).worksheets
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(index for index, line in enumerate(lines) if line[0] == "编号")
    first, second = (dict(zip(lines[heads], line, strict=True)) for line in lines[heads + 1 :])
    assert (first["状态"], first["整改措施"], first["记录条数"]) == ("证明已认可", "增设一个班", 4)
    assert (second["状态"], second["整改措施"], second["记录条数"]) == ("待定措施", None, 1)
    assert (first["发现值"], first["要求"], first["复核值"]) == ("60 人", "≤ 55", "60 人")
