"""Lezhi's book, read by the numbers of the document itself."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dudao.api import (
    DeadlineKind,
    Plugins,
    RuleBook,
    SanctionStep,
    SubjectKind,
    Supervision,
    VisitForm,
)
from dudao.casework.documents import book_document
from dudao.rulebook import Directory
from dudao.workflow import calendar

SECTIONS = {"一": 4, "二": 4, "三": 4, "四": 4, "五": 3}
CODES = [
    f"{section}.{number}"
    for section, number in zip("一一一一二二二二三三三三四四四四五五五", range(1, 20), strict=True)
]
GOVERNMENT = (SubjectKind.TOWNSHIP, SubjectKind.DEPARTMENT)
SCHOOLS = (SubjectKind.SCHOOL, SubjectKind.KINDERGARTEN)
# As they stand in 三(一)1.
MEMBERS = [
    *("县委组织部", "县委宣传部", "县委编办", "县发展和改革局", "县经济科技信息化局"),
    *("县教育和体育局", "县公安局", "县财政局", "县人力资源和社会保障局"),
    *("县自然资源和规划局", "县住房和城乡建设局", "县农业农村局", "县卫生健康局"),
    *("县应急管理局", "县市场监督管理局", "县民宗局", "团县委"),
]
# Figures that only a person can tell begin with the plugin's name; all others are records.
OWN = "lezhi."


@pytest.fixture(scope="module")
def book(plugins: Plugins) -> RuleBook:
    return plugins.shelf.named("lezhi.supervision", date(2022, 3, 16))


@pytest.fixture(scope="module")
def rules(book: RuleBook) -> Supervision:
    assert book.supervision
    return book.supervision


def test_the_committee_has_seventeen_member_units_in_the_order_of_the_document(
    book: RuleBook,
) -> None:
    assert len(MEMBERS) == 17
    assert [unit.name for unit in book.organisation if unit.kind == "member"] == MEMBERS


def test_one_head_two_deputies_and_a_full_time_one_are_posts_and_not_persons(
    book: RuleBook,
) -> None:
    kinds = Counter(unit.kind for unit in book.organisation)
    assert kinds == {"committee": 1, "head": 1, "deputy": 3, "office": 1, "member": 17, "group": 9}
    (full_time,) = [unit for unit in book.organisation if "专职副主任" in unit.role]
    assert "总督学" in full_time.name


def test_every_member_unit_can_be_named_in_a_duty_under_the_same_code(book: RuleBook) -> None:
    directory = Directory(book.departments)
    for unit in book.organisation:
        if unit.kind in ("member", "office", "committee"):
            assert directory.find(unit.name).code == unit.code


@pytest.mark.parametrize(
    ("written", "code"),
    [("督导室", "supervision"), ("督导委", "committee"), ("县人社局", "personnel")],
)
def test_a_short_name_means_one_unit(written: str, code: str, book: RuleBook) -> None:
    assert Directory(book.departments).find(written).code == code


def test_the_committee_inspects_everybody_and_each_of_nine_groups_its_schools(
    rules: Supervision,
) -> None:
    committee, *groups = rules.bodies
    assert committee.unit == rules.committee
    assert set(committee.inspects) == set(SubjectKind)
    assert not committee.district
    assert len(groups) == 9
    assert {(body.inspects, body.district) for body in groups} == {(SCHOOLS, True)}


def test_modes_come_in_six_pairs_of_which_one_is_the_whole(rules: Supervision) -> None:
    assert set(Counter(mode.pair for mode in rules.modes).values()) == {2}
    assert len(rules.modes) == 12
    assert [mode.title for mode in rules.modes if mode.whole] == ["综合督导"]


def test_an_inspector_has_five_schools_and_a_large_one_alone(rules: Supervision) -> None:
    assert (rules.staffing.schools, rules.staffing.per_large) == (5, 1)


@pytest.mark.parametrize("kind", DeadlineKind)
def test_each_step_has_its_days(kind: DeadlineKind, rules: Supervision) -> None:
    found = rules.deadline(kind)
    assert found
    # The only number that practice gives; it counts every day.
    assert found.working is (kind is not DeadlineKind.RECTIFY)
    assert kind is not DeadlineKind.RECTIFY or found.days == 30


def test_every_day_belongs_to_a_term(rules: Supervision) -> None:
    autumn, spring = rules.terms
    assert (autumn.since, autumn.until) == ("09-01", "01-31")
    assert (spring.since, spring.until) == ("02-01", "08-31")


@pytest.mark.parametrize(
    ("code", "kinds"),
    [("government", GOVERNMENT), ("school", SCHOOLS[:1]), ("kindergarten", SCHOOLS[1:])],
)
def test_each_kind_of_body_has_its_checklist(
    code: str, kinds: tuple[SubjectKind, ...], rules: Supervision
) -> None:
    form = rules.form(code)
    assert isinstance(form, VisitForm)
    assert form.kinds == kinds
    assert 10 <= len(form.items) <= 20


def test_an_item_links_to_the_indicator_that_it_speaks_to(
    book: RuleBook, rules: Supervision
) -> None:
    linked = {item.indicator for form in rules.forms for item in form.items if item.indicator}
    assert linked == {"10.rectified", "16.contacts", "4.liaison"}
    assert linked <= set(book.by_code)


@pytest.mark.parametrize("kind", GOVERNMENT)
def test_the_committee_interviews_government_with_the_units_concerned(
    kind: SubjectKind, rules: Supervision
) -> None:
    rule = rules.interview(kind)
    assert rule
    assert (rule.by, rule.district) == ((rules.committee,), False)
    assert "相关" in rule.together
    assert rule.filed_with == ("所在地党委政府", "上级部门")


@pytest.mark.parametrize("kind", SCHOOLS)
def test_the_office_and_the_group_interview_schools(kind: SubjectKind, rules: Supervision) -> None:
    rule = rules.interview(kind)
    assert rule
    assert (rule.by, rule.district) == ((rules.office,), True)


def test_ten_grounds_of_which_the_first_three_come_after_rectification(
    rules: Supervision,
) -> None:
    assert len(rules.grounds) == 10
    assert [ground.code for ground in rules.grounds if not ground.direct] == [
        "policy",
        "duties",
        "rectification",
    ]


def test_only_private_schools_can_lose_their_licence(rules: Supervision) -> None:
    def codes(kind: SubjectKind, private: bool) -> list[str]:
        found = rules.sanctions_for(SanctionStep.ACCOUNTABILITY, kind, private=private)
        return [each.code for each in found]

    assert codes(SubjectKind.SCHOOL, True) == ["expose", "account", "replace", "licence"]
    assert codes(SubjectKind.SCHOOL, False) == ["expose", "account"]
    assert codes(SubjectKind.TOWNSHIP, True) == ["expose", "account"]


def test_criticism_comes_with_three_proposals_and_hand_over_names_what_was_broken(
    rules: Supervision,
) -> None:
    criticised = rules.sanctions_for(SanctionStep.CRITICISM, SubjectKind.DEPARTMENT)
    assert [each.title.startswith("建议") for each in criticised] == [False, True, True, True]
    handed = rules.sanctions_for(SanctionStep.HAND_OVER, SubjectKind.SCHOOL)
    assert [each.code for each in handed] == ["unlawful", "rights", "conduct"]


def test_the_expert_pool_covers_as_many_fields_as_its_indicator_asks(
    book: RuleBook, rules: Supervision
) -> None:
    (target,) = book.by_code["13.experts"].targets
    assert len(rules.fields) == target.limit == 5


def test_planning_more_than_two_inspections_of_a_school_in_a_term_is_said(
    rules: Supervision,
) -> None:
    assert rules.visits_a_term == 2
    assert rules.burden_clause.endswith("三(二)8")


def test_nineteen_tasks_stand_in_five_reforms_in_the_order_of_the_document(book: RuleBook) -> None:
    assert [duty.code for duty in book.duties] == CODES
    assert Counter(duty.section for duty in book.duties) == SECTIONS
    for duty in book.duties:
        section, number = duty.code.split(".")
        assert duty.clause == f"{book.basis} 三({section}){number}"


def test_all_tasks_are_to_stand_by_the_end_of_2022(book: RuleBook) -> None:
    assert {duty.due for duty in book.duties} == {"2022-12-31"}


def test_an_indicator_belongs_to_the_task_its_code_begins_with(book: RuleBook) -> None:
    owners = {code: duty.code for duty in book.duties for code in duty.indicators}
    assert len(owners) == len(book.indicators)
    for entry in book.indicators:
        number = entry.code.partition(".")[0]
        assert owners[entry.code] == f"{entry.section}.{number}"
        assert entry.clause.endswith(f"三({entry.section}){number}")


def test_every_task_has_something_to_be_judged_by(book: RuleBook) -> None:
    assert [duty.code for duty in book.duties if not duty.indicators] == []


def test_what_can_be_counted_is_counted_from_records(book: RuleBook, plugins: Plugins) -> None:
    read = {code for entry in book.indicators for code in entry.reads}
    reported = {code for code in read if not code.startswith(OWN)}
    assert all(plugins.vocabulary[code].records for code in reported)
    counted = {metric.code for metric in plugins.vocabulary if metric.records}
    assert reported == counted


def test_the_office_collects_and_the_body_above_judges(book: RuleBook) -> None:
    assert book.procedure
    assert Directory(book.departments).find(book.procedure.collector).code == "supervision"
    assert [(each.step.title, each.due) for each in calendar(book, 2022)] == [
        ("部署改革任务", date(2022, 3, 31)),
        ("牵头单位报告", date(2022, 12, 15)),
        ("全体成员会议", date(2022, 12, 31)),
        ("综合督导", date(2022, 12, 31)),
        ("督促检查", date(2022, 12, 31)),
    ]


def test_good_results_are_commended_and_used_without_any_grade(book: RuleBook) -> None:
    assert book.grading.scheme == "none"
    assert {each.grades for each in book.consequences} == {()}
    assert [each.title for each in book.consequences] == ["表扬", "用作重要依据", "考核和奖惩"]


def test_the_printed_book_has_the_organisation_and_the_rules_of_supervision(
    book: RuleBook,
) -> None:
    printed = book_document(book)
    assert [each["name"] for each in printed["organisation"] if each["kind"] == "member"] == MEMBERS
    assert printed["supervision"]["committee"] == "committee"
    assert len(printed["supervision"]["bodies"]) == 10
    assert book_document(book.model_copy(update={"supervision": None}))["supervision"] is None


def test_no_person_is_named(book: RuleBook) -> None:
    posts = [unit.name for unit in book.organisation if unit.kind in ("head", "deputy")]
    assert all(name.endswith(("县长", "主任", "局长", "总督学")) for name in posts)
