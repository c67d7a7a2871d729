"""Who judges what: duties by the collecting department, the whole year by the body above."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.duties.conftest import (
    COUNTY,
    EDITOR,
    FINANCE,
    HOME,
    PREFECTURE,
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
    accept_duty,
    assemble,
    attach_new,
    load_duties,
    lock,
    register_event,
    return_duty,
    save_part,
    send,
    submit_duty,
)

CODE = "一.3"
LEAD, SUPPORT = "party", "education"
EVIL = "<img src=x onerror=alert(1)>"


def now(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


def report(office: Office, duties: Duties, reason: str = "公安局材料下周补报") -> None:
    """Report a duty of which one supporting department has filed."""
    for department in (LEAD, SUPPORT):
        part = duties.works[CODE].part(department)
        assert part
        draft = Draft(part.version, "工作情况", {})
        actor = filler(department)
        save_part(office, actor, duties, CODE, department, draft, file=department == SUPPORT)
    attach_new(office, filler(LEAD), duties, CODE, LEAD, "会议.txt", "会议纪要".encode())
    submit_duty(office, filler(LEAD), duties, CODE, reason)


@pytest.fixture
def reported(county: Office, duties: Duties) -> Office:
    """The county with one duty waiting, its register with an accident."""
    report(county, duties)
    register_event(county, EDITOR, COUNTY, YEAR, "gangcha.accidents", date(2018, 5, 4), "校车追尾")
    return county


@pytest.fixture
def sent(county: Office, duties: Duties) -> Office:
    """The county with its self-evaluation sent up."""
    finish(county, duties)
    assemble(county, EDITOR, duties)
    lock(county, EDITOR, now(county))
    send(county, EDITOR, duties)
    return county


def row(page: str, code: str = CODE) -> str:
    """Return one row of the queue."""
    return page.partition(f'id="duty-{code}"')[2].partition("</tr>")[0]


def test_a_year_not_opened_says_so(early: Visitor) -> None:
    assert "2018 年的任务尚未部署" in early.get("/review")


def test_what_waits_is_shown_with_all_that_its_judge_has_to_know(
    reported: Office, visitor: Visitor
) -> None:
    found = row(visitor.as_(EDITOR).get("/review"))
    assert "牵头:县教育工委" in found
    assert "时限 2018-10-15" in found
    assert "缺 6 份配合材料" in found
    assert "县公安局" in found
    assert "县教育局、" not in found  # it has filed
    assert "牵头部门说明:公安局材料下周补报" in found
    assert "未达标 1</span> 教育系统没有安全责任事故" in found
    assert "缺数据 1</span> 教育系统没有不稳定事件" in found
    assert 'data-label="佐证">1</td>' in found


def test_what_has_not_been_reported_is_listed_apart(reported: Office, visitor: Visitor) -> None:
    page = visitor.get("/review")
    assert '待受理 <span class="dim">1 项' in page
    assert '尚未报送 <span class="dim">18 项,已受理 0 项,共 19 项' in page
    assert "各牵头部门:还有 18 项任务没有报送" in page
    assert "县教育局:受理或退回 1 项任务" in page


@pytest.mark.parametrize("actor", [None, FINANCE, REVIEWER])
def test_buttons_are_only_for_who_judges(
    reported: Office, visitor: Visitor, actor: Actor | None
) -> None:
    assert 'value="accept"' not in visitor.as_(actor).get("/review")
    assert 'value="accept"' in visitor.as_(EDITOR).get("/review")


def test_a_duty_is_accepted_on_its_row(reported: Office, visitor: Visitor) -> None:
    visitor.as_(EDITOR).post("/review", move="accept", duty=CODE, comment="")
    assert now(reported).works[CODE].state == "accepted"
    assert "没有待受理的任务。" in visitor.get("/review")


def test_a_duty_is_returned_with_the_comment_that_its_leader_reads(
    reported: Office, visitor: Visitor
) -> None:
    visitor.as_(EDITOR).post("/review", move="return", duty=CODE, comment=f"第一行\r\n{EVIL}")
    assert now(reported).works[CODE].comment == f"第一行\n{EVIL}"
    page = visitor.get("/review")
    assert "退回意见:第一行" in page
    assert EVIL not in page


def test_a_return_without_a_reason_is_refused_on_the_page(
    reported: Office, visitor: Visitor
) -> None:
    page = visitor.as_(EDITOR).post("/review", 422, move="return", duty=CODE, comment="  ")
    assert "退回没有写明理由" in page
    assert now(reported).works[CODE].state == "submitted"


def test_what_was_typed_stays_where_it_was_typed(reported: Office, visitor: Visitor) -> None:
    comment = "意" * 2001
    page = visitor.as_(EDITOR).post("/review", 422, move="return", duty=CODE, comment=comment)
    assert f">{comment}</textarea>" in row(page)
    assert page.count(comment) == 1


@pytest.mark.parametrize(
    ("actor", "status", "said"),
    [
        (None, 403, "还没有选择身份"),
        (FINANCE, 403, "只有汇总部门可以受理"),
        (REVIEWER, 403, "只有汇总部门可以受理"),
    ],
)
def test_nobody_else_accepts_by_posting(
    reported: Office, visitor: Visitor, actor: Actor | None, status: int, said: str
) -> None:
    page = visitor.as_(actor).post("/review", status, move="accept", duty=CODE)
    assert said in page
    assert now(reported).works[CODE].state == "submitted"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"move": "decide"},
        {"move": "accept"},
        {"move": "accept", "duty": "一.99"},
        {"move": "accept", "duty": "一.1"},
        {"move": "review"},
    ],
)
def test_what_the_page_does_not_offer_is_refused_in_words(
    reported: Office, visitor: Visitor, fields: dict[str, str]
) -> None:
    status = 403 if fields == {"move": "review"} else 422
    assert 'role="alert"' in visitor.as_(EDITOR).post("/review", status, **fields)


def test_when_all_is_accepted_the_next_step_is_shown(
    county: Office, duties: Duties, visitor: Visitor
) -> None:
    finish(county, duties)
    page = visitor.as_(EDITOR).get("/review")
    assert "19 项任务全部受理。" in page
    assert f'<a href="{HOME}/report">汇总自评</a>' in page
    assert "县教育局:汇总全县自评,2018-10-31 前" in page


def test_the_body_above_finds_a_self_evaluation_in_order(sent: Office, visitor: Visitor) -> None:
    assert 'value="review"' in visitor.as_(REVIEWER).get("/review")
    visitor.post("/review", move="review", comment="材料齐全")
    assert now(sent).state == "reviewed"
    page = visitor.get("/review")
    assert "审核通过" in page
    assert "材料齐全" in page
    assert "示例州 王审核" in page
    assert f'{HOME}/grade#decision">评定等次' in page


def test_the_body_above_sends_back_with_its_reason(sent: Office, visitor: Visitor) -> None:
    page = visitor.as_(REVIEWER).post("/review", 422, move="send_back", comment="")
    assert "退回没有写明理由" in page
    visitor.post("/review", move="send_back", comment="佐证不全")
    assert now(sent).state == "sent_back"
    assert "佐证不全" in visitor.as_(EDITOR).get("/review")
    assert "上级退回,待重新办理" in visitor.get("/review")


def test_the_county_does_not_review_itself(sent: Office, visitor: Visitor) -> None:
    assert 'value="review"' not in visitor.as_(EDITOR).get("/review")
    assert "只有上级审核单位可以审核通过" in visitor.post("/review", 403, move="review")
    assert now(sent).state == "sent"


def test_a_superior_finds_what_waits_for_it(sent: Office, visitor: Visitor) -> None:
    assert f'<a href="/t/{PREFECTURE}/reviews">下级自评</a>' in visitor.client.get("/").text
    page = visitor.client.get(f"/t/{PREFECTURE}/reviews").text
    assert '等待示例州办理 <span class="dim">1 件' in page
    assert f'<a href="{HOME}/review">示例县</a>' in page
    assert "示例州:审核自评" in page


def test_a_superior_sees_how_the_others_stand(county: Office, visitor: Visitor) -> None:
    page = visitor.client.get(f"/t/{PREFECTURE}/reviews").text
    assert "没有等待审核或评定的自评。" in page
    assert "填报办理" in page


def test_a_superior_of_nobody_is_told_so(early: Visitor) -> None:
    assert "下级还没有部署履职任务" in early.client.get(f"/t/{PREFECTURE}/reviews").text
    assert early.client.get("/t/999999/reviews").status_code == 404


def test_an_accepted_duty_returned_elsewhere_is_told_to_who_accepts_it_late(
    reported: Office, visitor: Visitor
) -> None:
    visitor.as_(EDITOR).get("/review")
    accept_duty(reported, EDITOR, now(reported), CODE)
    return_duty(reported, EDITOR, now(reported), CODE, "数字有误")
    page = visitor.post("/review", 422, move="accept", duty=CODE, comment="同意")
    assert "现为“已退回”,不能受理" in page
    assert "退回意见:数字有误" in page
