"""Dates and limits side by side: overlaps, reversed spans, and what a child book loosens."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.build import BASIS, at_least, at_most, indicator, raw_book

from dudao.rulebook import RuleBook, verify_dates, verify_editions, verify_extension

P = {"kind": "value", "metric": "primary_retention"}
RURAL = {"areas": ["rural"]}
URBAN = {"areas": ["urban"]}
SMALL = {"metrics": {"students": {"max": 99}}}
MIDDLING = {"metrics": {"students": {"min": 50, "max": 120}}}
LARGE = {"metrics": {"students": {"min": 100}}}


def parent_of(*targets: dict[str, Any], **changes: Any) -> RuleBook:
    """Return a book with one indicator."""
    return raw_book(indicator("P", P, *targets), code="cn.parent", **changes)


def tightening(*targets: dict[str, Any], **changes: Any) -> RuleBook:
    """Return a book that tightens that indicator."""
    return raw_book(tighten=[{"indicator": "P", "targets": targets}], **changes)


def dates(book: RuleBook) -> list[str]:
    """Return what is wrong with a book's dates."""
    return [str(problem).removeprefix("b.toml ") for problem in verify_dates(book, "b.toml")]


def loosened(new: dict[str, Any], *inherited: dict[str, Any]) -> bool:
    """Return whether a new target is refused beside inherited ones."""
    return bool(list(verify_extension(tightening(new), parent_of(*inherited), "b.toml")))


@pytest.mark.parametrize(
    "targets",
    [
        (at_least(95), at_least(97)),
        (at_least(95, until="2020-01-01"), at_least(97, since="2020-01-01")),
        (at_least(95, stage="junior"), at_least(97, stage="junior", until="2020-01-01")),
        (at_least(95, when=RURAL), at_least(97, when=RURAL)),
    ],
)
def test_two_targets_for_the_same_day_and_subjects_are_refused(
    targets: tuple[dict[str, Any], ...],
) -> None:
    fault = "两个目标(95 与 97)的日期重叠;请让前一个的 until 早于后一个的 since"
    assert dates(parent_of(*targets)) == [f"indicators P targets:{fault}"]
    assert dates(tightening(*targets)) == [f"tighten P targets:{fault}"]


@pytest.mark.parametrize(
    "targets",
    [
        (at_least(95, until="2019-12-31"), at_least(97, since="2020-01-01")),
        (at_least(95, stage="primary"), at_least(97, stage="junior")),
        (at_least(95), at_least(97, when=RURAL)),
        (at_least(95), at_least(97, stage="junior")),
    ],
)
def test_targets_that_follow_each_other_or_are_special_stand_side_by_side(
    targets: tuple[dict[str, Any], ...],
) -> None:
    assert dates(parent_of(*targets)) == []


def test_targets_of_two_entries_that_tighten_one_indicator_are_held_together() -> None:
    entries = [{"indicator": "P", "targets": [at_least(limit)]} for limit in (95, 97)]
    assert len(dates(raw_book(tighten=entries))) == 1


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    span = {"since": "2021-01-01", "until": "2020-12-31"}
    part = {"code": "x", "title": "x", "clause": BASIS}
    relaxation = {**part, "when": {}, "limit": 1, **span}
    found = dates(
        raw_book(
            indicator("P", P, at_least(1, **span), relaxations=[relaxation]),
            until="2019-12-31",
            tighten=[{"indicator": "X", "targets": [at_least(1, **span)]}],
            phases=[{**part, **span}],
            conditions=[{**part, "effect": "veto", "grade": "不达标", **span}],
        )
    )
    fault = "until 2020-12-31 早于 since 2021-01-01"
    assert found == [
        "b.toml:until 2019-12-31 早于 since 2020-01-01",
        f"indicators P targets:{fault}",
        f"tighten X targets:{fault}",
        f"indicators P relaxations x:{fault}",
        f"phases x:{fault}",
        f"conditions x:{fault}",
    ]


def test_two_editions_may_not_be_in_force_on_one_day() -> None:
    first = raw_book(edition="2020", until="2022-12-31")
    second = raw_book(edition="2022", since="2022-12-31")
    third = raw_book(edition="2023", since="2023-01-01")
    other = raw_book(code="demo.other", edition="2022", since="2022-12-31")
    (problem,) = verify_editions([(first, "国家"), (second, "b.toml"), (other, "c.toml")])
    assert str(problem) == (
        "b.toml:demo.book@2022 与 demo.book@2020(国家)的有效期重叠;请给较早的版本填 until"
    )
    assert list(verify_editions([(first, "国家"), (third, "c.toml")])) == []


@pytest.mark.parametrize(
    ("new", "old", "refused"),
    [
        (at_least(95), at_least(95), False),
        (at_least(96), at_least(95), False),
        (at_least(94), at_least(95), True),
        ({"op": ">", "limit": 95}, at_least(95), False),
        (at_least(95), {"op": ">", "limit": 95}, True),
        (at_most(44), at_most(45), False),
        (at_most(46), at_most(45), True),
        (at_most(95), at_least(95), True),
        (at_least("excellent"), at_least("good"), False),
        (at_least("fair"), at_least("good"), True),
        (at_most("excellent"), at_least("good"), True),
        ({"op": "==", "limit": True}, {"op": "==", "limit": True}, False),
        ({"op": "==", "limit": False}, {"op": "==", "limit": True}, True),
        (at_least(94, since="2021-01-01"), at_least(95, until="2020-12-31"), False),
        (at_least(94, since="2020-12-31"), at_least(95, until="2020-12-31"), True),
        (at_least(94, stage="primary"), at_least(95, stage="junior"), False),
        (at_least(94), at_least(95, stage="junior"), True),
        (at_least(94, stage="junior"), at_least(95), True),
        # A general target comes last and so replaces a stricter special one.
        (at_least(96), at_least(97, when=RURAL), True),
        (at_least(96, when=RURAL), at_least(97, when=SMALL), True),
        (at_least(96, when=RURAL), at_least(97, when=URBAN), False),
        (at_least(96, when=LARGE), at_least(97, when=SMALL), False),
        (at_least(96, when=MIDDLING), at_least(97, when=SMALL), True),
    ],
)
def test_a_target_lighter_than_the_inherited_one_is_refused(
    new: dict[str, Any], old: dict[str, Any], refused: bool
) -> None:
    assert loosened(new, old) is refused


def test_a_special_target_is_held_to_the_special_one_it_replaces() -> None:
    inherited = (at_most(2000), at_most(2500, when=RURAL))
    assert not loosened(at_most(2400, when=RURAL), *inherited)
    assert loosened(at_most(2600, when=RURAL), *inherited)
    assert loosened(at_most(2400, when=URBAN), *inherited)
    assert not loosened(at_most(1900), *inherited)
    assert loosened(at_least(96), at_least(97), at_least(95, stage="junior"))
    assert loosened(at_least(96), at_least(97), at_least(95, until="2021-01-01"))


def test_what_is_loosened_is_told_with_both_limits() -> None:
    found = list(verify_extension(tightening(at_least(94)), parent_of(at_least(95)), "b.toml"))
    assert [str(problem) for problem in found] == [
        "b.toml tighten P:目标 >= 94 比 cn.parent@2020 的 >= 95 宽松;只能收紧上级标准"
    ]


@pytest.mark.parametrize(
    ("population", "refused"),
    [
        ({"exclude_types": ["special"], "teaching_points_from": 50}, False),
        ({"exclude_types": ["special", "senior"], "teaching_points_from": 50}, True),
        ({"exclude_types": ["special"], "exclude_owners": [10], "teaching_points_from": 50}, True),
        ({"exclude_types": ["special"], "teaching_points_from": 100}, True),
        ({"teaching_points_from": 0}, False),
    ],
)
def test_a_child_book_may_not_leave_out_schools_that_its_parent_judges(
    population: dict[str, Any], refused: bool
) -> None:
    parent = parent_of(
        at_least(95), population={"exclude_types": ["special"], "teaching_points_from": 50}
    )
    found = list(verify_extension(raw_book(population=population), parent, "b.toml"))
    assert [str(each) for each in found] == (
        ["b.toml population:排除了 cn.parent@2020 要评价的学校;只能收紧上级标准"] if refused else []
    )
    assert list(verify_extension(raw_book(), parent, "b.toml")) == []
