"""A department's letter holds the duties it answers for, as the plan was opened, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.core.casework.county import COUNTY, EDITOR, OPENED, YEAR, accept_all

from dudao.casework import Duties, Office, duty_letter, open_plan, step_days
from dudao.errors import DudaoError
from dudao.workflow import calendar


def test_a_letter_names_the_year_the_book_and_who_sends_it(
    installed: Office, opened: Duties
) -> None:
    letter = duty_letter(installed, opened, "县财政局")
    assert (letter.tenant, letter.period, letter.department, letter.collector) == (
        "示例县",
        YEAR,
        "县财政局",
        "县教育局",
    )
    assert letter.opened == OPENED
    assert letter.synthetic is True
    assert all(number in letter.basis for number in ("青政办〔2018〕3号", "北政办〔2018〕59号"))


def test_every_duty_stands_in_the_letters_of_its_departments_and_in_no_other(
    installed: Office, opened: Duties
) -> None:
    book = opened.rules
    for unit in opened.directory:
        expected = {
            duty.code: opened.directory.find(duty.lead) == unit
            for duty in book.duties
            if unit in [opened.directory.find(name) for name in (duty.lead, *duty.support)]
        }
        lines = duty_letter(installed, opened, unit.code).lines
        assert {line.code: line.leads for line in lines} == expected
        assert [line.code for line in lines] == list(expected)


def test_a_line_holds_the_targets_the_day_and_the_clause(installed: Office, opened: Duties) -> None:
    [line] = [each for each in duty_letter(installed, opened, "tax").lines if each.code == "二.3"]
    assert (line.lead, line.support, line.leads) == ("县财政局", ("县税务局",), False)
    assert line.due == date(2018, 10, 15)
    assert line.clause == "二(二)3"
    assert len(line.targets) == 3
    assert line.targets[-1].startswith("土地出让收入余额计提教育资金的比例:")
    assert "10" in line.targets[-1]


def test_the_day_is_that_of_this_years_plan(installed: Office) -> None:
    due = {"二.3": date(2018, 11, 11)}
    duties = open_plan(installed, EDITOR, COUNTY, YEAR, OPENED, due=due)
    days = {line.code: line.due for line in duty_letter(installed, duties, "finance").lines}
    assert days["二.3"] == date(2018, 11, 11)
    assert days["二.1"] == date(2018, 10, 15)


def test_a_target_of_one_year_is_not_in_the_letter_of_another(installed: Office) -> None:
    def targets(period: str, opened: date) -> tuple[str, ...]:
        duties = open_plan(installed, EDITOR, COUNTY, period, opened)
        lines = duty_letter(installed, duties, "ethnic_school").lines
        return next(line.targets for line in lines if line.code == "五.3")

    assert "200" in targets(YEAR, OPENED)[0]
    assert targets("2019", date(2019, 1, 20)) == ("中等职业学校招生数",)


def test_the_calendar_of_the_year_is_in_the_letter(installed: Office, opened: Duties) -> None:
    found = duty_letter(installed, opened, "finance").calendar
    assert [line.title for line in found] == [
        each.step.title for each in calendar(opened.rules, 2018)
    ]
    days = {each.step.title: step_days(each) for each in calendar(opened.rules, 2018)}
    assert days["牵头部门报告"] == "10月11日至10月15日"
    assert days["县政府自评"] == "10月31日前"
    assert {line.title: line.when for line in found} == days


def test_a_letter_does_not_change_with_the_work(installed: Office, opened: Duties) -> None:
    before = duty_letter(installed, opened, "finance")
    assert duty_letter(installed, accept_all(installed, opened), "财政局") == before


def test_a_name_that_is_none_and_a_department_without_a_duty_are_refused(
    installed: Office, opened: Duties
) -> None:
    with pytest.raises(DudaoError, match="不在本办法的部门名单中"):
        duty_letter(installed, opened, "海事局")
    without = {code: work for code, work in opened.works.items() if work.part("tax") is None}
    with pytest.raises(DudaoError, match="部门 县税务局:没有承担任务"):
        duty_letter(installed, replace(opened, works=without), "税务局")
