"""Which indicators have milestones, and what each of them asks for from which day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.build import VOCABULARY, at_most, book, indicator
from tests.core.timeline.years import BOOK, FIRST, SECOND

from dudao.facts import Stage
from dudao.timeline import breaks, has_milestones, milestones_of, stages_in, with_milestones


def test_an_indicator_with_a_limit_from_a_later_day_has_milestones() -> None:
    assert [each.code for each in with_milestones(BOOK)] == [
        "size",
        "big",
        "all_big",
        "rate",
        "rotation",
        "plan",
    ]


def test_a_limit_from_the_first_day_of_the_book_is_no_milestone() -> None:
    began = book(indicator("X", {"kind": "extreme"}, at_most(55, since="2020-01-01")))
    assert not has_milestones(began.by_code["X"], began)


def test_milestones_say_what_is_asked_for_from_when_to_when_and_where_it_stands() -> None:
    first, second = milestones_of(BOOK.by_code["size"], Stage.PRIMARY, BOOK, VOCABULARY)
    assert (first.since, first.until, first.limit, first.printed) == (
        FIRST,
        date(2023, 12, 30),
        "55",
        "≤ 55",
    )
    assert (second.since, second.until, second.op, second.note) == (SECOND, None, "<=", "力争")
    assert first.clause == BOOK.by_code["size"].clause


def test_a_limit_without_a_first_day_begins_with_the_book() -> None:
    base, step = milestones_of(BOOK.by_code["rate"], None, BOOK, VOCABULARY)
    assert (base.since, base.printed) == (BOOK.since, "≥ 95%")
    assert (step.since, step.printed) == (date(2022, 12, 31), "≥ 97%")


def test_words_and_shares_are_exact_and_printed_as_forms_do() -> None:
    [plan] = milestones_of(BOOK.by_code["plan"], None, BOOK, VOCABULARY)
    assert (plan.limit, plan.printed) == ("true", "= 是")
    [share] = milestones_of(BOOK.by_code["rotation"], None, BOOK, VOCABULARY)
    assert (share.limit, share.printed) == ("0.1", "≥ 10%")


def test_stages_are_told_apart_where_the_limits_are() -> None:
    assert stages_in(BOOK.by_code["size"]) == (Stage.PRIMARY, Stage.JUNIOR)
    assert stages_in(BOOK.by_code["big"]) == (Stage.PRIMARY,)
    assert stages_in(BOOK.by_code["rate"]) == (None,)


@pytest.mark.parametrize(("pupils", "broken"), [(55, False), (56, True)])
def test_a_class_breaks_a_limit_or_keeps_it(pupils: int, broken: bool) -> None:
    first, _ = milestones_of(BOOK.by_code["size"], Stage.PRIMARY, BOOK, VOCABULARY)
    assert breaks(pupils, [first]) is broken
