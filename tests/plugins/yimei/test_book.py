"""Yimei's book and the figures the district published itself."""

from __future__ import annotations

from datetime import date

import pytest

from dudao.api import DemoTenant, FactSet, Plugins, RuleBook
from dudao.checks import check_facts
from dudao.exchange import read_facts_json


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("yimei.duties", date(2023, 12, 31))


@pytest.fixture(scope="module")
def tenant(plugins: Plugins) -> DemoTenant:
    return next(tenant for tenant in plugins.demo if tenant.code == "230717")


@pytest.fixture(scope="module")
def facts(tenant: DemoTenant, plugins: Plugins) -> FactSet:
    reading = read_facts_json(tenant.facts[0], plugins.vocabulary, "figures.json")
    assert reading.problems == ()
    assert reading.facts is not None
    return reading.facts


def test_sixteen_items_stand_in_six_sections(book: RuleBook) -> None:
    assert [duty.code.partition(".")[2] for duty in book.duties] == [
        str(number) for number in range(1, 17)
    ]
    assert len(book.sections) == 6


def test_no_grade_is_made_where_the_points_are_unknown(book: RuleBook) -> None:
    assert book.grading.scheme == "none"
    assert book.grading.grades == ()


def test_an_indicator_belongs_to_the_item_its_code_begins_with(book: RuleBook) -> None:
    owners = {code: duty.code for duty in book.duties for code in duty.indicators}
    for entry in book.indicators:
        assert owners[entry.code] == f"{entry.section}.{entry.code.partition('.')[0]}"


def test_the_published_figures_are_not_synthetic(tenant: DemoTenant) -> None:
    assert not tenant.synthetic
    assert tenant.source == "伊美区自查报告(2023 年公开)"


def test_money_is_read_exactly_in_yuan(facts: FactSet, plugins: Plugins) -> None:
    spending = plugins.vocabulary["education_spending"]
    assert spending.show(facts.county.facts["education_spending"]) == "1,590,803,000"


def test_the_two_numbers_of_pupils_differ_by_ten(
    facts: FactSet, book: RuleBook, plugins: Plugins
) -> None:
    found = {doubt.code: doubt for doubt in check_facts(facts, book, plugins.vocabulary)}
    assert found["pupils_twice"].severity == "error"
    assert "相差 10" in found["pupils_twice"].message
    assert {"schools", "pupils", "staff", "aid_pupils", "aid_funds", "senior_rooms"}.isdisjoint(
        found
    )
