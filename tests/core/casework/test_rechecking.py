"""Figures that come in open the ledger's findings and are what these are rechecked by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.core.casework.county import BOOK as DUTIES, COUNTY as DUTY_COUNTY, EDITOR, submit
from tests.core.casework.ledgers import (
    BOOK,
    CITY,
    COUNTY,
    NEIGHBOUR,
    OF_SCHOOL,
    bring_to,
    found,
    history,
    log_words,
    move,
    one,
    register_city,
    report_classes,
    sealed,
    treat,
)
from tests.core.store.work import at_once

from dudao.casework import (
    Duties,
    Office,
    OpenFindings,
    accept_duty,
    load_ledger,
    months_of,
    open_findings,
    recheck_ledger,
)
from dudao.errors import DudaoError
from dudao.evidence import local_evidence, open_evidence
from dudao.plugins import Plugins
from dudao.store import Database, ScopeError
from dudao.workflow import FindingState, Owner, OwnerKind, Recheck

END = date(2018, 12, 31)


@pytest.fixture
def city(database: Database, plugins: Plugins, tmp_path: Path) -> Office:
    """A city with two counties, without figures."""
    office = Office(database, plugins, evidence=open_evidence(local_evidence(tmp_path)))
    register_city(office)
    return office


def test_each_large_class_opens_a_finding_that_its_school_owns(city: Office) -> None:
    report_classes(city, 2017, c3_1=60, c3_2=55, c4_1=57)
    assert [(each.gap.name, each.gap.value) for each in found(city)] == [
        ("示例一小 2015 级 1 班(3 年级)", "60 人"),
        ("示例一小 2014 级 1 班(4 年级)", "57 人"),
    ]
    finding = one(city)
    assert finding.owner == OF_SCHOOL
    assert (finding.deadline, finding.rule) == (END, Recheck.FAILS)
    assert finding.gap.clause.startswith("通市政办发〔2017〕13号")


def test_nothing_opens_twice_whoever_rechecks(city: Office) -> None:
    report_classes(city, 2017, c3_1=60)
    outcomes = at_once(*[lambda: recheck_ledger(city, COUNTY)] * 3)
    assert {(each.opened, each.returned, each.checked) for each in outcomes} == {(0, 0, 0)}  # type: ignore[attr-defined]
    assert len(found(city)) == 1


def test_rechecking_at_once_opens_each_gap_once(city: Office) -> None:
    report_classes(city, 2017, c3_1=40)
    report_classes(city, 2017, c3_1=60, c3_2=61)
    at_once(*[lambda: recheck_ledger(city, COUNTY)] * 3)
    assert [each.number for each in found(city)] == [1, 2]


def test_a_year_before_the_book_was_in_force_opens_nothing(city: Office) -> None:
    report_classes(city, 2015, c3_1=60)
    assert found(city) == []


def test_newer_figures_are_written_into_the_history(city: Office) -> None:
    report_classes(city, 2017, c3_1=60)
    report_classes(city, 2018, c4_1=50)
    entries = history(city)
    assert log_words(entries) == ["find", "recheck"]
    assert [entry.detail["value"] for entry in entries] == ["60 人", "50 人"]
    assert entries[1].detail["result"] == "passes"
    assert entries[1].who == "系统复核"
    assert sealed(city)


def test_a_correction_of_the_same_year_is_newer_too(city: Office) -> None:
    report_classes(city, 2017, c3_1=60)
    report_classes(city, 2017, c3_1=50)
    assert one(city).rule is Recheck.PASSES


def test_what_was_struck_off_returns_with_the_gap_and_waits_for_a_deadline(city: Office) -> None:
    report_classes(city, 2017, c3_1=60)
    bring_to(city, FindingState.APPROVED)
    report_classes(city, 2018, c4_1=44)
    move(city, "strike")
    report_classes(city, 2019, c5_1=58)
    finding = one(city)
    assert (finding.state, finding.returns, finding.struck) == (FindingState.ACTIVE, 1, None)
    assert log_words(history(city))[-1] == "return_gap"


def test_a_class_that_is_newly_too_large_is_marked(city: Office) -> None:
    report_classes(city, 2017, c3_1=50, c3_2=60)
    report_classes(city, 2018, c4_1=57, c4_2=60, c1_1=59)
    new = {each.gap.key.item: each.gap.is_new for each in found(city) if each.gap.value != "50 人"}
    assert new == {"2015-2": False, "2015-1": True, "2018-1": True}


def test_the_months_count_what_opened_and_was_struck_off(city: Office) -> None:
    report_classes(city, 2017, c3_1=60, c3_2=60)
    bring_to(city, FindingState.APPROVED)
    report_classes(city, 2018, c4_1=44, c4_2=44, on=date(2018, 4, 1))
    move(city, "strike", on=date(2018, 5, 1))
    months = months_of(city, COUNTY, BOOK, date(2018, 6, 1))
    assert [(each.month, each.opened, each.closed, each.standing) for each in months] == [
        (3, 2, 0, 2),
        (4, 0, 0, 2),
        (5, 0, 1, 1),
        (6, 0, 0, 1),
    ]


def test_the_city_reads_its_counties_ledgers_and_no_county_another(city: Office) -> None:
    report_classes(city, 2017, c3_1=60)
    assert len(load_ledger(city, COUNTY).findings) == 1
    assert load_ledger(city, NEIGHBOUR).findings == ()
    assert load_ledger(city, CITY).findings == ()


def test_what_is_open_against_a_school_is_counted_with_its_next_deadline(city: Office) -> None:
    report_classes(city, 2017, c3_1=60, c3_2=57)
    treat(city, 2, deadline=date(2018, 6, 1))
    found = open_findings(city, CITY, [COUNTY, NEIGHBOUR])
    assert found == {(COUNTY, "S1"): OpenFindings(2, date(2018, 6, 1), "")}
    treat(city, 2, owner=Owner(OwnerKind.DEPARTMENT, "education"))
    assert open_findings(city, CITY, [COUNTY])[COUNTY, "S1"].owner == "市教育局"
    with pytest.raises(ScopeError):
        open_findings(city, NEIGHBOUR, [COUNTY])


def test_an_unknown_tenant_or_book_is_refused(city: Office) -> None:
    with pytest.raises(DudaoError):
        recheck_ledger(city, "000000")
    with pytest.raises(DudaoError):
        recheck_ledger(city, COUNTY, "no.book")


def late(office: Office) -> list[str]:
    ledger = load_ledger(office, DUTY_COUNTY, DUTIES)
    return [each.key.rule for each in ledger.findings if each.key.kind == "duty"]


def test_a_duty_that_is_overdue_opens_a_finding_of_its_leading_department(
    installed: Office, opened: Duties
) -> None:
    recheck_ledger(installed, DUTY_COUNTY, DUTIES, date(2018, 6, 1))
    assert late(installed) == []
    recheck_ledger(installed, DUTY_COUNTY, DUTIES, date(2019, 1, 1))
    assert late(installed) == list(opened.works)
    first = load_ledger(installed, DUTY_COUNTY, DUTIES).findings[0]
    lead = opened.works[first.key.rule].parts[0].department
    assert first.owner is not None
    assert first.owner.code == lead


def test_a_duty_is_unknown_while_it_waits_and_passes_when_it_is_accepted(
    installed: Office, opened: Duties
) -> None:
    recheck_ledger(installed, DUTY_COUNTY, DUTIES, date(2019, 1, 1))
    code, *_ = opened.works
    seen = []
    submit(installed, opened, code)
    for accepted in (False, True):
        if accepted:
            accept_duty(installed, EDITOR, opened, code)
        recheck_ledger(installed, DUTY_COUNTY, DUTIES, date(2019, 1, 2))
        ledger = load_ledger(installed, DUTY_COUNTY, DUTIES)
        seen += [each.rule for each in ledger.findings if each.key.rule == code]
    assert seen == [Recheck.UNKNOWN, Recheck.PASSES]
