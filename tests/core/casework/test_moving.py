"""A year is opened from the book; duties are reported, accepted and returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.core.casework.county import (
    BOOK,
    COUNTY,
    EDITOR,
    OPENED,
    YEAR,
    accept,
    log,
    of,
    part,
    stored,
    submit,
    unchanged,
    write,
)
from tests.core.store.work import at_once

from dudao.casework import (
    Draft,
    Duties,
    Office,
    accept_duty,
    assemble,
    find_duties,
    load_duties,
    open_plan,
    return_duty,
    save_part,
    submit_duty,
)
from dudao.errors import DudaoError, NotAllowed
from dudao.workflow import DutyState, PartState, PlanState


def now(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


def test_opening_gives_every_department_its_parts(installed: Office, opened: Duties) -> None:
    assert list(opened.works) == [duty.code for duty in opened.rules.duties]
    assert len(opened.works) == 19
    work = opened.works["二.1"]
    assert [each.department for each in work.parts] == ["finance", "education"]
    assert (work.due, work.state) == (date(2018, 10, 15), DutyState.COLLECTING)
    assert {each.state for work in opened.works.values() for each in work.parts} == {
        PartState.DRAFT
    }
    assert (opened.plan.opened, opened.plan.book_hash) == (OPENED, opened.rules.digest)
    [entry] = log(installed)
    assert (entry.action, entry.who, entry.detail["due"]) == ("open", "县教育局 张经办", {})


def test_single_duties_are_due_on_other_days_this_year(installed: Office) -> None:
    due = {"二.1": date(2018, 11, 1)}
    duties = open_plan(installed, EDITOR, COUNTY, YEAR, OPENED, due=due)
    assert duties.works["二.1"].due == date(2018, 11, 1)
    assert duties.works["二.2"].due == date(2018, 10, 15)
    assert log(installed)[0].detail["due"] == {"二.1": "2018-11-01"}


@pytest.mark.parametrize(
    ("opened", "due", "told"),
    [
        (date(2018, 10, 16), {}, "任务 一.1 教育优先发展:完成时限 2018-10-15 早于"),
        (OPENED, {"二.1": date(2018, 1, 1)}, "任务 二.1 政府教育支出责任:完成时限"),
        (OPENED, {"九.9": date(2018, 5, 1)}, "任务 九.9"),
        (date(2016, 12, 31), {}, "部署日期 2016-12-31 与年度不符"),
        (date(2020, 1, 1), {}, "部署日期 2020-01-01 与年度不符"),
    ],
)
def test_a_year_with_impossible_days_is_not_opened(
    installed: Office, opened: date, due: dict[str, date], told: str
) -> None:
    with pytest.raises(DudaoError, match=told):
        open_plan(installed, EDITOR, COUNTY, YEAR, opened, due=due)
    assert find_duties(installed, COUNTY, YEAR) is None
    assert log(installed) == []


def test_a_year_is_opened_once_even_by_two_at_once(installed: Office) -> None:
    def begin() -> Duties:
        return open_plan(installed, EDITOR, COUNTY, YEAR, OPENED)

    answers = at_once(begin, begin)
    assert sorted(type(each).__name__ for each in answers) == ["DudaoError", "Duties"]
    assert len(log(installed)) == 1
    with pytest.raises(DudaoError, match="已经部署过"):
        begin()


@pytest.mark.parametrize(
    "actor",
    [
        of("education"),
        replace(EDITOR, tenant="632200"),
        replace(EDITOR, tenant="632223"),
        replace(EDITOR, name=""),
    ],
)
def test_only_the_collecting_department_opens(installed: Office, actor: object) -> None:
    with pytest.raises(NotAllowed):
        open_plan(installed, actor, COUNTY, YEAR, OPENED)  # type: ignore[arg-type]
    assert find_duties(installed, COUNTY, YEAR) is None


def test_a_book_without_duties_cannot_be_opened(installed: Office) -> None:
    with pytest.raises(DudaoError, match="没有职责任务"):
        open_plan(installed, EDITOR, COUNTY, YEAR, OPENED, "cn.balanced")


def test_a_report_needs_the_leaders_own_words(installed: Office, opened: Duties) -> None:
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="牵头部门的情况说明还没有写"):
        submit_duty(installed, of("finance"), opened, "二.1", "原因")
    same()


def test_parts_still_owed_have_to_be_accounted_for(installed: Office, opened: Duties) -> None:
    write(installed, opened, "二.2", "finance")
    write(installed, opened, "二.2", "development", file=True)
    same = unchanged(installed)
    for comment in ("", "  "):
        with pytest.raises(DudaoError, match="尚未提交配合材料:县住房和城乡建设局;"):
            submit_duty(installed, of("finance"), opened, "二.2", comment)
    same()
    submit_duty(installed, of("finance"), opened, "二.2", " 住建局机构调整 ")
    work = now(installed).works["二.2"]
    assert (work.state, work.comment) == (DutyState.SUBMITTED, "住建局机构调整")
    assert [each.state for each in work.parts] == [
        PartState.FILED,
        PartState.FILED,
        PartState.DRAFT,
    ]


def test_the_leaders_figures_count_from_the_report_on(installed: Office, opened: Duties) -> None:
    write(installed, opened, "二.1", "finance", "已拨付", {"gdp": "150000"})
    write(installed, opened, "二.1", "education", file=True)
    assert "gdp" not in stored(installed)
    submit_duty(installed, of("finance"), opened, "二.1")
    assert stored(installed)["gdp"] > 0


def test_a_report_does_not_put_filed_figures_over_later_ones(
    installed: Office, opened: Duties
) -> None:
    write(installed, opened, "二.1", "finance", "已拨付", {"gdp": "100"}, file=True)
    write(installed, opened, "二.1", "education", "更正", {"gdp": "200"}, file=True)
    later = stored(installed)["gdp"]
    submit_duty(installed, of("finance"), opened, "二.1")
    assert stored(installed)["gdp"] == later


def test_a_reported_duty_holds_its_parts(installed: Office, opened: Duties) -> None:
    submit(installed, opened, "二.1")
    same = unchanged(installed)
    for department in ("finance", "education"):
        version = part(installed, "二.1", department).version
        with pytest.raises(DudaoError, match="任务已报送,不能再改动"):
            save_part(
                installed, of(department), opened, "二.1", department, Draft(version, "改", {})
            )
    same()


def test_a_returned_duty_goes_back_to_its_leader_with_the_reason(
    installed: Office, opened: Duties
) -> None:
    accept(installed, opened, "二.1")
    return_duty(installed, EDITOR, opened, "二.1", " 金额不符 ")
    work = now(installed).works["二.1"]
    lead = work.parts[0]
    assert (work.state, work.comment) == (DutyState.RETURNED, "金额不符")
    assert (lead.state, lead.comment, lead.narrative) == (
        PartState.HANDED_BACK,
        "金额不符",
        "已办理",
    )
    write(installed, opened, "二.1", "finance", "已更正")
    submit_duty(installed, of("finance"), opened, "二.1", "教育局未交")
    accept_duty(installed, EDITOR, opened, "二.1")
    assert now(installed).works["二.1"].state == DutyState.ACCEPTED
    assert [entry.action for entry in log(installed)][-5:] == [
        "accept",
        "return",
        "save",
        "submit",
        "accept",
    ]


def test_a_return_without_a_reason_is_refused(installed: Office, opened: Duties) -> None:
    submit(installed, opened, "二.1")
    same = unchanged(installed)
    with pytest.raises(DudaoError, match="没有写明理由"):
        return_duty(installed, EDITOR, opened, "二.1", " ")
    same()


def test_what_is_not_reported_cannot_be_accepted(installed: Office, opened: Duties) -> None:
    with pytest.raises(DudaoError, match="现为“办理中”,不能受理"):
        accept_duty(installed, EDITOR, opened, "二.1")


def test_a_return_and_the_assembling_at_once_leave_one_of_them(
    installed: Office, accepted: Duties
) -> None:
    answers = at_once(
        lambda: return_duty(installed, EDITOR, accepted, "二.1", "漏项"),
        lambda: assemble(installed, EDITOR, accepted),
    )
    duties = now(installed)
    returned = duties.works["二.1"].state == DutyState.RETURNED
    assembled = duties.state is PlanState.ASSEMBLED
    assert returned is not assembled
    assert [type(each).__name__ for each in answers] == (
        ["NoneType", "DudaoError"] if returned else ["DudaoError", "NoneType"]
    )


def test_departments_work_on_different_duties_at_once(installed: Office, opened: Duties) -> None:
    codes = ("二.1", "二.2", "二.3", "三.2")
    answers = at_once(
        *[lambda code=code: write(installed, opened, code, "finance", code) for code in codes]
    )
    assert answers == [1] * 4
    assert {part(installed, code, "finance").narrative for code in codes} == set(codes)
    assert [entry.number for entry in log(installed)] == [1, 2, 3, 4, 5]
    assert find_duties(installed, COUNTY, YEAR, f"{BOOK}@2018") is not None
