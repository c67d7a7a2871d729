"""Moving findings by forms: whoever can has the button, nobody else has, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.core.casework.ledgers import (
    CITY,
    COUNTY,
    KEEPER,
    NEIGHBOUR,
    PROOF,
    SCHOOL,
    STRANGERS,
    TODAY,
    bring_to,
    found,
    move,
    one,
    report_classes,
    treat,
)
from tests.core.evidence.samples import HTML
from tests.web.ledger.conftest import HOME
from tests.web.ledger.test_list import by_hand
from tests.web.visitor import Visitor

from dudao.api import FINDING_MOVES, Actor, FindingState, Role, finding_history, move_findings
from dudao.casework import Office, proofs_of

COUNTY_OF_GOOD = {"c4_1": 44, "c4_2": 44, "c5_1": 44}


def buttons(page: str) -> set[str]:
    """Return the moves that a page has buttons for."""
    return set(re.findall(r'<button [^>]*name="move" value="(\w+)"', page))


def listed(office: Office) -> int:
    return 1


def brought(state: FindingState) -> Callable[[Office], int]:
    def bring(office: Office) -> int:
        bring_to(office, state)
        return 1

    return bring


def ready(office: Office) -> int:
    bring_to(office, FindingState.APPROVED)
    report_classes(office, 2018, **COUNTY_OF_GOOD)
    return 1


def declined(office: Office) -> int:
    bring_to(office, FindingState.PROVED)
    move(office, "decline", comment="看不清")
    return 1


def struck(office: Office) -> int:
    ready(office)
    move(office, "strike")
    return 1


def withdrawn(office: Office) -> int:
    number = by_hand(office)
    move_findings(office, KEEPER, COUNTY, [number], "withdraw", "登记有误", TODAY)
    return number


# What the keeper of the ledger and the owner have a button for, at each stop on the way.
STOPS = {
    "listed": (listed, {"measure"}, {"measure"}),
    "active": (brought(FindingState.ACTIVE), {"measure"}, {"measure", "prove"}),
    "proved": (brought(FindingState.PROVED), {"approve", "decline"}, set()),
    "declined": (declined, {"measure"}, {"measure", "prove"}),
    "approved": (brought(FindingState.APPROVED), {"decline"}, set()),
    "ready": (ready, {"decline", "strike"}, set()),
    "struck": (struck, {"revive"}, set()),
    "by hand": (by_hand, {"measure", "withdraw"}, {"measure", "prove"}),
    "withdrawn": (withdrawn, set(), set()),
}
BYSTANDERS = {**STRANGERS, "nobody": None}


def test_every_move_is_offered_somewhere() -> None:
    offered = set().union(*(keeper | owner for _, keeper, owner in STOPS.values()))
    assert offered == {each.code for each in FINDING_MOVES}


@pytest.mark.parametrize("stop", STOPS)
def test_whoever_can_move_a_finding_has_the_button_and_nobody_else(
    visitor: Visitor, office: Office, stop: str
) -> None:
    bring, of_keeper, of_owner = STOPS[stop]
    number = bring(office)
    # Alone on the list, so that its buttons are the ones of this finding.
    alone = f"?state=all&q={found(office)[number - 1].gap.name}&kind={one(office, number).key.kind}"
    for actor, expected in ((KEEPER, of_keeper), (SCHOOL, of_owner)):
        assert buttons(visitor.as_(actor).get(f"/{number}")) == expected
        assert buttons(visitor.get(alone)) == expected
    for actor in BYSTANDERS.values():
        assert buttons(visitor.as_(actor).get(f"/{number}")) == set()
        assert buttons(visitor.get("?state=all")) == set()
        assert 'name="number"' not in visitor.get("?state=all")


def test_several_are_treated_at_once_and_the_page_says_so(visitor: Visitor, office: Office) -> None:
    fields = {"measure": "增设一个班", "owner": "school:S2", "deadline": "2018-09-01"}
    where = visitor.as_(KEEPER).post("?kind=class", move="measure", number=["1", "3"], **fields)
    assert where == f"{HOME}?kind=class&done=measure&count=2"
    assert "落实措施:2 个问题" in visitor.client.get(where).text
    states = {each.number: each.state for each in found(office)}
    assert states == {
        1: FindingState.ACTIVE,
        2: FindingState.LISTED,
        3: FindingState.ACTIVE,
    }
    treated = one(office, 3)
    assert (treated.measure, treated.owner and treated.owner.code) == ("增设一个班", "S2")
    assert str(treated.deadline) == "2018-09-01"


def test_what_is_left_blank_stays_as_each_has_it(visitor: Visitor, office: Office) -> None:
    treat(office, 1)
    treat(office, 2, measure="均衡编班")
    visitor.as_(KEEPER).post(move="measure", number=["1", "2"], deadline="2018-10-01")
    assert [one(office, number).measure for number in (1, 2)] == ["增设一个班", "均衡编班"]
    assert {str(one(office, number).deadline) for number in (1, 2)} == {"2018-10-01"}


def test_every_move_is_made_by_its_button(visitor: Visitor, office: Office) -> None:
    visitor.as_(SCHOOL).post("/1", move="measure", measure="增设一个班")
    files = [("files", ("方案.txt", b"a")), ("files", ("名册.txt", b"b"))]
    visitor.post("/1", files=files, move="prove", comment="已经分班")
    assert [file.name for file in proofs_of(office, COUNTY, 1)] == ["方案.txt", "名册.txt"]
    visitor.as_(KEEPER).post("/1", move="decline", comment="请补充照片")
    visitor.as_(SCHOOL).post(move="prove", number="1", comment="照片见附件", files=files[:1])
    visitor.as_(KEEPER).post(move="approve", number="1")
    report_classes(office, 2018, **COUNTY_OF_GOOD)
    visitor.post(move="strike", number="1")
    assert one(office).state is FindingState.STRUCK
    assert visitor.post("/1", move="revive", comment="抽查不符") == f"{HOME}/1"
    assert one(office).state is FindingState.ACTIVE
    number = by_hand(office)
    visitor.post(f"/{number}", move="withdraw", comment="登记有误")
    assert one(office, number).state is FindingState.WITHDRAWN


def test_all_are_moved_or_none_and_each_is_told_why(visitor: Visitor, office: Office) -> None:
    bring_to(office, FindingState.PROVED)
    page = visitor.as_(KEEPER).post(
        "?order=number", 422, move="approve", number=["1", "2", "3"], comment="材料齐全"
    )
    assert "台账第 2 号" in page
    assert "台账第 3 号" in page
    assert "台账第 1 号" not in page
    assert "现为“待定措施”,不能认可证明" in page
    assert page.count(" checked ") == 3
    assert "材料齐全</textarea>" in page
    assert one(office).state is FindingState.PROVED


def test_who_may_not_is_told_and_nothing_moves(visitor: Visitor, office: Office) -> None:
    bring_to(office, FindingState.PROVED)
    page = visitor.as_(SCHOOL).post("/1", 403, move="approve")
    assert "只有台账管理人员可以认可证明" in page
    assert one(office).state is FindingState.PROVED


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": []}, "没有选中任何问题"),
        ({"number": "77"}, "没有这个问题"),
        ({"number": "一号"}, "没有这个问题"),
        ({"number": "9" * 30}, "没有这个问题"),
        ({"number": "1", "deadline": "明天"}, "“明天”不是日期"),
        ({"number": "1", "deadline": "2018-02-01"}, "已经过去"),
        ({"number": "1", "owner": "king"}, "没有“king”这个单位"),
        ({"number": "1", "owner": "school:S9"}, "没有责任单位 S9"),
        ({"number": "1", "measure": ""}, "没有整改措施"),
        ({"number": "1", "measure": "长" * 2001}, "措施有 2001 字"),
        ({"number": "1", "move": "burn"}, "没有这一步"),
        ({"number": "1", "move": ""}, "没有这一步"),
    ],
)
def test_what_cannot_be_done_is_told_and_what_was_typed_stays(
    visitor: Visitor, office: Office, fields: dict[str, str], said: str
) -> None:
    typed = {"move": "measure", "measure": "独一份的措施", "deadline": "2018-09-01"}
    page = visitor.as_(KEEPER).post("", 422, **{**typed, **fields})
    assert said in page
    assert fields.get("measure", "独一份的措施") + "</textarea>" in page
    assert {each.state for each in found(office)} == {FindingState.LISTED}


def test_a_file_that_is_not_taken_is_told_and_the_words_stay(
    visitor: Visitor, office: Office
) -> None:
    treat(office)
    files = [("files", ("通知.pdf", HTML))]
    page = visitor.as_(SCHOOL).post("/1", 422, files=files, move="prove", comment="见附件通知")
    assert "内容不是 .pdf 文件" in page
    assert "见附件通知</textarea>" in page
    assert one(office).state is FindingState.ACTIVE


def test_words_alone_are_no_proof(visitor: Visitor, office: Office) -> None:
    treat(office)
    assert "没有证明材料" in visitor.as_(SCHOOL).post("/1", 422, move="prove", comment="已办")


def test_whoever_saves_after_somebody_else_sees_both_versions(
    visitor: Visitor, office: Office
) -> None:
    page = visitor.as_(KEEPER).get("/1")
    [version] = re.findall(r'name="version" value="(\d+)"', page)
    treat(office, 1, measure="同事的措施")
    fields = {"measure": "我的措施", "owner": "school:S2", "deadline": "2018-10-01"}
    page = visitor.post("/1", 409, move="measure", version=version, **fields)
    for said in ("同事的措施", "我的措施", "示例二小", "2018-10-01", "刚被别人改过"):
        assert said in page
    assert "我的措施</textarea>" in page
    assert one(office).measure == "同事的措施"
    [version] = re.findall(r'name="version" value="(\d+)"', page)
    visitor.post("/1", move="measure", version=version, **fields)
    assert one(office).measure == "我的措施"


@pytest.mark.parametrize("version", ["x", "-1", "9" * 40])
def test_a_version_that_was_never_anybodys_is_a_conflict(visitor: Visitor, version: str) -> None:
    fields = {"move": "measure", "measure": "措施", "version": version}
    assert "刚被别人改过" in visitor.as_(KEEPER).post("/1", 409, **fields)


def test_the_owner_words_the_measure_and_leaves_the_terms(visitor: Visitor, office: Office) -> None:
    page = visitor.as_(SCHOOL).get("/1")
    assert 'name="deadline"' not in page
    assert "责任单位和期限由台账管理人员确定" in page
    fields = {"measure": "分班", "deadline": "2030-01-01"}
    assert "由台账管理人员确定" in visitor.post("/1", 403, move="measure", **fields)
    visitor.post("/1", move="measure", measure="分班")
    assert one(office).measure == "分班"


def test_the_page_says_why_approved_proof_is_not_enough(visitor: Visitor, office: Office) -> None:
    bring_to(office, FindingState.APPROVED)
    assert "复核结果为“仍未达标”,不能销号" in visitor.as_(KEEPER).get("/1")


@pytest.mark.parametrize(
    "actor",
    [
        replace(KEEPER, tenant=NEIGHBOUR),
        replace(KEEPER, tenant=CITY),
        Actor("王", Role.REVIEWER, CITY),
        None,
    ],
)
@pytest.mark.parametrize("path", ["", "/1"])
def test_nobody_moves_the_findings_of_another_county(
    visitor: Visitor, office: Office, actor: Actor | None, path: str
) -> None:
    fields = {"move": "measure", "measure": "外人的措施", "number": "1"}
    visitor.as_(actor).post(path, 403, **fields)
    assert one(office).state is FindingState.LISTED
    assert [each.action for each in finding_history(office, COUNTY, 1)] == ["find"]


def test_a_form_without_its_token_moves_nothing(visitor: Visitor, office: Office) -> None:
    visitor.as_(KEEPER).get()
    for path in ("", "/1", "/new", "/recheck"):
        answer = visitor.client.post(f"{HOME}{path}", data={"move": "measure", "number": "1"})
        assert answer.status_code == 403
    assert one(office).state is FindingState.LISTED


def test_a_file_of_one_county_is_not_given_to_another(visitor: Visitor, office: Office) -> None:
    bring_to(office, FindingState.PROVED)
    [file] = proofs_of(office, COUNTY, 1)
    own = visitor.client.get(f"/t/{COUNTY}/2017/duties/evidence/{file.digest}")
    assert own.content == PROOF[0][1]
    assert own.headers["content-disposition"].startswith("attachment")
    other = visitor.client.get(f"/t/{NEIGHBOUR}/2017/duties/evidence/{file.digest}")
    assert other.status_code == 404
