"""Gangcha's book: nineteen duties, each with its leader, its day and its figures."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from dudao.api import Plugins, RuleBook
from dudao.casework.documents import book_document
from dudao.rulebook import indicators_of
from dudao.workflow import calendar

CODES = [
    *("一.1", "一.2", "一.3", "二.1", "二.2", "二.3", "三.1", "三.2", "三.3"),
    *("四.1", "四.2", "四.3", "四.4", "四.5", "四.6", "五.1", "五.2", "五.3", "五.4"),
]
LEADERS = {
    "县政府办公室": ["一.1", "四.5"],
    "县教育工委": ["一.2", "一.3", "四.3"],
    "县财政局": ["二.1", "二.2", "二.3", "三.2"],
    "县机构编制管理办公室": ["三.1"],
    "县教育局": ["三.3", "四.1", "四.2", "四.4", "四.6", "五.1", "五.2", "五.3", "五.4"],
}
# Names as the published page and everyday letters have them.
ALIASES = {
    "教工委": "县教育工委",
    "卫计局": "县卫生和计划生育局",
    "县发展和改革局局": "县发展和改革局",
    "县住房和城乡建设": "县住房和城乡建设局",
    "县税务": "县税务局",
    "县人力资源和社会保障": "县人力资源和社会保障局",
    "公安局": "县公安局",
}


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("gangcha.duties", date(2018, 6, 6))


def test_nineteen_duties_stand_in_five_sections_in_the_order_of_the_document(
    book: RuleBook,
) -> None:
    assert [duty.code for duty in book.duties] == CODES
    assert [duty.section for duty in book.duties] == [code[0] for code in CODES]


@pytest.mark.parametrize("duty", CODES)
def test_a_duty_cites_the_article_of_its_number(duty: str, book: RuleBook) -> None:
    (found,) = [each for each in book.duties if each.code == duty]
    area, number = duty.split(".")
    assert found.clause == f"{book.basis} 二({area}){number}"


def test_the_first_unit_of_each_duty_leads(book: RuleBook) -> None:
    led = {name: [each.code for each in book.duties if each.lead == name] for name in LEADERS}
    assert led == LEADERS


def test_every_leader_reports_by_the_middle_of_october(book: RuleBook) -> None:
    assert {duty.due for duty in book.duties} == {"10-15"}


def test_duties_name_units_in_full(book: RuleBook) -> None:
    full = {unit.name for unit in book.departments}
    named = {name for duty in book.duties for name in (duty.lead, *duty.support)}
    assert named == full


@pytest.mark.parametrize("written", ALIASES)
def test_a_short_or_damaged_name_means_one_unit(written: str, book: RuleBook) -> None:
    (unit,) = [unit for unit in book.departments if written in (unit.name, *unit.aliases)]
    assert unit.name == ALIASES[written]


def test_no_name_means_two_units(book: RuleBook) -> None:
    names = Counter(name for unit in book.departments for name in (unit.name, *unit.aliases))
    assert [name for name, times in names.items() if times > 1] == []


def test_an_indicator_belongs_to_the_duty_its_code_begins_with(book: RuleBook) -> None:
    owners = {code: duty.code for duty in book.duties for code in duty.indicators}
    numbered = [each for each in book.indicators if re.match(r"\d", each.code)]
    assert len(numbered) > 40
    for entry in numbered:
        area, number, _ = entry.code.split(".")
        assert owners[entry.code] == f"{'一二三四五'[int(area) - 1]}.{number}"


def test_somebody_answers_for_every_figure_that_closes_a_grade(book: RuleBook) -> None:
    answered = {code for duty in book.duties for code in duty.indicators}
    answered |= {entry.code for entry in book.indicators if entry.departments}
    members = {code for entry in book.indicators for code in indicators_of(entry.measure)}
    assert members <= answered
    # What is made of others has no figure of its own.
    rest = [each.code for each in book.indicators if each.code not in answered]
    assert rest == [each.code for each in book.indicators if indicators_of(each.measure)]


def test_three_conditions_bar_the_best_grade_and_nine_lead_to_the_worst(book: RuleBook) -> None:
    effects = [(each.code[0], each.effect, each.grade) for each in book.conditions]
    assert Counter(effects) == {("C", "ceiling", "优秀"): 3, ("V", "veto", "不合格"): 9}


def test_the_printed_book_has_all_that_other_programs_read(book: RuleBook) -> None:
    printed = book_document(book)
    (spending,) = [each for each in printed["duties"] if each["code"] == "二.1"]
    assert (spending["lead"], spending["support"]) == ("县财政局", ["县教育局"])
    (share,) = [each for each in printed["indicators"] if each["code"] == "2.1.gdp"]
    assert share["targets"][0]["limit"] == "0.04"
    assert {each["name"] for each in printed["organisation"]} >= {
        "县政府办公室",
        "县政府督查室",
        "县政府教育督导室",
        "县教育局",
        "州政府教育督导委员会",
    }


def test_the_vocational_target_ends_with_its_year(book: RuleBook) -> None:
    (target,) = book.by_code["5.3.vocational"].targets
    assert target.holds(date(2018, 12, 31))
    assert not target.holds(date(2019, 1, 1))
    dated = [each.code for each in book.indicators if any(goal.until for goal in each.targets)]
    assert dated == ["5.3.vocational"]


def test_the_year_comes_round_in_five_steps(book: RuleBook) -> None:
    assert [(each.step.title, each.due) for each in calendar(book, 2018)] == [
        ("专题安排部署", date(2018, 1, 31)),
        ("牵头部门报告", date(2018, 10, 15)),
        ("县政府自评", date(2018, 10, 31)),
        ("督导检查", date(2018, 12, 31)),
    ]


def test_the_best_are_commended_every_three_years(book: RuleBook) -> None:
    years = [
        year
        for year in range(2018, 2027)
        if "表彰先进" in [each.step.title for each in calendar(book, year)]
    ]
    assert years == [2020, 2023, 2026]


def test_the_education_bureau_collects_and_the_prefecture_reviews(book: RuleBook) -> None:
    assert book.procedure
    assert book.procedure.collector == "县教育局"
    assert book.procedure.reviewer == "州政府教育督导委员会"
