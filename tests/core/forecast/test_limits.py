"""Where the limit of a class comes from: what is given, the book at the deadline, the usual size."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.core.build import BASIS, at_least, at_most, book, indicator
from tests.core.forecast.series import level, one_school

from dudao.facts import Stage
from dudao.forecast import Assumptions, forecast, limits_of
from dudao.rulebook import RuleBook

YEARS = one_school(level(40), level(40))
DAY = date(2020, 12, 31)
LARGEST = {"kind": "extreme", "pick": "largest"}


def sizes(*targets: dict[str, Any], code: str = "size", **changes: Any) -> dict[str, Any]:
    """Return an indicator of the largest class of a stage."""
    return indicator(code, LARGEST, *targets, subject="stage", **changes)


def milestones() -> RuleBook:
    """Return a book whose limit steps down at the end of 2018 and of 2020."""
    first = {"since": "2018-12-31", "until": "2020-12-30", "stage": "primary"}
    then = {"since": "2020-12-31", "stage": "primary", "clause": f"{BASIS} 二"}
    return book(sizes(at_most(55, **first), at_most(45, **then)))


def pupils(found: RuleBook, day: date = DAY) -> dict[Stage, int]:
    return {stage: limit.pupils for stage, limit in limits_of(found, day).items()}


def test_the_target_in_force_on_the_last_day_of_the_deadline_is_the_limit() -> None:
    for until, limit in ((2018, 55), (2019, 55), (2020, 45), (2021, 45)):
        found = forecast(YEARS, until, None, milestones())
        assert found.limits == {Stage.PRIMARY: limit, Stage.JUNIOR: 50}


def test_the_result_says_which_document_and_clause_it_is_from() -> None:
    found = forecast(YEARS, 2020, None, milestones())
    assert found.sources == {
        Stage.PRIMARY: f"示例办法,{BASIS} 二,2020-12-31 起",
        Stage.JUNIOR: "常用的标准班额",
    }


def test_what_is_given_goes_before_the_book() -> None:
    found = forecast(YEARS, 2020, Assumptions({Stage.PRIMARY: 48}), milestones())
    assert (found.limits[Stage.PRIMARY], found.sources[Stage.PRIMARY]) == (48, "给定")


def test_before_the_first_milestone_the_usual_size_holds() -> None:
    assert limits_of(milestones(), date(2018, 12, 30)) == {}


def test_of_several_limits_the_strictest_counts() -> None:
    found = book(sizes(at_most(50), code="a"), sizes(at_most(45, stage="primary"), code="b"))
    assert pupils(found) == {Stage.PRIMARY: 45, Stage.JUNIOR: 50}


def test_fewer_than_is_one_less_than_at_most() -> None:
    assert pupils(book(sizes({"op": "<", "limit": 56}))) == dict.fromkeys(Stage, 55)


@pytest.mark.parametrize(
    "entry",
    [
        sizes(at_least(20)),
        sizes(at_most(30, when={"types": ["special"]})),
        sizes(at_most(30), applies={"types": ["special"]}),
        indicator("size", {"kind": "extreme", "pick": "smallest"}, at_most(30), subject="stage"),
        indicator("size", {"kind": "tally", "at_least": 56}, at_most(0), subject="stage"),
    ],
    ids=["lower bound", "some schools", "special schools", "smallest class", "count"],
)
def test_what_is_no_upper_limit_for_everybody_is_none(entry: dict[str, Any]) -> None:
    assert limits_of(book(entry), DAY) == {}
