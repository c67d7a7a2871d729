"""Promises that hold for the rule books of every bundled plugin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from dudao.api import FactSet, Plugins, RuleBook
from dudao.evaluate import State, evaluate
from dudao.testing import conform, gaps, unnoticed

PLUGINS = ("national", "gangcha", "lezhi", "pingluo", "tonghua", "yimei")
BOOKS = (
    "cn.balanced@2017",
    "cn.basic_balance@2012",
    "cn.preschool@2020",
    "gangcha.duties@2018",
    "lezhi.supervision@2022",
    "pingluo.balanced@2019",
    "tonghua.integration@2017",
    "yimei.duties@2023",
)
HORIZON = date(2027, 12, 31)


def book_named(plugins: Plugins, name: str) -> RuleBook:
    return plugins.shelf.named(name, HORIZON)


def months(first: date) -> Iterator[date]:
    """Yield the book's first day, then the first of every month up to the horizon."""
    day = first
    while day <= HORIZON:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


@pytest.mark.parametrize("name", PLUGINS)
def test_a_bundled_plugin_conforms(name: str, plugins: Plugins) -> None:
    assert conform(name, plugins) == []


@pytest.mark.parametrize("name", PLUGINS)
def test_no_limit_of_a_bundled_plugin_could_change_unnoticed(name: str, plugins: Plugins) -> None:
    assert unnoticed(name, plugins) == []


@pytest.mark.parametrize("name", BOOKS)
def test_everything_in_a_book_has_a_clause_of_a_document_it_names(
    name: str, plugins: Plugins
) -> None:
    book = book_named(plugins, name)
    documents = (book.basis, *book.sources)
    cited = {entry.code: entry.clause for entry in book.indicators}
    cited |= {entry.code: entry.clause for entry in book.conditions}
    cited |= {entry.code: entry.clause for entry in book.duties}
    cited |= {f"阶段 {entry.code}": entry.clause for entry in book.phases}
    assert cited
    assert [code for code, clause in cited.items() if not clause.startswith(documents)] == []


@pytest.mark.parametrize("name", BOOKS)
def test_every_day_a_book_can_be_used_and_no_target_is_missing_between_two(
    name: str, plugins: Plugins
) -> None:
    book = book_named(plugins, name)
    nobody = FactSet("000000", "2027", ())
    targets = {entry.code: entry.targets for entry in book.indicators}
    assert list(gaps(book)) == []
    for day in months(book.since):
        for outcome in evaluate(book, [nobody], day, plugins.vocabulary).outcomes:
            goals = targets[outcome.indicator]
            if goals and outcome.level == "county" and outcome.stage is None:
                silent = not any(target.holds(day) for target in goals)
                assert (outcome.state[0] == State.NOT_APPLICABLE) == silent


@pytest.mark.parametrize("name", BOOKS)
def test_sections_named_by_indicators_and_duties_exist(name: str, plugins: Plugins) -> None:
    book = book_named(plugins, name)
    sections = {section.code for section in book.sections}
    assert {entry.section for entry in book.indicators} <= sections
    assert {entry.section for entry in book.duties} <= sections
