"""The grade page: what is left, what closes the rest, what people state, and what they decide."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from tests.web.duties.conftest import (
    COUNTY,
    EDITOR,
    FINANCE,
    REVIEWER,
    VIEWER,
    YEAR,
    Visitor,
    finish,
)

from dudao.api import (
    Actor,
    Duties,
    Office,
    Role,
    assemble,
    attestations,
    cancel_registered,
    declare_none,
    load_duties,
    lock,
    register_event,
    registered,
    review,
    send,
    take_in,
)

ACCIDENTS, UNREST = "gangcha.accidents", "gangcha.unrest_events"
FRAUD = "gangcha.fraud"
EVIL = "<script>alert('事')</script>"
# Enough for every condition to be told and none to hold.
CLEAR: dict[str, object] = {
    **dict.fromkeys(
        (
            "gangcha.target_letter_missed",
            "gangcha.monitoring_low",
            "gangcha.fraud",
            "gangcha.deviation",
            "gangcha.core_targets_missed",
            "gangcha.dangerous_building",
        ),
        False,
    ),
    **dict.fromkeys(
        (
            "gangcha.large_class_plan",
            "gangcha.weak_school_plan",
            "gangcha.heating_plan",
            "gangcha.balance_plan",
            "gangcha.other_plans",
            "gangcha.education_plan",
        ),
        True,
    ),
}


def now(office: Office) -> Duties:
    return load_duties(office, COUNTY, YEAR)


def report(office: Office, **facts: object) -> None:
    """Hand figures in by file, as the workbook does."""
    county = {"code": COUNTY, "kind": "county", "name": "示例县", "facts": facts}
    content: dict[str, Any] = {"tenant": COUNTY, "period": YEAR, "subjects": [county]}
    taken = take_in(office, COUNTY, "a.json", json.dumps(content).encode(), "张")
    assert taken.recorded, taken.problems


def send_up(office: Office, duties: Duties) -> None:
    """Take the year to where a grade is decided on."""
    finish(office, duties)
    assemble(office, EDITOR, now(office))
    lock(office, EDITOR, now(office))
    send(office, EDITOR, now(office))
    review(office, REVIEWER, now(office))


@pytest.fixture
def judged(county: Office, duties: Duties) -> Office:
    """The county with a missed target and much that cannot be told, found in order from above."""
    report(county, **{"gangcha.target_letter_missed": True})
    send_up(county, duties)
    return county


def rung(page: str, grade: str) -> str:
    """Return what the ladder says of a grade."""
    ladder = page.partition('class="ladder"')[2].partition("</ol>")[0]
    return next(each for each in ladder.split('class="rung"')[1:] if f"<b>{grade}</b>" in each)


def condition(page: str, code: str) -> str:
    return page.partition(f'id="condition-{code}"')[2].partition("</tr>")[0]


def kind(page: str, code: str) -> str:
    return page.partition(f'id="event-{code}"')[2].partition("</section>")[0]


def test_a_year_not_opened_says_so(early: Visitor) -> None:
    assert "2018 年的任务尚未部署" in early.get("/grade")


def test_without_figures_nothing_is_closed_and_nothing_cleared(visitor: Visitor) -> None:
    page = visitor.get("/grade")
    for grade in ("优秀", "合格", "不合格"):
        assert "仍可能" in rung(page, grade)
    assert page.count('aria-hidden="true">?</i>尚不能判定') == 12
    assert "</i>不存在" not in page


def test_what_closes_a_grade_is_named_with_its_clause(county: Office, visitor: Visitor) -> None:
    report(county, **{"gangcha.target_letter_missed": True})
    page = visitor.get("/grade")
    assert "已不可能" in rung(page, "优秀")
    assert '<a href="#condition-C1"><b class="num">C1</b> 年度教育目标责任书' in rung(page, "优秀")
    assert "三(四) 不能评优1" in rung(page, "优秀")
    assert "仍可能" in rung(page, "合格")
    assert "</i>存在" in condition(page, "C1")


def test_every_condition_tells_what_it_rests_on(county: Office, visitor: Visitor) -> None:
    register_event(county, EDITOR, COUNTY, YEAR, ACCIDENTS, date(2018, 5, 4), "校车追尾")
    page = visitor.get("/grade")
    assert "存在即不能评为优秀" in page
    assert "存在即评定为不合格" in page
    incidents = condition(page, "V4")
    assert f'<a href="#event-{ACCIDENTS}">按登记计数</a>:<b>1 起</b>' in incidents
    assert f'<a href="#event-{UNREST}">按登记计数</a>:<b>还没有数</b>' in incidents
    fraud = condition(page, "V1")
    assert f'<a href="#attest-{FRAUD}">由人确认</a>:<b>尚未确认</b>' in fraud
    assert "/indicators/5.2.retention" in condition(page, "V9")
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page


def test_a_condition_is_cleared_only_by_what_is_known(county: Office, visitor: Visitor) -> None:
    report(county, **CLEAR)
    for event in (ACCIDENTS, "gangcha.misconduct_cases"):
        declare_none(county, EDITOR, COUNTY, YEAR, event)
    page = visitor.get("/grade")
    cleared = {
        code
        for code in ("C1", "C2", "C3", "V1", "V5", "V7")
        if "</i>不存在" in condition(page, code)
    }
    assert cleared == {"C1", "C2", "C3", "V1", "V5", "V7"}
    for code in ("V4", "V6", "V8", "V9"):
        assert "尚不能判定" in condition(page, code)


@pytest.mark.parametrize(
    "facts",
    [
        {"gangcha.training_fund": 1},
        {"gangcha.target_letter_missed": True},
        {"gangcha.fraud": True},
        {"gangcha.heating_plan": False, "gangcha.fraud": False},
        CLEAR,
    ],
)
def test_the_page_and_the_dashboard_say_the_same(
    county: Office, visitor: Visitor, facts: dict[str, object]
) -> None:
    report(county, **facts)
    page = visitor.get("/grade")
    dashboard = visitor.client.get(f"/t/{COUNTY}/{YEAR}").text
    for part in (r'<p class="word">(.+?)</p>', r"<p>(由评价组评定:.+?)</p>"):
        assert re.findall(part, page) == re.findall(part, dashboard)
    shown = dashboard.partition('class="vetoes"')[2].partition("</ul>")[0]
    for code, title in re.findall(r'id="condition-(\w+)">.*?</b> (.+?)</th>', page, re.DOTALL):
        is_open = "</i>不存在" not in condition(page, code)
        assert is_open == (f"<b>{title}</b>" in shown)


def test_an_event_is_entered_and_counted(county: Office, visitor: Visitor) -> None:
    fields = {"metric": ACCIDENTS, "on": "2018-05-04", "note": f"校车追尾{EVIL}"}
    visitor.as_(FINANCE).post("/grade", move="event", **fields)
    page = visitor.get("/grade")
    found = kind(page, ACCIDENTS)
    assert "登记 1 起,评价采用登记的数字" in found
    assert "2018-05-04" in found
    assert "李财政" in found
    assert EVIL not in page
    assert "<b>不合格</b>" in page
    assert "已不可能" in rung(page, "合格")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": "2018-02-30", "note": "校车追尾"}, "不是日期"),
        ({"on": "", "note": "校车追尾"}, "没有填写日期"),
        ({"on": "2017-05-04", "note": "校车追尾"}, "不在 2018 年"),
        ({"on": "2018-05-04", "note": " "}, "没有写明事由"),
        ({"on": "2018-05-04", "note": "事" * 501}, "事由有 501 字"),
    ],
)
def test_an_entry_that_is_refused_is_kept_in_its_form(
    county: Office, visitor: Visitor, fields: dict[str, str], said: str
) -> None:
    page = visitor.as_(EDITOR).post("/grade", 422, move="event", metric=ACCIDENTS, **fields)
    assert said in page
    assert f'value="{fields["on"]}"' in kind(page, ACCIDENTS)
    assert f">{fields['note'].strip()}</textarea>" in kind(page, ACCIDENTS)
    assert 'name="on" value=""' in kind(page, UNREST)
    assert registered(county, COUNTY, YEAR) == []


def test_that_nothing_happened_is_stated_only_where_nothing_is_entered(
    county: Office, visitor: Visitor
) -> None:
    assert "没有登记,也没有确认没有发生:尚不能判定" in kind(
        visitor.as_(EDITOR).get("/grade"), UNREST
    )
    visitor.post("/grade", move="none", metric=UNREST)
    page = visitor.get("/grade")
    assert "已确认没有发生" in kind(page, UNREST)
    assert 'value="none"' not in kind(page, UNREST)
    register_event(county, EDITOR, COUNTY, YEAR, ACCIDENTS, date(2018, 5, 4), "校车追尾")
    assert 'value="none"' not in kind(visitor.get("/grade"), ACCIDENTS)
    assert "已登记 1 次" in visitor.post("/grade", 422, move="none", metric=ACCIDENTS)


def test_an_entry_is_cancelled_with_its_reason_and_stays_to_be_seen(
    county: Office, visitor: Visitor
) -> None:
    register_event(county, EDITOR, COUNTY, YEAR, ACCIDENTS, date(2018, 5, 4), "校车追尾")
    (event,) = registered(county, COUNTY, YEAR)
    visitor.as_(EDITOR)
    page = visitor.post("/grade", 422, move="cancel", number=str(event.id), reason=" ")
    assert "没有写明撤销理由" in page
    visitor.post("/grade", move="cancel", number=str(event.id), reason=f"误登{EVIL}")
    found = kind(visitor.get("/grade"), ACCIDENTS)
    assert "<del><b" in found
    assert "张经办撤销:误登&lt;script&gt;" in found
    assert 'value="cancel"' not in found


@pytest.mark.parametrize("number", ["", "7", "x", "-1", "9" * 40, "²"])
def test_an_entry_that_is_none_cannot_be_cancelled(visitor: Visitor, number: str) -> None:
    visitor.as_(EDITOR).post("/grade", 422, move="cancel", number=number, reason="误登")


def test_where_register_and_figure_differ_the_page_says_which_is_used(
    county: Office, visitor: Visitor
) -> None:
    report(county, **{ACCIDENTS: 2})
    register_event(county, EDITOR, COUNTY, YEAR, ACCIDENTS, date(2018, 5, 4), "校车追尾")
    found = kind(visitor.get("/grade"), ACCIDENTS)
    assert "登记 1 起,填报 2 起,两者不一致;评价采用填报的数字" in found


@pytest.mark.parametrize("actor", [None, VIEWER, REVIEWER])
def test_only_who_fills_for_the_county_enters_events(
    county: Office, visitor: Visitor, actor: Actor | None
) -> None:
    assert 'value="event"' not in visitor.as_(actor).get("/grade")
    fields = {"metric": ACCIDENTS, "on": "2018-05-04", "note": "校车追尾"}
    page = visitor.post("/grade", 403, move="event", **fields)
    assert 'role="alert"' in page
    assert registered(county, COUNTY, YEAR) == []


def test_what_only_people_can_say_is_said_here_or_the_duty_is_named(
    county: Office, visitor: Visitor
) -> None:
    page = visitor.as_(EDITOR).get("/grade")
    asked = page.partition('id="attest-gangcha.education_plan"')[2].partition("</tr>")[0]
    assert "任务 一.1</a>" in asked
    assert 'value="attest"' not in asked
    here = page.partition(f'id="attest-{FRAUD}"')[2].partition("</tr>")[0]
    assert 'value="attest"' in here
    visitor.post("/grade", move="attest", metric=FRAUD, value="no")
    page = visitor.get("/grade")
    assert "</i>不存在" in condition(page, "V1")
    said = page.partition(f'id="attest-{FRAUD}"')[2].partition("</tr>")[0]
    assert "<b>否</b>" in said
    assert "县教育局 张经办" in said


@pytest.mark.parametrize(
    ("actor", "fields", "status"),
    [
        (EDITOR, {"metric": FRAUD}, 422),
        (EDITOR, {"metric": FRAUD, "value": "perhaps"}, 422),
        (EDITOR, {"metric": "gangcha.education_plan", "value": "yes"}, 422),
        (EDITOR, {"metric": "nothing", "value": "yes"}, 422),
        (FINANCE, {"metric": FRAUD, "value": "no"}, 403),
        (None, {"metric": FRAUD, "value": "no"}, 403),
    ],
)
def test_what_cannot_be_stated_here_is_refused_in_words(
    county: Office,
    visitor: Visitor,
    actor: Actor | None,
    fields: dict[str, str],
    status: int,
) -> None:
    page = visitor.as_(actor).post("/grade", status, move="attest", **fields)
    assert 'role="alert"' in page
    assert all(each.stored is None for each in attestations(county, now(county)))


def test_after_the_lock_nothing_is_stated_any_more(judged: Office, visitor: Visitor) -> None:
    page = visitor.as_(EDITOR).get("/grade")
    assert 'value="attest"' not in page
    assert "自评锁定后不能再改动" in page
    refused = visitor.post("/grade", 422, move="attest", metric=FRAUD, value="no")
    assert "如须更改,请先重新办理" in refused


def test_only_grades_that_nothing_stands_against_can_be_chosen(
    judged: Office, visitor: Visitor
) -> None:
    page = visitor.as_(REVIEWER).get("/grade")
    form = page.partition('class="sheet decide"')[2].partition("</form>")[0]
    disabled = re.findall(r'value="(\w+)" required disabled', form)
    assert disabled == ["优秀", "合格"]
    assert "C1 年度教育目标责任书有一项不达标,不能评为优秀" in form
    assert "V1 评价过程中弄虚作假尚不能判定,须先补齐数据" in form
    assert "系统只算出封顶" in page


def test_a_decision_is_kept_with_reason_and_person_and_can_be_corrected(
    judged: Office, visitor: Visitor
) -> None:
    visitor.as_(REVIEWER).post("/grade", move="decide", grade="不合格", comment="核查属实")
    page = visitor.get("/grade")
    assert '<p class="word">不合格</p>' in page
    assert "已评定" in rung(page, "不合格")
    assert "作出更正" in page
    visitor.post("/grade", move="decide", grade="不合格", comment=f"理由补充{EVIL}")
    page = visitor.get("/grade")
    said = page.partition('id="decision"')[2]
    assert said.index("理由补充") < said.index("核查属实")
    assert "示例州 王审核" in said
    assert EVIL not in page


def test_a_grade_above_the_ceiling_is_refused_and_the_reason_kept(
    judged: Office, visitor: Visitor
) -> None:
    reason = "成绩突出"
    page = visitor.as_(REVIEWER).post("/grade", 422, move="decide", grade="优秀", comment=reason)
    assert "C1 年度教育目标责任书有一项不达标,不能评为优秀" in page.partition("</div>")[0] + page
    assert f">{reason}</textarea>" in page
    assert now(judged).state == "reviewed"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"grade": "", "comment": "理由"}, "没有选择等次"),
        ({"grade": "卓越", "comment": "理由"}, "不是本办法的等次"),
        ({"grade": "不合格", "comment": "  "}, "评定等次没有写明理由"),
    ],
)
def test_a_decision_that_is_none_is_refused(
    judged: Office, visitor: Visitor, fields: dict[str, str], said: str
) -> None:
    page = visitor.as_(REVIEWER).post("/grade", 422, move="decide", **fields)
    assert said in page
    assert f">{fields['comment'].strip()}</textarea>" in page
    assert now(judged).state == "reviewed"


@pytest.mark.parametrize(
    "actor", [None, EDITOR, FINANCE, Actor("外州", Role.REVIEWER, "632100"), VIEWER]
)
def test_nobody_but_the_body_above_decides(
    judged: Office, visitor: Visitor, actor: Actor | None
) -> None:
    assert 'value="decide"' not in visitor.as_(actor).get("/grade")
    visitor.post("/grade", 403, move="decide", grade="不合格", comment="理由")
    assert now(judged).state == "reviewed"


def test_before_it_is_found_in_order_nothing_is_decided(county: Office, visitor: Visitor) -> None:
    assert 'value="decide"' not in visitor.as_(REVIEWER).get("/grade")
    page = visitor.post("/grade", 422, move="decide", grade="不合格", comment="理由")
    assert "现为“填报办理”,不能评定等次" in page


def test_an_accident_after_the_sending_closes_what_was_open(
    judged: Office, visitor: Visitor
) -> None:
    register_event(judged, EDITOR, COUNTY, YEAR, ACCIDENTS, date(2018, 11, 4), "校车追尾")
    page = visitor.as_(REVIEWER).get("/grade")
    assert "已不可能" in rung(page, "合格")
    cancel_registered(judged, EDITOR, COUNTY, YEAR, 1, "误登")
    assert "仍可能" in rung(visitor.get("/grade"), "合格")


def test_a_step_that_is_none_is_refused(visitor: Visitor) -> None:
    assert "没有这一步" in visitor.as_(EDITOR).post("/grade", 422, move="burn")


def test_what_follows_from_a_grade_is_what_the_book_says(judged: Office, visitor: Visitor) -> None:
    page = visitor.as_(REVIEWER).get("/grade").partition('id="consequences"')[2]
    assert "取消当年考核评优和评先资格" in page
    assert "四(三)" in page
    assert '<span class="tag">适用</span>' not in page
    visitor.post("/grade", move="decide", grade="不合格", comment="核查属实")
    page = visitor.get("/grade").partition('id="consequences"')[2]
    assert page.count('<span class="tag">适用</span>') == 2
