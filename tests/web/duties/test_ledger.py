"""Duty work and the ledger: late duties become findings, departments prove that they were done."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tests.core.evidence.samples import PDF
from tests.web.conftest import Clock
from tests.web.duties.conftest import COUNTY, EDITOR, FINANCE, HOME, REVIEWER, YEAR, Visitor
from tests.web.reading import rows, words

from dudao.api import (
    ByHand,
    Owner,
    OwnerKind,
    Treatment,
    add_by_hand,
    load_ledger,
    offer_proof,
    recheck_ledger,
)
from dudao.casework import Office

LEDGER = f"/t/{COUNTY}/{YEAR}/ledger"
OF_FINANCE = Owner(OwnerKind.DEPARTMENT, "finance")


def test_a_duty_that_is_late_leads_to_its_own_page(
    visitor: Visitor, county: Office, clock: Clock
) -> None:
    clock(date(2018, 12, 1))
    recheck_ledger(county, COUNTY)
    findings = load_ledger(county, COUNTY).findings
    page = visitor.client.get(f"{LEDGER}/{findings[0].number}").text
    [address] = re.findall(r'<a href="([^"]+)">任务 ', page)
    assert visitor.client.get(address).status_code == 200
    assert "未报送" in words(page)
    listed = words(visitor.client.get(f"{LEDGER}?kind=duty").text)
    assert f"未销号{len(findings)}" in listed


def test_a_file_that_proves_a_finding_says_so_in_the_library(
    visitor: Visitor, county: Office
) -> None:
    terms = Treatment("补发", OF_FINANCE, date(2030, 1, 1))
    add_by_hand(county, EDITOR, COUNTY, ByHand("经费未到位", "缺口"), terms)
    offer_proof(county, FINANCE, COUNTY, [1], "已到位", [("凭证.pdf", PDF)])
    page = visitor.get("/evidence")
    assert f'href="{LEDGER}/1"' in page
    [line] = [row for row in rows(page) if "凭证.pdf" in row]
    assert "台账第1号整改证明" in line
    assert "未使用" not in line


def test_a_department_is_shown_and_works_in_the_ledger_as_with_its_duties(
    visitor: Visitor, county: Office
) -> None:
    terms = Treatment("补发", OF_FINANCE, date(2030, 1, 1))
    add_by_hand(county, EDITOR, COUNTY, ByHand("经费未到位", "缺口"), terms)
    there = replace(visitor.as_(FINANCE), home=LEDGER)
    page = there.get("/1")
    assert "县财政局 李财政" in page
    assert 'value="prove"' in page
    assert 'value="prove"' not in there.as_(REVIEWER).get("/1")
    assert HOME in visitor.client.get(f"/t/{COUNTY}/{YEAR}/duties").text
