"""Calendar, tasks, letters and addresses."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from docx import Document
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
from tests.web.reading import rows, words

from dudao.api import (
    Actor,
    Draft,
    Duties,
    addresses_of,
    assemble,
    calendar,
    hand_back_part,
    history_of,
    load_duties,
    lock,
    return_duty,
    save_part,
    send,
    send_back,
    set_addresses,
    submit_duty,
)
from dudao.casework import Office
from dudao.errors import DudaoError
from dudao_web.files import DOCX
from dudao_web.view.duties.calendar import calendar_page
from dudao_web.view.duties.letters import changed_addresses


@pytest.fixture(autouse=True)
def autumn(clock: Clock) -> None:
    """It is shortly before the reports are due."""
    clock(date(2018, 10, 12))


# --- calendar -----------------------------------------------------------------------------------


def test_the_calendar_says_what_is_done(visitor: Visitor) -> None:
    steps = "\n".join(rows(visitor.get("/calendar")))
    assert re.search(r"专题安排部署.*●已完成2018-01-20部署", steps)
    assert re.search(r"牵头部门报告.*○未完成0/19项已报送", steps)
    assert re.search(r"督导检查.*系统不记录", steps)


def test_a_step_whose_day_has_passed_is_late(duties: Duties) -> None:
    page = calendar_page(duties.rules, 2018, duties, date(2018, 10, 16))
    [report] = [step for step in page.steps if step.title == "牵头部门报告"]
    assert report.mark is not None
    assert report.mark.label == "超期"


def test_what_was_sent_back_is_to_be_sent_again(county: Office, duties: Duties) -> None:
    finish(county, duties)
    assemble(county, EDITOR, duties)
    lock(county, EDITOR, duties)
    send(county, EDITOR, duties)
    for expected in ("已完成", "未完成"):
        now = load_duties(county, COUNTY, YEAR)
        page = calendar_page(now.rules, 2018, now, date(2018, 10, 20))
        [up] = [step for step in page.steps if step.title == "县政府自评"]
        assert up.mark is not None
        assert up.mark.label == expected
        if expected == "已完成":
            send_back(county, REVIEWER, duties, "数据有误")


def test_today_stands_among_the_days_of_its_own_year_only(visitor: Visitor, clock: Clock) -> None:
    found = rows(visitor.get("/calendar"))
    today = found.index("今天2018-10-12")
    assert found[today + 1].startswith("2018-10-15还有3天")
    clock(date(2020, 1, 1))
    assert "今天" not in visitor.get("/calendar")


def test_the_strip_shows_every_step_within_the_year(duties: Duties) -> None:
    strip = calendar_page(duties.rules, 2018, duties, date(2018, 10, 12)).strip
    assert [span.label for span in strip.spans] == [
        each.step.title for each in calendar(duties.rules, 2018)
    ]
    for span in strip.spans:
        x, width = float(span.x[:-1]), float(span.width[:-1])
        assert x >= 0
        assert width >= 1
        assert x + width <= 100.01
    assert strip.tallies[0][1] == 19


def test_the_calendar_can_be_read_before_the_year_is_opened(early: Visitor) -> None:
    page = early.get("/calendar")
    assert "尚未部署" in page
    assert "教育优先发展" in page
    assert "/duties/duty/" not in page, "there is nothing to open yet"


# --- tasks --------------------------------------------------------------------------------------


def test_my_tasks_are_those_of_my_department(visitor: Visitor) -> None:
    page = visitor.as_(TAX).get("/tasks")
    mine = page[: page.index("谁欠什么")]
    assert rows(mine)[1:] == ["2018-10-15还有3天二.3税费征收和拨付提交配合材料—"]


def test_a_task_says_why_it_came_back(visitor: Visitor, county: Office, duties: Duties) -> None:
    save_part(county, TAX, duties, "二.3", "tax", Draft(0, "已征收", {}), file=True)
    hand_back_part(county, FINANCE, duties, "二.3", "tax", "缺入库凭证")
    assert "缺入库凭证" in rows(visitor.as_(TAX).get("/tasks"))[1]
    save_part(county, FINANCE, duties, "二.3", "finance", Draft(0, "已拨付", {}))
    submit_duty(county, FINANCE, duties, "二.3", "税务材料后补")
    page = visitor.as_(EDITOR).get("/tasks")
    assert any("受理或退回税务材料后补" in each for each in rows(page))
    return_duty(county, EDITOR, duties, "二.3", "请附决算表")
    page = visitor.as_(FINANCE).get("/tasks")
    assert any("汇总报送请附决算表" in each for each in rows(page))


def test_what_is_late_comes_first(visitor: Visitor, clock: Clock) -> None:
    clock(date(2018, 10, 20))
    found = rows(visitor.as_(EDITOR).get("/tasks"))
    assert "超期5天" in found[1]


@pytest.mark.parametrize("actor", [None, VIEWER])
def test_who_does_not_work_sees_who_owes_what(visitor: Visitor, actor: Actor | None) -> None:
    page = visitor.as_(actor).get("/tasks")
    assert 'href="/t/632224/2018/identity' in page
    assert any(each.startswith("县税务局1项") for each in rows(page))


def test_what_is_owed_can_be_read_by_day(visitor: Visitor) -> None:
    found = rows(visitor.get("/tasks?order=due"))[1:]
    days = [each[:10] for each in found]
    assert days == sorted(days)
    assert "县税务局" in "".join(found)


def test_an_order_that_does_not_exist_is_told(visitor: Visitor) -> None:
    assert "可选" in visitor.get("/tasks?order=size", 400)


def test_a_reviewer_owes_nothing_until_it_is_sent_up(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    assert "示例州没有待办" in words(visitor.as_(REVIEWER).get("/tasks"))
    finish(county, duties)
    assemble(county, EDITOR, duties)
    lock(county, EDITOR, duties)
    send(county, EDITOR, duties)
    page = visitor.get("/tasks")
    assert rows(page)[1] == "未定时限全县自评审核自评—"
    assert f'href="{HOME}/review"' in page
    send_back(county, REVIEWER, duties, "数据有误")
    assert any("数据有误" in each for each in rows(visitor.as_(EDITOR).get("/tasks")))


# --- letters ------------------------------------------------------------------------------------


def test_a_letter_lists_what_a_department_leads_and_supports(visitor: Visitor) -> None:
    page = words(visitor.get("/letters/finance"))
    assert "一、牵头任务（4项）" in page
    assert "二、配合任务（7项）" in page
    assert "你单位本年度牵头任务4项、配合任务7项" in page
    assert "示例数据" in page


def test_the_page_says_what_the_file_says(visitor: Visitor) -> None:
    page = words(visitor.get("/letters/tax"))
    answer = visitor.client.get(f"{HOME}/letters/tax/docx")
    assert answer.headers["content-type"] == DOCX
    name = unquote(answer.headers["content-disposition"])
    assert name == "attachment; filename*=UTF-8''示例县2018年责任清单（县税务局）.docx"
    paper = Document(BytesIO(answer.content))
    cells = [cell.text for table in paper.tables for each in table.rows for cell in each.cells]
    for text in [*(each.text for each in paper.paragraphs), *cells]:
        if "_" not in text:  # the blank to be filled in by hand
            assert words(text) in page


@pytest.mark.parametrize("path", ["/letters/没有的局", "/letters/没有的局/docx"])
def test_a_department_that_is_none_has_no_letter(visitor: Visitor, path: str) -> None:
    assert "不在本办法的部门名单中" in visitor.get(path, 404)


@pytest.mark.parametrize("path", ["/letters", "/letters/finance", "/tasks"])
def test_before_the_year_is_opened_the_page_says_how_to_begin(early: Visitor, path: str) -> None:
    page = early.get(path)
    assert "尚未部署" in page
    assert f'href="{HOME}"' in page


def test_there_is_no_file_before_the_year_is_opened(early: Visitor) -> None:
    assert "尚未部署" in early.get("/letters/finance/docx", 404)


def test_every_department_with_a_duty_has_its_letter(visitor: Visitor, duties: Duties) -> None:
    page = visitor.get("/letters")
    units = {part.department for work in duties.works.values() for part in work.parts}
    assert set(re.findall(rf'href="{HOME}/letters/(\w+)"', page)) == units


# --- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [None, FINANCE, VIEWER, REVIEWER])
def test_addresses_are_the_editors_alone(
    visitor: Visitor, county: Office, duties: Duties, actor: Actor | None
) -> None:
    set_addresses(county, EDITOR, duties, {"tax": "tax@example.cn"})
    assert "tax@example.cn" not in visitor.as_(actor).get("/letters")
    page = visitor.post("/letters", 403, **{"to-tax": "other@example.cn"})
    assert 'role="alert"' in page
    assert addresses_of(county, duties) == {"tax": "tax@example.cn"}


def test_the_editor_notes_changes_and_forgets(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    visitor.as_(EDITOR)
    visitor.post("/letters", **{"to-tax": "tax@example.cn", "to-finance": "money@example.cn"})
    assert 'value="tax@example.cn"' in visitor.get("/letters")
    visitor.post("/letters", **{"was-tax": "tax@example.cn", "to-tax": ""})
    assert addresses_of(county, duties) == {"finance": "money@example.cn"}
    noted = [entry.department for entry in history_of(county, duties, "")][:3]
    assert noted[0] == "tax"
    assert sorted(noted[1:]) == ["finance", "tax"]


def test_one_wrong_address_stores_none_and_loses_none(
    visitor: Visitor, county: Office, duties: Duties
) -> None:
    fields = {"to-tax": "tax@example.cn", "to-finance": "没有这种地址"}
    page = visitor.as_(EDITOR).post("/letters", 422, **fields)
    assert "邮箱 县财政局" in page
    for name, value in fields.items():
        assert re.search(f'name="{name}" value="{value}"', page)
    assert addresses_of(county, duties) == {}


def test_all_wrong_addresses_are_told_at_once(county: Office, duties: Duties) -> None:
    with pytest.raises(DudaoError) as refusal:
        set_addresses(county, EDITOR, duties, {"tax": "a", "finance": "b"})
    assert [each.where for each in refusal.value.problems] == ["邮箱 县税务局", "邮箱 县财政局"]


def test_what_was_left_alone_is_not_sent_on() -> None:
    typed = {"to-a": "x@example.cn", "was-a": "x@example.cn", "to-b": "y@example.cn", "was-b": ""}
    assert changed_addresses(typed) == {"b": "y@example.cn"}
