"""One finding: where it is from, what the figures said since, what was done."""

from __future__ import annotations

import re

import pytest
from tests.core.casework.ledgers import (
    COUNTY,
    KEEPER,
    SCHOOL,
    bring_to,
    move,
    prove,
    report_classes,
    treat,
)
from tests.web.ledger.conftest import HOME
from tests.web.ledger.test_list import by_hand
from tests.web.reading import rows, words
from tests.web.visitor import Visitor

from dudao.api import Actor, FindingState, Role
from dudao.casework import Office


def test_it_leads_to_the_verdict_it_is_from_as_of_the_step(visitor: Visitor) -> None:
    page = visitor.get("/1")
    [address] = re.findall(r'<a href="([^"]+)">发现时的结论和算式</a>', page)
    asked = address.replace("&amp;", "&")
    trace = f"/t/{COUNTY}/2017/trace/class_size/S1"
    assert asked == f"{trace}?stage=primary&as_of=2018-12-31"
    verdict = visitor.client.get(asked)
    assert verdict.status_code == 200
    assert "≤ 55" in verdict.text


def test_it_says_which_step_of_which_clause_is_missed(visitor: Visitor) -> None:
    said = words(visitor.get("/1"))
    assert "通市政办发〔2017〕13号二(三),2018-12-31起执行(列入时尚未到)" in said
    assert "列入台账2018-03-01,2017年数据" in said


def test_the_years_say_what_each_of_them_found(visitor: Visitor, office: Office) -> None:
    report_classes(office, 2018, c4_1=58, c4_2=44)
    report_classes(office, 2019, c5_1=44)
    page = visitor.get("/1")
    lines = [line for line in rows(page) if line.startswith(("2017年", "2018年", "2019年"))]
    assert [line[:6].removesuffix("人") for line in lines] == ["2017年6", "2018年5", "2019年4"]
    assert "60人" in lines[0]
    assert "58人" in lines[1]
    assert "已达标" in lines[2]
    for address in re.findall(r'href="([^"]+)">\d{4} 年</a>', page):
        assert visitor.client.get(address.replace("&amp;", "&")).status_code == 200


def test_a_class_that_is_gone_has_no_verdict_to_lead_to(visitor: Visitor, office: Office) -> None:
    report_classes(office, 2018, c1_1=40)
    page = visitor.get("/1")
    assert "不在册或不再适用" in page
    assert re.findall(r'href="[^"]+">(\d{4}) 年</a></th>', page) == ["2017"]


def test_the_history_tells_who_did_what_in_which_words(visitor: Visitor, office: Office) -> None:
    treat(office)
    prove(office)
    move(office, "decline", comment="看不清\n请重拍")
    lines = [line for line in rows(visitor.get("/1")) if line.startswith("2018-03-01")]
    assert [line.split("2018-03-01")[1][:4] for line in lines] == [
        "退回证明",
        "报送整改",
        "落实措施",
        "列入台账",
    ]
    assert "张经办看不清请重拍" in lines[0]
    assert "李校长已经分班" in lines[1]
    assert "增设一个班责任单位示例一小,期限2018-09-01" in lines[2]
    assert "系统复核2017年数据:仍未达标,60人" in lines[3]


def test_proofs_are_listed_and_given_as_attachments(visitor: Visitor, office: Office) -> None:
    bring_to(office, FindingState.PROVED)
    page = visitor.get("/1")
    [address] = re.findall(r'href="([^"]+)" download', page)
    answer = visitor.client.get(address)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "分班方案.txt" in page


def test_what_was_entered_by_hand_has_no_rule(visitor: Visitor, office: Office) -> None:
    page = visitor.get(f"/{by_hand(office)}")
    assert "按证明认定" in page
    assert "=1+1" in page
    assert "逐年数据" not in page
    assert "发现时的结论" not in page


@pytest.mark.parametrize("number", ["4", "0", "-1", "999999999999999999999"])
def test_a_finding_that_is_not_there_is_told(visitor: Visitor, number: str) -> None:
    page = visitor.get(f"/{number}", 404)
    assert "没有第" in page
    assert "最大编号是 3" in page


@pytest.mark.parametrize("path", ["/x", "/1/2"])
def test_an_address_that_is_none_is_told(visitor: Visitor, path: str) -> None:
    visitor.get(path, 404)


def test_whoever_has_nothing_to_do_is_told_so(visitor: Visitor, office: Office) -> None:
    assert "选择身份之后" in visitor.get("/1")
    bring_to(office, FindingState.PROVED)
    assert "现在没有要办的事" in visitor.as_(SCHOOL).get("/1")
    assert "现在没有要办的事" in visitor.as_(Actor("钱", Role.VIEWER, COUNTY)).get("/1")


def test_a_measure_without_terms_waits_for_the_keeper(visitor: Visitor, office: Office) -> None:
    report_classes(office, 2019, c1_1=58)
    [number] = re.findall(rf'href="{HOME}/(\d+)">示例一小 2019 级', visitor.get())
    assert "请台账管理人员先行确定" in visitor.as_(SCHOOL).get(f"/{number}")
    assert "请台账管理人员先行确定" not in visitor.as_(KEEPER).get(f"/{number}")
