"""Conformance: holes between dated targets are found; unknown plugins are refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.core.build import at_most, book as sound_book, indicator

from dudao.api import DudaoError, Plugins
from dudao.rulebook import RuleBook, Shelf
from dudao.testing import conform, gaps
from dudao.testing.mutation import mutants


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return Plugins()


def book_with(*targets: dict[str, Any]) -> RuleBook:
    return RuleBook.model_validate(
        {
            "code": "demo.book",
            "edition": "2020",
            "title": "示例",
            "basis": "示〔2020〕1号",
            "since": "2020-01-01",
            "indicators": [
                {
                    "code": "X",
                    "title": "示例",
                    "subject": "county",
                    "clause": "示〔2020〕1号 1",
                    "measure": {"kind": "value", "metric": "primary_retention"},
                    "targets": [{"op": ">=", "limit": 95, **target} for target in targets],
                }
            ],
        }
    )


def test_a_day_without_a_target_between_two_is_found() -> None:
    (problem,) = gaps(book_with({"until": "2020-12-30"}, {"since": "2021-01-01"}))
    assert problem.what == "2020-12-30 之后到 2021-01-01 之前没有目标值"


@pytest.mark.parametrize(
    "targets",
    [
        ({"until": "2020-12-31"}, {"since": "2021-01-01"}),
        ({"since": "2021-01-01"},),
        ({"until": "2020-12-31"},),
        ({"until": "2020-12-30", "stage": "primary"}, {"since": "2021-01-01", "stage": "junior"}),
    ],
)
def test_seamless_late_ended_and_other_stages_targets_leave_no_hole(
    targets: tuple[dict[str, Any], ...],
) -> None:
    assert list(gaps(book_with(*targets))) == []


def test_every_limit_of_a_book_is_moved_both_ways() -> None:
    book = book_with({"until": "2020-12-31"}, {"since": "2021-01-01", "limit": 0})
    changed = [
        [str(target.limit) for target in mutant.book.by_code["X"].targets]
        for mutant in mutants(book, Shelf())
    ]
    assert changed == [["96.90", "0"], ["93.10", "0"], ["95", "1"], ["95", "-1"]]


def test_the_size_of_classes_that_are_counted_is_moved_for_each_stage() -> None:
    measure = {"kind": "tally", "at_least": {"primary": 56, "junior": 61}}
    rules = sound_book(indicator("large", measure, at_most(0)))
    found = [str(mutant) for mutant in mutants(rules, Shelf())]
    assert found == [
        "目标值 0 改成 1",
        "目标值 0 改成 -1",
        "小学班额 56 改成 57",
        "小学班额 56 改成 55",
        "初中班额 61 改成 62",
        "初中班额 61 改成 60",
    ]


def test_what_a_book_inherits_is_not_its_own_to_change(plugins: Plugins) -> None:
    book = plugins.shelf.named("pingluo.balanced@2019", date(2020, 1, 1))
    assert {mutant.code[:2] for mutant in mutants(book, plugins.shelf)} == {"P-"}


def test_a_plugin_that_is_not_installed_is_refused(plugins: Plugins) -> None:
    with pytest.raises(DudaoError, match="没有安装"):
        conform("nowhere", plugins)
