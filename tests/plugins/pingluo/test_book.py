"""Pingluo's book: on top of the national one, with every member unit answering for something."""

from __future__ import annotations

from datetime import date

import pytest

from dudao.api import Plugins, RuleBook

UNITS = (
    "教体局", "发改科技局", "财政局", "国土局", "人社局", "住建局", "公安局", "编办",
    "卫生计生局", "文广局", "税务局", "市场监管局", "妇联", "残联", "团县委", "各乡镇",
)  # fmt: skip


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("pingluo.balanced", date(2020, 1, 1))


def test_the_national_items_are_all_inherited_unchanged(book: RuleBook, plugins: Plugins) -> None:
    national = plugins.shelf.named("cn.balanced@2017", date(2020, 1, 1))
    assert [book.by_code[entry.code] for entry in national.indicators] == list(national.indicators)
    assert book.population == national.population
    assert book.conditions == national.conditions


@pytest.mark.parametrize("unit", UNITS)
def test_every_member_unit_leads_a_duty(unit: str, book: RuleBook) -> None:
    assert [duty.code for duty in book.duties if duty.lead == unit]


def test_the_phases_follow_each_other_without_a_day_between(book: RuleBook) -> None:
    spans = [(phase.since, phase.until) for phase in book.phases]
    assert spans == [
        (date(2018, 3, 1), date(2018, 9, 30)),
        (date(2018, 10, 1), date(2019, 12, 31)),
        (date(2020, 1, 1), date(2020, 12, 31)),
    ]


def test_the_last_phase_asks_for_every_national_item(book: RuleBook, plugins: Plugins) -> None:
    national = plugins.shelf.named("cn.balanced@2017", date(2020, 1, 1))
    counting = {entry.code for entry in national.indicators if entry.counts}
    assert counting <= set(book.phases[-1].indicators)


def test_the_organisation_names_offices_and_every_member_unit(book: RuleBook) -> None:
    members = [unit.name for unit in book.organisation if unit.kind == "member"]
    assert members == list(UNITS)
    assert {unit.kind for unit in book.organisation} >= {"leading_group", "head", "office"}
