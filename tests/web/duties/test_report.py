"""The self-evaluation on the page: what its paper says, a draft until it is locked, then frozen."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from tests.web.duties.conftest import (
    COUNTY,
    EDITOR,
    FINANCE,
    HOME,
    REVIEWER,
    YEAR,
    Visitor,
    filler,
    finish,
)

from dudao.api import (
    Actor,
    Draft,
    Duties,
    Office,
    assemble,
    attach_new,
    changed_figures,
    load_duties,
    lock,
    register_event,
    report_of,
    save_part,
    send,
    send_back,
)
from dudao.casework.office import writing
from dudao.store import hold_plan
from dudao.store.worktables import PlanRow

EVIL = "<script>alert('报')</script>"


def now(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


@pytest.fixture
def finished(county: Office, duties: Duties) -> Office:
    """The county with all duties accepted."""
    finish(county, duties)
    return county


@pytest.fixture
def locked(finished: Office) -> Office:
    """The county with its self-evaluation locked."""
    assemble(finished, EDITOR, now(finished))
    lock(finished, EDITOR, now(finished))
    return finished


def accident(office: Office) -> None:
    """Enter an accident, which changes the figures."""
    register_event(office, EDITOR, COUNTY, YEAR, "gangcha.accidents", date(2018, 5, 4), "校车追尾")


def test_a_year_not_opened_says_so(early: Visitor) -> None:
    assert "2018 年的任务尚未部署" in early.get("/report")
    assert early.get("/report.docx", 400)


def test_before_the_lock_it_is_a_live_draft(
    county: Office, duties: Duties, visitor: Visitor
) -> None:
    page = visitor.get("/report")
    assert "<span>草稿</span>" in page
    assert "优秀、合格、不合格</b>" in page
    accident(county)
    page = visitor.get("/report")
    assert "<b>不合格</b>。" in page
    assert "V4 发生不稳定事件、安全责任事故或重大违纪违规" in page


def test_what_departments_wrote_is_shown_in_paragraphs_and_never_as_markup(
    county: Office, duties: Duties, visitor: Visitor
) -> None:
    part = duties.works["二.3"].parts[0]
    draft = Draft(part.version, f"第一段\n\n第二段{EVIL}", {})
    save_part(county, FINANCE, duties, "二.3", "finance", draft)
    page = visitor.get("/report")
    assert '<p class="words">第一段</p>' in page
    assert "第二段&lt;script&gt;" in page
    assert EVIL not in page


def test_the_page_says_what_its_paper_says(finished: Office, visitor: Visitor) -> None:
    attach = ("会议纪要.txt", "会议纪要".encode())
    page = visitor.get("/report")
    paper = visitor.client.get(f"{HOME}/report.docx")
    assert paper.status_code == 200
    document = Document(BytesIO(paper.content))
    shown = page.replace("\n", "")
    said = [
        each.text for each in document.paragraphs if each.style and "Heading" in each.style.name
    ]
    assert len(said) > 25
    for heading in said:
        assert heading.removeprefix("（一）").removeprefix("（二）") in shown
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {cell for cell in cells if cell and cell not in shown and "\n" not in cell} <= {
        "项目",
        "摘要",
        "等次",
        "原因",
    }
    assert attach


def test_the_paper_is_downloaded_under_a_chinese_name(visitor: Visitor) -> None:
    answer = visitor.client.get(f"{HOME}/report.docx")
    assert "wordprocessingml" in answer.headers["content-type"]
    assert "%E8%87%AA%E8%AF%84%E6%8A%A5%E5%91%8A" in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].startswith("attachment")


def test_evidence_is_listed_with_its_digest(
    county: Office, duties: Duties, visitor: Visitor
) -> None:
    actor = filler("finance")
    digest = attach_new(county, actor, duties, "二.3", "finance", "票据.txt", b"receipt")
    page = visitor.get("/report")
    assert "票据.txt" in page
    assert digest[:12] in page


@pytest.mark.parametrize("actor", [None, FINANCE, REVIEWER])
def test_its_moves_are_for_the_collecting_department_alone(
    finished: Office, visitor: Visitor, actor: Actor | None
) -> None:
    assert 'name="move"' not in visitor.as_(actor).get("/report")
    visitor.post("/report", 403, move="assemble")
    assert now(finished).state == "open"


def test_what_hinders_the_assembling_is_said(visitor: Visitor) -> None:
    page = visitor.as_(EDITOR).get("/report")
    assert "还有 19 项任务没有受理:一.1、" in page
    assert 'value="assemble" disabled' in page
    assert "还有 19 项任务没有受理" in visitor.post("/report", 422, move="assemble")


def test_it_goes_its_way_from_the_page(finished: Office, visitor: Visitor) -> None:
    visitor.as_(EDITOR)
    for move, state in (("assemble", "assembled"), ("lock", "locked"), ("send", "sent")):
        assert f'value="{move}"' in visitor.get("/report")
        visitor.post("/report", move=move)
        assert now(finished).state == state
    assert 'name="move"' not in visitor.get("/report")
    assert "示例州:审核自评" in visitor.get("/report")


def test_each_move_says_what_it_means(finished: Office, visitor: Visitor) -> None:
    visitor.as_(EDITOR)
    assert "各部门不能再改动所填内容" in visitor.get("/report")
    assemble(finished, EDITOR, now(finished))
    page = visitor.get("/report")
    assert "定稿:文字、数据、结论和佐证清单都固定下来" in page
    assert "各部门可以继续改动" in page
    lock(finished, EDITOR, now(finished))
    assert "报送示例州" in visitor.get("/report")


def test_reopening_asks_for_a_reason_and_keeps_what_was_typed(
    locked: Office, visitor: Visitor
) -> None:
    visitor.as_(EDITOR)
    assert "重新办理没有写明理由" in visitor.post("/report", 422, move="reopen", comment=" ")
    long = "因" * 2001
    assert f">{long}</textarea>" in visitor.post("/report", 422, move="reopen", comment=long)
    visitor.post("/report", move="reopen", comment="数字有误")
    assert now(locked).state == "open"
    assert "<span>草稿</span>" in visitor.get("/report")


def test_a_move_that_is_none_is_refused(visitor: Visitor) -> None:
    assert "没有这一步" in visitor.as_(EDITOR).post("/report", 422, move="burn")


def test_the_locked_one_stays_and_says_that_figures_have_changed(
    locked: Office, visitor: Visitor
) -> None:
    before = visitor.get("/report")
    assert "草稿" not in before
    assert "锁定后数据有改动" not in before
    accident(locked)
    page = visitor.get("/report")
    changed = changed_figures(locked, now(locked))
    assert changed
    assert f"锁定时的摘要为 {changed[0][:12]},现在为 {changed[1][:12]}" in page
    article = page.partition("<article")[2]
    assert article == before.partition("<article")[2]
    assert report_of(locked, now(locked)).assembled


def test_a_rule_book_that_was_replaced_is_said(county: Office, visitor: Visitor) -> None:
    assert "现在安装的评价办法与部署时的不一致" not in visitor.get("/report")
    with writing(county, COUNTY) as session:
        plan = hold_plan(session, YEAR, "gangcha.duties", moving=True)
        row = session.get(PlanRow, (COUNTY, YEAR, plan.book))
        assert row
        row.book_hash = "0" * 64
    page = visitor.get("/report")
    assert "现在安装的评价办法与部署时的不一致:部署时的摘要为 000000000000" in page
    assert now(county).rules.digest[:12] in page


def test_why_it_was_sent_back_is_said_where_it_is_mended(locked: Office, visitor: Visitor) -> None:
    send(locked, EDITOR, now(locked))
    send_back(locked, REVIEWER, now(locked), f"佐证不全{EVIL}")
    page = visitor.as_(EDITOR).get("/report")
    assert "上级退回了第 1 次报送:佐证不全&lt;script&gt;" in page
    assert 'value="reopen"' in page
    assert 'value="lock"' not in page


def test_the_decided_grade_is_in_the_report(locked: Office, visitor: Visitor) -> None:
    send(locked, EDITOR, now(locked))
    visitor.as_(REVIEWER).post("/review", move="review")
    visitor.post("/grade", move="decide", grade="不合格", comment="核查属实")
    assert "经认定,等次为:<b>不合格</b>。" in visitor.get("/report")
