"""The board: opening a year, and seeing at a glance who leads what and what is late."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from tests.web.conftest import Clock
from tests.web.duties.conftest import (
    COUNTY,
    EDITOR,
    FINANCE,
    HOME,
    REVIEWER,
    TAX,
    VIEWER,
    YEAR,
    Visitor,
    finish,
)
from tests.web.reading import words

from dudao.api import (
    Actor,
    Draft,
    Duties,
    Standing,
    accept_duty,
    assemble,
    attach_new,
    find_duties,
    history_of,
    load_duties,
    lock,
    reopen,
    return_duty,
    save_part,
    send,
    send_back,
    submit_duty,
    take_in,
)
from dudao.casework import Office
from dudao_web.view.due import due_of
from dudao_web.view.duties.board import duty_lines
from dudao_web.view.duties.progress import progress

DUE = date(2018, 10, 15)


@pytest.fixture(autouse=True)
def summer(clock: Clock) -> None:
    """It is summer: nothing is due yet."""
    clock(date(2018, 7, 1))


def row(page: str, title: str) -> str:
    """Return what the row of a duty says."""
    [found] = [each for each in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if title in each]
    return words(found)


@pytest.mark.parametrize(
    ("day", "said", "key"),
    [
        (date(2018, 10, 16), "超期 1 天", "over"),
        (DUE, "今天到期", "soon"),
        (date(2018, 10, 8), "还有 7 天", "soon"),
        (date(2018, 10, 7), "还有 8 天", "later"),
    ],
)
def test_a_day_is_seen_from_today(day: date, said: str, key: str) -> None:
    assert (due_of(DUE, day).words, due_of(DUE, day).key) == (said, key)


def test_nothing_is_late_that_is_not_owed() -> None:
    assert not due_of(DUE, date(2019, 1, 1), is_owed=False).is_over


# --- before the year is opened ------------------------------------------------------------------


def test_before_the_year_is_opened_its_duties_and_days_are_shown(early: Visitor) -> None:
    page = words(early.get())
    assert "2018年的任务尚未部署" in page
    assert "19项任务分到23个部门" in page
    assert "牵头部门报告" in page
    assert "教育优先发展" in page


@pytest.mark.parametrize("actor", [None, FINANCE, VIEWER, REVIEWER])
def test_only_the_editor_gets_the_form_that_opens_the_year(
    early: Visitor, actor: Actor | None
) -> None:
    assert 'name="opened"' not in early.as_(actor).get()


def test_today_is_proposed_in_its_own_year_else_the_books_day(early: Visitor, clock: Clock) -> None:
    early.as_(EDITOR)
    assert 'name="opened" value="2018-07-01"' in early.get()
    clock(date(2019, 3, 1))
    assert 'name="opened" value="2018-01-31"' in early.get()


def test_the_editor_opens_the_year_with_another_day_for_one_duty(
    early: Visitor, unopened: Office
) -> None:
    fields = {"opened": "2018-01-20", "due-二.1": "2018-09-30", "due-二.2": "2018-10-15"}
    early.as_(EDITOR).post("/open", **fields)
    duties = load_duties(unopened, COUNTY, YEAR)
    assert duties.plan.opened == date(2018, 1, 20)
    assert duties.works["二.1"].due == date(2018, 9, 30)
    assert duties.works["二.2"].due == DUE
    [entry] = history_of(unopened, duties)
    assert entry.detail["due"] == {"二.1": "2018-09-30"}, "the book's own days are no changes"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opened": "2018-11-01"}, "早于部署日期"),
        ({"opened": "2018-03-05", "due-二.1": "2018-03-01"}, "早于部署日期"),
        ({"opened": "2018-03-05", "due-二.1": "2018-02-30"}, "“2018-02-30”不是日期"),
        ({"opened": ""}, "没有填写"),
        ({"opened": "2012-03-05"}, "与年度不符"),
    ],
)
def test_a_refused_opening_keeps_what_was_typed_and_opens_nothing(
    early: Visitor, unopened: Office, fields: dict[str, str], said: str
) -> None:
    page = early.as_(EDITOR).post("/open", 422, **fields)
    assert 'role="alert"' in page
    assert said in page
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in page
    assert find_duties(unopened, COUNTY, YEAR) is None


@pytest.mark.parametrize("actor", [None, FINANCE, VIEWER, REVIEWER])
def test_nobody_else_opens_the_year(early: Visitor, unopened: Office, actor: Actor | None) -> None:
    page = early.as_(actor).post("/open", 403, opened="2018-01-20")
    assert 'role="alert"' in page
    assert find_duties(unopened, COUNTY, YEAR) is None


def test_a_year_is_not_opened_twice(visitor: Visitor, county: Office) -> None:
    page = visitor.as_(EDITOR).post("/open", 422, opened="2018-02-02")
    assert "已经部署过" in page
    assert 'name="opened" value="2018-02-02"' in page
    assert load_duties(county, COUNTY, YEAR).plan.opened == date(2018, 1, 20)


def test_reloading_a_refused_form_leads_to_the_board(early: Visitor) -> None:
    answer = early.client.get(f"{HOME}/open", follow_redirects=False)
    assert answer.headers["location"] == HOME


# --- the board ----------------------------------------------------------------------------------


def test_the_board_shows_every_duty_in_its_area(visitor: Visitor, duties: Duties) -> None:
    page = visitor.get()
    for code in duties.works:
        assert duties.duties[code].title in page
    bands = re.findall(r'<th scope="rowgroup".*?</th>', page, re.DOTALL)
    assert [words(each) for each in bands] == [
        "一教育管理体制机制3项",
        "二教育经费投入3项",
        "三教师队伍建设3项",
        "四教育保障力度6项",
        "五各级各类教育发展4项",
    ]


def test_a_row_says_who_leads_who_has_filed_and_until_when(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    save_part(county, TAX, duties, "二.3", "tax", Draft(0, "已征收", {}), file=True)
    attach_new(county, FINANCE, duties, "二.3", "finance", "说明.txt", "全文".encode())
    assert row(visitor.get(), "税费征收和拨付") == (
        "二.3税费征收和拨付县财政局●县税务局(已提交)○办理中2018-10-15还有106天?缺数据31"
    )


def test_indicators_are_counted_by_how_they_stand(duties: Duties) -> None:
    standings = [
        Standing("2.3.surcharges", True, (1, 0, 0, 0, 0)),
        Standing(duties.duties["二.3"].indicators[0], True, (0, 0, 1, 0, 0)),
    ]
    lines = {line.code: line for line in duty_lines(duties, {}, standings, DUE)}
    found = {mark.label: count for mark, count in lines["二.3"].indicators}
    assert found == {"未达标": 1, "缺数据": 2}
    assert lines["三.2"].indicators == ()


def test_reported_figures_show_on_the_board(visitor: Visitor, county: Office) -> None:
    facts = {"standing_meetings_education": 2}
    subject = {"code": COUNTY, "kind": "county", "name": "示例县", "facts": facts}
    text = json.dumps({"tenant": COUNTY, "period": YEAR, "subjects": [subject]}).encode()
    take_in(county, COUNTY, "数据.json", text, "统计员")
    assert "✕未达标1?缺数据2" in row(visitor.get(), "教育优先发展")


def test_after_its_day_a_duty_is_late_until_it_is_reported(
    visitor: Visitor, county: Office, duties: Duties, clock: Clock
) -> None:
    clock(date(2018, 10, 20))
    assert "超期5天" in row(visitor.get(), "税费征收和拨付")
    save_part(county, FINANCE, duties, "二.3", "finance", Draft(0, "已征收", {}))
    submit_duty(county, FINANCE, duties, "二.3", "税务局材料随后补报")
    page = visitor.get()
    assert "超期" not in row(page, "税费征收和拨付")
    assert "全部19" in words(page)
    assert "超期18" in words(page)


def test_duties_are_chosen_by_state(visitor: Visitor, county: Office, duties: Duties) -> None:
    save_part(county, FINANCE, duties, "二.3", "finance", Draft(0, "已征收", {}))
    submit_duty(county, FINANCE, duties, "二.3", "税务局材料随后补报")
    page = visitor.get("?show=submitted")
    assert "税费征收和拨付" in page
    assert "教育优先发展" not in page
    assert "没有符合的任务" in visitor.get("?show=accepted")


def test_a_department_sees_what_it_has_a_part_in(visitor: Visitor) -> None:
    page = visitor.get("?department=tax")
    assert "全部1" in words(page)
    assert "税费征收和拨付" in page


def test_by_department_each_shows_what_it_leads_before_what_it_supports(visitor: Visitor) -> None:
    page = visitor.get("?by=department&department=finance")
    bands = [words(each) for each in re.findall(r'<tr class="band">.*?</tr>', page, re.DOTALL)]
    assert bands == ["县财政局待办11项责任清单"]
    shares = re.findall(r'data-label="本部门">(牵头|配合)', page)
    assert shares == ["牵头"] * 4 + ["配合"] * 7
    assert f'href="{HOME}/letters/finance"' in page


@pytest.mark.parametrize("query", ["by=colour", "show=gone", "department=没有的局"])
def test_a_choice_that_does_not_exist_is_told(visitor: Visitor, query: str) -> None:
    assert "可选" in visitor.get(f"?{query}", 400) or "名单中" in visitor.get(f"?{query}", 400)


def test_the_overview_names_what_is_not_met_though_it_closes_no_grade(
    visitor: Visitor, county: Office
) -> None:
    short = {"tenant": COUNTY, "period": YEAR, "subjects": []}
    short["subjects"] = [
        {"code": COUNTY, "kind": "county", "facts": {"preschool_gross_enrolment": 90}}
    ]
    take_in(county, COUNTY, "figures.json", json.dumps(short).encode(), "教育局")
    said = words(visitor.client.get(f"/t/{COUNTY}/{YEAR}").text)
    assert "待评定" in said
    assert "未达标的指标1项" in said
    assert "没有一项未达标" not in said


def test_who_is_at_work_is_reminded_of_what_is_near(visitor: Visitor, clock: Clock) -> None:
    visitor.as_(TAX)
    assert "近期到期或超期" not in visitor.get()
    clock(date(2018, 9, 20))
    assert "县税务局有1项近期到期或超期" in words(visitor.get())
    assert "近期到期或超期" not in visitor.as_(VIEWER).get()


def strides(office: Office) -> list[tuple[str, str]]:
    """Return the steps that are done or now, with their notes."""
    duties = load_duties(office, COUNTY, YEAR)
    found = progress(duties, history_of(office, duties, ""))
    return [(each.label, each.when) for each in found if each.when != "future"]


def test_the_line_of_progress_follows_the_plan(county: Office, duties: Duties) -> None:
    assert strides(county) == [("办理", "present")]
    finish(county, duties)
    assert strides(county)[-1] == ("汇总", "present")
    assemble(county, EDITOR, duties)
    assert strides(county)[-1] == ("锁定", "present")
    lock(county, EDITOR, duties)
    send(county, EDITOR, duties)
    assert strides(county)[-1] == ("审核", "present")
    send_back(county, REVIEWER, duties, "数据有误")
    assert strides(county) == [("办理", "present")]


def test_a_reopened_plan_forgets_the_days_of_the_round_before(
    county: Office, duties: Duties
) -> None:
    finish(county, duties)
    assemble(county, EDITOR, duties)
    reopen(county, EDITOR, duties, "补充材料")
    now = load_duties(county, COUNTY, YEAR)
    found = progress(now, history_of(county, now, ""))
    assert [each.note for each in found] == ["", "", "", "2018-10-31 前", "", ""]


def test_a_returned_duty_is_owed_again(visitor: Visitor, county: Office, duties: Duties) -> None:
    save_part(county, FINANCE, duties, "二.3", "finance", Draft(0, "已征收", {}))
    submit_duty(county, FINANCE, duties, "二.3", "税务局材料随后补报")
    accept_duty(county, EDITOR, duties, "二.3")
    return_duty(county, EDITOR, duties, "二.3", "请核对")
    assert "←已退回2018-10-15还有106天" in row(visitor.get(), "税费征收和拨付")


# --- the way there ------------------------------------------------------------------------------


def test_a_year_with_a_plan_and_no_figures_is_reachable(visitor: Visitor) -> None:
    answer = visitor.client.get(f"/t/{COUNTY}", follow_redirects=False)
    assert answer.headers["location"] == HOME
    other = visitor.client.get(f"/t/{COUNTY}/2030/duties").text
    assert f'href="/t/{COUNTY}/{YEAR}"' in other, "the head lists the year"
    assert f'href="{HOME}"' in visitor.client.get(f"/t/{COUNTY}/{YEAR}").text


def test_a_county_without_anything_may_begin_with_its_duties(early: Visitor) -> None:
    page = early.client.get(f"/t/{COUNTY}").text
    assert re.search(rf'href="/t/{COUNTY}/\d{{4}}/duties"', page)


def test_the_overview_loads_what_is_due_by_itself(visitor: Visitor, county: Office) -> None:
    subject = {"code": COUNTY, "kind": "county", "name": "示例县", "facts": {}}
    text = json.dumps({"tenant": COUNTY, "period": YEAR, "subjects": [subject]}).encode()
    take_in(county, COUNTY, "数据.json", text, "统计员")
    page = visitor.client.get(f"/t/{COUNTY}/{YEAR}").text
    assert f'hx-get="{HOME}/summary"' in page
    part = visitor.client.get(f"{HOME}/summary", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "下一时限:2018-10-15还有106天" in words(part)
    assert f'href="{HOME}/tasks"' in part


def test_the_summary_is_no_page_of_its_own(visitor: Visitor) -> None:
    answer = visitor.client.get(f"{HOME}/summary", follow_redirects=False)
    assert answer.headers["location"] == HOME


def test_the_summary_says_so_where_nothing_is_opened(early: Visitor) -> None:
    part = early.client.get(f"{HOME}/summary", headers={"HX-Request": "true"}).text
    assert "尚未部署" in part
