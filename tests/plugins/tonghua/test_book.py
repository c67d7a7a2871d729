"""Tonghua's book: class sizes that step down on two days, ten measures, four safeguards."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from dudao.api import KOfN, Plugins, RuleBook, Tally

MEASURES = tuple(f"二.{number}" for number in range(1, 11))
SAFEGUARDS = tuple(f"三.{number}" for number in range(1, 5))
COUNTIES = "各县(市、区)政府"
STAFF = ["市教育局", "市编办", "市人力资源社会保障局", "市财政局"]
# The bureaus that the document names after the counties' governments.
BUREAUS = {
    "二.1": ["市教育局", "市发展改革委", "市国土资源局", "市规划局"],
    "二.2": ["市教育局", "市发展改革委", "市国土资源局", "市规划局", "市城建局", "市财政局"],
    "二.3": ["市教育局"],
    "二.4": STAFF,
    "二.5": STAFF,
    "二.6": STAFF,
    "二.7": ["市教育局", "市人力资源社会保障局", "市财政局", "市公安局"],
    "二.8": ["市教育局", "市民政局", "市财政局", "市发展改革委", "市城建局"],
    "二.9": ["市教育局", "市财政局", "市公安局", "市民政局"],
    "二.10": ["市教育局", "市民政局", "市公安局", "市财政局"],
    "三.1": [],
    "三.2": ["市教育局"],
    "三.3": ["市教育局"],
    "三.4": ["市教育局"],
}
FOUR = ("unified_building", "unified_staffing", "unified_funding", "unified_equipment")
# From which day each dated goal holds; the others hold from the book's first day.
MILESTONES = {
    date(2017, 12, 31): {"weak_schools", "basic_balance"},
    date(2018, 12, 31): {"class_size", "large_classes"},
    date(2020, 12, 31): {
        "class_size",
        "oversize_classes",
        "standardised",
        "standardised_share",
        *FOUR,
        "management",
        "retention",
    },
}
# Sizes that are asked for on a day: primary, junior.
SIZES = {
    date(2017, 4, 14): [],
    date(2018, 12, 30): [],
    date(2018, 12, 31): [55, 60],
    date(2020, 12, 30): [55, 60],
    date(2020, 12, 31): [45, 50],
    date(2027, 12, 31): [45, 50],
}


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("tonghua.integration", date(2017, 4, 14))


@pytest.mark.parametrize("day", SIZES, ids=str)
def test_the_size_asked_for_is_that_of_the_day(day: date, book: RuleBook) -> None:
    held = [target for target in book.by_code["class_size"].targets if target.holds(day)]
    assert [target.limit for target in held] == [Decimal(size) for size in SIZES[day]]
    assert [target.stage for target in held] == ["primary", "junior"][: len(held)]
    assert {target.op for target in held} <= {"<="}


def test_each_dated_goal_holds_from_its_own_day(book: RuleBook) -> None:
    found: dict[date, set[str]] = {}
    for entry in book.indicators:
        for target in entry.targets:
            if target.since:
                found.setdefault(target.since, set()).add(entry.code)
    assert found == MILESTONES


def test_a_goal_once_reached_has_to_be_kept(book: RuleBook) -> None:
    ended = [each.code for each in book.indicators if each.targets and each.targets[-1].until]
    assert ended == []


def test_what_the_document_only_strives_for_says_so(book: RuleBook) -> None:
    striven = {
        entry.code
        for entry in book.indicators
        if any("力争" in target.note for target in entry.targets)
    }
    assert striven == {"class_size", "oversize_classes", "management"}


def test_too_large_a_class_is_counted_for_the_county_but_judged_once(book: RuleBook) -> None:
    tallies = {entry.code: entry for entry in book.indicators if isinstance(entry.measure, Tally)}
    assert tallies.keys() == {"large_classes", "oversize_classes"}
    assert {(entry.subject, entry.counts) for entry in tallies.values()} == {("county", False)}


def test_a_class_is_counted_from_one_pupil_more_than_is_allowed(book: RuleBook) -> None:
    """The two ways in which the book says how large a class may be agree, day by day."""
    sizes = book.by_code["class_size"].targets
    for code, held in (("large_classes", sizes[:2]), ("oversize_classes", sizes[2:])):
        entry = book.by_code[code]
        assert isinstance(entry.measure, Tally)
        assert {target.since for target in held} == {entry.targets[0].since}
        for target in held:
            assert target.stage is not None
            assert entry.measure.bound(target.stage) == target.limit + 1


def test_the_four_unifications_are_confirmed_one_by_one(book: RuleBook) -> None:
    rule = book.by_code["four_unifications"].measure
    assert isinstance(rule, KOfN)
    assert (rule.of, rule.needed) == (FOUR, 4)
    silent = {entry.code for entry in book.indicators if not entry.counts}
    assert silent == {*FOUR, "large_classes", "oversize_classes"}


def test_ten_measures_and_four_safeguards_stand_in_the_order_of_the_document(
    book: RuleBook,
) -> None:
    assert [duty.code for duty in book.duties] == [*MEASURES, *SAFEGUARDS]
    assert [duty.section for duty in book.duties] == ["二"] * 10 + ["三"] * 4


@pytest.mark.parametrize("duty", [*MEASURES, *SAFEGUARDS])
def test_a_duty_has_its_article_and_its_units(duty: str, book: RuleBook) -> None:
    (found,) = [each for each in book.duties if each.code == duty]
    area, number = duty.split(".")
    assert found.clause == f"{book.basis} {area}({'一二三四五六七八九十'[int(number) - 1]})"
    assert (found.lead, list(found.support)) == (COUNTIES, BUREAUS[duty])


def test_every_unit_has_work_and_duties_name_it_in_full(book: RuleBook) -> None:
    named = {name for duty in book.duties for name in (duty.lead, *duty.support)}
    assert named == {unit.name for unit in book.departments}


def test_no_name_means_two_units_and_none_could_be_a_countys_own_bureau(book: RuleBook) -> None:
    names = [name for unit in book.departments for name in (unit.name, *unit.aliases)]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    bureaus = [unit for unit in book.departments if unit.name != COUNTIES]
    assert all("市" in name for unit in bureaus for name in (unit.name, *unit.aliases))


def test_one_unit_or_duty_answers_for_every_indicator(book: RuleBook) -> None:
    answered = [code for duty in book.duties for code in duty.indicators]
    answered += [entry.code for entry in book.indicators if entry.departments]
    assert sorted(answered) == sorted(book.by_code)


def test_the_measure_a_figure_is_about_answers_for_it(book: RuleBook) -> None:
    for duty in book.duties:
        for code in duty.indicators:
            # Goals of 一(三) are reached by the measure that works towards them.
            assert book.by_code[code].clause in (duty.clause, f"{book.basis} 一(三)")


def test_nothing_is_graded_and_no_yearly_procedure_is_made_up(book: RuleBook) -> None:
    assert book.grading.schemes == ("none",)
    assert (book.conditions, book.consequences, book.procedure) == ((), (), None)
    assert {duty.due for duty in book.duties} == {None}
